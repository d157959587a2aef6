"""An answer saved for the file."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from localspend.errors import InputError
from localspend.reports.saved import page, save
from tests.reports.test_browser import browser as browser

ANSWER = {
    "regime": "below-threshold",
    "threshold": Decimal("207720.00"),
    "options": [{"name": "as is", "lots": [{"units": ["a", "b"]}], "gap": None}],
    "reservation": {"allowed": ["uk"], "refused": []},
    "on": date(2026, 3, 1),
    "notes": ["A <b>note</b>"],
    "cost": "1500.00",
    "share": "1.50 of 3",
    "nothing": [],
}


def test_every_answer_becomes_headings_tables_and_lists() -> None:
    html = page("Rules & routes", ANSWER)
    assert "<h1>Rules &amp; routes</h1>" in html
    for said in (
        '<tr><th scope="row">Regime</th><td>below-threshold</td></tr>',
        "<h2>Options</h2>",
        "£207,720.00",
        "1 March 2026",
        "<td>£1,500.00</td>",
        "<td>1.50 of 3</td>",
        '<td data-of="Name">as is</td>',
        "Units: a, b",
        "&lt;b&gt;note&lt;/b&gt;",
    ):
        assert said in html, said
    assert "Nothing" not in html


def test_a_saved_page_loads_nothing_and_appears_whole(tmp_path: Path) -> None:
    save(tmp_path / "file.html", "Lots", ANSWER)
    html = (tmp_path / "file.html").read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert "src=" not in html
    assert "href=" not in html
    assert [path.name for path in tmp_path.iterdir()] == ["file.html"]


def test_a_page_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        save(tmp_path / "absent" / "file.html", "Lots", ANSWER)


@pytest.mark.browser
def test_a_saved_page_fits_a_telephone(browser: Any, tmp_path: Path) -> None:
    firms = [{"name": "A Very Long Name Of A Firm Limited", "reasons": ["it was paid for this"] * 3, "score": 0.5,
              "tier": "a-neighbourhood", "facts": ["micro (Companies House accounts category)"]}] * 3  # fmt: skip
    save(tmp_path / "file.html", "Firms to consider", {"firms": firms})
    page = browser.new_page(viewport={"width": 400, "height": 900})
    page.goto((tmp_path / "file.html").as_uri())
    assert page.evaluate("[...document.querySelectorAll('.wide')].every(e => e.scrollWidth <= e.clientWidth)")
    page.close()
