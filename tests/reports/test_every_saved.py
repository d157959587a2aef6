"""Every answer can be saved for the file, and the page carries what it rests on."""

from pathlib import Path
from typing import Any

import pytest

from localspend import workspace
from localspend.cli import main
from localspend.pipeline import build
from tests.pipeline import small
from tests.reports.test_browser import browser as browser

LOTS = """title = "Cleaning of offices"
category = "90910000"
minimum_expected_bidders = 1
max_lots = 2
cost_per_lot = 100
units = [{id = "a", value = 9000, place = "B1 1AA"}, {id = "b", value = 8000, place = "B2 2AA"}]
"""
DRAFT = "Cleaning of offices\nConsortia will not be accepted. Payment is 60 days end of month.\n"
RULES = ["rules", "--contract", "services", "--value", "\u00a345,000", "--date", "2026-11-22"]
#: Name -> the command; FOLDER stands for the network's.
COMMANDS = {
    "rules": [*RULES, "--buyer", "council", "--vat", "excluded", "--reserve", "wards:E05000001"],
    "rules of an institution": ["-C", "FOLDER", *RULES, "--institution", "council", "--category", "90000000"],
    "barriers": ["rules", "barriers", "FOLDER/draft.txt"],
    "barriers beside a market": ["rules", "barriers", "FOLDER/draft.txt", "FOLDER", "--category", "90910000"],
    "lots": ["lots", "FOLDER/lots.toml", "FOLDER", "--effort", "0.2"],
    "find": ["find", "office cleaning", "FOLDER", "--value", "20000", "--date", "2026-11-22"],
    "insight": ["insight", "spend", "FOLDER", "--inside", "inner"],
    "insight of contracts": ["insight", "splitting", "FOLDER", "--institution", "council"],
}
LOOKED = {"rules of an institution", "barriers beside a market", "lots", "find", "insight", "insight of contracts"}
#: Headings and cells of one word that stand on two lines.
CUT = """[...document.querySelectorAll('th, td')].filter(e => {
  const r = document.createRange(); r.selectNodeContents(e);
  const word = !e.querySelector('br') && /^\\w{1,12}$/.test(e.textContent);
  return word && new Set([...r.getClientRects()].map(c => c.top)).size > 1;
}).map(e => e.textContent)"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small.write(tmp_path_factory.mktemp("network"))
    build(folder)
    (folder / "lots.toml").write_text(LOTS, encoding="utf-8")
    (folder / "draft.txt").write_text(DRAFT, encoding="utf-8")
    return folder


def saved(home: Path, out: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page that a command saves, on 1 March 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")
    monkeypatch.setenv("XDG_CACHE_HOME", str(out / "cache"))
    if name == "lots":
        pytest.importorskip("ortools")
    main([*(word.replace("FOLDER", str(home)) for word in COMMANDS[name]), "--save", str(out / "page.html")])
    return (out / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_page_carries_its_evidence(home: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    html = saved(home, tmp_path, name, monkeypatch)
    command = [word for word in COMMANDS[name] if word not in ("-C", "FOLDER") and "/" not in word]
    rests_on = html.partition("<h2>What it rests on</h2>")[2]
    assert all(word.replace("\u00a345,000", "45000") in rests_on for word in command if " " not in word)
    assert "1 March 2026" in rests_on
    assert (workspace.current(home).id in rests_on) == (name in LOOKED)
    assert "A decision aid, not legal advice." in rests_on
    assert "localspend 0." in rests_on
    assert "src=" not in html
    assert "href=" not in html.replace('href="#', "")
    assert "&lt;" not in html
    if name.startswith("rules"):
        for part in ("Unchecked", "Sources", "not yet read in the law itself"):
            assert part in html
    assert saved(home, tmp_path, name, monkeypatch) == html


@pytest.mark.browser
@pytest.mark.parametrize("name", COMMANDS)
def test_page_fits_a_screen_and_breaks_no_word(
    browser: Any, home: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(home, tmp_path, name, monkeypatch)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((tmp_path / "page.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.evaluate(CUT) == []
    page.close()
