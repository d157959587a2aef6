"""Traceability: how much can be followed from plan to payment, step by step, and where the thread breaks.

Two kinds of rows. `step`: of the records and pounds on one side, how many have their counterpart on the other.
`broken`: the largest that have none, by supplier and title. The steps, each of one institution:

- planned-tendered, tendered-awarded: processes in notices, by their ocid. A tender still open is not followed yet.
- awarded-registered, registered-awarded: awards against entries of the institution's own contract register.
- awarded-paid, registered-paid: awards and entries of which a payment is known.
- paid-registered, paid-awarded: payments with an entry, and with an award.
- suppliers-awarded: organisations that were paid, and those of them that any award names.

A link by an identifier that both sides give counts as certain; else supplier, buyer, category, value and dates give a
probability (threads/), and what is linked with at least `least` counts as followed; `probability` is the mean of
those. amount is pounds of one kind a step, never added up: paid, contract (as registered), award, or estimate (ceilings
of frameworks left out; in pounds sterling only). Payments are those that count and could have been procured: no grants,
taxes, transfers, people or internal payments (influence_reason), and nobody whose name is withheld as a person's.
Where no notices, or no register, of an institution were read, what needs them is null: not known is not nothing.

A payment that no entry explains is not unlawful: registers begin at £5,000, notices at a threshold, and a name that was
not recognised links to nothing. Reference: of central government, 2017 to 2020, on average 6,401 suppliers a year were
named in award notices and 31,852 were paid: 20% (Spend Network, "Missing data is a known unknown").
"""

from decimal import Decimal
from typing import Any

import ibis
from ibis import Table
from ibis.expr.types import StringValue

from localspend import engine
from localspend.insight.facts.shown import named
from localspend.insight.threads.units import Tables, units
from localspend.suppliers import mask
from localspend.tables import MONEY

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "part": "string",
    "step": "string",
    "rank": "int32",
    "supplier_id": "string",
    "supplier": "string",
    "title": "string",
    "records": "int64",
    "records_followed": "int64",
    "records_by_id": "int64",
    "amount": "decimal(18, 2)",
    "amount_followed": "decimal(18, 2)",
    "amount_kind": "string",
    "probability": "float64",
    "needs": "string",
}
#: Of central government's paid suppliers, those that award notices name: per year, 2017 to 2020.
REFERENCE = (6_401, 31_852)


def traceability(
    payments: Table,
    suppliers: Table,
    contracts: Table,
    notices: Table,
    awards: Table,
    award_suppliers: Table,
    notice_releases: Table,
    *,
    least: float = 0.5,
    top: int = 20,
    unmasked: bool = False,
) -> Table:
    """COLUMNS: one row an institution and step (part `step`), and its `top` broken threads, the largest first.

    records and amount (pounds, of amount_kind) are what the step starts from; records_followed and amount_followed
    what is linked with a probability of `least` or more, of it records_by_id by an identifier; needs says what was not
    read where they are null. In `broken` rows they are 0, and probability is the best link that was not enough.
    """
    tables = Tables(payments, suppliers, contracts, notices, awards, award_suppliers, notice_releases)
    found = engine.materialise(units(tables))
    known = _known(found, tables)
    steps = _steps(known, least)
    return engine.conform(steps, COLUMNS).union(_broken(known, suppliers, least=least, top=top, unmasked=unmasked))


def _known(found: Table, tables: Tables) -> Table:
    """Units with `needs`: what an institution's answer would need and nobody gave; null where it is there."""
    entries, notices = (t.institution_id for t in (tables.contracts, tables.notices))
    registers = tables.contracts.filter(entries.notnull()).select("institution_id", registered=True).distinct()
    told = tables.notices.filter(notices.notnull()).select("institution_id", notified=True).distinct()
    both = found.left_join(registers, "institution_id", rname="{name}_register")
    both = both.left_join(told, "institution_id", rname="{name}_notice")
    missing = ibis.cases(
        (both.against.contains("register") & both.registered.isnull(), "no register of contracts was read"),
        (both.against.contains("notices") & both.notified.isnull(), "no notices were read"),
        else_=ibis.null(str),
    )
    return both.mutate(needs=missing).select(*found.columns, "needs")


