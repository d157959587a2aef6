"""Grids of the levers: what leaks, what could stay, what could be bought together, what is coming."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from localspend.insight.facts.counted import UNKNOWN
from localspend.reports import grids_of_markets as more
from localspend.reports import words
from localspend.reports.grids import Column, Grid
from localspend.reports.levers import Levers, Rows
from localspend.reports.names import Names

NOTHING = Decimal(0)
Made = list[tuple[Any, ...]]


def grids(levers: Levers, names: Names) -> list[Grid]:
    """Every sheet of the levers, in the order of the report; a question without an answer is an empty grid."""
    make: dict[str, Callable[[Rows, Names], Grid]] = {
        "leakage": leakage, "influence": influence, "replacement": replacement, "peer-proven": peer_proven,
        "shared-needs": shared_needs, "pipeline": pipeline, "quotable": more.quotable, "capability": more.capability,
        "benchmark": more.benchmark, "place": more.place, "prompt-payment": more.prompt_payment,
        "evaluation": more.evaluation,
    }  # fmt: skip
    if not levers.of("prompt-payment"):  # few files hold the date of the invoice: no sheet to say so
        del make["prompt-payment"]
    return [replace(grid(levers.of(name), names), empty=levers.without(name)) for name, grid in make.items()]


def leakage(rows: Rows, names: Names) -> Grid:
    """What leaves each area, by category and institution, the largest first."""
    heads = (
        Column("Area"), Column("What was bought"), Column("CPV code"), Column("Institution"),
        Column("Leaves the area", "pounds"), Column("Of that, could be paid to others", "pounds"),
        Column("Place not known", "pounds"), Column("Paid in all", "pounds"), Column("Payments that leave", "count"),
        Column("Payees elsewhere", "count"),
    )  # fmt: skip
    order = {area: n for n, area in enumerate(names.area_ids)}
    rows = sorted(rows, key=lambda r: (order.get(r["tier"], len(order)), -r["amount"], r["category_code"]))
    made = [
        (names.areas.get(r["tier"], r["tier"]), words.category(r["category_code"]), r["category_code"],
         names.institution(r["institution_id"]), r["amount"], r["amount_influenceable"], r["amount_unknown"],
         r["amount_total"], r["payments"], r["suppliers"])
        for r in rows
    ]  # fmt: skip
    note = "An area holds the areas inside it. What is of unknown place may have left or stayed, and stands apart."
    return Grid("Leakage", "Pounds that leave each area, by what was bought and institution", heads, made, note)


def influence(rows: Rows, names: Names) -> Grid:
    """Which pounds could be paid to somebody else, why, and who said so."""
    heads = (
        Column("Institution"), Column("Could it be paid to others?"), Column("Why"), Column("Who says so"),
        Column("Paid", "pounds"), Column("Payments", "count"), Column("Could change from", "date"),
    )  # fmt: skip
    rows = sorted(rows, key=lambda r: (names.place(r["institution_id"]), -r["amount"], r["reason"] or ""))
    made = [
        (names.institution(r["institution_id"]), words.INFLUENCE.get(r["influence"], r["influence"]),
         words.spoken(r["reason"]), words.BASES.get(r["basis"], words.spoken(r["basis"])), r["amount"], r["payments"],
         r["contestable_on"])
        for r in rows
    ]  # fmt: skip
    note = "By rules that people approved and by people's decisions. Not known is its own answer, never yes or no."
    return Grid("Influence", "Which pounds an institution could pay to somebody else", heads, made, note)


def reasons(rows: Rows) -> Grid:
    """Influence over all institutions: a row a reason, the largest first."""
    sums: dict[tuple[str, str], list[Any]] = {}
    for r in rows:
        held = sums.setdefault((r["influence"], r["reason"] or ""), [NOTHING, 0])
        held[0], held[1] = held[0] + r["amount"], held[1] + r["payments"]
    total = sum((amount for amount, _ in sums.values()), NOTHING)
    order = list(words.INFLUENCE)
    keys = sorted(sums, key=lambda k: (order.index(k[0]) if k[0] in order else len(order), -sums[k][0], k[1]))
    made = [
        (words.INFLUENCE.get(k[0], k[0]), words.spoken(k[1]), sums[k][0], _part(sums[k][0], total), sums[k][1])
        for k in keys
    ]
    heads = (
        Column("Could it be paid to others?"), Column("Why"), Column("Paid", "pounds"),
        Column("Share of all pounds", "share"), Column("Payments", "count"),
    )  # fmt: skip
    return Grid("Reasons", "Pounds that could be paid to somebody else, and pounds that could not", heads, made)


def replacement(rows: Rows, names: Names) -> Grid:
    """What leaves the innermost area and could be supplied from within it."""
    heads = (
        Column("What was bought"), Column("CPV code"), Column("Could stay a year", "pounds"),
        Column("Could move and leaves a year", "pounds"), Column("Open to change within the horizon", "pounds"),
        Column("Capacity of local firms", "pounds"),
        Column("Capacity at least", "pounds"), Column("Capacity at most", "pounds"), Column("Local firms", "count"),
        Column("Peers that buy locally", "count"), Column("Location quotient", "ratio"), Column("Earliest", "date"),
        Column("How sure"), Column("What to do"),
    )  # fmt: skip
    rows = sorted(rows, key=lambda r: (-(r["replaceable"] or 0), -(r["leaked"] or 0), r["category_code"]))
    made = [
        (words.category(r["category_code"]), r["category_code"], r["replaceable"], r["leaked"], r["contestable"],
         r["capacity"], r["capacity_low"], r["capacity_high"], r["firms"], r["peers"], r["location_quotient"],
         r["earliest_on"], words.spoken(r["confidence"]), words.spoken(r["prompt"]))
        for r in rows
    ]  # fmt: skip
    note = (
        "Could stay: the least of what leaves, what is open to change and what local firms could carry, all in pounds "
        "a year. Turnover is seldom published, so capacity is a range; an empty cell is not known, never zero. A firm "
        "able in several categories counts in each: the rows do not add up."
    )
    return Grid("Replacement", "What leaves and could be bought nearby, ranked", heads, made, note)


def peer_proven(rows: Rows, names: Names) -> Grid:
    """Local suppliers that another institution pays for what leaks here."""
    heads = (
        Column("Institution"), Column("What leaves"), Column("CPV code"), Column("Pounds that could move", "pounds"),
        Column("Local supplier"), Column("Number"), Column("Size"), Column("Where it is"), Column("Already paid by"),
        Column("Paid by that peer", "pounds"), Column("Last paid", "date"),
    )  # fmt: skip
    rows = sorted(
        rows, key=lambda r: (names.place(r["institution_id"]), -r["leaked"], r["category_code"], -r["peer_paid"])
    )
    made = [
        (names.institution(r["institution_id"]), words.category(r["category_code"]), r["category_code"], r["leaked"],
         r["supplier"], public_number(r), words.size(r["size"]), names.tier(r["tier"]),
         names.institution(r["peer_id"]), r["peer_paid"], r["last_paid_on"])
        for r in rows
    ]  # fmt: skip
    note = "That a peer pays a supplier says that it can supply a public body, not that it has room for more."
    return Grid("Peer proven", "Local suppliers that a peer already pays for what leaves here", heads, made, note)


def shared_needs(rows: Rows, names: Names) -> Grid:
    """What two or more institutions buy, and whether to buy it together."""
    heads = (
        Column("Need"), Column("Found by"), Column("Institutions"), Column("Paid a year", "pounds"), Column("Advice"),
        Column("Why"), Column("Paid in all", "pounds"), Column("Payees now", "count"),
        Column("Days between payments", "count"), Column("Ends could meet on", "date"),
        Column("Local firms able jointly", "count"),
        Column("Local firms able apart", "count"),
    )  # fmt: skip
    rows = sorted(rows, key=lambda r: (-r["amount_a_year"], r["basis"], r["need"]))
    made = [
        (need(r), words.NEEDS.get(r["basis"], words.spoken(r["basis"])),
         words.listed([names.institution(one) for one in r["institutions"]]), r["amount_a_year"],
         words.ADVICE.get(r["advice"], words.spoken(r["advice"])), names.told(r["why"]), r["amount"], r["suppliers"],
         r["period_days"], r["align_on"], r["firms_joint"], r["firms_separate"])
        for r in rows
    ]  # fmt: skip
    note = "The same pounds can be in a need found by supplier, by category and by text: rows must not be added up."
    return Grid("Shared needs", "What two or more institutions buy", heads, made, note)


def need(row: dict[str, Any]) -> str:
    """A need in words: a category by its title."""
    return words.category(row["need"]) if row["basis"] == "category" else str(row["need"])


def pipeline(rows: Rows, names: Names) -> Grid:
    """Contracts that end and needs that recur, by date."""
    heads = (
        Column("Date", "date"), Column("What happens then"), Column("Institution"), Column("What is bought"),
        Column("CPV code"), Column("Title"), Column("Paid now to"), Column("Size"), Column("Where it is"),
        Column("Pounds", "pounds"), Column("Pounds are for"), Column("Known from"),
        Column("Days between payments", "count"), Column("How sure", "share"),
    )  # fmt: skip
    rows = sorted(rows, key=lambda r: (r["next_date"], names.place(r["institution_id"]), -(r["amount"] or 0)))
    made = [
        (r["next_date"], happens(r), names.institution(r["institution_id"]), words.category(r["bought"]),
         r["category_code"] or "", r["title"] or "", r["supplier"] or "", words.size(r["size"]),
         names.tier(r["tier"] or UNKNOWN), r["amount"], stands_for(r),
         words.COMING.get(r["basis"], words.spoken(r["basis"])), r["period_days"], r["probability"])
        for r in rows
    ]  # fmt: skip
    note = (
        "A contract's end is as its register says, and its value as published; a rhythm is a forecast, as sure as it "
        "says, and its pounds are those of the last year. Where a register gives no category, what the payee is mainly "
        "paid for stands in its place."
    )
    return Grid("Pipeline", "Contracts that end and needs that recur", heads, made, note)


def happens(row: dict[str, Any]) -> str:
    """What the next date is."""
    return words.THEN["payment"] if recurs(row) else words.THEN.get(row["next_is"], words.spoken(row["next_is"]))


def stands_for(row: dict[str, Any]) -> str:
    """What the pounds of a row are for."""
    return words.VALUES["annual"] if recurs(row) else words.VALUES.get(row["amount_kind"], words.NOT_KNOWN)


def calendar(rows: Rows) -> Grid:
    """The pipeline by quarter of the year."""
    heads = (
        Column("Quarter"), Column("Contracts", "count"), Column("Their value as published", "pounds"),
        Column("Needs that recur", "count"), Column("Paid for them last year", "pounds"), Column("Largest"),
    )  # fmt: skip
    quarters: dict[tuple[int, int], Rows] = {}
    for row in rows:
        day: date = row["next_date"]
        quarters.setdefault((day.year, (day.month - 1) // 3), []).append(row)
    made: Made = []
    for (year, quarter), mine in sorted(quarters.items()):
        label = f"{words.MONTHS[quarter * 3]} to {words.MONTHS[quarter * 3 + 2]} {year}"
        rhythm = [row for row in mine if recurs(row)]
        ending = [row for row in mine if not recurs(row)]
        sums = (len(ending), total(ending, "amount"), len(rhythm), total(rhythm, "amount"))
        made.append((label, *sums, words.listed(_largest(mine))))
    note = "A need that recurs stands where its next payment is due, once."
    return Grid("Calendar", "What is coming, by quarter", heads, made, note)


def recurs(row: dict[str, Any]) -> bool:
    """Whether a row of the pipeline is known from the rhythm of payments alone."""
    return bool(row["basis"] == "payments")


def _largest(rows: Rows, most: int = 3) -> list[str]:
    """The categories with most pounds."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        title = words.category(row["bought"])
        sums[title] = sums.get(title, NOTHING) + (row["amount"] or NOTHING)
    return sorted(sums, key=lambda title: (title == words.NOT_KNOWN, -sums[title], title))[:most]


def public_number(row: dict[str, Any]) -> str:
    """A number in a public register; a local id could be made from a name."""
    number: str = row["supplier_id"] or ""
    return "" if number.startswith("local-") else number


def _part(amount: Decimal, total: Decimal) -> Decimal | None:
    return (amount / total).quantize(Decimal("0.0001")) if total > 0 and amount >= 0 else None


def top(grid: Grid, first: int, heads: Sequence[str] = (), caption: str = "") -> Grid:
    """The first rows of a grid, under the heads that the page has room for."""
    note = f"The first {first} of {len(grid.rows):,}; the workbook has all." if len(grid.rows) > first else ""
    shown = grid.only(*heads, first=first, caption=caption or None)
    return replace(shown, note=" ".join(filter(None, [grid.note, note])))


def total(rows: Iterable[dict[str, Any]], column: str) -> Decimal:
    """The pounds of a column; what is not known counts for nothing."""
    return sum((row[column] or NOTHING for row in rows), NOTHING)
