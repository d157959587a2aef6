"""What kind of payee a name is, with a reason: from the words of the name where no register knows it.

Kinds are those of tables/suppliers. The order matters: the first rule that fits decides, and privacy errs on the safe
side (a brand that looks like a person is masked; a person is never shown as a brand).
"""

import ibis
from ibis.expr.types import BooleanValue, Table

from localspend import engine
from localspend.suppliers import people, public
from localspend.suppliers.people import person_like, titled

__all__ = ["NOBODY", "PERSONAL", "person_like", "titled", "with_kind"]

#: Kinds that no register is asked about.
NOBODY = ("private-person", "redacted", "internal")
#: What a publisher writes instead of a name, or to hide several payees behind one account.
REDACTED = (
    r"\bREDACT(ED|ION)?\b|\bWITHHELD\b|\bPERSONAL (DATA|INFORMATION|DETAILS)\b|"
    r"\bNAME (REMOVED|SUPPRESSED|NOT DISCLOSED)|\bDATA PROTECTION\b|\bGDPR\b|"
    r"\bCONFIDENTIAL (PAYEE|SUPPLIER|RECIPIENT)|\b(SUNDRY|ONE (OFF|TIME)|MISC(ELLANEOUS)?) "
    r"(SUPPLIER|VENDOR|PAYEE|CREDITOR|PAYMENT)|\bPRIVATE (INDIVIDUAL|PERSON|PAYEE)|"
    r"^(INDIVIDUAL|NAMED INDIVIDUAL|X+|VARIOUS)$"
)
#: What is written where there is no name.
NAMELESS = r"^(N A|NA|NONE|NIL|NULL|BLANK|UNKNOWN|TBC|NOT (APPLICABLE|KNOWN|AVAILABLE|PROVIDED|STATED|SPECIFIED))$"
INTERNAL = (
    r"^(PAYROLL|SALARIES|WAGES|INTERNAL (RECHARGE|TRANSFER|PAYMENT)|JOURNAL|BANK CHARGES|SUSPENSE)|"
    r"\b(PETTY CASH|IMPREST)\b|\bPAYROLL CONTROL$|\bREFUNDS?( (CHQ|CHEQUE|BACS)?( PAYMENTS?)?)?$"
)
MUTUAL = (
    r"\b(CO ?OPERATIVE|CO OP|CREDIT UNION|FRIENDLY SOCIETY|BUILDING SOCIETY|MUTUAL SOCIETY|COMMUNITY BENEFIT SOCIETY)\b"
)
CHARITY = (
    r"\b(CHARITY|CHARITABLE|CHARITIES|FOUNDATION|HOSPICE|CHURCH|PAROCHIAL|DIOCESE|MOSQUE|GURDWARA|SYNAGOGUE|"
    r"AGE (UK|CONCERN)|BARNARDOS?|CITIZENS ADVICE|YMCA|SCOUTS?|WOMENS AID|HOME START|FRIENDS OF|VOLUNTARY ACTION|"
    r"VICTIM SUPPORT|RED CROSS|SALVATION ARMY|ST JOHN AMBULANCE|BRITISH LEGION|SAMARITANS|"
    r"COMMUNITY (ASSOCIATION|CENTRE|TRUST))\b| TRUST$"
)
#: A church's name in an address or a pub's; trusts that invest.
NOT_CHARITY = (
    r"\bCHURCH (VIEW|TAVERN|ROAD|RD|STREET|LANE|FARM|HOUSE|HILL|INN|COURT|SHP)\b|\b(PROPERTY|INVESTMENT|UNIT) TRUST\b"
)
PARTNERSHIP = (
    r"\b(SURGERY|MEDICAL (CENTRE|PRACTICE|GROUP)|HEALTH CENTRE|DENTAL (PRACTICE|SURGERY|CARE)|CHAMBERS|SOLICITORS?|"
    r"PRACTICE|PARTNERS|PARTNERSHIP|VETERINARY)\b|\bAND (SONS?|BROS|BROTHERS|DAUGHTERS?|CO)$"
)
#: Partnerships of bodies, not of people.
NOT_PARTNERSHIP = (
    r"\b(LEARNING|TRAINING|COMMUNITY|ARTS|SPORTS?|CARE|FOSTERING|SAFEGUARDING|SAFETY|FUTURES|HOUSING|LOCAL|ENTERPRISE|"
    r"REGENERATION|YOUTH|EDUCATION|HERITAGE|CRIME|WASTE)( \w+)? PARTNERSHIP\b|\bPARTNERSHIP (ARTS|NETWORK|FUND)\b|"
    r"\bCHAMBERS OF (COMMERCE|TRADE)\b|\bTREE SURGERY\b"
)
#: General practitioners trade under a doctor's name.
DOCTORS = r"^DRS? .*\b(PARTNERS|SURGERY|PRACTICE|MEDICAL CENTRE|AND DR)\b"
#: A legal form before a branch, an account or a note: the end of a key no longer shows it; forms from abroad.
FORM_INSIDE = r"\b(LTD|LIMITED|PLC|LLP|C\.?I\.?C)\b|\b(GMBH|INC|LLC|B\.?V|N\.?V|PTY|SARL)\.?$"
TRADING = r"\b(T/AS?|T\\A|T\.A|TRADING AS)\b"
#: What a council pays to people rather than to suppliers.
PERSONAL = (
    r"(?i)\b(direct payments?|foster|adoption|carers?|guardianship|allowances?|refunds?|reimburse|expenses|compensat|"
    r"bursar|hardship|housing benefit|relocation|redundancy|pension|section 17|personal budget|claimant|leaving care)"
)


