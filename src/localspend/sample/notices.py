"""Notices of each institution: OCDS releases of tenders and awards in one package, with faults planted among them.

Everything is invented: the prefix of the ocids is nobody's. Faults are those that real portals show; each stands in
FAULTY processes of each institution, which do not overlap.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from localspend.sample.institutions import INSTITUTIONS
from localspend.sample.payments import LAST, Payment

#: A file of releases, a prefix that nobody has, and how many processes an institution tells of.
FILE, PREFIX, PROCESSES, FAULTY = "notices-2023-2025.json", "ocds-000000", 50, 2
SINCE = date(2023, 1, 16)
#: Of a hundred tenders that are over, how many never get an award notice.
UNAWARDED = 15
Json = dict[str, Any]


@dataclass
class Noticed:
    """What the notices of one institution hold. faults: name -> the ocids of the processes that have it."""

    processes: int = 0
    releases: int = 0
    awards: int = 0
    faults: dict[str, list[str]] = field(default_factory=dict)


def write(path: Path, rng: Random, kind: str, paid: Iterable[Payment]) -> Noticed:
    """Write the package of an institution (its kind) and say what is in it; suppliers are those that it `paid`."""
    firms = sorted({p.payee.name: p for p in paid if p.payee and p.payee.number}.items())
    truth = Noticed()
    faults = [name for name in FAULTS for _ in range(FAULTY)]
    releases: list[Json] = []
    for n, (_, payment) in enumerate(rng.choices(firms, k=PROCESSES)):
        told = _process(rng, kind, n + 1, payment)
        # The first processes are faulty: all of them have an award.
        if n < len(faults):
            FAULTS[faults[n]](told)
            truth.faults.setdefault(faults[n], []).append(told[0]["ocid"])
        elif rng.randrange(100) < UNAWARDED:
            told = told[:1]
        truth.awards += sum(len(one.get("awards", ())) for one in told)
        releases += told
    truth.processes, truth.releases = PROCESSES, len(releases)
    releases.sort(key=lambda one: (one["date"], one["ocid"], one["id"]))
    package = {
        "uri": f"https://example.org/{INSTITUTIONS[kind].id}/releases.json",
        "version": "1.1",
        "publishedDate": _moment(LAST),
        "publisher": {"name": INSTITUTIONS[kind].name},
        "releases": releases,
    }
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return truth


def _process(rng: Random, kind: str, number: int, payment: Payment) -> list[Json]:
    """A tender, and the award that follows it."""
    buyer, purchase, payee = INSTITUTIONS[kind], payment.purchase, payment.payee
    assert payee
    ocid = f"{PREFIX}-{buyer.id}-{number:03}"
    day = SINCE + timedelta(rng.randrange((LAST - SINCE).days - 150))
    closes, awarded = day + timedelta(rng.randrange(21, 50)), day + timedelta(rng.randrange(70, 140))
    starts = awarded + timedelta(rng.randrange(14, 45))
    term = {"startDate": _moment(starts), "endDate": _moment(starts + timedelta(365 * rng.choice((1, 2, 3))))}
    pounds = rng.randrange(30, 900) * 1_000
    party = {"id": f"XI-SAMPLE-{buyer.id}", "name": buyer.name}
    head = {"ocid": ocid, "initiationType": "tender", "language": "en", "buyer": party}
    tender = {
        "id": f"{ocid}-tender",
        "title": f"{purchase.category} for {purchase.department}",
        "status": "active",
        "value": {"amount": pounds, "currency": "GBP"},
        "procurementMethod": "open",
        "procurementMethodDetails": "Open procedure",
        "tenderPeriod": {"endDate": _moment(closes)},
        "contractPeriod": dict(term),
        "items": [{"id": "1", "classification": {"scheme": "CPV", "id": (purchase.cpv or "79000000").ljust(8, "0")}}],
    }
    supplier = {"id": f"GB-COH-{payee.number}", "name": payee.name}
    award = {
        "id": f"{ocid}-1",
        "title": tender["title"],
        "status": "active",
        "date": _moment(awarded),
        "value": {"amount": round(pounds * rng.uniform(0.8, 1.05)), "currency": "GBP"},
        "contractPeriod": dict(term),
        "suppliers": [dict(supplier)],
    }
    buying = {**party, "roles": ["buyer"]}
    selling = {
        **supplier,
        "roles": ["supplier"],
        "identifier": {"scheme": "GB-COH", "id": payee.number, "legalName": payee.name},
        "address": {"streetAddress": "1 Invented Road", "postalCode": payee.postcode},
    }
    opened = {**head, "id": f"{ocid}-a", "date": _moment(day), "tag": ["tender"], "parties": [buying], "tender": tender}
    closed = {**tender, "status": "complete"}
    told = {**head, "id": f"{ocid}-b", "date": _moment(awarded), "tag": ["award"], "parties": [buying, selling]}
    return [opened, {**told, "tender": closed, "awards": [award]}]


def _duplicate_releases(told: list[Json]) -> None:
    """Eight amendments that say the same, under new ids."""
    again = {**told[0], "tag": ["tenderAmendment"]}
    told[1:1] = [{**again, "id": f"{again['ocid']}-a{n}"} for n in range(1, 9)]


def _award_without_id(told: list[Json]) -> None:
    del told[-1]["awards"][0]["id"]


def _platform_ids(told: list[Json]) -> None:
    """The number that a portal gave the supplier, and no other."""
    supplier, award = told[-1]["parties"][1], told[-1]["awards"][0]
    supplier["id"] = award["suppliers"][0]["id"] = f"GB-FTS-{900_000 + int(told[0]['ocid'][-3:])}"
    del supplier["identifier"]


def _award_before_tender(told: list[Json]) -> None:
    day = date.fromisoformat(told[0]["date"][:10]) - timedelta(30)
    told[-1]["awards"][0]["date"] = _moment(day)


def _cpv_missing(told: list[Json]) -> None:
    for one in told:
        one["tender"] = {key: value for key, value in one["tender"].items() if key != "items"}


def _end_before_start(told: list[Json]) -> None:
    period = told[-1]["awards"][0]["contractPeriod"]
    period["startDate"], period["endDate"] = period["endDate"], period["startDate"]


def _framework_ceiling(told: list[Json]) -> None:
    """A ceiling for all, repeated in the award of each of two: nobody will be paid so much."""
    ceiling = {"amount": 40_000_000, "currency": "GBP"}
    title = f"Framework agreement: {told[0]['tender']['title']}"
    for one in told:
        techniques = {"hasFrameworkAgreement": True}
        one["tender"] = {**one["tender"], "title": title, "value": ceiling, "techniques": techniques}
    first = {**told[-1]["awards"][0], "value": ceiling}
    told[-1]["awards"] = [first, {**first, "id": f"{first['id'][:-1]}2"}]


#: What is wrong -> what makes it so in the releases of a process.
FAULTS: dict[str, Callable[[list[Json]], None]] = {
    "duplicate-releases": _duplicate_releases,
    "award-without-id": _award_without_id,
    "platform-ids": _platform_ids,
    "award-before-tender": _award_before_tender,
    "cpv-missing": _cpv_missing,
    "end-before-start": _end_before_start,
    "framework-ceiling": _framework_ceiling,
}


def _moment(day: date) -> str:
    return f"{day.isoformat()}T09:00:00Z"
