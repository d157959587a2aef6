"""A Sankey diagram as SVG: from each institution to where its money went. The same flows give the same bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from localspend.reports import colours, words

#: Units of the drawing, of which the page makes what fits.
WIDTH, HEIGHT, BAR, GAP = 840.0, 340.0, 16.0, 8.0
TEXT = 13
#: What a bar takes at least, so that its two lines of text do not run into the next ones.
SLOT = 2.0 * TEXT + 4
#: Letters of a name that fit beside a bar.
LETTERS = 34
Flows = Mapping[tuple[str, str], Decimal]


@dataclass
class _Bar:
    """One institution or place: where its bar stands and how far it is used up."""

    name: str
    pounds: Decimal
    top: float
    height: float
    used: float = 0.0

    def take(self, height: float) -> float:
        """The next free place on the bar."""
        at = self.top + self.used
        self.used += height
        return at


def draw(key: str, title: str, description: str, flows: Flows, sources: Sequence[str], targets: Sequence[str],
         shades: Sequence[str]) -> str:  # fmt: skip
    """The drawing, or nothing where no pounds flow. `shades` are the colours of `targets`, in their order.

    Credits cannot be drawn: a flow below nothing is left out, and stands in the table that follows.
    """
    drawn = {pair: pounds for pair, pounds in flows.items() if pounds > 0}
    left, right = _sums(drawn, sources, 0), _sums(drawn, targets, 1)
    total = sum(left.values(), Decimal(0))
    if not total:
        return ""
    scale = HEIGHT / float(total)
    height = max(_height(left, scale), _height(right, scale))
    starts, ends = _stack(left, scale, height), _stack(right, scale, height)
    shade = dict(zip(targets, shades, strict=True))
    x_start, x_end = WIDTH * 0.32, WIDTH * 0.70
    parts = [
        _ribbon(x_start + BAR, x_end, starts[source], ends[target], float(drawn[source, target]) * scale,
                shade[target], f"{source} to {target}: {words.about(drawn[source, target])}")
        for source in left for target in right if (source, target) in drawn
    ]  # fmt: skip
    parts += [_bar(bar, x_start, colours.SCALE[0], x_start - 8, "end") for bar in starts.values()]
    parts += [_bar(bar, x_end, shade[bar.name], x_end + BAR + 8, "start") for bar in ends.values()]
    return (
        f'<svg role="img" aria-labelledby="{key}-title {key}-desc" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {WIDTH:.0f} {height:.0f}" font-size="{TEXT}" fill="{colours.INK}">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _sums(flows: Flows, names: Sequence[str], side: int) -> dict[str, Decimal]:
    sums = {name: sum((p for pair, p in flows.items() if pair[side] == name), Decimal(0)) for name in names}
    return {name: pounds for name, pounds in sums.items() if pounds}


def _height(sums: Mapping[str, Decimal], scale: float) -> float:
    return sum(max(float(pounds) * scale, SLOT) for pounds in sums.values()) + GAP * (len(sums) - 1)


def _stack(sums: Mapping[str, Decimal], scale: float, height: float) -> dict[str, _Bar]:
    """Bars one above the other, in the middle of the height, each in the middle of its slot."""
    at = (height - _height(sums, scale)) / 2
    bars: dict[str, _Bar] = {}
    for name, pounds in sums.items():
        tall = float(pounds) * scale
        slot = max(tall, SLOT)
        bars[name] = _Bar(name, pounds, at + (slot - tall) / 2, tall)
        at += slot + GAP
    return bars


def _ribbon(x0: float, x1: float, start: _Bar, end: _Bar, height: float, shade: str, says: str) -> str:
    y0, y1, middle = start.take(height), end.take(height), (x0 + x1) / 2
    path = (
        f"M{x0:.1f} {y0:.2f}C{middle:.1f} {y0:.2f} {middle:.1f} {y1:.2f} {x1:.1f} {y1:.2f}"
        f"v{height:.2f}C{middle:.1f} {y1 + height:.2f} {middle:.1f} {y0 + height:.2f} {x0:.1f} {y0 + height:.2f}Z"
    )
    return f'<path d="{path}" fill="{shade}" fill-opacity="0.62"><title>{escape(says)}</title></path>'


def _bar(bar: _Bar, x: float, shade: str, x_text: float, anchor: str) -> str:
    y = bar.top + bar.height / 2
    name = bar.name if len(bar.name) <= LETTERS else f"{bar.name[: LETTERS - 1].rstrip()}…"
    return (
        f'<rect x="{x:.1f}" y="{bar.top:.2f}" width="{BAR:.0f}" height="{max(bar.height, 0.8):.2f}" fill="{shade}" '
        f'stroke="{colours.LINE}" stroke-width="0.6"/>'
        f'<text text-anchor="{anchor}" x="{x_text:.1f}" y="{y - 2:.2f}">{escape(name)}'
        f'<tspan x="{x_text:.1f}" dy="{TEXT + 2}" fill="{colours.MUTED}">{words.about(bar.pounds)}</tspan></text>'
    )
