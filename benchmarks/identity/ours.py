"""localspend's answers in the form that evaluate.py reads, or its scorer on the candidates of a peer.

python -m benchmarks.identity.ours --register R --names N --out F [--no-postcodes] [--candidates ANSWERS]
"""

import argparse
import csv
import json
import time
from pathlib import Path

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from localspend import engine
from localspend.pipeline import match as files
from localspend.pipeline import names_file
from localspend.suppliers import decide, match, score
from localspend.suppliers.index import Index

FIRST = 5


def main() -> None:
    """Answer as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("register", "names", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--no-postcodes", action="store_true", help="from the names alone")
    parser.add_argument("--candidates", type=Path, help="answers of a peer, whose candidates are scored instead")
    asked = parser.parse_args()
    connection = engine.duckdb(memory="1200MB")
    started = time.monotonic()
    index, _ = files.open_index(connection, [asked.register], lambda *_: None)
    indexed = time.monotonic()
    lines = [
        files.Asked(row["supplier_text"], "" if asked.no_postcodes else row["postcode"])
        for row in names_file.rows(asked.names)
    ]
    names = files.names_table(connection, lines)
    found = match.ranked(names, index) if asked.candidates is None else rescored(names, index, asked.candidates)
    write(found, len(lines), asked.out)
    took = {"names": len(lines), "index": indexed - started, "match": time.monotonic() - indexed}
    asked.out.with_suffix(".json").write_text(json.dumps(took), encoding="utf-8")


def rescored(names: Table, index: Index, answers: Path) -> Table:
    """The ranking that our scorer gives the companies that a peer found."""
    with answers.open(encoding="utf-8", newline="") as stream:
        rows = [
            (int(row["line"]) - 2, row["company_number"]) for row in csv.DictReader(stream) if row["company_number"]
        ]
    given = pa.table({"name_id": [row[0] for row in rows], "supplier_id": [row[1] for row in rows]})
    read = match.readings(names)
    found = engine.from_arrow(names.get_backend(), given).join(
        index.entries.select("supplier_id", "entry_id"), "supplier_id"
    )
    pairs = found.join(read.select("variant_id", "name_id"), "name_id").select("variant_id", "entry_id")
    pairs = engine.materialise(pairs.distinct().mutate(place=ibis.literal(0, "int64"), weight=ibis.literal(0.0)))
    return decide.ranked(score.measured(read, pairs, index), read, index)


def write(ranked: Table, names: int, out: Path) -> None:
    """The first five organisations of each name."""
    best = {row["name_id"]: row for row in decide.decided(ranked).to_pyarrow().to_pylist()}
    rows = ranked.filter(ranked.place < FIRST).select("name_id", "place", "supplier_id", "probability")
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["line", "rank", "company_number", "score", "judgement"])
        for row in rows.order_by("name_id", "place").to_pyarrow().to_pylist():
            answer = best[row["name_id"]]
            first = row["place"] == 0
            cells = (row["supplier_id"], answer["probability"] if first else row["probability"])
            writer.writerow([row["name_id"] + 2, row["place"] + 1, *cells, answer["judgement"] if first else ""])


if __name__ == "__main__":
    main()
