"""An invented register: companies with families of like names, previous names, dissolved ones, shared offices."""

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from benchmarks.identity.words import FORMS_OF_BUSINESS, STREETS, THINGS, TRADES, Vocabulary, common

TODAY = date(2026, 11, 1)
OLDEST = 40
#: How often the name of a dissolved company, or a name before, is that of another company now.
REUSED = 0.03
#: How often a company with a sister's name has her office too.
SAME_OFFICE = 0.5
LETTERS = "ABCDEFGHIJKLMNOPRSTW"


@dataclass
class Company:
    """One company of the register."""

    number: str
    name: str
    postcode: str
    founded: date
    dissolved: date | None = None
    previous: list[tuple[str, date]] = field(default_factory=list)


def _initials(rng: random.Random) -> str:
    return " ".join(rng.choice(LETTERS) for _ in range(rng.choice((1, 1, 2, 2, 3))))


def _tight(rng: random.Random) -> str:
    return "".join(rng.choice(LETTERS) for _ in range(rng.choice((2, 3, 3, 3, 4))))


def _street(rng: random.Random, v: Vocabulary) -> str:
    number = f"{rng.randrange(1, 200)} " if rng.random() < 0.5 else ""
    return f"{number}{v.place(rng)} {rng.choice(STREETS)}"


#: How names are put together, and how often.
PATTERNS: list[tuple[int, Callable[[random.Random, Vocabulary], str]]] = [
    (14, lambda r, v: f"{v.coined(r)} {common(r, TRADES)}"),
    (11, lambda r, v: v.coined(r)),
    (9, lambda r, v: f"{v.surname(r)} {common(r, TRADES)}"),
    (6, lambda r, v: f"{_initials(r)} {v.surname(r)} {common(r, TRADES)}"),
    (4, lambda r, v: f"{r.choice(v.given)} {v.surname(r)} {common(r, TRADES)}"),
    (4, lambda r, v: f"{r.choice(v.given)} {v.surname(r)}"),
    (3, lambda r, v: f"{v.surname(r)} & {v.surname(r)}"),
    (2, lambda r, v: f"{v.surname(r)} & {r.choice(('SON', 'SONS', 'CO', 'PARTNERS', 'DAUGHTERS'))}"),
    (2, lambda r, v: f"{_initials(r)} {v.surname(r)} & SONS"),
    (8, lambda r, v: f"{common(r, THINGS, 1.4)} {common(r, THINGS, 1.4)} {common(r, TRADES)}"),
    (6, lambda r, v: f"{common(r, THINGS, 1.4)} {common(r, TRADES)}"),
    (4, lambda r, v: f"{common(r, THINGS, 1.4)} {common(r, TRADES)} {common(r, FORMS_OF_BUSINESS)}"),
    (5, lambda r, v: f"{v.coined(r)} {common(r, TRADES)} {common(r, FORMS_OF_BUSINESS)}"),
    (4, lambda r, v: f"{v.coined(r)} {v.coined(r)}"),
    (5, lambda r, v: f"{v.place(r)} {common(r, TRADES)}"),
    (3, lambda r, v: f"{v.place(r)} {common(r, TRADES)} {common(r, TRADES)}"),
    (3, lambda r, v: f"{_tight(r)} {common(r, TRADES)}"),
    (3, lambda r, v: f"{_tight(r)} {common(r, TRADES)} {common(r, FORMS_OF_BUSINESS)}"),
    (3, lambda r, v: f"{_street(r, v)} {r.choice(('MANAGEMENT COMPANY', 'MANAGEMENT', 'RTM COMPANY', 'FREEHOLD'))}"),
    (2, lambda r, v: f"{v.coined(r)} {r.randrange(1, 2030)}"),
    (2, lambda r, v: f"{v.coined(r)}{r.choice(('.CO.UK', '.COM', ' ONLINE', ' 24/7', ' 4U'))}"),
    (1, lambda r, v: f"THE {v.place(r)} {common(r, THINGS)} {r.choice(('TRUST', 'CLUB', 'ASSOCIATION', 'CENTRE'))}"),
    (1, lambda r, v: f"{v.surname(r)}'S {common(r, TRADES)}"),
    (1, lambda r, v: f"FRIENDS OF {v.place(r)} {r.choice(('MUSEUM', 'PARK', 'LIBRARY', 'HOSPITAL'))}"),
]
_WEIGHTS = [weight for weight, _ in PATTERNS]
FORMS = [
    (" LIMITED", 48), (" LTD", 45), (" LTD.", 1), (" LLP", 1.2), (" PLC", 0.3), (" C.I.C.", 0.4),
    (" COMMUNITY INTEREST COMPANY", 0.5), (" CIC", 0.5), (" COMPANY LIMITED", 0.6), (" CO. LIMITED", 0.4),
    (" CYFYNGEDIG", 0.1), ("", 1.0),
]  # fmt: skip


