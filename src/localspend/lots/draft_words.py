"""What a draft from payments says of itself, and how it is written as REQUIREMENT.toml."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from localspend.insight.facts.counted import UNKNOWN
from localspend.insight.rhythms.recurring import months_later
from localspend.lots.requirement import Unit

Row = Mapping[str, Any]
VAT = {"net": "without VAT", "gross": "with VAT", UNKNOWN: "of which nobody says whether VAT is in them"}


#: The same as the file says it.
WRITTEN = {"net": "excluded", "gross": "included"}


def toml(title: str, category: str, units: Sequence[Unit], notes: Sequence[str], bases: Sequence[str] = ()) -> str:
    """REQUIREMENT.toml, what was assumed as comments."""
    vat = WRITTEN.get(bases[0], "") if len(bases) == 1 else ""
    lines = ["# A draft from payments: correct it before it is used.", *(f"# - {_line(note)}" for note in notes)]
    lines += [
        f"title = {_quoted(title)}",
        f"category = {_quoted(category)}  # CPV" + ("" if category else "; nobody knows it yet: fill it in"),
        f"vat = {_quoted(vat)}" if vat else '# vat = "excluded"  # fill in: included, excluded or exempt',
        "minimum_expected_bidders = 3", "max_lots = 6",
        "cost_per_lot = 0  # fill in: what managing one lot more costs a year",
        "# loss_of_scope = \"2%\"  # what scale is worth, for each lot beyond the first",
        "# max_lots_per_supplier = 2",
    ]  # fmt: skip
    for unit in units:
        lines += ["", "[[units]]", f"id = {_quoted(unit.id)}", f"value = {unit.value:.2f}"]
        lines.append(f"place = {_quoted(unit.place)}" if unit.place else 'place = ""  # postcode')
        lines += [f"service = {_quoted(unit.service)}"] if unit.service else []
    lines += ["", "# Staff who would transfer together (TUPE): ask before dividing.",
              "# [[tupe]]", '# units = ["...", "..."]']  # fmt: skip
    return "\n".join(lines) + "\n"


def about(contract: Row, as_of: date, taken: str) -> Iterator[str]:
    """The contract, and which payments the values are."""
    who = contract["supplier_shown"] or "a payee that is not named"
    if contract["contract_id"] is None:
        head = f"What {contract['institution_id']} paid to {who}; no register tells of the contract."
    else:
        head = (
            f"Contract {contract['contract_ref'] or contract['contract_id']} of {contract['institution_id']} with {who}"
        )
    value = f", £{contract['value']:,.2f} in the register ({contract['value_kind']})" if contract["value"] else ""
    ends = f", ends on {_day(contract['end_on'])}" if contract["end_on"] else ""
    yield head + (f"{ends}{value}." if contract["contract_id"] else "")
    since = months_later(as_of, -12)
    yield f"Values are {taken}, after {_day(since)} up to {_day(as_of)}, credits taken off."


def held(first: date, as_of: date) -> Iterator[str]:
    """Whether a year is held whole."""
    if first > months_later(as_of, -11):
        yield f"Less than a year of payments is held (from {_day(first)}): a whole year would come to more."


def divided(by: Sequence[str], units: Sequence[Unit]) -> Iterator[str]:
    """By what units are told apart, and what is missing."""
    if not by or len(units) < 2:
        yield "The ledger tells no sites or services apart: divide this one unit by hand, with a value for each."
        return
    yield f"Units are told apart by {' and '.join(name.replace('_', ' ') for name in by)}: no more is in the ledger."
    if not all(unit.place for unit in units):
        yield "A place is given only where the ledger writes a postcode: add the others."


def basis(bases: Sequence[str]) -> Iterator[str]:
    """Whether VAT is in the amounts."""
    said = [VAT.get(one, one) for one in bases]
    yield f"Amounts are {said[0]}." if len(said) == 1 else f"Some amounts are {', some '.join(said)}: put them right."


def others(many: int) -> Iterator[str]:
    """How many other contracts the payee has."""
    if many:
        others = "another contract" if many == 1 else f"{many} other contracts"
        yield f"The register has {others} of this payee: their payments may be among these."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _line(text: str) -> str:
    """A note on one line, without what TOML forbids in a comment."""
    return "".join(c if c.isprintable() else " " for c in text)


def _quoted(text: str) -> str:
    """A text as TOML writes it: what JSON writes of printable letters is the same."""
    return json.dumps(_line(text), ensure_ascii=False)
