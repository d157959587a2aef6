"""institutions: one row a member of the network, as network.toml describes it, with the place of its own postcode.

ward, district, county and region are ONS codes, null where the postcode is not given or not known.
"""

KEY = ("institution_id",)
COLUMNS = {
    "institution_id": "string",
    "name": "string",
    "kind": "string",
    "authority": "string",
    "nation": "string",
    "shares": "string",
    "postcode": "string",
    "ward": "string",
    "district": "string",
    "county": "string",
    "region": "string",
}
