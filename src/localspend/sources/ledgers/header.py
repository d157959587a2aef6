"""Where a sheet's header is: under titles, query text or notes, on one row or two, or nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from localspend.sources.ledgers import lexicon
from localspend.sources.ledgers.values import is_value

#: Rows from the top among which a header is looked for.
DEPTH = 80
#: A label is shorter than this; a sentence is a note.
LONGEST_LABEL = 80
#: What a row must score to be a header: two columns that are named outright.
ENOUGH = 13.0
_PIECES = (
    "vat|name|date|number|no|amount|awarded|period|£|(£)|gbp|net|gross|code|type|excl|inc|exc|paid|total|value|(net)|"
    "description|reference|ref|id|£'s|ltd|status|address|(exc|(inc|vat)|(vat)|(gbp)|spend|size"
)
_FRAGMENTS = frozenset(_PIECES.split("|"))


@dataclass(frozen=True)
class Header:
    """rows: the row indices of the header, () where there is none; names: one a column, "" where unnamed."""

    rows: tuple[int, ...]
    names: tuple[str, ...]
    score: float = 0.0


def find(rows: Sequence[Sequence[str]]) -> Header:
    """The header among the first rows of a sheet: the row whose cells best name different columns."""
    ranked = [(strength(row), i) for i, row in enumerate(rows[:DEPTH])]
    best = max((score for score, _ in ranked), default=0.0)
    if best < ENOUGH:
        return Header((), ())
    at = next(i for score, i in ranked if score >= 0.9 * best)
    names = [_label(cell) for cell in rows[at]]
    used = [at]
    if at + 1 < len(rows) and _continues(names, rows[at + 1], rows[at + 2 : at + 6]):
        names = [f"{name} {_label(more)}".strip() for name, more in _pairs(names, rows[at + 1])]
        used.append(at + 1)
    if at and _groups(rows[at - 1], names):
        names = [f"{group} {name}".strip() for group, name in zip(_spread(rows[at - 1], names), names, strict=True)]
        used.insert(0, at - 1)
    return Header(tuple(used), tuple(names), best)


def unknown(rows: Sequence[Sequence[str]]) -> Header:
    """A header in words that no ledger uses: labels only, each another, and values below them; () where there is none.

    Without it the rows of any list (debts, Welsh payments) would pass for a ledger that has no header.
    """
    for at, row in enumerate(rows[:20]):
        names = [_label(cell) for cell in row]
        labels = [name for name in names if name]
        if len(labels) < 2 or any(is_value(label) or len(label) > LONGEST_LABEL for label in labels):
            continue
        below = [following for following in rows[at + 1 : at + 9] if sum(map(bool, map(str.strip, following))) >= 2]
        columns = [j for j, name in enumerate(names) if name and below and all(is_value(other[j]) for other in below)]
        if columns and len(labels) == len(set(labels)) and len(labels) >= max(map(_filled, below)) - 1:
            return Header((at,), tuple(names))
    return Header((), ())


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def stated(rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> Header:
    """The header on the rows that a person named, counted from 1."""
    used = tuple(number - 1 for number in numbers if number <= len(rows))
    width = max((len(row) for row in rows), default=0)
    names = [" ".join(filter(None, (_label(rows[i][j]) for i in used))) for j in range(width)]
    return Header(used, tuple(names), ENOUGH)


def strength(row: Sequence[str]) -> float:
    """How much `row` looks like a header: the columns that it names, less the values in it."""
    best: dict[str, float] = {}
    values = 0
    for cell in row:
        text = _label(cell)
        if not text:
            continue
        if is_value(text):
            values += 1
        elif len(text) <= LONGEST_LABEL:
            role, score = max(
                ((role, score) for role, (score, _) in lexicon.scores(text).items()),
                key=lambda item: item[1],
                default=("", 0.0),
            )
            best[role] = max(best.get(role, 0.0), score)
    named = sum(score for score in best.values() if score >= 3)
    return named - 6 * values if len([s for s in best.values() if s >= 3]) >= 2 else 0.0


def _label(cell: str) -> str:
    return " ".join(cell.replace("\ufeff", "").replace("ï»¿", "").split()).strip("*: ")


def _pairs(names: Sequence[str], row: Sequence[str]) -> list[tuple[str, str]]:
    width = max(len(names), len(row))
    return list(zip([*names, *[""] * (width - len(names))], [*row, *[""] * (width - len(row))], strict=True))


def _continues(names: Sequence[str], row: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
    """True where `row` is the second line of the header: a few short words, and values only below it."""
    cells = [(name, _label(cell)) for name, cell in _pairs(names, row) if _label(cell)]
    if not cells or any(is_value(cell) or len(cell) > 25 for _, cell in cells):
        return False
    if not any(is_value(cell) for following in after for cell in following):
        return False
    if all(set(cell.lower().split()) <= _FRAGMENTS for _, cell in cells):
        return True
    if len(cells) > len([name for name in names if name]) / 2 or not all(name for name, _ in cells):
        return False
    before = sum(max((s for s, _ in lexicon.scores(name).values()), default=0.0) for name, _ in cells)
    joined = sum(max((s for s, _ in lexicon.scores(f"{n} {c}").values()), default=0.0) for n, c in cells)
    tail = [f"{name}{cell}" for name, cell in cells]
    glued = sum(max((s for s, _ in lexicon.scores(text).values()), default=0.0) for text in tail)
    return max(joined, glued) > before


def _groups(row: Sequence[str], names: Sequence[str]) -> bool:
    """True where `row` holds group headings over a header that repeats itself (Net, VAT under Original, Billing)."""
    filled = [_label(cell) for cell in row if _label(cell)]
    bare = [name.lower() for name in names if name]
    return (
        len(bare) != len(set(bare))
        and 1 < len(filled) < len(bare)
        and not any(is_value(cell) or len(cell) > 25 for cell in filled)
    )


def _spread(row: Sequence[str], names: Sequence[str]) -> list[str]:
    """A group heading stands over its own column and the unnamed ones right of it."""
    spread, current = [], ""
    for cell, name in _pairs(row, names)[: len(names)]:
        current = _label(cell) or (current if name else "")
        spread.append(current)
    return spread


def repeats(row: Sequence[str], names: Sequence[str]) -> bool:
    """True where `row` is the header again, as on every page of a printed ledger."""
    pairs = [(name.lower(), _label(cell).lower()) for name, cell in _pairs(names, row)]
    named = [(name, cell) for name, cell in pairs if name]
    same = sum(bool(cell) and (name == cell or name.startswith(cell) or cell == name) for name, cell in named)
    extra = sum(bool(cell) and not name for name, cell in pairs)
    return same >= 2 and same >= 0.6 * len(named) and extra <= same / 2
