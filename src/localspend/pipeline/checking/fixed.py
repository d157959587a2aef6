"""check --fixed: mended copies of files, and the list of every change."""

import csv
import io
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from localspend.cells import harmless
from localspend.errors import UsageError
from localspend.pipeline.checking import registers
from localspend.pipeline.checking.files import listed, readings
from localspend.pipeline.checking.judged import letter
from localspend.quality.ids import padded
from localspend.quality.shapes import writable
from localspend.sources.ledgers import fixed
from localspend.sources.notices.read import recognised, releases
from localspend.workspace import write_whole

CHANGES = ("path", "sheet", "line", "column", "header", "before", "after", "why")
_UNSAFE = re.compile(r"[^\w.\- ]+")
_NUMBER = re.compile(r'"\\u0000([^"]*?)\\u0000"')
Row = tuple[str, str, int, str, str, str, str, str]


def write(paths: Sequence[Path], out: Path) -> tuple[list[Path], Path, int]:
    """Mended copies of what can be read of the files (or folders) at `paths`: to the file `out`, or into such a folder.

    Files of several folders get folders in it, so that it still shows who published what.
    Returns the copies, the list of changes (`out` with .changes.csv behind it) and their number. UsageError where
    several tables would have to go into one file, or a copy would overwrite its source.
    """
    made: list[tuple[str, str, str]] = []
    changes: list[Row] = []
    paths = listed(paths)
    noticed = [path for path in paths if path.is_file() and recognised(path)]
    tables = [path for path in paths if path.is_file() and path not in noticed]
    companies = registers.companies(tables)
    tables = [path for path in tables if path not in companies]
    for reading in readings(tables):
        for sheet in fixed.fixed(reading):
            made.append((reading.source_id, _name(reading.source_id, sheet.name, ".csv"), _csv(sheet.rows())))
            changes.extend(_listed(reading.source_id, sheet))
    made += [(str(path), _name(str(path), "", ".jsonl"), "".join(_notices(path, changes))) for path in noticed]
    targets = _targets(paths, out, [(source, name) for source, name, _ in made])
    for target, (_, _, content) in zip(targets, made, strict=True):
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    account = out.with_name(f"{out.name}.changes.csv")
    write_whole(account, _csv([list(CHANGES), *([harmless(str(cell)) for cell in row] for row in changes)]))
    return targets, account, len(changes)


def _targets(paths: Sequence[Path], out: Path, made: Sequence[tuple[str, str]]) -> list[Path]:
    """Where each copy (its source, its name) goes."""
    if out.suffix in (".csv", ".jsonl"):
        if len(made) > 1:
            todo = "Give a folder: --fixed mended"
            raise UsageError(f"{len(made)} tables do not fit into one file", where=str(out), todo=todo)
        targets = [out] * len(made)
    else:
        out.mkdir(parents=True, exist_ok=True)
        folders = [Path(source.partition("!")[0]).absolute().parent for source, _ in made]
        common = Path(os.path.commonpath(folders)) if folders else out
        wanted = [out / folder.relative_to(common) / name for folder, (_, name) in zip(folders, made, strict=True)]
        taken: Counter[Path] = Counter()
        targets = []
        for target in wanted:
            taken[target] += 1
            again = taken[target]
            targets.append(target if again == 1 else target.with_name(f"{target.stem} {again}{target.suffix}"))
    if any(target.exists() and target.samefile(path) for target in targets for path in paths if path.exists()):
        raise UsageError("the mended copy would overwrite its source", where=str(out), todo="Give another name")
    return targets


def _name(source: str, sheet: str, ending: str) -> str:
    """A file's name from the source's, its member's and its sheet's."""
    file, _, member = source.partition("!")
    parts = [Path(file).stem, Path(member).stem if member else "", sheet]
    return _UNSAFE.sub("_", " ".join(filter(None, parts))) + ending


def _csv(rows: Iterator[list[str]] | Sequence[list[str]]) -> str:
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows(rows)
    return target.getvalue()


def _listed(path: str, sheet: fixed.Fixed) -> Iterator[Row]:
    for c in sheet.changes:
        yield (path, sheet.name, c.line, letter(c.column), c.header, c.before, c.after, c.why)
    if sheet.copy_of is None:
        return
    for line, copy in zip(sheet.sheet.lines.to_pylist(), sheet.copy_of.to_pylist(), strict=True):
        if copy is not None:
            yield (path, sheet.name, line, letter(sheet.sheet.width), fixed.MARK, "", str(copy), "copy marked")


def _notices(path: Path, changes: list[Row]) -> Iterator[str]:
    """The releases, one a line, company numbers whole, and a copy marked as one; what cannot be read is listed."""
    seen: dict[tuple[str, str], int] = {}
    for found in releases(path):
        release = found.release
        if release is None:
            said = (str(path), found.member, found.line, "", "", "", "", f"left out: {found.problem}")
            changes.append(said)
            continue
        if found.note:
            changes.append((str(path), found.member, found.line, "", "", "", "", found.note))
        for where, party in _parties(release):
            held = party.get("identifier")
            number = held.get("id") if isinstance(held, dict) and held.get("scheme") == "GB-COH" else None
            whole = padded(str(number)) if number else None
            if isinstance(held, dict) and whole and whole != number:
                held["id"] = whole
                changes.append(
                    (str(path), found.member, found.line, f"{where}/identifier/id", "", str(number), whole,
                     "leading noughts put back")
                )  # fmt: skip
        key = (str(release.get("ocid")), str(release.get("id")))
        if key in seen:
            release["x_copyOfLine"] = seen[key]
            said = (str(path), found.member, found.line, "x_copyOfLine", "", "", str(seen[key]), "copy marked")
            changes.append(said)
        seen[key] = found.line
        yield _json(release) + "\n"


def _parties(release: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    parties = release.get("parties")
    for i, party in enumerate(parties if isinstance(parties, list) else []):
        if isinstance(party, dict):
            yield f"parties/{i}", party


def _json(release: dict[str, Any]) -> str:
    """JSON with decimals as the numbers that they are."""

    def number(value: Any) -> str:
        return f"\0{value}\0" if isinstance(value, Decimal) else str(value)

    text = _NUMBER.sub(r"\1", json.dumps(release, ensure_ascii=False, default=number))
    if writable(text, len(text)) == text:
        return text
    # Half a letter can only be written as its number.
    return _NUMBER.sub(r"\1", json.dumps(release, default=number))
