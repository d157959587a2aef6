"""organisations: one row a name of an organisation that a register knows (a previous name is a row of its own).

supplier_id is an org-id: GB-COH-01234567, GB-NHS-RRK, GB-SHPE-..., GB-CHC-1234567. number is the number in that
register. name_kind is current or previous; used_until is when a previous name stopped. address_country is null for
the UK or where the register does not say.
"""

KEY = ("supplier_id", "name_kind", "name")
COLUMNS = {
    "supplier_id": "string",
    "register": "string",
    "number": "string",
    "name": "string",
    "name_kind": "string",
    "used_until": "date",
    "kind": "string",
    "legal_form": "string",
    "vcse": "boolean",
    "register_status": "string",
    "incorporated_on": "date",
    "dissolved_on": "date",
    "postcode": "string",
    "address_country": "string",
    "size": "string",
    "size_basis": "string",
    "sic": "array<string>",
}
