"""The names that sources use, each once, with all that its lines say of it: what suppliers/ resolves."""

import ibis
from ibis.expr.types import Table, Value

from localspend.places import find_postcode
from localspend.suppliers import evidence, kinds, numbers, sizes


def names(lines: Table, contracts: Table, listed: Table, awarded: Table | None = None) -> Table:
    """One row an institution_id, supplier_text and supplier_ref, with name_id and the columns of resolve.NAMES.

    `awarded`: the suppliers of awards, with the institution_id of the buyer.
    """
    written = _lines(lines).union(_contracts(contracts)).union(_listed(listed))
    if awarded is not None:
        written = written.union(_awarded(awarded))
    known = written.group_by("institution_id", "supplier_text", "supplier_ref").aggregate(
        company_number=_every(written.company_number),
        charity_number=_every(written.charity_number),
        vat_number=_only(written.vat_number),
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


def _every(column: Value) -> Value:
    """The values of a group as one text: the name may decide between two numbers."""
    return column.collect().unique().sort().join(evidence.SEVERAL).nullif("")


def _vat(table: Table) -> Value:
    """A valid VAT number, which some publishers put into the column of company numbers."""
    return ibis.coalesce(numbers.vat_number(table.vat_number), numbers.vat_number(table.company_number))


def _postcode(table: Table) -> Value:
    return ibis.coalesce(find_postcode(table.supplier_postcode), find_postcode(table.supplier_address))


def _lines(lines: Table) -> Table:
    words = lines.category_text.fill_null("") + " " + lines.description.fill_null("")
    return lines.select(
        "institution_id",
        "supplier_text",
        "supplier_ref",
        "company_number",
        "charity_number",
        "supplier_size",
        "vcse",
        "paid_on",
        vat_number=_vat(lines),
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
        charity_number=null,
        supplier_size=null,
        vcse=null,
        paid_on=ibis.null("date"),
        vat_number=null,
        postcode=null,
        personal=ibis.literal(False),
    )


def _awarded(awarded: Table) -> Table:
    null = ibis.null(str)
    return awarded.select(
        "institution_id",
        "supplier_text",
        supplier_ref=null,
        company_number=awarded.company_number,
        charity_number=awarded.charity_number,
        supplier_size=null,
        vcse=null,
        paid_on=ibis.null("date"),
        vat_number=null,
        postcode=awarded.postcode,
        personal=ibis.literal(False),
    )


def _listed(listed: Table) -> Table:
    return listed.filter(listed.supplier_text.notnull()).select(
        "institution_id",
        "supplier_text",
        "supplier_ref",
        "company_number",
        "charity_number",
        "supplier_size",
        "vcse",
        paid_on=ibis.null("date"),
        vat_number=_vat(listed),
        postcode=ibis.null(str),
        personal=ibis.literal(False),
    )


def _with_list(known: Table, listed: Table) -> Table:
    """Joins an institution's own supplier list by reference: its number, postcode and size stand behind the name."""
    t = listed.mutate(found=_postcode(listed), vat=_vat(listed)).filter(listed.supplier_ref.notnull())
    by_ref = t.group_by("institution_id", "supplier_ref").aggregate(
        listed_company=_every(t.company_number),
        listed_charity=_every(t.charity_number),
        listed_vat=_only(t.vat),
        listed_postcode=_only(t.found),
        listed_size=_only(t.supplier_size),
        listed_vcse=_only(t.vcse),
        **{fact: _only(t[fact]) for fact in sizes.FACTS},
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
        *sizes.FACTS,
        company_number=ibis.coalesce(joined.company_number, joined.listed_company),
        charity_number=ibis.coalesce(joined.charity_number, joined.listed_charity),
        vat_number=ibis.coalesce(joined.vat_number, joined.listed_vat),
        supplier_size=ibis.coalesce(joined.supplier_size, joined.listed_size),
        vcse=ibis.coalesce(joined.vcse, joined.listed_vcse),
    )
