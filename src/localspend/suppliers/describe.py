"""From linked names to the table of suppliers: one row an organisation, with kind, size, place and shown name."""

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table, Value

from localspend.suppliers import kinds, local, mask, sizes
from localspend.suppliers.offices import SHARED_FROM, offices

#: Kinds that are grouped for each institution, so that nothing can be learnt of one person from an identifier.
GROUPED = ("private-person", "redacted", "internal")
CIC = r"\bC\.? ?I\.? ?C\b|COMMUNITY INTEREST"
SAID = "the institution says so"


def identified(links: Table) -> Table:
    """Adds kind, kind_basis, body and `paid_id`: the accepted organisation, else a local identifier (see local.py).

    Private people, redacted names and payments inside are one for each institution and kind.
    """
    t = kinds.with_kind(links)
    t = local.identified(t.mutate(own=~t.kind.isin(GROUPED))).drop("own")
    grouped = ibis.ifelse(t.kind.isin(GROUPED), "local-" + t.kind + "-" + t.institution_id, ibis.null(str))
    linked = (t.judgement == "accept") & (t.paid_id == t.supplier_id)
    return t.mutate(paid_id=ibis.ifelse(linked, t.paid_id, ibis.coalesce(grouped, t.paid_id)))


def says_yes(written: StringValue) -> BooleanValue:
    """Whether a cell of a yes-or-no column says yes; null where it is blank or says something else."""
    words = written.strip().lower()
    return ibis.cases(
        (words.isin(["y", "yes", "true", "1", "vcse", "vcs", "sme"]), True),
        (words.isin(["n", "no", "false", "0", "none", "non-sme", "not sme"]), False),
        else_=ibis.null("boolean"),
    )


def suppliers(identified_names: Table, organisations: Table) -> Table:
    """One row a paid_id: the columns of tables/suppliers but for place (lsoa21, ward, district, tiers, decile), with
    `postcode` and `trading_postcode` to locate, and `address_country`."""
    current = organisations.filter(organisations.name_kind == "current")
    paid = _paid(identified_names)
    t = paid.left_join(current, paid.paid_id == current.supplier_id, rname="{name}_org")
    shared = offices(organisations)
    t = t.left_join(shared, t.postcode == shared.office)
    name = ibis.coalesce(t.name, t.written_name)
    # Which register an organisation is in says more than its words.
    kind = ibis.coalesce(t.kind_org, ibis.ifelse(t.paid_id.startswith("GB-COH-"), "company", t.kind))
    person = kind.isin(GROUPED)
    return t.select(
        supplier_id=t.paid_id,
        name=ibis.ifelse(person, mask.shown(name, kind), name),
        name_shown=mask.shown(name, kind).fill_null("No name given"),
        kind=kind,
        kind_basis=ibis.ifelse(t.kind_org.notnull(), "the register " + t.register, t.kind_basis),
        legal_form=ibis.coalesce(t.legal_form, t.form, t.body),
        **_vcse(t, kind),
        register_status=t.register_status,
        parent_id=t.parent_id,
        postcode=ibis.ifelse(person, ibis.null(str), ibis.coalesce(t.postcode, t.written)),
        trading_postcode=ibis.ifelse(person, ibis.null(str), t.written),
        postcode_basis=ibis.cases(
            (person, ibis.null(str)),
            (t.postcode.notnull(), "registered-office"),
            (t.written.notnull() & (t.written == t.listed), "supplier-list"),
            (t.written.notnull(), "written-in-source"),
            else_=ibis.null(str),
        ),
        office_companies=t.office_companies,
        office_shared=t.office_companies >= SHARED_FROM,
        address_country=t.address_country,
        **_sizes(t),
        sic=t.sic,
    )


