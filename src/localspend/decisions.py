"""What people decided: append-only lines in decisions/*.csv, each with who, when and why. Nothing is ever overwritten.

A decision is taken back by a later line whose `withdraws` names its id. The build applies what stands.
"""

import contextlib
import csv
import errno
import fcntl
import io
import itertools
import os
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from localspend.cells import as_written, harmless
from localspend.errors import InputError, UsageError

HEAD = ("id", "at", "by", "why", "withdraws")
#: The kinds of decision, and the columns that each has after HEAD.
KINDS: dict[str, tuple[str, ...]] = {
    "suppliers": ("supplier_text", "institution_id", "verdict", "supplier_id"),
    "categories": ("institution_id", "category_text", "category_code"),
    "duplicates": ("source_id", "month", "verdict"),
    "influence": ("institution_id", "matches", "value", "influence", "reason"),
    "interventions": ("intervention", "institution_id", "from_on", "area", "category_codes"),
    "invitations": ("draw", "need", "seed", "supplier_id"),
}
#: Kinds that no build applies: a line more makes no snapshot stale.
ASIDE = ("invitations",)
#: An identifier as org-id.guide writes it (a company number has eight characters), or that of an unregistered payee.
ORGANISATION = r"local-[0-9a-f]{16}|(?!GB-COH-)[A-Z]{2,3}-[A-Z0-9]+-\S+|GB-COH-[A-Z0-9]{8}"
VERDICTS = {"suppliers": ("accept", "reject", "none", "same-as"), "duplicates": ("count", "exclude")}
#: What a decision about influence may look at, and what it may say.
MATCHES = ("category", "supplier", "text")
INFLUENCE = ("yes", "no", "unknown")


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
    with file.open("rb") as handle:
        with contextlib.suppress(OSError):  # where files cannot be locked, they can be read
            fcntl.flock(handle, fcntl.LOCK_SH)
        return _parsed(handle.read(), kind, file)


