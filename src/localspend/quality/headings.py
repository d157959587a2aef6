"""The headings of a scorecard: the four named problems of UK procurement data, and the thread from plan to payment.

Source: IPEC, University of Manchester, "Transparency on the reporting of public procurement information".
"""

IDENTIFIERS = "unique identifiers"
DUPLICATES = "duplicated records"
DATES = "inconsistent dates"
FIELDS = "missing fields"
THREAD = "traceability"
HEADINGS = (IDENTIFIERS, DUPLICATES, DATES, FIELDS, THREAD)
#: Of the way in which a scorecard is worked out; each check has its own beside it.
VERSION = "1"
