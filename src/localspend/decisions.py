"""What people decided: append-only lines in decisions/*.csv, each with who, when and why. Nothing is ever overwritten.

A decision is taken back by a later line whose `withdraws` names its id. The build applies what stands.
"""

import csv
import fcntl
import io
import itertools
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from localspend.errors import InputError, UsageError

HEAD = ("id", "at", "by", "why", "withdraws")
#: The kinds of decision, and the columns that each has after HEAD.
KINDS: dict[str, tuple[str, ...]] = {
    "suppliers": ("supplier_text", "institution_id", "verdict", "supplier_id"),
    "categories": ("institution_id", "category_text", "category_code"),
    "duplicates": ("source_id", "month", "verdict"),
}
VERDICTS = {"suppliers": ("accept", "reject", "none", "same-as"), "duplicates": ("count", "exclude")}


def path(folder: Path, kind: str) -> Path:
    """Where decisions of `kind` are kept."""
    return folder / "decisions" / f"{kind}.csv"


def standing(folder: Path, kind: str) -> list[dict[str, str]]:
    """The decisions of `kind` that were not withdrawn, oldest first, each with `line`; raises InputError."""
    rows = read(folder, kind)
    withdrawn = {row["withdraws"] for row in rows if row["withdraws"]}
    return [row for row in rows if row["id"] not in withdrawn and not row["withdraws"]]


def read(folder: Path, kind: str) -> list[dict[str, str]]:
    """Every line of decisions of `kind`, with `line` (its line in the file); none where there is no file."""
    file = path(folder, kind)
    if not file.is_file():
        return []
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("the file is not UTF-8 text", where=str(file), todo="Save it as CSV UTF-8") from None
    if not text:
        return []
    reader = csv.DictReader(io.StringIO(text))
    try:
        return _rows(reader, kind, file)
    except csv.Error as error:
        where = f"{file}, line {reader.line_num + 1}"
        raise InputError(f"the line is no CSV: {error}", where=where, todo="Mend the line by hand") from None


def _rows(reader: "csv.DictReader[str]", kind: str, file: Path) -> list[dict[str, str]]:
    wanted = HEAD + KINDS[kind]
    if missing := [c for c in wanted if c not in (reader.fieldnames or [])]:
        raise InputError(
            f"the column {missing[0]} is missing", where=f"{file}, line 1", todo=f"It needs {', '.join(wanted)}"
        )
    rows: list[dict[str, str]] = []
    ids: set[str] = set()
    for row in reader:
        made = {c: (row[c] or "").strip() for c in wanted} | {"line": str(reader.line_num)}
        where = f"{file}, line {reader.line_num}"
        _check(kind, made, where)
        if made["id"] in ids:
            raise InputError(f"the id {made['id']} is used twice", where=where, todo="Give each line an id of its own")
        ids.add(made["id"])
        rows.append(made)
    return rows


def _check(kind: str, row: Mapping[str, str], where: str) -> None:
    if not row["id"]:
        raise InputError("a decision needs an id", where=where, todo="Any text that no other line has")
    if row["withdraws"]:
        return
    allowed = VERDICTS.get(kind)
    if allowed and row["verdict"] not in allowed:
        raise InputError(f"verdict may not be {row['verdict']!r}", where=where, todo=f"One of {', '.join(allowed)}")
    if kind == "duplicates" and not re.fullmatch(r"(\d{4}-(0[1-9]|1[0-2]))?", row["month"]):
        raise InputError(f"{row['month']!r} is no month", where=where, todo="Write it as 2024-03, or leave it out")
    if kind == "categories" and not (len(row["category_code"]) == 8 and row["category_code"].isdigit()):
        raise InputError(
            f"{row['category_code']!r} is no CPV code",
            where=where,
            todo="Eight digits, such as 45000000 for building work",
        )


def append(folder: Path, kind: str, row: Mapping[str, str], *, by: str, why: str) -> str:
    """Add one decision and return its id; a reason is required. Safe beside other writers."""
    if not why.strip():
        raise UsageError("a decision needs a reason", todo='Say it with --why "…"')
    file = path(folder, kind)
    file.parent.mkdir(exist_ok=True)
    with file.open("a+", newline="", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        existing = read(folder, kind)
        taken = {r["id"] for r in existing}
        free = (f"{kind[0]}{n:05d}" for n in itertools.count(len(existing) + 1))
        made = {
            "id": next(identity for identity in free if identity not in taken),
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "by": by,
            "why": why,
            "withdraws": row.get("withdraws", ""),
        }
        withdraws = made["withdraws"]
        if withdraws and withdraws not in taken:
            raise UsageError(
                f"there is no decision {withdraws} in {file.name}", todo="List them with `localspend decide`"
            )
        line = made | {c: row.get(c, "") for c in KINDS[kind]}
        _check(kind, line, "this decision")
        _add(handle, line)
        handle.flush()
        os.fsync(handle.fileno())
    return made["id"]


def _add(handle: TextIO, line: Mapping[str, str]) -> None:
    """Write `line` at the end, in the columns that the file has: people keep these files with spreadsheets too."""
    handle.seek(0)
    text = handle.read()
    head = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))), None)
    writer = csv.DictWriter(handle, head or list(line), restval="", lineterminator="\n")
    if head is None:
        writer.writeheader()
    elif not text.endswith("\n"):
        handle.write("\n")
    writer.writerow(line)
