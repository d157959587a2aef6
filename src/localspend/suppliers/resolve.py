"""Link written names to organisations: numbers that publishers gave, then exact normalised names, then nobody.

A person's decision stands over both. Two live organisations that fit equally are never chosen between.
"""

import ibis
from ibis.expr.types import Table

from localspend.suppliers import normalise

VERSION = "1"
#: A name as written and what its lines say of it: `names` in every function here.
NAMES = {
    "institution_id": "string",
    "supplier_text": "string",
    "supplier_ref": "string",
    "company_number": "string",
    "postcode": "string",
    "listed_postcode": "string",
    "supplier_size": "string",
    "vcse": "string",
    "personal": "boolean",
    "last_paid": "date",
}


def normalised(names: Table) -> Table:
    """Adds `key`, `core`, `legal_form` and `coh`, the company number, to NAMES with name_id."""
    names = names.mutate(key=normalise.key(names.supplier_text))
    return names.mutate(
        core=normalise.core(names.key),
        legal_form=normalise.legal_form(names.key),
        coh=normalise.company_number(names.company_number),
    )


def register_keys(organisations: Table) -> Table:
    """The register by key: supplier_id, key, core, current (bool), live (bool), dissolved_on, name."""
    known = organisations.mutate(key=normalise.key(organisations.name))
    dissolved = known.register_status.lower().re_search(r"dissolved|removed|closed|converted").fill_null(False)
    return known.select(
        "supplier_id",
        "register",
        "number",
        "name",
        "key",
        core=normalise.core(known.key),
        current=known.name_kind == "current",
        live=~(dissolved | known.dissolved_on.notnull()),
    )


def by_number(names: Table, register: Table) -> Table:
    """Links where the publisher gave a number: name_id, supplier_id, explanation. An unknown but well-formed company
    number is an identity all the same: registers are slices, numbers are not."""
    companies = register.filter(register.current, register.supplier_id.startswith("GB-COH-"))
    numbered = names.filter(names.coh.notnull())
    found = numbered.left_join(companies.select("supplier_id", "number"), numbered.coh == companies.number)
    return found.select(
        "name_id",
        supplier_id="GB-COH-" + found.coh,
        explanation=ibis.ifelse(
            found.supplier_id.notnull(),
            "the publisher gives company number " + found.coh,
            "the publisher gives company number " + found.coh + ", which is not in the register at hand",
        ),
    ).distinct()


def by_name(names: Table, register: Table) -> Table:
    """Links by exact key, best first: name_id, supplier_id, judgement, explanation, one row a name.

    Current names stand before previous ones and live organisations before dissolved; two that are equal there are for
    a person to review. A name without a legal form that fits a company but for the form is for review too.
    """
    whole = names.join(register, "key").select("name_id", "supplier_id", "name", "current", "live", exact=True)
    bare = names.filter(names.legal_form.isnull(), names.key.length() >= 5).join(
        register.filter(register.core != register.key), [("key", "core")]
    )
    bare = bare.select("name_id", "supplier_id", "name", "current", "live", exact=False)
    fits = whole.union(bare)
    rank = fits.exact.cast("int32") * 4 + fits.current.cast("int32") * 2 + fits.live.cast("int32")
    best = fits.mutate(rank=rank).group_by("name_id").mutate(best=lambda t: t["rank"].max())
    best = best.filter(best["rank"] == best.best)
    chosen = best.group_by("name_id").aggregate(
        supplier_id=best.supplier_id.min(),
        rivals=best.supplier_id.nunique(),
        exact=best.exact.max(),
        current=best.current.max(),
        live=best.live.max(),
    )
    reason = ibis.cases(
        (chosen.rivals > 1, chosen.rivals.cast("string") + " organisations of the register have this name"),
        (~chosen.exact, ibis.literal("the same name but for the legal form, which is not written")),
        (~chosen.current, ibis.literal("the name that the organisation had before")),
        (~chosen.live, ibis.literal("the same name; the organisation is dissolved now")),
        else_=ibis.literal("the same name"),
    )
    accept = (chosen.rivals == 1) & chosen.exact
    return chosen.select(
        "name_id",
        "supplier_id",
        judgement=ibis.ifelse(accept, "accept", "review"),
        explanation=reason,
    )


def by_person(names: Table, decisions: Table) -> Table:
    """Links that a person decided: name_id, supplier_id (null for none), verdict, explanation; the last line wins.

    `names` has found_id, what was found without people; rejecting another than that says nothing, and so hides nothing.
    `decisions`: line, supplier_text, institution_id (null: any), verdict, supplier_id, by, why.
    """
    joined = names.join(
        decisions,
        [
            names.supplier_text == decisions.supplier_text,
            decisions.institution_id.isnull() | (decisions.institution_id == names.institution_id),
        ],
        rname="{name}_decided",
    )
    joined = joined.filter((joined.verdict != "reject") | (joined.supplier_id == joined.found_id).fill_null(False))
    last = joined.group_by("name_id").mutate(last=lambda t: t.line.max())
    last = last.filter(last.line == last.last)
    explanation = "decided by " + last.by.fill_null("a person") + ": " + last.why.fill_null("no reason given")
    return last.select("name_id", "verdict", decided_id=last.supplier_id, decided_why=explanation)


def link(names: Table, organisations: Table, decisions: Table) -> Table:
    """NAMES with name_id, key, core, legal_form and: supplier_id (null when unlinked), judgement, method, probability,
    explanation. supplier_id is filled for `review` too, as the suggestion; only `accept` may be acted on."""
    names = normalised(names)
    register = register_keys(organisations)
    number, name = by_number(names, register), by_name(names, register)
    t = (
        names.left_join(number, "name_id")
        .drop("name_id_right")
        .rename(number_id="supplier_id", number_why="explanation")
    )
    t = t.left_join(name, "name_id").drop("name_id_right")
    found = t.select("name_id", "institution_id", "supplier_text", found_id=ibis.coalesce(t.number_id, t.supplier_id))
    person = by_person(found, decisions)
    t = t.left_join(person, "name_id").drop("name_id_right")
    human, refused = t.verdict.notnull(), t.verdict.isin(["none", "reject"]).fill_null(False)
    return t.select(
        *names.columns,
        supplier_id=ibis.cases(
            (refused, ibis.null(str)), (human, t.decided_id), else_=ibis.coalesce(t.number_id, t.supplier_id)
        ),
        judgement=ibis.cases(
            (refused, "none"),
            (human | t.number_id.notnull(), "accept"),
            else_=t.judgement.fill_null("none"),
        ),
        method=ibis.cases((human, "human"), (t.number_id.notnull(), "number"), else_="exact"),
        probability=ibis.null("float64"),
        explanation=ibis.cases(
            (human, t.decided_why),
            else_=ibis.coalesce(t.number_why, t.explanation, ibis.literal("no register at hand knows this name")),
        ),
    )
