"""Grids of where the money went."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from ibis import Table

from localspend.insight.facts.counted import UNKNOWN, records
from localspend.insight.facts.shares import share
from localspend.insight.spend import COLUMNS as SPEND
from localspend.insight.spend import spend_by
from localspend.reports import words
from localspend.reports.grids import Column, Grid
from localspend.reports.names import Names

Rows = list[dict[str, Any]]
NOTHING = Decimal(0)
#: Cut -> its dimensions, the heads of their columns, the caption of the table.
CUTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "By tier": (("tier",), ("Where the payee is",), "Pounds paid, by where the payee is"),
    "By institution": (("institution_id",), ("Institution",), "Pounds paid, by institution"),
    "By year": (("year",), ("Year",), "Pounds paid, by year"),
    "By institution and year": (
        ("institution_id", "year"), ("Institution", "Year"), "Pounds paid, by institution and year",
    ),
    "By size": (("size",), ("Size of payee",), "Pounds paid, by size of payee"),
    "By kind": (("kind",), ("Kind of payee",), "Pounds paid, by kind of payee"),
    "By category": (("category_code",), ("What was bought",), "Pounds paid, by what was bought"),
}  # fmt: skip


def headline_grids(headline: Mapping[str, Any], names: Names) -> list[Grid]:
    """The headline for every area: pooled, as a mean of institutions, and by institution."""
    rows: list[tuple[Any, ...]] = []
    for area in headline["by_area"]:
        label, pooled, mean = names.areas[area["area"]], area["pooled"], area["mean_of_institutions"]
        rows.append(
            (label, "All pounds in one pot (pooled)", area["total"], area["known_local"], area["known"],
             pooled["low"], pooled["high"], pooled["among_known"])
        )  # fmt: skip
        rows.append(
            (label, "Mean of the institutions' own shares", None, None, None,
             mean["low"], mean["high"], mean["among_known"])
        )  # fmt: skip
        rows += [
            (label, names.institution(one["institution_id"]), one["total"], one["known_local"], one["known"],
             one["low"], one["high"], one["among_known"])
            for one in area["by_institution"]
        ]  # fmt: skip
    heads = (
        Column("Area"), Column("Of"), Column("Paid", "pounds"), Column("Known to be in the area", "pounds"),
        Column("Place known", "pounds"), Column("At least", "share"), Column("At most", "share"),
        Column("Among known", "share"),
    )  # fmt: skip
    return [Grid("Headline", "What share went to payees in each area", heads, rows)]


def cuts(payments: Table, suppliers: Table, names: Names, *, honest: bool) -> list[Grid]:
    """A grid for every one of CUTS; no share among known unless `honest`."""
    return [_cut(payments, suppliers, names, name, honest=honest) for name in CUTS]


def _cut(payments: Table, suppliers: Table, names: Names, name: str, *, honest: bool) -> Grid:
    dimensions, heads, caption = CUTS[name]
    kinds = {key: SPEND[key] for key in dimensions}
    numbers = {"amount": "decimal(18, 2)", "payments": "int64", "suppliers": "int64"}
    whole = records(spend_by(payments, suppliers, *dimensions), {**kinds, **numbers})
    tiers: dict[tuple[Any, ...], dict[str, Decimal]] = {}
    by_tier = dict.fromkeys((*dimensions, "tier"))
    for row in records(spend_by(payments, suppliers, *by_tier), {k: SPEND[k] for k in by_tier} | numbers):
        key = tuple(row[d] for d in dimensions)
        tiers.setdefault(key, {})[row["tier"]] = row["amount"]
    whole.sort(key=lambda row: order(row, dimensions, names))
    rows = [_cut_row(row, dimensions, tiers, names, honest=honest) for row in whole]
    labels = tuple(Column(head, "year" if d == "year" else "text") for head, d in zip(heads, dimensions, strict=True))
    if dimensions == ("tier",):
        total = sum((row["amount"] for row in whole), NOTHING)
        rows = [(*row[:4], part(row[1], total)) for row in rows]
        caption = f"{caption} (in all {words.pounds(total)})"
        return Grid(name, caption, (*labels, *MEASURES, Column("Share of all pounds", "share")), rows)
    return Grid(name, caption, (*labels, *MEASURES, *_tier_columns(names), *_share_columns(names, honest)), rows)


MEASURES = (Column("Paid", "pounds"), Column("Payments", "count"), Column("Payees", "count"))


def _tier_columns(names: Names) -> list[Column]:
    return [Column(f"£ {names.tier(tier)}", "pounds") for tier in names.tiers]


def _share_columns(names: Names, honest: bool) -> list[Column]:
    ends = ("at least", "at most", "among known") if honest else ("at least", "at most")
    return [Column(f"{area}: {end}", "share") for area in names.areas.values() for end in ends]


def _cut_row(
    row: Mapping[str, Any], dimensions: tuple[str, ...], tiers: Mapping[Any, dict[str, Decimal]], names: Names, *,
    honest: bool,
) -> tuple[Any, ...]:  # fmt: skip
    pounds = tiers.get(tuple(row[d] for d in dimensions), {})
    shares: list[Decimal | None] = []
    for n in range(len(names.areas)):
        found = share(pounds, names.area_ids[: n + 1], among_known=honest)
        shares += [found.low, found.high, *([found.among_known] if honest else [])]
    labels = [_label(d, row[d], names) for d in dimensions]
    by_tier = [pounds.get(tier, NOTHING) for tier in names.tiers]
    return (*labels, row["amount"], row["payments"], row["suppliers"], *by_tier, *shares)


def _label(dimension: str, value: Any, names: Names) -> Any:
    if dimension == "year":
        return value
    speak: dict[str, Callable[[Any], str]] = {
        "tier": names.tier,
        "institution_id": names.institution,
        "size": lambda size: words.SIZES.get(size, size),
        "kind": lambda kind: words.KINDS.get(kind, kind),
        "category_code": words.category,
    }
    return speak[dimension](value)


def order(row: Mapping[str, Any], dimensions: tuple[str, ...], names: Names) -> tuple[Any, ...]:
    """Tiers inward out, sizes small to large, institutions as the network lists them; else the largest first."""
    places: dict[str, list[str]] = {
        "tier": names.tiers,
        "size": list(words.SIZES),
        "institution_id": list(names.institutions),
    }
    places_in_order: list[Any] = []
    for d in dimensions:
        if d == "year":
            places_in_order.append(row[d] if row[d] is not None else 9999)
        elif d in places:
            places_in_order.append(places[d].index(row[d]) if row[d] in places[d] else len(places[d]))
        else:
            places_in_order.append((row[d] == UNKNOWN, -row["amount"], row[d]))
    return tuple(places_in_order)


def part(amount: Decimal, total: Decimal) -> Decimal | None:
    """The share of a total to four places, or None where it would mean nothing."""
    return (amount / total).quantize(Decimal("0.0001")) if total > 0 and amount >= 0 else None


def wards(rows: Rows, names: Names) -> Grid:
    """Pounds by ward, the largest first, the rest last."""
    heads = (
        Column("Ward"), Column("Code"), Column("Paid", "pounds"), Column("Payments", "count"),
        Column("Payees", "count"), Column("Small areas in England's most deprived tenth", "share"),
    )  # fmt: skip
    rows = sorted(rows, key=lambda r: (r["ward"] is None, -r["amount"], r["ward"] or ""))
    made = [
        (r["name"] or r["ward"] or "Ward not known, or not shown", r["ward"] or "", r["amount"], r["payments"],
         r["suppliers"], r["deprivation_share"])
        for r in rows
    ]  # fmt: skip
    return Grid("By ward", "Pounds paid, by the ward of the payee's address", heads, made)


def trend(rows: Rows, names: Names) -> Grid:
    """Coverage: what each institution's files hold, year by year."""
    heads = (
        Column("Institution"), Column("Year", "year"), Column("Months with payments", "count"),
        Column("First payment", "date"), Column("Last payment", "date"), Column("Paid", "pounds"),
        Column("Payments", "count"), Column("Payees", "count"),
    )  # fmt: skip
    rows = sorted(rows, key=lambda row: order(row, ("institution_id", "year"), names))
    made = [
        (names.institution(r["institution_id"]), r["year"], r["months"], r["first_date"], r["last_date"], r["amount"],
         r["payments"], r["suppliers"])
        for r in rows
    ]  # fmt: skip
    return Grid("Coverage", "What the files of each institution cover", heads, made)


