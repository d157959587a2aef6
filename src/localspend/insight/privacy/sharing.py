"""What an institution that shares aggregates, and no lines, lets others see in the rows of an answer.

`shares = "aggregates"` in network.toml. Then, in every answer:

- what is listed by supplier is made without its payments (the caller leaves them out) and has no row of it;
- a row of it that rests on fewer than 5 payments or 3 suppliers keeps its words, and its numbers are null;
- so are further rows, the smallest first, until no sum of its rows, over one key, two or all, has a single hidden row
  or hidden rows that together rest on fewer than 5 payments, nor do all those sums together give one away;
- rows of all institutions together (institution_id null) are treated so wherever they stand for rows that are hidden.

Keys are texts, whole numbers of 32 bits and true or false; every other column is a number that the row tells, dates
too. How much a row rests on is in the columns that count: `payments…` and `suppliers`; a row with neither is hidden
unless it is the only one of its institution. Rows that lie within each other (NESTED of the insight) are hidden
together.

IT CANNOT prevent comparison between answers: who asks by year, by category and by area, or knows every line of all the
other institutions, can subtract. Rows without institution_id are of all together and are shown as they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from localspend.insight.privacy.recoverable import recoverable

LEAST_PAYMENTS = 5
LEAST_SUPPLIERS = 3
AGGREGATES = "aggregates"
KEYS = ("string", "int32", "boolean")
Row = dict[str, Any]


@dataclass(frozen=True)
class Shared:
    """The rows as they may be seen, which of them are whole, and what to say about the others."""

    rows: list[Row]
    whole: list[Row]
    notes: list[str]


def reserved(institutions: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The ids of the institutions that share aggregates only."""
    return [one for one, said in institutions.items() if said.get("shares") == AGGREGATES]


def by_supplier(columns: Mapping[str, str]) -> bool:
    """Whether rows of these columns name suppliers."""
    return "supplier_id" in columns


def shared(
    rows: Sequence[Row],
    columns: Mapping[str, str],
    institutions: Mapping[str, Mapping[str, Any]],
    nested: str | None = None,
) -> Shared:
    """`rows` of an answer with `columns` as they may be shown; `institutions` by id, each with name and shares."""
    kept = reserved(institutions)
    if not kept:
        return Shared(list(rows), list(rows), [])
    names = ", ".join(str(institutions[one].get("name", one)) for one in kept)
    if by_supplier(columns):
        seen = [row for row in rows if row.get("institution_id") not in kept]
        return Shared(seen, seen, [f"{names}: shares aggregates only, so nothing here rests on its payments."])
    if "institution_id" not in columns:
        return Shared(list(rows), list(rows), [])
    hidden = _hidden(rows, columns, kept, nested)
    seen = [_without_numbers(row, columns) if n in hidden else row for n, row in enumerate(rows)]
    note = (
        f"{names}: shares aggregates only. {len(hidden)} of {len(rows)} rows have no numbers: they rest on fewer than "
        f"{LEAST_PAYMENTS} payments or {LEAST_SUPPLIERS} suppliers, or would give away one that does."
    )
    return Shared(seen, [row for n, row in enumerate(rows) if n not in hidden], [note] if hidden else [])


def _without_numbers(row: Row, columns: Mapping[str, str]) -> Row:
    return {name: value if columns.get(name) in KEYS else None for name, value in row.items()}


def _hidden(rows: Sequence[Row], columns: Mapping[str, str], kept: Sequence[str], nested: str | None) -> set[int]:
    """The numbers of the rows to hide."""
    keys = [name for name, kind in columns.items() if kind in KEYS and name != "institution_id"]
    theirs = [n for n, row in enumerate(rows) if row["institution_id"] in kept]
    alone = {one for one in kept if sum(rows[n]["institution_id"] == one for n in theirs) == 1}
    small = {n for n in theirs if _small(rows[n], columns, alone=rows[n]["institution_id"] in alone)}
    stacks = _groups(theirs, rows, [k for k in keys if k != nested]).values() if nested else ()
    small |= {n for stack in stacks if _few_between(stack, rows) for n in stack}
    if not small:
        return small
    hidden = set(small)
    together = defaultdict(list)
    for n, row in enumerate(rows):
        if row["institution_id"] is None:
            together[_key(row, keys)].append(n)
    sums = _sums([*theirs, *(n for ns in together.values() for n in ns)], rows, keys)
    while True:
        before = len(hidden)
        hidden |= {n for h in tuple(hidden) for n in together.get(_key(rows[h], keys), ())}
        hidden |= {n for stack in stacks if not hidden.isdisjoint(stack) for n in stack}
        for group in sums:
            hidden |= _beside(group, hidden, rows)
        if len(hidden) == before:
            hidden |= _against(recoverable(sums, hidden) & small, sums, hidden, rows)
        if len(hidden) == before:
            return hidden


