"""localspend insight: one question answered as a table."""

import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import click
from rich.console import Console
from rich.table import Table as Shown

from localspend import insight, workspace
from localspend.cli import console
from localspend.errors import UsageError
from localspend.insight.answer import Asked, answer
from localspend.tables import MONEY

#: Rows that a terminal shows; --json and the report give all.
SHOWN = 40
#: Letters that a column of text may take before it wraps.
MOST_WIDE = 26
SIZES = ("micro", "small", "medium", "large", "unknown")


@click.command("insight")
@click.argument("name", required=False)
@click.argument("directory", required=False, type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--inside", help="The area asked about (default: the innermost; for spend the outermost).")
@click.option("--institution", help="Only this institution (its id).")
@click.option("--area", help="Only payments to payees of this tier: an area's id, rest-of-uk, outside-uk or unknown.")
@click.option("--year", type=int, help="Only this year.")
@click.option("--category", help="Only this CPV code and what is beneath it: 45000000, 45200000, ...")
@click.option("--size", type=click.Choice(SIZES), help="Only payments to payees of this size.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day to look from (default: the last payment's).")
@click.option("--assume", multiple=True, metavar="NAME=VALUE", help="Change an assumption of the method; repeatable.")
@click.option("--table", multiple=True, metavar="NAME=FILE", help="A CSV that the question needs; repeatable.")
@click.option("--unmasked", is_flag=True, help="Show sole traders and partnerships by name (never private people).")
@console.SAVE
@click.pass_context
def command(
    ctx: click.Context,
    name: str | None,
    directory: str | None,
    as_json: bool,
    inside: str | None,
    institution: str | None,
    area: str | None,
    year: int | None,
    category: str | None,
    size: str | None,
    as_of: datetime | None,
    assume: tuple[str, ...],
    table: tuple[str, ...],
    unmasked: bool,
    save: Path | None,
) -> None:
    """One question answered as a table; without a NAME, lists them.

    Example: localspend insight spend my-network --inside east-birmingham --json
    """
    if name is None:
        _list(as_json)
        return
    if name not in insight.INSIGHTS:
        raise UsageError(f"there is no insight '{name}'", todo=f"There are: {', '.join(insight.INSIGHTS)}")
    asked = Asked(
        institution=institution,
        area=area,
        year=year,
        category=category,
        size=size,
        inside=inside,
        as_of=as_of.date() if as_of else None,
        unmasked=unmasked,
        assume=_pairs("--assume", assume),
        tables={key: Path(value) for key, value in _pairs("--table", table).items()},
    )
    document = answer(workspace.current(console.folder(ctx, directory)), name, asked)
    console.saved(f"Insight: {name}", document, save)
    if as_json:
        console.print_json(document)
    else:
        _show(document)


def _pairs(option: str, given: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    if wrong := [text for text, sign, value in pairs if not sign or not text or not value]:
        raise UsageError(f"{wrong[0]!r} has no value", where=option, todo="Write it as name=value")
    return {name.strip().replace("-", "_"): value.strip() for name, _, value in pairs}


def _list(as_json: bool) -> None:
    lines = {name: insight.first_line(name) for name in insight.INSIGHTS}
    if as_json:
        console.print_json(lines)
        return
    table = Shown("insight", "what it asks", box=None)
    for name, line in lines.items():
        table.add_row(name, line)
    Console().print(table)


def _show(document: dict[str, Any]) -> None:
    screen = Console(width=None if sys.stdout.isatty() else 140, markup=False, emoji=False)
    rows = document["rows"]
    if "headline" in document:
        _show_headline(screen, document["headline"])
        rows = _summed(rows)
    for part, found in _parts(rows).items():
        if found:
            _show_rows(screen, document["insight"], f"{document['insight']} {part}".strip(), found)
    for note in document["notes"]:
        screen.print(f"Note: {note}")


def _parts(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Rows of several kinds (`part`) by kind, each without the columns that say nothing of it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.get("part", ""), []).append(row)
    if not any(found):
        return found
    # The short account before the long list.
    parts = sorted(found.items(), key=lambda item: (len(item[1]), item[0]))
    return {part: [{c: row[c] for c in _telling(held)} for row in held] for part, held in parts}


def _telling(rows: list[dict[str, Any]]) -> list[str]:
    return [column for column in rows[0] if column != "part" and any(row[column] for row in rows)]


def _summed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Spend by institution, year and tier: six dimensions do not fit a screen."""
    sums: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = {column: row[column] for column in ("institution_id", "year", "tier")}
        held = sums.setdefault(tuple(key.values()), {**key, "amount": Decimal(0), "payments": 0})
        held["amount"] += row["amount"]
        held["payments"] += row["payments"]
    return list(sums.values())


def _show_rows(screen: Console, insight_name: str, name: str, rows: list[dict[str, Any]]) -> None:
    kinds = insight.INSIGHTS[insight_name].COLUMNS
    ordered = sorted(rows, key=lambda r: r.get("rank") or -(r.get("amount") or 0))[:SHOWN]
    cells = {column: [_text(column, kinds[column], row[column]) for row in ordered] for column in _worth_showing(rows)}
    table = Shown(title=f"{name}: {len(rows):,} rows", title_justify="left")
    shown = _fitting(cells, screen.width)
    for column in shown:
        number = kinds[column] not in ("string", "date", "array<string>")
        wide = None if number else MOST_WIDE
        align: Literal["left", "right"] = "right" if number else "left"
        table.add_column(column.replace("_", " "), justify=align, overflow="fold", no_wrap=number, max_width=wide)
    for n in range(len(ordered)):
        table.add_row(*(cells[column][n] for column in shown))
    screen.print(table)
    left_out = [column for column in cells if column not in shown]
    if len(rows) > SHOWN or left_out:
        more = f" Not shown: {', '.join(left_out)}." if left_out else ""
        screen.print(f"{len(ordered)} of {len(rows):,} rows are shown; --json gives all.{more}")


def _worth_showing(rows: list[dict[str, Any]]) -> list[str]:
    """The columns that say something of some row; an identifier says nothing where a name stands beside it."""
    named = "supplier" in rows[0]
    return [c for c in rows[0] if not (c == "supplier_id" and named) and any(row[c] is not None for row in rows)]


def _fitting(cells: dict[str, list[str]], width: int) -> list[str]:
    """As many columns, in their order, as can be read side by side; one that is too wide is passed over."""
    shown, left = [], width - 1
    for column, texts in cells.items():
        longest = max((len(text) for text in texts), default=0)
        words = max((len(word) for word in column.split("_")), default=0)
        needed = max(min(longest, MOST_WIDE), words) + 3
        if needed <= left:
            shown.append(column)
            left -= needed
    return shown


def _show_headline(screen: Console, found: dict[str, Any]) -> None:
    table = Shown("went to payees in", "known there", "at least", "at most", "among known", title_justify="left")
    table.title = f"Of £{found['total']:,} counted, £{found['total'] - found['known']:,} went we do not know where"
    for area in found["by_area"]:
        table.add_row(area["area"], f"£{area['known_local']:,}", *(_percent(area[k]) for k in SHARES))
    screen.print(table)


SHARES = ("low", "high", "among_known")


def _percent(value: Decimal | None) -> str:
    return "not given" if value is None else f"{value:.1%}"


def _text(column: str, kind: str, value: Any) -> str:
    """A cell as the British write it; shares are per cent."""
    if value is None:
        return "all" if column == "institution_id" else "not known"
    if kind == MONEY:
        return f"£{value:,}"
    if kind == "array<string>":
        return ", ".join(value)
    if kind == "date":
        return f"{value:%d/%m/%Y}"
    if kind == "float64":
        return f"{value:,.2f}"
    return str(value) if column in ("year", "ward") or not isinstance(value, int) else f"{value:,}"
