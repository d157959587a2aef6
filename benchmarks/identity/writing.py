"""How a ledger writes a name: what clerks, systems and exports do to it. Each change is one function."""

import random
import re
from collections.abc import Callable

from benchmarks.identity.words import SURNAMES, TOWNS, TRADES, Vocabulary, common

FORM = re.compile(
    r"\s+(COMPANY LIMITED|CO\. LIMITED|LIMITED|LTD\.?|LLP|PLC|C\.I\.C\.|COMMUNITY INTEREST COMPANY|CIC|CYFYNGEDIG)$"
)
NEAR = {
    "A": "SQZ", "B": "VGN", "C": "XVD", "D": "SFE", "E": "WRD", "F": "DGR", "G": "FHT", "H": "GJY", "I": "UOK",
    "J": "HKU",
    "K": "JLI", "L": "KP", "M": "N", "N": "BM", "O": "IPL", "P": "OL", "Q": "WA", "R": "ETF", "S": "ADW", "T":
    "RYG", "U": "YIJ",
    "V": "CBF", "W": "QES", "X": "ZCS", "Y": "TUH", "Z": "XA",
}  # fmt: skip
SHORT = {
    "SERVICES": ("SERV", "SVCS", "SERVS", "SVS"), "MANAGEMENT": ("MGMT", "MANAG", "MGT"), "INTERNATIONAL":
    ("INTL", "INT"),
    "COMPANY": ("CO",), "ENGINEERING": ("ENG", "ENGR", "ENGINEER"), "CONSTRUCTION": ("CONST", "CONSTR"),
    "PROPERTY": ("PROP",), "PROPERTIES": ("PROPS",), "DEVELOPMENTS": ("DEVS", "DEV"), "ASSOCIATES": ("ASSOC",
    "ASSOCS"),
    "CONSULTANCY": ("CONS", "CONSULT"), "CONSULTANTS": ("CONS",), "SOLUTIONS": ("SOLNS", "SOL"), "TECHNOLOGY":
    ("TECH",),
    "ELECTRICAL": ("ELEC", "ELECT"), "CONTRACTORS": ("CONTR",), "HOLDINGS": ("HLDGS",), "GROUP": ("GRP",),
    "BUILDING": ("BLDG",), "MAINTENANCE": ("MAINT",), "SYSTEMS": ("SYS",), "SUPPLIES": ("SUPPS", "SUPP"),
    "TRAINING": ("TRNG",), "TRANSPORT": ("TRANS", "TPT"), "ENTERPRISES": ("ENT",), "INDUSTRIES": ("INDS",),
    "COMMUNITY": ("COMM",), "CENTRE": ("CTR", "CENT"), "HEALTHCARE": ("HLTHCARE",), "PARTNERSHIP": ("PSHIP",),
}  # fmt: skip
TAILS = (
    " - BACS", " (BACS)", " BACS", " DO NOT USE", " - DO NOT USE", " (CIS)", " - DD", " *", " A/C 40{n}", " #2",
    " - {n}", " **OLD**",
)  # fmt: skip


def typing_error(rng: random.Random, text: str) -> str:
    """One slip of the fingers."""
    places = [n for n, letter in enumerate(text) if letter.isalpha()]
    if len(places) < 4:
        return text
    n = rng.choice(places)
    kind = rng.random()
    if kind < 0.3:
        return text[:n] + text[n + 1 :]
    if kind < 0.55:
        return text[:n] + rng.choice(NEAR.get(text[n], "E")) + text[n + 1 :]
    if kind < 0.75:
        return text[:n] + text[n] + text[n:]
    return text[:n] + text[n + 1 : n + 2] + text[n] + text[n + 2 :]


def _legal_form(rng: random.Random, text: str) -> str:
    found = FORM.search(text)
    if not found:
        return text
    head, form = text[: found.start()], found[1]
    draw = rng.random()
    if "LIMITED" in form or form.startswith("LTD"):
        company = " CO" if form.startswith("CO") else ""
        return head + (company + rng.choice((" LTD", " LIMITED", " LTD", " LTD.")) if draw < 0.72 else company)
    return head + (" " + form.replace(".", "") if draw < 0.7 else "" if draw < 0.9 else " LTD" if form == "LLP" else "")


def _and(rng: random.Random, text: str) -> str:
    return text.replace(" & ", rng.choice((" AND ", " & ", "&", " + ")), 1) if " & " in text else text


def _missing_word(rng: random.Random, text: str) -> str:
    found = FORM.search(text)
    words, form = (text[: found.start()], text[found.start() :]) if found else (text, "")
    parts = words.split(" ")
    if len(parts) < 3:
        return text
    del parts[rng.randrange(1, len(parts))]
    return " ".join(parts) + form


def _joined(rng: random.Random, text: str) -> str:
    blanks = [n for n, letter in enumerate(text) if letter == " "]
    if not blanks:
        return text
    n = rng.choice(blanks)
    return text[:n] + text[n + 1 :]


