"""Not procurement: the payment buys something; taxes, pensions, precepts, benefits and grants do not.

Judged by words of the payee and category (a grant, where the payee is no company), and of the description where the
payee is no firm (a grant, where it is a charity, mutual, public body or person: what is bought out of a grant is told
so too). Such payments belong in a ledger, but not in what is compared with contracts.
Does not apply: there are no payments.
Fix: mark them in a column, as the Transparency Code asks for grants.
Source: Local Government Transparency Code 2015; North West open data: scope differs between councils.
"""

import ibis
from ibis.expr.types import Table

from localspend.quality.headings import FIELDS
from localspend.quality.lines import Given, looked

VERSION = "2"
APPLIES = ("ledger",)
HEADING = FIELDS
PAYEES = (
    r"(?i)\b(HM ?R(EVENUE)? ?(AND|&)? ?C(USTOMS)?|HMRC|INLAND REVENUE|PENSION FUND|TEACHERS'? PENSIONS?|"
    r"PENSIONS AGENCY|NATIONAL INSURANCE|PAYE|VALUATION OFFICE AGENCY)\b"
)
WORDS = (
    r"(?i)\b(PRECEPTS?|LEVY|LEVIES|PENSION CONTRIBUTIONS?|SUPERANNUATION|HOUSING BENEFITS?|"
    r"COUNCIL TAX (REFUND|SUPPORT)|BUSINESS RATES|NNDR|(NATIONAL )?NON.DOMESTIC RATES?|LOAN REPAYMENTS?|PWLB|"
    r"TREASURY DEPOSITS?|PAYROLL|SALARIES|TRANSFER PAYMENTS?|DIRECT PAYMENTS?|COLLECTION FUND)\b"
)
#: A company that is paid out of a grant has sold something: "Affordable Warmth Grant" for boilers; so has one whose
#: invoice is about rates or pensions: "NNDR software".
GRANTS = r"(?i)\bGRANTS?\b"


def lines(t: Table, given: Given) -> Table:
    """Payments whose words say so."""
    category, description = t.category_text.fill_null(""), t.description.fill_null("")
    sells = t.kind.isin(["company", "partnership"]).fill_null(False)
    by_name = t.supplier_text.fill_null("").re_search(PAYEES)
    by_category = category.re_search(WORDS) | (~sells & category.re_search(GRANTS))
    granted = t.kind.isin(["charity", "mutual", "public-body", "private-person"]).fill_null(False)
    by_description = (~sells & description.re_search(WORDS)) | (granted & description.re_search(GRANTS))
    role = ibis.cases((by_name, "supplier"), (by_category, "category_text"), else_="description")
    fails = by_name | by_category | by_description
    return looked(t, role, ibis.ifelse(by_name, t.supplier_text, ibis.null(str)), fails)
