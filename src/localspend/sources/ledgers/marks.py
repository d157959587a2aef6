"""Amounts whose sign or rest stands in another column: credits marked CR, and thousands that commas took apart."""

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources.ledgers import amounts, lexicon
from localspend.sources.ledgers.scalars import EMPTY

_CREDITS = frozenset(
    ["c", "cr", "crn", "cn", "credit", "credits", "credit note", "credit notes", "credit memo", "purchase credit", "-"]
)
_DEBITS = frozenset(
    ["d", "dr", "debit", "debits", "debit note", "inv", "invoice", "invoices", "pi", "pinv", "sin", "standard", "+"]
)
_DEBITS |= {"purchase invoice", "standard invoice", "payment", "purchase", "in", "std"}
_SIGN = frozenset(
    ["dr", "cr", "d", "c", "dc", "debit", "credit", "debits", "credits", "sign", "indicator", "ind", "or", "flag"]
)
_KIND = frozenset(["type", "doc", "document", "invoice", "transaction", "trans", "tran", "voucher", "record", "entry"])
_PIECE = re.compile(r"\d{3}(?:\.\d{1,2})?[)-]?")
_FIRST = re.compile(r"[-(£\s]*\d{1,3}")


def credits(names: Sequence[str], sample: Sequence[Sequence[str]], amount: int) -> int | None:
    """The column that marks credits, where amounts are written without a sign; None where they have one."""
    if any((amounts.amount(row[amount]) or 0) < 0 for row in sample):
        return None
    for i, name in enumerate(names):
        words = set(lexicon.words(name).split())
        if i == amount or not words or not (words <= _SIGN or ("type" in words and words <= _KIND)):
            continue
        said = {" ".join(row[i].lower().split()) for row in sample} - {""}
        # C beside R is capital beside revenue, not credit beside debit.
        if said & _CREDITS and said & _DEBITS and (said <= _CREDITS | _DEBITS or "type" in words):
            return i
    return None


def taken_off(found: amounts.Amounts, marks: pa.ChunkedArray) -> amounts.Amounts:
    """`found` with the rows that `marks` calls credits negative; as it is where an amount has a sign already."""
    if (pc.min(found.values).as_py() or 0) < 0:
        return found
    folded = pc.utf8_lower(pc.utf8_trim_whitespace(marks))
    credit = pc.is_in(folded, pa.array(sorted(_CREDITS)))
    return amounts.Amounts(pc.if_else(credit, pc.negate(found.values), found.values), found.finer)


def pieces(names: Sequence[str], sample: Sequence[Sequence[str]], amount: int) -> tuple[int, ...]:
    """The columns without a name that hold the rest of amounts such as 1,234.56, written without quotes.

    Only where the amount is the last column with a name and every row fits: up to three digits, then threes.
    """
    if not names[amount] or any(names[amount + 1 :]):
        return ()
    found: list[int] = []
    for i in range(amount + 1, len(names)):
        split = [row for row in sample if row[i].strip()]
        before = [amount, *found]
        if not split or not all(_PIECE.fullmatch(row[i].strip()) for row in split):
            break
        if not all(_FIRST.fullmatch(row[amount]) and "." not in row[before[-1]] for row in split):
            return ()
        found.append(i)
    pence = sum("." in row[i] for row in sample for i in found)
    return tuple(found) if 2 * pence >= sum(bool(row[i].strip()) for row in sample for i in found[:1]) else ()


def joined(columns: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    """The pieces of each amount, put together."""
    trimmed = [pc.utf8_trim_whitespace(column) for column in columns]
    return pc.binary_join_element_wise(*trimmed, EMPTY)
