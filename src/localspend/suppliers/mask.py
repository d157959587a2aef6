"""How a payee's name may be shown: private people never, sole traders and partnerships until they agree."""

import ibis
from ibis.expr.types import StringValue, Table

#: Kinds whose names no output shows.
PRIVATE = {
    "private-person": "Private person",
    "redacted": "Redacted by the publisher",
    "internal": "Inside the institution",  # WAGES and IMPREST may stand before somebody's name
}
#: Kinds whose names are masked in what is shared or published, and shown with `--unmasked`.
SHY = {"sole-trader": "Sole trader (name withheld)", "partnership": "Partnership (name withheld)"}

#: Kinds of written names that name a person.
PEOPLE = ("private-person", "sole-trader")


def hidden(*, unmasked: bool = False) -> dict[str, str]:
    """Kind -> what stands in for its name."""
    return PRIVATE if unmasked else PRIVATE | SHY


def shown(name: StringValue, kind: StringValue, *, unmasked: bool = False) -> StringValue:
    """`name`, or what stands in for it."""
    masks = hidden(unmasked=unmasked)
    return ibis.cases(*((kind == k, ibis.literal(words)) for k, words in masks.items()), else_=name)


def linked(t: Table) -> StringValue:
    """What may be shown of `supplier_text`, linked to a supplier of `kind` with `name_shown`; kind_written is its own.

    "J Smith t/a Acme Paving" that was linked to Acme Paving Ltd names a person still: the supplier's name stands in.
    """
    named = t.kind_written.isin(PEOPLE) & ~t.kind.isin(list(hidden()))
    return named.fill_null(False).ifelse(t.name_shown, shown(t.supplier_text, t.kind))


def cells(excluded: Table) -> StringValue:
    """`raw` of source_rows_excluded where no payee can be named in it, else null.

    Shown are blank lines, headers, and the titles above them: a title further down may be the name of whose payments
    follow, a subtotal may be a payee's own, a footnote may speak of one.
    """
    header = ibis.ifelse(excluded.reason == "header", excluded.source_line, ibis.null("int64"))
    first = header.min().over(group_by=[excluded.source_id, excluded.source_sheet])
    above = (excluded.reason == "title") & (excluded.source_line < first)
    plain = excluded.reason.isin(["blank", "header"]) | above.fill_null(False)
    return plain.ifelse(excluded.raw, ibis.null(str))
