"""The answers of `match` as CSV, Parquet or JSON: written as they come; a file appears when it is whole."""

import contextlib
import csv
import fcntl
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from localspend.cells import harmless
from localspend.errors import BusyError, InputError, UsageError
from localspend.pipeline.names_file import chunks

#: What is added to each line of the names.
ANSWER = ("company_number", "matched_name", "judgement", "probability", "explanation")
JUDGEMENTS = ("accept", "review", "none")
#: Rows a Parquet row group. Fixed, because file bytes depend on it.
ROW_GROUP = 50_000
Answer = dict[str, str]


def given(head: Sequence[str]) -> dict[str, str]:
    """Each column of the names -> what it is called in the answers: one that is called like theirs stands beside it."""
    names: dict[str, str] = {}
    for name in head:
        called = name
        while called in ANSWER or (called != name and called in head):
            called += "_given"
        names[name] = called
    return names


def columns(head: Sequence[str]) -> list[str]:
    """The columns of the answers to names with the columns `head`."""
    return [*given(head).values(), *ANSWER]


def check(out: Path, inputs: Sequence[Path]) -> None:
    """Raise for an output that cannot be written, or that is an input, before the long work."""
    if out.suffix.lower() not in (".csv", ".parquet"):
        raise UsageError("the output ends neither in .csv nor in .parquet", where=str(out))
    if not out.parent.is_dir():
        raise InputError("there is no such folder", where=str(out.parent), todo="Make it first")
    if out.is_dir():
        raise InputError("this is a folder", where=str(out), todo="Give the name of a file")
    if any(path.exists() and out.exists() and path.samefile(out) for path in inputs):
        raise UsageError(
            "the answers would overwrite what they are made of", where=str(out), todo="Choose another name"
        )
    try:
        with _making(out) as making:
            making.unlink()
    except OSError as error:
        what = f"it cannot be written ({error.strerror})"
        raise InputError(what, where=str(out), todo="Choose another folder") from None


def write(found: Iterable[Answer], out: Path, head: Sequence[str]) -> None:
    """Write the answers, whose columns are `head`, to `out` (.csv or .parquet), whole or not at all."""
    with _making(out) as making:
        if out.suffix.lower() == ".csv":
            with making.open("w", encoding="utf-8", newline="") as stream:
                to_csv(found, stream, head)
        else:
            _to_parquet(found, making, head)
        making.replace(out)


def counted(found: Iterable[Answer], counts: Counter[str]) -> Iterator[Answer]:
    """`found`, with how many there are of each judgement kept in `counts`."""
    for row in found:
        counts[row["judgement"]] += 1
        yield row


def to_csv(found: Iterable[Answer], stream: TextIO, head: Sequence[str]) -> None:
    """Write the answers as CSV to `stream`, formula cells neutralised."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(map(harmless, head))
    for row in found:
        writer.writerow(map(harmless, row.values()))


def to_json(found: Iterable[Answer], counts: Counter[str], stream: TextIO, notes: Sequence[str]) -> None:
    """Write one JSON document to `stream`: notes, rows, and judgements, which are `counts` when `found` has ended."""
    stream.write(f'{{"notes": {_json(notes)}, "rows": [')
    comma = "\n"
    for row in found:
        stream.write(comma + _json(row))
        comma = ",\n"
    stream.write(f'\n], "judgements": {_json({name: counts[name] for name in JUDGEMENTS})}}}\n')


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False)


def _to_parquet(found: Iterable[Answer], out: Path, head: Sequence[str]) -> None:
    schema = pa.schema([(name, pa.float64() if name == "probability" else pa.string()) for name in head])
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for chunk in chunks(found, ROW_GROUP):
            cells: dict[str, list[Any]] = {name: [row[name] for row in chunk] for name in head}
            cells["probability"] = [float(p) for p in cells["probability"]]
            writer.write_table(pa.table(cells, schema))


@contextlib.contextmanager
def _making(out: Path) -> Iterator[Path]:
    """Where `out` is in the making, held by this process alone; what a killed one left there is written over."""
    making = out.with_name(f".{out.name}.part")
    with making.open("ab") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError("another process is writing this file", where=str(out), todo="Wait until it ends") from None
        try:
            yield making
        except BaseException:
            making.unlink(missing_ok=True)
            raise
