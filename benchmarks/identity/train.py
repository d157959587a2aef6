"""Learn what each feature weighs, from generated registers and names, and write suppliers/weights.json.

A conditional logit over the candidates of each name and nobody, fitted by Newton's method; half of the names choose the
probabilities at which precision is 0.98 and 0.99. Never trained on real labels, nor on the sets that are used for
judging.

    python -m benchmarks.identity.train FOLDER…      each with register.csv, names.csv, truth.csv
"""

import argparse
import csv
import json
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from ibis.expr.types import Table

from localspend import engine
from localspend.pipeline import match as files
from localspend.pipeline import names_file
from localspend.sources.registers import plain
from localspend.suppliers import decide, features, index, match, score
from localspend.suppliers.index import Index

OUT = Path(score.__file__).with_name("weights.json")
Floats = npt.NDArray[np.float64]
#: Strength of the pull towards nothing: features that say little stay small.
RIDGE = 2.0
REVIEW = 0.2
#: What generated names cannot teach, for they have no days: a firm is not paid before it is there, nor long after; and
#: one that is gone is seldom the one that is paid.
GIVEN = {"out_of_time": -4.0, "gone": -1.0}
#: What may not speak for a link, and what may not speak against one, whatever the generated names say.
AGAINST = (
    "extra", "extra_known", "extra_before_form", "missing", "sister", "both_differ", "other_form", "other_kind",
    "other_postcode", "previous", "gone", "numbers_differ", "initials_differ", "top_missing", "top_inexact", "own_word",
    "other_body", "edits", "evidence_short", "commonplace", "beginning", "trading", "person",
)  # fmt: skip
FOR = (
    "evidence", "name_covered", "entry_covered", "same_letters", "same_words", "likeness", "same_form", "same_postcode",
    "near_postcode", "rarest",
)  # fmt: skip
#: The least precision, and the share of held-out companies that may be accepted as another: false accepts count first.
POINTS = {0.98: 0.017, 0.99: 0.012}


class Set(NamedTuple):
    """A folder of generated data, its names and index ready to be asked, and the truth of each name."""

    folder: Path
    names: Table
    index: Index
    truth: list[dict[str, str]]


class Pairs(NamedTuple):
    """Pairs of the names that teach with organisations: features, the name's number, and whether right."""

    x: Floats
    name: npt.NDArray[np.int64]
    right: Floats


def opened(folder: Path) -> Set:
    """The data in `folder`."""
    connection = engine.duckdb()
    with tempfile.TemporaryDirectory() as made:
        plain.convert([folder / "register.csv"], Path(made) / "organisations.parquet")
        known = index.build(engine.read_parquet(connection, Path(made) / "organisations.parquet"))
    rows = names_file.rows(folder / "names.csv")
    asked = [files.Asked(row["supplier_text"], row.get("postcode", "")) for row in rows]
    truth = list(csv.DictReader((folder / "truth.csv").open(encoding="utf-8")))
    return Set(folder, files.names_table(connection, asked), known, truth)


def pairs_of(data: Set) -> Pairs:
    """The best pair of each organisation with each name that teaches."""
    ranked = match.ranked(data.names, data.index)
    table = ranked.select("name_id", "supplier_id", *features.FEATURES).order_by("name_id", "supplier_id").to_pyarrow()
    name = table.column("name_id").to_numpy()
    given = zip(name, table.column("supplier_id").to_pylist(), strict=True)
    right = np.array([data.truth[n]["company_number"] == s for n, s in given], float)
    x = np.column_stack([table.column(f).to_numpy() for f in features.FEATURES])
    missed = sum(1 for row in data.truth if row["company_number"]) - right.sum()
    print(f"{data.folder}: {len(name):,} pairs, {int(missed):,} right ones not among them", flush=True)
    learn = np.array([data.truth[n]["half"] == "train" for n in name])
    return Pairs(x[learn], name[learn], right[learn])