def _paid(names: Table) -> Table:
    """One row a paid_id with what all its names say together."""
    t = names.mutate(
        **{name: sizes.number(names[name]) for name in sizes.FACTS},
        written_size=ibis.coalesce(sizes.band_of(names.supplier_size), sizes.band_of(names.employees)),
        written_sme=says_yes(names.supplier_size),
        written_vcse=says_yes(names.vcse),
        named_cic=names.supplier_text.upper().re_search(CIC),
        known_postcode=ibis.coalesce(names.listed_postcode, names.postcode),
    )
    paid = t.group_by("paid_id").aggregate(
        # A firm's own name rather than that of who trades under it.
        written_name=ibis.coalesce(t.supplier_text.min(where=~t.kind.isin(mask.PEOPLE)), t.supplier_text.min()),
        # Together, so that the reason is that of the kind.
        kind_and_basis=(t.kind + "|" + t.kind_basis).min(),
        form=t.legal_form.min(),
        body=t.body.min(),
        listed=t.listed_postcode.min(),
        # One written address is where the supplier is; several are branches, and which one traded is not known.
        written=ibis.ifelse(t.known_postcode.nunique() == 1, t.known_postcode.min(), ibis.null(str)),
        last_paid=t.last_paid.max(),
        # Of several answers the largest: a firm is not small because somebody's list is old.
        **{name: t[name].max() for name in (*sizes.FACTS, "written_sme", "written_vcse", "named_cic")},
        written_size=t.written_size.min(),
    )
    kind = paid.kind_and_basis.re_extract(r"^([^|]*)", 1)
    return paid.mutate(kind=kind, kind_basis=paid.kind_and_basis.re_extract(r"\|(.*)$", 1))


def _vcse(t: Table, kind: StringValue) -> dict[str, Value]:
    """vcse and vcse_basis: the register, the name of a CIC, the institution, the words of the name; the first that
    says anything."""
    words = kind.isin(["charity", "mutual"])
    return {
        "vcse": ibis.cases(
            (t.vcse.notnull(), t.vcse),
            (t.named_cic, True),
            (t.written_vcse.notnull(), t.written_vcse),
            (words, True),
            else_=ibis.null("boolean"),
        ),
        "vcse_basis": ibis.cases(
            (t.vcse.notnull(), "the register " + t.register + ibis.coalesce(": " + t.legal_form, "")),
            (t.named_cic, "CIC in its name"),
            (t.written_vcse.notnull(), SAID),
            (words, "a " + kind + " by the words of its name"),
            else_=ibis.null(str),
        ),
    }


def _sizes(t: Table) -> dict[str, Value]:
    """The facts, and the three sizes with what they rest on (see sizes.py)."""
    facts = [t[name] for name in sizes.FACTS]
    band, sme = sizes.statistical(t.employees), sizes.procurement_act(*facts)
    filed = t.size.nullif("unknown")
    newest = ibis.date(sizes.limits("companies-act")[0]["from"])
    told = ibis.coalesce(t.written_sme, t.written_size != "large")
    return {
        "employees": t.employees,
        "turnover": t.turnover,
        "balance_sheet": t.balance_sheet,
        "size": ibis.coalesce(band, filed, t.written_size, ibis.literal("unknown")),
        "size_basis": ibis.cases(
            (band.notnull(), "headcount in the institution's list"),
            (filed.notnull(), t.size_basis),
            (t.written_size.notnull(), SAID),
            else_=ibis.null(str),
        ),
        "size_companies_act": ibis.coalesce(
            filed, sizes.companies_act(*facts, on=ibis.coalesce(t.last_paid, newest)), ibis.literal("unknown")
        ),
        "sme_procurement_act": ibis.cases(
            (sme != "unknown", sme), (told, "yes"), (told == ibis.literal(False), "no"), else_="unknown"
        ),
        "sme_basis": ibis.cases(
            (sme != "unknown", "headcount, turnover and balance sheet in the institution's list"),
            (told.notnull(), SAID),
            (t.employees.isnull(), "its headcount is not known"),
            else_="its turnover and balance sheet are not known",
        ),
    }
