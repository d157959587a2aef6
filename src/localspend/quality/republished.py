"""Republished: a month of payments that stands in two files of one publisher counts once.

Compares, for two files of an institution, the payments of one month: the same date, amount and payee (and reference,
where both files give references for most of the month). When nearly all of the smaller month, or of the smaller file,
stands in the other file, the later file (by name) repeats it, and each repeated payment there is a `duplicate` of the
first. Payments of that month that only the later file has still count. Exact repeats within a file are never
duplicates. Payments without dates are compared as one month. A person may decide otherwise (decisions/duplicates.csv).
"""

import ibis
from ibis.expr.types import Table

VERSION = "1"
#: Share of the smaller month that must stand in the other file; how many payments make that more than a coincidence.
SHARE, ENOUGH = 0.9, 10
#: Share of a month's payments with a reference from which references are compared.
REFERENCED = 0.5
COLUMNS = {"payment_id": "string", "duplicate_of": "string"}


def fingerprints(payments: Table) -> Table:
    """payment_id, institution_id, source_id, source_line, month (text; '' undated), referenced (bool), print."""
    month = payments.paid_on.strftime("%Y-%m").fill_null("")
    t = payments.mutate(month=month).group_by("source_id", "month")
    t = t.mutate(referenced=lambda x: x.reference.notnull().cast("int32").mean() > REFERENCED)
    name = t.supplier_text.upper().re_replace(r"[^A-Z0-9]", "").fill_null("")
    plain = ibis.literal("|").join([t.paid_on.cast("string").fill_null(""), t.amount.cast("string"), name, _undated(t)])
    return t.select(
        "payment_id",
        "institution_id",
        "source_id",
        "source_sheet",
        "source_line",
        "month",
        "referenced",
        plain=plain,
        exact=plain + "|" + t.reference.fill_null(""),
    )


def _undated(t: Table) -> ibis.expr.types.StringValue:
    """Without a date, more of the line must agree for it to be the same payment."""
    words = t.description.fill_null("") + t.category_text.fill_null("") + t.department.fill_null("")
    return ibis.ifelse(t.paid_on.isnull(), words.upper(), "")


def pairs(prints: Table) -> Table:
    """Files that repeat each other's month: first_id, later_id, month, by_reference, shared, first_rows, later_rows."""
    sizes = prints.group_by("source_id", "month").aggregate(rows=prints.count())
    sizes = sizes.group_by("source_id").mutate(file_rows=lambda t: t["rows"].sum())
    found = _shared(prints, "plain", by_reference=False).union(_shared(prints, "exact", by_reference=True))
    found = found.join(sizes, [("first_id", "source_id"), "month"]).rename(first_rows="rows", first_file="file_rows")
    found = found.drop("source_id").join(sizes, [("later_id", "source_id"), "month"])
    found = found.rename(later_rows="rows", later_file="file_rows").group_by("first_id", "later_id")
    found = found.mutate(shared_in_all=lambda t: t.shared.sum())
    month = (found.shared >= ENOUGH) & (found.shared >= SHARE * ibis.least(found.first_rows, found.later_rows))
    whole_file = found.shared_in_all >= SHARE * ibis.least(found.first_file, found.later_file)
    return found.filter(month | whole_file).select(
        "first_id", "later_id", "month", "by_reference", "shared", "first_rows", "later_rows"
    )


def _shared(prints: Table, column: str, *, by_reference: bool) -> Table:
    """How many payments two files of an institution share in a month, by one kind of print."""
    counts = prints.group_by("institution_id", "source_id", "month", "referenced", mark=prints[column]).aggregate(
        n=prints.count()
    )
    met = counts.join(counts.view(), ["institution_id", "month", "mark"], rname="{name}_later")
    met = met.filter(
        met.source_id < met.source_id_later, (met.referenced & met.referenced_later) == ibis.literal(by_reference)
    )
    shared = met.group_by("month", first_id=met.source_id, later_id=met.source_id_later).aggregate(
        shared=ibis.least(met.n, met.n_later).sum()
    )
    return shared.mutate(by_reference=ibis.literal(by_reference))


def republished(payments: Table, counted_anyway: Table) -> tuple[Table, Table]:
    """The second copies (COLUMNS), and the pairs of files and months that they come from (see `pairs`).

    `counted_anyway` (source_id, month; month '' for the whole file): what a person decided to count all the same.
    """
    prints = fingerprints(payments)
    found = pairs(prints).anti_join(counted_anyway, [("later_id", "source_id"), "month"])
    found = found.anti_join(counted_anyway.filter(counted_anyway.month == ""), [("later_id", "source_id")])
    copies = _copies(prints, found, "plain", by_reference=False).union(
        _copies(prints, found, "exact", by_reference=True)
    )
    return copies.group_by("payment_id").aggregate(duplicate_of=copies.duplicate_of.min()), found


def left_out(payments: Table, decided: Table) -> Table:
    """COLUMNS for what a person decided to leave out (source_id, month; month '' for the whole file)."""
    prints = payments.select("payment_id", "source_id", month=payments.paid_on.strftime("%Y-%m").fill_null(""))
    months = prints.join(decided.filter(decided.month != ""), ["source_id", "month"], how="semi")
    files = prints.join(decided.filter(decided.month == ""), "source_id", how="semi")
    found = months.union(files).select("payment_id").distinct()
    return found.mutate(duplicate_of=ibis.null(str))


def _copies(prints: Table, found: Table, column: str, *, by_reference: bool) -> Table:
    """payment_id, duplicate_of: the nth copy in the later file repeats the nth in the first."""
    order = ibis.window(group_by=["source_id", "month", "mark"], order_by=["source_sheet", "source_line"])
    ranked = prints.mutate(mark=prints[column]).select(
        "payment_id", "source_id", "month", "mark", "source_sheet", "source_line"
    )
    ranked = ranked.mutate(copy=ibis.row_number().over(order))
    late = ranked.join(
        found.filter(found.by_reference == ibis.literal(by_reference)).select("first_id", "later_id", "month"),
        [("source_id", "later_id"), "month"],
    ).select("payment_id", "month", "mark", "copy", "first_id")
    first = ranked.select("month", "mark", "copy", first_id="source_id", duplicate_of="payment_id")
    return late.join(first, ["first_id", "month", "mark", "copy"]).select("payment_id", "duplicate_of")


def findings(found: Table) -> Table:
    """tables/findings: the evidence for each pair of files and month that `pairs` gives."""
    month = ibis.ifelse(found.month == "", "Undated payments", "Payments of " + found.month)
    return found.select(
        check=ibis.literal("republished"),
        version=ibis.literal(VERSION),
        subject=found.first_id,
        outcome=ibis.literal("fail"),
        detail=month
        + ": "
        + found.shared.cast("string")
        + " of the "
        + found.later_rows.cast("string")
        + " here stand among the "
        + found.first_rows.cast("string")
        + " of "
        + found.first_id
        + "; the second copies do not count. To count them, record a decision: localspend decide duplicate",
        source_id=found.later_id,
        source_sheet=ibis.null(str),
        source_line=ibis.null("int64"),
    )
