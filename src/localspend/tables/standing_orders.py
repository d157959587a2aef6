"""standing_orders: one row a band of an institution's own rules: from which value what is asked.

From the file that `standing_orders` of network.toml names. lower is pounds, by vat (included or excluded); quotes is
how many are to be sought, null where it is no matter of quotes; route is the institution's own words, portal where it
advertises and approvals who must agree beforehand, null where it does not say; from_on null is always. source is that
file, or what it names.
"""

KEY = ("institution_id", "lower", "from_on")
COLUMNS = {
    "institution_id": "string",
    "lower": "decimal(18, 2)",
    "vat": "string",
    "quotes": "int64",
    "route": "string",
    "portal": "string",
    "approvals": "string",
    "from_on": "date",
    "source": "string",
}
