"""Evaluation: whether a pilot moved money.

For each recorded intervention: by how much did the share of its pounds that goes to the area change, beyond what
changed elsewhere in the same months? effect, low and high are share points (0.08: eight points more) with a 95%
interval; amount_low and amount_high are the pounds a year that they come to at what was spent since.

The treated unit is the institution's spending (of all institutions, where none is named) under the intervention's
categories. It is compared with its other CPV divisions and with the same categories at other institutions, where they
have six months on both sides and a share that varies; what another intervention touched is left out. Months of the
change itself, if it began within one, are left out; `months` on each side are looked at. Shares are of counted pounds
of payees whose place is known. How effect and interval are made, and how they were tried: differences.py.

verdict is moved where the interval leaves out zero, at most a tenth of the comparisons moved as much
(placebo_share), no trend before the change is seen (pre_trend_p at least 0.05), and the share of payments
(effect_payments), which no single large payment decides, went the same way. It is no-change where the interval holds
zero and is all within `narrow` (five points) of it. Else cannot-tell, with why: mostly, too few months, comparisons or
payments.

What it cannot say: that the pilot was the reason; something else may have begun in the same month. It sees where payees
are, not where they spend. Money that moved from a neighbouring category, or a pilot that others copy, looks smaller or
larger than it was. Source: difference-in-differences with placebo inference for few treated units (Conley and Taber
2011; Abadie, Diamond and Hainmueller 2010).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from ibis import Table

from localspend import engine
from localspend.insight.facts.counted import UNKNOWN
from localspend.insight.statistics.differences import Compared, Series, compare, effect_alone
from localspend.tables import MONEY
from localspend.tables.arrow import arrow_schema

VERSION = "1"
COLUMNS = {
    "intervention": "string",
    "effect": "float64",
    "low": "float64",
    "high": "float64",
    "verdict": "string",
    "amount_low": "decimal(18, 2)",
    "amount_high": "decimal(18, 2)",
    "months_before": "int64",
    "months_after": "int64",
    "comparisons": "int64",
    "pre_trend_p": "float64",
    "placebo_share": "float64",
    "why": "string",
    "institution_id": "string",
    "area": "string",
    "from_on": "date",
    "effect_payments": "float64",
}
SEES_ALL = True
#: Months needed on each side, comparisons needed, the part of placebos that may be as large, p of a trend before.
LEAST_MONTHS, LEAST_COMPARISONS, MOST_PLACEBOS, LEAST_P = 6, 5, 0.1, 0.05
#: Sums of a month: part and whole in pounds, sum of squares, payments in the part and in the whole.
SUMS = 5
#: Of a unit: its months, ascending, and a row of sums for each.
Months = tuple[Any, Any]


@dataclass(frozen=True)
class Panel:
    """Monthly sums of (institution, category code), for one area."""

    cells: Mapping[tuple[str, str], Months]

    def unit(self, keys: Iterable[tuple[str, str]], months: Sequence[int]) -> Any:
        """SUMS x months of these cells together."""
        looked = np.array(months, dtype=int)
        found = np.zeros((SUMS, len(looked)))
        for key in keys:
            seen, sums = self.cells[key]
            _, here, there = np.intersect1d(looked, seen, assume_unique=True, return_indices=True)
            found[:, here] += sums[there].T
        return found


def evaluation(
    payments: Table, interventions: Table, *, areas: Sequence[str], months: int = 24, narrow: float = 0.05
) -> Table:
    """COLUMNS: one row an intervention; none where none is recorded."""
    asked = interventions.order_by("intervention").to_pyarrow().to_pylist()
    panels = _panels(payments, sorted({one["area"] for one in asked}), areas) if asked else {}
    rows = [_row(one, asked, panels[one["area"]], months, narrow) for one in asked]
    return engine.from_arrow(payments.get_backend(), pa.Table.from_pylist(rows, arrow_schema(COLUMNS)))


def notes(rows: list[dict[str, Any]]) -> list[str]:
    """How to read it."""
    if not rows:
        return ["No intervention is recorded: see `localspend decide intervention`."]
    return [
        "Effects are changes of the share of pounds, beyond what changed in comparable spending in the same months.",
        "A change that was recorded after its figures were seen may have been chosen by them; the record says when.",
    ]


def _panels(payments: Table, wanted: Sequence[str], areas: Sequence[str]) -> dict[str, Panel]:
    """A panel for each area: one pass over the payments."""
    paid = payments.filter(
        payments.status == "counted", payments.tier != UNKNOWN, payments.tier.notnull(), payments.paid_on.notnull()
    )
    paid = paid.mutate(
        month=(paid.paid_on.year() * 12 + paid.paid_on.month() - 1).cast("int32"),
        code=paid.category_code.fill_null(UNKNOWN),
    )
    # An area takes in those before it.
    inside = {area: paid.tier.isin(list(areas[: areas.index(area) + 1])) for area in wanted if area in areas}
    parts: dict[str, ibis.Value] = {}
    for n, held in enumerate(inside.values()):
        parts[f"part_{n}"] = held.ifelse(paid.amount, 0).sum().cast(MONEY)
        parts[f"many_{n}"] = held.cast("int64").sum()
    squares = (paid.amount.cast("float64") ** 2).sum()
    sums = paid.group_by("institution_id", "code", "month").aggregate(
        whole=paid.amount.sum().cast(MONEY), squares=squares, many=paid.count(), **parts
    )
    rows = sums.order_by("institution_id", "code", "month").to_pyarrow()
    panels = {area: Panel(_cells(rows, n)) for n, area in enumerate(inside)}
    return {area: panels.get(area, Panel({})) for area in wanted}


def _cells(rows: pa.Table, n: int) -> dict[tuple[str, str], Months]:
    """The panel's cells from rows in the order of institution, code and month."""
    names = (f"part_{n}", "whole", "squares", f"many_{n}", "many")
    sums = np.column_stack([rows[name].cast(pa.float64()).to_numpy() for name in names])
    months = rows["month"].to_numpy()
    keys = list(zip(rows["institution_id"].to_pylist(), rows["code"].to_pylist(), strict=True))
    starts = [at for at, key in enumerate(keys) if at == 0 or key != keys[at - 1]]
    ends = [*starts[1:], len(keys)] if keys else []
    return {keys[at]: (months[at:end], sums[at:end]) for at, end in zip(starts, ends, strict=True)}


