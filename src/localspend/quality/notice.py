"""A release as the checks see it: its facts, read once, whatever shape it has."""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from localspend.quality.ids import WEAK
from localspend.quality.shapes import Look, Place, letters, writable

__all__ = ["REDACTED", "Judged", "Notice", "Party", "Place", "known_names", "notice"]

REDACTED = re.compile(r"(?i)\bredacted|\bwithheld\b|^\W*(n/?a|none|unknown|tbc|various)?\W*$")
_POSTCODE = re.compile(r"(?i)\b[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-Z]?\s*[0-9][ABD-HJLNP-UW-Z]{2}\b")
_FRAMEWORK = re.compile(r"(?i)framework|dynamic purchasing|\bDPS\b|dynamic market|approved provider list")
#: What is bought from a framework is an ordinary contract.
_CALL_OFF = re.compile(r"(?i)call[- ]?off|mini[- ]?competition|further competition")
_NOT_UK = re.compile(
    r"(?i)^(?!.*(united kingdom|england|scotland|wales|northern ireland|^\s*uk\s*$|^\s*gb|great britain|^eng)).+"
)
_OVER = frozenset({"cancelled", "unsuccessful", "withdrawn"})
_MARKS = {True: True, "true": True, "True": True, False: False, "false": False, "False": False}


@dataclass(slots=True)
class Party:
    """An organisation of a release. identifier: scheme and number where others know it. portal_only: no other."""

    where: str
    id: str
    name: str
    key: str
    scheme: str | None
    number: str | None
    postcode: str | None
    any_postcode: bool
    is_uk: bool
    scale: str | None

    @property
    def identifier(self) -> str | None:
        return f"{self.scheme}-{self.number}" if self.scheme and self.number and self.scheme not in WEAK else None

    @property
    def portal_only(self) -> bool:
        return not self.number and self.id[:6] in WEAK


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
class Notice:
    """The facts of one release. Days are texts (2026-04-30), which sort as days do; keys are `shapes.letters`."""

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
    is_framework: bool
    below_threshold: bool
    law: str | None
    title: str
    title_key: str
    description: str | None
    description_key: str
    method: str | None
    value: float | None
    lot_values: list[float]
    values: list[tuple[str, float, str | None]]
    grosses: list[tuple[str, float, float]]
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
    buyer_key: str
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
    def cpv(self) -> str | None:
        return self.cpvs[0][1] if self.cpvs else None

    @property
    def portal(self) -> str:
        """The prefix of the ocid, which is the publishing portal's."""
        return "-".join(self.ocid.split("-")[:2])

    @property
    def years(self) -> float:
        """How long the contract runs; 1 where it is not said."""
        if not self.start or not self.end:
            return 1.0
        return (date.fromisoformat(self.end) - date.fromisoformat(self.start)).days / 365.25


#: A release with the places that fail, none where it passes, None where the check does not apply to it.
Judged = tuple[Notice, list[Place] | None]


