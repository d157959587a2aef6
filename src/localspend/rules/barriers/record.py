"""barriers: a draft -> what keeps small firms out, and the record that the duty to have regard asks for."""

from pathlib import Path
from typing import Any

from localspend.rules.barriers.amounts import amounts
from localspend.rules.barriers.draft import Draft, read
from localspend.rules.barriers.found import Barrier
from localspend.rules.barriers.headings import HEADINGS
from localspend.rules.barriers.phrases import phrases
from localspend.rules.barriers.reading import reading

VERSION = "1"


def barriers(path: Path) -> dict[str, Any]:
    """title, version, barriers (heading, barrier, where, text, why, instead), headings, record. Raises InputError."""
    draft = read(path)
    found = sorted({*phrases(draft), *amounts(draft), *reading(draft)}, key=_order)
    return {
        "title": draft.title,
        "version": VERSION,
        "barriers": [one.document() | {"heading": HEADINGS[one.heading]} for one in found],
        "headings": [
            {"heading": words, "found": sum(one.heading == key for one in found)} for key, words in HEADINGS.items()
        ],
        "record": record(draft, found),
        "says": "A decision aid, not legal advice. What it does not find may still keep small firms out.",
    }


def record(draft: Draft, found: list[Barrier]) -> list[str]:
    """A line for each heading: what was found and what is proposed, for the officer to change and file."""
    lines = [f"Barriers considered for: {draft.title or 'this requirement'} (Procurement Act 2023 ss. 12(4) and 86)."]
    for key, words in HEADINGS.items():
        mine = [one for one in found if one.heading == key]
        steps = " ".join(dict.fromkeys(one.instead for one in mine))
        what = ", ".join(dict.fromkeys(one.barrier for one in mine))
        lines.append(f"{words}: {what}. Proposed: {steps}" if mine else f"{words}: nothing found by the check.")
    return lines


def _order(one: Barrier) -> tuple[int, str, str]:
    return list(HEADINGS).index(one.heading), one.barrier, one.where
