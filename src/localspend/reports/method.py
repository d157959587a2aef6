"""The words of the report, each defined once."""

TERMS = {
    "Paid": "Counted payments as the institutions published them, credits taken off. Payments published twice and "
    "lines that are no procurement are left out and listed. Amounts are as published, mostly net of VAT.",
    "Payee": "Whoever received a payment. A group of companies counts as as many payees as it has companies.",
    "Where a payee is": "Where its address lies: of the institution's own supplier list, written beside the payment, "
    "or the registered office. Not who owns it, not where the work was done, not where it spends the money next.",
    "Not known": "A place, size or category that nothing read so far can tell. It is never counted as 'not local'.",
    "At least, at most": "At least: pounds known to be in the area, divided by all pounds. At most: the same with "
    "every pound of unknown place added. The truth is between the two.",
    "Among known": "Pounds known to be in the area, divided by pounds whose place is known. It would be the true share "
    "if the payees that could not be placed were like the others, which they seldom are.",
    "Pooled, and mean of institutions": "Pooled: all pounds in one pot, so that the largest institution weighs most. "
    "Mean: each institution's own share, averaged, so that each weighs the same. They can differ by ten points.",
    "Share not given": "Where credits outweigh payments in a part of a total, a percentage would mean nothing.",
    "Size": "By staff: micro fewer than 10, small 10 to 49, medium 50 to 249, large 250 or more. The law on "
    "procurement and the Companies Act draw other lines.",
    "Deprivation": "The Index of Multiple Deprivation ranks England's small areas (of about 1,500 people); the first "
    "tenth is the most deprived. It tells the payee's address, not who works there.",
    "Concentration (HHI)": "The sum of the squared shares of all payees: 1 when one payee gets everything, near 0 when "
    "many get a little each.",
    "What was bought": "A code of the Common Procurement Vocabulary: by a rule that people approved, else a code that "
    "the publisher wrote, else the ledger's words and the supplier's registered activity where these are likely to be "
    "right. Everything else is not known.",
}
ATTRIBUTIONS = (
    "Contains public sector information licensed under the Open Government Licence v3.0.",
    "Contains OS data © Crown copyright and database right.",
    "Contains Royal Mail data © Royal Mail copyright and database right.",
    "Contains National Statistics data © Crown copyright and database right.",
    "Company data: Companies House, free of restrictions on re-use.",
)
