"""What a sheet is: payments, a contract register, a supplier list, or none of these, and then what it looks like."""

from collections.abc import Sequence, Set

from localspend.sources.ledgers import lexicon
from localspend.sources.ledgers.roles import Roles
from localspend.sources.ledgers.values import Profile

#: What other published lists are headed with: two of these words, and the sheet is no ledger.
OTHER_LISTS = {
    "a list of staff": "job title|post title|salary|grade|pay band|fte|employee|surname|forename|first name|last name|"
    "line manager|salary band|salary range|payscale|pay scale|staff number|employee number|job role|hours|start time|"
    "post reference|reports to|annual salary|basic pay|contact phone|contact email|job family|basic salary|"
    "salary cost|employee name|staff name|salary ceiling|position|post|pay floor|pay ceiling|actual pay|bonus|"
    "date of birth|national insurance number|ni number|gender|staff|payroll number",
    "a list of planning applications": "applicant|agent|application number|application ref|proposal|ward|decision|"
    "application type|received date|decision date|dev|accepted|planning reference|parish|case officer|site address",
    "a pivot table": "row labels|column labels|values",
    "a list of places": "easting|northing|latitude|longitude|uprn|geom|geometry|x|y|lat|lon|opening hours|capacity",
    "a list of licences": "licence number|licence type|licensee|licence holder|premises|permit number|premises name",
    "a budget": "original budget|revised budget|budget|outturn|forecast|variance|full year budget|actual to date",
    "a list of assets": "rateable value|asset id|tenure|asset type|land registry|property reference|uprn|asset name",
    "a list of schools or pupils": "pupils|ofsted|headteacher|school type|pupil|roll|phase|urn",
}
#: Headings of which one is enough, where no column is named after a supplier: nobody is paid in these lists.
TELLING = {
    "a list of staff": "job title|post title|salary|salary range|employee name|position|councillor|member name|"
    "basic allowance|fte|number of representatives|amount claimed|mileage|payroll number|date of claim",
    "a list of properties": "rateable value|current rateable value|rv|liable party name|primary liable party name|"
    "ratepayer|tenant|tenant name|landlord|annual rent|lease start|lease expiry|lease start date|lease end date",
    "a register of gifts": "gift|gifts|description of gift|hospitality|offered by|received from|donor|"
    "accepted or declined|gift or hospitality|nature of gift",
    "a list of money owed or received": "debtor|debtor name|outstanding balance|days overdue|income type|received|"
    "amount received|credit balance|contribution type|developer|sale price|buyer name|winning bid",
}
_SUPPLIER_WORDS = frozenset(
    ["supplier", "vendor", "creditor", "payee", "beneficiary", "merchant", "contractor", "provider"]
)
_IDENTITY = ("supplier_ref", "supplier_address", "supplier_postcode", "company_number", "charity_number", "vat_number")


def kind(names: Sequence[str], profiles: Sequence[Profile], roles: Roles) -> str | None:
    """payments, contracts, suppliers, or None."""
    other = other_list(names)
    if other and not _is_ledger_all_the_same(names, roles):
        return None
    if is_register(names):
        return "contracts"
    if "supplier" in roles.columns and "amount" in roles.columns:
        return "payments"
    if _is_supplier_list(names, roles):
        return "suppliers"
    return None


def is_register(names: Sequence[str]) -> bool:
    """A start and an end, and a title, reference or value of a contract; no date on which anything was paid."""
    best = {
        part: max((lexicon.score(name, f"contract:{part}") for name in names), default=0.0)
        for part in lexicon.CONTRACT_PHRASES
    }
    reference = max((lexicon.score(name, "contract_ref") for name in names), default=0.0)
    paid = max((lexicon.score(name, "date:payment") for name in names), default=0.0)
    named = sum(best[part] >= 7 for part in ("title", "value", "procedure", "review_on", "extension_to", "notice"))
    if _is_order_book(names):
        return True
    term = best["start_on"] >= 9 and best["end_on"] >= 9
    return (
        (term or (named >= 3 and max(best["start_on"], best["end_on"]) >= 6))
        and named + (reference >= 6) >= 1
        and paid < 9
    )


def _is_order_book(names: Sequence[str]) -> bool:
    """Purchase orders raised: a number, a date and a value of the order, and no date of an invoice or payment."""
    headers = [lexicon.words(name) for name in names]
    ordered = [text for text in headers if {"po", "order", "orders"} & set(text.split())]
    dated = any("date" in text.split() or "raised" in text.split() for text in ordered)
    valued = any({"value", "amount", "total"} & set(text.split()) for text in ordered)
    other = max((lexicon.score(n, f"date:{b}") for n in names for b in ("payment", "invoice", "posting")), default=0.0)
    return dated and valued and other < 7


def is_pivot(top: Sequence[Sequence[str]]) -> bool:
    """True where a spreadsheet's pivot table stands: it says again, summed up, what another sheet holds."""
    return any(cell.strip().lower() in ("row labels", "column labels") for row in top for cell in row)


def other_list(names: Sequence[str]) -> str | None:
    """What list, of those that are no ledger, the header is of."""
    headers = {lexicon.words(name) for name in names if name}
    counted = {what: len(headers & set(phrases.split("|"))) for what, phrases in OTHER_LISTS.items()}
    best = max(counted, key=lambda what: counted[what])
    if counted[best] >= 2 or (best == "a pivot table" and counted[best]):
        return best
    return next(iter(_telling(headers)), None)


def _telling(headers: Set[str]) -> list[str]:
    """What list each of the headings tells that one is enough of."""
    return [what for what, phrases in TELLING.items() for _ in headers & set(phrases.split("|"))]


def _is_ledger_all_the_same(names: Sequence[str], roles: Roles) -> bool:
    """A supplier named as such, an amount and a date outweigh a few words of another list."""
    if not {"supplier", "amount"} <= set(roles.columns):
        return False
    supplier = names[roles.columns["supplier"]]
    return bool(_SUPPLIER_WORDS & set(lexicon.words(supplier).split())) or (
        (lexicon.score(supplier, "supplier") >= 8 and "paid_on" in roles.columns)
        or (roles.date_basis == "payment" and len(_telling({lexicon.words(name) for name in names})) == 1)
    )


def _is_supplier_list(names: Sequence[str], roles: Roles) -> bool:
    if "supplier" not in roles.columns:
        return False
    supplier = names[roles.columns["supplier"]]
    known = sum(role in roles.columns for role in _IDENTITY)
    named = _SUPPLIER_WORDS & {word for name in names for word in lexicon.words(name).split()}
    return known >= 1 and bool(supplier) and (bool(named) or "company_number" in roles.columns)
