"""interventions: one row a change that an institution made to move money: a pilot, as people recorded it.

From decisions/interventions.csv. area is an area id of the network: the money was meant to move there. category_codes
are CPV codes (a division, group or class stands for all beneath it); institution_id null is all institutions.
"""

KEY = ("intervention",)
COLUMNS = {
    "intervention": "string",
    "institution_id": "string",
    "from_on": "date",
    "area": "string",
    "category_codes": "array<string>",
    "by": "string",
    "why": "string",
}
