"""Under which law a procurement stands, and how far it has come: rules of standstill and of notices differ by law.

legal_basis: procurement-act-2023, provider-selection-regime, earlier-directives (the EU directives and the UK
regulations of 2015 and 2016 made under them, which procurements begun before 24 February 2025 keep), or
scottish-regulations (devolved Scottish buyers, whom the Act leaves out).
Sources: Procurement Act 2023 (Commencement No. 3) Regulations 2024; Find a Tender's codelists of legal bases.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from localspend.sources.notices.apart import tags
from localspend.sources.notices.merge import Process, on

#: The Act applies to procurements that begin on this day or later.
IN_FORCE = date(2025, 2, 24)
PORTALS = {
    "ocds-h6vhtk": "find-a-tender",
    "ocds-b5fd17": "contracts-finder",
    "ocds-r6ebe6": "public-contracts-scotland",
    "ocds-kuma6s": "sell2wales",
}
ACT, EARLIER, SCOTTISH, HEALTH = (
    "procurement-act-2023",
    "earlier-directives",
    "scottish-regulations",
    "provider-selection-regime",
)
_STATUTES = {
    ("UKPGA", "2023/54"): ACT,
    ("UKSI", "2023/1348"): HEALTH,
    ("SSI", "2015/446"): SCOTTISH,
    ("SSI", "2016/49"): SCOTTISH,
    ("SSI", "2016/65"): SCOTTISH,
    ("UKSI", "2015/102"): EARLIER,
    ("UKSI", "2016/273"): EARLIER,
    ("UKSI", "2016/274"): EARLIER,
    ("UKSI", "2011/1848"): EARLIER,
}
#: Directives on procurement: public, utilities, concessions, defence, and those of 2004 before them.
_DIRECTIVE = re.compile(r"3(2014L00(23|24|25)|2009L0081|2004L00(17|18))")
_NOTICE = re.compile(r"UK(1[0-7]|[1-9])")
_ENDED = ("cancelled", "withdrawn", "unsuccessful")


def portal(ocid: str) -> str | None:
    """The portal that gave the ocid its prefix."""
    return next((name for prefix, name in PORTALS.items() if ocid.lower().startswith(prefix)), None)


def notice_types(release: dict[str, Any]) -> list[str]:
    """The notices (UK1 to UK17) that a release is, where it says so: in itself, or in a document of it."""
    places = [release, *(part for name in ("tender", "planning") if isinstance(part := release.get(name), dict))]
    lists = [part for name in ("awards", "contracts") for part in release.get(name) or []]
    documents = [one for part in [*places, *lists] for one in _documents(part)]
    said = [str(one.get("noticeType") or "").strip().upper() for one in [*places, *documents]]
    return [one for one in dict.fromkeys(said) if _NOTICE.fullmatch(one)]


def _documents(part: dict[str, Any]) -> list[dict[str, Any]]:
    found = part.get("documents")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def legal_basis(process: Process) -> tuple[str | None, str | None]:
    """The law, and how it is known: stated, notice-type, portal, date; (None, None) where nothing tells.

    Contracts Finder states no law: what was published there before the Act came into force began under the earlier law.
    """
    basis = (process.compiled.get("tender") or {}).get("legalBasis") or {}
    scheme, number = (str(basis.get(part) or "").strip().upper() for part in ("scheme", "id"))
    stated = _STATUTES.get((scheme, number)) or (EARLIER if _DIRECTIVE.search(number) else None)
    scottish = portal(process.ocid) == "public-contracts-scotland"
    if stated:
        return (SCOTTISH if scottish and stated == EARLIER else stated), "stated"
    if any(notice_types(part.release) for part in process.parts):
        return ACT, "notice-type"
    if scottish:
        return SCOTTISH, "portal"
    first = first_day(process)
    return (EARLIER, "date") if first and first < IN_FORCE else (None, None)


def first_day(process: Process) -> date | None:
    """The day on which the process was first published."""
    days = [on(part.release.get("date")) for part in process.parts]
    days.append(on((process.compiled.get("tender") or {}).get("datePublished")))
    return min((day for day in days if day), default=None)


def stage(process: Process) -> str:
    """How far a process has come: planning, tender, award, contract, implementation, or terminated."""
    said = [tag for part in process.parts for tag in tags(part.release)]
    last = tags(process.parts[-1].release)
    tender = process.compiled.get("tender") or {}
    awards, contracts = (process.compiled.get(name) or [] for name in ("awards", "contracts"))
    if _terminated(last, tender, awards, contracts):
        return "terminated"
    if any(tag.startswith("implementation") for tag in said) or any(one.get("implementation") for one in contracts):
        return "implementation"
    if contracts or any(tag.startswith("contract") for tag in said):
        return "contract"
    if awards or any(tag.startswith("award") for tag in said):
        return "award"
    planned = tender.get("status") in ("planning", "planned")
    if any(tag.startswith("tender") for tag in said) and not planned:
        return "tender"
    return "planning" if planned or any(tag.startswith("planning") for tag in said) or not tender else "tender"


def _terminated(
    last: Sequence[str],
    tender: dict[str, Any],
    awards: Sequence[dict[str, Any]],
    contracts: Sequence[dict[str, Any]],
) -> bool:
    if {"tenderCancellation", "planningCancellation"} & set(last):
        return True
    if contracts:
        return all(one.get("status") in ("terminated", "cancelled") for one in contracts)
    if awards:
        return all(one.get("status") in ("cancelled", "unsuccessful") for one in awards)
    return tender.get("status") in _ENDED
