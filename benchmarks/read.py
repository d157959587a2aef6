"""How fast a ledger is read, and with how much memory.

What: a ledger of a million rows and eleven columns, well-formed and ragged (one row in twenty has a cell too few or two
too many, and there are blank lines); whole commands, imports and all, with line numbers and the account of every row.
Peer: `frictionless validate`, which also opens, types and checks every cell (told not to stop at its
thousandth error); it gets an environment of its own under
benchmarks/work/. How: each command three times in turn, the fastest counts; files are made first and not timed.
"""

import csv
from collections.abc import Sequence
from pathlib import Path
from random import Random

from benchmarks.measure import WORK, Took, install, localspend, run, say

ROWS = 1_000_000
TIMES = 3
PEER = WORK / "frictionless" / "bin" / "frictionless"
NAMES = (
    "Body Name,Directorate,Cost Centre,Expense Type,Payment Date,Transaction Number,Supplier ID,Supplier Name,"
    "Net Amount,VAT,Description"
)


def main() -> None:
    """Print the figures."""
    install(PEER, "frictionless")
    for name, hoped in (("well-formed", "at least 4 times, 5 hoped for"), ("ragged", "at least 1.5 times")):
        path = WORK / f"{name}.csv"
        if not path.exists():
            write(path, ragged=name == "ragged")
        ours, theirs = [], []
        for _ in range(TIMES):
            ours.append(localspend("read", path))
            theirs.append(peer(path))
        compare(name, min(ours, key=_seconds), min(theirs, key=_seconds), hoped)


def compare(name: str, ours: Took, theirs: Took, hoped: str) -> None:
    """Rows a second and memory beside the peer's."""
    say(
        f"read, {name}",
        f"{ROWS / ours.seconds:,.0f} rows/s, {ours.memory / 2**20:,.0f} MiB (hoped: under 1,536 MiB)",
        peer=f"{ROWS / theirs.seconds:,.0f} rows/s, {theirs.memory / 2**20:,.0f} MiB",
        ratio=f"{theirs.seconds / ours.seconds:.1f}",
        hoped=hoped,
    )


def _seconds(took: Took) -> float:
    return took.seconds


def peer(path: Path) -> Took:
    """The peer's run; that it finds a ragged file invalid (exit code 1) is its answer, not a failure."""
    command = 'cd "$1" && "$2" validate "$3" --limit-errors 1000000 >/dev/null; test $? -le 1'
    return run(["sh", "-c", command, "sh", str(path.parent), str(PEER), path.name])


def write(path: Path, *, ragged: bool) -> None:
    """A ledger of ROWS payments to 20,000 suppliers, the same each time."""
    rng = Random("read")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(NAMES.split(","))
        for i in range(ROWS):
            row = payment(i, rng)
            writer.writerow(spoilt(i, row) if ragged and i % 20 == 0 else row)
            if ragged and i % 50_000 == 0:
                file.write("\r\n")


def payment(i: int, rng: Random) -> Sequence[object]:
    """One payment."""
    supplier = rng.randrange(20_000)
    return [
        "Example Borough Council",
        f"Directorate {i % 12}",
        f"CC{i % 900}",
        f"Type {i % 300}",
        f"{i % 28 + 1:02}/{i % 12 + 1:02}/{2018 + i % 6}",
        f"T{i}",
        supplier,
        f"Supplier {supplier} Ltd",
        f"{rng.uniform(-50, 9000):.2f}",
        f"{rng.uniform(0, 900):.2f}",
        f"Works, part {i % 1000}",
    ]


def spoilt(i: int, row: Sequence[object]) -> Sequence[object]:
    """A cell too few or two too many."""
    return row[:-1] if i % 40 else [*row, "x", "y"]


if __name__ == "__main__":
    main()
