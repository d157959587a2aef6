"""Whether a name reads as a person's: by its title, a given name, initials, or a trade after a given name.

Patterns are read from keys (normalise). Where in doubt a name is taken for a person's: what is masked can be asked
for, what was shown cannot be taken back.
"""

from functools import cache
from itertools import groupby
from pathlib import Path

from ibis.expr.types import BooleanValue, StringValue

#: People's titles at the beginning of a name; DRS and MESSRS stand before several.
TITLE = (
    r"^(MR|MRS|MISS|MS|MX|MASTER|DR|DRS|PROF|PROFESSOR|REV|REVD|REVEREND|SIR|LADY|DAME|LORD|CLLR|COUNCILLOR|MESSRS|"
    r"MESSERS) [A-Z]"
)
#: Titles that firms, pubs and schools have in their names: with a word of business they are not a person's.
NOBLE = r"^(MASTER|SIR|LADY|DAME|LORD) "
#: A title may also follow the name, as in ledgers that begin with the surname.
TITLE_AFTER = r"\b(MR|MRS|MISS|MS|MX)( [A-Z]{1,2}){0,2}$|^[A-Z]+ (MR|MRS|MISS|MS|MX|DR) [A-Z]+$|\bAND (MR|MRS|MS) [A-Z]"
#: A title anywhere: a ledger may put the proprietor in brackets.
TITLED = r"\b(MR|MRS|MISS|MS|DR)\b"
#: What is written of the dead.
DEAD = r"^(EST|ESTATE|EXECUTORS?|EXECUTRIX|EXORS?|(PERSONAL )?REP(RESENTATIVE)?S?) OF\b|\b(DECEASED|DECD)\b"
#: What is added to a name for one payment.
REFUND = r"( REFUNDS?)$"
#: Trades by name, not by ending: KING, HARDING, PETERS and CONNORS are people.
TRADE = (
    r"\b(\w*(ISTS|TECTS|SERVICES?|WORKS?)|(BUILD|CLEAN|CATER|PLUMB|HEAT|ROOF|TRAIN|ENGINEER|PRINT|CONSULT|LANDSCAP|"
    r"FLOOR|GLAZ|SCAFFOLD|DECORAT|PLASTER|COACH|MARKET|CLOTH|LIGHT|FENC|PAV|TIL|RECYCL|HOUS|PARK|LEARN|TEACH|TRAD|"
    r"TUTOR|COUNSELL|TRANSLAT|INTERPRET|FURNISH|WELD|PUBLISH|DRIV|MOV|BREW|DEVELOP|MANUFACTUR)(ING|ERS|ORS)|"
    r"CONTRACTORS?|SUPPLIERS|ELECTRICIANS?|OPTICIANS?|MUSICIANS?|SURVEYORS?|ADVISORS?|ADVISERS?|INSTRUCTORS?|DEALERS|"
    r"PAINTER|DECORATOR|BUILDER|PLUMBER|PHOTOGRAPH\w+|PLASTERER|ROOFER|CHILDMIND\w+|TREE SURGEON|PSYCHOLOG\w+|"
    r"TAXIS?|CARS?|CABS?|DESIGNS?|SUPPLIES|CONSULTANCY|CONSULTANTS?|"
    r"SHOP|STORES?|GARAGE|FARM|NURSERY|HOTEL|CAFE|MEDIA|STUDIOS?|HIRE|TRANSPORT|TRAVEL|SOLUTIONS|SYSTEMS|GROUP|"
    r"MARKET|MUSIC|SPORTS?|FITNESS|THERAPY|COUNSELLOR|ARTIST|AND SONS?|UK|INTERNATIONAL|EUROPE|HOMES?|CARE|CENTRE|"
    r"CLUB|SCHOOL|ACADEMY|ASSOC|ASSOCIATION|MANAGEMENT|JOINERY|SIGNS|LETTINGS|PROPERTY|HOUSE|DIRECT|ONLINE|COM|FOODS?|"
    r"ENERGY|ELECTRIC(AL)?|GAS|WATER|BANK|ASSOCIATES|PRODUCTS|EQUIPMENT)\b"
)
#: Words of homes, pubs, bodies and titles of firms, which no person's name has.
PLACE = (
    r"\b(COTTAGE|LODGE|COURT|GRANGE|MANOR|VILLA|MEAD|DENE|MEWS|N H|CHAPEL|CHAMBER|HOSPITAL|PLAYGROUP|PLAYGROUND|"
    r"NURSING|SETTLEMENT|ORGANISATION|COMMUNITIES|TRUST|DISABILITY|COUNCIL|WEBSITE|PUB|ARMS|INN|BAR|GRILL|TANDOORI|BALTI|"
    r"STADIUM|FERRIES|FESTIVAL|ENTERTAINMENTS?|PUBLISH\w*|TARA|THE|OF|FOR|ON|AT)\b"
)
#: Words of every day (common_words.txt) that are surnames: JOHN HALL and A WOOD are people.
SURNAMES_TOO = frozenset(
    {"CHAMBERS", "CHURCH", "DAY", "EAST", "FISH", "FLOWERS", "GLASS", "GREEN", "HALL", "KITCHEN", "LAW", "NORTH"}
    | {"POWER", "SALES", "STEEL", "STONE", "WALL", "WEST", "WOOD"}
)
#: Surnames after a given name only: JOHN PARK is a person, Q PARK and P H PLANT are not.
SURNAMES_AFTER_NAMES = SURNAMES_TOO | {
    "BROTHERS",
    "CARD",
    "CHEESE",
    "DANCE",
    "LAND",
    "MARINE",
    "PARK",
    "PLANT",
    "POOLS",
}
#: After a person's name and before a trade they say that an institution bears the name.
INSTITUTION = (
    r"\b(COTTAGE|LODGE|COURT|GRANGE|MANOR|HOUSE|HOMES?|N H|NURSING|DISABILITY|DENTAL|COMMUNITIES|COMMUNITY|TRUST|"
    r"SCHOOL|COLLEGE|ACADEMY|CENTRE|CLINIC|HOSPITAL|FOUNDATION|MUSEUM|GALLERY|ROAD|STREET|INN|CHAPEL|ORGANISATION|PROJECT|"
    r"GROUP|OF|FOR|ON|THE|INTERNATIONAL|ASSOCIATION|RESIDENTS|PLAYGROUND|PLAYGROUP|HOUSING|CORPORATE|CHILDCARE|"
    r"CLUB|POLICE|YOUTH|NURSERY|CHURCH|RESTAURANT|CARE|WATER|AND ALBERT)\b"
)
#: Initials and a surname, either way round.
INITIALS = r"^([A-Z] ){1,3}[A-Z]{3,}$|^[A-Z]{3,}( [A-Z]){1,2}$"
#: Initials before a double surname; what is written shows its hyphen.
INITIALS_DOUBLE = r"^([A-Z] ){1,3}[A-Z]{3,} [A-Z]{3,}$"
#: A letter between two words, as in ANN J EXAMPLE; A, E, N, O and U stand between others (BITS N PIECES).
MIDDLE = r"^[A-Z]{3,} ([B-DF-MP-TV-Z] ){1,2}[A-Z]{3,}$"
#: Two sets of initials before one surname.
BOTH_INITIALS = r"^([A-Z] ){1,3}AND ([A-Z] ){1,3}[A-Z]{3,}$"
#: An address on the web or letters that abbreviate: ITUNES COM BILL, R/T.
NOT_LETTERS = r"(?i)[a-z0-9]\.(com|co|org|net|uk|gov)\b|www\.|\b[a-z]/|[a-z]-[a-z]$"
TRADES_AS = r"(?i)\s(T/AS?|T\\A)\b.*$"
#: Services that pay somebody whose name follows.
THROUGH = r"^(PAYPAL|SUMUP|I?ZETTLE|IZ|SQ) "


