"""What a step of the thread starts from, one table of all steps: records, pounds, and how likely the next step is."""

from dataclasses import dataclass

import ibis
from ibis import Table

from localspend import engine
from localspend.insight.facts.counted import UNNAMED
from localspend.insight.threads.links import UNDATED, division, key, month, paid_within, registered_awards
from localspend.tables import MONEY

#: Reasons by which a payment was never to be procured (rules.csv).
NEVER = ("internal", "grants-and-transfers", "public-body-or-statutory", "person")
#: An award of these came to nothing.
NO_AWARD = ("cancelled", "unsuccessful", "pending")
#: Months for which an award without an end is taken to run.
LONGEST = 60
COLUMNS = {
    "institution_id": "string",
    "step": "string",
    "against": "string",
    "supplier_id": "string",
    "title": "string",
    "records": "int64",
    "amount": "decimal(18, 2)",
    "amount_kind": "string",
    "probability": "float64",
    "by_id": "boolean",
}
PAID = ("institution_id", "supplier_id", "division", "month")


@dataclass(frozen=True)
class Tables:
    """What the thread is made of."""

    payments: Table
    suppliers: Table
    contracts: Table
    notices: Table
    awards: Table
    award_suppliers: Table
    notice_releases: Table


def units(tables: Tables) -> Table:
    """COLUMNS: every unit of every step; probability 0 where nothing is like it."""
    paid = engine.materialise(payments(tables))
    entries = engine.materialise(contracts(tables))
    given = engine.materialise(awards(tables))
    kinds = engine.materialise(_kinds(paid, entries, given))
    by_entry, by_award = (engine.materialise(paid_within(kinds, terms)) for terms in (_terms(entries), given))
    pairs = engine.materialise(registered_awards(entries, given))
    entry_paid = _best_of(by_entry, _named(paid, entries, "order_key", "contract_key"))
    award_paid = _best_of(by_award, _named(paid, given, "contract_key"))
    parts = [
        *processes(tables),
        _award_units(given, "awarded-registered", "register notices", _best(pairs, "term_id")),
        _award_units(given, "awarded-paid", "notices", award_paid),
        _entry_units(entries, "registered-awarded", "register notices", _best(pairs, "contract_id")),
        _entry_units(entries, "registered-paid", "register", entry_paid),
        _paid_units(paid, "paid-registered", "register", by_entry, entries, ("contract_key", "order_key")),
        _paid_units(paid, "paid-awarded", "notices", by_award, given, ("contract_key",)),
        _suppliers(paid, given),
    ]
    return ibis.union(*(engine.conform(part, COLUMNS) for part in parts))


def payments(tables: Tables) -> Table:
    """PAID, contract_key, order_key, records, amount: payments that could have been procured, by what links them."""
    paid = tables.payments.filter(
        tables.payments.status == "counted", tables.payments.influence_reason.fill_null("").notin(list(NEVER))
    )
    kinds = tables.suppliers.select("supplier_id", "kind")
    known = paid.left_join(kinds, "supplier_id").drop("supplier_id_right")
    known = known.filter(known.kind.fill_null("unknown").notin(list(UNNAMED)))
    known = known.mutate(month=month(known.paid_on))
    # Codes and references are taken apart once each, not once a payment.
    few = known.group_by(*PAID[:2], "category_code", "month", "contract_ref", "po_number").aggregate(
        records=known.count(), amount=known.amount.sum().cast(MONEY)
    )
    few = few.mutate(
        division=division(few.category_code), contract_key=key(few.contract_ref), order_key=key(few.po_number)
    )
    return few.group_by(*PAID, "contract_key", "order_key").aggregate(
        records=few.records.sum().cast("int64"), amount=few.amount.sum().cast(MONEY)
    )


def contracts(tables: Tables) -> Table:
    """contract_id, institution_id, supplier_id, title, division, key, from_month, to_month, value: register entries."""
    t = tables.contracts
    return t.select(
        "contract_id",
        "institution_id",
        "supplier_id",
        "title",
        "value",
        division=division(t.category_code),
        key=key(t.contract_ref),
        from_month=month(t.start_on),
        to_month=month(ibis.greatest(ibis.coalesce(t.extension_to, t.end_on), ibis.coalesce(t.end_on, t.extension_to))),
    )


