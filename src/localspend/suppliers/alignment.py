"""The words of a written name beside those of a register's: which agree, how, and which are left alone.

Words are weighed by how few names of the register have them (the logarithm of their rarity): sharing WIDGETS with one
company of five million says much, sharing SERVICES nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA, Prefix

from localspend.suppliers.people import first_names, words


@dataclass
class Words:
    """What became of the words of two names: the weight of each lot, in natural units of rarity."""

    same: float = 0.0
    misspelt: float = 0.0
    shortened: float = 0.0
    cut: float = 0.0
    extra: float = 0.0
    missing: float = 0.0
    rarest: float = 0.0
    sister: bool = False
    initials: bool = False
    extra_known: bool = False
    own_word: bool = False
    body: bool = False
    top: str = "same"


def align(name: str, entry: str, weigh: Callable[[str], float], *, ends_cut: bool) -> Words:
    """Pair the words of a written name with those of a register's: alike, joined, misspelt, shortened, or alone."""
    left, right = name.split(" "), entry.split(" ")
    found = Words()
    rest = list(right)
    alone: list[str] = []
    for one in left:
        if one in rest:
            rest.remove(one)
            found.same += weigh(one)
            found.rarest = max(found.rarest, weigh(one))
        elif one not in LITTLE:
            alone.append(one)
    rest = [one for one in rest if one not in LITTLE]
    found.initials = _turned(left, right)
    if ends_cut and alone and alone[-1] == left[-1] and len(left[-1]) == 1:
        _lone_letter(alone, rest, found)
    if not alone and not rest:
        return found
    top = max(right, key=weigh)
    if alone and rest:
        alone, rest = _joined(alone, rest, found, weigh)
        last = left[-1] if ends_cut else ""
        alone = _inexact(alone, rest, found, weigh, top, last)
    if top in rest:
        found.top = "missing"
    found.sister = bool(alone or rest) and SISTERS.issuperset(alone) and SISTERS.issuperset(rest)
    # A ledger leaves initials out, but it does not make them up.
    found.initials |= any(len(one) == 1 and one.isalpha() for one in alone)
    # What a cut left of a last word is no word, but the beginning of one that the register's name has not.
    found.extra_known = any(weigh(one) < weigh(NO_WORD) or (ends_cut and one == left[-1]) for one in alone)
    found.body = not BODIES.isdisjoint(alone)
    found.extra = sum(map(weigh, alone))
    found.missing = sum(map(weigh, rest))
    return found


def _turned(left: list[str], right: list[str]) -> bool:
    """Whether the initials of the two are the same in another order: M R and R M are two families."""
    one = [word for word in left if len(word) == 1]
    if len(one) < 2:
        return False
    other = [word for word in right if len(word) == 1]
    return one != other and sorted(one) == sorted(other)


def _lone_letter(alone: list[str], rest: list[str], found: Words) -> None:
    """Take out the one letter that a cut left of the last word: of the word that is missing, or of a legal form."""
    if len(alone) == 1 and len(rest) == 1 and rest[0].startswith(alone[-1]):
        found.cut += LETTER
        rest.clear()
        alone.clear()
    elif alone[-1] in FORM_LETTERS:
        del alone[-1]


#: What a letter that agrees is worth: the logarithm of how seldom a word begins with it.
LETTER = 2.5
#: Where LTD, PLC, COMPANY and CIC begin.
FORM_LETTERS = "LPC"
#: Words that tell a company from its sisters.
SISTERS = frozenset(
    """
    GROUP HOLDINGS HOLDING UK GB INTERNATIONAL GLOBAL EUROPE INVESTMENTS PROPERTIES PROPERTY DEVELOPMENTS ENTERPRISES
    VENTURES TRADING ESTATES CAPITAL FINANCE NORTH SOUTH EAST WEST NORTHERN SOUTHERN EASTERN WESTERN MIDLANDS SCOTLAND
    WALES IRELAND ENGLAND LONDON ONE TWO THREE I II III 1 2 3 4 5 TOPCO BIDCO MIDCO HOLDCO NEWCO
    """.split()  # noqa: SIM905
)
#: Words that say what kind of body a name is of: the trust beside a company is another organisation.
BODIES = frozenset(
    """
    TRUST SCHOOL COLLEGE UNIVERSITY ACADEMY CHURCH MOSQUE COUNCIL HOSPITAL HOSPICE CLUB SOCIETY ASSOCIATION SURGERY
    PRACTICE CHARITY FOUNDATION HOTEL LIBRARY MUSEUM POLICE COURT UNION CENTRE
    """.split()  # noqa: SIM905
)
LITTLE = frozenset({"AND", "THE", "OF", "ADN", "AAND", "ANND", "ANDD", "NAD", "TEH"})


