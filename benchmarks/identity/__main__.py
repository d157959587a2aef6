"""Which company a written name is: localspend and its peers on the same generated register, in one run.

    python -m benchmarks.identity [--large] [--companies 500000] [--peers all] [--work FOLDER]

Peers run in an environment of their own (made from identity/peers.txt). Thresholds are chosen on
one half of the names, figures come from the other. Memory and seconds are of whole processes, one at a time.
"""

import argparse
import csv
import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import NamedTuple

from benchmarks.identity import evaluate, generate
from benchmarks.measure import WORK, run

ENVIRONMENT = WORK / "peers"
#: The fewest names that give a rate; slow peers are asked a sample.
SAMPLE = 500
#: What is asked of five million companies: the best peers of the smaller register, TF-IDF with a sample of the names.
LARGE, LARGE_PEERS, LARGE_SAMPLE = 5_000_000, "letters;TF-IDF, words and 3-grams;Splink, words, labels", 2000


class Method(NamedTuple):
    """How a method is run: module, its arguments, and whether it belongs to the peers' environment."""

    module: str
    args: tuple[str, ...] = ()
    ours: bool = False


OURS = {
    "localspend": Method("benchmarks.identity.ours", ours=True),
    "localspend, names alone": Method("benchmarks.identity.ours", ("--no-postcodes",), ours=True),
}
PEERS = {
    "letters alone": Method("benchmarks.identity.peers.letters"),
    **{
        f"TF-IDF, {settings}": Method("benchmarks.identity.peers.tfidf", ("--settings", settings, "--margin", "0.5"))
        for settings in ("3-grams", "2 to 4-grams", "words and 3-grams")
    },
    **{
        f"Splink, {settings}": Method(
            "benchmarks.identity.peers.with_splink", ("--settings", settings, "--margin", margin)
        )
        for settings, margin in (
            ("Jaro-Winkler", "0.8"),
            ("words", "0.0"),
            ("words, labels", "0.3"),
            ("one comparison, labels", "0.0"),
        )
    },
    **{
        f"{settings} ({SAMPLE} names)": Method(
            "benchmarks.identity.peers.jaro", ("--settings", settings, "--sample", str(SAMPLE))
        )
        for settings in ("Jaro-Winkler", "Jaro-Winkler, words sorted")
    },
}
#: The candidates of this peer are scored by localspend, so that design and training are told apart.
CANDIDATES = "TF-IDF, 3-grams, our scorer"


def main() -> None:
    """Run what is asked and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", action="store_true", help=f"{LARGE:,} companies and the best peers")
    parser.add_argument("--companies", type=int, default=500_000)
    parser.add_argument("--names", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=WORK / "identity")
    parser.add_argument("--peers", default="all", help="all, none, or parts of names, parted by semicolons")
    asked = parser.parse_args()
    if asked.large:
        asked.companies, asked.peers = LARGE, LARGE_PEERS if asked.peers == "all" else asked.peers
    folder = asked.work / f"{asked.companies}-{asked.seed}"
    if not (folder / "truth.csv").is_file():
        generate.generate(folder, asked.companies, asked.names, asked.seed, 1)
    print(ROW.format(*HEAD))
    for name, method in OURS.items():
        report(name, folder, method)
    wanted = [] if asked.peers == "none" else ["" if part == "all" else part for part in asked.peers.split(";")]
    for name, method in PEERS.items():
        if any(part in name for part in wanted):
            environment()
            if asked.companies >= LARGE and name.startswith("TF-IDF"):
                sampled = method._replace(args=(*method.args, "--sample", str(LARGE_SAMPLE)))
                report(f"{name} ({LARGE_SAMPLE} names)", folder, sampled)
            else:
                report(name, folder, method)
    if any(part in CANDIDATES for part in wanted):
        environment()
        found = answers(
            folder, CANDIDATES + " candidates", Method("benchmarks.identity.peers.tfidf", ("--first", "20"))
        )
        report(CANDIDATES, folder, Method("benchmarks.identity.ours", ("--candidates", str(found)), ours=True))


HEAD = (
    "method",
    "precision",
    "recall",
    "held out",
    "precision",
    "recall",
    "held out",
    "first 5",
    "names/s",
    "index s",
    "MiB",
)
ROW = "{:<42} {:>9} {:>7} {:>8} {:>9} {:>7} {:>8} {:>7} {:>8} {:>7} {:>6}"


def answers(folder: Path, name: str, method: Method) -> Path:
    """The answers of a method, and what it took beside them."""
    out = folder / (name.lower().replace(",", "").replace("(", "").replace(")", "").replace(" ", "-") + ".csv")
    python = sys.executable if method.ours else str(ENVIRONMENT / "bin" / "python")
    files = ("--register", folder / "register.csv", "--names", folder / "names.csv", "--out", out)
    took = run([python, "-m", method.module, *files, *method.args])
    said = json.loads(out.with_suffix(".json").read_text("utf-8"))
    out.with_suffix(".json").write_text(json.dumps(said | {"memory": took.memory}), encoding="utf-8")
    return out


def report(name: str, folder: Path, method: Method) -> None:
    """Run a method and print its line: precision and recall at both points, first five, held-out companies accepted."""
    out = answers(folder, name, method)
    found = evaluate.read_answers(out)
    truth = evaluate.asked_of(
        evaluate.read_truth(folder / "truth.csv"), set(found) if "--sample" in method.args else None
    )
    took = json.loads(out.with_suffix(".json").read_text("utf-8"))
    at = [evaluate.figures(found, truth, evaluate.threshold(found, truth, p)) for p in evaluate.PRECISIONS]
    cells = [cell for figures in at for cell in _cells(figures)]
    first = f"{evaluate.among_first(found, truth, 5).value:.4f}"
    memory, rate = took["memory"] / 2**20, took["names"] / took["match"]
    print(ROW.format(name, *cells, first, f"{rate:,.0f}", f"{took['index']:.1f}", f"{memory:,.0f}"), flush=True)
    if method.ours:
        decided(f"{name}, as match decides", out, truth)


def _cells(at: evaluate.Figures) -> list[str]:
    return [f"{share.value:.4f}" for share in (at.precision, at.recall, at.held_out)]


def decided(name: str, out: Path, truth: evaluate.Truths) -> None:
    """Print what `match` accepts unless told otherwise: the same answers at the threshold that it ships with."""
    with out.open(encoding="utf-8", newline="") as stream:
        lowest = min(float(row["score"]) for row in csv.DictReader(stream) if row["judgement"] == "accept")
    at = evaluate.figures(evaluate.read_answers(out), truth, lowest)
    print(ROW.format(name, *_cells(at), *[""] * 7), flush=True)


def environment() -> None:
    """Make the peers' environment where it is not there."""
    if (ENVIRONMENT / "done").is_file():
        return
    venv.create(ENVIRONMENT, with_pip=True)
    subprocess.run(
        [ENVIRONMENT / "bin" / "python", "-m", "pip", "install", "--quiet", "-r", Path(__file__).parent / "peers.txt"],
        check=True,
    )
    (ENVIRONMENT / "done").touch()


if __name__ == "__main__":
    main()