def awards(tables: Tables) -> Table:
    """term_id, institution_id, supplier_id, title, ...: one row an award and supplier; no value is each supplier's own.

    value is that of the award, null for ceilings and other currencies; first is true for one row of each award.
    """
    a = tables.awards.filter(tables.awards.status.fill_null("").notin(list(NO_AWARD)))
    n = tables.notices.filter(tables.notices.institution_id.notnull()).select(
        "ocid", "institution_id", division=division(tables.notices.cpv), notice=tables.notices.title
    )
    both = a.join(n, "ocid")
    names = tables.award_suppliers.select("ocid", "award_id", "supplier_id", "position")
    both = both.left_join(names, ["ocid", "award_id"], rname="{name}_supplier")
    awarded, start = month(both.awarded_on), month(both.start_on)
    begins = ibis.ifelse(start == UNDATED, awarded, start)
    ends = ibis.ifelse(month(both.end_on) == UNDATED, begins + LONGEST, month(both.end_on))
    pounds = (both.value_kind.fill_null("award") == "award") & (both.currency.fill_null("GBP") == "GBP")
    least = both.position.min().over(group_by=[both.ocid, both.award_id])
    return both.select(
        "institution_id",
        "supplier_id",
        "division",
        term_id=both.ocid + "|" + both.award_id,
        title=ibis.coalesce(both.title, both.notice),
        value=pounds.ifelse(both.value, ibis.null(MONEY)),
        key=key(both.published_id),
        awarded_month=awarded,
        from_month=begins,
        to_month=ibis.ifelse(begins == UNDATED, month(both.end_on), ends),
        first=(both.position == least).fill_null(True),
    )


def processes(tables: Tables) -> list[Table]:
    """Units of planned-tendered and tendered-awarded: processes, by their ocid."""
    n = tables.notices.filter(tables.notices.institution_id.notnull())
    tags = tables.notice_releases.select("ocid", tag=tables.notice_releases.tag.fill_null("").lower())
    seen = tags.group_by("ocid").aggregate(
        planning=tags.tag.contains("planning").any(), tendering=tags.tag.contains("tender").any()
    )
    given = tables.awards.filter(tables.awards.status.fill_null("").notin(list(NO_AWARD)))
    given = given.select("ocid", given=True).distinct()
    t = n.left_join(seen, "ocid", rname="{name}_seen").left_join(given, "ocid", rname="{name}_award")
    awarded = t.given.fill_null(False) | t.stage.isin(["award", "contract", "implementation", "terminated"])
    tendered = t.tendering.fill_null(False) | (t.stage == "tender").fill_null(False) | t.deadline.notnull()
    planned = t.planning.fill_null(False) | (t.stage == "planning").fill_null(False)
    pounds = (t.value_kind.fill_null("estimate") == "estimate") & (t.currency.fill_null("GBP") == "GBP")
    told = t.select(
        "institution_id",
        "title",
        amount=pounds.ifelse(t.value, ibis.null(MONEY)).fill_null(0),
        planned=planned,
        tendered=tendered,
        awarded=awarded.fill_null(False),
    )
    return [
        _processes(told.filter(told.planned), "planned-tendered", told.tendered | told.awarded),
        _processes(told.filter(told.tendered), "tendered-awarded", told.awarded),
    ]


def _processes(told: Table, step: str, followed: ibis.Value) -> Table:
    return told.mutate(
        step=ibis.literal(step),
        against=ibis.literal("notices"),
        records=1,
        amount_kind=ibis.literal("estimate"),
        probability=followed.cast("float64"),
        by_id=followed,
    )


def _kinds(paid: Table, entries: Table, given: Table) -> Table:
    """Each kind of payment once, to organisations that have an entry or an award."""
    having = (terms.select("institution_id", "supplier_id") for terms in (entries, given))
    asked = paid.semi_join(ibis.union(*having, distinct=True), ["institution_id", "supplier_id"])
    return asked.select(*PAID).distinct()


def _terms(entries: Table) -> Table:
    return entries.mutate(term_id=entries.contract_id)


