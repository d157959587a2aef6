"""How a payee's name may be shown: private people never, sole traders and partnerships until they agree."""

import ibis
from ibis.expr.types import StringValue, Table

from localspend.suppliers import people

#: What stands between somebody's name and the name that he trades under.
TRADES_AS = r"(?i)^(.*?)[ ,(]+(?:T/AS?|T\\A|T\.A\.?|TRADING AS|TRADES AS)\W+(\w.*)$"
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


def written(text: StringValue, kind: StringValue) -> StringValue:
    """The name of a payment as it was written, masked by the kind of whom it is linked to."""
    return shown(without_person(text), kind)


def without_person(text: StringValue) -> StringValue:
    """A name as it was written, and of a person who trades under another name that name alone.

    Even where a company is linked by the trading name: the ledger may mean the person and not the company.
    """
    before, trade = text.re_extract(TRADES_AS, 1), text.re_extract(TRADES_AS, 2)
    key = before.upper().re_replace(r"[^A-Z]+", " ").strip()
    person = people.person_like(key, before) | people.couple(key) | people.titled(key)
    # Asked of the few that have a trading name: the patterns of people are slow.
    return ibis.cases((~text.re_search(TRADES_AS).fill_null(False), text), (person.fill_null(False), trade), else_=text)


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
