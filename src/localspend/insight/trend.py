"""Trend: pounds by year, and whether a year can be compared with the one before.

months is the number of different months with a dated, counted payment of that institution in that year. Payments
without a date have year null and months 0. Prices of the day, not adjusted for inflation.

comparable is yes where the institution's files of both years cover the same months by the same method, no where they do
not, null where there is no year before (or no year at all). because names what differs: months (other months are
covered), date (another date stands in the files: payment, posting, invoice ...), least-amount (payments are published
from another value: the highest usual limit that at most one payment in a hundred is under; judged where both years
have `fewest` payments). amount_same_months are the year's pounds in the months covered in both, and amount_before those
of the year before in the same: where `months` is all that differs, compare these two.

Cannot say: whether a month is covered in full, or a department or an account left out from some day.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa
from ibis import Table

from localspend import engine
from localspend.insight.facts.counted import counted, measures
from localspend.tables import MONEY
from localspend.tables.arrow import arrow_schema

VERSION = "2"
COLUMNS = {
    "institution_id": "string",
    "year": "int32",
    "months": "int64",
    "first_date": "date",
    "last_date": "date",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "suppliers": "int64",
    "comparable": "string",
    "because": "string",
    "amount_same_months": "decimal(18, 2)",
    "amount_before": "decimal(18, 2)",
}
COMPARED = {
    "institution_id": "string", "year": "int32", "comparable": "string", "because": "string",
    "amount_same_months": "decimal(18, 2)", "amount_before": "decimal(18, 2)",
}  # fmt: skip
#: Pounds from which publishers usually publish.
LIMITS = (100, 250, 500, 1_000, 5_000, 10_000, 25_000)
Year = dict[str, Any]


def trend(payments: Table, suppliers: Table, *, fewest: int = 100) -> Table:
    """COLUMNS: one row an institution and year."""
    rows = counted(payments, suppliers)
    rows = rows.mutate(month=rows.paid_on.year() * 12 + rows.paid_on.month())
    by_year = rows.group_by("institution_id", "year").aggregate(
        months=rows.month.nunique(),
        first_date=rows.paid_on.min(),
        last_date=rows.paid_on.max(),
        **measures(rows),
    )
    years = _years(_months(payments).to_pyarrow().to_pylist())
    made = [_compared(key, year, years.get((key[0], key[1] - 1)), fewest) for key, year in years.items()]
    compared = engine.from_arrow(payments.get_backend(), pa.Table.from_pylist(made, arrow_schema(COMPARED)))
    return by_year.left_join(compared, ["institution_id", "year"]).select(*COLUMNS)


def _months(payments: Table) -> Table:
    """institution_id, year, month (1 to 12), date_basis, amount, debits, under_N: dated, counted payments."""
    paid = payments.filter(payments.status == "counted", payments.paid_on.notnull(), payments.year.notnull())
    debit = paid.amount > 0
    under = {f"under_{n}": (debit & (paid.amount < n)).cast("int64").sum() for n in LIMITS}
    return paid.group_by("institution_id", "year", "date_basis", month=paid.paid_on.month()).aggregate(
        amount=paid.amount.sum().cast(MONEY), debits=debit.cast("int64").sum(), **under
    )


def _years(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], Year]:
    """(institution, year) -> pounds by month, its dates, how many debits, and how many under each limit."""
    years: dict[tuple[str, int], Year] = {}
    for row in rows:
        key = row["institution_id"], row["year"]
        year = years.setdefault(key, {"months": {}, "dates": set(), "debits": 0, "under": dict.fromkeys(LIMITS, 0)})
        year["months"][row["month"]] = year["months"].get(row["month"], Decimal(0)) + row["amount"]
        year["dates"].add(row["date_basis"])
        year["debits"] += row["debits"]
        for limit in LIMITS:
            year["under"][limit] += row[f"under_{limit}"]
    return years


def _compared(key: tuple[str, int], year: Year, before: Year | None, fewest: int) -> dict[str, Any]:
    """A row of COMPARED."""
    row: dict[str, Any] = {"institution_id": key[0], "year": key[1]}
    if before is None:
        return row
    months, others = year["months"], before["months"]
    enough = min(year["debits"], before["debits"]) >= fewest
    differs = {
        "months": set(months) != set(others),
        "date": year["dates"] != before["dates"],
        "least-amount": enough and _least(year) != _least(before),
    }
    because = [name for name, other in differs.items() if other]
    both = set(months) & set(others)
    return {
        **row,
        "comparable": "no" if because else "yes",
        "because": ", ".join(because) or None,
        "amount_same_months": sum((months[m] for m in both), Decimal("0.00")),
        "amount_before": sum((others[m] for m in both), Decimal("0.00")),
    }


def _least(year: Year) -> int:
    """The highest limit that at most one debit in a hundred is under; 0 where there is none."""
    return max((limit for limit in LIMITS if year["under"][limit] * 100 <= year["debits"]), default=0)
