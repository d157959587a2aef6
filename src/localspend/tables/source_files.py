"""source_files: one row a file or archive member, read or refused, with its account.

kind is payments, contracts, suppliers, or null when refused. Holds, for files with payments: rows_read (header
included) = rows_payment + rows_excluded; amount_total is the sum of the payments of either status.
"""

KEY = ("source_id",)
COLUMNS = {
    "source_id": "string",
    "institution_id": "string",
    "path": "string",
    "sha256": "string",
    "kind": "string",
    "rows_read": "int64",
    "rows_payment": "int64",
    "rows_excluded": "int64",
    "amount_total": "decimal(18, 2)",
    "first_date": "date",
    "last_date": "date",
    "undated_rows": "int64",
    "outcome": "string",
    "message": "string",
}
