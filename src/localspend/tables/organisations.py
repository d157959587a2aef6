"""organisations: one row a name of an organisation that a register knows (a previous name is a row of its own).

supplier_id is an org-id: GB-COH-01234567, GB-CHC-1234567, GB-SC-SC012345, GB-NIC-100002, GB-MPR-..., GB-NHS-RRK,
GB-SHPE-...; that of the company for a charity that is one. number is the number in that register. name_kind is current,
working (another name in use) or previous; used_until is when a previous name stopped. address_country is null for
the UK or where the register does not say. parent_id is filled only where the register has a column for a parent.
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
    "parent_id": "string",
    "postcode": "string",
    "address_country": "string",
    "size": "string",
    "size_basis": "string",
    "sic": "array<string>",
}
