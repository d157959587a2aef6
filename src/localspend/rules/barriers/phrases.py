"""Wordings that keep small firms out: each a row of phrases.csv, unless the same sentence softens it."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from localspend.rules.barriers.draft import Draft
from localspend.rules.barriers.found import Barrier


def phrases(draft: Draft) -> Iterator[Barrier]:
    """Every wording found, with the line and the sentence in which it stands."""
    for where, text in draft.lines:
        for sentence in re.split(r"(?<=[.!?;])\s+", text):
            for row in _rows():
                if re.search(row["pattern"], sentence) and not (row["unless"] and re.search(row["unless"], sentence)):
                    yield Barrier(
                        row["heading"], row["barrier"], where, sentence.strip()[:300], row["why"], row["instead"]
                    )


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with Path(__file__).with_name("phrases.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