def _row(one: Mapping[str, Any], every: Sequence[Mapping[str, Any]], panel: Panel, most: int, narrow: float) -> Any:
    months, after = _months(one["from_on"], panel, most)
    treated = panel.unit([key for key in panel.cells if _touches(one, *key)], months)
    others = [unit for unit in _comparisons(one, every, panel, months) if _enough(unit, after)]
    seen = _series(treated).weight > 0
    before, since = int(seen[~after].sum()), int(seen[after].sum())
    told = {name: one[name] for name in ("intervention", "institution_id", "area", "from_on")}
    row = {**told, "months_before": before, "months_after": since, "comparisons": len(others)}
    if lacking := _lacking(before, since, len(others)):
        return {**row, "verdict": "cannot-tell", "why": lacking}
    found = compare(_series(treated), [_series(unit) for unit in others], after)
    counted = effect_alone(_counts(treated), [_counts(unit) for unit in others], after)
    verdict, why = _verdict(found, counted, narrow)
    yearly = treated[1, after & seen].sum() / since * 12
    return {
        **row, "verdict": verdict, "why": why, "effect_payments": round(counted, 4),
        "effect": round(found.effect, 4), "low": round(found.low, 4), "high": round(found.high, 4),
        "amount_low": _pounds(found.low * yearly), "amount_high": _pounds(found.high * yearly),
        "pre_trend_p": round(found.pre_trend_p, 4), "placebo_share": round(found.placebo_share, 4),
    }  # fmt: skip


