"""capabilities: who could supply what, and why: one row a supplier, category and basis.

basis is sic, paid-for, says or notice (this version knows the first two); strength is 0 to 1; evidence is a sentence.
category_code may be a class, group or division: compare by `categories.levels.alike`.
"""

KEY = ("supplier_id", "category_code", "basis")
COLUMNS = {
    "supplier_id": "string",
    "category_code": "string",
    "basis": "string",
    "strength": "float64",
    "evidence": "string",
}
