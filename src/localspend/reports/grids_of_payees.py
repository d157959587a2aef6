"""Grids of who received the money: the largest, the long tail, concentration, deprivation, definitions of local."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from localspend.insight.facts.counted import UNKNOWN
from localspend.reports import words
from localspend.reports.grids import Column, Grid
from localspend.reports.grids_of_spend import NOTHING, Rows, order, part
from localspend.reports.names import Names


def others(ask: Callable[..., Rows], links: Rows, names: Names, *, unmasked: bool) -> list[Grid]:
    """Top suppliers, value bands, concentration, deprivation, definitions, links, addresses, excluded payments."""
    return [
        _top(ask("top-suppliers", unmasked=unmasked), names),
        _bands(ask("value-bands"), names),
        _concentration(ask("concentration", areas=names.area_ids, inside=next(iter(names.area_ids), None)), names),
        _deprivation(ask("deprivation")),
        _definitions(ask("definitions"), names),
        _coverage(links),
        _offices(ask("offices")),
        _excluded(ask("excluded"), names),
    ]


def _top(rows: Rows, names: Names) -> Grid:
    heads = (
        Column("Rank", "count"), Column("Payee"), Column("Number"), Column("Kind"), Column("Size"),
        Column("Where it is"), Column("Institutions that paid it", "count"), Column("Paid", "pounds"),
        Column("Payments", "count"), Column("Share of all pounds", "share"),
    )  # fmt: skip
    made = [
        (r["rank"], r["supplier"], _public_number(r), words.KINDS.get(r["kind"], r["kind"]),
         words.SIZES.get(r["size"], r["size"]), names.tier(r["tier"]), r["institutions"], r["amount"], r["payments"],
         r["share"])
        for r in rows
    ]  # fmt: skip
    return Grid("Top suppliers", "The payees that received most", heads, made)


def _public_number(row: Mapping[str, Any]) -> str:
    """A number in a public register; a local id could be made from a name."""
    number: str = row["supplier_id"] or ""
    return "" if number.startswith("local-") else number


def band(lower: int | None, upper: int | None) -> str:
    """A value band in words."""
    if lower is None:
        return "Credits"
    if upper is None:
        return f"{words.about(Decimal(lower))} and over"
    return (
        f"{words.about(Decimal(lower))} to {words.about(Decimal(upper))}"
        if lower
        else f"Under {words.about(Decimal(upper))}"
    )


def _bands(rows: Rows, names: Names) -> Grid:
    total = sum((row["amount"] for row in rows), NOTHING)
    lines = sum(row["payments"] for row in rows)
    made = []
    for number in sorted({row["band"] for row in rows}):
        mine = [row for row in rows if row["band"] == number]
        amount, payments = sum((r["amount"] for r in mine), NOTHING), sum(r["payments"] for r in mine)
        inner = sum((r["amount"] for r in mine if r["tier"] in names.area_ids[:1]), NOTHING)
        label = band(mine[0]["lower"], mine[0]["upper"])
        by_lines = part(Decimal(payments), Decimal(lines))
        made.append((label, payments, by_lines, amount, part(amount, total), inner))
    inner_name = next(iter(names.areas.values()), "the area")
    heads = (
        Column("Payment of"), Column("Payments", "count"), Column("Share of payments", "share"),
        Column("Paid", "pounds"), Column("Share of pounds", "share"), Column(f"£ known in {inner_name}", "pounds"),
    )  # fmt: skip
    return Grid(
        "Value bands", "Payments by their value", heads, made, "A band holds its lower bound and not its upper."
    )


def _concentration(rows: Rows, names: Names) -> Grid:
    heads = (
        Column("Institution"), Column("Payees told apart", "count"), Column("Paid to them", "pounds"),
        Column("Ten largest", "share"), Column("Fifty largest", "share"), Column("300 largest", "share"),
        Column("Concentration (HHI, 0 to 1)", "index"),
    )  # fmt: skip
    rows = [row for row in rows if row["scope"] == "whole"]
    rows = sorted(rows, key=lambda row: (row["institution_id"] is None, order(row, ("institution_id",), names)))
    made = [
        (names.institution(r["institution_id"]), r["suppliers"], r["amount"], r["top_10"], r["top_50"], r["top_300"],
         r["hhi"])
        for r in rows
    ]  # fmt: skip
    return Grid("Concentration", "How much rests on few payees", heads, made)


def _deprivation(rows: Rows) -> Grid:
    total = sum((row["amount"] for row in rows), NOTHING)
    groups: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        decile = row["deprivation_decile"] or ("nowhere" if row["tier"] == UNKNOWN else "no index")
        groups.setdefault(decile, []).append(row)
    ends = {1: "1 (most deprived tenth)", 10: "10 (least deprived tenth)"}
    rest = {"no index": "Place known, its index not", "nowhere": "Place not known"}
    made = []
    for decile in [*range(1, 11), *rest]:
        mine = groups.get(decile, [])
        amount = sum((r["amount"] for r in mine), NOTHING)
        label = rest[decile] if isinstance(decile, str) else ends.get(decile, str(decile))
        made.append((label, amount, part(amount, total), sum(r["payments"] for r in mine)))
    heads = (
        Column("Tenth of small areas"), Column("Paid", "pounds"), Column("Share of all pounds", "share"),
        Column("Payments", "count"),
    )  # fmt: skip
    return Grid("Deprivation", "Pounds paid, by how deprived the payee's small area is", heads, made)


def _definitions(rows: Rows, names: Names) -> Grid:
    total = sum((row["amount"] for row in rows), NOTHING)
    made = []
    for n, area in enumerate(names.area_ids):
        local = names.area_ids[: n + 1]
        ways = {
            "registered": [r for r in rows if r["tier_registered"] in local],
            "trading": [r for r in rows if r["tier_trading"] in local],
            "either": [r for r in rows if r["tier_registered"] in local or r["tier_trading"] in local],
        }
        sums = {way: sum((r["amount"] for r in mine), NOTHING) for way, mine in ways.items()}
        shares = [x for way in sums for x in (sums[way], part(sums[way], total))]
        made.append((names.areas[area], total, *shares))
    heads = [Column("Area"), Column("Paid where both are known", "pounds")]
    for way in ("Registered office there", "Trading address there", "Either there"):
        heads += [Column(way, "pounds"), Column(f"{way}: share", "share")]
    rows_or_none = made if rows else []
    return Grid(
        "Definitions of local", "The same pounds under different definitions of local", tuple(heads), rows_or_none
    )


def _coverage(rows: Rows) -> Grid:
    total, lines = sum((r["amount"] for r in rows), NOTHING), sum(r["payments"] for r in rows)
    made = []
    for linked_by, label in words.LINKS.items():
        mine = [r for r in rows if r["linked_by"] == linked_by]
        if mine:
            amount, payments = sum((r["amount"] for r in mine), NOTHING), sum(r["payments"] for r in mine)
            by_lines = part(Decimal(payments), Decimal(lines))
            made.append((label, amount, part(amount, total), payments, by_lines, sum(r["names"] for r in mine)))
    heads = (
        Column("Who was paid is known by"), Column("Paid", "pounds"), Column("Share of all pounds", "share"),
        Column("Payments", "count"), Column("Share of payments", "share"), Column("Names as written", "count"),
    )  # fmt: skip
    return Grid("Links", "Pounds paid, by how the payee was found", heads, made)


def _offices(rows: Rows) -> Grid:
    total = sum((row["amount"] for row in rows), NOTHING)
    made = []
    for address, label in words.ADDRESSES.items():
        mine = [r for r in rows if r["address"] == address]
        if mine:
            amount = sum((r["amount"] for r in mine), NOTHING)
            made.append((label, amount, part(amount, total), sum(r["payments"] for r in mine)))
    heads = (
        Column("What the place rests on"), Column("Paid", "pounds"), Column("Share of all pounds", "share"),
        Column("Payments", "count"),
    )  # fmt: skip
    return Grid("Addresses", "Pounds paid, by what the payee's place rests on", heads, made)


def _excluded(rows: Rows, names: Names) -> Grid:
    heads = (Column("Institution"), Column("Why"), Column("Pounds left out", "pounds"), Column("Payments", "count"))
    why = {"duplicate": "Published twice (duplicate)", "not-procurement": "Not procurement"}
    made = [
        (names.institution(r["institution_id"]), why.get(r["excluded_because"], r["excluded_because"]), r["amount"],
         r["payments"])
        for r in rows
    ]  # fmt: skip
    return Grid("Excluded payments", "Payments that were read and are not counted", heads, made)


def deprivation_of_wards(rows: Rows) -> Grid:
    """Pounds by how much of the payee's ward is in England's most deprived tenth: for networks without small areas."""
    bands = ((Decimal("0.75"), "Three quarters or more"), (Decimal("0.5"), "Half to three quarters"),
             (Decimal("0.25"), "A quarter to half"), (NOTHING, "Less than a quarter"))  # fmt: skip
    sums = dict.fromkeys([*(label for _, label in bands), words.NOT_KNOWN], (NOTHING, 0))
    for row in rows:
        deprived = row["deprivation_share"]
        label = words.NOT_KNOWN if deprived is None else next(label for least, label in bands if deprived >= least)
        sums[label] = (sums[label][0] + row["amount"], sums[label][1] + row["payments"])
    total = sum((amount for amount, _ in sums.values()), NOTHING)
    made = [(label, amount, part(amount, total), payments) for label, (amount, payments) in sums.items()]
    heads = (
        Column("Part of the ward's small areas in the most deprived tenth"), Column("Paid", "pounds"),
        Column("Share of all pounds", "share"), Column("Payments", "count"),
    )  # fmt: skip
    known = [row for row in made if row[0] != words.NOT_KNOWN and row[3]]
    return Grid(
        "Deprivation of wards", "Pounds paid, by how deprived the payee's ward is", heads, made if known else []
    )
