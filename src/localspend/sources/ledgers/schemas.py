"""The Arrow schemas of what the reader gives: a table each, without the columns that only a build knows."""

from localspend.tables import contracts, findings, ledger_lines, listed_suppliers, source_rows_excluded
from localspend.tables.arrow import arrow_schema

#: The columns of `contracts` that a file can give; the build adds the rest.
CONTRACT_COLUMNS = {name: kind for name, kind in contracts.COLUMNS.items() if name not in contracts.ADDED}
EXCLUDED_COLUMNS = {name: kind for name, kind in source_rows_excluded.COLUMNS.items() if name != "source_id"}
FINDING_COLUMNS = {name: kind for name, kind in findings.COLUMNS.items() if name != "source_id"}
#: Why a line is no payment, in the order in which accounts list them.
REASONS = ("blank", "title", "header", "total", "footnote", "no-amount", "not-a-payment")

LINES = arrow_schema(ledger_lines.COLUMNS)
EXCLUDED = arrow_schema(EXCLUDED_COLUMNS)
CONTRACTS = arrow_schema(CONTRACT_COLUMNS)
LISTED = arrow_schema(listed_suppliers.COLUMNS)
FINDINGS = arrow_schema(FINDING_COLUMNS)
