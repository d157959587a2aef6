"""Influence: which pounds an institution could pay to somebody else, why not the others, and from when.

The build marks every payment by rules that people approved (influencing/rules.csv) and by the institutions' own
decisions (decisions/influence.csv), which stand over them: yes, no or unknown, with a reason. Here a horizon is laid
over that: what is under a contract that ends later than `horizon_months` after `as_of` counts as no for now
(contract-beyond-horizon), and what a framework agreement holds becomes yes where its contract ends within the horizon
(framework-ends). Unknown stays unknown. amount = sum of counted payments, credits included, so the rows add up.

It cannot say whether anybody else could supply it, nor whether an institution would choose to: a rule looks at the kind
of payee, the words and the contract register, not at the contract itself. Extensions are not counted: a contract is
taken to end on its end date. Payments without a contract in a register count as open today.
Source: CLES spend analysis ("influenceable spend").
"""

from calendar import monthrange
from datetime import date
from typing import Any

import ibis
from ibis import Table

from localspend.tables import MONEY

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "influence": "string",
    "reason": "string",
    "basis": "string",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "contestable_on": "date",
}
#: The reason that a contract's end takes away; every other 'no' stays.
FRAMEWORK = "framework-locked"


def influence(payments: Table, *, as_of: date, horizon_months: int = 24) -> Table:
    """COLUMNS: one row an institution, influence within the horizon, reason and basis (rule | decision).

    contestable_on is the earliest end after `as_of` of a contract behind the row's payments; null where none is known.
    """
    paid = influenceable(payments.filter(payments.status == "counted"), as_of=as_of, horizon_months=horizon_months)
    keys = {"influence": paid.influence_now, "reason": paid.reason_now, "basis": paid.influence_basis.fill_null("rule")}
    paid = paid.select("institution_id", "amount", "contestable_on", **keys)
    later = paid.contestable_on.min(where=paid.contestable_on > ibis.literal(as_of))
    return (
        paid.group_by("institution_id", *keys)
        .aggregate(amount=paid.amount.sum().cast(MONEY), payments=paid.count(), contestable_on=later)
        .select(*COLUMNS)
    )


def influenceable(payments: Table, *, as_of: date, horizon_months: int) -> Table:
    """`payments` with influence_now (yes | no | unknown: could it be paid to another by the horizon) and reason_now."""
    last = ibis.literal(months_after(as_of, horizon_months))
    ends = payments.contestable_on
    locked = (payments.influence == "no") & (payments.influence_reason == FRAMEWORK)
    freed = locked & ends.notnull() & (ends <= last)
    held = (payments.influence == "yes") & ends.notnull() & (ends > last)
    return payments.mutate(
        influence_now=ibis.cases((freed.fill_null(False), "yes"), (held.fill_null(False), "no"),
                                 else_=payments.influence.fill_null("unknown")),
        reason_now=ibis.cases((freed.fill_null(False), "framework-ends"),
                              (held.fill_null(False), "contract-beyond-horizon"),
                              else_=payments.influence_reason.fill_null("not-marked")),
    )  # fmt: skip


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def notes(rows: list[dict[str, Any]]) -> list[str]:
    """How much of it rests on rules, on decisions, and on nothing."""
    total = sum(abs(row["amount"]) for row in rows)
    if not total:
        return []
    by = {basis: sum(abs(row["amount"]) for row in rows if row["basis"] == basis) for basis in ("rule", "decision")}
    return [
        f"{by['rule'] / total:.1%} of the £ is judged by rules that ship with the program, "
        f"{by['decision'] / total:.1%} by an institution's own decision (`localspend decide influence`)."
    ]
