"""suppliers: one row an organisation (or person) that was paid or is on an institution's list.

supplier_id is an org-id such as GB-COH-01234567, or `local-...` where no register knows it. kind is company, charity,
mutual, public-body, partnership, sole-trader, private-person, redacted, internal or unknown; kind_basis says why.
postcode_basis is registered-office, trading, written-in-source or supplier-list. tier is where `postcode` lies, and
tier_trading where a trading address lies when both are known. size is micro, small, medium, large or unknown.
deprivation_decile is that of lsoa21 (1 = most deprived tenth), null when unknown.
"""

KEY = ("supplier_id",)
COLUMNS = {
    "supplier_id": "string",
    "name": "string",
    "name_shown": "string",
    "kind": "string",
    "kind_basis": "string",
    "legal_form": "string",
    "vcse": "boolean",
    "register_status": "string",
    "postcode": "string",
    "postcode_basis": "string",
    "lsoa21": "string",
    "ward": "string",
    "district": "string",
    "tier": "string",
    "tier_trading": "string",
    "deprivation_decile": "int32",
    "size": "string",
    "size_basis": "string",
    "sic": "array<string>",
}
