"""A small network with everything that publishing must mind, built once: people, formulas, credits, a register."""

import json
import shutil
from pathlib import Path
from typing import Any

from localspend.pipeline import build
from localspend.sources.notices.read import releases
from tests.pipeline import small

COUNCIL = """Payment Date,Directorate,Supplier Name,Purpose,Expense Type,Net Amount,VAT,Transaction No
01/04/2024,Places,Acme Widgets Ltd,=cmd|' /C calc'!A0,Widgets,"1,000.00",200.00,T1
02/04/2024,Places,City Cleaning Limited,+44 windows,Cleaning,500.00,100.00,T2
02/04/2024,Places,City Cleaning Limited,"Windows, ""inside"" only",Cleaning,500.01,100.00,T3
03/04/2024,Roads,Far Away PLC,Signs for Mr A Example,Signs,"250,000.50",0.00,T4
04/04/2024,Care,Mrs A Example,Care of Mrs A Example,Direct payments,775.25,0.00,T5
05/04/2024,Places,Ann Sample Photography,Windows of No 4,Cleaning,900.00,0.00,T6
30/04/2024,Places,Acme Widgets Ltd,Returned,Widgets,-600.00,-120.00,T7
,Places,@home Café £ Stores,Tea,Catering,501.00,0.00,-T8
"""
REGISTER = """Contract Reference,Title,Description,Department,Supplier Name,Contract Value,Start Date,End Date,\
Extension End Date,Review Date,Procurement Process,SME,VCSE
C1,Widgets for all,-20% of widgets,Places,Acme Widgets Ltd,"60,000.00",01/04/2023,31/03/2027,31/03/2028,01/10/2026,\
Open tender,Yes,No
C2,Cleaning,Cleaning of halls,Places,City Cleaning Limited,"5,000.00",01/04/2023,31/03/2024,,,Quote,Yes,
C3,Signs,Road signs,Roads,Far Away PLC,"5,000.01",01/05/2024,30/04/2025,,,Quote,No,No
C4,Windows of Mrs A Example,Windows,Places,Ann Sample Photography,"7,500.00",01/04/2024,31/03/2025,,,Quote,,
C5,Value to be agreed,Consultancy,Places,Acme Widgets Ltd,,01/04/2024,,,,Open tender,,
"""
#: Two processes of the council: one in lots, awarded to two firms and a sole trader; one a framework without an award.
NOTICES: dict[str, Any] = {
    "uri": "https://example.org/releases.json",
    "version": "1.1",
    "publishedDate": "2024-03-01T00:00:00Z",
    "publisher": {"name": "Small Council"},
    "releases": [
        {
            "ocid": "ocds-b5fd17-aaa", "id": "1", "date": "2024-01-10T09:00:00Z", "tag": ["tender"],
            "initiationType": "tender", "buyer": {"id": "GB-LAE-SML", "name": "Small Council"},
            "parties": [{"id": "GB-LAE-SML", "name": "Small Council", "roles": ["buyer"],
                         "identifier": {"scheme": "GB-LAE", "id": "SML"}}],
            "tender": {
                "id": "t1", "title": "Grounds", "status": "complete", "value": {"amount": 90000.5, "currency": "GBP"},
                "tenderPeriod": {"endDate": "2024-02-10T12:00:00Z"}, "procurementMethodDetails": "Open procedure",
                "items": [{"id": "1", "classification": {"scheme": "CPV", "id": "77310000"}}],
                "lots": [{"id": "L1", "title": "North", "value": {"amount": 50000, "currency": "GBP"}},
                         {"id": "L2", "title": "South"}],
            },
        },
        {
            "ocid": "ocds-b5fd17-aaa", "id": "2", "date": "2024-03-01T09:00:00Z", "tag": ["award"],
            "initiationType": "tender", "buyer": {"id": "GB-LAE-SML", "name": "Small Council"},
            "parties": [
                {"id": "GB-LAE-SML", "name": "Small Council", "roles": ["buyer"],
                 "identifier": {"scheme": "GB-LAE", "id": "SML"}},
                {"id": "GB-COH-01234567", "name": "Acme Widgets Ltd", "roles": ["supplier"],
                 "identifier": {"scheme": "GB-COH", "id": "01234567"}},
                {"id": "GB-FTS-7", "name": "Ann Sample Photography", "roles": ["supplier"],
                 "address": {"streetAddress": "1 Side Street", "postalCode": "B1 1AB"}},
            ],
            "awards": [
                {"id": "A1", "title": "Grounds, north", "status": "active", "date": "2024-02-28T00:00:00Z",
                 "value": {"amount": 48000, "currency": "GBP"}, "relatedLots": ["L1"],
                 "contractPeriod": {"startDate": "2024-04-01T00:00:00Z", "endDate": "2027-03-31T23:59:59Z"},
                 "suppliers": [{"id": "GB-COH-01234567", "name": "Acme Widgets Ltd"}]},
                {"id": "A2", "title": "Grounds, south", "status": "active", "date": "2024-02-28T00:00:00Z",
                 "relatedLots": ["L2"],
                 "suppliers": [{"id": "GB-FTS-7", "name": "Ann Sample Photography"}]},
            ],
        },
        {
            "ocid": "ocds-b5fd17-bbb", "id": "1", "date": "2024-02-01T09:00:00Z", "tag": ["tender"],
            "initiationType": "tender", "buyer": {"id": "GB-LAE-SML", "name": "Small Council"},
            "parties": [{"id": "GB-LAE-SML", "name": "Small Council", "roles": ["buyer"],
                         "identifier": {"scheme": "GB-LAE", "id": "SML"}}],
            "tender": {"id": "t2", "title": "Framework for paint", "value": {"amount": 9000000, "currency": "GBP"}},
        },
    ],
}  # fmt: skip
TOML = small.TOML.replace('id = "council"\n', 'id = "council"\nidentifier = "GB-LAE-SML"\n')


