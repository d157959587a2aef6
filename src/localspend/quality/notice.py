"""A release as the checks see it: its facts, read once, whatever shape it has."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from localspend.quality.ids import WEAK
from localspend.quality.shapes import Look, Place, writable

__all__ = ["REDACTED", "Notice", "Party", "Place", "notice"]

REDACTED = re.compile(r"(?i)\bredacted|\bwithheld\b|^\W*(n/?a|none|unknown|tbc|various)?\W*$")
_POSTCODE = re.compile(r"(?i)\b[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-Z]?\s*[0-9][ABD-HJLNP-UW-Z]{2}\b")
_FRAMEWORKS = ("framework", "dynamic purchasing", "dynamic market", "approved provider list", "dps")
_DPS = re.compile(r"\bdps\b")
#: What is bought from a framework is an ordinary contract.
_CALL_OFF = re.compile(r"(?i)call[- ]?off|mini[- ]?competition|further competition")
_NOT_UK = re.compile(
    r"(?i)^(?!.*(united kingdom|england|scotland|wales|northern ireland|^\s*uk\s*$|^\s*gb|great britain|^eng)).+"
)
_OVER = frozenset({"cancelled", "unsuccessful", "withdrawn"})
_MARKS = {True: True, "true": True, "True": True, False: False, "false": False, "False": False}


@dataclass(slots=True)
class Party:
    """An organisation of a release. number, scheme: of its identifier; scale: how large it says that it is.

    portal_only: no list but the portal's own knows it.
    """

    where: str
    id: str
    name: str
    scheme: str | None
    number: str | None
    postcode: str | None
    street: str | None
    country: str
    scale: str | None
    roles: list[Any]
    portal_only: bool

    @property
    def identifier(self) -> str | None:
        """Scheme and number, where others than a portal know them."""
        return f"{self.scheme}-{self.number}" if self.scheme and self.number and self.scheme not in WEAK else None

    @property
    def any_postcode(self) -> bool:
        return bool(self.postcode) or bool(self.street and _with_postcode(self.street))

    @property
    def is_uk(self) -> bool:
        return _is_uk(self.country)


@dataclass(slots=True)
class Award:
    """suppliers: how many it names."""

    where: str
    id: str
    date_text: str | None
    date: str | None
    published: str | None
    value: float | None
    suppliers: int


@dataclass(slots=True)
class Contract:
    where: str
    id: str
    award_id: str
    signed: str | None


@dataclass(slots=True)
class Money:
    """A value. where: that of the object which it is the `value` of."""

    where: str
    amount: float
    gross: float | None
    currency: str | None


def _of_framework(title: str) -> bool:
    told = [words for words in _FRAMEWORKS if words in title]
    return bool(told) and (told != ["dps"] or bool(_DPS.search(title))) and not _CALL_OFF.search(title)


@dataclass(slots=True)
class Notice:
    """The facts of one release. Days are texts (2026-04-30), which sort as days do."""

    path: str
    line: int
    as_of: str
    ocid: str
    id: str
    date_text: str | None
    date: str | None
    tags: tuple[str, ...]
    tender: bool
    is_tender: bool
    is_over: bool
    marked_framework: bool
    below_threshold: bool
    law: str | None
    title: str
    description: str | None
    method: str | None
    value: float | None
    lot_values: list[float]
    values: list[Money]
    deadline: str | None
    deadline_text: str | None
    tender_published: str | None
    start: str | None
    end: str | None
    runs: bool
    periods: list[tuple[str, str, str]]
    cpvs: list[Place]
    regions: list[tuple[str, str]]
    for_sme: tuple[bool | None, str]
    buyer_id: str
    buyer_name: str
    buyer_postcode: bool
    parties: list[Party]
    suppliers: list[Party]
    awards: list[Award]
    contracts: list[Contract]
    misshapen: list[Place]
    undatable: list[Place]
    dated: bool

    @property
    def any_value(self) -> bool:
        return self.value is not None or bool(self.lot_values)

    @property
    def is_framework(self) -> bool:
        """Whether it says so, or its title does."""
        return self.marked_framework or _of_framework(self.title.lower())

    @property
    def cpv(self) -> str | None:
        return self.cpvs[0][1] if self.cpvs else None

    @property
    def years(self) -> float:
        """How long the contract runs; 1 where it is not said."""
        if not self.start or not self.end:
            return 1.0
        return (date.fromisoformat(self.end) - date.fromisoformat(self.start)).days / 365.25


class _Seen(Look):
    """Reads a release, and gathers its values and its periods."""

    __slots__ = ("periods", "values")

    def __init__(self) -> None:
        super().__init__()
        self.values: list[Money] = []
        self.periods: list[tuple[str, str, str]] = []

    def value(self, held: dict[str, Any], inside: str) -> float | None:
        """The amount of a value, gross where there is no other."""
        if "value" not in held:
            return None
        value = self.object(held, "value", inside)
        amount = self.number(value, "amount", inside, "value")
        if amount is None:
            return self.number(value, "amountGross", inside, "value")
        currency = self.text(value, "currency", inside, "value")
        self.values.append(Money(inside, amount, self.number(value, "amountGross", inside, "value"), currency))
        return amount

    def period(self, held: dict[str, Any], key: str, inside: str) -> tuple[str | None, str | None]:
        """The first and the last day of a period."""
        if key not in held:
            return None, None
        period = self.object(held, key, inside)
        start, _ = self.day(period, "startDate", inside, key)
        end, _ = self.day(period, "endDate", inside, key)
        if start and end:
            self.periods.append((f"{inside}/{key}", start, end))
        return start, end


def notice(release: dict[str, Any], path: str, line: int, as_of: date, problem: str | None = None) -> Notice:
    """The facts of `release`. `problem` is what its reader said."""
    look = _Seen()
    if problem:
        look.misshapen.append(("", problem))
    tender = look.object(release, "tender")
    tags = _tags(look, release)
    day, day_text = look.day(release, "date")
    parties = [_party(look, held, f"parties/{i}") for i, held in enumerate(look.objects(release, "parties"))]
    by_id = {party.id: party for party in parties}
    buyer = look.object(release, "buyer")
    buyer_id = look.text(buyer, "id", "buyer") or ""
    buyer_name = _readable(look.text(buyer, "name", "buyer"))
    value = look.value(tender, "tender")
    lots = look.objects(tender, "lots", "tender")
    lot_values = _lots(look, lots)
    start, end = look.period(tender, "contractPeriod", "tender")
    if not start and look.periods:
        _, start, end = look.periods[0]
    closes = look.object(tender, "tenderPeriod", "tender")
    deadline, deadline_text = look.day(closes, "endDate", "tender", "tenderPeriod")
    awards, suppliers = _awards(look, release, parties, by_id)
    contracts = _contracts(look, release)
    title = look.text(tender, "title", "tender") or ""
    description = look.text(tender, "description", "tender")
    techniques = look.object(tender, "techniques", "tender")
    published, _ = look.day(tender, "datePublished", "tender")
    status = tender.get("status")
    seller = by_id.get(buyer_id)
    return Notice(
        path, line, as_of.isoformat(), look.text(release, "ocid") or "", look.text(release, "id") or "",
        day_text, day, tags, bool(tender), bool(tender) and _of_tender(tags),
        (isinstance(status, str) and status in _OVER) or "tenderCancellation" in tags,
        bool(techniques.get("hasFrameworkAgreement") or techniques.get("hasDynamicPurchasingSystem")),
        tender.get("aboveThreshold") is False, _law(look, tender),
        title, description, look.text(tender, "procurementMethod", "tender"),
        value, lot_values, look.values, deadline, deadline_text, published, start, end, _runs(tender, lots),
        look.periods, *_items(look, tender), _for_sme(tender, lots),
        buyer_id, buyer_name, seller.any_postcode if seller else False,
        parties, suppliers, awards, contracts, look.misshapen, look.undatable, look.dated,
    )  # fmt: skip


def _tags(look: Look, release: dict[str, Any]) -> tuple[str, ...]:
    """The release's tags; notes which of the fields that every release has are missing."""
    for field in ("ocid", "id", "date", "tag", "initiationType"):
        if not release.get(field):
            look.misshapen.append((field, "missing"))
    tags = release.get("tag")
    if tags and not isinstance(tags, list):
        look.misshapen.append(("tag", "not a list"))
        tags = [tags]
    return tuple([tag for tag in tags or () if isinstance(tag, str)])


