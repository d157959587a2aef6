"""Written names -> the organisations of a register that they could be: variants, candidates, features, decision."""

import ibis
from ibis.expr.types import StringValue, Table

from localspend import engine
from localspend.suppliers import candidates, decide, score
from localspend.suppliers.index import Index
from localspend.suppliers.variants import variants


def readings(names: Table) -> Table:
    """The ways to read each of `names`: the columns of variants, variant_id, last_paid and written_postcode.

    `names` has name_id, supplier_text, postcode and last_paid (null where nothing says).
    """
    known = names.select("name_id", "last_paid", written_postcode=names.postcode)
    read = variants(names).join(known, "name_id")
    order = [read.name_id, read.role, read.core, read.legal_form]
    return engine.materialise(read.mutate(variant_id=ibis.row_number().over(order_by=order)))


def ranked(names: Table, index: Index) -> Table:
    """The organisations that each of `names` (see readings) could be, best first: the columns of decide.ranked."""
    read = readings(names)
    found = engine.materialise(candidates.candidates(read, index))
    return decide.ranked(score.measured(read, found, index), read, index)


def matched(names: Table, index: Index, *, accept: float | None = None) -> Table:
    """One answer a name that has a candidate at all: the columns of decide.decided."""
    return decide.decided(ranked(names, index), accept=accept)


def by_number(names: Table, index: Index) -> Table:
    """The one organisation that has the number given with a name: name_id, supplier_id, name.

    `names` has name_id and number. Blanks, punctuation and leading zeros do not count.
    """
    given = engine.materialise(names.select("name_id", given=names.number.strip(), bare=_bare(names.number)))
    given = given.filter(given.bare != "")
    own = index.entries.supplier_id.re_replace(r"^\d+:", "")
    entries = index.entries.filter(index.entries.current).select(
        "supplier_id", "name", own=own.strip(), bare=_bare(own)
    )
    found = given.join(engine.materialise(entries.semi_join(given, "bare")), "bare")
    # Two numbers may differ by a leading zero alone: what is written letter for letter goes first.
    found = found.mutate(exact=(found.given == found.own).cast("int8"))
    found = found.group_by("name_id").mutate(best=found.exact.max())
    one = found.filter(found.exact == found.best).group_by("name_id")
    one = one.aggregate(
        organisations=lambda t: t.supplier_id.nunique(),
        supplier_id=lambda t: t.supplier_id.min(),
        name=lambda t: t.name.min(),
    )
    return one.filter(one.organisations == 1).drop("organisations")


def _bare(number: StringValue) -> StringValue:
    return number.upper().re_replace(r"[^A-Z0-9]", "").re_replace(r"^0+", "")
