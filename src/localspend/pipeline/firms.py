"""The firms table: who is paid or listed, and every live organisation of the registers inside the network's areas."""

from collections.abc import Sequence

import ibis
from ibis.expr.types import Table

from localspend import engine
from localspend.network import Area
from localspend.places import locate
from localspend.places.areas import with_tier
from localspend.suppliers import mask
from localspend.suppliers.describe import GROUPED
from localspend.suppliers.index import GONE
from localspend.suppliers.offices import SHARED_FROM, offices
from localspend.tables import firms

#: Kinds of payee that are no firm.
NO_FIRM = (*GROUPED, "public-body")


def firms_table(suppliers: Table, paid: Table, organisations: Table, postcodes: Table, areas: Sequence[Area]) -> Table:
    """tables/firms from the tables of suppliers, payments, registers, postcodes, and the network's areas."""
    known = suppliers.filter(~suppliers.kind.isin(NO_FIRM))
    counted = paid.filter(paid.status == "counted").select("supplier_id").distinct().mutate(has_paid=True)
    listed = known.left_join(counted, "supplier_id", rname="{name}_paid")
    # Not paid at all, or only by payments that do not count: then it is on somebody's list.
    listed = listed.mutate(paid=listed.has_paid.fill_null(False))
    listed = _spotted(engine.conform(listed, _without_spot()), postcodes)
    if not areas:
        return engine.conform(listed, firms.COLUMNS)
    return listed.union(_registered(organisations.anti_join(suppliers, "supplier_id"), organisations, postcodes, areas))


def _without_spot() -> dict[str, str]:
    return {name: kind for name, kind in firms.COLUMNS.items() if name not in ("easting", "northing")}


def _spotted(table: Table, postcodes: Table) -> Table:
    """`table` with the grid reference of its postcodes, as tables/firms."""
    spots = postcodes.select("postcode", "easting", "northing")
    return engine.conform(table.left_join(spots, "postcode", rname="{name}_spot"), firms.COLUMNS)


def _registered(organisations: Table, everybody: Table, postcodes: Table, areas: Sequence[Area]) -> Table:
    """The live organisations whose postcode an area holds. Joined to those postcodes first: a register has millions of
    companies, of which an area holds thousands."""
    tiers = with_tier(postcodes, areas)
    inside = tiers.filter(tiers.tier.isin([area.id for area in areas])).select("postcode")
    live = organisations.filter(
        organisations.name_kind == "current",
        organisations.dissolved_on.isnull(),
        ~organisations.register_status.lower().re_search(GONE).fill_null(False),
        ~organisations.kind.isin(NO_FIRM).fill_null(False),
        organisations.address_country.isnull(),
    )
    t = engine.materialise(live.semi_join(inside, "postcode"))
    t = locate(t, postcodes, areas)
    shared = offices(everybody.semi_join(inside, "postcode"))
    t = t.left_join(shared, t.postcode == shared.office)
    kind = t.kind.fill_null("unknown")
    made = t.mutate(
        kind=kind,
        name_shown=mask.shown(t.name, kind),
        size=t["size"].fill_null("unknown"),
        office_shared=t.office_companies >= SHARED_FROM,
        tier_trading=ibis.null("string"),
        turnover=ibis.null("decimal(18, 2)"),
        paid=ibis.literal(False),
    )
    return _spotted(engine.conform(made, _without_spot()), postcodes)