def notice(release: dict[str, Any], path: str, line: int, as_of: date, problem: str | None = None) -> Notice:
    """The facts of `release`. `problem` is what its reader said."""
    look = Look()
    if problem:
        look.misshapen.append(("", problem))
    tender = look.object(release, "tender")
    tags = _tags(look, release)
    day, day_text = look.day(release, "date")
    parties = _parties(look, release)
    by_id = {p.id: p for p in parties.values()}
    buyer = look.object(release, "buyer")
    buyer_id, buyer_name = (
        look.text(buyer, "id", "buyer") or "",
        html.unescape(writable(look.text(buyer, "name", "buyer")) or ""),
    )
    values: list[tuple[str, float, str | None]] = []
    grosses: list[tuple[str, float, float]] = []
    periods: list[tuple[str, str, str]] = []
    value = _value(look, tender, "value", "tender", values, grosses)
    lots = look.objects(tender, "lots", "tender")
    lot_values = _lots(look, lots, values, grosses, periods)
    start, end = _period(look, tender, "contractPeriod", "tender", periods)
    if not start and periods:
        _, start, end = periods[0]
    closes = look.object(tender, "tenderPeriod", "tender")
    deadline, deadline_text = look.day(closes, "endDate", "tender/tenderPeriod")
    awards, suppliers = _awards(look, release, parties, by_id, values, grosses, periods)
    contracts = _contracts(look, release, values, grosses, periods)
    title = look.text(tender, "title", "tender") or ""
    description = look.text(tender, "description", "tender")
    techniques = look.object(tender, "techniques", "tender")
    marked = techniques.get("hasFrameworkAgreement") or techniques.get("hasDynamicPurchasingSystem")
    published, _ = look.day(tender, "datePublished", "tender")
    status = tender.get("status")
    seller = by_id.get(buyer_id)
    return Notice(
        path, line, as_of.isoformat(), look.text(release, "ocid") or "", look.text(release, "id") or "",
        day_text, day, tags, bool(tender),
        bool(tender) and any(t.startswith("tender") and t != "tenderCancellation" for t in tags),
        (isinstance(status, str) and status in _OVER) or "tenderCancellation" in tags,
        bool(marked) or bool(_FRAMEWORK.search(title) and not _CALL_OFF.search(title)),
        tender.get("aboveThreshold") is False, _law(look, tender, release),
        title, letters(title), description, letters(description[:400] if description else None),
        look.text(tender, "procurementMethod", "tender"),
        value, lot_values, values, grosses, deadline, deadline_text,
        published, start, end, _runs(tender, lots), periods, *_items(look, tender), _for_sme(tender, lots),
        buyer_id, buyer_name, letters(buyer_name), seller.any_postcode if seller else False,
        list(parties.values()), suppliers, awards, contracts, look.misshapen, look.undatable, look.dated,
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
    return tuple(tag for tag in tags or () if isinstance(tag, str))


def _lots(
    look: Look,
    lots: list[dict[str, Any]],
    values: list[tuple[str, float, str | None]],
    grosses: list[tuple[str, float, float]],
    periods: list[tuple[str, str, str]],
) -> list[float]:
    """The values of the lots; their periods go to `periods`."""
    found = []
    for i, lot in enumerate(lots):
        value = _value(look, lot, "value", f"tender/lots/{i}", values, grosses)
        if value is not None:
            found.append(value)
        _period(look, lot, "contractPeriod", f"tender/lots/{i}", periods)
    return found


def _parties(look: Look, release: dict[str, Any]) -> dict[int, Party]:
    return {i: _party(look, held, f"parties/{i}") for i, held in enumerate(look.objects(release, "parties"))}


def _party(look: Look, held: dict[str, Any], where: str) -> Party:
    identifier = look.object(held, "identifier", where)
    address, there = look.object(held, "address", where), f"{where}/address"
    details = look.object(held, "details", where)
    name = look.text(held, "name", where) or ""
    postcode = look.text(address, "postalCode", there)
    street = look.text(address, "streetAddress", there)
    country = str(address.get("countryName") or address.get("country") or "")
    scale = details.get("scale") if isinstance(details.get("scale"), str) else None
    number = look.text(identifier, "id", f"{where}/identifier")
    found = bool(postcode and postcode.strip()) or bool(street and _POSTCODE.search(street))
    return Party(
        where, look.text(held, "id", where) or "", name, letters(name),
        look.text(identifier, "scheme", f"{where}/identifier"), number.strip() if number else None,
        postcode.strip() if postcode else None, found, _is_uk(country),
        scale or ("sme" if held.get("sme") is True else None),
    )  # fmt: skip


@lru_cache(1_000)
def _is_uk(country: str) -> bool:
    return not _NOT_UK.match(country)


def _roles(release: dict[str, Any], i: int) -> Sequence[Any]:
    roles = release["parties"][i].get("roles") if isinstance(release["parties"], list) else None
    return roles if isinstance(roles, list) else [roles]


def _awards(
    look: Look,
    release: dict[str, Any],
    parties: dict[int, Party],
    by_id: dict[str, Party],
    values: list[tuple[str, float, str | None]],
    grosses: list[tuple[str, float, float]],
    periods: list[tuple[str, str, str]],
) -> tuple[list[Award], list[Party]]:
    """The awards, and the supplier parties; a supplier that only an award names is a party without more."""
    suppliers: dict[str, Party] = {}
    for i, party in parties.items():
        if "supplier" in _roles(release, i):
            suppliers[party.id or party.where] = party
    awards = []
    for i, held in enumerate(look.objects(release, "awards")):
        where = f"awards/{i}"
        named = look.objects(held, "suppliers", where)
        for j, one in enumerate(named):
            key = one.get("id")
            if not isinstance(key, str) or key not in by_id:
                party = _party(look, one, f"{where}/suppliers/{j}")
                suppliers.setdefault(party.id or party.where, party)
            else:
                suppliers.setdefault(key, by_id[key])
        day, text = look.day(held, "date", where)
        published, _ = look.day(held, "datePublished", where)
        value = _value(look, held, "value", where, values, grosses)
        _period(look, held, "contractPeriod", where, periods)
        awards.append(Award(where, str(held.get("id") or ""), text, day, published, value, len(named)))
    return awards, list(suppliers.values())


def _contracts(
    look: Look,
    release: dict[str, Any],
    values: list[tuple[str, float, str | None]],
    grosses: list[tuple[str, float, float]],
    periods: list[tuple[str, str, str]],
) -> list[Contract]:
    found = []
    for i, held in enumerate(look.objects(release, "contracts")):
        where = f"contracts/{i}"
        _value(look, held, "value", where, values, grosses)
        _period(look, held, "period", where, periods)
        signed, _ = look.day(held, "dateSigned", where)
        found.append(Contract(where, str(held.get("id") or ""), str(held.get("awardID") or ""), signed))
    return found


def _runs(tender: dict[str, Any], lots: list[dict[str, Any]]) -> bool:
    """Whether anything is said of when the contract runs."""
    return bool(tender.get("contractPeriod")) or any(lot.get("contractPeriod") for lot in lots)


def _value(
    look: Look,
    held: dict[str, Any],
    key: str,
    inside: str,
    values: list[tuple[str, float, str | None]],
    grosses: list[tuple[str, float, float]],
) -> float | None:
    """The amount of a value; adds it to `values`, and with its gross to `grosses`."""
    if key not in held:
        return None
    value, where = look.object(held, key, inside), f"{inside}/{key}"
    amount = look.number(value, "amount", where)
    if amount is None:
        return look.number(value, "amountGross", where)
    values.append((f"{where}/amount", amount, look.text(value, "currency", where)))
    if "amountGross" in value:
        gross = look.number(value, "amountGross", where)
        if gross is not None:
            grosses.append((f"{where}/amountGross", amount, gross))
    return amount


def _period(
    look: Look, held: dict[str, Any], key: str, inside: str, periods: list[tuple[str, str, str]]
) -> tuple[str | None, str | None]:
    if key not in held:
        return None, None
    period, where = look.object(held, key, inside), f"{inside}/{key}"
    start, _ = look.day(period, "startDate", where)
    end, _ = look.day(period, "endDate", where)
    if start and end:
        periods.append((where, start, end))
    return start, end


def _items(look: Look, tender: dict[str, Any]) -> tuple[list[Place], list[tuple[str, str]]]:
    """The CPV codes and the places of delivery."""
    cpvs: list[Place] = []
    regions: list[tuple[str, str]] = []
    _code(tender.get("classification"), "tender/classification", cpvs)
    for i, item in enumerate(look.objects(tender, "items", "tender")):
        where = f"tender/items/{i}"
        _code(item.get("classification"), f"{where}/classification", cpvs)
        for more in look.objects(item, "additionalClassifications", where):
            _code(more, f"{where}/additionalClassifications", cpvs)
        for address in look.objects(item, "deliveryAddresses", where):
            region = address.get("region") or address.get("postalCode") or address.get("countryName")
            if isinstance(region, str):
                regions.append((f"{where}/deliveryAddresses", region.strip().upper()))
    return cpvs, regions


def _code(held: Any, where: str, cpvs: list[Place]) -> None:
    if isinstance(held, dict) and held.get("scheme") in ("CPV", None):
        code = held.get("id")
        if isinstance(code, str | int) and len(str(code)) >= 8:
            cpvs.append((f"{where}/id", str(code)))


def _law(look: Look, tender: dict[str, Any], release: dict[str, Any]) -> str | None:
    """procurement-act, or earlier for a directive; None where nothing is said."""
    basis = look.object(tender, "legalBasis", "tender")
    scheme, number = basis.get("scheme"), str(basis.get("id") or "")
    if scheme == "UKPGA" or number == "2023/54":
        return "procurement-act"
    return "earlier" if scheme == "CELEX" or number[:3] in ("320", "319") else None


def _for_sme(tender: dict[str, Any], lots: list[dict[str, Any]]) -> tuple[bool | None, str]:
    """Whether the tender is marked as suitable for small firms, and where."""
    places = [
        (tender.get("suitability"), "sme", "tender/suitability/sme"),
        (tender.get("xClassifications"), "isSuitableForSme", "tender/xClassifications/isSuitableForSme"),
        *((lot.get("suitability"), "sme", f"tender/lots/{i}/suitability/sme") for i, lot in enumerate(lots)),
    ]
    for held, key, where in places:
        mark = held.get(key) if isinstance(held, dict) else None
        if isinstance(mark, bool | str) and mark in _MARKS:
            return _MARKS[mark], where
    return None, ""


def known_names(
    every: Iterable[Notice], by: Callable[[Party], str | None], what: Callable[[Party], str | None]
) -> dict[str, str]:
    """For each `by` of the suppliers, the `what` that most often stands with it; of equals the first in order."""
    counts: dict[str, Counter[str]] = {}
    for n in every:
        for s in n.suppliers:
            one, other = by(s), what(s)
            if one and other:
                counts.setdefault(one, Counter())[other] += 1
    return {one: min(found, key=lambda k: (-found[k], k)) for one, found in counts.items()}
