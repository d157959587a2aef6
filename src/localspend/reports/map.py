"""The map of wards: an SVG with a table beside it, so that nobody needs to see it to know what it says."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import pairwise
from typing import Any

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from localspend.reports import colours, words
from localspend.reports.charts import FONT, accessible

WIDTH = 640
NUMBERED = 10
#: Fewer wards than this would show a neighbourhood without what is around it; more than MOST would be specks.
ENOUGH, MOST = 20, 400


@dataclass(frozen=True)
class Map:
    """svg; the numbered wards (number, ward, pounds); whether shapes are approximate; the classes (colour, words)."""

    svg: str
    numbered: list[tuple[int, str, Decimal]]
    approximate: bool
    classes: list[tuple[str, str]]
    outlined: str | None


def draw(
    places: Sequence[Mapping[str, Any]], pounds: Mapping[str, Decimal], areas: Sequence[Mapping[str, Any]]
) -> Map | None:
    """The wards of the network's areas, shaded by pounds; None where no shapes are given."""
    chosen = _chosen(places, areas)
    if not chosen:
        return None
    shapes = {place["code"]: shape(json.loads(place["shape"])) for place in chosen}
    project = _Projection(list(shapes.values()))
    limits = breaks([pounds[code] for code in shapes if pounds.get(code, 0) > 0])
    parts = [_ward(place, shapes[place["code"]], pounds.get(place["code"]), limits, project) for place in chosen]
    ranked = sorted((c for c in shapes if pounds.get(c, 0) > 0), key=lambda c: (-pounds[c], c))[:NUMBERED]
    inner = [shapes[code] for code in (areas[0].get("wards") or []) if code in shapes] if areas else []
    if inner:
        outline = project.path(unary_union(inner).buffer(0))
        parts.append(f'<path d="{outline}" fill="none" stroke="{colours.ACCENT}" stroke-width="3"/>')
    parts += [_number(n, shapes[code], project) for n, code in enumerate(ranked, 1)]
    names = {place["code"]: place["name"] or place["code"] for place in chosen}
    numbered = [(n, names[code], pounds[code]) for n, code in enumerate(ranked, 1)]
    title = f"Map of {len(chosen)} wards, shaded by the pounds paid to payees with an address there"
    top = "; ".join(f"{name} {words.about(amount)}" for _, name, amount in numbered[:5])
    size = f'viewBox="0 0 {WIDTH} {project.height:.0f}" width="{WIDTH}" height="{project.height:.0f}"'
    body = f"<svg {size}>{''.join(parts)}</svg>"
    return Map(
        accessible(body, "map", title, f"Most was paid in: {top or 'none'}. The table beside it names the wards."),
        numbered,
        any(place["shape_basis"] == "approximate" for place in chosen),
        _legend(limits),
        areas[0].get("name") if inner else None,
    )


def _chosen(places: Sequence[Mapping[str, Any]], areas: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The wards of the innermost areas, widened until there are enough; else all that have a shape."""
    wards: set[str] = set()
    districts: set[str] = set()
    found: list[Mapping[str, Any]] = []
    for area in areas:
        wards |= set(area.get("wards") or [])
        districts |= set(area.get("districts") or [])
        found = [place for place in places if place["code"] in wards or place["district"] in districts]
        if len(found) >= ENOUGH:
            break
    return found or list(places)[:MOST]


class _Projection:
    """Degrees to the drawing: plate carrée at the middle latitude, true enough for a city."""

    def __init__(self, shapes: Sequence[BaseGeometry]) -> None:
        bounds = [one.bounds for one in shapes]
        self.west, self.north = min(b[0] for b in bounds), max(b[3] for b in bounds)
        east, south = max(b[2] for b in bounds), min(b[1] for b in bounds)
        self.squeeze = math.cos(math.radians((self.north + south) / 2))
        self.scale = (WIDTH - 8) / max((east - self.west) * self.squeeze, 1e-6)
        self.height = (self.north - south) * self.scale + 8

    def point(self, x: float, y: float) -> str:
        return f"{(x - self.west) * self.squeeze * self.scale + 4:.1f} {(self.north - y) * self.scale + 4:.1f}"

    def path(self, geometry: BaseGeometry) -> str:
        """The outline as an SVG path, without detail finer than half a unit of the drawing."""
        plain = geometry.simplify(0.5 / self.scale)
        polygons = [part for part in getattr(plain, "geoms", [plain]) if part.geom_type == "Polygon"]
        rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
        return "".join("M" + "L".join(self.point(x, y) for x, y, *_ in ring.coords[:-1]) + "Z" for ring in rings)


def _ward(
    place: Mapping[str, Any],
    geometry: BaseGeometry,
    pounds: Decimal | None,
    limits: Sequence[Decimal],
    project: _Projection,
) -> str:
    label = f"{place['name'] or place['code']}: {words.pounds(pounds) if pounds else 'none known'}"
    fill = _shade(pounds, limits)
    look = f'fill="{fill}" stroke="{colours.LINE}" stroke-width="0.8"'
    return f'<path d="{project.path(geometry)}" {look}><title>{escape(label)}</title></path>'


def _number(number: int, geometry: BaseGeometry, project: _Projection) -> str:
    point = geometry.representative_point()
    x, y = project.point(point.x, point.y).split()
    return (
        f'<g aria-hidden="true"><circle cx="{x}" cy="{y}" r="12" fill="{colours.GROUND}" stroke="{colours.INK}"/>'
        f'<text x="{x}" y="{y}" dy="0.36em" text-anchor="middle" font-family="{FONT}" font-size="14" font-weight="600" '
        f'fill="{colours.INK}">{number}</text></g>'
    )


def breaks(amounts: Sequence[Decimal]) -> list[Decimal]:
    """Up to four limits between classes of about equally many wards, each rounded to one figure."""
    ordered = sorted(amounts)
    if len(ordered) < 5:
        return []
    fifths = [ordered[len(ordered) * n // 5] for n in range(1, 5)]
    return sorted({_one_figure(amount) for amount in fifths})


def _one_figure(amount: Decimal) -> Decimal:
    step = Decimal(10) ** amount.adjusted()
    return (amount / step).to_integral_value() * step


def _shade(pounds: Decimal | None, limits: Sequence[Decimal]) -> str:
    if not pounds or pounds <= 0:
        return colours.GROUND
    palette = _palette(len(limits) + 1)
    return palette[sum(pounds >= limit for limit in limits)]


def _palette(classes: int) -> list[str]:
    pale_to_dark = colours.SCALE[::-1]
    return [pale_to_dark[round(n * 4 / max(classes - 1, 1))] for n in range(classes)]


def _legend(limits: Sequence[Decimal]) -> list[tuple[str, str]]:
    palette = _palette(len(limits) + 1)
    edges = [words.about(limit) for limit in limits]
    texts = (
        [
            f"under {edges[0]}",
            *(f"{a} to under {b}" for a, b in pairwise(edges)),
            f"{edges[-1]} and over",
        ]
        if edges
        else ["some"]
    )
    return [(colours.GROUND, "none known"), *zip(palette, texts, strict=True)]
