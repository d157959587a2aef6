"""How a ledger clerk writes the name of a supplier: shortened, in capitals, by its old name, or wrongly."""

from collections.abc import Callable
from random import Random

from localspend.sample import words
from localspend.sample.suppliers import Supplier

#: House style -> what it does to every name.
STYLES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "capitals": str.upper,
    "cut": lambda name: name.upper()[:30].rstrip(),
    "lower": str.lower,
}
TITLES = ("Mr", "Mrs", "Ms", "Miss", "Dr")
REDACTED = (
    "REDACTED PERSONAL DATA",
    "Redacted Personal Data",
    "Name withheld",
    "REDACTED - COMMERCIAL CONFIDENTIALITY",
)


def spellings(rng: Random, supplier: Supplier, style: str) -> list[str]:
    """The ways one institution writes one supplier: mostly one, the usual one more than once."""
    usual = _spelling(rng, supplier)
    made = [usual] * 5 + [_spelling(rng, supplier)] if rng.random() < 0.15 else [usual]
    return [STYLES[style](name) for name in made]


def _spelling(rng: Random, supplier: Supplier) -> str:
    name, chance = supplier.name, rng.random()
    if supplier.previous and chance < 0.35:
        name = supplier.previous
    elif chance < 0.06:
        name = misspelt(rng, name)
    elif chance < 0.08 and supplier.kind == "company":
        name = f"{name} T/A {rng.choice(words.ABSTRACT)}"
    if rng.random() < 0.3:
        name = name.replace(" Limited", " Ltd") if " Limited" in name else name.replace(" Ltd", " Limited")
    elif rng.random() < 0.04:
        name = name.removesuffix(" Limited").removesuffix(" Ltd")
    return name.replace(" & ", " and ") if rng.random() < 0.1 else name


def misspelt(rng: Random, name: str) -> str:
    """The name with one slip of the keyboard."""
    known = [(right, wrong) for right, wrong in words.SLIPS if right in name]
    return name.replace(*rng.choice(known), 1) if known else name[:2] + name[3:]


def person(rng: Random) -> str:
    """A private person whom nobody could take for a real one."""
    return f"{rng.choice(TITLES)} {rng.choice(words.INITIALS)} {rng.choice(words.INVENTED_PEOPLE)}"
