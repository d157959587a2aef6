"""A small network folder with one snapshot, written as a build would: for tests of what reads snapshots."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from localspend.tables import SNAPSHOT
from localspend.tables.arrow import arrow_schema

INSTITUTIONS = {
    "council": "Brumchester City Council",
    "trust": "Wychall Hospitals <NHS> Trust",
    "silent": "Silent Homes",
}
SUPPLIERS = [
    {"supplier_id": "GB-COH-01", "name": "=Bakery Limited", "kind": "company", "size": "micro", "ward": "W1",
     "deprivation_decile": 1, "postcode_basis": "registered-office", "tier_trading": "city",
     "register_status": "Active"},
    {"supplier_id": "GB-COH-02", "name": "Giant plc", "kind": "company", "size": "large"},
    {"supplier_id": "local-1", "name": "Jo Bloggs Gardens", "name_shown": "Sole trader 1", "kind": "sole-trader",
     "size": "micro", "ward": "W2", "deprivation_decile": 10},
    {"supplier_id": "local-2", "name": "Ann Example", "name_shown": "Private person", "kind": "private-person"},
]  # fmt: skip
PAYMENTS = [
    ("council", "GB-COH-01", "1500.00", "inner", "2024-01-31", None),
    ("council", "GB-COH-01", "-100.00", "inner", "2024-02-29", None),
    ("council", "GB-COH-02", "40000.00", "rest-of-uk", "2025-03-01", None),
    ("council", "local-2", "50.00", "unknown", "2025-03-01", None),
    ("council", "GB-COH-01", "7.77", "inner", "2024-01-31", "duplicate"),
    ("trust", "local-1", "400.10", "city", None, None),
    ("trust", None, "9999.99", "unknown", "2025-04-01", None),
]
RAWS = {"header": '["Date", "Amount"]', "not-a-payment": '["Nurse Nightingale", "30000"]', "total": '["=SUM(A1)", ""]'}


def square(west: float) -> str:
    """A ward's shape."""
    ring = [[west, 52.4], [west + 0.1, 52.4], [west + 0.1, 52.5], [west, 52.5], [west, 52.4]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def write(folder: Path, *, covers: list[str] | None = None, shapes: bool = True, empty: bool = False) -> Path:
    """A network folder; `empty` has no payments at all."""
    snapshot = folder / "snapshots" / "0001-abc"
    snapshot.mkdir(parents=True)
    (folder / "current").write_text("0001-abc\n")
    tables = {} if empty else _tables(shapes)
    for name, module in SNAPSHOT.items():
        schema = arrow_schema(module.COLUMNS)
        pq.write_table(pa.Table.from_pylist(tables.get(name, []), schema=schema), snapshot / f"{name}.parquet")
    (snapshot / "manifest.json").write_text(json.dumps(_manifest(covers)))
    return folder


def _manifest(covers: list[str] | None) -> dict[str, Any]:
    areas = [
        {"id": "inner", "name": "East Side", "wards": ["W1"]},
        {"id": "city", "name": "The City", "districts": ["D"]},
    ]
    institutions = [{"id": key, "name": name, "kind": "other"} for key, name in INSTITUTIONS.items()]
    network = {"name": "Anchors & Friends", "areas": areas, "institutions": institutions, "year_starts_in": 1}
    return {
        "code_version": "c0de" * 16,
        "network": network,
        "sources": [],
        "reference": [{"path": "registers/companies.csv", "sha256": "5a" * 32, "kind": "companies-house"}],
        "decisions": {"categories.csv": "d1" * 32},
        "covers": covers,
        "notes": ["A note of the build."],
    }


def _tables(shapes: bool) -> dict[str, list[dict[str, Any]]]:
    payments = [
        {"payment_id": f"p{n}", "institution_id": who, "source_id": "a.csv", "source_sheet": "", "source_line": n + 1,
         "supplier_id": payee, "amount": Decimal(amount), "tier": tier, "category_code": "15000000",
         "paid_on": date.fromisoformat(on) if on else None, "year": int(on[:4]) if on else None,
         "status": "excluded" if why else "counted", "excluded_because": why}
        for n, (who, payee, amount, tier, on, why) in enumerate(PAYMENTS, 1)
    ]  # fmt: skip
    account = {
        "institution_id": "council",
        "sha256": "ab" * 32,
        "rows_excluded": 3,
        "amount_total": Decimal("51857.86"),
    }
    read = {**account, "source_id": "a.csv", "path": "sources/a.csv", "kind": "payments", "rows_read": 10,
            "rows_payment": 7, "outcome": "read", "undated_rows": 1}  # fmt: skip
    refused = {"institution_id": "trust", "source_id": "b.pdf", "path": "sources/b.pdf", "sha256": "cd" * 32,
               "outcome": "refused", "message": "a PDF: ask for CSV"}  # fmt: skip
    rows = [
        {"source_id": "a.csv", "source_sheet": "", "source_line": n, "reason": reason, "raw": raw}
        for n, (reason, raw) in enumerate(RAWS.items(), 20)
    ]
    wards = [
        {"kind": "ward", "code": f"W{n}", "name": f"Ward {n}", "district": "D", "deprivation_share": 0.5,
         "shape": square(-1.9 + n / 10) if shapes else None, "shape_basis": "approximate"}
        for n in (1, 2, 3)
    ]  # fmt: skip
    finding = {"check": "exact-repeats", "version": "1", "outcome": "fail", "detail": "two lines", "source_id": "a.csv"}
    return {
        "payments": payments,
        "suppliers": [{"name_shown": s["name"], **s} for s in SUPPLIERS],
        "source_files": [read, refused],
        "source_rows_excluded": rows,
        "places": wards,
        "findings": [finding],
    }
