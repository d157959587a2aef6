"""`match`: names and the registers to ask -> an answer a name, in the order in which they came."""

import atexit
import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import ibis
import pyarrow as pa

from localspend import cache, engine
from localspend.errors import InputError
from localspend.pipeline.answers_file import ANSWER, given
from localspend.pipeline.names_file import NUMBERS, chunks, rows
from localspend.places import find_postcode
from localspend.sources.registers import plain
from localspend.suppliers import explain, match
from localspend.suppliers import index as indexes
from localspend.suppliers.index import Index

#: Names that are asked together: what a register of millions costs to go through is paid once for all of them.
TOGETHER = 50_000
#: Letters of a name that are looked at.
LONGEST = 400
#: Registers whose index is kept for another day, and seconds for which any is: another process may be reading it.
KEPT, BUSY = 3, 3600
#: Beside the parts of an index: what to tell of its registers, and the marks by which damage is seen.
NOTES, WHOLE = "notes.txt", "whole.json"
Progress = Callable[[str, int, int], None]


class Asked(NamedTuple):
    """A written name and what its line says of it, as written."""

    text: str
    postcode: str = ""
    paid_on: str = ""
    number: str = ""


def open_index(connection: ibis.BaseBackend, registers: Sequence[Path], progress: Progress) -> tuple[Index, list[str]]:
    """The index of `registers`, made once and kept in the user's cache folder, and notes about the registers."""
    home = _home()
    hashes = cache.Hashes(home)
    # A register that is given twice would make every organisation its own rival.
    unique: dict[str, Path] = {}
    for path in registers:
        unique.setdefault(_hash(path, hashes), path)
    hashes.save()

    def make(folder: Path) -> None:
        progress("reading the register", 0, 2)
        account = plain.convert(list(unique.values()), folder / "organisations.parquet")
        progress("making it ready to be asked", 1, 2)
        scratch = engine.duckdb(scratch=folder)
        organisations = engine.read_parquet(scratch, folder / "organisations.parquet")
        notes = [*account.notes(), *plain.repeated(organisations)]
        indexes.write(organisations, folder)
        scratch.disconnect()
        (folder / "organisations.parquet").unlink()
        (folder / NOTES).write_text("\n".join(notes), encoding="utf-8")
        (folder / WHOLE).write_text(json.dumps(_marks(folder)), encoding="utf-8")

    parts = [word for digest, path in unique.items() for word in (digest, path.name)]
    _drop_damaged(cache.place(home, "match", parts))
    kept = cache.kept(home, "match", parts, make)
    _forget(kept)
    return indexes.read(connection, kept), (kept / NOTES).read_text("utf-8").splitlines()


