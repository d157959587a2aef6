"""firms: one row an organisation that could be asked to supply: paid or listed, or live in a register inside the areas.

A public body, a private person, a redacted or internal payee is no firm. paid says whether an institution paid it.
turnover is pounds where a list gives it; size, tier and office_shared as in `suppliers`; easting and northing are
metres on the British National Grid, null where the postcode is not known. register_status is what a register says of it
(Active, Liquidation, ...), null where none knows it.
"""

KEY = ("supplier_id",)
COLUMNS = {
    "supplier_id": "string",
    "name": "string",
    "name_shown": "string",
    "kind": "string",
    "vcse": "boolean",
    "size": "string",
    "size_basis": "string",
    "turnover": "decimal(18, 2)",
    "postcode": "string",
    "ward": "string",
    "district": "string",
    "tier": "string",
    "tier_trading": "string",
    "office_shared": "boolean",
    "easting": "int32",
    "northing": "int32",
    "sic": "array<string>",
    "register_status": "string",
    "paid": "boolean",
}
