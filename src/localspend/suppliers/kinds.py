"""What kind of payee a name is, with a reason: from the words of the name where no register knows it.

Kinds are those of tables/suppliers. The order matters: the first rule that fits decides, and privacy errs on the safe
side (a brand that looks like a person is masked; a person is never shown as a brand).
"""

from functools import cache
from pathlib import Path

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

#: What a publisher writes instead of a name, or to hide several payees behind one account.
REDACTED = (
    r"\bREDACT|\bWITHHELD\b|\bPERSONAL DATA\b|\bNAME (REMOVED|SUPPRESSED|NOT DISCLOSED)|\bDATA PROTECTION\b|\bGDPR\b|"
    r"\bCONFIDENTIAL (PAYEE|SUPPLIER|RECIPIENT)|\b(SUNDRY|ONE (OFF|TIME)|MISC(ELLANEOUS)?) "
    r"(SUPPLIER|VENDOR|PAYEE|CREDITOR|PAYMENT)|\bPRIVATE (INDIVIDUAL|PERSON|PAYEE)|^(INDIVIDUAL|NAMED INDIVIDUAL|X+)$"
)
INTERNAL = (
    r"^(PAYROLL|SALARIES|WAGES|PETTY CASH|INTERNAL (RECHARGE|TRANSFER|PAYMENT)|JOURNAL|BANK CHARGES|IMPREST|SUSPENSE)|"
    r"\b(PETTY CASH|IMPREST ACCOUNT|PAYROLL CONTROL|REFUNDS?)$"
)
MUTUAL = (
    r"\b(CO ?OPERATIVE|CO OP|CREDIT UNION|FRIENDLY SOCIETY|BUILDING SOCIETY|MUTUAL SOCIETY|COMMUNITY BENEFIT SOCIETY)\b"
)
PUBLIC = (
    r"\b(COUNCIL|BOROUGH COUNC|CITY COUNC|COUNTY COUNC|COMBINED AUTHORITY|LONDON BOROUGH|FIRE (AND RESCUE )?"
    r"(SERVICE|AUTHORITY)|CONSTABULARY|POLICE|NHS|CLINICAL COMMISSIONING|INTEGRATED CARE BOARD|HM REVENUE|HMRC|"
    r"HER MAJESTYS|HIS MAJESTYS|MINISTRY OF|DEPARTMENT (FOR|OF)|DVLA|ENVIRONMENT AGENCY|HOMES ENGLAND|PENSION FUND|"
    r"UNIVERSITY|ACADEMY TRUST|PRIMARY SCHOOL|INFANT SCHOOL|JUNIOR SCHOOL|SECONDARY SCHOOL|HIGH SCHOOL|GRAMMAR SCHOOL|"
    r"NURSERY SCHOOL|COMMUNITY SCHOOL|SPECIAL SCHOOL|COLLEGE OF|FURTHER EDUCATION|CORONER|MAGISTRATES|PROBATION)\b"
)
NOT_PUBLIC = r"\b(COUNCIL (FOR|OF)|NATIONAL COUNCIL|BRITISH COUNCIL|SUPPLIES|UNIFORM|CONSULT|SERVICES)\b"
CHARITY = (
    r"\b(CHARITY|CHARITABLE|CHARITIES|FOUNDATION|HOSPICE|CHURCH|PAROCHIAL|DIOCESE|MOSQUE|GURDWARA|SYNAGOGUE|"
    r"AGE (UK|CONCERN)|BARNARDO|CITIZENS ADVICE|YMCA|SCOUT|WOMENS AID|COMMUNITY (ASSOCIATION|CENTRE|TRUST))\b| TRUST$"
)
PARTNERSHIP = (
    r"\b(SURGERY|MEDICAL (CENTRE|PRACTICE|GROUP)|HEALTH CENTRE|DENTAL (PRACTICE|SURGERY|CARE)|CHAMBERS|SOLICITORS?|"
    r"PRACTICE|PARTNERS|PARTNERSHIP|PHARMACY|VETERINARY)\b|\bAND (SONS?|BROS|BROTHERS|DAUGHTERS?|CO)$"
)
TITLE = (
    r"^(MR|MRS|MISS|MS|MX|MASTER|DR|PROF|PROFESSOR|REV|REVD|REVEREND|SIR|LADY|DAME|LORD|CLLR|COUNCILLOR|MR AND MRS)\b"
)
#: A title may also follow the name, as in ledgers that begin with the surname.
TITLE_AFTER = r"\b(MR|MRS|MISS|MS|MX)( [A-Z]{1,2}){0,2}$|^[A-Z]+ (MR|MRS|MISS|MS|MX|DR) [A-Z]+$"
#: A title anywhere: a ledger may put the proprietor in brackets.
TITLED = r"\b(MR|MRS|MISS|MS|DR)\b"
#: A legal form before a branch, an account or a note: the end of a key no longer shows it.
FORM_INSIDE = r"\b(LTD|LIMITED|PLC|LLP|C\.?I\.?C)\b"
TRADING = r"\b(T/AS?|T\\A|TRADING AS)\b"
#: Trades by name, not by ending: KING, HARDING, PETERS and CONNORS are people.
TRADE = (
    r"\b(\w*(ISTS|TECTS|SERVICES?|WORKS?)|(BUILD|CLEAN|CATER|PLUMB|HEAT|ROOF|TRAIN|ENGINEER|PRINT|CONSULT|LANDSCAP|"
    r"FLOOR|GLAZ|SCAFFOLD|DECORAT|PLASTER|COACH|MARKET|CLOTH|LIGHT|FENC|PAV|TIL|RECYCL|HOUS|PARK|LEARN|TEACH|TRAD|"
    r"TUTOR|COUNSELL|TRANSLAT|INTERPRET|FURNISH|WELD|PUBLISH|DRIV|MOV|BREW|DEVELOP|MANUFACTUR)(ING|ERS|ORS)|"
    r"CONTRACTORS?|SUPPLIERS|ELECTRICIANS?|OPTICIANS?|MUSICIANS?|SURVEYORS?|ADVISORS?|ADVISERS?|INSTRUCTORS?|DEALERS|"
    r"TAXIS?|CARS?|CABS?|DESIGNS?|SUPPLIES|CONSULTANCY|CONSULTANTS?|"
    r"SHOP|STORES?|GARAGE|FARM|NURSERY|HOTEL|CAFE|MEDIA|STUDIOS?|HIRE|TRANSPORT|TRAVEL|SOLUTIONS|SYSTEMS|GROUP|"
    r"MARKET|MUSIC|SPORTS?|FITNESS|THERAPY|COUNSELLOR|ARTIST|AND SONS?|UK|INTERNATIONAL|EUROPE|HOMES?|CARE|CENTRE|"
    r"CLUB|SCHOOL|ACADEMY|ASSOC|ASSOCIATION|MANAGEMENT|JOINERY|SIGNS|LETTINGS|PROPERTY|HOUSE|DIRECT|ONLINE|COM|FOODS?|ENERGY|ELECTRIC(AL)?|GAS|WATER|BANK|ASSOCIATES|PRODUCTS|EQUIPMENT)\b"
)
#: What is written of the dead.
DEAD = r"^(EST|ESTATE|EXECUTORS?|EXECUTRIX|EXORS?|(PERSONAL )?REP(RESENTATIVE)?S?) OF\b|\b(DECEASED|DECD)\b"
#: What is added to a name for one payment.
REFUND = r"( REFUNDS?)$"
#: Initials and a surname, either way round.
INITIALS = r"^([A-Z] ){1,2}[A-Z]{3,}$|^[A-Z]{3,}( [A-Z]){1,2}$"
#: What a council pays to people rather than to suppliers.
PERSONAL = (
    r"(?i)\b(direct payments?|foster|adoption|carers?|guardianship|allowances?|refunds?|reimburse|expenses|compensat|"
    r"bursar|hardship|housing benefit|relocation|redundancy|pension|section 17|personal budget|claimant|leaving care)"
)