def bare(rng: random.Random, v: Vocabulary) -> str:
    """A name without its legal form."""
    name = rng.choices(PATTERNS, _WEIGHTS)[0][1](rng, v)
    if rng.random() < 0.04:
        name += f" ({rng.choice((v.place(rng), 'UK', 'HOLDINGS', 'NORTH', 'SOUTH', 'EUROPE'))})"
    return name


def sibling(rng: random.Random, v: Vocabulary, name: str) -> str:
    """A name like `name` that another company could have."""
    words = name.split(" ")
    draw = rng.random()
    if draw < 0.45:
        extra = rng.choice(
            ("HOLDINGS", "GROUP", "PROPERTIES", "UK", "INVESTMENTS", "INTERNATIONAL", "DEVELOPMENTS", "2")
        )
        return f"{name} {extra}"
    if draw < 0.6:
        return f"{name} ({v.place(rng)})"
    if draw < 0.85 and len(words) > 1:
        return " ".join([*words[:-1], common(rng, TRADES)])
    if len(words) > 1:
        return " ".join([words[0], v.place(rng), *words[1:]])
    return f"{name} {common(rng, TRADES)}"


def _form(rng: random.Random) -> str:
    return rng.choices([form for form, _ in FORMS], [weight for _, weight in FORMS])[0]


class Register:
    """Companies one after the other, the same for the same seeds."""

    def __init__(self, seed: int, vocabulary: int) -> None:
        self.rng = random.Random(f"register {seed}")
        self.words = Vocabulary(vocabulary)
        self.taken: set[int] = set()
        self.recent: list[tuple[str, str]] = []
        self.offices = [self._postcode() for _ in range(400)]

    def companies(self, count: int) -> Iterator[Company]:
        """`count` companies; live ones have names of their own, but for a few with another legal form."""
        for n in range(count):
            yield self._company(n)

    def _company(self, n: int) -> Company:
        rng = self.rng
        dissolved = rng.random() < 0.12
        name, postcode = self._name(dissolved)
        founded = TODAY - timedelta(days=int(365 * OLDEST * rng.random() ** 2))
        made = Company(_number(rng, n), name + _form(rng), postcode, founded)
        age = (TODAY - founded).days
        if dissolved:
            made.dissolved = founded + timedelta(days=int(age * (0.2 + 0.8 * rng.random())))
        if rng.random() < 0.13:
            for _ in range(rng.choice((1, 1, 1, 2, 3))):
                until = founded + timedelta(days=int(age * rng.random()))
                before = self._name(True)[0] if rng.random() < 0.6 else sibling(rng, self.words, name)
                made.previous.append((before + _form(rng), until))
        return made

    def _name(self, gone: bool) -> tuple[str, str]:
        """A name that nobody has had, and a postcode: companies of one family often share an office. A name that is
        gone may have been taken by another since, seldom."""
        rng = self.rng
        if gone and self.recent and rng.random() < REUSED:
            return rng.choice(self.recent)[0], self._place()
        while True:
            like = rng.choice(self.recent) if self.recent and rng.random() < 0.14 else None
            name = sibling(rng, self.words, like[0]) if like else bare(rng, self.words)
            known = hash_of(name)
            if known not in self.taken or rng.random() < 0.002:
                self.taken.add(known)
                made = name, like[1] if like and rng.random() < SAME_OFFICE else self._place()
                self._remember(made)
                return made

    def _remember(self, made: tuple[str, str]) -> None:
        if len(self.recent) < 5000:
            self.recent.append(made)
        else:
            self.recent[self.rng.randrange(5000)] = made

    def _place(self) -> str:
        rng = self.rng
        return self.offices[int(400 * rng.random() ** 2)] if rng.random() < 0.2 else self._postcode()

    def _postcode(self) -> str:
        rng = self.rng
        area = rng.choice(
            ("B", "M", "S", "LS", "L", "BS", "CF", "G", "EH", "NE", "NG", "DE", "CV", "WV", "DY", "SE", "N", "E")
        )
        inward = f"{rng.randrange(1, 10)}{rng.choice('ABDEFGHJLNPQRSTUWXYZ')}{rng.choice('ABDEFGHJLNPQRSTUWXYZ')}"
        return f"{area}{rng.randrange(1, 40)} {inward}"


def hash_of(name: str) -> int:
    """A number for the letters of a name, the same in every run."""
    letters = "".join(c for c in name.replace(" AND ", " ") if c.isalnum())
    return int.from_bytes(hashlib.blake2b(letters.encode(), digest_size=8).digest())


def _number(rng: random.Random, n: int) -> str:
    prefix = rng.choices(("", "SC", "NI", "OC"), (92, 5, 2, 1))[0]
    return f"{prefix}{n + 1:0{8 - len(prefix)}d}"
