"""Scenario: what would follow if a part of what leaks in a category were bought in an area.

"Move 10% of the influenceable catering spend that leaks to East Birmingham": --inside says where to, the assumptions
`category` (a CPV code, with all beneath it) and `share` (percent) what. One row a step; low, central and high are
pounds a year but for counts and ratios (unit says which), and `says` is the row as a sentence.

leaked: counted pounds a year (x 12 / the months that an institution's files cover) to payees outside the area; low and
central are what is known to be of the category, outside, and open to choice by the horizon (see influence); high also
what may be all three (a payment of which only a wider category is known, say). moved = share x leaked. contract_size:
what one payee received of one institution in a calendar year, quartiles and median. contracts = moved / contract_size,
rounded up: large contracts give the low. firms: in the area and able by `capabilities` (low those already paid for it,
high all; a firm that nobody paid at a shared office is left out). capacity: what those could prudently take on in a
year (see capacity: `dependency_cap` x turnover - what they earn from these institutions); low and central of those
already paid for it, high of all. multiplier: three assumptions. effect = moved x multiplier. jobs = moved / turnover
per head, by `turnover_per_head` (category_code, low, high, in pounds), which a person gives: none is shipped as fact,
and without it there is no figure of jobs.

It cannot say that a firm would bid, win or perform, nor what it would cost. Gross, not net: firms that lose the work
lie somewhere too (displacement), and a part of what is spent would come anyway. Whether an address may count in an
award is a matter of law, not of this table. Default multipliers are the ready reckoner of additionality guides for a
neighbourhood as commonly quoted; we have not verified them.
Source: additionality guides (leakage, displacement, multipliers); CLES spend analysis.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from statistics import quantiles
from typing import Any

import pyarrow as pa
from ibis import Table

from localspend import engine
from localspend.categories.titles import title
from localspend.errors import InputError, UsageError
from localspend.insight.facts.able import able
from localspend.insight.facts.areas import inside_of
from localspend.insight.facts.capacity import ROOMS, rooms
from localspend.insight.facts.counted import UNKNOWN, money
from localspend.insight.facts.yearly import YEAR, earned
from localspend.insight.influence import influenceable
from localspend.tables import MONEY
from localspend.tables.arrow import arrow_schema

VERSION = "1"
COLUMNS = {
    "step": "int32",
    "measure": "string",
    "unit": "string",
    "low": "decimal(18, 2)",
    "central": "decimal(18, 2)",
    "high": "decimal(18, 2)",
    "says": "string",
}
GIVEN = {"turnover_per_head": {"category_code": "string", "low": "decimal(18, 2)", "high": "decimal(18, 2)"}}
#: What a firm can take on depends on what every institution pays it, whoever asks.
SEES_ALL = True
A_YEAR = "pounds a year"
Row = dict[str, Any]
Three = tuple[Decimal | None, Decimal | None, Decimal | None]


def scenario(
    payments: Table,
    firms: Table,
    capabilities: Table,
    turnover_per_head: Table | None = None,
    *,
    areas: Sequence[str],
    inside: str | None,
    institution: str | None,
    as_of: date,
    months: Mapping[str, int],
    category: str = "55000000",
    share: float = 10.0,
    horizon_months: int = 24,
    dependency_cap: float = 0.25,
    multiplier_low: float = 1.05,
    multiplier_central: float = 1.1,
    multiplier_high: float = 1.15,
) -> Table:
    """COLUMNS: one row a step, in order; empty without an area. `institution` chooses whose spending; None is all.

    Raises UsageError for a category that is no CPV code or a share outside 0 to 100, InputError for a turnover per head
    that cannot be.
    """
    _check(category, share)
    rows: list[Row] = []
    if inside is not None:
        local = inside_of(areas, inside)
        ours = payments if institution is None else payments.filter(payments.institution_id == institution)
        bought = _bought(ours, category, as_of, horizon_months)
        leaked = _leaked(bought, local, months)
        moved = _times(leaked, (Decimal(str(share)) / 100,) * 3)
        sizes = _contract_sizes(bought)
        incomes = earned(payments, _table(payments, {"institution_id": list(months), "months": list(months.values())}))
        able_firms = _able(firms, capabilities, incomes, category, local, dependency_cap)
        factors = tuple(Decimal(str(one)) for one in (multiplier_low, multiplier_central, multiplier_high))
        steps = [
            _leak_row(leaked, category, inside),
            _row("moved", A_YEAR, moved, f"{share:g}% of it is {_between(moved, '£')} a year"),
            _row("contract_size", A_YEAR, sizes, "What one payee had of one institution in a year: quartiles, median"),
            _contract_row(moved, sizes),
            *_firm_rows(able_firms, moved, inside),
            _row("multiplier", "times", factors, "Assumed, not verified: change it by --assume multiplier_central=1.1"),
            _row("effect", A_YEAR, _times(moved, factors), "Moved x multiplier: gross, nothing taken off for losses"),
            _jobs_row(moved, turnover_per_head, category),
        ]
        rows = [{"step": number, **row} for number, row in enumerate(steps, 1)]
    return engine.from_arrow(payments.get_backend(), pa.Table.from_pylist(rows, arrow_schema(COLUMNS)))


def _check(category: str, share: float) -> None:
    if len(category) != 8 or not category.isdecimal():
        raise UsageError(f"'{category}' is no CPV code", where="--assume category", todo="Write eight digits: 55000000")
    if not 0 < share <= 100:
        raise UsageError(f"{share:g} is no percentage", where="--assume share", todo="Write a number above 0, to 100")


def _bought(payments: Table, category: str, as_of: date, horizon_months: int) -> Table:
    """Counted payments of the category, and of a wider one of which it may be (in_category is False)."""
    paid = payments.filter(payments.status == "counted")
    # Codes are few: each is looked at once, and not by payment.
    codes = [code for code in paid.select("category_code").distinct().to_pyarrow()["category_code"].to_pylist() if code]
    beneath = [code for code in codes if code.startswith(_stem(category))]
    above = [code for code in codes if category.startswith(_stem(code))]
    paid = paid.filter(paid.category_code.isin([*beneath, *above, category]))
    paid = paid.mutate(in_category=paid.category_code.isin([*beneath, category]))
    paid = influenceable(paid, as_of=as_of, horizon_months=horizon_months)
    kept = ("institution_id", "supplier_id", "year", "tier", "amount", "influence_now", "in_category")
    return engine.materialise(paid.select(*kept))


def _leaked(bought: Table, local: Sequence[str], months: Mapping[str, int]) -> Three:
    """Pounds a year outside the area: known to be outside and open to choice, and what may be."""
    tier = bought.tier.fill_null(UNKNOWN)
    away = bought.filter(tier.notin(list(local)), bought.influence_now != "no")
    sure = away.in_category & (away.tier.fill_null(UNKNOWN) != UNKNOWN) & (away.influence_now == "yes")
    by = away.group_by("institution_id").aggregate(
        sure=away.amount.sum(where=sure).fill_null(0).cast(MONEY),
        maybe=away.amount.sum(where=~sure).fill_null(0).cast(MONEY),
    )
    known = maybe = Decimal(0)
    for row in by.to_pyarrow().to_pylist():
        covered = months.get(row["institution_id"], YEAR)
        known += row["sure"] * YEAR / covered
        maybe += max(row["maybe"], Decimal(0)) * YEAR / covered
    known = max(known, Decimal(0))
    return known, known, known + maybe


def _contract_sizes(bought: Table) -> Three:
    """Lower quartile, median and upper quartile of what a payee had of an institution in a calendar year."""
    dated = bought.filter(bought.in_category, bought.year.notnull(), bought.supplier_id.notnull())
    each = dated.group_by("institution_id", "supplier_id", "year").aggregate(amount=dated.amount.sum().cast(MONEY))
    found = each.filter(each.amount > 0).select("amount").to_pyarrow()["amount"].to_pylist()
    if not found:
        return None, None, None
    low, middle, high = quantiles(found, n=4, method="inclusive") if len(found) > 1 else found * 3
    return low, middle, high


def _able(
    firms: Table, capabilities: Table, incomes: Table, category: str, local: Sequence[str], dependency_cap: float
) -> list[Row]:
    """basis and ROOMS of each firm in the area that could supply the category."""
    codes = _table(firms, {"category_code": [category]})
    offer = able(codes, capabilities).select("supplier_id", "basis")
    near = firms.filter(
        firms.tier.isin(list(local)), firms.paid.fill_null(False) | ~firms.office_shared.fill_null(False)
    )
    near = near.select("supplier_id", "size", "turnover").join(offer, "supplier_id")
    with_room = rooms(near, incomes, dependency_cap=dependency_cap)
    found: list[Row] = with_room.select("basis", *ROOMS).to_pyarrow().to_pylist()
    return found


def _table(beside: Table, columns: dict[str, list[Any]]) -> Table:
    """A table of Python values where another one lies."""
    kinds = {"months": pa.int64()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in columns])
    return engine.from_arrow(beside.get_backend(), pa.table(columns, schema=schema))


def _leak_row(leaked: Three, category: str, inside: str) -> Row:
    what = f"{title(category)} ({category})"
    says = f"{what}: {_between(leaked, '£')} a year that could be paid to another goes to payees not in {inside}"
    return _row("leaked", A_YEAR, leaked, says)


def _contract_row(moved: Three, sizes: Three) -> Row:
    if None in sizes:
        return _row("contracts", "contracts", (None,) * 3, "No payment of this category has a date and a known payee")
    pairs = zip(moved, reversed(sizes), strict=True)
    counts = tuple(Decimal(ceil(pounds / size)) for pounds, size in pairs if pounds is not None and size is not None)
    return _row("contracts", "contracts", counts, f"It would take {_between(counts)} contracts of the usual size")


def _firm_rows(able_firms: list[Row], moved: Three, inside: str) -> Iterator[Row]:
    proven = [firm for firm in able_firms if firm["basis"] == "paid-for"]
    counts = (Decimal(len(proven)), None, Decimal(len(able_firms)))
    says = f"{len(able_firms)} firms in {inside} could supply it, of which {len(proven)} are already paid for it"
    yield _row("firms", "firms", counts, says)
    low, central = (sum((firm[room] for firm in proven), Decimal(0)) for room in ROOMS[:2])
    room = (low, central, sum((firm[ROOMS[2]] for firm in able_firms), Decimal(0)))
    yield _row("capacity", A_YEAR, room, f"They could take on {_between(room, '£')} a year: {_fits(moved, room)}")


def _fits(moved: Three, room: Three) -> str:
    """Whether the firms could carry what is moved, as far as can be told."""
    if not moved[2]:
        return "there is nothing to carry"
    if moved[2] is not None and room[0] is not None and moved[2] <= room[0]:
        return "it fits"
    if moved[0] is not None and room[2] is not None and moved[0] > room[2]:
        return "it does not fit"
    return "whether it fits cannot be told"


def _jobs_row(moved: Three, given: Table | None, category: str) -> Row:
    rows = [] if given is None else given.to_pyarrow().to_pylist()
    fits = [row for row in rows if row["category_code"] and category.startswith(_stem(row["category_code"]))]
    if not fits:
        todo = "No figure of jobs: give turnover per head of its industry (--table turnover_per_head=FILE.csv)"
        return _row("jobs", "full-time jobs", (None,) * 3, todo)
    row = max(fits, key=lambda one: len(_stem(one["category_code"])))
    low, high = row["low"], row["high"]
    if low is None or high is None or not 0 < low <= high:
        raise InputError(
            f"turnover per head of {row['category_code']} must be above 0, and low no more than high",
            where="turnover_per_head", todo="Write pounds a year and head, such as 45000,70000",
        )  # fmt: skip
    heads = (high, (low + high) / 2, low)
    counts = tuple(money(pounds / head) for pounds, head in zip(moved, heads, strict=True) if pounds is not None)
    return _row("jobs", "full-time jobs", counts, f"About {_between(counts)} jobs, gross: some would have been anyway")


def _stem(code: str) -> str:
    return str(code[:2] + code[2:].rstrip("0"))


def _times(three: Three, factors: Sequence[Decimal]) -> Three:
    low, central, high = (a if a is None else a * b for a, b in zip(three, factors, strict=True))
    return low, central, high


def _row(measure: str, unit: str, three: Sequence[Decimal | None], says: str) -> Row:
    low, central, high = (None if one is None else money(one) for one in three)
    return {"measure": measure, "unit": unit, "low": low, "central": central, "high": high, "says": says}


def _between(three: Sequence[Decimal | None], sign: str = "") -> str:
    """'£1,200 to £3,400', or the one where they are equal."""
    ends = [f"{sign}{one:,.0f}" for one in (three[0], three[2]) if one is not None]
    return " to ".join(dict.fromkeys(ends)) or "nothing known"
