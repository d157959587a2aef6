"""The names that sources use, each once, with all that its lines say of it: what suppliers/ resolves."""

import ibis
from ibis.expr.types import Table, Value

from localspend.places import find_postcode
from localspend.suppliers import kinds


def names(lines: Table, contracts: Table, listed: Table) -> Table:
    """One row an institution_id, supplier_text and supplier_ref, with name_id and the columns of resolve.NAMES."""
    written = _lines(lines).union(_contracts(contracts)).union(_listed(listed))
    known = written.group_by("institution_id", "supplier_text", "supplier_ref").aggregate(
        company_number=_only(written.company_number),
        postcode=_only(written.postcode),
        supplier_size=_only(written.supplier_size),
        vcse=_only(written.vcse),
        personal=(written.personal.cast("int32").mean() > 0.5).fill_null(False),
        last_paid=written.paid_on.max(),
    )
    known = _with_list(known, listed)
    order = [known.institution_id, known.supplier_text, known.supplier_ref]
    return known.mutate(name_id=ibis.row_number().over(order_by=order))


def _only(column: Value) -> Value:
    """The value of a group if it has just one, else null: two answers are none."""
    return ibis.ifelse(column.nunique() == 1, column.min(), ibis.null(column.type()))


def _postcode(table: Table) -> Value:
    return ibis.coalesce(find_postcode(table.supplier_postcode), find_postcode(table.supplier_address))


def _lines(lines: Table) -> Table:
    words = lines.category_text.fill_null("") + " " + lines.description.fill_null("")
    return lines.select(
        "institution_id",
        "supplier_text",
        "supplier_ref",
        "company_number",
        "supplier_size",
        "vcse",
        "paid_on",
        postcode=_postcode(lines),
        personal=words.re_search(kinds.PERSONAL),
    )


def _contracts(contracts: Table) -> Table:
    t = contracts.filter(contracts.supplier_text.notnull())
    null = ibis.null(str)
    return t.select(
        "institution_id",
        "supplier_text",
        supplier_ref=null,
        company_number=null,
        supplier_size=null,
        vcse=null,
        paid_on=ibis.null("date"),
        postcode=null,
        personal=ibis.literal(False),
    )


def _listed(listed: Table) -> Table:
    return listed.filter(listed.supplier_text.notnull()).select(
        "institution_id",
        "supplier_text",
        "supplier_ref",
        "company_number",
        "supplier_size",
        "vcse",
        paid_on=ibis.null("date"),
        postcode=ibis.null(str),
        personal=ibis.literal(False),
    )


def _with_list(known: Table, listed: Table) -> Table:
    """Joins an institution's own supplier list by reference: its number, postcode and size stand behind the name."""
    t = listed.mutate(found=_postcode(listed)).filter(listed.supplier_ref.notnull())
    by_ref = t.group_by("institution_id", "supplier_ref").aggregate(
        listed_number=_only(t.company_number),
        listed_postcode=_only(t.found),
        listed_size=_only(t.supplier_size),
        listed_vcse=_only(t.vcse),
    )
    joined = known.left_join(by_ref, ["institution_id", "supplier_ref"], rname="{name}_list")
    return joined.select(
        "institution_id",
        "supplier_text",
        "supplier_ref",
        "postcode",
        "listed_postcode",
        "personal",
        "last_paid",
        company_number=ibis.coalesce(joined.company_number, joined.listed_number),
        supplier_size=ibis.coalesce(joined.supplier_size, joined.listed_size),
        vcse=ibis.coalesce(joined.vcse, joined.listed_vcse),
    )
