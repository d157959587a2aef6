"""One reference of an institution's ledger is one payee, and so is one VAT number: what one of its names is, the others
are too.

A reference or VAT number under which several organisations were found says nothing (SUNDRY, ONE-TIME VENDOR; companies
of a group share one VAT number), nor does it of a name that shares no telling word with the one that was found.
"""

import ibis
from ibis.expr.types import Table

from localspend.suppliers import people

#: Letters of a word that may tell.
LONG = 4


def by_reference(found: Table) -> Table:
    """Links by the reference: name_id, supplier_id, explanation, one row a name that is not accepted by itself.

    `found` has name_id, institution_id, supplier_ref, vat_number, core, supplier_id and judgement.
    """
    why = "the institution's reference is that of a name that was linked, and they share a word"
    return _by(found, ["institution_id", "supplier_ref"], why)


def by_vat(found: Table) -> Table:
    """Links by the VAT number, over institutions; as by_reference."""
    return _by(found, ["vat_number"], "the VAT number is that of a name that was linked, and they share a word")


def _by(found: Table, keys: list[str], why: str) -> Table:
    t = found.filter(*(found[key].notnull() for key in keys))
    accepted = t.filter(t.judgement == "accept", t.supplier_id.notnull())
    alone = accepted.group_by(*keys).aggregate(
        organisations=lambda r: r.supplier_id.nunique(), payee=lambda r: r.supplier_id.min()
    )
    alone = alone.filter(alone.organisations == 1)
    words = _words(accepted, keys).drop("name_id").distinct()
    shared = _words(t.filter(t.judgement != "accept"), keys).semi_join(words, [*keys, "word"])
    linked = shared.join(alone, keys)
    return linked.select("name_id", supplier_id="payee", explanation=ibis.literal(why)).distinct()


def _words(names: Table, keys: list[str]) -> Table:
    """The telling words of names."""
    t = names.select("name_id", *keys, word=names.core.split(" ").unnest())
    return t.filter(t.word.length() >= LONG, t.word.notin(people.words("common_words")))
