"""award_suppliers: one row a supplier of an award. There is no value: that of the award is not each supplier's.

supplier_id is who the name was found to be: as in `suppliers` where the buyer is a member of the network, else the
organisation of a register, or null. kind is the kind of payee, by which supplier_shown is masked. company_number and
charity_number are as written. postcode is the party's own or the last one in its street address; the address itself is
not kept.
"""

KEY = ("ocid", "award_id", "position")
#: What only the build knows.
ADDED = ("supplier_shown", "supplier_id", "kind")
COLUMNS = {
    "ocid": "string",
    "award_id": "string",
    "supplier_text": "string",
    "supplier_id": "string",
    "postcode": "string",
    "supplier_shown": "string",
    "kind": "string",
    "position": "int64",
    "company_number": "string",
    "charity_number": "string",
    "scale": "string",
    "vcse": "boolean",
}
