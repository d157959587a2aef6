"""Ways to divide a requirement as a page: its map, its tables, its reasons, and how it looks in a browser."""

import re
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import pytest

from localspend.lots.answer import lots
from localspend.lots.requirement import Requirement, Unit
from localspend.reports import colours, lots_map
from localspend.reports.lots import page, save
from tests.lots import invent
from tests.reports.test_browser import CONTRASTS, browser, opened
from tests.reports.test_words import contrast

AREAS = {"inner": "Inner & old town", "city": "City"}
LEGAL = {"regime": None, "says": "Not asked."}
__all__ = ["browser"]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    rng = Random(8)
    group = frozenset({"u0", "<b>u9"})
    units = [*invent.requirement(rng, 9).units, Unit("<b>u9", Decimal("1234.50"), "nowhere")]
    asked = Requirement(
        "Grounds & trees", "77310000", tuple(units), minimum_expected_bidders=0, max_lots=3, tupe=(group,),
        cost_per_lot=Decimal(2000), loss_of_scope=Decimal(10), max_lots_per_supplier=1,
    )  # fmt: skip
    found = lots(asked, invent.firms(rng, 40), [*invent.places(rng, 9), None], areas=list(AREAS), effort=0.5)
    return {**found, "legal": LEGAL}


def test_every_lot_stands_with_its_units_bidders_and_firms(document: dict[str, Any]) -> None:
    html = page(document, AREAS)
    assert len(document["options"]) > 1
    for option in document["options"]:
        assert f"£{Decimal(option['cost_of_lotting']):,.2f}" in html
        for lot in option["lots"]:
            assert ", ".join(unit.replace("<", "&lt;").replace(">", "&gt;") for unit in lot["units"]) in html
            assert "; ".join(lot["firms"]) in html
            assert f"{lot['expected_bidders']['low']} to {lot['expected_bidders']['high']}" in html
    for said in ("Inner &amp; old town", "Not asked.", "At most 1 lots a supplier", "TUPE", "nowhere (not known)"):
        assert said in html, said
    assert "<b>u9" not in html


def test_published_reasons_name_no_firm_and_no_place(document: dict[str, Any]) -> None:
    reasons = page(document, AREAS).partition('id="reasons"')[2].partition("</section>")[0]
    assert "Only these are written for publication" in reasons
    assert not re.search(r"\blocal", reasons, re.IGNORECASE)
    assert not [name for o in document["options"] for lot in o["lots"] for name in lot["firms"] if name in reasons]


def test_same_answer_is_the_same_page(document: dict[str, Any], tmp_path: Path) -> None:
    save(tmp_path / "one.html", document, AREAS, {})
    save(tmp_path / "two.html", document, AREAS, {})
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_conflicts_are_a_page_too() -> None:
    html = page(
        {"title": "x", "category": "77310000", "value": "5.00", "options": [],
         "conflicts": [{"why": "These must be apart.", "units": ["a", "b"]}]}, AREAS,
    )  # fmt: skip
    assert "These must be apart. a, b" in html


def drawing(many: int, lots: int, spread: float = 9000.0) -> ElementTree.Element:
    rng = Random(1)
    units = [
        {"id": f"u{n}", "value": Decimal(1), "easting": 400_000 + rng.uniform(0, spread), "northing": 288_000.0}
        for n in range(many)
    ]
    divided = [{"units": [f"u{n}" for n in range(j, many, lots)]} for j in range(lots)]
    svg = lots_map.draw(units, divided, "m", "two & two")
    assert svg is not None
    return ElementTree.fromstring(svg)


def test_map_is_named_and_tells_lots_by_shape_figure_and_colour() -> None:
    found = drawing(6, 2)
    assert found.get("role") == "img"
    names = [element.text for element in found[:2]]
    assert names == [
        "Map of the units by lot: two & two",
        "North is up. lot 1 (circle): u0, u2, u4; lot 2 (square): u1, u3, u5. The tables beside it say the same.",
    ]
    marks = {(g.findtext("text"), g[1].tag, g[1].get("fill")) for g in found.iter("g") if g.find("title") is not None}
    assert marks == {("1", "circle", lots_map.COLOURS[0]), ("2", "polygon", lots_map.COLOURS[1])}


def test_lots_are_told_apart_though_there_are_many() -> None:
    marks = {lots_map.mark(n, 0, 0, 9) for n in range(40)}
    assert len(marks) == 40
    assert all(contrast(colour, colours.GROUND) >= 4.5 for colour in lots_map.COLOURS)


@pytest.mark.parametrize(("many", "spread"), [(1, 0.0), (40, 0.0), (300, 9000.0), (300, 0.0)])
def test_every_mark_lies_within_the_map(many: int, spread: float) -> None:
    found = drawing(many, 1, spread)
    _, _, width, height = map(float, found.get("viewBox", "").split())
    circles = [(float(c.get("cx", 0)), float(c.get("cy", 0))) for c in found.iter("circle")]
    assert len(circles) >= many
    assert all(0 < x < width and 0 < y < height for x, y in circles)
    if many <= 40:
        assert len(set(circles)) == many


def test_no_place_is_no_map() -> None:
    assert lots_map.draw([{"id": "a", "value": Decimal(1), "easting": None}], [{"units": ["a"]}], "m", "x") is None


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_page_fits_loads_only_itself_and_has_contrast(
    browser: Any, document: dict[str, Any], tmp_path: Path, width: int
) -> None:
    path = tmp_path / "lots.html"
    save(path, document, AREAS, {})
    shown, requests, complaints = opened(browser, path, width)
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert requests == [path.as_uri()]
    assert complaints == []
    assert shown.evaluate(CONTRASTS) == []
    shown.close()


@pytest.mark.browser
def test_page_prints_without_cutting_tables(browser: Any, document: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "lots.html"
    save(path, document, AREAS, {})
    shown, _, _ = opened(browser, path, 680)  # A4 within its margins
    shown.emulate_media(media="print")
    assert shown.evaluate("[...document.querySelectorAll('table')].filter(t => t.scrollWidth > 690).length") == 0
    shown.close()
