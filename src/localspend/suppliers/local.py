"""Names that no register knows -> a local supplier each, one for all the ways in which the same payee is written.

Two names are one payee where their letters and legal form are the same; and, whatever the order of the words, the title
or the missing legal form, where something else says so too: the same institution, the same postcode, or the same
supplier reference or VAT number and a word that is not of every day. A likeness alone never joins two.
"""

import ibis
from ibis.expr.types import StringValue, Table

from localspend import engine
from localspend.suppliers import normalise, people

TITLES = r"^(MR|MRS|MISS|MS|MX|DR|PROF|REV|SIR|LADY) "
#: How often what belongs together is looked for: as many steps as two spellings may be apart.
ROUNDS = 3
#: Letters of a word that may join the names of one reference.
LONG = 4


def identified(names: Table) -> Table:
    """Adds `paid_id`: the accepted organisation, else the local supplier that all ways to write the payee share.

    `names` has name_id, institution_id, supplier_ref, vat_number, key, core, legal_form, postcode, judgement,
    supplier_id, and own (bool: the name may be a supplier's own, and is not one of many behind a word). Where names
    that belong together have two legal forms, they stay apart, unless a person said `same-as`.
    """
    linked = (names.judgement == "accept") & ~names.supplier_id.startswith("local-").fill_null(True)
    t = engine.materialise(names.mutate(linked=linked, letters=_letters(names), node=node(names)))
    known = t.filter(t.own & ~t.linked)
    joined = _joined(engine.materialise(_ties(known).distinct()))
    forms = known.select("node", "legal_form").distinct().join(joined, "node").group_by("label")
    single = forms.aggregate(forms=lambda r: r.legal_form.nunique()).filter(lambda r: r.forms <= 1)
    t = _labelled(t, joined.semi_join(single, "label"))
    t = _labelled(t, _joined_for_good(engine.materialise(_said(t))))
    org = (
        t.filter(t.linked)
        .group_by("node")
        .aggregate(org=lambda r: r.supplier_id.min(), orgs=lambda r: r.supplier_id.nunique())
    )
    t = t.left_join(org.filter(org.orgs == 1).select("node", "org"), "node", rname="{name}_org")
    said = (t.judgement == "accept") & ~t.linked
    org_of = t.org.max().over(group_by="label")
    local = ibis.ifelse(said, ibis.coalesce(org_of, t.label), t.label)
    return t.mutate(paid_id=ibis.ifelse(t.linked, t.supplier_id, local)).select(*names.columns, "paid_id")


def node(names: Table) -> StringValue:
    """The local supplier of a name by itself; `names` has key, core and legal_form."""
    return "local-" + (_letters(names) + " " + names.legal_form.fill_null("")).hexdigest("sha256").substr(0, 16)


def _letters(names: Table) -> StringValue:
    return ibis.coalesce(normalise.letters(names.core), names.key, "")


def _joined(ties: Table) -> Table:
    """node and label, the least node that ties lead to in ROUNDS; `ties` has node and tie."""
    t = ties.mutate(label=ties.node)
    for _ in range(ROUNDS):
        t = _nearer(t)
    return engine.materialise(t.select("node", "label").distinct())


def _joined_for_good(ties: Table) -> Table:
    """`_joined` to the end of every chain: people may say that A is B, B is C, and so on, or go round in a circle."""
    t, moving = ties.mutate(label=ties.node), 1
    while moving:
        t = _nearer(t.mutate(before=t.label))
        moving = int(t.filter(t.label != t.before).count().to_pyarrow().as_py())
        t = t.drop("before")
    return engine.materialise(t.select("node", "label").distinct())


def _nearer(t: Table) -> Table:
    """Each label one tie nearer to the least."""
    t = t.group_by("tie").mutate(near=lambda r: r.label.min())
    return engine.materialise(t.group_by("node").mutate(label=lambda r: r.near.min()).drop("near"))


def _labelled(names: Table, joined: Table) -> Table:
    """`names` with the label of its node, or of its label where it has one already."""
    own = names.label if "label" in names.columns else names.node
    t = names.mutate(own_label=own)
    t = t.drop("label") if "label" in t.columns else t
    t = t.left_join(joined.select(own_label="node", label="label"), "own_label", rname="{name}_joined")
    return engine.materialise(t.mutate(label=ibis.coalesce(t.label, t.own_label)).drop("own_label", "own_label_joined"))


def _said(labelled: Table) -> Table:
    """What people said is the same: node (a label) and tie, for the names that were decided and those they are."""
    said = labelled.filter(labelled.judgement == "accept", ~labelled.linked)
    both = said.select(node="label", tie="supplier_id").union(labelled.select(node="label", tie="node"))
    return (
        both.union(labelled.select(node="label", tie="label"))
        .semi_join(said.select(tie="supplier_id"), "tie")
        .distinct()
    )


def _ties(known: Table) -> Table:
    """What may belong together: node and tie, a text that two names share."""
    person = known.core.re_replace(TITLES, "").split(" ").sort().join(" ")
    here = known.filter(known.postcode.notnull())
    return ibis.union(
        known.select("node", tie=_tie("institution", known.institution_id, known.letters)),
        here.select("node", tie=_tie("place", here.postcode, here.letters)),
        here.select("node", tie=_tie("place", here.postcode, person)),
        _with_a_word(known, "reference", ["institution_id", "supplier_ref"]),
        _with_a_word(known, "vat", ["vat_number"]),
    )


def _with_a_word(known: Table, kind: str, keys: list[str]) -> Table:
    """Names with the same `keys` that share a word: SUNDRY, and the VAT number of a group, have many payees."""
    t = known.filter(*(known[key].notnull() for key in keys))
    t = t.select("node", *keys, word=t.core.split(" ").unnest())
    t = t.filter(t.word.length() >= LONG, t.word.notin(people.words("common_words")))
    return t.select("node", tie=_tie(kind, *(t[key] for key in keys), t.word))


def _tie(*parts: StringValue | str) -> StringValue:
    return ibis.literal("|").join([ibis.literal(p) if isinstance(p, str) else p for p in parts])
