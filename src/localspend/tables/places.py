"""places: one row a ward, district or area that the network's places files name.

kind is ward, district, county, region or area. easting and northing are metres on the British National Grid (the mean
of its postcodes). deprivation_share is the share of its small areas in the most deprived tenth. shape is a GeoJSON
geometry in longitude and latitude, and shape_basis says boundary (official) or approximate (drawn from postcodes).
"""

KEY = ("kind", "code")
COLUMNS = {
    "kind": "string",
    "code": "string",
    "name": "string",
    "district": "string",
    "easting": "float64",
    "northing": "float64",
    "postcodes": "int64",
    "deprivation_share": "float64",
    "shape": "string",
    "shape_basis": "string",
}
