"""Benchmark: our shares beside published ones, with the method of each.

One row a published share (published.csv) and area of ours that it could be held against: `published` is theirs,
[ours_low, ours_high] the interval of the same measure here. inside: pounds to payees in the area / all pounds, what is
not known could be either way. sme: pounds to micro, small and medium-sized payees / all, likewise for unknown sizes.
Where the published share is of the largest suppliers, ours is of the `most` largest of each institution, named payees
alone (ours_scope says so), over all that was asked: ask with --year for a year. average: pooled is all pounds in one
pot, mean the plain mean of institutions' shares; "one institution" is held against ours pooled: ask with --institution.

`comparable` begins with "roughly" or "no", and says what differs. Nothing here is alike in all: other years, other
institutions, other ways to place a payee. It is no league table, and a share beside a published one says nothing of how
well anybody buys. Source: published.csv names each; Greater Manchester's 61.7% pooled is 53.8% as a mean.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table

from localspend import engine
from localspend.insight.facts.counted import UNKNOWN, UNNAMED, counted
from localspend.insight.facts.shares import Share, mean, share
from localspend.insight.facts.small import kind_of
from localspend.tables import MONEY
from localspend.tables.arrow import arrow_schema

VERSION = "1"
COLUMNS = {
    "measure": "string",
    "place": "string",
    "period": "string",
    "published": "decimal(9, 4)",
    "scope": "string",
    "average": "string",
    "area": "string",
    "ours_scope": "string",
    "ours_low": "decimal(9, 4)",
    "ours_high": "decimal(9, 4)",
    "comparable": "string",
    "method": "string",
    "source": "string",
}
SMALL = ("micro", "small", "medium")
#: The scopes of a published share that speak of the largest suppliers alone.
LARGEST = ("top-300", "top suppliers")
Row = dict[str, Any]
#: Pounds of one institution, by tier or by size.
Pounds = Mapping[str, Decimal]


def benchmark(
    payments: Table, suppliers: Table, *, areas: Sequence[str], named_areas: Mapping[str, Row], most: int = 300
) -> Table:
    """COLUMNS: one row a published share and area of ours; with area null for a share that is of no place.

    `named_areas` are the network's areas by id, as its manifest has them; `most` is how many suppliers of an
    institution are its largest. Empty where nothing was paid.
    """
    sums = _pounds(payments, suppliers, most)
    rows = [row for line in published() for row in _beside(line, sums, areas, named_areas, most)] if sums else []
    return engine.from_arrow(payments.get_backend(), pa.Table.from_pylist(rows, arrow_schema(COLUMNS)))


@cache
def published() -> tuple[dict[str, str], ...]:
    """The lines of published.csv: what was measured, where and when, the share, its scope, average and method."""
    with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _pounds(payments: Table, suppliers: Table, most: int) -> list[Row]:
    """Pounds by institution, tier, size, and whether the payee is one of the institution's largest."""
    rows = counted(payments, suppliers)
    each = rows.group_by("institution_id", "supplier_id", "kind", "size", "tier").aggregate(
        amount=rows.amount.sum().cast(MONEY)
    )
    named = each.filter(each.supplier_id.notnull(), each.kind.notin(UNNAMED))
    whole = named.group_by("institution_id", "supplier_id").aggregate(whole=named.amount.sum().cast(MONEY))
    whole = whole.filter(whole.whole > 0)
    order = ibis.window(group_by="institution_id", order_by=[whole.whole.desc(), whole.supplier_id.asc()])
    largest = whole.mutate(rank=ibis.row_number().over(order) + 1)
    largest = largest.filter(largest["rank"] <= most).select("institution_id", "supplier_id", top=ibis.literal(True))
    both = each.left_join(largest, ["institution_id", "supplier_id"])
    both = both.mutate(top=both.top.fill_null(False))
    sums = both.group_by("institution_id", "tier", "size", "top").aggregate(amount=both.amount.sum().cast(MONEY))
    found: list[Row] = sums.to_pyarrow().to_pylist()
    return found


def _beside(
    line: Mapping[str, str], sums: list[Row], areas: Sequence[str], named_areas: Mapping[str, Row], most: int
) -> Iterator[Row]:
    """A published line beside each of our areas, or beside the whole where it is of no place."""
    top = line["scope"] in LARGEST
    kept = [row for row in sums if row["top"] or not top]
    ours_scope = f"the {most} largest suppliers of each institution" if top else "all payments"
    said = {**{name: line.get(name) for name in COLUMNS}, "published": Decimal(line["share"]), "ours_scope": ours_scope}
    if line["measure"] == "sme":
        low, high = _interval(kept, lambda row: _sme(row["size"]), ("sme",), line["average"])
        yield {**said, "ours_low": low, "ours_high": high, "comparable": _roughly(line, most)}
        return
    for number, area in enumerate(areas, 1):
        low, high = _interval(kept, lambda row: str(row["tier"]), areas[:number], line["average"])
        words = _places_compare(line, kind_of(named_areas.get(area, {})), most)
        yield {**said, "area": area, "ours_low": low, "ours_high": high, "comparable": words}


def _interval(
    rows: list[Row], part: Callable[[Row], str], local: Sequence[str], average: str
) -> tuple[Decimal | None, Decimal | None]:
    """The least and most that the parts `local` can be of the pounds, pooled or as the mean of institutions."""
    by: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        parts = by.setdefault(row["institution_id"] if average == "mean" else "", {})
        parts[part(row)] = parts.get(part(row), Decimal(0)) + row["amount"]
    shares: list[Share] = [share(parts, local, among_known=False) for parts in by.values()]
    return mean(one.low for one in shares), mean(one.high for one in shares)


def _sme(size: str) -> str:
    return "sme" if size in SMALL else UNKNOWN if size == UNKNOWN else "large"


def _places_compare(line: Mapping[str, str], ours: str, most: int) -> str:
    kind = line["area_kind"]
    if kind != ours:
        theirs, mine = (
            f"of a {one}" if one != "not stated" else "of an area of no stated kind" for one in (kind, ours)
        )
        return f"no: theirs is {theirs}, ours {mine}"
    if line["local_means"] != "based":
        return f"no: local is '{line['local_means']}' there, and where the payee's address is here"
    return _roughly(line, most)


def _roughly(line: Mapping[str, str], most: int) -> str:
    """What differs where kind of place and meaning of local agree."""
    if line["scope"] == "top-300":
        return "roughly: the same scope, other institutions and years" if most == 300 else "no: another number of firms"
    if line["scope"] == "all":
        return "roughly: other institutions and years"
    return "roughly: their scope is not stated, ours is all payments"


def notes(rows: list[Row]) -> list[str]:
    """What to keep in mind beside any row."""
    return ["A published share is a landmark, not a target: read `comparable` and `method` first."] if rows else []