@lru_cache(1_000)
def _of_tender(tags: tuple[str, ...]) -> bool:
    return any(tag.startswith("tender") and tag != "tenderCancellation" for tag in tags)


@lru_cache(20_000)
def _readable(name: str | None) -> str:
    return html.unescape(writable(name) or "")


def _lots(look: _Seen, lots: list[dict[str, Any]]) -> list[float]:
    """The values of the lots."""
    found = []
    for i, lot in enumerate(lots):
        where = f"tender/lots/{i}"
        value = look.value(lot, where)
        if value is not None:
            found.append(value)
        look.period(lot, "contractPeriod", where)
    return found


def _party(look: Look, held: dict[str, Any], where: str) -> Party:
    identifier = look.object(held, "identifier", where)
    address = look.object(held, "address", where)
    scale = look.object(held, "details", where).get("scale")
    name = look.text(held, "name", where) or ""
    postcode = look.text(address, "postalCode", where, "address")
    street = look.text(address, "streetAddress", where, "address")
    number = look.text(identifier, "id", where, "identifier")
    own = look.text(held, "id", where) or ""
    return Party(
        where, own, name, look.text(identifier, "scheme", where, "identifier"), number.strip() if number else None,
        postcode.strip() if postcode else None, street, str(address.get("countryName") or address.get("country") or ""),
        scale if scale and isinstance(scale, str) else "sme" if held.get("sme") is True else None,
        _roles(held), not (number and number.strip()) and own[:6] in WEAK,
    )  # fmt: skip


