"""How right a matcher's answers are: a threshold chosen on one half of the names, figures from the other half, once.

    python -m benchmarks.identity.evaluate ANSWERS.csv TRUTH.csv

ANSWERS has line, rank (from 1), company_number and score, up to five a name; a higher score is surer. TRUTH has line,
company_number (empty: no entry), noise and half. A line without answers was asked and found nothing, unless a sample
was asked: then ANSWERS names each line that was, with an empty company_number where nothing was found.
"""

import argparse
import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

#: The precisions at which recall is compared.
PRECISIONS = (0.98, 0.99)


class Truth(NamedTuple):
    """What is right for a line: a number, or nothing; what was done to the name; which half it is in."""

    number: str
    noise: str
    half: str


class Answer(NamedTuple):
    """One candidate of a line."""

    number: str
    score: float


class Share(NamedTuple):
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share, 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval at 95%. Source: Wilson (1927), Journal of the American Statistical Association 22."""
        if not self.whole:
            return 0.0, 1.0
        z, n, p = 1.959964, self.whole, self.value
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.4f} ({low:.4f} to {high:.4f})"


Answers = Mapping[int, Sequence[Answer]]
Truths = Mapping[int, Truth]


@dataclass(frozen=True)
class Figures:
    """What the test half says at one threshold."""

    threshold: float
    precision: Share
    recall: Share
    held_out: Share
    absent: Share
    by_noise: Mapping[str, Share]


def read_truth(path: Path) -> dict[int, Truth]:
    """The truth of each line."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {int(r["line"]): Truth(r["company_number"], r["noise"], r["half"]) for r in csv.DictReader(stream)}


def read_answers(path: Path) -> dict[int, list[Answer]]:
    """The answers of each line that was asked, best first."""
    found: dict[int, list[tuple[int, Answer]]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            ranked = found.setdefault(int(row["line"]), [])
            if row["company_number"]:
                ranked.append((int(row["rank"]), Answer(row["company_number"], float(row["score"]))))
    return {line: [answer for _, answer in sorted(ranked)] for line, ranked in found.items()}


def threshold(answers: Answers, truth: Truths, precision: float) -> float:
    """The lowest score from which answers of the train half are right to `precision`; infinite where there is none."""
    best = [
        (a[0].score, a[0].number == truth[line].number) for line, a in answers.items() if _of(truth, line, "train", a)
    ]
    best.sort(reverse=True)
    right, lowest = 0, math.inf
    for n, (score, is_right) in enumerate(best, 1):
        right += is_right
        if (n == len(best) or best[n][0] < score) and right / n >= precision:
            lowest = score
    return lowest


def figures(answers: Answers, truth: Truths, lowest: float, half: str = "test") -> Figures:
    """What `half` says where answers that score `lowest` or more are accepted."""
    accepted = {line: a[0].number for line, a in answers.items() if _of(truth, line, half, a) and a[0].score >= lowest}
    asked = {line: t for line, t in truth.items() if t.half == half}
    right = {line for line, number in accepted.items() if number == asked[line].number}
    present = {line for line, t in asked.items() if t.number}
    gone = asked.keys() - present
    held = {line for line in gone if asked[line].noise == "absent-heldout"}
    kinds = {kind for line in present for kind in asked[line].noise.split("+")}
    noisy = {kind: {line for line in present if kind in asked[line].noise.split("+")} for kind in sorted(kinds)}
    return Figures(
        lowest,
        Share(len(right), len(accepted)),
        Share(len(right), len(present)),
        Share(len(held & accepted.keys()), len(held)),
        Share(len(gone & accepted.keys()), len(gone)),
        {kind: Share(len(lines & right), len(lines)) for kind, lines in noisy.items()},
    )


def among_first(answers: Answers, truth: Truths, first: int, half: str = "test") -> Share:
    """How often the right entry is among the `first` answers, of the lines that have one."""
    present = [line for line, t in truth.items() if t.half == half and t.number]
    found = sum(truth[line].number in (a.number for a in answers.get(line, ())[:first]) for line in present)
    return Share(found, len(present))


def asked_of(truth: Truths, lines: set[int] | None) -> dict[int, Truth]:
    """The truth of the lines that were asked; all where `lines` is None."""
    return {line: t for line, t in truth.items() if lines is None or line in lines}


def lines(answers: Answers, truth: Truths) -> list[str]:
    """A report for people."""
    out = [f"right first {among_first(answers, truth, 1)}", f"among the first five {among_first(answers, truth, 5)}"]
    for precision in PRECISIONS:
        at = figures(answers, truth, threshold(answers, truth, precision))
        out += [
            f"at precision {precision} of the train half: score {at.threshold:.4f}",
            f"  precision {at.precision}",
            f"  recall {at.recall}",
            f"  held out, wrongly accepted {at.held_out}",
            f"  without an entry, wrongly accepted {at.absent}",
            *(f"    recall of {kind}: {share}" for kind, share in at.by_noise.items()),
        ]
    return out


def _of(truth: Truths, line: int, half: str, answers: Sequence[Answer]) -> bool:
    return bool(answers) and line in truth and truth[line].half == half


def main() -> None:
    """Print the report of one file of answers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answers", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--sample", action="store_true", help="only the lines that the answers name were asked")
    asked = parser.parse_args()
    answers = read_answers(asked.answers)
    truth = asked_of(read_truth(asked.truth), set(answers) if asked.sample else None)
    print("\n".join(lines(answers, truth)))


if __name__ == "__main__":
    main()
