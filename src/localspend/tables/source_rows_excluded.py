"""source_rows_excluded: one row a line that is no payment, with its reason.

reason is blank, title, header, total, footnote, no-amount or not-a-payment; raw is a JSON array of the cells as read.
"""

KEY = ("source_id", "source_sheet", "source_line")
COLUMNS = {
    "source_id": "string",
    "source_sheet": "string",
    "source_line": "int64",
    "reason": "string",
    "raw": "string",
}
