"""Files of notices -> the tables of notices as Parquet, one process after another, and an account of each file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from localspend.sources.notices import merge, rows
from localspend.sources.notices.merge import Part, Process, on
from localspend.sources.notices.read import Found, releases
from localspend.sources.notices.remarks import CHECKS, VERSION, Remark
from localspend.sources.notices.spool import MOST_RELEASES, Spool
from localspend.tables import award_suppliers, awards, findings, lots, notice_releases, notices
from localspend.tables.arrow import arrow_schema

#: What is written: a Parquet file each. `notices` holds all identifiers of the buyer too, by which it is matched.
PARTS = {
    "notices": arrow_schema(
        {k: v for k, v in notices.COLUMNS.items() if k not in notices.ADDED} | {"buyer_ids": "array<string>"}
    ),
    "lots": arrow_schema(lots.COLUMNS),
    "awards": arrow_schema(awards.COLUMNS),
    "award_suppliers": arrow_schema(
        {k: v for k, v in award_suppliers.COLUMNS.items() if k not in award_suppliers.ADDED}
    ),
    "notice_releases": arrow_schema(notice_releases.COLUMNS),
    "findings": arrow_schema(findings.COLUMNS),
}
_BATCH = 5_000
_SHOWN = 3


@dataclass
class Account:
    """What was read of one file or archive member."""

    source_id: str
    read: int = 0
    refused: int = 0
    western: int = 0
    first: date | None = None
    last: date | None = None
    why: list[str] = field(default_factory=list)

    def see(self, found: Found) -> None:
        """Count one release, or what stands in its place."""
        self.western += bool(found.note)
        if found.problem is not None or found.release is None:
            self.refused += 1
            self.why = [*self.why, f"line {found.line:,}: {found.problem}"][:_SHOWN]
            return
        self.read += 1
        day = on(found.release.get("date"))
        if day:
            self.first, self.last = min(self.first or day, day), max(self.last or day, day)

    @property
    def outcome(self) -> str:
        return "read" if self.read else "refused"

    @property
    def message(self) -> str:
        """What a person should know, in sentences."""
        refused = f"{self.refused:,} could not be read ({'; '.join(self.why)})"
        if not self.read:
            return f"a file of notices of which nothing could be read: {'; '.join(self.why) or 'it holds no releases'}"
        many = "1 release" if self.read == 1 else f"{self.read:,} releases"
        said = [f"a file of notices, {many}: read by `build` and `check` as notices, no payments"]
        said += [refused] if self.refused else []
        said += ["it is not in UTF-8 and was read as ISO-8859-1"] if self.western else []
        return ". ".join(said)


def as_source_file(account: Account, institution_id: str | None, sha256: str) -> dict[str, Any]:
    """`account` as a row of tables/source_files, as JSON has it, with what the build asks of an account besides.

    rows_read counts the releases, and what stands in the place of one; what was refused is in `findings`.
    """
    return {
        "source_id": account.source_id,
        "institution_id": institution_id,
        "path": account.source_id,
        "sha256": sha256,
        "kind": "notices" if account.read else None,
        "rows_read": account.read + account.refused,
        "rows_payment": 0,
        "rows_excluded": 0,
        "amount_total": "0.00",
        "first_date": account.first.isoformat() if account.first else None,
        "last_date": account.last.isoformat() if account.last else None,
        "undated_rows": 0,
        "outcome": account.outcome,
        "message": account.message,
        "date_order": None,
        "dates_ambiguous": False,
    }


def accounts(path: Path, name: str) -> list[Account]:
    """The account of each part of the file at `path`, whose source_id is `name`, or `name!member`."""
    found: dict[str, Account] = {}
    for one in releases(path):
        source_id = f"{name}!{one.member}" if one.member else name
        found.setdefault(source_id, Account(source_id)).see(one)
    return list(found.values()) or [Account(name)]


def processes(files: Sequence[tuple[Path, str]], said: list[Remark], scratch: Path | None = None) -> Iterator[Process]:
    """Each contracting process in `files` (path, source_id), compiled. Remarks on what was refused go to `said`."""
    with Spool(scratch) as spool:
        for path, name in files:
            western: set[str] = set()
            for found in releases(path):
                source_id = f"{name}!{found.member}" if found.member else name
                if found.note and source_id not in western:
                    western.add(source_id)
                    said.append(Remark("notice_encoding", source_id, found.note, source_id, None))
                if found.release is None or found.problem is not None:
                    said.append(Remark("notice_unreadable", source_id, str(found.problem), source_id, found.line))
                elif not spool.add(ocid := found.release["ocid"].strip(), Part(found.release, source_id, found.line)):
                    detail = f"{ocid} has more releases than are merged ({MOST_RELEASES:,}, or 32 MiB)"
                    said.append(Remark("notice_unreadable", source_id, detail, source_id, found.line))
        for ocid, parts in spool.processes():
            yield merge.compiled(ocid, parts)


def convert(
    files: Sequence[tuple[Path, str]], target: Path, seen: Callable[[int], None] = lambda done: None
) -> dict[str, int]:
    """Write the PARTS of `files` (path, source_id) under the folder `target`; the rows of each.

    Raises OSError where a file cannot be opened. seen: called with the number of processes that are done.
    """
    said: list[Remark] = []
    writers = {name: _Writer(target / f"{name}.parquet", schema) for name, schema in PARTS.items()}
    try:
        for done, process in enumerate(processes(files, said, target), 1):
            for name, made in rows.rows(process).items():
                writers[name].add(made)
            writers["findings"].add(map(_finding, process.remarks))
            if not done % _BATCH:
                seen(done)
        writers["findings"].add(map(_finding, said))
    finally:
        counts = {name: writer.close() for name, writer in writers.items()}
    return counts


def _finding(remark: Remark) -> dict[str, Any]:
    if remark.check not in CHECKS:
        raise AssertionError(f"{remark.check} is no check of notices")
    return {
        "check": remark.check,
        "version": VERSION,
        "subject": remark.subject,
        "outcome": "fail",
        "detail": remark.detail,
        "source_id": remark.source_id,
        "source_sheet": None,
        "source_line": remark.line,
    }


class _Writer:
    """A Parquet file that grows batch by batch."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._schema, self._count = schema, 0
        self._rows: list[dict[str, Any]] = []
        self._file = pq.ParquetWriter(path, schema, compression="zstd")

    def add(self, made: Any) -> None:
        self._rows += made
        if len(self._rows) >= _BATCH:
            self._flush()

    def close(self) -> int:
        self._flush()
        self._file.close()
        return self._count

    def _flush(self) -> None:
        self._file.write_table(pa.Table.from_pylist(self._rows, self._schema))
        self._count += len(self._rows)
        self._rows = []
