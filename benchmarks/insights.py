"""How long each insight takes on 3 million payments, from a snapshot to its rows, and how much memory.

What: the sample's snapshot with its payments repeated to 3 million (new ids, the supplier, the institution and the date
kept). Peer: for `spend`, pandas making the same table from the same Parquet; none answers the others. How: each in a
process of its own, imports not counted, the median of three; memory is the process's peak.
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.measure import WORK, localspend, say
from localspend import sample, workspace
from localspend.insight import INSIGHTS
from localspend.insight.answer import Asked, answer
from localspend.sample.institutions import INSTITUTIONS
from localspend.workspace import Snapshot

PAYMENTS, HOPED = 3_000_000, 5.0
SPEND = ["institution_id", "year", "tier", "size", "category_code", "kind"]
#: What a person has to give before the question can be answered.
ASKED = {
    "splitting": Asked(institution=INSTITUTIONS["police"].id),
}


def main() -> None:
    """Print a line for each insight, the slowest first."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.insights", description=__doc__)
    parser.add_argument("--one", metavar="NAME", help=argparse.SUPPRESS)
    parser.add_argument("--large", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*", choices=[*INSIGHTS, []])
    asked = parser.parse_args()
    folder = WORK / "insights"
    if asked.one:
        print(json.dumps(timed(folder, asked.one)))
        return
    if not (folder / "current").is_file():
        make(folder)
    found = {name: each(name) for name in asked.names or INSIGHTS}
    for name, (seconds, memory, rows) in sorted(found.items(), key=lambda item: -item[1][0]):
        say(
            f"insight {name}", f"{seconds:.2f} s, {memory:,.0f} MiB, {rows:,} rows", hoped=f"under {HOPED:.0f} s, 4 GiB"
        )
    if "spend" in found:
        seconds, memory, _ = each("pandas")
        ours = found["spend"][0]
        say(
            "pandas, the table of spend",
            f"{seconds:.2f} s, {memory:,.0f} MiB; we take {ours / seconds:.2f} times as long",
        )


def make(folder: Path) -> None:
    """A snapshot of 3 million payments."""
    shutil.rmtree(folder, ignore_errors=True)
    sample.write(folder)
    localspend("build", folder)
    path = workspace.current(folder).folder / "payments.parquet"
    table = pq.read_table(path)
    copies = -(-PAYMENTS // table.num_rows)
    with pq.ParquetWriter(path.with_suffix(".new"), table.schema, compression="zstd") as writer:
        for n in range(copies):
            ids = pc.binary_join_element_wise(table["payment_id"], pa.scalar(f"-{n}"), "")
            at = table.schema.get_field_index("payment_id")
            writer.write_table(table.set_column(at, table.schema.field(at), ids), row_group_size=100_000)
    path.with_suffix(".new").replace(path)


def each(name: str) -> tuple[float, float, int]:
    """Median seconds, MiB and rows of three runs."""
    command = [sys.executable, "-m", "benchmarks.insights", "--one", name]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(3)]
    return (
        statistics.median(run["seconds"] for run in runs), max(run["memory"] for run in runs), runs[0]["rows"]
    )  # fmt: skip


def timed(folder: Path, name: str) -> dict[str, float]:
    """One run in this process."""
    snapshot = workspace.current(folder)
    ask: Callable[[], int] = (lambda: pandas(snapshot)) if name == "pandas" else (lambda: insight(snapshot, name))
    started = time.perf_counter()
    rows = ask()
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "rows": rows}


def insight(snapshot: Snapshot, name: str) -> int:
    """The number of rows of an answer."""
    return len(answer(snapshot, name, ASKED.get(name, Asked()))["rows"])


def pandas(snapshot: Snapshot) -> int:
    """The peer: pounds, payments and suppliers by everything, as floats."""
    from pandas import read_parquet

    columns = ["institution_id", "year", "tier", "category_code", "supplier_id", "amount", "status"]
    paid = read_parquet(snapshot.folder / "payments.parquet", columns=columns)
    payees = read_parquet(snapshot.folder / "suppliers.parquet", columns=["supplier_id", "size", "kind"])
    rows = paid[paid["status"] == "counted"].merge(payees, on="supplier_id", how="left")
    rows["amount"] = rows["amount"].astype(float)
    grouped = rows.groupby(SPEND, dropna=False)
    return len(grouped.agg(amount=("amount", "sum"), payments=("amount", "size"), suppliers=("supplier_id", "nunique")))


if __name__ == "__main__":
    main()
