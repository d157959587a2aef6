"""Capability: which firms could supply each category, and how far to widen before there are three.

One row a category that the institutions pay for and a firm that could supply it, by the table `capabilities`: basis
says whether it was paid for such things (paid-for) or its trade in a register says so (sic), strength (0 to 1) how much
that is worth, evidence why. A firm counts where its code is the category's, one level wider or narrower, or anywhere
beneath it. paid = pounds that the institutions paid it for the very category, over the whole time. capacity_low to
capacity_high = what it could prudently take on in a year: dependency cap x turnover - what these institutions pay it
already, a range where no turnover is known (see `capacity`). A firm able in three categories shows its whole capacity
in each: do not add them up. distance_km is from the centre of the innermost area (in `places`, the mean of its
postcodes; failing that the mean of its firms' points) to the firm's postcode.

Market depth counts firms: firms_in_tier in the firm's own tier, firms_within in that and all tiers inside it (null
where the place is unknown), widen_to = the innermost tier by which there are `enough`; null where that is never. A firm
that nobody paid, at an office that 100 or more companies share, is listed (office_shared) but not counted: it may work
anywhere. Rows: at most `most` firms a category, those paid first, then from the inside outwards; depth counts all.

It cannot say that a firm is willing, qualified or insured, nor that it works where its office is. Beyond the areas only
firms that were paid or listed are known: depth there is a least figure. Source: DOMAIN 6.5 (capable firms, three
quotes).
"""

from collections.abc import Sequence

import ibis
from ibis import Table

from localspend import engine
from localspend.insight.facts import shown
from localspend.insight.facts.able import able
from localspend.insight.facts.capacity import rooms
from localspend.insight.facts.counted import UNKNOWN
from localspend.insight.facts.yearly import earned, months
from localspend.tables import MONEY

VERSION = "1"
COLUMNS = {
    "category_code": "string",
    "rank": "int32",
    "supplier_id": "string",
    "supplier": "string",
    "kind": "string",
    "size": "string",
    "tier": "string",
    "distance_km": "float64",
    "office_shared": "boolean",
    "basis": "string",
    "strength": "float64",
    "evidence": "string",
    "paid": "decimal(18, 2)",
    "capacity_low": "decimal(18, 2)",
    "capacity_high": "decimal(18, 2)",
    "firms_in_tier": "int64",
    "firms_within": "int64",
    "widen_to": "string",
}
#: A firm's income from every institution bounds what it can take on, whoever asks.
SEES_ALL = True
BEYOND = ("rest-of-uk", "outside-uk")


def capability(
    payments: Table,
    firms: Table,
    capabilities: Table,
    places: Table,
    *,
    areas: Sequence[str],
    institution: str | None,
    unmasked: bool = False,
    dependency_cap: float = 0.25,
    enough: int = 3,
    most: int = 100,
) -> Table:
    """COLUMNS: at most `most` rows a category, ranked. `institution` chooses whose categories; null is all."""
    bought = engine.materialise(_bought(payments, institution))
    able_firms = engine.materialise(_able_firms(bought, firms, capabilities))
    rows = _with_depth(able_firms, [*areas, *BEYOND], enough)
    rows = _ranked(rows.left_join(bought, ["category_code", "supplier_id"]), most, [*areas, *BEYOND])
    rows = rooms(engine.materialise(rows), earned(payments, months(payments)), dependency_cap=dependency_cap)
    rows = _with_distance(rows, firms, places, areas).rename(capacity_low="room_low", capacity_high="room_high")
    return shown.named(rows, unmasked).select(*COLUMNS)


def _bought(payments: Table, institution: str | None) -> Table:
    """category_code, supplier_id, bought: the pounds paid."""
    paid = payments.filter(payments.status == "counted", payments.category_code != UNKNOWN)
    if institution is not None:
        paid = paid.filter(paid.institution_id == institution)
    return paid.group_by("category_code", "supplier_id").aggregate(bought=paid.amount.sum().cast(MONEY))


def _able_firms(bought: Table, firms: Table, capabilities: Table) -> Table:
    found = able(bought, capabilities).join(firms, "supplier_id")
    return found.mutate(
        tier=found.tier.fill_null(UNKNOWN),
        size=found["size"].fill_null(UNKNOWN),
        office_shared=found.office_shared.fill_null(False),
    )


def _with_depth(rows: Table, outwards: Sequence[str], enough: int) -> Table:
    """`rows` with firms_in_tier, firms_within and widen_to, over all firms of a category that count."""
    counts = ~rows.office_shared | (rows.basis == "paid-for")
    sums = {f"in_{n}": rows.count(where=counts & (rows.tier == tier)).cast("int64") for n, tier in enumerate(outwards)}
    depth = rows.group_by("category_code").aggregate(
        unplaced=rows.count(where=counts & rows.tier.notin(list(outwards))).cast("int64"), **sums
    )
    within = [sum((depth[f"in_{m}"] for m in range(1, n + 1)), depth.in_0) for n in range(len(outwards))]
    depth = depth.mutate(
        **{f"within_{n}": value for n, value in enumerate(within)},
        widen_to=ibis.cases(*((value >= enough, outwards[n]) for n, value in enumerate(within)), else_=None),
    )
    both = rows.join(depth, "category_code")
    in_tier = ((both.tier == tier, both[f"in_{n}"]) for n, tier in enumerate(outwards))
    out_to = ((both.tier == tier, both[f"within_{n}"]) for n, tier in enumerate(outwards))
    return both.mutate(
        firms_in_tier=ibis.cases(*in_tier, else_=both.unplaced),
        firms_within=ibis.cases(*out_to, else_=ibis.null("int64")),
    ).drop("unplaced", *(f"{kind}_{n}" for kind in ("in", "within") for n in range(len(outwards))))


def _ranked(rows: Table, most: int, outwards: Sequence[str]) -> Table:
    rows = rows.mutate(paid=rows.bought.fill_null(0).cast(MONEY))
    far = ibis.cases(*((rows.tier == tier, n) for n, tier in enumerate(outwards)), else_=len(outwards))
    rows = rows.mutate(far=far, unpaid=rows.paid <= 0)
    order = [rows.unpaid.asc(), rows.far.asc(), rows.paid.desc(), rows.strength.desc(), rows.supplier_id.asc()]
    window = ibis.window(group_by="category_code", order_by=order)
    ranked = rows.mutate(rank=(ibis.row_number().over(window) + 1).cast("int32"))
    return ranked.filter(ranked["rank"] <= most).drop("category_code_right", "supplier_id_right", "far", "unpaid")


def _with_distance(rows: Table, firms: Table, places: Table, areas: Sequence[str]) -> Table:
    """`rows` with distance_km, null where the firm or the centre has no point."""
    inner = areas[0] if areas else ""
    area = places.filter(places.kind == "area", places.code == inner)
    at_home = firms.filter(firms.tier == inner)
    middle = area.aggregate(east=area.easting.mean(), north=area.northing.mean()).cross_join(
        at_home.aggregate(mean_east=at_home.easting.mean(), mean_north=at_home.northing.mean())
    )
    middle = middle.select(
        east=ibis.coalesce(middle.east, middle.mean_east), north=ibis.coalesce(middle.north, middle.mean_north)
    )
    both = rows.cross_join(middle)
    east, north = (both.easting - both.east).cast("float64"), (both.northing - both.north).cast("float64")
    return both.mutate(distance_km=((east * east + north * north).sqrt() / 1000).round(1))
