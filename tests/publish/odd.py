"""A network whose notices and register are as odd as published ones: what is written of them must be valid still."""

import json
from pathlib import Path
from typing import Any

from localspend.pipeline import build

Json = dict[str, Any]
TOML = """name = "Odd"
[[institutions]]
id = "odd"
name = "Odd & Sons' Council"
kind = "council"
sources = ["sources/odd"]
"""
LEDGER = "Payment Date,Supplier Name,Net Amount\n01/04/2024,Acme Widgets Ltd,700.00\n"
REGISTER = """Contract Reference,Title,Supplier Name,Contract Value,Start Date,End Date
,Café £ — “quoted”,Acme Widgets Ltd,-5.00,01/04/2024,31/03/2023
,,,,,
7,Without a supplier,,"99,999,999,999.99",,
7,The same reference,Firm (A) Ltd,0.00,01/04/2024,
"""
BUYER = {"id": "1", "name": "Odd & Sons' Council"}


def process(name: str, **given: Any) -> Json:
    """A release of its own process."""
    tag = given.pop("tag", ["tender"])
    return {
        "ocid": f"ocds-{name}", "id": name, "date": "2024-01-10T09:00:00Z", "tag": tag, "initiationType": "tender",
        "buyer": BUYER, **given,
    }  # fmt: skip


def value(amount: object, currency: object = "GBP") -> Json:
    return {"amount": amount, "currency": currency}


NOTICES = [
    process("aaaaaa-1", tag=["planning"], planning={"rationale": "Later"}),
    process("aaaaaa-2", tender={"title": "No id", "status": "open", "value": value(5, "UKP"), "lots": [
        {"title": "No id either", "value": value(3, "gbp")}, {"id": "", "title": "Blank"}, {"id": 7, "title": "Number"}
    ]}),
    process("aaaaaa-3raw-x", tag=["award"], tender={"id": 5, "value": value("1e9999")}, awards=[
        {"id": "A", "status": "won", "value": value(1, None), "date": "soon"},
        {"id": "A", "status": "active", "value": value(10**14), "suppliers": [{"name": "No id Ltd"}]},
        {"status": "active", "suppliers": [{"id": "S", "name": "Acme Widgets Ltd"}, {"id": "S", "name": "ACME"}]},
        {"id": "B", "relatedLots": ["nowhere"], "contractPeriod": {"startDate": "2025-01-01", "endDate": "2024-01-01"}},
    ]),
    process("aaaaaa-4", tag=["award"], awards=[{"id": "A", "suppliers": [{"id": "1", "name": "Odd & Sons' Council"}]}]),
    process("aaaaaa-5", tender={"id": "t", "items": [
        {"id": "1", "classification": {"scheme": "CPV", "id": 45000000}},
        {"id": "2", "classification": {"scheme": "CPV", "id": "45000000-7"}},
        {"id": "3", "classification": {"scheme": "CPV", "id": "works"}},
    ], "lots": [{"id": "L", "value": value(-1)}, {"id": "L", "value": value(2)}], "minValue": value(1)}),
    process("aaaaaa-6", tag=["contractTermination"], contracts=[{"id": "C", "awardID": "A", "value": value(1, "EUR")}]),
]  # fmt: skip


def written(folder: Path) -> Path:
    """The network in `folder`, built."""
    sources = folder / "sources" / "odd"
    sources.mkdir(parents=True)
    (folder / "network.toml").write_text(TOML, encoding="utf-8")
    (sources / "april.csv").write_text(LEDGER, encoding="utf-8")
    (sources / "contract register.csv").write_text(REGISTER, encoding="utf-8")
    (sources / "notices.jsonl").write_text("\n".join(json.dumps(one) for one in NOTICES), encoding="utf-8")
    build(folder)
    return folder
