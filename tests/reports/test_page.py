"""The page: what it says, what it keeps to itself, and that it needs nothing else."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from localspend import reports, workspace
from tests.reports import snapshots


class Outline(HTMLParser):
    """Tags, ids, headings, links and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def every(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]

    def text(self) -> str:
        return re.sub(r"\s+", " ", self.words)


@pytest.fixture(scope="session")
def page(written: Path) -> str:
    return written.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def outline(page: str) -> Outline:
    return Outline(page)


def test_page_loads_nothing_and_runs_nothing(outline: Outline, page: str) -> None:
    policy = next(a["content"] for a in outline.every("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert not outline.every("script", "link", "iframe", "img", "object", "form")
    assert "@import" not in page
    targets = [a.get(key) or "" for _, a in outline.tags for key in ("href", "src", "xlink:href")]
    others = {target for target in targets if target and not target.startswith("#")}
    assert others == {"call-list.html", "forward-plan.html"}, "links that a reader may follow; nothing is loaded"
    assert all(tag == "a" for tag, a in outline.tags if a.get("href") in others)
    assert all(url.startswith("#") for url in re.findall(r"url\(['\"]?([^)]+)\)", page))


def test_ids_are_unique_and_every_reference_is_met(outline: Outline) -> None:
    ids = [a["id"] for _, a in outline.tags if "id" in a]
    assert len(ids) == len(set(ids))
    named = " ".join(a.get(key) or "" for _, a in outline.tags for key in ("aria-labelledby", "aria-describedby"))
    hrefs = [a.get("href") or "#" for a in outline.every("a")]
    anchors = [href[1:] for href in hrefs if href.startswith("#")]
    assert {*named.split(), *anchors} <= set(ids)


def test_headings_tables_and_drawings_make_sense_to_a_screen_reader(outline: Outline) -> None:
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert outline.every("html")[0]["lang"] == "en-GB"
    assert len(outline.every("main")) == len(outline.every("header")) == len(outline.every("footer")) == 1
    assert len(outline.every("table")) == len(outline.every("caption")) > 10
    assert all(a.get("scope") in ("col", "row") for a in outline.every("th"))
    for drawing in outline.every("svg"):
        named = drawing.get("role") == "img" and drawing.get("aria-labelledby")
        assert named or drawing.get("aria-hidden") == "true"


def test_page_says_what_the_figures_say(outline: Outline) -> None:
    text = outline.text()
    assert "Of £51,850 paid in 3 months between January 2024 and April 2025, between 2.7% and 22.1% went" in text
    for name in snapshots.INSTITUTIONS.values():
        assert name in text
    for said in (
        "No counted payments from Silent Homes",
        "2024: fewer than twelve months from Brumchester City Council (2 months)",
        "£400 has no readable date",
        "a PDF: ask for CSV",
        "A note of the build.",
        "exact repeats",
        "the shapes are approximate, drawn around postcodes",
        "the bold line is East Side",
        "Ward 1 £1,400.00",
        "Published twice (duplicate)",
        "Open Government Licence v3.0",
        "0001-abc",
        "£10,049.99",  # not known where
    ):
        assert said in text, said


def test_private_people_are_never_named_and_sole_traders_only_unmasked(network: Path, tmp_path: Path) -> None:
    masked = (network / "report" / "index.html").read_text(encoding="utf-8")
    open_one = reports.write(network, tmp_path, unmasked=True).read_text(encoding="utf-8")
    assert "Jo Bloggs" not in masked
    assert "Jo Bloggs Gardens" in open_one
    for page in (masked, open_one):
        assert "Ann Example" not in page
        assert "Nightingale" not in page


def test_register_of_some_tiers_gives_no_share_among_known_and_says_why(tmp_path: Path) -> None:
    text = Outline(reports.write(snapshots.write(tmp_path, covers=["city"])).read_text(encoding="utf-8")).text()
    assert "covers only Rest of The City" in text
    assert ": among known" not in text
    assert "One that has closed since it was paid is not found" in text


def test_network_without_shapes_or_payments_says_so(tmp_path: Path) -> None:
    bare = Outline(reports.write(snapshots.write(tmp_path / "a", shapes=False)).read_text(encoding="utf-8")).text()
    assert "No ward boundaries were given" in bare
    empty = Outline(reports.write(snapshots.write(tmp_path / "b", empty=True)).read_text(encoding="utf-8")).text()
    assert "£0 paid on dates that are not known" in empty
    assert "No counted payments from Brumchester City Council" in empty


def test_same_snapshot_gives_the_same_bytes(network: Path, written: Path, tmp_path: Path) -> None:
    again = reports.write(network, tmp_path)
    names = ["call-list.html", "forward-plan.html", "index.html", "report.xlsx"]
    for name in names:
        assert (tmp_path / name).read_bytes() == written.with_name(name).read_bytes(), name
    assert sorted(p.name for p in again.parent.iterdir()) == names


def test_failed_report_leaves_the_old_one(network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = reports.write(network, tmp_path).read_bytes()

    def full(path: Path, content: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workspace, "write_whole", full)
    with pytest.raises(OSError, match="No space"):
        reports.write(network, tmp_path)
    assert (tmp_path / "index.html").read_bytes() == old
