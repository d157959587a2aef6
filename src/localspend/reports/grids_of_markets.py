"""Grids of markets and places: what never needed a tender, who could supply, benchmarks, wards, days to pay, pilots."""

from decimal import Decimal
from typing import Any

from localspend.insight.facts.counted import UNKNOWN
from localspend.reports import words
from localspend.reports.grids import Column, Grid
from localspend.reports.levers import Rows
from localspend.reports.names import Names

NOTHING = Decimal(0)


def quotable(rows: Rows, names: Names) -> Grid:
    """Spending that never needed a tender, in full."""
    heads = (
        Column("Institution"), Column("Year", "year"), Column("Band"), Column("What was bought"), Column("CPV code"),
        Column("Where the payee is"), Column("Size of payee"), Column("Paid", "pounds"), Column("Payments", "count"),
        Column("Payees", "count"),
    )  # fmt: skip
    rows = sorted(
        rows, key=lambda r: (names.place(r["institution_id"]), _band(r["band"]), r["year"] or 0, -r["amount"])
    )
    made = [
        (names.institution(r["institution_id"]), r["year"], words.BANDS.get(r["band"], words.spoken(r["band"])),
         words.category(r["category_code"]),
         r["category_code"], names.tier(r["tier"]), words.size(r["size"]), r["amount"], r["payments"], r["suppliers"])
        for r in rows
    ]  # fmt: skip
    note = (
        "A band is of what an institution paid one payee for one category in a year, with VAT. A contract may run for "
        "years: some of what is below a value here was rightly tendered."
    )
    return Grid("Quotable", "Spending that never needed a tender, and who gets it", heads, made, note)


def quotable_bands(rows: Rows, names: Names) -> Grid:
    """Quotable by band: pounds, payments, who gets it."""
    made: list[tuple[Any, ...]] = []
    for band in sorted({row["band"] for row in rows}, key=_band):
        mine = [row for row in rows if row["band"] == band]
        amount = sum((r["amount"] for r in mine), NOTHING)
        inner = sum((r["amount"] for r in mine if r["tier"] in names.area_ids[:1]), NOTHING)
        nowhere = sum((r["amount"] for r in mine if r["tier"] == UNKNOWN), NOTHING)
        small = sum((r["amount"] for r in mine if r["size"] in ("micro", "small")), NOTHING)
        label = words.BANDS.get(band, words.spoken(band))
        made.append((label, sum(r["payments"] for r in mine), amount, inner, nowhere, small))
    inner_name = next(iter(names.areas.values()), "the area")
    heads = (
        Column("Band"), Column("Payments", "count"), Column("Paid", "pounds"),
        Column(f"£ known in {inner_name}", "pounds"), Column("£ of unknown place", "pounds"),
        Column("£ to micro and small firms", "pounds"),
    )  # fmt: skip
    return Grid("Quotable bands", "What never needed a tender, by band", heads, made)


def _band(band: str) -> tuple[int, str]:
    """The smallest first."""
    order = list(words.BANDS)
    return (order.index(band) if band in order else len(order), band)


def capability(rows: Rows, names: Names) -> Grid:
    """Market depth: how many firms could supply each category, and how far to look for three."""
    heads = (
        Column("What is bought"), Column("CPV code"), Column("Where the firms are"), Column("Firms there", "count"),
        Column("Firms within", "count"), Column("Look as far as"),
    )  # fmt: skip
    order = {tier: n for n, tier in enumerate(names.tiers)}
    rows = sorted(rows, key=lambda r: (r["category_code"], order.get(r["tier"], len(order))))
    made = [
        (words.category(r["category_code"]), r["category_code"], names.tier(r["tier"]), r["firms_in_tier"],
         r["firms_within"], within(r["widen_to"], names))
        for r in rows
    ]  # fmt: skip
    note = "Firms within: there and in every area inside it. Look as far as: the first place with three firms."
    return Grid("Capability", "Firms that could supply each category", heads, made, note)


def within(tier: str | None, names: Names) -> str:
    """How far to look, in words."""
    if tier is None:
        return "fewer than three are known"
    return names.areas.get(tier) or words.TIERS.get(tier, words.spoken(tier))


