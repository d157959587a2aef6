"""Pipeline: contracts that end and needs that recur in the months ahead.

basis contract: a contract of an institution's register whose end (or, past that, the end of its extension; or, without
an end, its review) lies between as_of and months_ahead later. amount is its value as published, amount_kind how the
register means it; it has no period and no probability: it ends on a known day, and what follows is the institution's
choice. The same contract in several registers is one row.

basis notice: an award in the institution's notices that ends in that time (its own end, else that of the process),
where no entry in force of its register names the supplier, in that category where both are known. supplier is blank
where several share the award; amount is the award's, blank for a ceiling or in another currency.

basis payments: where no contract in force is known between the two (of that category, where both are known), an
institution, payee and category that are paid in a rhythm. Its days are those on which more was paid than credited.
Believed are those whose evenness chance would hardly give (see `insight/rhythm.py`; of those believed, no more than
false_share is expected to be chance), whose gaps differ from the median gap by at most uneven_at_most of it at the
median, and that were paid within the last two periods. period_days is the median gap; next_date the last payment and as
many periods as it takes to pass as_of; amount the pounds of the year before as_of. probability: how often the same
forecast, made 3, 6, 9 and 12 months (held_back_months) before as_of from what was then known, met a payment within a
quarter period (at least a week): by evenness and number of payments, drawn towards `prior` where forecasts are few.

Cannot say: that the institution will buy again, or from whom else. A payment follows the need by weeks. A need paid
once a year is not to be told from chance before many years are held, nor one paid in nearly every payment run; one
whose bills are paid on scattered days, or that pauses one time in five, may be missed.
A choice of year, category, size or area leaves less to see a rhythm in. influence is that of the year's payments: yes
if any could go to another payee, no if none could, else unknown.
"""

from datetime import date
from typing import Any

import ibis
from ibis import Table

from localspend import engine
from localspend.insight.facts.counted import UNKNOWN, UNNAMED
from localspend.insight.rhythms.recurring import PAIR, Method, months_later, recurring
from localspend.insight.threads.units import NO_AWARD
from localspend.tables import MONEY

VERSION = "2"
COLUMNS = {
    "institution_id": "string",
    "supplier_id": "string",
    "supplier": "string",
    "size": "string",
    "tier": "string",
    "category_code": "string",
    "title": "string",
    "amount": "decimal(18, 2)",
    "amount_kind": "string",
    "next_date": "date",
    "next_is": "string",
    "extension_to": "date",
    "period_days": "int64",
    "payments": "int64",
    "probability": "float64",
    "influence": "string",
    "basis": "string",
}


def pipeline(
    payments: Table,
    suppliers: Table,
    contracts: Table,
    notices: Table,
    awards: Table,
    award_suppliers: Table,
    *,
    as_of: date,
    months_ahead: int = 24,
    least_payments: int = 6,
    shortest_days: int = 7,
    uneven_at_most: float = 0.25,
    false_share: float = 0.002,
    held_back_months: int = 12,
    prior: float = 0.7,
    prior_weight: int = 10,
    unmasked: bool = False,
) -> Table:
    """COLUMNS: one row a contract, an award or a rhythm; next_is is end, extension, review or payment.

    amount_kind is annual, total or unknown. supplier_id is null for masked payees.
    """
    method = Method(
        least_payments, shortest_days, uneven_at_most, false_share, held_back_months, prior, prior_weight
    )  # fmt: skip
    until = months_later(as_of, months_ahead)
    found = recurring(payments, suppliers, as_of, method)
    rows = _due(found, payments, contracts, as_of, until).union(_ending(contracts, as_of, until))
    noticed = _noticed(notices, awards, award_suppliers, as_of, until)
    rows = rows.union(engine.conform(_not_in_force(noticed, contracts, as_of), COLUMNS))
    return _told(rows, suppliers, unmasked)


def notes(rows: list[dict[str, Any]]) -> list[str]:
    """What to know when reading the rows."""
    said = [
        "The rows rest on contract registers; where a register is silent, on award notices and on the rhythm of "
        "payments. A notice says when a contract was meant to end, not whether it was extended or ended early.",
        "A date that rests on payments is when a payment is due; the need is weeks earlier.",
    ]
    if not any(row["basis"] == "payments" for row in rows):
        said.append(
            "No need is told apart from chance by its payments. It takes half a year of files at the least for what "
            "is paid monthly, about three years for what is paid quarterly, and more for what is paid yearly."
        )
    return said


def _due(found: Table, payments: Table, contracts: Table, as_of: date, until: date) -> Table:
    """The rhythms that no contract in force explains, with the pounds of a year."""
    ours = _not_in_force(found.filter(found.next_date <= until), contracts, as_of)
    paid = payments.filter(
        payments.status == "counted", payments.paid_on <= as_of, payments.paid_on > months_later(as_of, -12)
    )
    paid = paid.mutate(category_code=paid.category_code.fill_null(UNKNOWN)).semi_join(ours, PAIR)
    can = paid.influence.fill_null(UNKNOWN)
    year = paid.group_by(*PAIR).aggregate(
        amount=paid.amount.sum().cast(MONEY), yes=(can == "yes").cast("int64").sum(),
        unknown=(can == UNKNOWN).cast("int64").sum(),
    )  # fmt: skip
    rows = ours.left_join(year, PAIR)
    influence = ibis.cases(
        (rows.yes > 0, "yes"), (rows.unknown > 0, UNKNOWN), (rows.unknown.isnull(), UNKNOWN), else_="no"
    )
    rows = rows.mutate(
        influence=influence, amount_kind=ibis.literal("annual"), next_is=ibis.literal("payment"),
        basis=ibis.literal("payments"),
    )  # fmt: skip
    return engine.conform(rows, COLUMNS)


