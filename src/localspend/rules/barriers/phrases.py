"""Wordings that keep small firms out: each a row of phrases.csv, unless the same sentence softens it."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from localspend.rules.barriers.draft import Draft
from localspend.rules.barriers.found import Barrier

#: A sentence that says it is not asked for.
WAIVED = re.compile(
    r"(?i)\b(is|are|will|do|does|be|need) not (be )?(required|needed|asked|necessary|mandatory|expected)"
    r"|\bnot (required|needed)\b|\bno need\b|\bwithout (a|any|having)\b"
    r"|\b(we|do|does|will|need) not (ask|require|need|insist|have|hold|send|want)"
    r"|\bno [^.]{0,60}\b(is|are|will be) (required|needed|asked|necessary|wanted|sought)"
)


def phrases(draft: Draft) -> Iterator[Barrier]:
    """Every wording found, with the line and the sentence in which it stands."""
    for where, sentence in draft.sentences:
        if WAIVED.search(sentence):
            continue
        for row in _rows():
            if re.search(row["pattern"], sentence) and not (row["unless"] and re.search(row["unless"], sentence)):
                yield Barrier(row["heading"], row["barrier"], where, sentence, row["why"], row["instead"])


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with Path(__file__).with_name("phrases.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
