"""payments: one row a payment as a publisher wrote it, counted or excluded; never a line that is no payment.

date_basis says which date stands in `paid_on`: payment, clearing, posting, ledger, transaction or invoice; null when
undated.
year is that of `paid_on` (the calendar year in which the network's year begins), null when undated.
supplier_shown is the name with private people, sole traders and partnerships masked; raw is a JSON object of the cells
whose columns have no role. tier is an area id, rest-of-uk, outside-uk or unknown. category_code is a CPV code
(eight digits: a class where that is known, else a group or division) or 'unknown'; category_basis is rule, code, sic,
text or null, and category_probability how sure (null for a rule). influence is yes, no or unknown: whether the
institution could choose another payee; influence_reason says why in a word, influence_basis is rule or decision, and
contestable_on is the earliest date from which it could, where a contract says so. duplicate_of names the payment that
an excluded second copy repeats.
Holds: (source_id, source_sheet, source_line) is unique; payment_id is the same over builds of the same file.
"""

KEY = ("source_id", "source_sheet", "source_line")
COLUMNS = {
    "payment_id": "string",
    "institution_id": "string",
    "source_id": "string",
    "source_sheet": "string",
    "source_line": "int64",
    "paid_on": "date",
    "date_basis": "string",
    "invoice_date": "date",
    "year": "int32",
    "amount": "decimal(18, 2)",
    "amount_basis": "string",
    "vat": "decimal(18, 2)",
    "supplier_text": "string",
    "supplier_shown": "string",
    "supplier_ref": "string",
    "department": "string",
    "category_text": "string",
    "description": "string",
    "reference": "string",
    "po_number": "string",
    "contract_ref": "string",
    "framework_ref": "string",
    "raw": "string",
    "status": "string",
    "excluded_because": "string",
    "duplicate_of": "string",
    "supplier_id": "string",
    "category_code": "string",
    "category_basis": "string",
    "category_probability": "float64",
    "influence": "string",
    "influence_reason": "string",
    "influence_basis": "string",
    "contestable_on": "date",
    "tier": "string",
}
