"""Sources -> Parquet in the cache: one folder a file, read in worker processes, only when the file is new.

A reading is kept as lines.parquet, excluded.parquet, contracts.parquet, listed.parquet, findings.parquet (each with
institution_id, source_id and `copy`, which counts byte-identical files) and accounts.json (one account a member).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from localspend import cache
from localspend.network import Network
from localspend.pipeline.inputs import File, Inputs
from localspend.sources import ledgers, notices
from localspend.sources.ledgers import schemas

Progress = Callable[[str, int, int], None]
#: What is kept of a reading: a table each.
PARTS = {
    "lines": schemas.LINES,
    "excluded": schemas.EXCLUDED,
    "contracts": schemas.CONTRACTS,
    "listed": schemas.LISTED,
    "findings": schemas.FINDINGS,
}
#: The columns that the build adds to each part.
OWNED = {"institution_id": pa.string(), "source_id": pa.string(), "copy": pa.int64()}
#: Bytes of new files from which a second process is worth its start.
WORTH_A_WORKER = 2_000_000


@dataclass(frozen=True)
class Job:
    """One file to read, and how."""

    folder: Path
    file: File
    copy: int
    manifest: Mapping[str, Any] | None
    date_order: str | None = None

    def parts(self) -> list[str]:
        how = json.dumps(self.manifest, sort_keys=True, default=str)
        return [self.file.sha256, self.file.id, self.file.institution_id, str(self.copy), how, self.date_order or ""]

    def place(self) -> Path:
        return cache.place(self.folder, "ledgers", self.parts())

    def run(self) -> Path:
        return cache.kept(self.folder, "ledgers", self.parts(), self.read)

    def read(self, target: Path) -> None:
        """Read the file and write what it holds under `target`; of notices the account alone (see notices.py)."""
        if notices.recognised(self.file.path):
            self._write(target, [], [self._noticed(one) for one in notices.accounts(self.file.path, self.file.id)])
            return
        readings = ledgers.read(self.file.path, name=self.file.id, manifest=self.manifest, date_order=self.date_order)
        self._write(target, readings, [self._account(reading) for reading in readings])

    def _write(self, target: Path, readings: list[ledgers.Reading], accounts: list[dict[str, Any]]) -> None:
        for part in PARTS:
            tables = [self._owned(getattr(r, part), r.source_id) for r in readings]
            pq.write_table(pa.concat_tables(tables or [empty(part)]), target / f"{part}.parquet", compression="zstd")
        (target / "accounts.json").write_text(json.dumps(accounts), encoding="utf-8")

    def _owned(self, table: pa.Table, source_id: str) -> pa.Table:
        values = (self.file.institution_id, source_id, self.copy)
        for (name, kind), value in zip(OWNED.items(), values, strict=True):
            table = table.append_column(name, pa.repeat(pa.scalar(value, kind), table.num_rows))
        return table

    def _noticed(self, account: notices.Account) -> dict[str, Any]:
        return notices.as_source_file(account, self.file.institution_id, self.file.sha256) | {"file": self.file.id}

    def _account(self, r: ledgers.Reading) -> dict[str, Any]:
        return {
            "source_id": r.source_id,
            "institution_id": self.file.institution_id,
            "path": r.source_id,
            "sha256": r.sha256,
            "kind": r.kind,
            "rows_read": r.rows_read,
            "rows_payment": r.rows_payment,
            "rows_excluded": sum(r.rows_excluded.values()),
            "amount_total": str(r.amount_total),
            "first_date": r.first_date.isoformat() if r.first_date else None,
            "last_date": r.last_date.isoformat() if r.last_date else None,
            "undated_rows": r.undated_rows,
            "outcome": r.outcome,
            "message": r.message,
            "date_order": r.date_order,
            "dates_ambiguous": r.dates_ambiguous,
        }


def jobs(network: Network, inputs: Inputs) -> list[Job]:
    """A job a source file; `copy` counts byte-identical files, whose payments must not share their ids."""
    columns = network.folder / "decisions" / "columns.toml"
    manifest = ledgers.load_manifest(columns) if columns.is_file() else None
    seen: dict[str, int] = {}
    made = []
    for file in inputs.sources:
        made.append(Job(network.folder, file, seen.get(file.sha256, 0), manifest))
        seen[file.sha256] = seen.get(file.sha256, 0) + 1
    return made


def read_all(jobs: list[Job], progress: Progress) -> list[Path]:
    """Read every file that is new; ambiguous dates are settled by the institution's other files."""
    done = _run(jobs, progress)
    orders = _orders(done)
    again = {
        n: Job(job.folder, job.file, job.copy, job.manifest, orders[job.file.institution_id])
        for n, (job, path) in enumerate(zip(jobs, done, strict=True))
        if orders.get(job.file.institution_id) and any(a["dates_ambiguous"] for a in accounts(path))
    }
    for n, path in zip(again, _run(list(again.values()), progress), strict=True):
        done[n] = path
    return done


def empty(part: str) -> pa.Table:
    """A part of a reading without rows, for a network without sources."""
    return pa.schema([*PARTS[part], *(pa.field(name, kind) for name, kind in OWNED.items())]).empty_table()


def accounts(path: Path) -> list[dict[str, Any]]:
    """The accounts of one kept reading, a member each."""
    kept: list[dict[str, Any]] = json.loads((path / "accounts.json").read_text(encoding="utf-8"))
    return kept


def _orders(done: list[Path]) -> dict[str, str]:
    """The date order that most files of an institution show."""
    votes: dict[str, list[str]] = {}
    for account in (a for path in done for a in accounts(path)):
        if account["date_order"] and not account["dates_ambiguous"]:
            votes.setdefault(account["institution_id"], []).append(account["date_order"])
    return {institution: max(sorted(set(orders)), key=orders.count) for institution, orders in votes.items()}


def _run(jobs: list[Job], progress: Progress) -> list[Path]:
    new = [job for job in jobs if not job.place().is_dir()]
    if sum(job.file.path.stat().st_size for job in new) < WORTH_A_WORKER:
        return list(_counted(map(Job.run, jobs), len(jobs), progress))
    # Spawned, since a forked child may hold a lock of the parent's Arrow threads.
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return list(_counted(pool.map(Job.run, jobs), len(jobs), progress))


def _counted(paths: Iterator[Path], total: int, progress: Progress) -> Iterator[Path]:
    for n, path in enumerate(paths, 1):
        progress("reading files", n, total)
        yield path
