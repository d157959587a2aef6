"""ledger_lines: one row a payment as the reader gives it, before anybody asks who was paid or where they are.

Text columns hold the publisher's words, trimmed, null when blank. paid_on and date_basis as in `payments`; vcse and
supplier_size are the publisher's words. raw is a JSON object {header: cell} of the columns without a role, or null.
"""

KEY = ("source_sheet", "source_line")
COLUMNS = {
    "source_sheet": "string",
    "source_line": "int64",
    "paid_on": "date",
    "date_basis": "string",
    "invoice_date": "date",
    "amount": "decimal(18, 2)",
    "amount_basis": "string",
    "vat": "decimal(18, 2)",
    "supplier_text": "string",
    "supplier_ref": "string",
    "supplier_address": "string",
    "supplier_postcode": "string",
    "supplier_size": "string",
    "vcse": "string",
    "company_number": "string",
    "charity_number": "string",
    "vat_number": "string",
    "department": "string",
    "category_text": "string",
    "description": "string",
    "reference": "string",
    "po_number": "string",
    "contract_ref": "string",
    "framework_ref": "string",
    "institution_text": "string",
    "raw": "string",
}