def _small(row: Row, columns: Mapping[str, str], *, alone: bool) -> bool:
    """Whether a figure of `row`, or one that it gives away, rests on too few."""
    payments = [name for name in columns if name.startswith("payments")]
    if not payments and "suppliers" not in columns:
        return not alone
    few = any(0 < (row[name] or 0) < LEAST_PAYMENTS for name in payments)
    paid = not payments or bool(row[payments[0]])
    return few or ("suppliers" in columns and paid and (row["suppliers"] or 0) < LEAST_SUPPLIERS)


def _few_between(stack: Sequence[int], rows: Sequence[Row]) -> bool:
    """Whether two rows that lie within each other differ by a few payments."""
    counts = sorted(_payments(rows[n]) or 0 for n in stack)
    return any(0 < more - less < LEAST_PAYMENTS for less, more in pairwise(counts))


def _beside(group: Sequence[int], hidden: set[int], rows: Sequence[Row]) -> set[int]:
    """The rows of `group`, whose sum may be known, to hide beside those that are hidden: the smallest that do."""
    inside = [n for n in group if n in hidden]
    more: set[int] = set()
    if not inside or (len(inside) > 1 and not _too_few(inside, rows)):
        return more
    others = _visible(group, hidden, rows)
    while others and (len(inside) < 2 or _too_few(inside, rows)):
        more.add(others[0])
        inside.append(others.pop(0))
    return more


def _against(known: set[int], sums: Iterable[Sequence[int]], hidden: set[int], rows: Sequence[Row]) -> set[int]:
    """The smallest rows to hide so that `known` ones, which all sums together give away, are so no longer."""
    more: set[int] = set()
    left = set(known)
    for group in sums:
        # One row for each that is known: whole rounds of sums are dear.
        if not left.isdisjoint(group) and (near := _visible(group, hidden | more, rows)):
            more.add(near[0])
            left.difference_update(group)
    far = {n for group in sums for n in group} if left and not more else set()
    return more or set(_visible(far, hidden, rows)[:1])


def _visible(group: Iterable[int], hidden: set[int], rows: Sequence[Row]) -> list[int]:
    """The rows of `group` that are not hidden, the smallest first."""
    return sorted((n for n in group if n not in hidden), key=lambda n: (_payments(rows[n]) or 0, n))


def _too_few(inside: Iterable[int], rows: Sequence[Row]) -> bool:
    counts = [_payments(rows[n]) for n in inside]
    return all(count is not None for count in counts) and sum(c or 0 for c in counts) < LEAST_PAYMENTS


def _payments(row: Row) -> int | None:
    return row.get("payments")


def _sums(which: Sequence[int], rows: Sequence[Row], keys: Sequence[str]) -> Sequence[Sequence[int]]:
    """The groups of an institution's rows whose sum a total may give: over any of the keys."""
    # Over one key, two, or all: what is summed over more is a sum of those.
    many = sorted({0, len(keys) - 2, len(keys) - 1} - {-2, -1})
    kept = [some for size in many for some in combinations(keys, size)]
    found = {tuple(group) for some in kept for group in _groups(which, rows, some).values()}
    # A row that is alone in a sum is that sum, which is as small and hidden wherever it is a row.
    return sorted(group for group in found if len(group) > 1)


def _groups(which: Sequence[int], rows: Sequence[Row], keys: Sequence[str]) -> dict[tuple[Any, ...], list[int]]:
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for n in which:
        groups[(rows[n]["institution_id"], *_key(rows[n], keys))].append(n)
    return groups


def _key(row: Row, keys: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[key] for key in keys)
