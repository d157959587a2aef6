"""Capacity: how much more a firm could prudently take from these institutions in a year, as a range.

room = dependency cap x turnover - what the institutions already pay it in a year. Turnover stands in few accounts of
small firms. Where a list gives none, it is the range of the firm's size band (BANDS), and the middle of the range is
the geometric mean of its ends: turnovers within a band are many small and few large. What is not known is no evidence
that a firm is full, so its room is never less than the cap of the least turnover of its band. A firm of unknown size is
taken for a micro firm, as most firms are. Upper ends of the bands: Companies Act 2006, ss. 382, 384A and 465, for years
before 6 April 2025, by which nearly all accounts at hand were filed; the two outer ends are assumptions.
"""

import ibis
from ibis import Table

from localspend.tables import MONEY

#: Size band -> least and greatest turnover in pounds a year.
BANDS: dict[str, tuple[int, int]] = {
    "micro": (30_000, 632_000),
    "small": (632_000, 10_200_000),
    "medium": (10_200_000, 36_000_000),
    "large": (36_000_000, 100_000_000),
}
ROOMS = ("room_low", "room", "room_high")


def rooms(firms: Table, incomes: Table, *, dependency_cap: float) -> Table:
    """`firms` with room_low, room and room_high: pounds a year, from supplier_id, size and turnover.

    `incomes` is supplier_id, income (pounds a year). The three are equal where the turnover is known.
    """
    with_income = firms.left_join(incomes, "supplier_id").drop("supplier_id_right")
    income = with_income.income.fill_null(0).cast("float64")
    known = with_income.turnover.cast("float64")
    least, most = (_bound(with_income, n) for n in (0, 1))
    floor = known.isnull().ifelse(dependency_cap * least, 0.0)
    ends = (least, (least * most).sqrt(), most)
    turnovers = [ibis.coalesce(known, end) for end in ends]
    found = [ibis.greatest(dependency_cap * turnover - income, floor) for turnover in turnovers]
    return with_income.mutate(
        **{name: room.round(2).cast(MONEY) for name, room in zip(ROOMS, found, strict=True)}
    ).drop("income")


def _bound(firms: Table, end: int) -> ibis.Value:
    cases = ((firms["size"] == band, float(ends[end])) for band, ends in BANDS.items())
    return ibis.cases(*cases, else_=float(BANDS["micro"][end]))
