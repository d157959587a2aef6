"""Not procurement: the payment buys something; taxes, pensions, precepts, benefits and grants do not.

Judged by words of the payee, category and description; such payments belong in a ledger, but not in what is compared
with contracts.
Does not apply: there are no payments.
Fix: mark them in a column, as the Transparency Code asks for grants.
Source: Transparency Code 2015, paragraphs 28 and 42; North West open data: scope differs between councils.
"""

import ibis
from ibis.expr.types import Table

from localspend.quality.headings import FIELDS
from localspend.quality.lines import Given, looked

VERSION = "1"
APPLIES = ("ledger",)
HEADING = FIELDS
PAYEES = (
    r"(?i)\b(HM ?R(EVENUE)? ?(AND|&)? ?C(USTOMS)?|HMRC|INLAND REVENUE|PENSION FUND|TEACHERS'? PENSIONS?|PENSIONS AGENCY|"
    r"NATIONAL INSURANCE|PAYE|VALUATION OFFICE AGENCY)\b"
)
WORDS = (
    r"(?i)\b(PRECEPTS?|LEVY|LEVIES|PENSION CONTRIBUTIONS?|SUPERANNUATION|HOUSING BENEFITS?|COUNCIL TAX (REFUND|SUPPORT)|"
    r"BUSINESS RATES|NNDR|(NATIONAL )?NON.DOMESTIC RATES?|GRANTS?|LOAN REPAYMENTS?|PWLB|TREASURY DEPOSITS?|PAYROLL|SALARIES|"
    r"TRANSFER PAYMENTS?|DIRECT PAYMENTS?|COLLECTION FUND)\b"
)


def lines(t: Table, given: Given) -> Table:
    """Payments whose words say so."""
    said = t.category_text.fill_null("") + "\n" + t.description.fill_null("")
    by_name = t.supplier_text.fill_null("").re_search(PAYEES)
    by_words = said.re_search(WORDS)
    role = ibis.ifelse(by_name, "supplier", "category_text")
    return looked(t, role, ibis.ifelse(by_name, t.supplier_text, ibis.null(str)), by_name | by_words)