@cache
def words(name: str) -> list[str]:
    """The words of the list `name` in this folder, in capitals."""
    return (Path(__file__).parent / f"{name}.txt").read_text(encoding="ascii").split()


def first_names() -> list[str]:
    """Given names of people who live in the United Kingdom, in capitals (first_names.txt)."""
    return words("first_names")


@cache
def _given() -> str:
    """A pattern for any given name; by first letter, because Java tries one alternative after the other."""
    letters = groupby(sorted(first_names()), key=lambda name: name[0])
    return "|".join(f"{letter}({'|'.join(name[1:] for name in names)})" for letter, names in letters)


@cache
def _everyday(surnames: frozenset[str]) -> str:
    """A pattern for any word of business but those `surnames`."""
    return rf"\b({'|'.join(word for word in words('common_words') if word not in surnames)})\b"


def trading(key: StringValue, surnames: frozenset[str] = SURNAMES_TOO) -> BooleanValue:
    """Whether a name has a word of trade or business that is not one of `surnames`."""
    return key.re_search(TRADE) | key.re_search(PLACE) | key.re_search(_everyday(surnames))


def bare(key: StringValue) -> StringValue:
    """A key without what is written around a name: who passed the payment on, the number of an account, REFUND."""
    return key.re_replace(THROUGH, "").re_replace(r"( [0-9]+)+$", "").re_replace(REFUND, "")


def person_like(key: StringValue, written: StringValue) -> BooleanValue:
    """Whether a name reads as a person's: a given name and a surname either way round, or initials and a surname.

    `written` is the name as published: its comma shows a surname that goes first. A number after it is an account.
    """
    name = bare(key)
    plain = name.re_search(r"^[A-Z]+( [A-Z]+){1,3}$") & ~written.re_replace(TRADES_AS, "").re_search(NOT_LETTERS)
    given = name.re_search(rf"^({_given()}) |^[A-Z]+ ({_given()})$")
    second = name.re_search(rf"^[A-Z]+ ({_given()})\b") & written.re_search(r"^[^ ,]+ ?,")
    double = name.re_search(INITIALS_DOUBLE) & written.re_search(r"[A-Za-z]-[A-Za-z]{3,}$")
    letters = (name.re_search(INITIALS) | name.re_search(MIDDLE) | double) & ~trading(name)
    return plain & (((given | second) & ~trading(name, SURNAMES_AFTER_NAMES)) | letters)


def couple(key: StringValue) -> BooleanValue:
    """Whether two people are named, by their given names."""
    both = key.re_search(rf"^({_given()}) ([A-Z]+ ){{0,2}}AND ({_given()})( [A-Z]+){{1,3}}$")
    return both & ~trading(key, SURNAMES_AFTER_NAMES)


def tradesperson(key: StringValue) -> BooleanValue:
    """Whether a given name and a surname stand before a trade: ANN EXAMPLE PHOTOGRAPHY."""
    named = key.re_search(rf"^({_given()}) [A-Z]{{2,}} ") & ~trading(key.re_extract(r"^([A-Z]+ [A-Z]+)", 1))
    return named & trading(key.re_extract(r"^[A-Z]+ [A-Z]+ (.*)$", 1)) & ~key.re_search(INSTITUTION)


def titled(key: StringValue) -> BooleanValue:
    """Whether a key has a person's title before or after the name."""
    noble = key.re_search(NOBLE) & trading(key)
    return (key.re_search(TITLE) & ~noble) | key.re_search(TITLE_AFTER)