def benchmark(rows: Rows, names: Names) -> Grid:
    """Our shares beside published ones."""
    heads = (
        Column("Measure"), Column("Place"), Column("Period"), Column("Published", "share"), Column("Our area"),
        Column("Ours at least", "share"), Column("Ours at most", "share"), Column("Comparable?"), Column("Method"),
        Column("Source"),
    )  # fmt: skip
    made = [
        (words.MEASURES.get(r["measure"], words.spoken(r["measure"])), r["place"] or "", r["period"] or "",
         r["published"], names.areas.get(r["area"] or "", r["area"] or ""), r["ours_low"], r["ours_high"],
         words.spoken(r["comparable"]), r["method"] or "", r["source"] or "")
        for r in rows
    ]  # fmt: skip
    note = "Read Comparable and Method first: no published share is of the same years, bodies and definition of local."
    return Grid("Benchmark", "Our shares beside published ones", heads, made, note)


def place(rows: Rows, names: Names) -> Grid:
    """The money that reaches each ward beside its people and firms."""
    heads = (
        Column("Ward"), Column("Code"), Column("Area"), Column("Paid", "pounds"), Column("Payees", "count"),
        Column("To micro firms", "share"), Column("Small areas in the most deprived tenth", "share"),
        Column("Residents", "count"), Column("Paid per resident", "pounds"), Column("Businesses", "count"),
        Column("Micro businesses", "count"), Column("Claimants", "count"), Column("Claimant rate", "share"),
    )  # fmt: skip
    order = {tier: n for n, tier in enumerate(names.tiers)}
    rows = sorted(rows, key=lambda r: (order.get(r["tier"], len(order)), -r["amount"], r["ward"] or ""))
    made = [
        (r["name"] or r["ward"] or "Ward not known", r["ward"] or "", names.tier(r["tier"] or UNKNOWN), r["amount"],
         r["suppliers"], r["micro_share"], r["deprivation_share"], r["residents"], r["amount_per_resident"],
         r["businesses"], r["businesses_micro"], r["claimants"], r["claimant_rate"])
        for r in rows
    ]  # fmt: skip
    note = "Where a payee's address is, not where the work was done nor where those live who did it."
    return Grid("Place", "What reaches each ward, beside its people and firms", heads, made, note)


def prompt_payment(rows: Rows, names: Names) -> Grid:
    """Days from invoice to payment."""
    heads = (
        Column("Institution"), Column("Size of payee"), Column("Where the payee is"), Column("Paid", "pounds"),
        Column("Payments with both dates", "count"), Column("Half within (days)", "count"),
        Column("Nine in ten within (days)", "count"), Column("Within 30 days", "share"),
        Column("Published: within 30 days", "share"),
    )  # fmt: skip
    rows = sorted(rows, key=lambda r: (names.place(r["institution_id"]), r["size"] or "", r["tier"] or ""))
    made = [
        (names.institution(r["institution_id"]), words.size(r["size"]), names.tier(r["tier"] or UNKNOWN), r["amount"],
         r["payments"], r["median_days"], r["late_days"], r["within_30"], r["published_within_30"])
        for r in rows
    ]  # fmt: skip
    note = "Only payments whose files give the date of the invoice too."
    return Grid("Prompt payment", "Days from invoice to payment", heads, made, note)


def evaluation(rows: Rows, names: Names) -> Grid:
    """Whether each pilot moved money, in words and figures."""
    heads = (
        Column("Pilot"), Column("Institution"), Column("Area"), Column("From", "date"), Column("Verdict"),
        Column("Effect", "points"), Column("At least", "points"), Column("At most", "points"),
        Column("Pounds a year at least", "pounds"), Column("Pounds a year at most", "pounds"),
        Column("Months before", "count"), Column("Months after", "count"), Column("Compared with", "count"),
        Column("Why"),
    )  # fmt: skip
    made = [
        (words.spoken(r["intervention"]), names.institution(r["institution_id"]),
         names.areas.get(r["area"] or "", r["area"] or ""), r["from_on"], words.verdict(r["verdict"]), r["effect"],
         r["low"], r["high"], r["amount_low"], r["amount_high"], r["months_before"], r["months_after"],
         r["comparisons"], names.told(r["why"]))
        for r in rows
    ]  # fmt: skip
    note = "Effect: the change of the share that goes to the area, beyond what changed elsewhere in the same months."
    return Grid("Evaluation", "Whether a pilot moved money", heads, made, note)
