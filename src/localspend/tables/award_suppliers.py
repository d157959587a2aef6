"""award_suppliers: one row a supplier of an award. There is no value: that of the award is not each supplier's.

supplier_id is who the name was found to be, as in `suppliers`, or null. company_number and charity_number are as
written. postcode is the party's own or the last one in its street address; the address itself is not kept.
"""

KEY = ("ocid", "award_id", "position")
#: What only the build knows.
ADDED = ("supplier_shown", "supplier_id")
COLUMNS = {
    "ocid": "string",
    "award_id": "string",
    "supplier_text": "string",
    "supplier_id": "string",
    "postcode": "string",
    "supplier_shown": "string",
    "position": "int64",
    "company_number": "string",
    "charity_number": "string",
    "scale": "string",
    "vcse": "boolean",
}