def _home() -> Path:
    """The user's cache folder, or where that cannot be written one that goes with this process."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "localspend"
    try:
        (home / ".cache" / "match").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home / ".cache" / "match"):
            return home
    except OSError:
        home = Path(tempfile.mkdtemp(prefix="localspend-"))
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        (home / ".cache").mkdir()
        return home


def _hash(register: Path, hashes: cache.Hashes) -> str:
    """A hash of the register: a file, or every file of a folder."""
    if register.is_file():
        return hashes.of(register)
    if not register.exists():
        raise InputError("the file is not there", where=str(register), todo="Check the name of the register")
    if not register.is_dir():
        raise InputError("a register is read twice", where=str(register), todo="Save what comes through the pipe first")
    files = [path for path in sorted(register.rglob("*")) if path.is_file()]
    return cache.digest(word for path in files for word in (str(path.relative_to(register)), hashes.of(path)))


def _drop_damaged(kept: Path) -> None:
    """Remove an index whose files are not as they were written: it will be made again."""
    try:
        whole = json.loads((kept / WHOLE).read_bytes()) == _marks(kept)
    except (OSError, ValueError):
        whole = False
    if not whole:
        shutil.rmtree(kept, ignore_errors=True)


def _marks(folder: Path) -> dict[str, list[int]]:
    """Size and time of change of what is kept of an index."""
    stats = {name: (folder / name).stat() for name in (NOTES, *(f"{part}.parquet" for part in indexes.PARTS))}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats.items()}


def _forget(kept: Path) -> None:
    """Remove the indexes that were used longest ago, and what killed processes left of theirs."""
    with contextlib.suppress(OSError):
        others = sorted((p for p in kept.parent.iterdir() if p != kept), key=lambda p: p.stat().st_mtime)
        for old in others[: max(0, len(others) + 1 - KEPT)]:
            if old.stat().st_mtime < time.time() - BUSY:
                shutil.rmtree(old, ignore_errors=True)


def answers(
    names: Path,
    connection: ibis.BaseBackend,
    index: Index,
    progress: Progress,
    *,
    total: int,
    accept: float | None = None,
) -> Iterator[dict[str, str]]:
    """One row a line of `names`, which has `total` lines, in order: its own columns, then ANSWER."""
    done = 0
    known: dict[Asked, dict[str, str]] = {}
    for chunk in chunks(rows(names), TOGETHER):
        if len(known) > 4 * TOGETHER:
            known.clear()
        called = given(list(chunk[0]))
        asked = [_asked(row) for row in chunk]
        known |= ask(connection, index, list(dict.fromkeys(one for one in asked if one not in known)), accept=accept)
        progress("matching names", done := done + len(chunk), total)
        for row, one in zip(chunk, asked, strict=True):
            yield {called[name]: cell for name, cell in row.items()} | known[one]


def ask(
    connection: ibis.BaseBackend, index: Index, asked: Sequence[Asked], *, accept: float | None = None
) -> dict[Asked, dict[str, str]]:
    """The ANSWER to each of `asked`: a number that is given says more than a name."""
    said = {one: _nothing(one) for one in asked}
    if not asked:
        return said
    with engine.passing(connection):
        table = names_table(connection, asked)
        numbered: dict[int, Any] = {}
        if any(one.number for one in asked):
            numbered = {row["name_id"]: row for row in match.by_number(table, index).to_pyarrow().to_pylist()}
        found = match.matched(table, index, accept=accept).to_pyarrow().to_pylist()
    for row in found:
        one = asked[row["name_id"]]
        if row["judgement"] != "none":
            said[one] = _answer(row, row["judgement"], row["probability"], row["explanation"] + _unknown(one))
        else:
            said[one]["probability"] = f"{row['probability']:.4f}"
    for name_id, row in numbered.items():
        said[asked[name_id]] = _answer(row, "accept", 1.0, "the names give its number")
    return said


def explained(
    connection: ibis.BaseBackend, index: Index, text: str, postcode: str, *, accept: float
) -> list[dict[str, Any]]:
    """The candidates of one name, as suppliers/explain.py gives them, with the register's own numbers."""
    found = explain.lines(names_table(connection, [Asked(text, postcode)]), index, accept=accept)
    return [one | {"company_number": _number(one["company_number"])} for one in found]


def names_table(connection: ibis.BaseBackend, asked: Sequence[Asked]) -> ibis.Table:
    """`asked` as a table: name_id (the place in `asked`), supplier_text, postcode, last_paid, number."""
    made = pa.table(
        {
            "name_id": pa.array(range(len(asked)), pa.int64()),
            "supplier_text": pa.array([one.text[:LONGEST] for one in asked], pa.string()),
            "postcode": pa.array([one.postcode or None for one in asked], pa.string()),
            "last_paid": pa.array([_day(one.paid_on) for one in asked], pa.date32()),
            "number": pa.array([one.number for one in asked], pa.string()),
        }
    )
    table = engine.from_arrow(connection, made)
    return engine.materialise(table.mutate(postcode=find_postcode(table.postcode)))


def _asked(row: dict[str, str]) -> Asked:
    number = next((row[column] for column in NUMBERS if row.get(column, "").strip()), "")
    return Asked(row["supplier_text"], row.get("postcode", ""), row.get("paid_on", ""), number)


def _answer(row: dict[str, Any], judgement: str, probability: float, explanation: str) -> dict[str, str]:
    cells = (_number(row["supplier_id"]), row["name"], judgement, f"{probability:.4f}", explanation)
    return dict(zip(ANSWER, cells, strict=True))


def _nothing(one: Asked) -> dict[str, str]:
    why = "no name of the register is like it" if one.text.strip() else "no name is written"
    return dict.fromkeys(ANSWER, "") | {"judgement": "none", "probability": "0", "explanation": why + _unknown(one)}


def _unknown(one: Asked) -> str:
    return "; the number given is not that of one organisation of the register" if one.number else ""


def _number(supplier_id: str) -> str:
    """The register's own number, as written."""
    place, colon, number = supplier_id.partition(":")
    return number if colon and place.isdigit() else supplier_id


def _day(text: str) -> date | None:
    with contextlib.suppress(ValueError):
        return date.fromisoformat(text[:10])
    return None
