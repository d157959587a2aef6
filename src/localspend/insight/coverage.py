"""Coverage: how much of the spending is linked to an organisation, and by what.

linked_by is number, exact (the name but for its legal form), scored (spelling, cuts, shortened words), reference or
human where an organisation was accepted; waiting where a suggestion needs a person; unlisted for sole traders and
partnerships, which no register lists; unnamed for private people, redacted names and payments inside; else unknown.
names are different names as written. It tells how much was linked, not how rightly: that is measured apart (see the
benchmarks). Source: the coverage that centgovspend reports, by payments, suppliers and value.
"""

import ibis
from ibis import Table

from localspend.insight.facts.counted import UNKNOWN, UNNAMED
from localspend.tables import MONEY

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "linked_by": "string",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "names": "int64",
}
#: What joins a payment to its link; blanks, which would join nothing, as empty texts.
KEYS = {f"{name}_key": name for name in ("institution_id", "supplier_text", "supplier_ref")}


def coverage(payments: Table, supplier_links: Table) -> Table:
    """COLUMNS: one row an institution and way of linking; the rows add up to the total."""
    known = supplier_links.select(linked_by=_linked_by(supplier_links), **_keys(supplier_links))
    paid = payments.filter(payments.status == "counted")
    paid = paid.select("amount", "supplier_text", "institution_id", **_keys(paid))
    rows = paid.left_join(known, list(KEYS))
    rows = rows.mutate(linked_by=rows.linked_by.fill_null(UNKNOWN))
    found = rows.group_by("institution_id", "linked_by").aggregate(
        amount=rows.amount.sum().cast(MONEY), payments=rows.count(), names=rows.supplier_text.nunique()
    )
    return found.select(*COLUMNS)


def _linked_by(supplier_links: Table) -> ibis.Value:
    return ibis.cases(
        ((supplier_links.judgement == "accept") & supplier_links.supplier_id.notnull(), supplier_links.method),
        (supplier_links.kind.isin(UNNAMED), "unnamed"),
        (supplier_links.judgement == "review", "waiting"),
        (supplier_links.kind.isin(["sole-trader", "partnership"]), "unlisted"),
        else_=UNKNOWN,
    )


def _keys(table: Table) -> dict[str, ibis.Value]:
    return {key: table[name].fill_null("") for key, name in KEYS.items()}
