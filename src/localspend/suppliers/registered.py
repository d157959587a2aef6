"""What several registers say of one organisation, put together: one current row an organisation, one identifier.

A charity that is a company stands in both registers, a society in two or three, and the Charity Commission keeps other
names in a file of their own. Left apart they would fit a written name equally, and nobody would be chosen.
"""

import ibis
from ibis.expr.types import IntegerValue, Table

from localspend import engine
from localspend.suppliers import normalise

#: Registers, that which says most of an organisation first, and the scheme of their numbers (org-id.guide).
SCHEMES = {
    "companies-house": "GB-COH",
    "charity-commission": "GB-CHC",
    "oscr": "GB-SC",
    "ccni": "GB-NIC",
    "mutuals": "GB-MPR",
    "housing-providers": "GB-SHPE",
    "nhs": "GB-NHS",
}
#: Legal forms that one register shares with another: with the same letters it is the same organisation.
FORMS = ("cio", "scio", "registered-society")
#: What is said of an organisation as a whole, whichever of its names a row is of.
WHOLE = (
    "kind", "legal_form", "vcse", "register_status", "incorporated_on", "dissolved_on", "address_country", "size",
    "size_basis", "sic",
)  # fmt: skip


def united(organisations: Table) -> Table:
    """`organisations` (tables/organisations) with one supplier_id and one current row an organisation.

    The current row is that of the register that says most; it takes from the others what it lacks, and its `register`
    names them all, its own first. Their names stay as working names, with their own register and number.
    """
    t = _called(organisations, _companies_of_charities(organisations))
    t = _called(t, _same(_records(t), "postcode"))
    t = _called(t, _same(_records(t).filter(lambda r: r.legal_form.isin(FORMS)), "legal_form"))
    current = t.filter(t.name_kind == "current")
    several = current.group_by("supplier_id").aggregate(rows=current.count())
    bare = t.filter(t.kind.isnull()).select("supplier_id")
    touched = engine.materialise(several.filter(several.rows > 1).select("supplier_id").union(bare).distinct())
    mended = _mended(engine.materialise(t.semi_join(touched, "supplier_id")))
    return t.anti_join(touched, "supplier_id").union(mended.select(*t.columns))


def identifiers(organisations: Table) -> Table:
    """The identifiers by which organisations can be called: org_id, supplier_id, maybe repeated. `organisations` are
    `united`."""
    register = organisations.register.re_replace(" and .*$", "")
    scheme = ibis.cases(*((register == name, scheme) for name, scheme in SCHEMES.items()), else_=ibis.null(str))
    own = organisations.select("supplier_id", org_id=scheme + "-" + organisations.number)
    return own.filter(own.org_id.notnull()).union(organisations.select("supplier_id", org_id="supplier_id"))


def _called(organisations: Table, known: Table) -> Table:
    """`organisations` with the identifiers that `known` (supplier_id, whole) gives in place of their own."""
    whole = engine.materialise(known.filter(known.supplier_id != known.whole))
    t = organisations.left_join(whole, "supplier_id", rname="{name}_known")
    return t.mutate(supplier_id=ibis.coalesce(t.whole, t.supplier_id)).select(*organisations.columns)


def _companies_of_charities(organisations: Table) -> Table:
    """supplier_id and whole for charities that are companies: their other names know the charity number alone."""
    scheme = ibis.cases(
        *((organisations.register == name, SCHEMES[name]) for name in ("charity-commission", "ccni")),
        else_=ibis.null(str),
    )
    t = organisations.filter(organisations.supplier_id.startswith("GB-COH-"))
    t = t.select(supplier_id=scheme + "-" + t.number, whole="supplier_id")
    return t.filter(t.supplier_id.notnull()).group_by("supplier_id").aggregate(whole=t.whole.min())


