"""A register made ready to be asked: its names, the keys that lead to them, how common each word is, and spellings.

Made once for a register and kept as Parquet; a monthly register makes a new one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ibis
from ibis.expr.types import Table

from localspend import engine
from localspend.suppliers import keys, normalise

PARTS = ("entries", "keys", "words", "spellings")
#: What an entry takes over from tables/organisations.
GIVEN = ("supplier_id", "name", "postcode", "incorporated_on", "dissolved_on", "used_until")
GONE = r"dissolved|removed|closed|converted|deregistered|ceased"


@dataclass(frozen=True)
class Index:
    """A register as tables.

    entries: entry_id, supplier_id, name, core, legal_form, letters, current (bool), live (bool), postcode,
    incorporated_on, dissolved_on, used_until. keys: key, entry_id, shared (how many entries have the key; at most
    keys.CAP). words: word, key, shared. spellings: spelling, key, shared, of the word that is so spelt.
    """

    entries: Table
    keys: Table
    words: Table
    spellings: Table
    size: int


def build(organisations: Table, keep: Callable[[Table, str], Table] | None = None) -> Index:
    """The index of `organisations` (tables/organisations). `keep` computes a part, by name, and gives it back."""
    keep = keep or (lambda table, _: engine.materialise(table))
    entries = keep(_entries(organisations), "entries")
    named = entries.filter(entries.letters.notnull())
    held = engine.materialise(keys.words(named, "entry_id"))
    known = keep(held.group_by("word", "key").aggregate(shared=held.count().cast("int32")), "words")
    rare, common = known.filter(known.shared <= keys.CAP), known.filter(known.shared > keys.CAP)
    alone = held.join(rare.select("key", "shared"), "key").select("key", "entry_id", "shared")
    together = keys.pairs(held.semi_join(common, "key").select("entry_id", "key"), "entry_id")
    found = [alone, _said(together), _said(keys.of_letters(named, "entry_id"))]
    made = keep(ibis.union(*found), "keys")
    spellings = keep(keys.less_a_letter(known).select("spelling", "key", "shared"), "spellings")
    return Index(entries, made, known, spellings, int(entries.count().to_pyarrow().as_py()))


def _said(found: Table) -> Table:
    """Keys that not too many entries share, with how many do."""
    found = engine.materialise(found)
    shared = found.group_by("key").aggregate(shared=found.count().cast("int32"))
    few = shared.filter(shared.shared <= keys.CAP)
    return found.join(few, "key").select("key", "entry_id", "shared")


def _entries(organisations: Table) -> Table:
    given = organisations.select(*GIVEN, "name_kind", "register_status")
    order = [given.supplier_id, given.name_kind, given.name]
    # Numbered before the names are spelled: sorting carries every column along.
    numbered = engine.materialise(given.mutate(entry_id=ibis.row_number().over(order_by=order).cast("int32")))
    t = normalise.normalised(numbered, "name")
    gone = t.register_status.lower().re_search(GONE).fill_null(False)
    return t.select(
        "entry_id",
        *GIVEN,
        "core",
        "legal_form",
        "letters",
        current=t.name_kind != "previous",
        live=~(gone | t.dissolved_on.notnull()),
    )


def write(organisations: Table, folder: Path) -> None:
    """Build the index of `organisations` into Parquet files in `folder`."""

    def keep(table: Table, name: str) -> Table:
        return engine.save(table, folder / f"{name}.parquet")

    build(organisations, keep)


def read(connection: ibis.BaseBackend, folder: Path) -> Index:
    """The index that `write` left in `folder`."""
    parts = {name: engine.read_parquet(connection, folder / f"{name}.parquet") for name in PARTS}
    return Index(**parts, size=int(parts["entries"].count().to_pyarrow().as_py()))
