"""Link written names to organisations: numbers that publishers gave, the names themselves, then the reference.

A person's decision stands over both. Two live organisations that fit equally are never chosen between.
"""

import ibis
from ibis.expr.types import Table

from localspend import engine
from localspend.suppliers import evidence, kinds, match, normalise, references, registered
from localspend.suppliers.index import Index

VERSION = "2"
#: A name as written and what its lines say of it: `names` in every function here. Numbers of companies and of charities
#: are as written, several parted by `;`; vat_number is a valid one.
NAMES = {
    "institution_id": "string",
    "supplier_text": "string",
    "supplier_ref": "string",
    "company_number": "string",
    "charity_number": "string",
    "vat_number": "string",
    "postcode": "string",
    "listed_postcode": "string",
    "supplier_size": "string",
    "vcse": "string",
    "employees": "string",
    "turnover": "string",
    "balance_sheet": "string",
    "personal": "boolean",
    "last_paid": "date",
}
#: What resolving adds to a name.
ANSWER = ("supplier_id", "judgement", "method", "probability", "explanation")


def normalised(names: Table) -> Table:
    """Adds `key`, `core`, `legal_form` and `letters` to NAMES with name_id."""
    return normalise.normalised(names, "supplier_text")


def by_name(names: Table, index: Index) -> Table:
    """Links by the name: name_id, supplier_id, judgement, method, probability, explanation, found_name, one
    row a name.

    Private people, redacted names and payments inside the institution are not looked for: an answer would name them.
    """
    kept = kinds.with_kind(names)
    kept = engine.materialise(kept.filter(~kept.kind.isin(kinds.NOBODY)))
    asked = kept.select(
        "name_id", "supplier_text", "last_paid", postcode=ibis.coalesce(kept.postcode, kept.listed_postcode)
    )
    found = match.matched(asked, index)
    found = found.filter(found.judgement != "none")
    return found.select(
        "name_id", "supplier_id", "judgement", "method", "probability", "explanation", found_name="name"
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


def link(names: Table, organisations: Table, index: Index, decisions: Table) -> Table:
    """NAMES with name_id, key, core, legal_form and: supplier_id (null when unlinked), judgement, method, probability,
    explanation, found_id (what the evidence alone would have accepted) and found_name (the register's name that fits
    best). supplier_id is filled for `review` too, as the suggestion; only `accept` may be acted on.

    `organisations` are `registered.united`, and `index` is theirs.
    """
    names = engine.materialise(normalised(names))
    number = evidence.by_number(names, organisations)
    unnumbered = names.anti_join(number, "name_id")
    found = engine.materialise(_evidence(names, number, by_name(unnumbered, index)))
    found = engine.materialise(_with(found, references.by_reference(found), "reference"))
    found = engine.materialise(_with(found, references.by_vat(found), "number"))
    person = by_person(
        found.select("name_id", "institution_id", "supplier_text", found_id="supplier_id"),
        _called_as_now(decisions, organisations),
    )
    t = found.left_join(person, "name_id").drop("name_id_right")
    human, refused = t.verdict.notnull(), t.verdict.isin(["none", "reject"]).fill_null(False)
    return t.select(
        *names.columns,
        supplier_id=ibis.cases((refused, ibis.null(str)), (human, t.decided_id), else_=t.supplier_id),
        judgement=ibis.cases((refused, "none"), (human, "accept"), else_=t.judgement),
        method=ibis.ifelse(human, "human", t.method),
        probability=ibis.ifelse(human, ibis.null("float64"), t.probability),
        explanation=ibis.ifelse(human, t.decided_why, t.explanation),
        found_id=ibis.ifelse(t.judgement == "accept", t.supplier_id, ibis.null(str)),
        found_name=t.found_name,
    )


def _called_as_now(decisions: Table, organisations: Table) -> Table:
    """`decisions` with the identifiers of today: a charity may since have been found to be a company."""
    ids = registered.identifiers(organisations).filter(lambda t: t.org_id != t.supplier_id)
    now = ids.semi_join(decisions.select(org_id="supplier_id"), "org_id").group_by("org_id")
    now = engine.materialise(now.aggregate(now_id=lambda t: t.supplier_id.min()))
    t = decisions.left_join(now, decisions.supplier_id == now.org_id)
    return t.mutate(supplier_id=ibis.coalesce(t.now_id, t.supplier_id)).select(*decisions.columns)


def _with(found: Table, said: Table, method: str) -> Table:
    """`found` with the links that `said` (name_id, supplier_id, explanation) gives to names which had none."""
    said = engine.materialise(said.rename(referred="supplier_id", referred_why="explanation"))
    t = found.left_join(said, "name_id")
    referred = t.referred.notnull()
    return t.select(
        *(column for column in found.columns if column not in ANSWER),
        supplier_id=ibis.coalesce(t.referred, t.supplier_id),
        judgement=ibis.ifelse(referred, "accept", t.judgement),
        method=ibis.ifelse(referred, method, t.method),
        probability=ibis.ifelse(referred, ibis.null("float64"), t.probability),
        explanation=ibis.coalesce(t.referred_why, t.explanation),
    )


def _evidence(names: Table, number: Table, name: Table) -> Table:
    """`names` with what a number or the name itself says, before anybody decided."""
    number = number.rename(number_id="supplier_id", number_judgement="judgement", number_why="explanation")
    t = names.left_join(number, "name_id").drop("name_id_right").left_join(name, "name_id").drop("name_id_right")
    numbered = t.number_id.notnull()
    return t.select(
        *names.columns,
        supplier_id=ibis.coalesce(t.number_id, t.supplier_id),
        judgement=ibis.coalesce(t.number_judgement, t.judgement, ibis.literal("none")),
        method=ibis.ifelse(numbered, "number", t.method.fill_null("scored")),
        probability=t.probability,
        explanation=ibis.coalesce(t.number_why, t.explanation, ibis.literal("no register at hand knows this name")),
        found_name=t.found_name,
    )
