"""The levers as the page shows them: the first rows of each answer, and the drawing of where the money goes."""

from dataclasses import replace
from decimal import Decimal

from localspend.reports import colours, grids_of_levers, grids_of_markets, sankey, words
from localspend.reports.account import Account
from localspend.reports.grids import Column, Grid

TOP = 10
#: The columns of a sheet that the page has room for.
HEADS = {
    "Leakage": ("What was bought", "Institution", "Leaves the area", "Place not known",
                "Of that, could be paid to others"),
    "Replacement": ("What was bought", "Could stay a year", "Could move and leaves a year", "Capacity at least",
                    "Capacity at most", "Local firms", "Earliest", "How sure"),
    "Peer proven": ("Institution", "What leaves", "Local supplier", "Size", "Already paid by", "Paid by that peer",
                    "Last paid"),
    "Shared needs": ("Need", "Institutions", "Paid a year", "Advice", "Why"),
    "Benchmark": ("Measure", "Place", "Period", "Published", "Our area", "Ours at least", "Ours at most",
                  "Comparable?"),
    "Place": ("Ward", "Area", "Paid", "Paid per resident", "To micro firms", "Businesses", "Claimant rate"),
}  # fmt: skip


def drawing(account: Account) -> str:
    """Institutions to places, as a Sankey diagram; nothing where nothing was paid."""
    names = account.names
    tiers = [names.tier(tier) for tier in names.tiers]
    grid = account.grids["By institution"]
    flows = {(row["Institution"], tier): row[f"£ {tier}"] for row in grid.dicts() for tier in tiers}
    title = "Where each institution's pounds went"
    sums = {tier: sum((p for (_, to), p in flows.items() if to == tier), Decimal(0)) for tier in tiers}
    said = "; ".join(f"{tier} {words.about(pounds)}" for tier, pounds in sums.items() if pounds > 0)
    description = f"From {len(grid.rows)} institutions to places: {said}. The table that follows gives every figure."
    sources = [str(row[0]) for row in grid.rows]
    return sankey.draw("flows", title, description, flows, sources, tiers, colours.of_tiers(len(names.areas)))


def _flows_table(account: Account) -> Grid:
    """The figures of the drawing."""
    tiers = [f"£ {account.names.tier(tier)}" for tier in account.names.tiers]
    return account.grids["By institution"].only(
        "Institution", *tiers, caption="Pounds paid, by institution and place of the payee"
    )


def tables(account: Account, wards: int) -> dict[str, Grid]:
    """Key -> table: the first rows (`wards` of places and published shares), the columns that fit."""
    grids, levers, names = account.grids, account.levers, account.names
    inner = next(iter(names.areas.values()), "")
    here = replace(grids["Leakage"], rows=[row for row in grids["Leakage"].rows if row[0] == inner])
    return {
        "flows": _flows_table(account),
        "leaks": _first(here, caption=f"What leaves {inner}: the largest"),
        "reasons": grids_of_levers.reasons(levers.of("influence")),
        "stay": _first(grids["Replacement"], caption="What could stay: the largest"),
        "prompts": _prompts(grids["Replacement"]),
        "proven": _first(grids["Peer proven"]),
        "together": _first(grids["Shared needs"]),
        "calendar": grids_of_levers.calendar(levers.of("pipeline")),
        "bands": grids_of_markets.quotable_bands(levers.of("quotable"), names),
        "benchmark": _first(grids["Benchmark"], wards),
        "place": _first(grids["Place"], wards),
        "pilots": grids["Evaluation"],
    }


def _first(grid: Grid, first: int = TOP, caption: str = "") -> Grid:
    return grids_of_levers.top(grid, first, HEADS[grid.name], caption)


def _prompts(grid: Grid) -> Grid:
    """What is bought and nobody nearby is known to supply: a start-up's or a co-operative's chance."""
    rows = [
        (row["What was bought"], row["Could move and leaves a year"], row["What to do"])
        for row in grid.dicts()
        if row["What to do"]
    ]
    heads = (Column("What was bought"), Column("Leaves a year", "pounds"), Column("What to do"))
    whole = Grid("Prompts", "Bought, and no firm nearby is known to supply it", heads, rows)
    return grids_of_levers.top(whole, TOP)
