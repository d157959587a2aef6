"""suppliers: one row an organisation (or person) that was paid or is on an institution's list.

supplier_id is an org-id such as GB-COH-01234567, or `local-...` where no register knows it. kind is company, charity,
mutual, public-body, partnership, sole-trader, private-person, redacted, internal or unknown; kind_basis says why.
legal_form is that of the register or the name; for a public body without one it is what body it is: council, nhs,
school, university, college, police, fire, government or other. vcse_basis says why vcse is true or false. parent_id is
filled only where a register names a parent. postcode_basis is registered-office, trading, written-in-source or
supplier-list. office_companies is how many live companies of the register at hand have their office at that postcode,
office_shared whether they are 100 or more: an accountant's address, say, where nobody works. tier is where `postcode`
lies, and tier_trading where a trading address lies when both are known. deprivation_decile is that of lsoa21 (1 = most
deprived tenth), null when unknown.

employees, turnover and balance_sheet (pounds) are as an institution's list gives them. size is micro, small, medium,
large or unknown: the statistical band where the headcount is known, else what size_basis says. size_companies_act is
the accounts category, else what the facts decide by the Companies Act; sme_procurement_act is yes, no or unknown by the
Procurement Act 2023, sme_basis why, or what is missing.
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
    "vcse_basis": "string",
    "register_status": "string",
    "parent_id": "string",
    "postcode": "string",
    "postcode_basis": "string",
    "office_companies": "int64",
    "office_shared": "boolean",
    "lsoa21": "string",
    "ward": "string",
    "district": "string",
    "tier": "string",
    "tier_trading": "string",
    "deprivation_decile": "int32",
    "employees": "int64",
    "turnover": "decimal(18, 2)",
    "balance_sheet": "decimal(18, 2)",
    "size": "string",
    "size_basis": "string",
    "size_companies_act": "string",
    "sme_procurement_act": "string",
    "sme_basis": "string",
    "sic": "array<string>",
}