def _parsed(content: bytes, kind: str, file: Path) -> list[dict[str, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("the file is not UTF-8 text", where=str(file), todo="Save it as CSV UTF-8") from None
    if not text:
        return []
    reader = csv.DictReader(io.StringIO(text, newline=""))
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
        made = {c: as_written((row[c] or "").strip()) for c in wanted} | {"line": str(reader.line_num)}
        where = f"{file}, line {reader.line_num}"
        _check(kind, made, where)
        if made["id"] in ids:
            raise InputError(f"the id {made['id']} is used twice", where=where, todo="Give each line an id of its own")
        if made["withdraws"] and made["withdraws"] not in ids:
            what = f"it withdraws {made['withdraws']}, which no line above it is"
            raise InputError(what, where=where, todo="Give the id of an earlier line")
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
    if kind == "suppliers":
        _check_supplier(row, where)
    if kind == "duplicates" and not re.fullmatch(r"(\d{4}-(0[1-9]|1[0-2]))?", row["month"]):
        raise InputError(f"{row['month']!r} is no month", where=where, todo="Write it as 2024-03, or leave it out")
    if kind == "influence":
        _check_influence(row, where)
    if kind == "interventions":
        _check_intervention(row, where)
    if kind == "categories":
        _check_approval(row, where)
    if kind == "invitations" and (missing := [name for name in KINDS[kind] if not row[name]]):
        raise InputError(f"{missing[0]} is missing", where=where, todo="`localspend find … --draw` writes these lines")
    if kind == "categories" and not (len(row["category_code"]) == 8 and row["category_code"].isdigit()):
        raise InputError(
            f"{row['category_code']!r} is no CPV code",
            where=where,
            todo="Eight digits, such as 45000000 for building work",
        )


def _check_approval(row: Mapping[str, str], where: str) -> None:
    """A rule moves every payment with its words, so that it needs somebody who approved it, and why."""
    for column, what in (("by", "who approved it"), ("why", "a justification")):
        if not row[column]:
            raise InputError(f"the rule does not say {what}", where=where, todo=f"Fill in the column {column}")


def _check_supplier(row: Mapping[str, str], where: str) -> None:
    if not row["supplier_text"]:
        raise InputError("the name is missing", where=where, todo="Write it as the ledger does")
    if row["verdict"] == "none":
        return
    if not re.fullmatch(ORGANISATION, row["supplier_id"]):
        raise InputError(
            f"{row['supplier_id']!r} is no supplier's id",
            where=where,
            todo="Such as GB-COH-01234567 (a company number has eight characters), or local-… of an unregistered payee",
        )


def _check_influence(row: Mapping[str, str], where: str) -> None:
    for column, allowed in (("matches", MATCHES), ("influence", INFLUENCE)):
        if row[column] not in allowed:
            todo = f"One of {', '.join(allowed)}"
            raise InputError(f"{column} may not be {row[column]!r}", where=where, todo=todo)
    if not any(letter.isalnum() for letter in row["value"]):
        todo = "A CPV code or category text, a supplier's id or name, or words"
        raise InputError("the value is missing", where=where, todo=todo)


def _check_intervention(row: Mapping[str, str], where: str) -> None:
    if missing := [name for name in ("intervention", "area") if not row[name]]:
        raise InputError(f"{missing[0]} is missing", where=where, todo="Name the change, and the area meant to gain")
    try:
        date.fromisoformat(row["from_on"])
    except ValueError:
        raise InputError(f"{row['from_on']!r} is no date", where=where, todo="Write it as 2024-04-01") from None
    codes = row["category_codes"].split()
    if strange := [code for code in codes if not re.fullmatch(r"\d{8}", code)] or ([] if codes else [""]):
        todo = "Eight digits each, with blanks between, such as 15000000 55500000"
        raise InputError(f"{strange[0]!r} is no CPV code", where=where, todo=todo)


def append(folder: Path, kind: str, row: Mapping[str, str], *, by: str, why: str) -> str:
    """Add one decision and return its id; a reason is required. Safe beside other writers."""
    if not why.strip(' .…"'):
        raise UsageError("a decision needs a reason", todo='Say it with --why "…"')
    if not by.strip():
        raise UsageError("a decision needs somebody who made it", todo="Say who with --by")
    file = path(folder, kind)
    file.parent.mkdir(exist_ok=True)
    with file.open("a+b", buffering=0) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        handle.seek(0)
        content = handle.read()
        existing = _parsed(content, kind, file)
        taken = {r["id"] for r in existing}
        free = (f"{kind[0]}{n:05d}" for n in itertools.count(len(existing) + 1))
        made = {
            "id": next(identity for identity in free if identity not in taken),
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "by": by,
            "why": why,
            "withdraws": row.get("withdraws", ""),
        }
        _check_withdrawal(made["withdraws"], existing, file)
        line = {c: cell.strip() for c, cell in (made | {c: row.get(c, "") for c in KINDS[kind]}).items()}
        _check(kind, line, "this decision")
        _add(handle, content, line)
    return made["id"]


def _check_withdrawal(withdraws: str, existing: list[dict[str, str]], file: Path) -> None:
    if not withdraws:
        return
    found = next((row for row in existing if row["id"] == withdraws), None)
    todo = "List what stands with `localspend decide`"
    if found is None:
        raise UsageError(f"there is no decision {withdraws} in {file.name}", todo=todo)
    if found["withdraws"]:
        raise UsageError(f"{withdraws} takes {found['withdraws']} back", todo="Decide anew instead")
    if any(row["withdraws"] == withdraws for row in existing):
        raise UsageError(f"{withdraws} was withdrawn before", todo=todo)


def _add(handle: BinaryIO, content: bytes, line: Mapping[str, str]) -> None:
    """Write `line` after `content`, in the columns that the file has: people keep these files with spreadsheets too."""
    head = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))), None)
    text = io.StringIO()
    writer = csv.DictWriter(text, head or list(line), restval="", lineterminator="\n")
    if head is None:
        writer.writeheader()
    elif not content.endswith((b"\n", b"\r")):
        text.write("\n")
    writer.writerow({column: harmless(cell) for column, cell in line.items()})
    added = text.getvalue().encode()
    try:
        # In one piece: nobody sees half a line, whenever this process is killed.
        if os.write(handle.fileno(), added) < len(added):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(handle.name))
        os.fsync(handle.fileno())
    except OSError:
        os.ftruncate(handle.fileno(), len(content))
        raise
