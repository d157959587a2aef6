"""Charts as SVG, drawn without a browser and without fonts of their own; each has a title and a description.

The key stands beside the drawing as text: a drawing cannot know how wide its words are in the reader's font.
"""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

import altair as alt
import vl_convert

from localspend.reports import colours

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Liberation Sans, sans-serif"
WIDTH = 330
#: Row, series, pounds in millions: what a chart draws.
Point = tuple[str, str, float]


def stacked(key: str, title: str, description: str, points: Sequence[Point], series: Sequence[str],
            shades: Sequence[str]) -> str:  # fmt: skip
    """Columns of £m, one for each first name, stacked by series in the order given."""
    chart = (
        alt.Chart(_data(points, series))
        .mark_bar(stroke=colours.LINE, strokeWidth=0.6)
        .encode(
            x=alt.X("row:N", title=None, sort=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("value:Q", title="£ million", axis=alt.Axis(tickCount=5, format=",~f")),
            color=alt.Color("series:N", title=None, scale=alt.Scale(domain=list(series), range=list(shades)),
                            legend=None),
            order=alt.Order("order:Q"),
        )
        .properties(width=WIDTH, height=240)
    )  # fmt: skip
    return _svg(chart, key, title, description)


def bars(key: str, title: str, description: str, points: Sequence[Point], series: Sequence[str],
         shades: Sequence[str], axis: str = "£ million") -> str:  # fmt: skip
    """Lying bars, one for each first name, its words above the bar so that long names fit a telephone."""
    rows = list(dict.fromkeys(point[0] for point in points))
    chart = (
        alt.Chart(_data(points, series))
        .mark_bar(stroke=colours.LINE, strokeWidth=0.6)
        .encode(
            y=alt.Y("row:N", title=None, sort=rows, scale=alt.Scale(paddingInner=0.55, paddingOuter=0.5),
                    axis=alt.Axis(labelAlign="left", labelBaseline="bottom", labelPadding=0, labelOffset=-9,
                                  labelLimit=WIDTH, ticks=False, domain=False, labelFontSize=12.5, zindex=1)),
            x=alt.X("value:Q", title=axis, axis=alt.Axis(tickCount=5, format=",~f", grid=True)),
            color=alt.Color("series:N", title=None, scale=alt.Scale(domain=list(series), range=list(shades)),
                            legend=None),
            order=alt.Order("order:Q"),
        )
        .properties(width=WIDTH + 30, height=alt.Step(40))
    )  # fmt: skip
    return _svg(chart, key, title, description)


def paired(key: str, title: str, description: str, points: Sequence[Point], series: Sequence[str],
           shades: Sequence[str]) -> str:  # fmt: skip
    """Two or three thin bars side by side for each first name, in per cent."""
    rows = list(dict.fromkeys(point[0] for point in points))
    chart = (
        alt.Chart(_data(points, series))
        .mark_bar(stroke=colours.LINE, strokeWidth=0.6)
        .encode(
            y=alt.Y("row:N", title=None, sort=rows,
                    axis=alt.Axis(labelLimit=170, minExtent=140, ticks=False, domain=False)),
            yOffset=alt.YOffset("series:N", sort=list(series)),
            x=alt.X("value:Q", title="per cent", axis=alt.Axis(tickCount=5)),
            color=alt.Color("series:N", title=None, scale=alt.Scale(domain=list(series), range=list(shades)),
                            legend=None),
        )
        .properties(width=WIDTH - 110, height=alt.Step(15))
    )  # fmt: skip
    return _svg(chart, key, title, description)


def _data(points: Sequence[Point], series: Sequence[str]) -> Any:
    order = {name: n for n, name in enumerate(series)}
    return alt.Data(values=[{"row": r, "series": s, "value": v, "order": order[s]} for r, s, v in points])


def _svg(chart: Any, key: str, title: str, description: str) -> str:
    axis = {"labelColor": colours.INK, "titleColor": colours.INK, "labelFontSize": 12, "titleFontSize": 12,
            "gridColor": "#dfe5e9", "domainColor": colours.LINE, "tickColor": colours.LINE, "labelFont": FONT,
            "titleFont": FONT, "titleFontWeight": "normal"}  # fmt: skip
    themed = chart.configure(aria=False, font=FONT, axis=axis, background="transparent").configure_view(strokeWidth=0)
    drawn: str = vl_convert.vegalite_to_svg(themed.to_dict())
    return accessible(drawn, key, title, description)


def accessible(svg: str, key: str, title: str, description: str) -> str:
    """An SVG with a role, a title and a description, and ids that no other drawing of the page has."""
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{key}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{key}-\1)", svg)
    names = f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>'
    head = f'<svg role="img" aria-labelledby="{key}-title {key}-desc"'
    found = re.search(r"<svg\b([^>]*)>", svg)
    if found is None:
        raise ValueError("not an SVG")
    attributes = re.sub(r'\s(role|class|aria-[a-z]+|xmlns:xlink|version)="[^"]*"', "", found[1])
    return f"{head}{attributes}>{names}{svg[found.end() :]}"
