"""Column names as registers spell them, and the small conversions that every register needs."""

from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources import blocks
from localspend.tables import organisations


def known(names: Iterable[str]) -> dict[str, str]:
    """Column name in small letters without punctuation -> the name as written; the first of equals wins."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault("".join(letter for letter in name.lower() if letter.isalnum()), name)
    return found


def pick(columns: dict[str, str], names: Iterable[str]) -> str | None:
    """The column that answers to one of `names`, the first that does."""
    return next((columns[name] for name in names if name in columns), None)


def dates(cells: pa.Array) -> pa.Array:
    """Dates written 31/12/2020, 2020-12-31 or 20201231, a time of day behind them or not; anything else is null."""
    day_first = r"^(?P<d>\d{2})/(?P<m>\d{2})/(?P<y>\d{4})(?: .*)?$"
    year_first = r"^(?P<y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})"
    either = [_iso(pc.extract_regex(cells, pattern)) for pattern in (day_first, year_first)]
    return pc.cast(pc.strptime(pc.coalesce(*either), "%Y-%m-%d", "s", error_is_null=True), pa.date32())


def _iso(parts: pa.Array) -> pa.Array:
    year, month, day = (pc.struct_field(parts, name) for name in "ymd")
    return pc.binary_join_element_wise(year, month, day, "-")


def chosen(cells: pa.Array, answers: dict[str, object], kind: pa.DataType) -> pa.Array:
    """What `answers` says of each cell; null where it says nothing."""
    where = pc.index_in(cells, pa.array(list(answers), pa.string()))
    return pc.take(pa.array(list(answers.values()), kind), where)


def postcode_at_end(addresses: pa.Array) -> pa.Array:
    """The postcode with which an address ends, or null."""
    pattern = r"\b(?P<code>[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})\W*$"
    return blocks.postcode(pc.struct_field(pc.extract_regex(pc.utf8_upper(addresses), pattern), "code"))


def table(rows: int, columns: dict[str, pa.Array | str | None]) -> pa.Table:
    """A table of organisations; a text is repeated, a column that is not given is null."""
    filled = {}
    for name in organisations.COLUMNS:
        value = columns.get(name)
        if isinstance(value, str):
            value = pa.array([value]).take(pa.array([0] * rows, pa.int8()))
        filled[name] = pa.nulls(rows) if value is None else value
    return pa.table(filled)


def usable(number: pa.Array, name: pa.Array, first: int, written: pa.Array, faults: blocks.Faults) -> pa.Array:
    """Which records have a number and a name; the others are counted and described."""
    good = pc.and_(pc.is_valid(number), pc.is_valid(name))
    for index in pc.indices_nonzero(pc.invert(good)).to_pylist():
        what = (
            f"{written[index].as_py()!r} is no number of that register"
            if written[index].is_valid
            else "it has no number"
        )
        faults.add(f"record {first + index}: {what if not number[index].is_valid else 'it has no name'}")
    return good


def interleaved(currents: Sequence[pa.Table], order: Sequence[pa.Array]) -> pa.Table:
    """Tables one after the other, put in the order of their records, and within a record in the order given."""
    keys = pa.concat_arrays(list(order))
    every = pa.concat_tables([part.cast(part.schema) for part in currents], promote_options="permissive")
    rank = pa.concat_arrays([pa.array([i] * len(part), pa.int32()) for i, part in enumerate(order)])
    return every.take(
        pc.sort_indices(pa.table({"key": keys, "rank": rank}), [("key", "ascending"), ("rank", "ascending")])
    )
