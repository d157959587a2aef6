"""From linked names to the table of suppliers: one row an organisation, with kind, size, place and shown name."""

import ibis
from ibis.expr.types import StringValue, Table

from localspend.suppliers import kinds, mask

#: Kinds that are grouped for each institution, so that nothing can be learnt of one person from an identifier.
GROUPED = ("private-person", "redacted", "internal")


def identified(links: Table) -> Table:
    """Adds kind, kind_basis and `paid_id`: the accepted organisation, else a local identifier.

    Names that no register knows are one local supplier if their keys are the same, whichever institution wrote them.
    """
    t = kinds.with_kind(links)
    local = ibis.cases(
        *((t.kind == kind, ibis.literal(f"local-{kind}-") + t.institution_id) for kind in GROUPED),
        else_="local-" + t.key.hexdigest("sha256").substr(0, 16),
    )
    return t.mutate(paid_id=ibis.ifelse(t.judgement == "accept", t.supplier_id, local))


def size_of(written: StringValue) -> StringValue:
    """A publisher's words for size -> micro, small, medium, large or null; SME alone says none of them."""
    words = written.lower()
    return ibis.cases(
        *((words.re_search(rf"\b{size}\b"), ibis.literal(size)) for size in ("micro", "small", "medium", "large")),
        else_=ibis.null(str),
    )


def says_yes(written: StringValue) -> ibis.expr.types.BooleanValue:
    """Whether a cell of a yes-or-no column says yes; null where it is blank or says something else."""
    words = written.strip().lower()
    return ibis.cases(
        (words.isin(["y", "yes", "true", "1", "vcse", "vcs", "sme"]), True),
        (words.isin(["n", "no", "false", "0", "none"]), False),
        else_=ibis.null("boolean"),
    )


def suppliers(identified_names: Table, organisations: Table) -> Table:
    """One row a paid_id: the columns of tables/suppliers but for place (lsoa21, ward, district, tiers, decile), with
    `postcode` and `trading_postcode` to locate, and `address_country`."""
    t = identified_names
    t = t.mutate(
        written_size=size_of(t.supplier_size),
        written_vcse=says_yes(t.vcse),
        known_postcode=ibis.coalesce(t.listed_postcode, t.postcode),
    )
    paid = t.group_by("paid_id").aggregate(
        written_name=t.supplier_text.min(),
        # Together, so that the reason is that of the kind.
        kind_and_basis=(t.kind + "|" + t.kind_basis).min(),
        form=t.legal_form.min(),
        listed=t.listed_postcode.min(),
        # One written address is where the supplier is; several are branches, and which one traded is not known.
        written=ibis.ifelse(t.known_postcode.nunique() == 1, t.known_postcode.min(), ibis.null(str)),
        written_size=t.written_size.min(),
        written_vcse=t.written_vcse.max(),
    )
    paid = paid.mutate(
        kind=paid.kind_and_basis.re_extract(r"^([^|]*)", 1), kind_basis=paid.kind_and_basis.re_extract(r"\|(.*)$", 1)
    )
    current = organisations.filter(organisations.name_kind == "current")
    joined = paid.left_join(current, paid.paid_id == current.supplier_id, rname="{name}_org")
    name = ibis.coalesce(joined.name, joined.written_name)
    # Which register an organisation is in says more than its words.
    kind = ibis.coalesce(joined.kind_org, ibis.ifelse(joined.paid_id.startswith("GB-COH-"), "company", joined.kind))
    person = kind.isin(GROUPED)
    return joined.select(
        supplier_id=joined.paid_id,
        name=ibis.ifelse(person, mask.shown(name, kind), name),
        name_shown=mask.shown(name, kind).fill_null("No name given"),
        kind=kind,
        kind_basis=ibis.ifelse(joined.kind_org.notnull(), "the register " + joined.register, joined.kind_basis),
        legal_form=ibis.coalesce(joined.legal_form, joined.form),
        vcse=ibis.coalesce(
            joined.vcse, joined.written_vcse, ibis.ifelse(kind.isin(["charity", "mutual"]), True, ibis.null("boolean"))
        ),
        register_status=joined.register_status,
        postcode=ibis.ifelse(person, ibis.null(str), ibis.coalesce(joined.postcode, joined.written)),
        trading_postcode=ibis.ifelse(person, ibis.null(str), joined.written),
        postcode_basis=ibis.cases(
            (person, ibis.null(str)),
            (joined.postcode.notnull(), "registered-office"),
            (joined.written.notnull() & (joined.written == joined.listed), "supplier-list"),
            (joined.written.notnull(), "written-in-source"),
            else_=ibis.null(str),
        ),
        address_country=joined.address_country,
        size=ibis.coalesce(joined.size.nullif("unknown"), joined.written_size, ibis.literal("unknown")),
        size_basis=ibis.cases(
            (joined.size.nullif("unknown").notnull(), joined.size_basis),
            (joined.written_size.notnull(), "the institution says so"),
            else_=ibis.null(str),
        ),
        sic=joined.sic,
    )