def with_kind(names: Table) -> Table:
    """Adds `kind`, `kind_basis` and `body` (which public body, see public.py) to names with `supplier_text`, `key`,
    `legal_form`, `personal` (bool).

    `personal` says that the payments were of a kind that goes to people (PERSONAL).
    """
    columns = names.columns
    # Worked out once: each is asked by several rules below.
    names = engine.materialise(
        names.mutate(
            reads_person=person_like(names.key, names.supplier_text) | people.couple(names.key),
            has_title=titled(names.key),
            trades=people.trading(names.key),
            body=public.body(names.key),
        )
    )
    rules = [(rule.fill_null(False), kind, basis) for rule, kind, basis in _rules(names)]
    found = names.select(
        *columns,
        "body",
        kind=ibis.cases(*((rule, kind) for rule, kind, _ in rules), else_="unknown"),
        kind_basis=ibis.cases(*((rule, basis) for rule, _, basis in rules), else_="nothing says"),
    )
    return found.mutate(body=ibis.ifelse(found.kind == "public-body", found.body, ibis.null(str)))


def _rules(names: Table) -> list[tuple[BooleanValue, str, str]]:
    """Rule, kind and reason, the first that fits decides."""
    return [*_nobody(names), *_by_form(names), *_people(names), *_by_words(names)]


def _nobody(t: Table) -> list[tuple[BooleanValue, str, str]]:
    return [
        (t.key.isnull() | t.key.re_search(NAMELESS), "redacted", "the publisher gives no name"),
        (t.key.re_search(REDACTED), "redacted", "the publisher hides the name"),
        (t.key.re_search(people.REFUND) & (t.has_title | t.reads_person), "private-person", "a refund to a person"),
        (t.key.re_search(INTERNAL) & t.legal_form.isnull(), "internal", "the words of the name"),
    ]


def _by_form(t: Table) -> list[tuple[BooleanValue, str, str]]:
    written = t.supplier_text.upper()
    formed = t.legal_form.isin(["ltd", "plc", "llp", "cic"]) | written.re_search(FORM_INSIDE)
    mutual = t.key.re_search(MUTUAL)
    return [
        (formed & ~mutual, "company", "its legal form"),
        (t.legal_form == "cio", "charity", "its legal form"),
        (mutual & t.body.isnull(), "mutual", "the words of the name"),
    ]


def _people(t: Table) -> list[tuple[BooleanValue, str, str]]:
    written = t.supplier_text.upper()
    proprietor = written.re_search(TRADING) & (written.re_search(people.TITLED) | t.reads_person)
    no_form = t.legal_form.isnull()
    return [
        (proprietor, "sole-trader", "a trading name beside a person's"),
        (t.key.re_search(DOCTORS), "partnership", "doctors and their practice"),
        (t.has_title & t.key.re_search(people.TRADE), "sole-trader", "a title and a trade"),
        (t.has_title, "private-person", "a title before or after the name"),
        (t.key.re_search(people.DEAD) & no_form, "private-person", "somebody who has died"),
        (t.body.notnull(), "public-body", "the words of the name"),
        (t.reads_person & t.personal, "private-person", "a person's name, paid what people are paid"),
        (
            t.key.re_search(people.BOTH_INITIALS) & t.personal & ~t.trades,
            "private-person",
            "two people's initials, paid what people are paid",
        ),
    ]


def _by_words(t: Table) -> list[tuple[BooleanValue, str, str]]:
    partners = t.key.re_search(PARTNERSHIP) & ~t.key.re_search(NOT_PARTNERSHIP)
    return [
        (partners, "partnership", "the words of the name"),
        (t.key.re_search(CHARITY) & ~t.key.re_search(NOT_CHARITY), "charity", "the words of the name"),
        (t.reads_person, "sole-trader", "reads as a person's name"),
        (people.tradesperson(t.key), "sole-trader", "a person's name before a trade"),
        (t.key.re_search(people.BOTH_INITIALS) & ~t.trades, "partnership", "two people's initials before a surname"),
    ]
