"""thresholds: one row a value at which the law asks more of a procurement, for those that commence in a time.

buyer is central, sub-central or any; contract is goods-services, works, light-touch, concession or
light-touch-concession; rule is what begins there: above-threshold, notifiable, or suitability-stage (a works contract
below threshold from which suitability may be assessed before tenders). amount is pounds, VAT included; to_on null
stands until a later row. checked says whether somebody read it in the law itself, and source where it stands.
"""

KEY = ("rule", "buyer", "contract", "from_on")
COLUMNS = {
    "rule": "string",
    "buyer": "string",
    "contract": "string",
    "from_on": "date",
    "to_on": "date",
    "amount": "decimal(18, 2)",
    "checked": "boolean",
    "source": "string",
}
