"""A process -> its rows in the tables notices, lots, awards, award_suppliers and notice_releases."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from localspend.sources.notices import facts, law
from localspend.sources.notices.apart import tags
from localspend.sources.notices.merge import Part, Process, on
from localspend.sources.notices.remarks import Remark

Row = dict[str, Any]
#: What a title calls a thing that nobody is bound to spend; a call-off from one is an ordinary contract.
_CEILING = re.compile(r"\b(framework|dynamic (purchasing|market)|dps|flexible procurement)\b", re.IGNORECASE)
_CALL_OFF = re.compile(r"call[- ]?off|mini[- ]?competition|further competition", re.IGNORECASE)
_TECHNIQUES = ("hasFrameworkAgreement", "hasDynamicPurchasingSystem", "hasDynamicMarket")


def rows(process: Process) -> dict[str, list[Row]]:
    """The rows of a process by table. What cannot be read as an amount is added to its remarks."""
    tender = process.compiled.get("tender") or {}
    kind, kind_from = _kind(process, tender)
    last = process.parts[-1]

    def money(value: dict[str, Any] | None, what: str) -> Decimal | None:
        found, wrong = facts.money(value)
        if wrong:
            process.remarks.append(
                Remark("notice_value_unusable", process.ocid, f"{what}: {wrong}", last.source_id, last.line)
            )
        return found

    parties = _Parties(process)
    notice = _notice(process, tender, kind, kind_from, money, parties)
    awards, suppliers = _awards(process, kind, money, parties)
    return {
        "notices": [notice],
        "lots": _lots(process.ocid, tender, money),
        "awards": awards,
        "award_suppliers": suppliers,
        "notice_releases": [_release(process.ocid, part) for part in process.parts],
    }


Money = Callable[[dict[str, Any] | None, str], Decimal | None]


class _Parties:
    """The parties of a process, by id and name: in a portal's early files an id is but a place in its own notice."""

    def __init__(self, process: Process) -> None:
        self._named: dict[tuple[str, str], dict[str, Any]] = {}
        self._ids: dict[str, dict[str, dict[str, Any]]] = {}
        self.all: list[dict[str, Any]] = []
        for part in process.parts:
            self.all = part.release.get("parties") or self.all
            for party in part.release.get("parties") or []:
                key, name = str(party.get("id")), _folded(party.get("name"))
                self._named[key, name] = party
                self._ids.setdefault(key, {})[name] = party

    def of(self, reference: dict[str, Any]) -> dict[str, Any]:
        """The party that `reference` (id and name) means, with the name that the reference gives."""
        key, name = str(reference.get("id")), _folded(reference.get("name"))
        found = self._named.get((key, name))
        if found is None:
            known = self._ids.get(key, {})
            # An id that several names have tells nothing; one that no portal numbers anew is an organisation's.
            certain = len(known) == 1 and (not name or key.upper().startswith("GB-"))
            found = next(iter(known.values())) if certain else {}
        return {**found, **{k: v for k, v in reference.items() if v is not None}}

    def with_role(self, role: str) -> dict[str, Any] | None:
        """The first party of the last release that has `role`."""
        return next((party for party in self.all if role in facts.texts(party.get("roles"))), None)


def _folded(name: Any) -> str:
    return " ".join(name.casefold().split()) if isinstance(name, str) else ""


def _notice(
    process: Process,
    tender: dict[str, Any],
    kind: str,
    kind_from: str,
    money: Money,
    parties: _Parties,
) -> Row:
    last = process.parts[-1]
    buyer = parties.of(process.compiled["buyer"]) if process.compiled.get("buyer") else parties.with_role("buyer") or {}
    known = facts.identifiers(buyer)
    basis, basis_from = law.legal_basis(process)
    value = money(tender.get("value"), "value of the notice")
    started, ended = _term(process, tender)
    suitable = tender.get("suitability") or {}
    days = [day for part in process.parts if (day := on(part.release.get("date")))]
    return {
        "ocid": process.ocid,
        "title": facts.text(tender.get("title")) or facts.text(process.compiled.get("title")),
        "buyer_id": next(iter(known), None),
        "legal_basis": basis,
        "stage": law.stage(process),
        "published_on": on(tender.get("datePublished")) or min(days, default=None),
        "deadline": on((tender.get("tenderPeriod") or {}).get("endDate")),
        "start_on": started,
        "end_on": ended,
        "value": value,
        "value_kind": kind if value is not None else None,
        "currency": facts.currency(tender.get("value")),
        "cpv": facts.cpv(tender, tender.get("items") or []),
        "reservation": _reservation([tender, *(tender.get("lots") or [])]),
        "source_id": last.source_id,
        "source_line": last.line,
        "buyer_name": facts.text(buyer.get("name")),
        "buyer_ids": known,
        "legal_basis_from": basis_from,
        "value_kind_from": kind_from if value is not None and kind == "ceiling" else None,
        "portal": law.portal(process.ocid),
        "status": facts.text(tender.get("status")),
        "procedure": facts.text(tender.get("procurementMethodDetails")) or facts.text(tender.get("procurementMethod")),
        "main_category": facts.text(tender.get("mainProcurementCategory")),
        "sme": _yes(suitable.get("sme")),
        "vcse": _yes(suitable.get("vcse")),
        "updated_on": max(days, default=None),
        "releases": len(process.parts),
    }


