"""Public Contracts Scotland and Sell2Wales: invented notices in the shape in which the two portals publish.

The shape was taken from what others have kept of the portals' own releases (read in November 2026, none copied here):
ninety contract notices of April 2019 (github.com/apa999/CFServer1, CFServerTests/TestData/ScotishData), notices of
2017 to 2026 of both portals (d3tenders.com/contract/download.php?ocid=ocds-r6ebe6-0000809039, …-0000745058,
ocds-kuma6s-134595, …-145233, …-161780), and the handbook of the standard on reusing OCIDs, which quotes one of each
portal. A party's id counts the parties of the whole month that was downloaded, so each month numbers them anew; no
party has a number of any register; text is ISO-8859-1.
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from localspend.quality.notice import notice
from localspend.quality.notices import id_scheme_weak
from localspend.sources.notices.convert import processes
from localspend.sources.notices.read import recognised, releases
from localspend.sources.notices.rows import rows

OCID = "ocds-r6ebe6-0000812345"
LEGAL = {"id": "32014L0024", "scheme": "CELEX"}


def party(number: int, name: str, *roles: str, **more: Any) -> dict[str, Any]:
    address = {"streetAddress": f"{number} Caf\u00e9 Street", "locality": "Elmbridge", "region": "UKM"}
    made = {"id": f"org-{number}", "name": name, "identifier": {"legalName": name}, "roles": list(roles)}
    return made | {"address": address | {"postalCode": f"AB{number} 1AA"}} | more


def published(number: int, reference: str, day: str, tag: list[str], **more: Any) -> dict[str, Any]:
    start = {"id": f"rls-{number}-{reference}", "ocid": OCID, "date": f"{day}T00:00:00Z", "tag": tag}
    return start | {"initiationType": "tender", "language": "EN", "description": "(SC Ref:812345)"} | more


TENDER = {
    "id": "EX/19/61",
    "title": "Stairlifts",
    "status": "active",
    "items": [
        {
            "id": "1",
            "additionalClassifications": [{"id": "44115600", "scheme": "CPV"}],
            "deliveryAddresses": [{"region": "UKM93"}],
            "relatedLot": "1",
        }
    ],
    "value": {"amount": 270000.0, "currency": "GBP"},
    "procurementMethod": "open",
    "procurementMethodDetails": "Open procedure",
    "mainProcurementCategory": "goods",
    "tenderPeriod": {"endDate": "2025-05-22T12:00:00Z"},
    "awardPeriod": {"startDate": "2025-05-22T12:00:00Z"},
    "documents": [{"id": "APR350001", "documentType": "contractNotice", "format": "text/html"}],
    "lots": [{"id": "1", "status": "active", "contractPeriod": {"durationInDays": 1440}, "hasRenewal": True}],
    "classification": {"id": "44115600", "scheme": "CPV"},
    "legalBasis": LEGAL,
}
COUNCIL = "Elmbridge Council"
APRIL = published(
    14, "APR350001", "2025-04-24", ["tender"],
    parties=[party(13, COUNCIL, "buyer", "reviewBody"), party(14, "Sheriff Court", "reviewBody")],
    buyer={"id": "org-13", "name": COUNCIL},
    tender=TENDER,
)  # fmt: skip
AWARD = {
    "id": "EX-19-61",
    "status": "active",
    "date": "2025-08-26T00:00:00Z",
    "value": {"amount": 159600.0, "currency": "GBP"},
    "suppliers": [{"id": "org-13", "name": "Ashdown Lifts Ltd"}],
    "relatedLots": ["1"],
}
#: In this month org-13 is the supplier; a supplier of some other notice stands beside it.
SEPTEMBER = published(
    184, "SEP352053", "2025-09-02", ["award", "contract"],
    parties=[
        party(7, COUNCIL, "buyer"),
        party(8, "Somebody Elses Taxis", "supplier"),
        party(13, "Ashdown Lifts Ltd", "supplier", details={"scale": "sme"}),
    ],
    buyer={"id": "org-7", "name": COUNCIL},
    tender={"id": "EX/19/61", "title": "Stairlifts", "status": "complete", "legalBasis": LEGAL},
    awards=[AWARD],
    contracts=[{"id": "EX-19-61", "awardID": "EX-19-61", "status": "active", "dateSigned": "2025-08-26T00:00:00Z"}],
)  # fmt: skip


@pytest.fixture
def months(tmp_path: Path) -> list[Path]:
    """The package of each month, as the portal serves it."""
    files = []
    for name, release in (("04-2025.json", APRIL), ("09-2025.json", SEPTEMBER)):
        package = {"uri": "https://example.org/v1/Notices", "version": "1.1", "releases": [release]}
        files.append(tmp_path / name)
        files[-1].write_bytes(json.dumps(package, ensure_ascii=False).encode("iso-8859-1"))
    return files


def test_months_of_scotland_become_one_process(months: list[Path]) -> None:
    assert all(map(recognised, months))
    [process] = processes([(path, path.name) for path in months], [])
    made = rows(process)
    [one] = made["notices"]
    assert (one["portal"], one["legal_basis"], one["stage"]) == (
        "public-contracts-scotland", "scottish-regulations", "contract",
    )  # fmt: skip
    assert (one["buyer_name"], one["buyer_ids"], one["cpv"]) == (COUNCIL, [], "44115600")
    assert (one["value"], one["deadline"], one["releases"]) == (Decimal("270000.00"), date(2025, 5, 22), 2)
    assert [row["release_id"] for row in made["notice_releases"]] == ["rls-14-APR350001", "rls-184-SEP352053"]
    [award] = made["awards"]
    assert (award["award_id"], award["value"], award["lot_ids"]) == ("EX-19-61", Decimal("159600.00"), "1")


def test_number_of_a_party_means_another_in_another_month(months: list[Path]) -> None:
    """org-13 is the council in April, and the supplier in September."""
    [process] = processes([(path, path.name) for path in months], [])
    [supplier] = rows(process)["award_suppliers"]
    assert (supplier["supplier_text"], supplier["postcode"]) == ("Ashdown Lifts Ltd", "AB13 1AA")
    assert (supplier["scale"], supplier["company_number"]) == ("sme", None)


def test_suppliers_of_other_notices_are_not_this_ones(months: list[Path]) -> None:
    [found] = releases(months[1])
    assert found.release is not None
    seen = notice(found.release, "n.json", 1, date(2026, 6, 30))
    assert [one.name for one in seen.suppliers] == ["Ashdown Lifts Ltd"]
    assert id_scheme_weak.notice(seen) is None, "org-13 claims to be no identifier"
    assert "ISO-8859-1" in found.note


def test_codes_of_a_welsh_notice_stand_in_the_tender_itself(tmp_path: Path) -> None:
    welsh = published(
        3, "FEB161780", "2026-02-18", ["award", "contract"],
        ocid="ocds-kuma6s-161780",
        parties=[party(8, "Cyngor Elmbridge / Elmbridge", "buyer"), party(21, "Ashdown & Partners", "supplier")],
        buyer={"id": "org-8", "name": "Cyngor Elmbridge / Elmbridge"},
        tender={
            "id": "ocds-kuma6s-161780-tender-161780",
            "title": "Advice on river catchments",
            "mainProcurementCategory": "services",
            "additionalClassifications": [
                {"id": "73110000", "description": "Research services", "scheme": "CPV"},
                {"id": "73112000", "description": "Marine research services", "scheme": "CPV"},
            ],
        },
        awards=[{"id": "1", "suppliers": [{"id": "org-21", "name": "Ashdown & Partners"}]}],
    )  # fmt: skip
    path = tmp_path / "02-2026.json"
    path.write_text(json.dumps({"releases": [welsh]}), "utf-8")
    [process] = processes([(path, path.name)], [])
    [one] = rows(process)["notices"]
    assert (one["portal"], one["cpv"]) == ("sell2wales", "73110000")
    assert notice(welsh, "n.json", 1, date(2026, 6, 30)).cpv == "73110000"


def test_month_without_notices_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "12-2021.json"
    path.write_text(json.dumps({"uri": "https://example.org/v1/Notices", "version": "1.1", "releases": []}), "utf-8")
    assert recognised(path)
    assert [one.release for one in releases(path)] == []