def _named(paid: Table, terms: Table, *keys: str) -> Table:
    """term_id of the terms that payments name by one of `keys`."""
    identity = terms.term_id if "term_id" in terms.columns else terms.contract_id
    asked = terms.filter(terms.key != "").select("institution_id", "key", term_id=identity)
    said = (
        ibis.union(*(paid.select("institution_id", key=paid[one]) for one in keys), distinct=True)
        if len(keys) > 1
        else paid.select("institution_id", key=paid[keys[0]]).distinct()
    )
    return asked.semi_join(said, ["institution_id", "key"]).select("term_id").distinct()


def _best(pairs: Table, column: str) -> Table:
    """`column` as term_id, its best probability, and whether an identifier gave it."""
    named = pairs.select("probability", "by_id", term_id=pairs[column])
    return named.group_by("term_id").aggregate(probability=named.probability.max(), by_id=named.by_id.any())


def _best_of(likely: Table, named: Table) -> Table:
    """The same, of likenesses and of terms that were named."""
    pairs = likely.select("term_id", "probability", by_id=ibis.literal(False)).union(
        named.select("term_id", probability=ibis.literal(1.0), by_id=ibis.literal(True))
    )
    return _best(pairs, "term_id")


def _award_units(given: Table, step: str, against: str, best: Table) -> Table:
    """One unit an award: followed where any of its suppliers is."""
    alone = given.filter(given["first"]).distinct()
    both = alone.left_join(best, "term_id", rname="{name}_best")
    return _unit(both, step, against, records=1, amount=both.value.fill_null(0), amount_kind="award")


def _entry_units(entries: Table, step: str, against: str, best: Table) -> Table:
    both = entries.left_join(best, entries.contract_id == best.term_id)
    return _unit(both, step, against, records=1, amount=both.value.fill_null(0), amount_kind="contract")


def _paid_units(paid: Table, step: str, against: str, likely: Table, terms: Table, keys: tuple[str, ...]) -> Table:
    """Payments beside the best term of their supplier, or the one that they name."""
    best = likely.group_by(*PAID).aggregate(probability=likely.probability.max())
    both = paid.left_join(best, list(PAID), rname="{name}_best")
    known = terms.filter(terms.key != "").select("institution_id", "key").distinct()
    for one in keys:
        said = known.select("institution_id", **{one: known.key, f"said_{one}": ibis.literal(True)})
        both = both.left_join(said, ["institution_id", one], rname="{name}_" + one)
    by_id = ibis.or_(*(both[f"said_{one}"].fill_null(False) for one in keys))
    told = both.mutate(by_id=by_id, probability=by_id.ifelse(1.0, both.probability.fill_null(0.0)))
    # Months have done their work: fewer rows for what follows.
    found = told.group_by("institution_id", "supplier_id", "probability", "by_id").aggregate(
        records=told.records.sum().cast("int64"), amount=told.amount.sum().cast(MONEY)
    )
    found = found.mutate(title=ibis.null(str))
    return _unit(found, step, against, records=found.records, amount=found.amount, amount_kind="paid")


def _suppliers(paid: Table, given: Table) -> Table:
    """One unit an organisation that an institution paid: named in any of its awards or not."""
    payees = paid.filter(paid.supplier_id.notnull())
    payees = payees.group_by("institution_id", "supplier_id").aggregate(amount=payees.amount.sum().cast(MONEY))
    told = given.filter(given.supplier_id.notnull()).select("institution_id", "supplier_id", told=True).distinct()
    both = payees.left_join(told, ["institution_id", "supplier_id"], rname="{name}_told")
    found = both.mutate(probability=both.told.fill_null(False).cast("float64"), by_id=both.told.fill_null(False))
    found = found.mutate(title=ibis.null(str))
    return _unit(found, "suppliers-awarded", "notices", records=1, amount=found.amount, amount_kind="paid")


def _unit(both: Table, step: str, against: str, *, records: object, amount: ibis.Value, amount_kind: str) -> Table:
    return both.select(
        "institution_id",
        "supplier_id",
        "title",
        step=ibis.literal(step),
        against=ibis.literal(against),
        records=records if isinstance(records, ibis.Value) else ibis.literal(records),
        amount=amount,
        amount_kind=ibis.literal(amount_kind),
        probability=both.probability.fill_null(0.0),
        by_id=both.by_id.fill_null(False),
    )