def not_known(payments: Table, suppliers: Table) -> Grid:
    """Pounds of which something is not known; a payment may be in several rows."""
    columns = ("tier", "kind", "size", "category_code", "year")
    numbers = {"amount": "decimal(18, 2)", "payments": "int64"}
    rows = records(spend_by(payments, suppliers, *columns), {c: SPEND[c] for c in columns} | numbers)
    total = sum((row["amount"] for row in rows), NOTHING)
    nowhere = [row for row in rows if row["tier"] == UNKNOWN]
    sorts = {
        "Where the payee is": nowhere,
        "– of which: name redacted by the publisher": [r for r in nowhere if r["kind"] == "redacted"],
        "– of which: private people": [r for r in nowhere if r["kind"] == "private-person"],
        "– of which: other payees": [r for r in nowhere if r["kind"] not in ("redacted", "private-person")],
        "Size of the payee": [r for r in rows if r["size"] == UNKNOWN],
        "What was bought": [r for r in rows if r["category_code"] == UNKNOWN],
        "When it was paid (no readable date)": [r for r in rows if r["year"] is None],
    }
    made = []
    for label, mine in sorts.items():
        amount = sum((r["amount"] for r in mine), NOTHING)
        made.append((label, amount, part(amount, total), sum(r["payments"] for r in mine)))
    heads = (
        Column("What is not known"), Column("Pounds", "pounds"), Column("Share of all pounds", "share"),
        Column("Payments", "count"),
    )  # fmt: skip
    return Grid("Not known", "What is not known", heads, made)


def in_full(rows: Rows, names: Names) -> Grid:
    """Every combination of institution, year, tier, size, category and kind: the insight `spend` itself."""
    heads = (
        Column("Institution"), Column("Year", "year"), Column("Where the payee is"), Column("Size of payee"),
        Column("What was bought"), Column("CPV code"), Column("Kind of payee"), *MEASURES,
    )  # fmt: skip
    made = [
        (names.institution(r["institution_id"]), r["year"], names.tier(r["tier"]), _label("size", r["size"], names),
         words.category(r["category_code"]), r["category_code"], _label("kind", r["kind"], names), r["amount"],
         r["payments"], r["suppliers"])
        for r in rows
    ]  # fmt: skip
    return Grid("Spend in full", "Pounds paid, by everything at once", heads, made)