@cache
def first_names() -> list[str]:
    """Given names common in the United Kingdom, in capitals (first_names.txt)."""
    text = (Path(__file__).parent / "first_names.txt").read_text(encoding="ascii")
    return [line for line in text.split() if not line.startswith("#")]


def person_like(key: StringValue, written: StringValue) -> BooleanValue:
    """Whether a name reads as a person's: a given name and a surname either way round, or initials and a surname.

    `written` is the name as published: its comma shows a surname that goes first. A number after it is an account.
    """
    bare = key.re_replace(r"( [0-9]+)+$", "").re_replace(REFUND, "")
    words = bare.split(" ")
    short = (words.length() >= 2) & (words.length() <= 4)
    known = first_names()
    given = (
        bare.re_extract(r"^([A-Z]+)", 1).isin(known)
        | (bare.re_extract(r" ([A-Z]+)$", 1).isin(known) & (words.length() == 2))
        | (bare.re_extract(r"^[A-Z]+ ([A-Z]+)\b", 1).isin(known) & written.re_search(r"^[^ ,]+ ?,"))
    )
    plain = bare.re_search(r"^[A-Z ]+$") & ~bare.re_search(TRADE)
    return short & plain & (given | bare.re_search(INITIALS))


def with_kind(names: Table) -> Table:
    """Adds `kind` and `kind_basis` to names with `supplier_text`, `key`, `legal_form`, `personal` (bool).

    `personal` says that the payments were of a kind that goes to people (PERSONAL).
    """
    key, written = names.key, names.supplier_text.upper()
    form = names.legal_form
    person = person_like(key, names.supplier_text)
    titled = key.re_search(TITLE) | key.re_search(TITLE_AFTER)
    rules: list[tuple[BooleanValue, str, str]] = [
        (names.supplier_text.isnull() | key.isnull(), "redacted", "the publisher gives no name"),
        (key.re_search(REDACTED), "redacted", "the publisher hides the name"),
        (key.re_search(REFUND) & (titled | person), "private-person", "a refund to a person"),
        (key.re_search(INTERNAL), "internal", "the words of the name"),
        (
            (form.isin(["ltd", "plc", "llp", "cic"]) | written.re_search(FORM_INSIDE)) & ~key.re_search(MUTUAL),
            "company",
            "its legal form",
        ),
        (form == "cio", "charity", "its legal form"),
        (key.re_search(MUTUAL), "mutual", "the words of the name"),
        (
            written.re_search(TRADING) & (written.re_search(TITLED) | person),
            "sole-trader",
            "a trading name beside a person's",
        ),
        (titled & key.re_search(TRADE), "sole-trader", "a title and a trade"),
        (titled, "private-person", "a title before or after the name"),
        (key.re_search(DEAD) & form.isnull(), "private-person", "somebody who has died"),
        (key.re_search(PUBLIC) & ~key.re_search(NOT_PUBLIC), "public-body", "the words of the name"),
        (person & names.personal, "private-person", "a person's name, paid what people are paid"),
        (key.re_search(PARTNERSHIP), "partnership", "the words of the name"),
        (key.re_search(CHARITY), "charity", "the words of the name"),
        (person, "sole-trader", "reads as a person's name"),
    ]
    return names.mutate(
        kind=ibis.cases(*((rule.fill_null(False), kind) for rule, kind, _ in rules), else_="unknown"),
        kind_basis=ibis.cases(*((rule.fill_null(False), basis) for rule, _, basis in rules), else_="nothing says"),
    )
