"""A line that lost its line ends: taken apart at the pennies, and only kept so where a printed total proves it."""

import csv
import re
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from localspend.sources.ledgers.layout import Layout
from localspend.sources.ledgers.rows import Rows
from localspend.sources.ledgers.sheet import Sheet, blanks, from_rows

_PIECE = re.compile(r"\s*(.*?)\s*,\s*\"?((?:-|£|-£|£-)?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d)\"?(?=[^\d,.]|$)")


def taken_apart(row: Sequence[str], layout: Layout) -> list[list[str]] | None:
    """The records run together in `row`; None where they cannot be told apart or amounts do not come last."""
    used = [i for i, name in enumerate(layout.names) if name] or list(layout.roles.columns.values())
    if layout.roles.columns["amount"] != max(used):
        return None
    text = ",".join(row).rstrip(", ")
    pieces, at = [], 0
    while at < len(text):
        found = _PIECE.match(text, at)
        if not found:
            return None
        cells = _cells(found[1], len(used) - 1)
        if cells is None:
            return None
        pieces.append([*cells, found[2]])
        at = found.end()
    width = max(used) + 1
    return [_placed(piece, used, width) for piece in pieces] if len(pieces) > 1 else None


def _cells(text: str, count: int) -> list[str] | None:
    if count == 1:
        return [text.strip().strip('"').strip()]
    cells = next(csv.reader([text]), [])
    return cells if len(cells) == count else None


def _placed(piece: Sequence[str], used: Sequence[int], width: int) -> list[str]:
    row = [""] * width
    for index, cell in zip(used, piece, strict=True):
        row[index] = cell
    return row


def mended(sheet: Sheet, layout: Layout, broken: Sequence[int]) -> Sheet | None:
    """`sheet` with the `broken` rows replaced by their pieces (each on the line of the row), or None if one resists."""
    parts: list[Sheet] = []
    at = 0
    for index in broken:
        pieces = taken_apart(sheet.row(index), layout)
        if pieces is None:
            return None
        line = sheet.lines[index].as_py()
        parts += [_slice(sheet, at, index), from_rows((line, piece) for piece in pieces)]
        at = index + 1
    parts.append(_slice(sheet, at, sheet.rows))
    names = [_piece_names(sheet.name, part, i % 2 == 1) for i, part in enumerate(parts)]
    width = max(part.width for part in parts)
    cells = pa.concat_tables([_widened(part, width) for part in parts])
    lines = pa.chunked_array([chunk for part in parts for chunk in part.lines.chunks], pa.int64())
    return replace(sheet, cells=cells, lines=lines, row_names=pa.chunked_array(names, pa.string()))


def _slice(sheet: Sheet, start: int, stop: int) -> Sheet:
    return replace(sheet, cells=sheet.cells.slice(start, stop - start), lines=sheet.lines.slice(start, stop - start))


def _widened(part: Sheet, width: int) -> pa.Table:
    table = part.cells
    for i in range(part.width, width):
        table = table.append_column(str(i), blanks(table.num_rows))
    return table


def _piece_names(name: str, part: Sheet, pieces: bool) -> pa.Array:
    # The line is the true one for every piece; the sheet column tells the pieces apart.
    prefix = f"{name} " if name else ""
    shown = [f"{prefix}piece {i}" for i in range(1, part.rows + 1)] if pieces else [name] * part.rows
    return pa.array(shown, pa.string())


def proved(classified: Rows, total_pennies: int) -> bool:
    """True where a printed total is what all payments, the pieces among them, add up to."""
    return not classified.run_together and any(
        printed == added and int(printed * 100) == total_pennies for _, printed, added in classified.printed
    )
