"""Links along the thread from plan to payment: by an identifier, else by likeness, each with a probability.

An identifier that both sides give (contract reference, order number, award id, ocid) is 1. Else the supplier must be
the same organisation and the buyer the same institution; then term and category, or value and dates, say how likely
(INSIDE, AWARDED: judged, not measured; nobody has a sample of true threads). Months, not days: a ledger's date is
often the month's last.
"""

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, FloatingValue, IntegerValue, StringValue

#: Payments against a contract or award. Whether the month lies in its term (None: the term is not known) -> the
#: probability where the category is the same, not known, or another (of a supplier with several contracts).
INSIDE = {True: (0.9, 0.8, 0.4), None: (0.6, 0.5, 0.3), False: (0.2, 0.1, 0.05)}
#: A register entry against an award. Whether they begin within MONTHS (None: not known) -> the probability where the
#: value is within a tenth, not known, or another.
AWARDED = {True: (0.95, 0.85, 0.7), None: (0.8, 0.4, 0.2), False: (0.5, 0.15, 0.05)}
#: Months that payments may come after the end, and that a start may be from an award.
SLACK, MONTHS = 3, 6
#: A shorter reference than this is a number that anything could have.
LEAST_KEY = 4
#: Whether two categories are the same (0), not known, or others.
UNKNOWN, ANOTHER = 1, 2
#: The month of what has no date.
UNDATED = -1


def month(day: ibis.Value) -> IntegerValue:
    """The number of a date's month, UNDATED where there is none."""
    return (day.year().cast("int64") * 12 + day.month().cast("int64") - 1).fill_null(UNDATED)


def division(code: StringValue) -> StringValue:
    """The first two digits of a CPV code, '' where it is not known."""
    return (code.fill_null("unknown") == "unknown").ifelse("", code.fill_null("").substr(0, 2))


def key(reference: StringValue) -> StringValue:
    """A reference to compare by: letters and digits, upper case; '' where it is too short to tell anything."""
    bare = reference.fill_null("").upper().re_replace("[^A-Z0-9]", "")
    return (bare.length() < LEAST_KEY).ifelse("", bare)


def paid_within(paid: Table, terms: Table) -> Table:
    """institution_id, supplier_id, division, month, term_id, probability: each kind of payment beside each term.

    `paid` has the first four; `terms` institution_id, supplier_id, term_id, division, from_month, to_month.
    """
    # Where a supplier has one contract, another category is more often a category misread than another contract.
    only = terms.term_id.count().over(group_by=[terms.institution_id, terms.supplier_id]) == 1
    both = paid.join(terms.mutate(only=only), ["institution_id", "supplier_id"], rname="{name}_term")
    dated = (both.month != UNDATED) & ((both.from_month != UNDATED) | (both.to_month != UNDATED))
    # A payment a month before the start is a deposit, not another contract.
    begun = (both.from_month == UNDATED) | (both.month >= both.from_month - 1)
    over = (both.to_month != UNDATED) & (both.month > both.to_month + SLACK)
    same = _alike(both.division, both.division_term)
    same = (both.only & (same == ANOTHER)).ifelse(UNKNOWN, same)
    probability = _judged(INSIDE, dated, begun & ~over, same)
    return both.select("institution_id", "supplier_id", "division", "month", "term_id", probability=probability)


def registered_awards(contracts: Table, awards: Table) -> Table:
    """contract_id, term_id (the award's), probability, by_id: each register entry beside each award of its supplier.

    `contracts` has contract_id, institution_id, supplier_id, key, from_month, value; `awards` term_id, institution_id,
    supplier_id, key, from_month, awarded_month, value.
    """
    both = contracts.join(awards, ["institution_id", "supplier_id"], rname="{name}_award")
    begins = ibis.ifelse(both.from_month_award == UNDATED, both.awarded_month, both.from_month_award)
    dated = (both.from_month != UNDATED) & (begins != UNDATED)
    apart = both.value.cast("float64") / both.value_award.cast("float64").nullif(0) - 1
    near = ((both.from_month - begins).abs() <= MONTHS) | ((both.from_month - both.awarded_month).abs() <= MONTHS)
    alike = ibis.cases((apart.isnull(), 1), (apart.abs() <= 0.1, 0), else_=2)
    probability = _judged(AWARDED, dated, near, alike)
    likely = both.select("contract_id", "term_id", probability=probability, by_id=ibis.literal(False))
    named = contracts.filter(contracts.key != "").join(awards, ["institution_id", "key"], rname="{name}_award")
    said = named.select("contract_id", "term_id", probability=ibis.literal(1.0), by_id=ibis.literal(True))
    return likely.union(said)


def _alike(one: StringValue, other: StringValue) -> IntegerValue:
    """0 the same, 1 not known, 2 another."""
    return ibis.cases(((one == "") | (other == ""), UNKNOWN), (one == other, 0), else_=ANOTHER)


def _judged(
    table: dict[bool | None, tuple[float, float, float]], known: BooleanValue, right: BooleanValue, alike: IntegerValue
) -> FloatingValue:
    """The probability that `table` gives."""
    columns = {
        said: ibis.cases(*((alike == n, float(p)) for n, p in enumerate(row[:2])), else_=float(row[2]))
        for said, row in table.items()
    }
    return ibis.cases((~known, columns[None]), (right, columns[True]), else_=columns[False]).cast("float64")
