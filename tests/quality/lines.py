"""Lines for tests of checks: what is not said is as in an ordinary payment."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa

from localspend import engine
from localspend.quality import CHECKS
from localspend.quality.lines import ADDED, Given
from localspend.tables import ledger_lines
from localspend.tables.arrow import arrow_schema

COLUMNS = {**ledger_lines.COLUMNS, **ADDED}
SCHEMA = arrow_schema(COLUMNS)
AS_OF = date(2026, 6, 30)
ROLES = "|paid_on|amount|vat|supplier|supplier_ref|company_number|supplier_postcode|category_text|description|"
PAYMENT = {
    "path": "a/april.csv",
    "publisher": "a",
    "list": "payments",
    "roles": ROLES,
    "dates_ambiguous": False,
    "source_sheet": "",
    "paid_on": date(2026, 4, 30),
    "date_written": "30/04/2026",
    "amount": Decimal("120.50"),
    "amount_basis": "net",
    "supplier_text": "Example Builders Ltd",
    "letters": "EXAMPLEBUILDERS",
    "kind": "company",
}
CONTRACT = {
    **PAYMENT,
    "path": "a/contracts.csv",
    "list": "contracts",
    "roles": "|title|supplier|value|start_on|end_on|category_text|",
    "title": "Roof repairs at the depot",
    "paid_on": None,
    "date_written": None,
    "start_on": date(2026, 4, 1),
    "start_written": "01/04/2026",
    "end_on": date(2027, 3, 31),
    "end_written": "31/03/2027",
}
LISTED = {**PAYMENT, "path": "a/suppliers.csv", "list": "suppliers", "amount": None, "paid_on": None}


def judge(
    connection: ibis.BaseBackend,
    check: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    awarded: Sequence[str] | None = None,
) -> list[tuple[int | None, bool]]:
    """(line, whether it fails) of each line that the check can judge, in order. Rows say what is not as in PAYMENT."""
    made = [
        {**dict.fromkeys(COLUMNS), **PAYMENT, "line_id": i, "source_line": i + 2, **row} for i, row in enumerate(rows)
    ]
    table = engine.from_arrow(connection, pa.Table.from_pylist(made, schema=SCHEMA))
    records, left_out = table.filter(table.left_out.isnull()), table.filter(table.left_out.notnull())
    names = None if awarded is None else engine.from_arrow(connection, pa.table({"letters": list(awarded)}))
    module = CHECKS[check]
    lists = [*(["payments"] if "ledger" in module.APPLIES else [])]
    lists += ["contracts", "suppliers"] if "register" in module.APPLIES else []
    found = module.lines(records.filter(records["list"].isin(lists)), Given(AS_OF, records, left_out, names))
    return sorted(
        ((row["line_id"], row["fails"]) for row in found.to_pyarrow().to_pylist()), key=lambda r: (r[0] is None, r)
    )