def _months(from_on: date, panel: Panel, most: int) -> tuple[list[int], Any]:
    """The months looked at, in order, and which of them are after the change; one that it cut in two is left out."""
    first = from_on.year * 12 + from_on.month - 1
    cut = from_on.day > 1
    known = sorted({int(month) for seen, _ in panel.cells.values() for month in (seen[0], seen[-1])})
    if known:
        # Months without any payment at the edges are not zeros; within, they weigh nothing.
        known = list(range(known[0], known[-1] + 1))
    looked = [m for m in known if first - most <= m < first + cut + most and not (cut and m == first)]
    return looked, np.array([month >= first for month in looked], dtype=bool)


def _touches(one: Mapping[str, Any], institution: str, code: str) -> bool:
    """Whether the intervention was meant for this institution's spending under this code."""
    return one["institution_id"] in (None, institution) and _under(code, one["category_codes"])


def _under(code: str, codes: Sequence[str]) -> bool:
    return any(code.startswith(stem[:2] + stem[2:].rstrip("0")) for stem in codes)


def _comparisons(
    one: Mapping[str, Any], every: Sequence[Mapping[str, Any]], panel: Panel, months: Sequence[int]
) -> list[Any]:
    """Other divisions of the treated institutions, and the same categories at the others."""
    divisions = {code[:2] for code in one["category_codes"]}
    pairs = [(i, c) for i, c in panel.cells if c != UNKNOWN and not any(_touches(any_, i, c) for any_ in every)]
    groups: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for institution, code in pairs:
        if one["institution_id"] in (None, institution):
            # The rest of a treated division is too near: a payment may stand under either.
            if code[:2] not in divisions:
                groups[institution, code[:2]].append((institution, code))
        elif _under(code, one["category_codes"]):
            groups[institution, "same"].append((institution, code))
    return [panel.unit(keys, months) for _, keys in sorted(groups.items())]


def _series(unit: Any) -> Series:
    """Shares of pounds."""
    worth = np.where(unit[2] > 0, unit[1] ** 2 / np.where(unit[2] > 0, unit[2], 1), 0)
    return Series.of(unit[0], unit[1], worth)


def _counts(unit: Any) -> Series:
    """Shares of payments."""
    return Series.of(unit[3], unit[4], unit[4])


def _enough(unit: Any, after: Any) -> bool:
    series = _series(unit)
    seen = series.weight > 0
    return min(seen[~after].sum(), seen[after].sum()) >= LEAST_MONTHS and series.varies()


def _lacking(before: int, since: int, comparisons: int) -> str | None:
    short = [f"{many} months {when}" for many, when in ((before, "before"), (since, "after")) if many < LEAST_MONTHS]
    if short:
        return f"cannot tell: {' and '.join(short)} the change, {LEAST_MONTHS} are needed"
    if comparisons < LEAST_COMPARISONS:
        return f"cannot tell: {comparisons} comparisons with enough months, {LEAST_COMPARISONS} are needed"
    return None


def _verdict(found: Compared, counted: float, narrow: float) -> tuple[str, str]:
    interval = f"between {found.low * 100:+.1f} and {found.high * 100:+.1f} points"
    if found.pre_trend_p < LEAST_P:
        return (
            "cannot-tell",
            f"cannot tell: the share moved differently from the comparisons before the change ({interval})",
        )
    if found.low <= 0 <= found.high:
        if max(-found.low, found.high) <= narrow:
            return "no-change", f"the change is {interval}"
        return "cannot-tell", f"cannot tell: the change is {interval}, which holds both zero and much"
    if found.placebo_share > MOST_PLACEBOS:
        part = f"{found.placebo_share:.0%} of the comparisons moved as much without it"
        return "cannot-tell", f"cannot tell: {part}"
    if counted * found.effect <= 0:
        return "cannot-tell", "cannot tell: the share of pounds and the share of payments moved apart"
    return "moved", f"the change is {interval}; {found.placebo_share:.0%} of the comparisons moved as much"


def _pounds(amount: float) -> Decimal:
    return Decimal(round(amount * 100)) / 100
