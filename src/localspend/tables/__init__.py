"""The tables: the contract between stages. One module a table: columns, Ibis types, meaning, key.

A module holds `COLUMNS` (name -> Ibis type, in order), `KEY` (the columns that tell rows apart, and the order in
which rows are written) and a docstring that says what a row is and what must hold. Money is pounds, DECIMAL(18, 2).
"""

from types import ModuleType

from localspend.tables import (
    award_suppliers,
    awards,
    capabilities,
    contracts,
    findings,
    firms,
    institutions,
    interventions,
    ledger_lines,
    listed_suppliers,
    lots,
    notice_releases,
    notices,
    organisations,
    payments,
    places,
    postcodes,
    source_files,
    source_rows_excluded,
    standing_orders,
    supplier_links,
    suppliers,
    thresholds,
)

#: The tables of a snapshot, by name, in the order in which the build writes them.
SNAPSHOT: dict[str, ModuleType] = {
    "institutions": institutions,
    "source_files": source_files,
    "source_rows_excluded": source_rows_excluded,
    "payments": payments,
    "suppliers": suppliers,
    "supplier_links": supplier_links,
    "firms": firms,
    "capabilities": capabilities,
    "contracts": contracts,
    "notices": notices,
    "lots": lots,
    "awards": awards,
    "award_suppliers": award_suppliers,
    "notice_releases": notice_releases,
    "interventions": interventions,
    "thresholds": thresholds,
    "standing_orders": standing_orders,
    "findings": findings,
    "places": places,
}

#: Tables that stages hand to each other and that no snapshot keeps.
REFERENCE: dict[str, ModuleType] = {
    "ledger_lines": ledger_lines,
    "listed_suppliers": listed_suppliers,
    "organisations": organisations,
    "postcodes": postcodes,
}

MONEY = "decimal(18, 2)"
