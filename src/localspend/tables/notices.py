"""notices: one row a contracting process that notices speak of, compiled from all its releases (`notice_releases`).

value is what the notice says the whole may come to, before tax, in `currency`: an `estimate`, or the `ceiling` of a
framework or dynamic market, which nobody is bound to spend (value_kind_from: stated, or title where only the title says
that it is one). It is never an award and never a payment: add none of these to another. legal_basis is the law that the
process stands under (procurement-act-2023, earlier-directives, scottish-regulations, provider-selection-regime, or
null where nothing tells) and legal_basis_from how that is known (stated, notice-type, portal, date). stage is planning,
tender, award, contract, implementation or terminated. buyer_id is an org-id such as GB-PPON-PAAA-1111-AAAA; the own
numbers of a portal (GB-FTS, GB-CFS) are no identities and stand nowhere. institution_id is the member of the network
that the buyer is, by identifier, else by name. published_on is the day of the tender, else of the first release here;
source_id and source_line are where the last release stands.
"""

KEY = ("ocid",)
#: What only the build knows.
ADDED = ("institution_id",)
COLUMNS = {
    "ocid": "string",
    "title": "string",
    "buyer_id": "string",
    "legal_basis": "string",
    "stage": "string",
    "published_on": "date",
    "deadline": "date",
    "start_on": "date",
    "end_on": "date",
    "value": "decimal(18, 2)",
    "value_kind": "string",
    "currency": "string",
    "cpv": "string",
    "reservation": "string",
    "source_id": "string",
    "source_line": "int64",
    "buyer_name": "string",
    "institution_id": "string",
    "legal_basis_from": "string",
    "value_kind_from": "string",
    "portal": "string",
    "status": "string",
    "procedure": "string",
    "main_category": "string",
    "sme": "boolean",
    "vcse": "boolean",
    "updated_on": "date",
    "releases": "int64",
}
