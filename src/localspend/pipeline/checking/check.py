"""check FILE…: what is wrong with ledgers, registers and notices -> one document: files, scorecard, findings."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from localspend import engine
from localspend.pipeline.checking import card, notices, registers
from localspend.pipeline.checking.files import listed, readings
from localspend.pipeline.checking.judged import Lines
from localspend.pipeline.checking.lines import Held
from localspend.pipeline.checking.tally import Tallied
from localspend.quality import CHECKS, said
from localspend.quality.finding import Finding, Spot
from localspend.quality.headings import VERSION
from localspend.sources.notices.read import recognised

#: Failing lines that are shown of a finding, unless all are asked for.
EXAMPLES = 5
Progress = Callable[[str, int, int], None]


def check(
    paths: Sequence[Path],
    *,
    as_of: date,
    all_lines: bool = False,
    unmasked: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> dict[str, Any]:
    """The document of `localspend check` for the files at `paths`, and those in the folders at `paths`.

    as_of: the day that dates are judged by. all_lines: every failing line, not EXAMPLES only. unmasked: sole traders
    and partnerships by name. A file that cannot be used is among `files` as refused; nothing is raised for it.
    """
    most = None if all_lines else EXAMPLES
    paths = listed(paths)
    empty = [path for path in paths if path.is_dir()]
    noticed = [path for path in paths if path.is_file() and recognised(path)]
    listing = registers.companies([path for path in paths if path not in noticed])
    others = [path for path in paths if path not in (*empty, *noticed, *listing)]
    found = readings(others, seen=lambda done: progress("reading", done, len(others)))
    files = [*registers.or_registers(found), *map(registers.read, listing)]
    files += [Held(str(path), None, "refused", "there is no file in this folder") for path in empty]
    tallied = notices.read(noticed, as_of, most, partial(progress, "reading notices"))
    connection = engine.duckdb()
    notices.mask_names(tallied, connection, unmasked=unmasked)
    lines = Lines(connection, files, as_of, most, unmasked=unmasked)
    lines.judge(notices.awarded(tallied.kept), progress)
    whole, publishers = card.cards(lines, tallied)
    return {
        "as_of": as_of.isoformat(),
        "version": VERSION,
        "files": [*map(_file, files), *_notices_files(tallied)],
        "scorecard": whole,
        "publishers": publishers,
        "findings": [_finding(one) for one in _ordered(lines, tallied)],
    }


def _file(file: Held) -> dict[str, Any]:
    return {
        "path": file.path,
        "kind": file.kind,
        "rows": file.rows,
        "outcome": file.outcome,
        "message": file.message,
    }


def _notices_files(tallied: Tallied) -> Iterator[dict[str, Any]]:
    for path, rows in tallied.paths.items():
        outcome = "read" if rows else "refused"
        schema = tallied.findings[path]["schema_error"]
        counted = "; ".join(filter(None, (f"{rows:,} release{'s' * (rows != 1)}", tallied.notes.get(path))))
        message = schema.spots[0].value if outcome == "refused" and schema.spots else counted
        yield {"path": path, "kind": "notices", "rows": rows, "outcome": outcome, "message": message}


def _ordered(lines: Lines, tallied: Tallied) -> Iterator[Finding]:
    """File by file in the order given, in the order of CHECKS."""
    for path in dict.fromkeys(file.path for file in lines.read):
        yield from (lines.findings[name, path] for name in CHECKS)
    for path in tallied.paths:
        yield from tallied.findings[path].values()


def _finding(found: Finding) -> dict[str, Any]:
    module = CHECKS[found.check]
    return {
        "check": found.check,
        "version": module.VERSION,
        "heading": module.HEADING,
        "path": found.path,
        "outcome": found.outcome,
        "count": found.count,
        "of": found.of,
        "share": f"{found.count / found.of:.4f}" if found.of else None,
        "pounds": None if found.pounds is None else f"{found.pounds:.2f}",
        "reason": found.reason,
        "says": said(module, ""),
        "fix": said(module, "Fix"),
        "lines": [_spot(found.path, spot) for spot in found.spots],
    }


def _spot(path: str, spot: Spot) -> dict[str, Any]:
    return {
        "path": path,
        "line": spot.line,
        "column": spot.column,
        "value": spot.value,
        "sheet": spot.sheet or None,
        "header": spot.header,
        "where": spot.words(),
    }
