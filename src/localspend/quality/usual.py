"""What usually stands beside a thing: the commonest name of a number, the commonest number of a name."""

import ibis
from ibis.expr.types import Table


def numbered(t: Table) -> Table:
    """The lines with a name and a number; adds `number`, `number_role` and `scope`.

    The number is the company's where the file has company numbers, and compared over all files of the publisher; else
    the publisher's own, and compared in the file alone: another year may number suppliers anew.
    """
    companies = t.roles.contains("|company_number|")
    t = t.mutate(
        number=ibis.ifelse(companies, t.company_id, t.supplier_ref),
        scope=ibis.ifelse(companies, t.publisher, t.path),
        number_role=ibis.ifelse(companies, "company_number", "supplier_ref"),
    )
    return t.filter(t.number.notnull(), t.letters.notnull())


def unusual(t: Table, by: str, what: str) -> Table:
    """Adds `odd`: whether `what` of a line is not the commonest one of its `by` in its scope.

    Of two that are as common the one that sorts first is the usual one.
    """
    counted = t.group_by("scope", by, what).aggregate(same=t.count())
    # Padded, so that texts compare as numbers do: the most frequent first.
    rank = (1_000_000_000 - counted.same).cast("string").lpad(10, "0") + counted[what]
    usual = counted.group_by("scope", by).aggregate(usual=rank.min().substr(10))
    t = t.inner_join(usual, ["scope", by])
    return t.mutate(odd=t[what] != t.usual)