def _kind(process: Process, tender: dict[str, Any]) -> tuple[str, str]:
    """estimate or ceiling, and how that is known."""
    techniques = [tender.get("techniques") or {}, *(lot.get("techniques") or {} for lot in tender.get("lots") or [])]
    if any(one.get(name) is True for one in techniques for name in _TECHNIQUES):
        return "ceiling", "stated"
    if any(one.get("frameworkAgreement") for one in techniques):
        return "ceiling", "stated"
    words = " ".join(filter(None, (facts.text(tender.get(n)) for n in ("title", "procurementMethodDetails"))))
    if _CEILING.search(facts.text(tender.get("title")) or "") and not _CALL_OFF.search(words):
        return "ceiling", "title"
    return "estimate", "stated"


def _term(process: Process, tender: dict[str, Any]) -> tuple[date | None, date | None]:
    """When what was bought starts and ends: by the contracts, else the awards, the tender, the lots."""
    compiled = process.compiled
    places = [
        [one.get("period") for one in compiled.get("contracts") or []],
        [one.get("contractPeriod") for one in compiled.get("awards") or []],
        [tender.get("contractPeriod")],
        [one.get("contractPeriod") for one in tender.get("lots") or []],
    ]
    for periods in places:
        started, ended = _span(periods)
        if started or ended:
            return started, ended
    return None, None


def _span(periods: Iterable[dict[str, Any] | None]) -> tuple[date | None, date | None]:
    known = [one for one in periods if one]
    starts = [day for one in known if (day := on(one.get("startDate")))]
    ends = [day for one in known if (day := on(one.get("endDate")))]
    return min(starts, default=None), max(ends, default=None)


def _reservation(parts: Sequence[dict[str, Any]]) -> str | None:
    """For whom a procurement, or a lot of it, is reserved: the codes as published, and the places."""
    found: list[str] = []
    for part in parts:
        for owner in (part, part.get("otherRequirements") or {}):
            found += facts.texts(owner.get("reservedParticipation"))
            place = owner.get("reservedParticipationLocation")
            gazetteer = place.get("gazetteer") if isinstance(place, dict) else None
            if isinstance(gazetteer, dict):
                found += [f"location {code}" for code in facts.texts(gazetteer.get("identifiers"))]
    return ", ".join(dict.fromkeys(found)) or None


def _lots(ocid: str, tender: dict[str, Any], money: Money) -> list[Row]:
    made: list[Row] = []
    used: set[str] = set()
    for place, lot in enumerate(tender.get("lots") or [], 1):
        lot_id = published = str(lot.get("id") or f"no-id-{place}")
        while lot_id in used:
            lot_id = f"{published} ({place})"
            place += 1
        used.add(lot_id)
        items = [one for one in tender.get("items") or [] if str(one.get("relatedLot")) == published]
        started, ended = _span([lot.get("contractPeriod")])
        made.append(
            {
                "ocid": ocid,
                "lot_id": lot_id,
                "title": facts.text(lot.get("title")),
                "value": money(lot.get("value"), f"value of lot {lot_id}"),
                "cpv": facts.cpv(lot, items),
                "currency": facts.currency(lot.get("value")),
                "status": facts.text(lot.get("status")),
                "start_on": started,
                "end_on": ended,
                "reservation": _reservation([lot]),
            }
        )
    return made


def _awards(process: Process, kind: str, money: Money, parties: _Parties) -> tuple[list[Row], list[Row]]:
    awards: list[Row] = []
    suppliers: list[Row] = []
    contracts: dict[str, list[Decimal]] = {}
    for one in process.compiled.get("contracts") or []:
        worth = money(one.get("value"), f"value of contract {one.get('id')}")
        if worth is not None and one.get("awardID") is not None:
            contracts.setdefault(str(one["awardID"]), []).append(worth)
    for award in process.compiled.get("awards") or []:
        award_id = str(award["id"])
        value = money(award.get("value"), f"value of award {award_id}")
        started, ended = _span([award.get("contractPeriod")])
        named = [one for one in award.get("suppliers") or [] if facts.text(parties.of(one).get("name"))]
        under = contracts.get(award_id)
        awards.append(
            {
                "ocid": process.ocid,
                "award_id": award_id,
                "awarded_on": on(award.get("date")),
                "value": value,
                "value_kind": None if value is None else "ceiling" if kind == "ceiling" else "award",
                "currency": facts.currency(award.get("value")),
                "title": facts.text(award.get("title")),
                "status": facts.text(award.get("status")),
                "published_id": process.published.get(award_id, award_id),
                "lot_ids": ", ".join(facts.texts(award.get("relatedLots"))) or None,
                "suppliers": len(named),
                "contract_value": sum(under, Decimal(0)) if under else None,
                "start_on": started,
                "end_on": ended,
            }
        )
        suppliers += [_supplier(process.ocid, award_id, n, parties.of(one)) for n, one in enumerate(named, 1)]
    return awards, suppliers


def _supplier(ocid: str, award_id: str, position: int, party: dict[str, Any]) -> Row:
    details = party.get("details") or {}
    scale = facts.text(details.get("scale"))
    return {
        "ocid": ocid,
        "award_id": award_id,
        "supplier_text": facts.text(party.get("name")),
        "postcode": facts.postcode(party),
        "position": position,
        "company_number": facts.number(party, "GB-COH"),
        "charity_number": facts.charity(party),
        "scale": scale or ("sme" if party.get("sme") is True else None),
        "vcse": _yes(details.get("vcse", party.get("vco"))),
    }


def _release(ocid: str, part: Part) -> Row:
    release = part.release
    return {
        "ocid": ocid,
        "release_id": None if release.get("id") is None else str(release["id"]),
        "tag": ", ".join(tags(release)) or None,
        "date": on(release.get("date")),
        "source_id": part.source_id,
        "source_line": part.line,
        "notice_type": ", ".join(law.notice_types(release)) or None,
    }


def _yes(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None
