"""awards: one row an award of a contracting process.

value is the total of the award in `currency`, once, whoever shares it: `award_suppliers` has no value, so that a joint
award is never multiplied. value_kind is award, or ceiling where the process is a framework or dynamic market: then each
award may repeat the same ceiling, and no sum of them means anything. published_id is the id as published; award_id is
the same, but where one id stands for several awards ("1", then "1 (2)") or there is none ("no-id-1"). suppliers counts
the rows of award_suppliers; contract_value is what the contracts under the award come to, where they say so.
"""

KEY = ("ocid", "award_id")
COLUMNS = {
    "ocid": "string",
    "award_id": "string",
    "awarded_on": "date",
    "value": "decimal(18, 2)",
    "value_kind": "string",
    "currency": "string",
    "title": "string",
    "status": "string",
    "published_id": "string",
    "lot_ids": "string",
    "suppliers": "int64",
    "contract_value": "decimal(18, 2)",
    "start_on": "date",
    "end_on": "date",
}
