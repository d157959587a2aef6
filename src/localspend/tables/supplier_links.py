"""supplier_links: one row a name as an institution wrote it, and the organisation that it was linked to, or none.

judgement is accept, review or none; method is number, exact, scored, reference or human; probability is null where a
number, a reference or a person decided. explanation is a sentence. found_id is the organisation that the evidence alone
would have accepted: beside a person's decision, it says whether the two agree. found_name is the name of the register
that fits best. kind is what kind of payee the name is, by which it is masked.
"""

KEY = ("supplier_text", "institution_id", "supplier_ref")
COLUMNS = {
    "supplier_text": "string",
    "institution_id": "string",
    "supplier_ref": "string",
    "kind": "string",
    "supplier_id": "string",
    "judgement": "string",
    "method": "string",
    "probability": "float64",
    "explanation": "string",
    "found_id": "string",
    "found_name": "string",
}
