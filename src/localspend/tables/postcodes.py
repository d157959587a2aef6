"""postcodes: one row a postcode unit, written as Royal Mail does (`B9 4AA`), with the places that hold it.

Codes are the ONS's nine characters, null where the source does not say. Grid references are metres.
"""

KEY = ("postcode",)
COLUMNS = {
    "postcode": "string",
    "easting": "int32",
    "northing": "int32",
    "lsoa11": "string",
    "lsoa21": "string",
    "ward": "string",
    "district": "string",
    "county": "string",
    "region": "string",
    "country": "string",
    "deprivation_decile": "int32",
}
