"""Needs that payments show to recur: institution, payee and category paid in a rhythm, from tables of a snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from ibis import Table

from localspend import engine
from localspend.insight.facts.counted import UNKNOWN, UNNAMED
from localspend.insight.rhythms.held_back import HeldBack, came_true, sort_of
from localspend.insight.rhythms.rhythm import Days, Rhythm, believed, day_number, day_of, log_chance, rhythm
from localspend.tables.arrow import arrow_schema

Pair = tuple[str, ...]
PAIR = ("institution_id", "supplier_id", "category_code")
FOUND = {
    **dict.fromkeys(PAIR, "string"), "period_days": "int64", "payments": "int64", "next_date": "date",
    "probability": "float64",
}  # fmt: skip


@dataclass(frozen=True)
class Method:
    """What is assumed of a rhythm; `pipeline` says what each means."""

    least_payments: int
    shortest_days: int
    uneven_at_most: float
    false_share: float
    held_back_months: int
    prior: float
    prior_weight: float


def recurring(payments: Table, suppliers: Table, as_of: date, method: Method) -> Table:
    """FOUND: one row a pair with a rhythm that is alive on `as_of`; payments is the number of its payment days."""
    days = _days(payments, suppliers, as_of, method.least_payments)
    cuts = [day_number(months_later(as_of, -back)) for back in (0, *range(3, method.held_back_months + 1, 3))]
    watched = _watched(days, cuts, method)
    found = _found(_days_of(days, watched), watched, cuts, method)
    return engine.from_arrow(payments.get_backend(), pa.Table.from_pylist(found, arrow_schema(FOUND)))


def months_later(day: date, months: int) -> date:
    """The same day that many months on, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(day.day - 1), following - timedelta(1))


def _days(payments: Table, suppliers: Table, as_of: date, least: int) -> Table:
    """PAIR, day (number), run: days with more paid than credited, placed in the institution's payment runs.

    A run is a payment day weighed by how many pairs it pays, so that a day that pays all is one run and a day that pays
    few is a fraction.
    """
    paid = payments.filter(payments.status == "counted", payments.paid_on <= as_of, payments.supplier_id.notnull())
    paid = paid.anti_join(suppliers.filter(suppliers.kind.isin(UNNAMED)), "supplier_id")
    paid = paid.mutate(category_code=paid.category_code.fill_null(UNKNOWN))
    days = paid.group_by(*PAIR, "paid_on").aggregate(amount=paid.amount.sum())
    days = engine.materialise(days.filter(days.amount > 0).drop("amount"))
    weighed = days.group_by("institution_id", "paid_on").aggregate(pairs=days.count())
    whole = ibis.window(group_by="institution_id")
    so_far = ibis.cumulative_window(group_by="institution_id", order_by="paid_on")
    pairs = weighed.pairs.cast("float64")
    size = pairs.sum().over(whole) / (pairs * pairs).sum().over(whole)
    runs = weighed.mutate(run=(pairs.sum().over(so_far) - pairs / 2) * size).drop("pairs")
    often = days.group_by(*PAIR).aggregate(many=days.count())
    often = often.filter(often.many >= least).drop("many")
    days = days.semi_join(often, PAIR).join(runs, ["institution_id", "paid_on"])
    day = days.paid_on.delta(ibis.date("1970-01-01"), unit="day").cast("int64")
    return engine.materialise(days.select(*PAIR, "run", day=day))


def _watched(days: Table, cuts: Sequence[int], method: Method) -> dict[Pair, list[bool]]:
    """Pair -> at which of the cuts its rhythm would be believed from what was known then; only pairs with any."""
    before = days.run.lag().over(ibis.window(group_by=list(PAIR), order_by="day"))
    gaps = days.mutate(gap=days.run - before)
    sums = {}
    for n, cut in enumerate(cuts):
        known = gaps.gap.notnull() & (gaps.day <= cut)
        sums[f"gaps_{n}"] = known.cast("int64").sum()
        sums[f"total_{n}"] = gaps.gap.sum(where=known).fill_null(0.0)
        sums[f"squares_{n}"] = (gaps.gap * gaps.gap).sum(where=known).fill_null(0.0)
    table = gaps.group_by(*PAIR).aggregate(**sums).order_by(PAIR).to_pyarrow()
    told = np.zeros((table.num_rows, len(cuts)), dtype=bool)
    for n in range(len(cuts)):
        gaps_n, total, squares = (
            table[f"{name}_{n}"].to_numpy().astype(float) for name in ("gaps", "total", "squares")
        )
        enough = gaps_n >= method.least_payments - 1
        told[enough, n] = believed(log_chance(gaps_n[enough], total[enough], squares[enough]), method.false_share)
    keys = table.select(list(PAIR)).filter(pa.array(told.any(axis=1))).to_pylist()
    return {tuple(key.values()): list(map(bool, row)) for key, row in zip(keys, told[told.any(axis=1)], strict=True)}


def _days_of(days: Table, watched: dict[Pair, list[bool]]) -> dict[Pair, Days]:
    """Pair -> its payment days in order."""
    keys = [dict(zip(PAIR, key, strict=True)) for key in watched]
    schema = arrow_schema(dict.fromkeys(PAIR, "string"))
    few = days.semi_join(engine.from_arrow(days.get_backend(), pa.Table.from_pylist(keys, schema)), PAIR)
    table = few.order_by([*PAIR, "day"]).to_pyarrow()
    names = list(zip(*(table[column].to_pylist() for column in PAIR), strict=True))
    starts = [n for n, name in enumerate(names) if n == 0 or names[n - 1] != name]
    parts = np.split(table["day"].to_numpy(), starts[1:]) if starts else []
    return {names[start]: part for start, part in zip(starts, parts, strict=True)}


def _found(
    days: dict[Pair, Days], watched: dict[Pair, list[bool]], cuts: Sequence[int], method: Method
) -> list[dict[str, Any]]:
    """Rows of FOUND: the rhythms of the first cut, with what those of the others say of their probability."""
    now: dict[Pair, Rhythm] = {}
    outcomes = []
    for pair, mine in days.items():
        for n, cut in enumerate(cuts):
            if not watched[pair][n]:
                continue
            one = rhythm(mine[mine <= cut], cut, shortest=method.shortest_days, uneven_at_most=method.uneven_at_most)
            if one is not None and n == 0:
                now[pair] = one
            elif one is not None and (hit := came_true(one, mine, cut, cuts[0])) is not None:
                outcomes.append((sort_of(one), hit))
    held = HeldBack(outcomes, prior=method.prior, weight=method.prior_weight)
    return [
        {**dict(zip(PAIR, pair, strict=True)), "period_days": one.period, "payments": one.payments,
         "next_date": day_of(one.next_day), "probability": held.probability(one)}
        for pair, one in now.items()
    ]  # fmt: skip
