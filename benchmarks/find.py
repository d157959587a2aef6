"""Finding firms: how good the list is beside plain BM25 on SIC text, and how quick.

Quality: needs (find/needs.csv, written first) and judgements (find/judged.csv: made blind, by name and activity alone,
of the pooled top ten of our first version, plain BM25 over SIC titles, and BM25 over names). Reported are precision at
5 and recall at 20 of what was judged relevant; an unjudged firm counts as not relevant, and how many of the first five
are unjudged is said. Where the extra `embed` is installed, our list is measured as a model re-orders it as well.
`--pool FILE` writes the pool, shuffled and without the rankers' names.

Apart from that, how many of 60 plain needs (find/plain.csv, written before the words for trades) are understood: does
a right SIC class stand first or among three, and a right CPV division first?
"""

import argparse
import csv
import math
import os
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.measure import localspend, say
from localspend import workspace
from localspend.categories.words import words
from localspend.errors import InputError
from localspend.matching import activities, meaning, pools
from localspend.matching.asked import Asked
from localspend.matching.find import document, find
from localspend.matching.near import Postcodes
from localspend.matching.need import understand
from localspend.matching.pool import ABLE, PAID, Pool, build, read
from localspend.matching.rank import LEAST, ranked

HERE = Path(__file__).parent / "find"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
REGISTER = "registers/companieshouse_southyorkshire_2024-11.csv"
DEEP, TOP, POOLED, SEED = 20, 5, 10, "judge blindly"
COPIES, TODAY = 66, date(2026, 11, 27)
#: A word that so few names hold is a surname or coined.
FEW = 3
K1, B = 1.2, 0.75
#: Classes before one that is not told of at all.
LEFT_OUT = 1000
HELD = {
    "no": "needs that the ranking was tuned on",
    "yes": "needs that were held out, seen since",
    "later": "needs that were written and judged before the words for trades",
    "last": "needs that were written when the words for trades had ended",
}
MODEL = "ours, re-ordered by a model"
#: Needs that are hard on speed: misspelt, wide, a code alone, and long.
HARD = [
    "windw cleaning", "scafolding hire", "plumbr for schools", "electrcal testing of housez", "xqzzvw",
    "cleaning", "building work", "consultancy", "77310000", "45000000", "85000000",
    "heating and hot water of council homes, with gas safety checks, repairs within two hours, replacement of boilers "
    "at the end of their life, and a helpline for tenants who are old or ill, across the whole of the district " * 3,
]  # fmt: skip
Ranker = Callable[[str], list[int]]


