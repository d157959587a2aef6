"""The page: one HTML document that needs nothing else, not even a script."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from localspend import insight
from localspend.reports import charts, colours, levers_shown, map, method, prose, story, words
from localspend.reports.account import Account
from localspend.reports.grids import Column, Grid

TEMPLATES = Path(__file__).parent / "templates"
TOP = 25
MOST_CATEGORIES = 12
MOST_FINDINGS = 100
#: More files than this fold into a closed list.
MANY_FILES = 40


def environment_of() -> Environment:
    """Templates that escape every value, with figures in words as filters."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(
        pounds=words.pounds, about=words.about, percent=words.percent, cell=words.cell, day=words.day
    )
    return environment


def render(account: Account) -> str:
    """The whole page."""
    environment = environment_of()
    return environment.get_template("page.html").render(
        account=account,
        grids=account.grids,
        names=account.names,
        prose=prose,
        story=story,
        levers=account.levers,
        shown=levers_shown.tables(account, TOP),
        sankey=Markup(levers_shown.drawing(account)),
        method=method,
        references=_references(account),
        hashes=[(row["File"], row["SHA-256"]) for row in account.grids["Source files"].dicts()],
        decisions=_decisions(account),
        words=words,
        colours=colours,
        keys=_keys(account),
        css=Markup(environment.get_template("page.css").render(colours=colours)),
        charts={name: Markup(svg) for name, svg in _charts(account).items()},
        map=_map(account),
        insights={name: module.__doc__ for name, module in insight.INSIGHTS.items()},
        versions={name: module.VERSION for name, module in insight.INSIGHTS.items()},
        ranges=_ranges,
        leading=_leading,
        failed=_failed,
        nearby=_nearby,
        top=TOP,
        many_files=MANY_FILES,
    )


def _ranges(grid: Grid, *, brief: bool = False) -> Grid:
    """A cut as the page shows it: each area's interval in one column, the share among known for the first area alone.

    `brief` leaves all but pounds and the first area out. Everything is in the workbook.
    """
    ends = (": at least", ": at most")
    areas = [column.head.removesuffix(ends[0]) for column in grid.columns if column.head.endswith(ends[0])]
    known = {f"{area}: among known" for area in areas[1:]}
    plain = [
        c for c in grid.columns if not c.head.startswith("£ ") and not c.head.endswith(ends) and c.head not in known
    ]
    if brief:
        plain, areas = [c for c in plain if c.kind in ("text", "year", "pounds")], areas[:1]
    heads = [*plain, *(Column(area, "range") for area in areas)]
    # The share among known payees stands after the interval of its area.
    order = {area: n for n, area in enumerate(areas, 1)}
    heads.sort(key=lambda c: (order.get(c.head.removesuffix(": among known"), 0), c.kind != "range"))
    rows = [tuple(_ranged(row, column, ends) for column in heads) for row in grid.dicts()]
    return Grid(grid.name, grid.caption, tuple(heads), rows, grid.note)


def _leading(grid: Grid, most: int = MOST_CATEGORIES) -> Grid:
    """The largest rows, and the last, which is what is not known."""
    if len(grid.rows) <= most:
        return grid
    kept = [*grid.rows[: most - 1], grid.rows[-1]]
    return Grid(grid.name, f"{grid.caption}: the largest, and what is not known", grid.columns, kept, grid.note)


def _ranged(row: dict[str, Any], column: Column, ends: tuple[str, str]) -> Any:
    if column.kind != "range":
        return row[column.head]
    low, high = (row[column.head + end] for end in ends)
    return words.span(low, high)


def _nearby(grid: Grid) -> Grid:
    """The wards that the network's places files name; the thousand others are in the workbook, by their codes."""
    rows = [row for row in grid.rows if row[0] != row[1]]
    note = "Wards that the network's places files do not name are in the workbook, by their codes."
    return Grid(grid.name, grid.caption, grid.columns, rows, note if len(rows) < len(grid.rows) else "")


def _failed(grid: Grid) -> Grid:
    """The findings that speak of a fault, the evidence for what was left out among them."""
    faults = [row for row in grid.dicts() if row["Outcome"] == "fail"]
    rows = [(row["Check"].replace("-", " "), row["File"], row["Detail"]) for row in faults[:MOST_FINDINGS]]
    more = f"The first {MOST_FINDINGS} of {len(faults):,}; the workbook has all." if len(faults) > MOST_FINDINGS else ""
    return Grid(grid.name, "What the checks found", (Column("Check"), Column("File"), Column("Detail")), rows, more)