@lru_cache(20_000)
def _with_postcode(street: str) -> bool:
    return _POSTCODE.search(street) is not None


@lru_cache(1_000)
def _is_uk(country: str) -> bool:
    return not _NOT_UK.match(country)


def _roles(held: dict[str, Any]) -> list[Any]:
    roles = held.get("roles")
    return roles if isinstance(roles, list) else [roles]


def _awards(
    look: _Seen, release: dict[str, Any], parties: list[Party], by_id: dict[str, Party]
) -> tuple[list[Award], list[Party]]:
    """The awards, and the supplier parties; a supplier that only an award names is a party without more.

    Where awards name suppliers, others with that role are not theirs: Public Contracts Scotland lists those of further
    notices too.
    """
    given = [
        (held, f"awards/{i}", look.objects(held, "suppliers", f"awards/{i}"))
        for i, held in enumerate(look.objects(release, "awards"))
    ]
    meant = {one["id"] for _, _, named in given for one in named if isinstance(one.get("id"), str)}
    suppliers = {
        party.id or party.where: party
        for party in parties
        if "supplier" in party.roles and (not meant or party.id in meant)
    }
    awards = []
    for held, where, named in given:
        for j, one in enumerate(named):
            key = one.get("id")
            known = by_id.get(key) if isinstance(key, str) else None
            party = known or _party(look, one, f"{where}/suppliers/{j}")
            suppliers.setdefault(party.id if known else party.id or party.where, party)
        day, text = look.day(held, "date", where)
        published, _ = look.day(held, "datePublished", where)
        value = look.value(held, where)
        look.period(held, "contractPeriod", where)
        awards.append(Award(where, str(held.get("id") or ""), text, day, published, value, len(named)))
    return awards, list(suppliers.values())


def _contracts(look: _Seen, release: dict[str, Any]) -> list[Contract]:
    found = []
    for i, held in enumerate(look.objects(release, "contracts")):
        where = f"contracts/{i}"
        look.value(held, where)
        look.period(held, "period", where)
        signed, _ = look.day(held, "dateSigned", where)
        found.append(Contract(where, str(held.get("id") or ""), str(held.get("awardID") or ""), signed))
    return found


def _runs(tender: dict[str, Any], lots: list[dict[str, Any]]) -> bool:
    """Whether anything is said of when the contract runs."""
    return bool(tender.get("contractPeriod")) or any(lot.get("contractPeriod") for lot in lots)


def _items(look: Look, tender: dict[str, Any]) -> tuple[list[Place], list[tuple[str, str]]]:
    """The CPV codes and the places of delivery."""
    cpvs: list[Place] = []
    regions: list[tuple[str, str]] = []
    _code(tender.get("classification"), cpvs, "tender", "classification")
    for i, item in enumerate(look.objects(tender, "items", "tender")):
        where = f"tender/items/{i}"
        _code(item.get("classification"), cpvs, where, "classification")
        for more in look.objects(item, "additionalClassifications", where):
            _code(more, cpvs, where, "additionalClassifications")
        for address in look.objects(item, "deliveryAddresses", where):
            region = address.get("region") or address.get("postalCode") or address.get("countryName")
            if isinstance(region, str):
                regions.append((f"{where}/deliveryAddresses", region.strip().upper()))
    for more in look.objects(tender, "additionalClassifications", "tender"):
        _code(more, cpvs, "tender", "additionalClassifications")
    return cpvs, regions


def _code(held: Any, cpvs: list[Place], inside: str, key: str) -> None:
    if isinstance(held, dict) and held.get("scheme") in ("CPV", None):
        code = held.get("id")
        if isinstance(code, str | int) and len(str(code)) >= 8:
            cpvs.append((f"{inside}/{key}/id", str(code)))


def _law(look: Look, tender: dict[str, Any]) -> str | None:
    """procurement-act, or earlier for a directive; None where nothing is said."""
    basis = look.object(tender, "legalBasis", "tender")
    scheme, number = basis.get("scheme"), str(basis.get("id") or "")
    if scheme == "UKPGA" or number == "2023/54":
        return "procurement-act"
    return "earlier" if scheme == "CELEX" or number[:3] in ("320", "319") else None


def _for_sme(tender: dict[str, Any], lots: list[dict[str, Any]]) -> tuple[bool | None, str]:
    """Whether the tender is marked as suitable for small firms, and where."""
    for held, key, where in _suitable(tender, lots):
        mark = held.get(key) if isinstance(held, dict) else None
        if isinstance(mark, bool | str) and mark in _MARKS:
            return _MARKS[mark], where
    return None, ""


def _suitable(tender: dict[str, Any], lots: list[dict[str, Any]]) -> Iterator[tuple[Any, str, str]]:
    yield tender.get("suitability"), "sme", "tender/suitability/sme"
    yield tender.get("xClassifications"), "isSuitableForSme", "tender/xClassifications/isSuitableForSme"
    for i, lot in enumerate(lots):
        yield lot.get("suitability"), "sme", f"tender/lots/{i}/suitability/sme"
