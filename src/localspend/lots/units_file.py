"""The units of a requirement that stand in a CSV file: id, value, place, service, period; other columns are left."""

import csv
import io
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from localspend.errors import InputError

COLUMNS = ("id", "value", "place", "service", "period")
WHAT_TO_DO = "See docs/lots.md for an example"


def read(path: Path) -> list[dict[str, str]]:
    """A dictionary a unit, of the columns that have something. Raises InputError with the line that is wrong."""
    raw = bytes_of(path)
    try:
        return list(_units(path, csv.reader(io.StringIO(decoded(raw), newline=""), strict=True)))
    except (UnicodeDecodeError, csv.Error):
        raise InputError("it is no CSV in UTF-8", where=str(path), todo="Save it as CSV UTF-8") from None


def bytes_of(path: Path) -> bytes:
    """What is in a file that a person names. Raises InputError; a device, which may never end, is not read."""
    try:
        if path.exists() and not path.is_file():
            raise InputError("it is no file", where=str(path), todo="Name a file")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror}", where=str(path), todo="Check the name") from None


def decoded(raw: bytes) -> str:
    """UTF-8, else what Excel in English writes where UTF-8 is not asked for."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252")


def _units(path: Path, lines: Iterator[list[str]]) -> Iterator[dict[str, str]]:
    heads = [head.strip().lower() for head in next(lines, [])]
    for needed in ("id", "value"):
        if needed not in heads:
            raise InputError(f"the column {needed} is missing", where=f"{path}, line 1", todo=WHAT_TO_DO)
    for head in heads:
        near = get_close_matches(head, COLUMNS, 1) if head not in COLUMNS else []
        if near and near[0] not in heads:
            what = f"the column {head} is not known; did you mean {near[0]}?"
            raise InputError(what, where=f"{path}, line 1", todo=WHAT_TO_DO)
    for n, line in enumerate(lines, 2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(heads):
            what = f"it has {len(line)} cells where the header has {len(heads)}"
            todo = 'Put an amount with a comma in quotation marks, as "12,000"'
            raise InputError(what, where=f"{path}, row {n}", todo=todo)
        row = dict(zip(heads, line, strict=True))
        yield {key: row[key].strip() for key in COLUMNS if row.get(key, "").strip()}