def _map(account: Account) -> map.Map | None:
    pounds = {code: amount for _, code, amount, *_ in account.grids["By ward"].rows if code}
    return map.draw(account.places, pounds, account.manifest["network"]["areas"])


def _charts(account: Account) -> dict[str, str]:
    names = account.names
    tiers = [names.tier(tier) for tier in names.tiers]
    shades = colours.of_tiers(len(names.areas))
    drawn: dict[str, str] = {}

    def by_tier(grid: Grid, draw: Any, key: str, title: str) -> None:
        points = _millions(grid, tiers)
        if any(point[0] != words.NOT_KNOWN for point in points):
            drawn[key] = draw(key, title, _largest(grid), points, tiers, shades)

    by_tier(_dated(account.grids["By year"]), charts.stacked, "years", "Pounds paid by year and place of the payee")
    by_tier(account.grids["By size"], charts.bars, "sizes", "Pounds paid by size and place of the payee")
    by_tier(
        _leading(account.grids["By category"]), charts.bars, "categories",
        "Pounds paid by what was bought and place of the payee",
    )  # fmt: skip
    if points := _per_cent(account.grids["Value bands"]):
        drawn["bands"] = charts.paired(
            "bands", "Share of payments and share of pounds by value of payment",
            _largest(account.grids["Value bands"]),
            points, ("Share of payments", "Share of pounds"), (colours.SCALE[0], colours.SCALE[3]),
        )  # fmt: skip
    if points := _deciles(account.grids["Deprivation"]):
        drawn["deprivation"] = charts.bars(
            "deprivation", "Pounds paid by how deprived the payee's small area is",
            _largest(account.grids["Deprivation"]), points, ("Paid",), (colours.SCALE[1],),
        )  # fmt: skip
    return drawn


def _keys(account: Account) -> dict[str, list[tuple[str, str]]]:
    """The key of each chart that has several series: (colour, words)."""
    names = account.names
    tiers = list(zip(colours.of_tiers(len(names.areas)), (names.tier(tier) for tier in names.tiers), strict=True))
    pair = [(colours.SCALE[0], "share of payments"), (colours.SCALE[3], "share of pounds")]
    return {"years": tiers, "sizes": tiers, "categories": tiers, "bands": pair, "deprivation": []}


def _dated(grid: Grid) -> Grid:
    return Grid(grid.name, grid.caption, grid.columns, [row for row in grid.rows if row[0] is not None])


def _millions(grid: Grid, tiers: Sequence[str]) -> list[charts.Point]:
    """What can be drawn: credits below nothing are in the table alone."""
    return [
        (str(next(iter(row.values()))), tier, float(max(row[f"£ {tier}"], Decimal(0)) / 1_000_000))
        for row in grid.dicts()
        for tier in tiers
    ]


def _per_cent(grid: Grid) -> list[charts.Point]:
    heads = ("Share of payments", "Share of pounds")
    return [(row["Payment of"], head, float(row[head] * 100)) for row in grid.dicts() for head in heads if row[head]]


def _deciles(grid: Grid) -> list[charts.Point]:
    """The ten tenths, where any is known."""
    rows = grid.dicts()[:10]
    if not any(row["Paid"] for row in rows):
        return []
    return [(row["Tenth of small areas"], "Paid", float(max(row["Paid"], Decimal(0)) / 1_000_000)) for row in rows]


def _largest(grid: Grid) -> str:
    """A description in words: the largest figures of the chart."""
    rows = sorted(grid.dicts(), key=lambda row: -row["Paid"])[:3]
    label = grid.columns[0].head
    said = "; ".join(f"{row[label]} {words.about(row['Paid'])}" for row in rows)
    return f"Largest: {said}. The table that follows gives every figure."


def _references(account: Account) -> list[str]:
    """The reference files of the manifest, a line each."""
    found = []
    for item in account.manifest.get("reference") or []:
        # A file outside the network's folder is named without the way to it: that is nobody's business.
        path = Path(item["path"]).name if Path(item["path"]).is_absolute() else item["path"]
        kind = str(item.get("kind") or item.get("outcome") or "read").replace("_", " ")
        found.append(f"{item.get('message') or f'{path}: {kind}'} (SHA-256 {item['sha256'][:16]}…)")
    return found


def _decisions(account: Account) -> list[str]:
    """The files of people's decisions, a line each."""
    given = account.manifest.get("decisions") or {}
    return [f"{name} (SHA-256 {str(digest)[:16]}…)" for name, digest in given.items()]