def _steps(known: Table, least: float) -> Table:
    """One row an institution and step."""
    followed = known.probability >= least
    grouped = known.group_by("institution_id", "step", "amount_kind", "needs").aggregate(
        records=known.records.sum().cast("int64"),
        records_followed=ibis.ifelse(followed, known.records, 0).sum().cast("int64"),
        records_by_id=ibis.ifelse(known.by_id, known.records, 0).sum().cast("int64"),
        amount=known.amount.sum().cast(MONEY),
        amount_followed=ibis.ifelse(followed, known.amount, ibis.literal(Decimal(0)).cast(MONEY)).sum().cast(MONEY),
        weight=ibis.ifelse(followed, known.probability * known.records, 0.0).sum(),
    )
    there = grouped.needs.isnull()
    mean = (grouped.weight / grouped.records_followed.nullif(0).cast("float64")).round(3)
    told = ("records_followed", "records_by_id", "amount_followed")
    return grouped.mutate(
        part=ibis.literal("step"),
        probability=there.ifelse(mean, ibis.null("float64")),
        **{name: there.ifelse(grouped[name], ibis.null(grouped[name].type())) for name in told},
    )


def _broken(known: Table, suppliers: Table, *, least: float, top: int, unmasked: bool) -> Table:
    """The largest units that are not followed, by supplier and title."""
    lost = known.filter(known.needs.isnull(), known.probability < least)
    keys = ("institution_id", "step", "amount_kind", "supplier_id", "title")
    grouped = lost.group_by(*keys).aggregate(
        records=lost.records.sum().cast("int64"),
        amount=lost.amount.sum().cast(MONEY),
        probability=lost.probability.max(),
    )
    order = [grouped.amount.desc(), grouped.supplier_id.fill_null(""), grouped.title.fill_null("")]
    place = ibis.row_number().over(group_by=[grouped.institution_id, grouped.step], order_by=order) + 1
    first = grouped.mutate(rank=place.cast("int32")).filter(lambda t: t["rank"] <= top)
    payee = suppliers.select("supplier_id", "kind", "name", "name_shown")
    shown = first.left_join(payee, "supplier_id").drop("supplier_id_right")
    hidden = shown.kind.isin(list(mask.hidden(unmasked=unmasked))).fill_null(False)
    shown = shown.mutate(title=_untold(hidden, shown.title))
    nothing = ibis.literal(0, "int64")
    return engine.conform(
        named(shown, unmasked).mutate(
            part=ibis.literal("broken"),
            records_followed=nothing,
            records_by_id=nothing,
            amount_followed=ibis.literal(Decimal(0)).cast(MONEY),
            needs=ibis.null(str),
        ),
        COLUMNS,
    )


def _untold(hidden: ibis.Value, title: StringValue) -> StringValue:
    """The title of a contract may name whoever holds it."""
    return hidden.ifelse(ibis.null(str), title)


def notes(rows: list[dict[str, Any]]) -> list[str]:
    """How it compares, and what was not read."""
    said = []
    steps = [row for row in rows if row["part"] == "step"]
    asked = [row for row in steps if row["step"] == "suppliers-awarded" and row["records_followed"] is not None]
    few, many = REFERENCE
    if asked:
        named_in, paid = (sum(row[c] for row in asked) for c in ("records_followed", "records"))
        said.append(
            f"Award notices name {named_in:,} of {paid:,} suppliers paid, counted for each institution apart "
            f"({_share(named_in, paid)}). Central government, 2017 to 2020: {few:,} of {many:,} a year "
            f"({_share(few, many)}; Spend Network)."
        )
    for why in sorted({row["needs"] for row in steps if row["needs"]}):
        who = sorted({row["institution_id"] for row in steps if row["needs"] == why})
        said.append(f"{', '.join(who)}: {why}, so what needs them is not known.")
    return said


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "none"
