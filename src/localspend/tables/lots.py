"""lots: one row a lot of a contracting process that is divided into lots.

value is the estimate or ceiling of the lot, as `value_kind` of its notice says, in `currency`; the lots of a process
need not come to the value of its notice. lot_id is the publisher's, made distinct where it repeats.
"""

KEY = ("ocid", "lot_id")
COLUMNS = {
    "ocid": "string",
    "lot_id": "string",
    "title": "string",
    "value": "decimal(18, 2)",
    "cpv": "string",
    "currency": "string",
    "status": "string",
    "start_on": "date",
    "end_on": "date",
    "reservation": "string",
}
