"""contracts: one row a contract, purchase order or framework in an institution's published register.

value is pounds as published; value_kind is total, annual or unknown. sme and vcse are the publisher's own words as
true, false or null.
"""

KEY = ("source_id", "source_sheet", "source_line")
#: What the build adds to what a file gives.
ADDED = ("contract_id", "institution_id", "supplier_shown", "supplier_id", "category_code", "source_id")
COLUMNS = {
    "contract_id": "string",
    "institution_id": "string",
    "contract_ref": "string",
    "title": "string",
    "description": "string",
    "department": "string",
    "supplier_text": "string",
    "supplier_shown": "string",
    "supplier_id": "string",
    "category_text": "string",
    "category_code": "string",
    "value": "decimal(18, 2)",
    "value_kind": "string",
    "start_on": "date",
    "end_on": "date",
    "extension_to": "date",
    "review_on": "date",
    "procedure": "string",
    "framework": "string",
    "sme": "boolean",
    "vcse": "boolean",
    "source_id": "string",
    "source_sheet": "string",
    "source_line": "int64",
}
