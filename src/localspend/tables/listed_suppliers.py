"""listed_suppliers: one row a line of an institution's own supplier list: evidence for its payments by supplier_ref."""

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
    "vat_number": "string",
}
