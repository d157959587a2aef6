"""The account of a snapshot: every figure of the report, as grids, before anybody draws or prints one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from ibis import Table

from localspend import insight
from localspend.insight.facts.counted import money, records
from localspend.insight.facts.headline import account_of, covers_all, pounds
from localspend.reports import grids_of_files, grids_of_levers, grids_of_payees, grids_of_spend
from localspend.reports import levers as asking
from localspend.reports.grids import Grid
from localspend.reports.levers import Levers
from localspend.reports.names import Names
from localspend.workspace import Snapshot


@dataclass(frozen=True)
class Account:
    """All that the pages and the workbook say. `headline` is as insight.headline gives it."""

    snapshot_id: str
    manifest: dict[str, Any]
    names: Names
    headline: dict[str, Any]
    grids: dict[str, Grid]
    levers: Levers
    places: list[dict[str, Any]]
    live_only: bool
    first_date: date | None
    last_date: date | None
    years: list[int]
    unmasked: bool = False

    @property
    def total(self) -> Decimal:
        """Counted pounds."""
        return money(self.headline["total"])

    @property
    def unknown(self) -> Decimal:
        """Counted pounds to payees whose place is not known."""
        return self.total - money(self.headline["known"])


def gather(snapshot: Snapshot, *, unmasked: bool = False) -> Account:
    """Ask the snapshot every question of the report. `unmasked` names sole traders and partnerships."""
    connection, manifest = snapshot.connect(), snapshot.manifest
    table = partial(snapshot.table, connection)
    payments, suppliers, places = table("payments"), table("suppliers"), table("places")
    names = Names.of(manifest)
    paid = pounds(payments, suppliers)
    in_order = {name: paid[name] for name in (*names.institutions, *paid) if name in paid}
    headline = account_of(in_order, areas=names.area_ids, inside=None, covers=manifest.get("covers"))
    ask = partial(_ask, payments, suppliers)
    trend, by_ward = ask("trend"), _ask(payments, suppliers, "wards", places)
    levers = asking.ask(snapshot, connection, unmasked=unmasked)
    made = [
        *grids_of_spend.headline_grids(headline, names),
        *grids_of_levers.grids(levers, names),
        *grids_of_spend.cuts(payments, suppliers, names, honest=covers_all(manifest.get("covers"), names.area_ids)),
        *grids_of_payees.others(ask, _ask(payments, table("supplier_links"), "coverage"), names, unmasked=unmasked),
        grids_of_spend.wards(by_ward, names),
        grids_of_payees.deprivation_of_wards(by_ward),
        grids_of_spend.trend(trend, names),
        grids_of_spend.not_known(payments, suppliers),
        grids_of_spend.in_full(ask("spend"), names),
        *grids_of_files.grids(table, names),
    ]
    days = [row[key] for row in trend for key in ("first_date", "last_date") if row[key]]
    return Account(
        snapshot_id=snapshot.id,
        manifest=manifest,
        names=names,
        headline=headline,
        grids={grid.name: grid for grid in made},
        levers=levers,
        places=_shaped(places),
        live_only=_live_only(suppliers),
        first_date=min(days, default=None),
        last_date=max(days, default=None),
        years=sorted({row["year"] for row in trend if row["year"] is not None}),
        unmasked=unmasked,
    )


Ask = Callable[..., list[dict[str, Any]]]


def _ask(payments: Table, suppliers: Table, name: str, *more: Table, **options: Any) -> list[dict[str, Any]]:
    answer = insight.question(name)(payments, suppliers, *more, **options)
    return records(answer, insight.INSIGHTS[name].COLUMNS)


def _live_only(suppliers: Table) -> bool:
    """Whether companies were found in a register, and none that has closed."""
    status = suppliers.filter(suppliers.register_status.notnull()).register_status.lower()
    found = status.value_counts().to_pyarrow().to_pylist()
    names = [str(next(iter(row.values()))) for row in found]
    return bool(names) and not any("dissolved" in name or "closed" in name or "removed" in name for name in names)


def _shaped(places: Table) -> list[dict[str, Any]]:
    """Wards with a shape."""
    rows = places.filter((places.kind == "ward") & places["shape"].notnull())
    found: list[dict[str, Any]] = (
        rows.select("code", "name", "district", "shape", "shape_basis").order_by("code").to_pyarrow().to_pylist()
    )
    return found
