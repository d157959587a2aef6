"""Notices of all sources together -> tables: one process may be told in several files, and by several institutions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import StringValue, Table

from localspend import cache, engine
from localspend.network import Institution, Network
from localspend.pipeline import assemble, names
from localspend.pipeline.reference import Reference
from localspend.sources import notices as sources
from localspend.suppliers import kinds, mask, resolve
from localspend.suppliers.index import Index
from localspend.tables import award_suppliers, notices
from localspend.tables.arrow import arrow_schema

Nobody = tuple[Table, Table, Table]
KEPT = ("lots", "awards", "notice_releases")
_MEMBERS = {"institution_id": "string", "identifier": "string", "name": "string"}


@dataclass(frozen=True)
class Noticed:
    """The tables of notices; `awarded` are the suppliers of awards with the institution_id of the buyer, or null."""

    tables: dict[str, Table]
    awarded: Table
    findings: Table
    files: list[dict[str, Any]]

    def inside(self) -> Table:
        """Suppliers of awards by members of the network: who they are is found with everybody whom members pay."""
        return self.awarded.filter(self.awarded.institution_id.notnull())


def read(
    home: Network, connection: ibis.BaseBackend, accounts: Iterable[Mapping[str, Any]], known: Reference
) -> Noticed:
    """The notices among the sources (by their accounts) and the reference files, compiled; kept in the cache."""
    found = {one["file"]: one["sha256"] for one in accounts if one["kind"] == "notices"}
    found |= {file.id: file.sha256 for file, parts in known.notices if any(one["kind"] for one in parts)}
    files = [one for _, parts in known.notices for one in parts]
    if not found:
        parts = {name: engine.from_arrow(connection, schema.empty_table()) for name, schema in sources.PARTS.items()}
    else:
        kept = _kept(home, found)
        known.used.append(kept)
        parts = {name: engine.read_parquet(connection, kept / f"{name}.parquet") for name in sources.PARTS}
    told = engine.materialise(_of_members(connection, parts["notices"], home.institutions))
    awarded = parts["award_suppliers"].left_join(told.select("ocid", "institution_id"), "ocid")
    made = {name: parts[name] for name in KEPT} | {"notices": engine.conform(told, notices.COLUMNS)}
    return Noticed(made, engine.materialise(awarded.drop("ocid_right")), parts["findings"], files)


def _kept(home: Network, found: Mapping[str, str]) -> Path:
    # A path inside the network is told from its folder; joining an absolute one gives itself.
    files = [(home.folder / name, name) for name in found]
    identity = [f"{name} {sha256}" for name, sha256 in found.items()]

    def make(target: Path) -> None:
        sources.convert(files, target)

    return cache.kept(home.folder, "notices", identity, make)


def _of_members(connection: ibis.BaseBackend, told: Table, members: Sequence[Institution]) -> Table:
    """`told` with institution_id: the member whose identifier the buyer has, else the one that has its name."""
    rows = [{"institution_id": one.id, "identifier": one.identifier, "name": one.name} for one in members]
    known = engine.from_arrow(connection, pa.Table.from_pylist(rows, arrow_schema(_MEMBERS)))
    known = known.mutate(identifier=known.identifier.upper(), folded=_folded(known.name))
    ids = told.select("ocid", identifier=told.buyer_ids.unnest())
    ids = ids.mutate(identifier=ids.identifier.upper())
    by_id = _one(
        ids.join(known.filter(known.identifier.notnull()).select("identifier", "institution_id"), "identifier")
    )
    named = told.select("ocid", folded=_folded(told.buyer_name))
    by_name = _one(named.join(known.select("folded", "institution_id"), "folded"))
    t = told.left_join(by_id, "ocid").drop("ocid_right")
    t = t.left_join(by_name, "ocid", rname="{name}_named")
    return t.mutate(institution_id=ibis.coalesce(t.institution_id, t.institution_id_named)).drop(
        "ocid_named", "institution_id_named"
    )


def _one(found: Table) -> Table:
    """ocid and institution_id where just one fits."""
    t = found.group_by("ocid").aggregate(n=found.institution_id.nunique(), institution_id=found.institution_id.min())
    return t.filter(t.n == 1).select("ocid", "institution_id")


def _folded(name: StringValue) -> StringValue:
    """A buyer's name by its letters alone, `the` before it left out."""
    plain = name.lower().replace("&", " and ").re_replace(r"^ *the ", "")
    return plain.re_replace(r"[^a-z0-9]+", "").nullif("")


def suppliers(
    noticed: Noticed, identified: Table, placed: Table, nobody: Nobody, registered: Table, index: Index, decided: Table
) -> Table:
    """The award_suppliers table. `identified` and `placed` are those whom members pay, buy from or have listed.

    `nobody`: the lines, contracts and listed suppliers of the sources without their rows. Suppliers of other buyers are
    linked to registers alone (accepted links only), and stay out of `suppliers`.
    """
    inside = assemble.paid_to(noticed.inside(), identified, by_ref=False)
    inside = inside.left_join(placed.select("supplier_id", "kind", "name_shown"), "supplier_id", rname="{name}_placed")
    outside = noticed.awarded.filter(noticed.awarded.institution_id.isnull())
    made = _conformed(inside.mutate(supplier_shown=mask.linked(inside)))
    # Asked for even the names of nobody, an index takes seconds.
    if outside.limit(1).count().to_pyarrow().as_py():
        others = _elsewhere(outside, nobody, registered, index, decided)
        made = made.union(_conformed(others.mutate(supplier_shown=mask.written(others.supplier_text, others.kind))))
    return made


def _elsewhere(outside: Table, nobody: Nobody, registered: Table, index: Index, decided: Table) -> Table:
    asked = names.names(*nobody, outside.mutate(institution_id=ibis.literal("")))
    links = resolve.link(asked, registered, index, decided)
    t = engine.materialise(kinds.with_kind(links))
    accepted = (t.judgement == "accept") & ~t.supplier_id.startswith("local-").fill_null(True)
    t = t.select("supplier_text", "kind", supplier_id=ibis.ifelse(accepted, t.supplier_id, ibis.null(str)))
    return outside.left_join(t, "supplier_text", rname="{name}_known")


def _conformed(t: Table) -> Table:
    return engine.conform(t, award_suppliers.COLUMNS)
