"""The page in a real browser: no request but itself, no sideways scrolling, contrast, keyboard."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
#: Every visible text: its colour, the first solid ground behind it, its size. Runs in the page.
CONTRASTS = """() => {
  const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (!/, 0\\)$|transparent/.test(c)) return c; } return "rgb(255,255,255)"; };
  const poor = [];
  for (const e of document.querySelectorAll("body *:not(svg *)")) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.checkVisibility()) continue;
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.push(e.outerHTML.slice(0, 80));
  }
  return poor;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    chromium = shutil.which("chromium") or os.environ.get("CHROMIUM")
    if not chromium:
        pytest.skip("no chromium here")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def opened(browser: Any, path: Path, width: int) -> tuple[Any, list[str], list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 800})
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(path.as_uri())
    return page, requests, complaints


@pytest.mark.parametrize("name", ["index.html", "call-list.html", "forward-plan.html"])
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_page_fits_loads_only_itself_and_has_contrast(browser: Any, story_folder: Path, width: int, name: str) -> None:
    path = story_folder / name
    page, requests, complaints = opened(browser, path, width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert requests == [path.as_uri()]
    assert complaints == []
    assert page.evaluate(CONTRASTS) == []
    page.close()


def test_keyboard_skips_to_the_report_and_shows_where_it_is(browser: Any, written: Path) -> None:
    page, _, _ = opened(browser, written, 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_prints_every_table_without_cutting_columns(browser: Any, story_folder: Path) -> None:
    page, _, _ = opened(browser, story_folder / "index.html", 680)  # A4 within its margins
    page.emulate_media(media="print")
    wide = page.evaluate("[...document.querySelectorAll('table')].filter(t => t.scrollWidth > 690).map(t => t.id)")
    assert wide == []
    page.close()


def test_call_list_prints_a_page_for_each_institution_after_the_contents(browser: Any, story_folder: Path) -> None:
    page, _, _ = opened(browser, story_folder / "call-list.html", 725)
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1 + 3
    page.close()