def _records(organisations: Table) -> Table:
    """The current records that may stand in two registers: supplier_id, letters, postcode, legal_form, rank.

    Of companies only those of a form that another register has too, or beside whose address a charity of Scotland says
    that it is a company (its register does not say which).
    """
    t = organisations.filter(
        organisations.name_kind == "current", organisations.dissolved_on.isnull(), organisations.kind.notnull()
    )
    others = t.filter(t.register.isin([name for name in SCHEMES if name != "companies-house"]))
    nameless = others.filter(others.legal_form == "charitable-company", ~others.supplier_id.startswith("GB-COH-"))
    companies = t.filter(t.register == "companies-house")
    shared_form = companies.legal_form.isin(FORMS).fill_null(False)
    formed = companies.filter(shared_form)
    beside = companies.filter(~shared_form).semi_join(nameless, "postcode")
    kept = ibis.union(*(part.select(*others.columns) for part in (others, formed, beside)))
    kept = kept.select("supplier_id", "postcode", "name", form="legal_form", rank=_rank(kept))
    kept = normalise.normalised(kept, "name").drop("legal_form")
    return engine.materialise(kept.select("supplier_id", "postcode", "letters", "rank", legal_form="form"))


def _rank(t: Table) -> IntegerValue:
    """The place of a record's register among SCHEMES; that of companies for whatever is a company."""
    place = ibis.cases(*((t.register == name, n) for n, name in enumerate(SCHEMES)), else_=len(SCHEMES))
    return ibis.ifelse(t.supplier_id.startswith("GB-COH-") & (t.register != "companies-house"), 1, place)


def _same(records: Table, beside: str) -> Table:
    """supplier_id and whole of records with the same letters and the same `beside`, if no register has two of them."""
    t = records.filter(records.letters.notnull(), records[beside].notnull())
    t = t.mutate(scheme=t.supplier_id.re_extract("^([A-Z]+-[A-Z]+)-", 1), first=t.rank.cast("string") + t.supplier_id)
    groups = t.group_by("letters", beside).aggregate(
        ids=t.supplier_id.nunique(), schemes=t.scheme.nunique(), whole=t["first"].min().substr(1)
    )
    one = groups.filter(groups.ids > 1, groups.ids == groups.schemes)
    joined = t.join(one, ["letters", beside])
    return joined.group_by("supplier_id").aggregate(whole=joined.whole.min())


def _mended(organisations: Table) -> Table:
    """The rows of organisations that several records speak of, with one current row each."""
    t = organisations.mutate(rank=_rank(organisations))
    current = t.filter(t.name_kind == "current")
    order = [current["rank"], current.number, current.name]
    heads = current.mutate(place=ibis.row_number().over(group_by="supplier_id", order_by=order))
    said = current.group_by("supplier_id").aggregate(
        any_vcse=current.vcse.max(),
        a_charity=((current.kind == "charity") & current.vcse.fill_null(False)).max(),
        any_form=current.legal_form.min(),
        any_postcode=current.postcode.min(),
    )
    others = current.select("supplier_id", "register").distinct()
    heads = engine.materialise(heads.filter(heads.place == 0).join(said, "supplier_id"))
    more = others.anti_join(heads, ["supplier_id", "register"])
    more = more.group_by("supplier_id").aggregate(more=more.register.collect().sort().join(" and "))
    heads = heads.left_join(more, "supplier_id").drop("supplier_id_right")
    heads = heads.mutate(
        register=ibis.ifelse(heads.more.notnull(), heads.register + " and " + heads.more, heads.register),
        kind=ibis.ifelse(heads.a_charity, "charity", heads.kind),
        legal_form=ibis.coalesce(heads.legal_form, heads.any_form),
        vcse=heads.any_vcse | heads.a_charity,
        postcode=ibis.coalesce(heads.postcode, heads.any_postcode),
    ).select(*organisations.columns)
    return heads.union(_names(t, heads).select(*organisations.columns))


def _names(t: Table, heads: Table) -> Table:
    """The names of `t` that are not those of `heads`, with what is said of the organisation as a whole."""
    own = heads.select("supplier_id", head_register=heads.register.re_replace(" and .*$", ""), head_number=heads.number)
    rest = t.left_join(own, "supplier_id", rname="{name}_own")
    is_head = (rest.name_kind == "current") & (rest.register == rest.head_register) & (rest.number == rest.head_number)
    rest = rest.filter(~is_head.fill_null(False)).select(*t.columns)
    whole = heads.select("supplier_id", head_postcode="postcode", **{f"head_{name}": heads[name] for name in WHOLE})
    joined = rest.left_join(whole, "supplier_id", rname="{name}_own")
    return joined.mutate(
        name_kind=ibis.ifelse(joined.name_kind == "current", "working", joined.name_kind),
        postcode=ibis.coalesce(joined.postcode, joined.head_postcode),
        **{name: ibis.coalesce(joined[f"head_{name}"], joined[name]) for name in WHOLE},
    )