class Bm25:
    """Plain BM25 (k1 1.2, b 0.75) over one text a firm; the texts' words as ours are cut."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.held: dict[str, dict[int, int]] = defaultdict(dict)
        lengths = []
        for n, text in enumerate(texts):
            found = [root for part in text.split() for root in words(part)]
            lengths.append(len(found))
            for word in found:
                self.held[word][n] = self.held[word].get(n, 0) + 1
        self.lengths = np.array(lengths, np.float32)
        self.lengths /= self.lengths.mean() or 1

    def __call__(self, need: str) -> np.ndarray:
        scores = np.zeros(len(self.lengths), np.float32)
        for word in words(need):
            rows = self.held.get(word, {})
            if rows:
                at, often = np.fromiter(rows, np.int64), np.fromiter(rows.values(), np.float32)
                rare = math.log(1 + (len(scores) - len(rows) + 0.5) / (len(rows) + 0.5))
                scores[at] += rare * often * (K1 + 1) / (often + K1 * (1 - B + B * self.lengths[at]))
        return scores


def rankers(pool: Pool) -> dict[str, Ranker]:
    """Each gives the numbers of firms that trade, best first; equals in an order that no ranker chooses."""
    live = np.array([not why for why in pool.firms["gone"].to_pylist()])
    lot = np.random.default_rng(7).permutation(len(pool))
    names = Bm25(pool.firms["name"].to_pylist())
    titles = Bm25(
        " ".join(activities.titles().get(c, "") for c in codes or ()) for codes in pool.firms["sic"].to_pylist()
    )

    def by(scorer: Bm25) -> Ranker:
        def first(need: str) -> list[int]:
            scores = np.where(live, scorer(need), 0)
            return [int(n) for n in np.lexsort((lot, -scores))[:DEEP] if scores[n] > 0]

        return first

    def ours(need: str) -> list[int]:
        return [int(n) for n in ranked(pool, understand(need, pool)).firms if live[n]][:DEEP]

    def reordered(need: str) -> list[int]:
        found = ranked(pool, understand(need, pool))
        kept = live[found.firms]
        firms, scores = found.firms[kept][: meaning.FIRST], found.scores[kept][: meaning.FIRST]
        order = meaning.read(model, need, pool, firms, scores, np.zeros(len(firms))).order if len(firms) else []
        return [int(n) for n in firms[order]][:DEEP]

    known = {"ours": ours, "plain BM25 on SIC text": by(titles), "BM25 on names": by(names)}
    model = _model()
    return known | {MODEL: reordered} if model else known


@cache
def _model() -> meaning.Model | None:
    try:
        return meaning.model()
    except InputError as error:
        print(f"  no model: {error}")
        return None


def pooled(path: Path, found: dict[str, Pool]) -> None:
    """Write what is to be judged: need, firm, its name and activities; shuffled, without the rankers."""
    lines = []
    known = {where: rankers(pool) for where, pool in found.items()}
    judged = {(row["need_id"], row["firm"]) for row in _rows("judged.csv")}
    for need in (one for one in _rows("needs.csv") if one["where"] in found):
        pool = found[need["where"]]
        firms = sorted({n for ranker in known[need["where"]].values() for n in ranker(need["need"])[:POOLED]})
        random.Random(SEED + need["need_id"]).shuffle(firms)
        for n in firms:
            if (need["need_id"], _firm(pool, n)) not in judged:
                does = "; ".join(activities.said(code) for code in pool.firms["sic"][n].as_py() or ())
                lines.append([need["need_id"], need["need"], _firm(pool, n), pool.firms["name"][n].as_py(), does])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)
    print(f"{len(lines)} to judge in {path.name}")


def quality(found: dict[str, Pool], held: str) -> None:
    """Print precision at 5 and recall at 20 of each ranker, over the needs that were held out or not."""
    judged: dict[str, dict[str, bool]] = defaultdict(dict)
    for row in _rows("judged.csv"):
        judged[row["need_id"]][row["firm"]] = row["relevant"] == "yes"
    known = {where: rankers(pool) for where, pool in found.items()}
    sums: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for need in (one for one in _rows("needs.csv") if one["where"] in found and one["held_out"] == held):
        verdicts = judged[need["need_id"]]
        relevant = {firm for firm, yes in verdicts.items() if yes}
        for name, ranker in known[need["where"]].items():
            firms = [_firm(found[need["where"]], n) for n in ranker(need["need"])]
            precision = sum(firm in relevant for firm in firms[:TOP]) / TOP
            recall = len(relevant & set(firms)) / len(relevant) if relevant else math.nan
            sums[name].append((precision, recall, sum(firm not in verdicts for firm in firms[:TOP])))
            if os.environ.get("EACH"):
                print(need["need_id"], need["need"], name, f"{precision:.1f} {recall:.2f}", sums[name][-1][2])
    # Where nobody relevant was found by anyone, there is nothing to recall.
    means = {name: np.nanmean(np.array(rows), axis=0) for name, rows in sums.items()}
    peer = means["plain BM25 on SIC text"]
    for what, at in (("precision at 5", 0), ("recall at 20 of the pooled relevant", 1)):
        ours = means["ours"][at]
        say(
            f"find: {what}",
            f"{ours:.2f}",
            peer=f"{peer[at]:.2f} (plain BM25 on SIC text)",
            ratio=f"{ours / peer[at]:.2f}" if peer[at] else "-",
        )
        print("  " + "; ".join(f"{name}: {means[name][at]:.2f}" for name in ("BM25 on names", MODEL) if name in means))
    print("  unjudged of the first five: " + ", ".join(f"{n} {rows[2] / TOP:.1%}" for n, rows in means.items()))


def plain() -> None:
    """Print how many plain needs are understood, over those whose trades were looked at and those held out.

    The rank of a right class counts every other class that tells as much, so that a tie is no luck.
    """
    counts: dict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
    for row in _rows("plain.csv"):
        need, right = understand(row["need"]), row["sic"].split()
        told: dict[str, float] = defaultdict(float)
        for code in activities.titles():
            told[code[:4]] = max(told[code[:4]], need.activity(code))
        best = max(told[code] for code in right)
        before = sum(share >= best for code, share in told.items() if code not in right) if best >= LEAST else LEFT_OUT
        likeliest = max(need.categories, key=lambda code: (need.categories[code], code), default="")
        counts[row["held_out"]].append((before < 1, before < 3, likeliest[:2] in row["cpv"].split()))
    for held, found in sorted(counts.items()):
        first, three, division = map(sum, zip(*found, strict=True))
        what = f"find: plain needs understood, {'held out' if held == 'yes' else 'looked at'}, of {len(found)}"
        say(what, f"{first} first class, {three} among three, {division} division")


def speed(pool: Pool, what: str, hoped: str, postcodes: Postcodes | None, *, peer: bool = True) -> None:
    """Print the slowest and the median of `find` over the needs and HARD, in process after loading, by the clock and
    by the processor's time of this process, beside the peer's."""
    needs = [row["need"] for row in _rows("needs.csv")] + HARD
    asked = (Asked(need=need, on=TODAY, near="S70 2SB") for need in needs)
    ours = _timed(lambda one: document(find(pool, one, postcodes=postcodes)), list(asked))
    other = _timed(rankers(pool)["plain BM25 on SIC text"], needs) if peer else None
    for name, pick in (("median", statistics.median), ("slowest", max)):
        took, busy = (pick(times) * 1000 for times in ours)
        theirs = pick(other[0]) * 1000 if other else math.nan
        say(
            f"find: {what}, {name} of {len(needs)}",
            f"{took:.0f} ms ({busy:.0f} ms of the processor)",
            hoped=hoped,
            peer=f"{theirs:.0f} ms (plain BM25 on SIC text)" if other else "none",
            ratio=f"{took / theirs:.2f}" if other else "-",
        )
    print(f"  load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _timed(asked: Callable[[Any], object], questions: list[Any]) -> tuple[list[float], list[float]]:
    """Seconds by the clock and of the processor, a question each."""
    asked(questions[0])
    took, busy = [], []
    for one in questions:
        started, ran = time.perf_counter(), time.process_time()
        asked(one)
        took.append(time.perf_counter() - started)
        busy.append(time.process_time() - ran)
    return took, busy


def copied(pool: Pool, copies: int, folder: Path, postcodes: Postcodes | None = None) -> Pool:
    """The same firms many times over: a register of the country's size.

    Each copy has other ids, and other words where a word is one that few names hold, since a larger register has more
    surnames and coined words; trades stay. With `postcodes` each is somewhere else in the country.
    """
    firms = pool.firms
    ids = firms["supplier_id"].combine_chunks()
    names = [_coined(pool, name) for name in firms["name"].to_pylist()]
    draws = np.random.default_rng(11)

    def copy(n: int) -> pa.Table:
        made = {
            "supplier_id": pc.binary_join_element_wise(ids, str(n), "-"),
            "name": pa.array([name.replace("{}", _suffix(n)) for name in names]),
        }
        if postcodes is not None:
            somewhere = draws.integers(0, len(postcodes.keys), len(ids))
            letters = postcodes.keys[somewhere].astype(">u8").view("S8")
            made["postcode"] = pa.array(letters.tolist()).cast(pa.string())
        made["name_shown"] = made["name"]
        return pa.table({name: made.get(name, firms[name]) for name in firms.column_names})

    build(pa.concat_tables([copy(n) for n in range(copies)]), PAID.empty_table(), ABLE.empty_table(), folder)
    return read(folder)


def _coined(pool: Pool, name: str) -> str:
    """The name with {} behind each word of letters that few names hold."""
    return " ".join(
        f"{word}{{}}" if (roots := words(word)) and len(pool.names.of(roots[0])) <= FEW else word
        for word in name.replace("{}", "").split()
    )


def _suffix(n: int) -> str:
    return "BDFGKLMNPRTVWZ"[n // 5 % 14] + "AEIOU"[n % 5] if n else ""


def _firm(pool: Pool, n: int) -> str:
    return str(pool.firms["supplier_id"][n].as_py()).removeprefix("GB-COH-")


def _rows(name: str) -> list[dict[str, str]]:
    path = HERE / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """Quality, then speed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.find", description=__doc__)
    parser.add_argument("--pool", type=Path, help="write what is to be judged, and stop")
    parser.add_argument("--shared", type=Path, default=SHARED, help="where the real files are")
    parser.add_argument("--sample", type=Path, help="the folder of the built sample")
    parser.add_argument("--postcodes", type=Path, help="a file of postcodes, such as Code-Point Open")
    parser.add_argument("--large", action="store_true", help="five million firms as well")
    asked = parser.parse_args()
    found: dict[str, Pool] = {}
    if (asked.shared / REGISTER).is_file():
        found["south-yorkshire"] = pools.of_register(asked.shared / REGISTER, Path())
    if asked.sample:
        found["sample"] = pools.of_snapshot(workspace.current(asked.sample))
    if asked.pool:
        pooled(asked.pool, found)
        return
    plain()
    if not found:
        print(f"{asked.shared} is not there, so nothing was measured")
        return
    for held, what in HELD.items():
        print(what)
        quality(found, held)
    if asked.sample:
        words = ("find", "grounds maintenance", asked.sample, "--near", "B9 4AA", "--value", "20000", "--json")
        for more in ((), ("--meaning",)) if _model() else ((),):
            took = min(localspend(*words, *more).seconds for _ in range(3))
            what = " ".join(["find: the command on the sample, best of 3", *more])
            say(what, f"{took:.2f} s", hoped="-" if more else "under 2.5 s")
    if "south-yorkshire" in found:
        placed = pools.postcodes([asked.postcodes], Path()) if asked.postcodes else None
        speed(found["south-yorkshire"], "75,000 firms", "under 300 ms", placed)
        if asked.large:
            with tempfile.TemporaryDirectory(prefix="localspend-") as folder:
                large = copied(found["south-yorkshire"], COPIES, Path(folder), placed)
                speed(large, "5 million firms", "under 2 s", placed, peer=False)


if __name__ == "__main__":
    main()