def _joined(
    alone: list[str], rest: list[str], found: Words, weigh: Callable[[str], float]
) -> tuple[list[str], list[str]]:
    """Take out words that are the same but for where they are parted."""
    if "".join(alone) == "".join(rest):
        worth = min(sum(map(weigh, alone)), sum(map(weigh, rest)))
        found.same += worth
        found.rarest = max(found.rarest, worth)
        return [], []
    for word in [w for w in alone if len(w) > 5]:
        bare = word.removeprefix("AND") if word.startswith("AND") else word.removesuffix("AND")
        if bare != word and bare in rest:
            found.same += weigh(bare)
            found.rarest = max(found.rarest, weigh(bare))
            alone.remove(word)
            rest.remove(bare)
    for one, other in ((alone, rest), (rest, alone)):
        for word in [w for w in one if len(w) >= 5]:
            for at in range(len(other) - 1):
                if other[at] + other[at + 1] == word:
                    worth = min(weigh(word), weigh(other[at]) + weigh(other[at + 1]))
                    found.same += worth
                    found.rarest = max(found.rarest, worth)
                    one.remove(word)
                    del other[at : at + 2]
                    break
    return alone, rest


def _inexact(
    alone: list[str], rest: list[str], found: Words, weigh: Callable[[str], float], top: str, last: str
) -> list[str]:
    """Pair what is left by spelling; takes the paired words out of `rest` and returns those of `alone` that stay."""
    left = []
    for one in alone:
        best, how = "", ""
        for other in rest:
            kind = likeness(one, other, last=one == last, least=4 if other == top else 3)
            if kind and _doubted(kind, one, other, weigh):
                continue
            if kind and (not how or ORDER[kind] < ORDER[how]):
                best, how = other, kind
        if not how:
            left.append(one)
            continue
        rest.remove(best)
        if how == "misspelt" and best != top and _slip(one, best, weigh):
            found.same += weigh(best)  # CONSTRUCITON is no name
            found.misspelt += SLIPPED
            continue
        found.own_word |= how == "misspelt" and weigh(one) <= weigh(NO_WORD) - OWN and not _inflected(one, best)
        setattr(found, how, getattr(found, how) + weigh(best))
        if best == top:
            found.top = how
    return left


def _slip(one: str, best: str, weigh: Callable[[str], float]) -> bool:
    """Whether a word that nobody has is a slip of the fingers in one of every day."""
    return best in everyday() and len(one) >= SLIP and weigh(one) == weigh(NO_WORD)


#: Letters from which an unknown word that is an edit from a common one is that word.
SLIP = 6
#: What is said to be misspelt then: next to nothing.
SLIPPED = 0.01
#: A word that three names of the register have is no slip of the fingers: less rare by the logarithm of three.
OWN = 1.09


def _inflected(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and long[len(short) :] in ENDINGS


#: What a word may end in and be the same word: CLEANER and CLEANERS, but not HEART and HEARTH.
ENDINGS = frozenset({"S", "ES", "ED", "ER", "ERS", "ING"})


def _doubted(kind: str, one: str, other: str, weigh: Callable[[str], float]) -> bool:
    """Only words that many companies have are shortened: SERV is SERVICES, but WEST is not WESTFIELD; and a word that
    many have is itself and no other: CARE is neither CAFE nor CATERERS, and HEALTH not HEALTHCARE."""
    usual = COMMON * weigh(NO_WORD)
    if kind == "shortened":
        return weigh(other) > usual or one in everyday()
    return kind == "misspelt" and weigh(one) <= usual and not _inflected(one, other)


#: What makes a word one that many have: the share of the rarity that a word can have at most.
COMMON = 0.55
#: A word that no register has, as rare as can be.
NO_WORD = ""
ORDER = {"misspelt": 0, "cut": 1, "shortened": 2}


def likeness(one: str, other: str, *, last: bool, least: int = 4) -> str:
    """How a written word may stand for another: misspelt (from `least` letters), cut, shortened, or not (empty)."""
    short = min(len(one), len(other))
    if short >= least and one.isalpha() and other.isalpha():
        allowed = 1 if short < 8 else 2
        if OSA.distance(one, other, score_cutoff=allowed) <= allowed:
            return "misspelt"
    if other.startswith(one) and one != other:
        if last:
            return "cut"
        if len(one) >= 3 or (len(one) == 1 and other in given_names()):
            return "shortened"
    if len(one) >= 3 and one[0] == other[0] and len(other) > len(one) + 1 and one.isalpha() and _inside(one, other):
        return "shortened"
    return ""


@cache
def given_names() -> frozenset[str]:
    """The given names of people.first_names, to ask one at a time."""
    return frozenset(first_names())


@cache
def everyday() -> frozenset[str]:
    """Words of trade and place that tell no company from another (common_words.txt), to ask one at a time."""
    return frozenset(words("common_words"))


def _inside(one: str, other: str) -> bool:
    """Whether `one` is `other` without vowels and more, as MGMT and MANGMT are MANAGEMENT, and ends alike or nearly."""
    letters = iter(other)
    after = one[Prefix.similarity(one, other) :]
    return VOWELS.isdisjoint(after) and all(letter in letters for letter in one) and one[-1] in other[-3:]


VOWELS = frozenset("AEIOU")