def _split(rng: random.Random, text: str) -> str:
    words = text.split(" ")
    long = [n for n, word in enumerate(words) if len(word) >= 8]
    if not long:
        return text
    n = rng.choice(long)
    at = rng.randrange(3, len(words[n]) - 2)
    words[n] = words[n][:at] + " " + words[n][at:]
    return " ".join(words)


def _shortened(rng: random.Random, text: str) -> str:
    words = text.split(" ")
    for n, word in enumerate(words):
        if word in SHORT:
            words[n] = rng.choice(SHORT[word])
    return " ".join(words)


def _branch(rng: random.Random, text: str) -> str:
    town = rng.choice(TOWNS)
    return text + rng.choice((f" - {town}", f" ({town})", f" {town} BRANCH", f", {town}", f" {town}"))


def _tail(rng: random.Random, text: str) -> str:
    return text + rng.choice(TAILS).format(n=rng.randrange(1000, 99999))


def _cut(rng: random.Random, text: str) -> str:
    length = rng.choice((30, 30, 35, 40, 25, 32)) if rng.random() < 0.9 else rng.randrange(22, 50)
    return text[:length].rstrip()


def _word_order(rng: random.Random, text: str) -> str:
    words = text.split(" ")
    return " ".join([*words[1:], words[0]]) if len(words) in (2, 3) else text


#: Change, how often, and in which order they come.
CHANGES: list[tuple[str, float, Callable[[random.Random, str], str]]] = [
    ("form", 1.0, _legal_form),
    ("and", 1.0, _and),
    ("shortened", 0.09, _shortened),
    ("missing-word", 0.05, _missing_word),
    ("typing", 0.13, typing_error),
    ("typing-again", 0.015, typing_error),
    ("joined", 0.04, _joined),
    ("split", 0.02, _split),
    ("word-order", 0.005, _word_order),
    ("branch", 0.05, _branch),
    ("tail", 0.06, _tail),
    ("cut", 0.18, _cut),
]


def bare(text: str) -> str:
    """`text` without its legal form."""
    return FORM.sub("", text)


def written(rng: random.Random, v: Vocabulary, name: str) -> tuple[str, list[str]]:
    """`name` as a ledger has it, and what was done to it."""
    text, done = name, []
    if rng.random() < 0.03:
        brand = f"{v.coined(rng)} {common(rng, TRADES)}"
        text = (
            f"{_legal_form(rng, text)} T/A {brand}" if rng.random() < 0.6 else f"{brand} T/A {_legal_form(rng, text)}"
        )
        done.append("trading-as")
    for kind, often, change in CHANGES:
        if rng.random() < often and (changed := change(rng, text)) != text:
            text = changed
            if often < 1:
                done.append(kind)
    case = rng.random()
    return text.title() if case < 0.25 else text.lower() if case < 0.26 else text, done


HIDDEN = ("REDACTED", "REDACTED PERSONAL DATA", "Name withheld", "Sundry Supplier", "Private individual")


def nobody(rng: random.Random, v: Vocabulary) -> tuple[str, str]:
    """A payee that no register of companies has, and its kind."""
    draw = rng.random()
    if draw < 0.6:
        return _person(rng, v), "absent-person"
    if draw < 0.92:
        return _public(rng, v), "absent-public"
    return rng.choice(
        ("REDACTED", "REDACTED PERSONAL DATA", "Name withheld", "Sundry Supplier", "Private individual")
    ), "absent-redacted"


def _person(rng: random.Random, v: Vocabulary) -> str:
    given, surname = rng.choice(v.given), v.surname(rng)
    letter = given[0]
    patterns = {
        f"{given} {surname}": 4, f"MR {letter} {surname}": 4, f"{letter} {surname}": 3, f"{surname} {letter}": 2,
        f"MRS {given} {surname}": 2, f"DR {letter} {surname}": 1, f"{letter} {surname} {common(rng, TRADES)}": 3,
        f"{given} {surname} {common(rng, TRADES)}": 3, f"{surname}S {common(rng, TRADES)}": 1,
        f"{surname} T/A {v.coined(rng)} {common(rng, TRADES)}": 2, f"{rng.choice(SURNAMES)} & {surname}": 1,
        f"{v.coined(rng)} {common(rng, TRADES)}": 3,
    }  # fmt: skip
    return rng.choices(list(patterns), list(patterns.values()))[0]


def _public(rng: random.Random, v: Vocabulary) -> str:
    place = v.place(rng)
    return rng.choice(
        (
            f"{place} CITY COUNCIL", f"{place} BOROUGH COUNCIL", f"{place} NHS FOUNDATION TRUST",
            f"{place} PRIMARY SCHOOL", f"UNIVERSITY OF {place}", f"{place} POLICE",
            f"{place} PARISH COUNCIL", f"ST MARYS CHURCH {place}",
            f"{place} HIGH SCHOOL", f"{place} PENSION FUND", f"THE {place} SURGERY", f"{place} MEDICAL CENTRE",
            f"{place} DC",
        )
    )  # fmt: skip
