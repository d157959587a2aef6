"""listed_suppliers: one row a line of an institution's own supplier list: evidence for its payments by supplier_ref.

employees, turnover and balance_sheet are as written.
"""

KEY = ("source_sheet", "source_line")
COLUMNS = {
    "source_sheet": "string",
    "source_line": "int64",
    "supplier_ref": "string",
    "supplier_text": "string",
    "supplier_address": "string",
    "supplier_postcode": "string",
    "supplier_size": "string",
    "vcse": "string",
    "company_number": "string",
    "charity_number": "string",
    "vat_number": "string",
    "employees": "string",
    "turnover": "string",
    "balance_sheet": "string",
}
