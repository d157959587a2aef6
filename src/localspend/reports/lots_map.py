"""Where the units of an option are, by lot: an SVG in which colour, shape and number each tell the lot."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from markupsafe import Markup

from localspend.reports import colours, words
from localspend.reports.charts import FONT, accessible

WIDTH, LEAST, MOST, EDGE = 640.0, 180.0, 560.0, 30.0
#: Colours on which white figures can be read (4.5:1 and more); after them they come again, with another shape.
COLOURS = ("#0b3a53", "#9a4a12", "#3a6b1c", "#7b3294", "#a3123a", "#00636b", "#5f5b00", "#4a4a4a")
#: Corners of the shape of a lot, and how far it is turned; 0 corners is a circle.
SHAPES = (("circle", 0, 0.0), ("square", 4, 45.0), ("triangle", 3, 0.0), ("diamond", 4, 0.0), ("hexagon", 6, 30.0))
#: More units than this are drawn small and without figures.
FIGURES = 60
TURN = math.pi * (3 - math.sqrt(5))  # a sunflower's: units of one place lie side by side
Point = tuple[float, float]


@dataclass(frozen=True)
class _Drawn:
    """Where everything is on the drawing."""

    points: Mapping[str, Point]
    height: float
    metre: float


def draw(units: Sequence[Mapping[str, Any]], lots: Sequence[Mapping[str, Any]], key: str, name: str) -> Markup | None:
    """The map of one option; None where no unit has a place. `key` is what no other drawing of the page is called."""
    placed = [unit for unit in units if unit["easting"] is not None]
    if not placed:
        return None
    radius = 11.0 if len(placed) <= FIGURES else 6.0
    drawn = _placed(placed, radius)
    parts = []
    for n, lot in enumerate(lots):
        mine = [unit for unit in placed if unit["id"] in set(lot["units"])]
        parts += _lot(n, mine, drawn, radius, figures=len(placed) <= FIGURES)
    parts.append(_scale(drawn))
    size = f'viewBox="0 0 {WIDTH:.0f} {drawn.height:.0f}" width="{WIDTH:.0f}" height="{drawn.height:.0f}"'
    frame = f'<rect x="0.5" y="0.5" width="{WIDTH - 1:.0f}" height="{drawn.height - 1:.0f}" fill="none" '
    frame += f'stroke="{colours.LINE}"/>'
    lots_told = "; ".join(f"lot {n} ({shape(n - 1)}): {_some(lot['units'])}" for n, lot in enumerate(lots, 1))
    return Markup(
        accessible(
            f"<svg {size}>{frame}{''.join(parts)}</svg>", key, f"Map of the units by lot: {name}",
            f"North is up. {lots_told}. The tables beside it say the same.",
        )
    )  # fmt: skip


def shape(lot: int) -> str:
    """What the marks of a lot (counted from 0) are called."""
    return SHAPES[lot % len(SHAPES)][0]


def mark(lot: int, x: float, y: float, radius: float) -> str:
    """The shape of a lot (counted from 0) in its colour."""
    _, corners, turn = SHAPES[lot % len(SHAPES)]
    look = f'fill="{COLOURS[lot % len(COLOURS)]}" stroke="{colours.GROUND}" stroke-width="1.5"'
    if not corners:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {look}/>'
    reach = radius * {3: 1.45, 4: 1.25}.get(corners, 1.12)
    angles = [math.radians(turn - 90 + 360 * n / corners) for n in range(corners)]
    points = " ".join(f"{x + reach * math.cos(a):.1f},{y + reach * math.sin(a):.1f}" for a in angles)
    return f'<polygon points="{points}" {look}/>'


def swatch(lot: int) -> Markup:
    """The mark of a lot for a table; its number stands beside it in words."""
    return Markup('<svg aria-hidden="true" viewBox="0 0 32 32" width="26" height="26">{}</svg>').format(
        Markup(mark(lot, 16, 16, 11) + _figure(lot, 16, 16))
    )


def _lot(n: int, units: Sequence[Mapping[str, Any]], drawn: _Drawn, radius: float, *, figures: bool) -> list[str]:
    """A lot's units, each with a thin line to the middle of them all."""
    if not units:
        return []
    points = [drawn.points[unit["id"]] for unit in units]
    x, y = (sum(p[axis] for p in points) / len(points) for axis in (0, 1))
    line = f'stroke="{COLOURS[n % len(COLOURS)]}" stroke-width="1.2" stroke-opacity="0.55"'
    parts = [f'<path d="M{x:.1f} {y:.1f}L{px:.1f} {py:.1f}" {line}/>' for px, py in points if len(points) > 1]
    for unit, (px, py) in zip(units, points, strict=True):
        told = f"{unit['id']}: lot {n + 1}, {words.pounds(unit['value'])}"
        figure = _figure(n, px, py) if figures else ""
        parts.append(f"<g><title>{escape(told)}</title>{mark(n, px, py, radius)}{figure}</g>")
    if not figures:
        parts.append(f"<g>{mark(n, x, y, 12)}{_figure(n, x, y)}</g>")
    return parts


def _figure(lot: int, x: float, y: float) -> str:
    low = 0.46 if shape(lot) == "triangle" else 0.36
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" dy="{low}em" text-anchor="middle" font-family="{FONT}" font-size="11" '
        f'font-weight="700" fill="{colours.GROUND}" aria-hidden="true">{lot + 1}</text>'
    )


def _placed(units: Sequence[Mapping[str, Any]], radius: float) -> _Drawn:
    """Metres to the drawing, the same scale both ways; units of one place side by side."""
    east, north = ([float(unit[axis]) for unit in units] for axis in ("easting", "northing"))
    wide, high = max(east) - min(east), max(north) - min(north)
    metre = min((WIDTH - 2 * EDGE) / max(wide, 500.0), (MOST - 2 * EDGE) / max(high, 1.0))
    height = max(high * metre + 2 * EDGE, LEAST)
    middle = (max(east) + min(east)) / 2, (max(north) + min(north)) / 2
    points: dict[str, Point] = {}
    seen: dict[tuple[int, int], int] = {}
    for unit, x, y in zip(units, east, north, strict=True):
        nth = seen[round(x), round(y)] = seen.get((round(x), round(y)), -1) + 1
        away = 1.9 * radius * math.sqrt(nth)
        px = WIDTH / 2 + (x - middle[0]) * metre + away * math.cos(nth * TURN)
        py = height / 2 - (y - middle[1]) * metre + away * math.sin(nth * TURN)
        inside = radius + 2
        points[unit["id"]] = min(max(px, inside), WIDTH - inside), min(max(py, inside), height - inside)
    return _Drawn(points, height, metre)


def _scale(drawn: _Drawn) -> str:
    """A line of a round number of metres."""
    metres = next((m for m in (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200) if m * drawn.metre <= WIDTH / 4), 100)
    long, y = metres * drawn.metre, drawn.height - 10
    told = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres} m"
    return (
        f'<g aria-hidden="true"><path d="M12 {y:.1f}h{long:.1f}" stroke="{colours.INK}" stroke-width="2"/>'
        f'<text x="12" y="{y - 5:.1f}" font-family="{FONT}" font-size="12" fill="{colours.INK}">{told}</text></g>'
    )


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids) if len(ids) <= 8 else f"{len(ids)} units"
