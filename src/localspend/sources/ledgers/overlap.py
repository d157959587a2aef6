"""Sheets of one workbook that say the same payments again, as a copy or summed up: they must not count twice."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from localspend.sources.ledgers.payments import PaymentSheet
from localspend.sources.ledgers.scalars import column_of

#: A sheet of fewer payments is never taken for a copy of another.
LEAST = 10
SHARE = 0.9
#: Supplier, amount, date: the same firms are paid the same sums every month.
Payment = tuple[str, Decimal, date | None]


def repeated(sheets: Sequence[PaymentSheet]) -> dict[int, str]:
    """Index -> why, for each sheet whose payments another sheet of the file holds."""
    if len(sheets) < 2:
        return {}
    payments = [_payments(sheet) for sheet in sheets]
    found: dict[int, str] = {}
    for i in sorted(range(len(sheets)), key=lambda i: (-len(payments[i]), i)):
        others = [j for j in range(len(sheets)) if j != i and j not in found]
        for j in others:
            if (len(payments[j]), -j) < (len(payments[i]), -i) and not _dateless(sheets[i], sheets[j]):
                continue
            why = _why(payments[i], payments[j], sheets[i], sheets[j])
            if why:
                found[i] = why
                break
    return found


def _dateless(one: PaymentSheet, other: PaymentSheet) -> bool:
    return one.paid_on is None and other.paid_on is not None


def _payments(sheet: PaymentSheet) -> list[Payment]:
    mask = column_of(sheet.mask)
    names = sheet.sheet.column(sheet.layout.roles.columns["supplier"]).filter(mask).to_pylist()
    values = sheet.money.values.filter(mask).to_pylist()
    days = sheet.paid_on.filter(mask).to_pylist() if sheet.paid_on is not None else [None] * len(names)
    return [(name.strip().lower(), value, day) for name, value, day in zip(names, values, days, strict=True)]


def _why(mine: Sequence[Payment], theirs: Sequence[Payment], one: PaymentSheet, other: PaymentSheet) -> str | None:
    if len(mine) >= LEAST and sum((Counter(mine) & Counter(theirs)).values()) >= SHARE * len(mine):
        return f"it repeats the payments of sheet '{other.name}'"
    if len(mine) >= 3 and _dateless(one, other):
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for name, value, _ in theirs:
            sums[name] += value
        if sum(sums.get(name) == value for name, value, _ in mine) >= SHARE * len(mine):
            return f"it sums up the payments of sheet '{other.name}' by supplier"
    return None