def written(folder: Path) -> Path:
    """The network in `folder`, built."""
    small.write(folder)
    (folder / "network.toml").write_text(TOML, encoding="utf-8")
    council = folder / "sources" / "council"
    (council / "2024-04.csv").write_text(COUNCIL, encoding="utf-8")
    (council / "register.csv").write_text(REGISTER, encoding="utf-8")
    (council / "notices.json").write_text(json.dumps(NOTICES), encoding="utf-8")
    build(folder)
    return folder


def of_buyers(folder: Path, notices_dir: Path) -> None:
    """A network in `folder` whose members are the buyers of the notices in `notices_dir`, built."""
    held = folder / "sources" / "notices"
    shutil.copytree(notices_dir, held)
    found = (one.release for path in sorted(held.iterdir()) for one in releases(path))
    names = {str(one["buyer"]["name"]).casefold(): one["buyer"]["name"] for one in found if one and one.get("buyer")}
    lines = ['name = "Buyers"']
    for number, name in enumerate(names.values()):
        lines += ["[[institutions]]", f'id = "b{number}"', f"name = {json.dumps(name)}", 'kind = "other"']
    lines.insert(4, 'sources = ["sources/notices"]')
    (folder / "network.toml").write_text("\n".join(lines), encoding="utf-8")
    build(folder)


def sharing_aggregates(folder: Path, copy: Path, *ids: str) -> Path:
    """A copy of a built network in which some institutions share aggregates only."""
    shutil.copytree(folder, copy)
    for path in copy.glob("snapshots/*/manifest.json"):
        manifest: dict[str, Any] = json.loads(path.read_bytes())
        for one in manifest["network"]["institutions"]:
            one["shares"] = "aggregates" if one["id"] in ids else "lines"
        path.write_text(json.dumps(manifest), encoding="utf-8")
    return copy