def fit(x: Floats, group: npt.NDArray[np.int64], right: Floats) -> Floats:
    """Weights (intercept first) of the conditional logit; `group` numbers the names from 0."""
    x = np.column_stack([np.ones(len(x)), x])
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = chances(x @ w, group)
        mean = np.zeros((group.max() + 1, x.shape[1]))
        np.add.at(mean, group, p[:, None] * x)
        slope = x.T @ (right - p) - RIDGE * w
        curve = (x * p[:, None]).T @ x - mean.T @ mean + RIDGE * np.eye(x.shape[1])
        step = np.linalg.solve(curve, slope)
        w += step
        if np.abs(step).max() < 1e-6:
            break
    return w


def fit_signed(x: Floats, group: npt.NDArray[np.int64], right: Floats) -> Floats:
    """`fit`, where a feature that would speak the wrong way does not speak at all."""
    signs = np.array([0, *(-1 if f in AGAINST else 1 if f in FOR else 0 for f in features.FEATURES)])
    silent = np.zeros(len(signs), bool)
    while True:
        w = np.zeros(len(signs))
        w[~silent] = fit(x[:, ~silent[1:]], group, right)
        wrong = w * signs < 0
        if not wrong.any():
            return w
        silent |= wrong


def chances(z: Floats, group: npt.NDArray[np.int64]) -> Floats:
    """Each candidate's share of its name's candidates and nobody."""
    e = np.exp(np.clip(z, -30, 30))
    total = np.ones(group.max() + 1)
    np.add.at(total, group, e)
    return e / total[group]


def main() -> None:
    """Train on the folders given and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    sets = [opened(folder) for folder in parser.parse_args().folders]
    pairs = [pairs_of(data) for data in sets]
    name = np.concatenate([p.name + n * 10**7 for n, p in enumerate(pairs)])
    x, right = np.concatenate([p.x for p in pairs]), np.concatenate([p.right for p in pairs])
    w = fit_signed(x, np.unique(name, return_inverse=True)[1], right)
    given = np.array([0.0, *(GIVEN.get(f, 0.0) for f in features.FEATURES)])
    weights = {f: round(float(v), 4) for f, v in zip(features.FEATURES, (w + given)[1:], strict=True)}
    made = {"accept": {}, "review": REVIEW, "intercept": round(float(w[0]), 4), "weights": weights}
    write(made)
    score.weights.cache_clear()
    made["accept"] = points(sets)
    write(made)
    print(json.dumps(made, indent=1))


def write(made: dict[str, Any]) -> None:
    """Write the weights where score.py reads them."""
    OUT.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


def points(sets: list[Set]) -> dict[str, float]:
    """The least probabilities at which what is decided on the judged half is right to 0.98 and 0.99, with few held-out
    companies accepted."""
    best, present, held_out = [], 0, 0
    for data in sets:
        judged = [row["half"] == "test" for row in data.truth]
        present += sum(1 for row, asked in zip(data.truth, judged, strict=True) if asked and row["company_number"])
        held_out += sum(asked and row["noise"] == HELD_OUT for row, asked in zip(data.truth, judged, strict=True))
        for row in match.matched(data.names, data.index, accept=1.0).to_pyarrow().to_pylist():
            truth = data.truth[row["name_id"]]
            if truth["half"] == "test" and row["probability"] > decide.DOUBTED:
                right = truth["company_number"] == row["supplier_id"]
                best.append((row["probability"], right, truth["noise"] == HELD_OUT))
    best.sort(reverse=True)
    p, right, held = (np.array(column, float) for column in zip(*best, strict=True))
    precision, wrongly = np.cumsum(right) / np.arange(1, len(p) + 1), np.cumsum(held) / held_out
    found = {}
    for target, most in POINTS.items():
        n = np.flatnonzero((precision >= target) & (wrongly <= most)).max(initial=0)
        found[str(target)] = round(float(p[n]), 3)
        print(
            f"precision {precision[n]:.4f}: recall {right[: n + 1].sum() / present:.4f}, "
            f"held-out companies accepted {wrongly[n]:.4f}, from probability {found[str(target)]}"
        )
    return found


HELD_OUT = "absent-heldout"


if __name__ == "__main__":
    main()
