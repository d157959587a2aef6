"""How long a question of rules takes: within the program, as a whole command, and beside a built network.

What: `rules` over every kind of buyer and contract, with lots, options and reservations, in process (the middle and the
slowest of all questions); the command of docs/rules.md from start to end; the same of an institution with --category,
and `rules barriers` of a draft of 2,000 words, over a network (--network; the sample is made where none is given).
Peer: none. No open program that answers from the same tables was found; the published calculators are web forms.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

from benchmarks.measure import localspend, say
from localspend.network import KINDS
from localspend.rules.answer import rules
from localspend.rules.barriers.draft import read
from localspend.rules.barriers.record import barriers
from localspend.rules.requirement import CONTRACTS, Requirement

AREAS = ("wards:E05011120", "districts:E08000025", "counties:E11000005", "regions:E12000005", "uk")
COMMAND = ("rules", "--contract", "services", "--value", "180000", "--vat", "excluded", "--date", "2026-11-22")
DRAFT = "Cutting the grass of forty sites\n" + "Bidders must hold ISO 9001 and pay their firms within 30 days. " * 180
TIMES = 5


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rules", description=__doc__)
    parser.add_argument("--network", type=Path, help="a built network whose first institution asks")
    parser.add_argument("--large", action="store_true", help="(for `python -m benchmarks`; changes nothing)")
    asked = parser.parse_args()
    took = sorted(_seconds())
    middle, slowest = statistics.median(took), took[-1]
    say(f"{len(took)} questions of rules, in process", f"{middle * 1000:.1f} ms (slowest {slowest * 1000:.1f} ms)",
        hoped="under 50 ms")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.txt"
        draft.write_text(DRAFT, encoding="utf-8")
        started = time.perf_counter()
        barriers(read(draft))
        say("barriers of 2,000 words, in process", f"{(time.perf_counter() - started) * 1000:.0f} ms")
        _command("the command `rules`", *COMMAND, "--buyer", "council")
        home = asked.network or _sample(Path(folder) / "sample")
        institution = _first(home)
        _command("the same of an institution, with --category", "-C", home, *COMMAND, "--institution", institution,
                 "--category", "77300000")  # fmt: skip
        _command("`rules barriers` beside a market", "rules", "barriers", draft, home, "--category", "77300000")


def _questions() -> Iterator[Requirement]:
    for buyer, contract, value in product(KINDS, CONTRACTS, (9_000, 90_000, 9_000_000)):
        yield Requirement(
            buyer=buyer, contract=contract, on=date(2026, 11, 22), vat="excluded", years=3, options=(Decimal(5_000),),
            lots=(Decimal(value), Decimal(value)), reserve=AREAS, reserve_size=("sme", "vcse"),
        )  # fmt: skip


def _seconds() -> Iterator[float]:
    """Of each question, the tables having been read once."""
    questions = list(_questions())
    rules(questions[0])
    for question in questions:
        started = time.perf_counter()
        rules(question)
        yield time.perf_counter() - started


def _command(what: str, *words: str | Path) -> None:
    took = [localspend(*words).seconds for _ in range(TIMES)]
    say(what, f"{statistics.median(took):.2f} s (the middle of {TIMES})", hoped="under 2.5 s")


def _sample(folder: Path) -> Path:
    print("making the sample network ...", file=sys.stderr, flush=True)
    localspend("demo", folder)
    return folder


def _first(home: Path) -> str:
    from localspend import network

    return network.load(home).institutions[0].id


if __name__ == "__main__":
    main()
