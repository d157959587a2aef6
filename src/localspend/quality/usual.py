"""What usually stands beside a thing: the commonest name of a number, the commonest number of a name."""

import ibis
from ibis.expr.types import Table


def numbered(t: Table) -> Table:
    """The lines with a name and a number; adds `number` and `number_role`.

    The number is the company's where the file has company numbers, else the publisher's own.
    """
    companies = t.roles.contains("|company_number|")
    t = t.mutate(
        number=ibis.ifelse(companies, t.company_id, t.supplier_ref),
        number_role=ibis.ifelse(companies, "company_number", "supplier_ref"),
    )
    return t.filter(t.number.notnull(), t.letters.notnull())


def unusual(t: Table, by: str, what: str) -> Table:
    """Adds `odd`: whether `what` of a line is not the commonest one of its `by` in the publisher's files.

    Of two that are as common the one that sorts first is the usual one.
    """
    t = t.mutate(same=t.line_id.count().over(group_by=[t.publisher, t[by], t[what]]))
    # Padded, so that texts compare as numbers do: the most frequent first.
    t = t.mutate(rank=(1_000_000_000 - t.same).cast("string").lpad(10, "0") + t[what])
    return t.mutate(odd=t[what] != t["rank"].min().over(group_by=[t.publisher, t[by]]).substr(10))