def _not_in_force(rows: Table, contracts: Table, as_of: date) -> Table:
    """The rows whose institution has no entry in force for that supplier, in that category where both are known."""
    in_force = contracts.filter(
        contracts.supplier_id.notnull(),
        contracts.start_on.fill_null(as_of) <= as_of,
        ibis.greatest(contracts.end_on, contracts.extension_to).fill_null(as_of) >= as_of,
    ).select(
        "institution_id", "supplier_id", division=contracts.category_code.fill_null(UNKNOWN)[0:2],
    )  # fmt: skip
    ours = rows.mutate(division=rows.category_code[0:2])
    explained = [
        ours.institution_id == in_force.institution_id,
        ours.supplier_id == in_force.supplier_id,
        (ours.division == in_force.division) | (ours.division == UNKNOWN[:2]) | (in_force.division == UNKNOWN[:2]),
    ]
    return ours.anti_join(in_force, explained).drop("division")


def _noticed(notices: Table, awards: Table, award_suppliers: Table, as_of: date, until: date) -> Table:
    """The awards that end within the horizon."""
    of = notices.filter(notices.institution_id.notnull()).select(
        "ocid", "institution_id", "cpv", process_title="title", process_end="end_on"
    )
    given = awards.filter(~awards.status.fill_null("").isin(NO_AWARD)).inner_join(of, "ocid")
    only = award_suppliers.filter(award_suppliers.position == 1).select(
        "ocid", "award_id", "supplier_id", supplier="supplier_shown"
    )
    rows = given.left_join(only, ["ocid", "award_id"], rname="{name}_named")
    alone, sterling = rows.suppliers == 1, (rows.value_kind == "award") & (rows.currency == "GBP")
    rows = rows.mutate(
        supplier_id=alone.ifelse(rows.supplier_id, ibis.null(str)),
        supplier=alone.ifelse(rows.supplier, ibis.null(str)),
        title=rows.title.fill_null(rows.process_title),
        category_code=rows.cpv.fill_null(UNKNOWN),
        amount=sterling.fill_null(False).ifelse(rows.value, ibis.null(MONEY)),
        amount_kind=sterling.fill_null(False).ifelse("total", UNKNOWN),
        next_date=rows.end_on.fill_null(rows.process_end),
        next_is=ibis.literal("end"),
        basis=ibis.literal("notice"),
    )
    return engine.conform(rows.filter(rows.next_date >= as_of, rows.next_date <= until), COLUMNS).distinct()


def _ending(contracts: Table, as_of: date, until: date) -> Table:
    """The contracts with a day to act on within the horizon."""
    over = contracts.end_on.isnull() | (contracts.end_on < as_of)
    next_is = ibis.cases(
        (contracts.end_on >= as_of, "end"), (contracts.extension_to >= as_of, "extension"),
        (contracts.end_on.isnull() & contracts.extension_to.isnull(), "review"),
    )  # fmt: skip
    rows = contracts.mutate(next_is=next_is)
    next_date = ibis.cases(
        (rows.next_is == "end", rows.end_on), (rows.next_is == "extension", rows.extension_to),
        (rows.next_is == "review", rows.review_on),
    )  # fmt: skip
    rows = rows.mutate(
        next_date=next_date, extension_to=over.ifelse(ibis.null("date"), rows.extension_to),
        category_code=rows.category_code.fill_null(UNKNOWN), amount=rows.value, supplier=rows.supplier_shown,
        amount_kind=rows.value_kind.fill_null(UNKNOWN), basis=ibis.literal("contract"),
    )  # fmt: skip
    rows = rows.filter(rows.next_date >= as_of, rows.next_date <= until)
    return engine.conform(rows.drop("description"), COLUMNS).distinct()


def _told(rows: Table, suppliers: Table, unmasked: bool) -> Table:
    """With name, size and tier of the payee, masked where it must be."""
    payee = suppliers.select("supplier_id", "kind", "name", "name_shown", payee_size="size", payee_tier="tier")
    rows = rows.left_join(payee, "supplier_id").drop("supplier_id_right")
    masked = rows.kind.isin(["sole-trader", "partnership"]).fill_null(False)
    nobody = rows.kind.isin(UNNAMED).fill_null(False)
    may_show = ibis.literal(unmasked) & masked
    shown = may_show.ifelse(rows.name, rows.name_shown.fill_null(rows.supplier))
    # A local identifier is made from the name: whoever guesses the name could check it.
    hidden = nobody | (masked & ~ibis.literal(unmasked))
    return rows.mutate(
        supplier=nobody.ifelse(ibis.null("string"), shown),
        supplier_id=hidden.ifelse(ibis.null("string"), rows.supplier_id),
        size=rows.payee_size.fill_null(UNKNOWN),
        tier=rows.payee_tier.fill_null(UNKNOWN),
    ).select(*COLUMNS)
