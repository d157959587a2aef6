"""What each line of a payments sheet is: a payment, or blank, title, header, total, footnote, no-amount, not-a-payment.

Totals are known by what they say and how they stand (no date, no reference); adding up confirms them or shows that the
printed figure is wrong. A supplier called Total, with a date or a reference of its own, is a payment.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources.ledgers import header as headers
from localspend.sources.ledgers import pushed
from localspend.sources.ledgers.layout import Layout
from localspend.sources.ledgers.scalars import EMPTY, column_of, numpy_of
from localspend.sources.ledgers.sheet import Sheet

PAYMENT = 0
BLANK, TITLE, HEADER, TOTAL, FOOTNOTE, NO_AMOUNT, NOT_A_PAYMENT = range(1, 8)
_STRONG = re.compile(
    r"(?:(?:grand|sub|overall|report|page|running|final|cumulative|monthly|month|section|combined|net|gross|invoice)?"
    r"[\s\-_]*totals?|sum|(?:overall )?result)\s*(?:\(?£?\)?)?\s*[:=.\-]*\s*£?|"
    r"(?:grand|sub|overall)[\s\-_]*total\b.*|"
    r"(?:total|sum)s?\s*[:(=\-–].*|"
    r"totals?\s+(?:for|of|spend|spent|expenditure|payments?|amounts?|value|net|gross|invoices?|transactions?|this|all|"
    r"per|in|excl\w*|incl\w*|costs?|paid|over|to|lines?|purchases?|april|may|june|july|august|september|october|"
    r"november|december|january|february|march|20\d\d)\b.*|"
    r"(?:balance\s+)?(?:carried|brought)\s+forward.*|(?:balance\s+)?[bc]/f(?:wd)?",
    re.IGNORECASE,
)
#: What stands below a printed ledger and counts it: figures, but none of them paid.
_STATISTIC = re.compile(
    r"(?:(?:total\s+)?(?:number|count|no\.?)\s+of\b.*|count|(?:record|row|line|invoice|transaction)s?\s+count|"
    r"averages?\b.*|(?:financial )?year|page|period|(?:run|report|print(?:ed)?)? ?date|"
    r"mean|median|max(?:imum)?|min(?:imum)?|"
    r"(?:largest|smallest|highest|lowest)\s+(?:payment|invoice|amount|value))\s*[:=]?",
    re.IGNORECASE,
)
_WEAK = re.compile(r"\b(?:sub)?[\s\-]?totals?\b", re.IGNORECASE)
_ENDS = re.compile(r"\btotals?\s*:?\s*$", re.IGNORECASE)
_COMPANY = re.compile(r"\b(?:ltd|limited|plc|llp|uk|group|services|solutions|cic|co)\b\.?\s*\)?$", re.IGNORECASE)
_HINT = r"(?i)total|result|\bsum\b|forward|[bc]/f|number of|count|average"
_RUN_TOGETHER = re.compile(r"\d\.\d\d[A-Za-z\"]")


@dataclass(frozen=True)
class Rows:
    """codes: what each row is. printed: (row, printed total, what the payments above it add up to)."""

    codes: numpy.ndarray
    printed: tuple[tuple[int, Decimal, Decimal], ...] = ()
    run_together: tuple[int, ...] = ()
    notes: Mapping[int, str] = field(default_factory=dict)


def classify(sheet: Sheet, layout: Layout, amount: pa.ChunkedArray, usable: pa.ChunkedArray | None = None) -> Rows:
    """What each row of `sheet` is; `amount` is the parsed amount column."""
    codes = numpy.zeros(sheet.rows, dtype="int8")
    blank = _array(sheet.blank())
    has = _array(pc.is_valid(amount)) & ~blank
    top = max(layout.header.rows, default=-1)
    above = numpy.arange(sheet.rows) <= top
    codes[above] = TITLE
    codes[list(layout.header.rows)] = HEADER
    codes[blank] = BLANK
    below = ~above & ~blank
    silent = numpy.flatnonzero(below & ~has)
    spoken = numpy.flatnonzero(below & has)
    edges = (int(spoken[0]), int(spoken[-1])) if len(spoken) else (sheet.rows, -1)
    together = (*_silent(sheet, layout, silent, edges, codes), *pushed.rows(sheet, layout, spoken))
    codes[list(together)] = NOT_A_PAYMENT
    suspects = _suspects(sheet, layout, spoken)
    printed, notes = _totals(sheet, layout, amount, suspects, codes, edges) if len(suspects) else ((), {})
    _summary(sheet, layout, amount, suspects, codes)
    return Rows(codes, printed, together, notes)


def _array(mask: pa.ChunkedArray) -> numpy.ndarray:
    return numpy_of(mask)


def _silent(
    sheet: Sheet, layout: Layout, indices: numpy.ndarray, edges: tuple[int, int], codes: numpy.ndarray
) -> tuple[int, ...]:
    """Mark the rows without an amount; returns those whose separators were lost."""
    together = []
    roles = layout.roles.columns
    after_header = False
    for i, row in zip(indices.tolist(), sheet.pick(indices.tolist()), strict=True):
        filled = [j for j, cell in enumerate(row) if cell.strip()]
        if layout.names and headers.repeats(row, layout.names):
            codes[i], after_header = HEADER, True
            continue
        if after_header and i and codes[i - 1] == HEADER and _is_tail_of_header(row, layout):
            codes[i] = HEADER
        elif sum(bool(_RUN_TOGETHER.search(cell)) for cell in row) >= 3:
            codes[i] = NOT_A_PAYMENT
            together.append(i)
        elif any(_STRONG.fullmatch(row[j].strip()) for j in filled):
            codes[i] = TOTAL
        elif i < edges[0]:
            codes[i] = TITLE
        elif _is_payment_shaped(filled, roles):
            codes[i] = NO_AMOUNT
        elif i > edges[1]:
            codes[i] = FOOTNOTE
        else:
            codes[i] = TITLE if filled[0] != roles.get("description") else NO_AMOUNT
        after_header = False
    return tuple(together)


def _is_tail_of_header(row: Sequence[str], layout: Layout) -> bool:
    return all(
        cell.strip().lower() in name.lower() for cell, name in zip(row, layout.names, strict=False) if cell.strip()
    )


def _is_payment_shaped(filled: Sequence[int], roles: Mapping[str, int]) -> bool:
    """A line with two cells or more, one of them a supplier, date, reference or description, lacks only its amount."""
    telling = {roles.get(role) for role in ("supplier", "paid_on", "reference", "description", "category_text")}
    return len(filled) >= 2 and any(j in telling for j in filled)


def _suspects(sheet: Sheet, layout: Layout, spoken: numpy.ndarray) -> list[int]:
    """Rows with an amount that may be no payment: they lack a date, reference or supplier, or speak of a total."""
    if not len(spoken):
        return []
    roles = layout.roles.columns
    marks = [roles[role] for role in ("paid_on", "reference", "supplier") if role in roles]
    bare = numpy.zeros(sheet.rows, dtype=bool)
    for index in marks:
        bare |= _array(pc.equal(pc.utf8_trim_whitespace(sheet.column(index)), EMPTY))
    if not {"paid_on", "reference"} & set(roles):
        bare |= True
    bare[spoken[-3:]] = True
    bare[spoken[:1]] = True
    candidates = spoken[bare[spoken]]
    if len(candidates) > 2000:
        taken = sheet.cells.take(column_of(candidates))
        said = numpy.zeros(len(candidates), dtype=bool)
        others = numpy.ones(len(candidates), dtype=bool)
        for i, column in enumerate(taken.columns):
            said |= _array(pc.match_substring_regex(column, _HINT))
            if i != roles["amount"]:
                others &= _array(pc.equal(column, EMPTY))
        lacking = numpy.ones(len(candidates), dtype=bool)
        for index in marks:
            lacking &= _array(pc.equal(pc.utf8_trim_whitespace(taken.column(index)), EMPTY))
        candidates = candidates[said | others | lacking]
    return [int(i) for i in candidates]


def _totals(
    sheet: Sheet,
    layout: Layout,
    amount: pa.ChunkedArray,
    suspects: list[int],
    codes: numpy.ndarray,
    edges: tuple[int, int],
) -> tuple[tuple[tuple[int, Decimal, Decimal], ...], dict[int, str]]:
    """Mark the totals among `suspects`, in order, with what the payments above them add up to."""
    usual = {role for role in ("paid_on", "reference", "supplier") if layout.profiles_filled(role) >= 0.8}
    running = _running(amount, codes)
    starts, taken = {0}, 0
    printed, notes = [], {}
    for i, row in zip(suspects, sheet.pick(suspects), strict=True):
        value = _pennies(amount[i].as_py())
        before = int(running[i]) - value - taken
        off = next((off for off in (0, -1, 1, -2, 2) if value and before - value - off in starts), None)
        confirmed = off is not None
        at_end = i >= edges[1] or not (codes[i + 1 :] == PAYMENT).any()
        verdict = _judge(row, layout, usual, confirmed, at_end, bool(i and codes[i - 1] == BLANK))
        if verdict == PAYMENT:
            continue
        codes[i] = verdict
        taken += value
        if verdict == TOTAL:
            starts.add(before)
            if at_end or confirmed:
                shown = before if off is None else value + off
                printed.append((i, Decimal(value) / 100, Decimal(shown) / 100))
        else:
            notes[i] = "an amount without a supplier, date or reference"
    return tuple(printed), notes


def _summary(sheet: Sheet, layout: Layout, amount: pa.ChunkedArray, suspects: list[int], codes: numpy.ndarray) -> None:
    """Mark a block below the payments that sums them up again (by directorate, say): undated, and adding up to them."""
    marks = [layout.roles.columns[r] for r in ("paid_on", "reference") if layout.profiles_filled(r) >= 0.8]
    if not marks or len(suspects) < 2:
        return
    bare = {
        i
        for i, row in zip(suspects, sheet.pick(suspects), strict=True)
        if codes[i] == PAYMENT and not any(row[j].strip() for j in marks)
    }
    block = []
    for i in numpy.flatnonzero(codes == PAYMENT)[::-1].tolist():
        if i not in bare:
            break
        block.append(i)
    if len(block) < 2 or codes[block[-1] - 1] == PAYMENT:
        return
    inside = sum(_pennies(amount[i].as_py()) for i in block)
    if 2 * inside == pennies(amount, codes):
        codes[block] = TOTAL


def _judge(
    row: Sequence[str], layout: Layout, usual: set[str], confirmed: bool, at_end: bool, after_blank: bool
) -> int:
    """PAYMENT, TOTAL or NOT_A_PAYMENT for a row that has an amount."""
    roles = layout.roles.columns
    texts = {j: cell.strip() for j, cell in enumerate(row) if cell.strip() and j != roles["amount"]}
    words = {j: text for j, text in texts.items() if any(map(str.isalpha, text))}
    if _is_numbering(row):
        return HEADER
    if not words and len(texts) <= 1 and "paid_on" not in _present(texts, roles):
        return TOTAL if at_end or confirmed else NOT_A_PAYMENT
    strong = [j for j, text in words.items() if _STRONG.fullmatch(text)]
    weak = [j for j, text in words.items() if _WEAK.search(text)]
    counts = [j for j, text in words.items() if _STATISTIC.fullmatch(text)]
    labels = {*strong, *weak, *counts}
    own = {role for role in ("paid_on", "reference") if roles.get(role) in texts and roles[role] not in labels}
    named = roles.get("supplier") in texts and roles["supplier"] not in labels
    if counts and not named and not own - {"reference"}:
        return FOOTNOTE if usual & {"paid_on", "reference"} or after_blank else PAYMENT
    if own:
        # A count or a department may stand where references do; a date makes a payment of all but the last line.
        undated = "paid_on" in usual - own
        return TOTAL if strong and not named and (undated or (confirmed and at_end)) else PAYMENT
    if strong and not named:
        bare_list = not usual & {"paid_on", "reference"}
        return PAYMENT if bare_list and not (confirmed or at_end or after_blank) else TOTAL
    if weak and not named:
        company = any(_COMPANY.search(words[j]) for j in weak)
        grouped = usual & {"paid_on", "reference"} and any(_ENDS.search(words[j]) for j in weak) and not company
        if confirmed or grouped or roles.get("supplier") not in texts:
            return TOTAL
    if not named and not labels and usual >= {"paid_on", "supplier"} and not own:
        return TOTAL if confirmed else NOT_A_PAYMENT
    return PAYMENT


def _present(texts: Mapping[int, str], roles: Mapping[str, int]) -> set[str]:
    return {role for role, index in roles.items() if index in texts}


def _is_numbering(row: Sequence[str]) -> bool:
    """1, 2, 3, … under the header: the numbers of the columns."""
    cells = [cell.strip().strip("()") for cell in row if cell.strip()]
    return len(cells) >= 4 and cells == [str(n) for n in range(1, len(cells) + 1)]


def pennies(amount: pa.ChunkedArray, codes: numpy.ndarray) -> int:
    """What the payments add up to, in pennies."""
    running = _running(amount, codes)
    return int(running[-1]) if len(running) else 0


def _running(amount: pa.ChunkedArray, codes: numpy.ndarray) -> numpy.ndarray:
    """The pennies of all rows up to each one that are payments so far."""
    values = _as_pennies(amount)
    values[codes != PAYMENT] = 0
    return numpy.cumsum(values)


def _as_pennies(amount: pa.ChunkedArray) -> numpy.ndarray:
    """A money column in pennies, nought where null: the lower half of each decimal's sixteen bytes."""
    whole = amount.combine_chunks()
    halves = numpy.frombuffer(whole.buffers()[1], dtype="<i8").reshape(-1, 2)[whole.offset : whole.offset + len(whole)]
    values = halves[:, 0].copy()
    values[~_array(pc.is_valid(amount))] = 0
    return values


def _pennies(value: Decimal) -> int:
    return int(value * 100)
