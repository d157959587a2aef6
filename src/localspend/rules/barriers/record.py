"""barriers: a draft -> what keeps small firms out, and the record that the duty to have regard asks for."""

import re
from collections.abc import Iterator
from typing import Any

from localspend.rules.barriers.amounts import amounts
from localspend.rules.barriers.draft import Draft
from localspend.rules.barriers.found import Barrier
from localspend.rules.barriers.headings import HEADINGS
from localspend.rules.barriers.market import Market, capacity
from localspend.rules.barriers.phrases import phrases
from localspend.rules.barriers.reading import in_english, reading

VERSION = "2"
#: Letters of a sentence that are shown.
SHOWN = 300
#: Places of what stands in fields, whatever language the words are in.
FIELDS = ("lots", "tender period", "price weight", "payment days")


def barriers(draft: Draft, market: Market | None = None) -> dict[str, Any]:
    """title, version, barriers (heading, barrier, where, text, why, instead), headings, record, notes, says.

    `market` are the firms that exist nearby, where a network knows them.
    """
    every = {*phrases(draft), *amounts(draft), *reading(draft), *capacity(draft, market)}
    english = in_english(draft)
    found = sorted((one for one in every if english or one.where in FIELDS), key=_order)
    return {
        "title": draft.title,
        "version": VERSION,
        "barriers": [
            one.document() | {"heading": HEADINGS[one.heading], "text": one.text[:SHOWN].rstrip()} for one in found
        ],
        "headings": [
            {"heading": words, "found": sum(one.heading == key for one in found)} for key, words in HEADINGS.items()
        ],
        "record": record(draft, found),
        "notes": list(_notes(draft, english, market)),
        "says": "A decision aid, not legal advice. What it does not find may still keep small firms out.",
    }


def _notes(draft: Draft, english: bool, market: Market | None) -> Iterator[str]:
    """What was not looked at."""
    if not english:
        yield "The draft is not in English: only its fields were looked at, none of its words."
    if draft.value is None:
        yield "No value is given: turnover, insurance and the size of lots could not be set against it."
    if market is not None and not market.rooms:
        yield f"No firm of {market.area} is known for {market.category}: what they could carry was not looked at."
    if market is None:
        yield "Firms that exist nearby were not looked at: name a network (-C DIR) and the category (CPV)."


def record(draft: Draft, found: list[Barrier]) -> list[str]:
    """A line for each heading: what was found and what is proposed, for the officer to change and file."""
    lines = [f"Barriers considered for: {draft.title or 'this requirement'} (Procurement Act 2023 ss. 12(4) and 86)."]
    for key, words in HEADINGS.items():
        mine = [one for one in found if one.heading == key]
        steps = " ".join(dict.fromkeys(one.instead for one in mine))
        what = ", ".join(dict.fromkeys(one.barrier for one in mine))
        decided = "Decided (removed, reduced, or kept because): "
        lines.append(
            f"{words}: {what}. Proposed: {steps} {decided}" if mine else f"{words}: nothing found by the check."
        )
    return lines


def _order(one: Barrier) -> tuple[int, str, tuple[str, int]]:
    return list(HEADINGS).index(one.heading), one.barrier, _in_order(one.where)


def _in_order(where: str) -> tuple[str, int]:
    """line 9 stands before line 10."""
    number = re.search(r"\d+", where)
    return re.sub(r"\d+.*", "", where), int(number[0]) if number else 0
