"""Papers for a purchase: in proportion to its value, on one page and two, fair by our own check."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localspend.cli import main
from localspend.errors import InputError, UsageError
from localspend.network import KINDS
from localspend.reports import paper
from localspend.rules import papers
from localspend.rules.answer import rules
from localspend.rules.barriers.draft import Draft
from localspend.rules.barriers.headings import HEADINGS
from localspend.rules.barriers.record import barriers
from localspend.rules.requirement import CONTRACTS
from tests.pipeline import small
from tests.reports.test_browser import browser as browser
from tests.rules.ask import requirement

NEED = {"buyer": "council", "contract": "services", "value": "25000"}
VALUES = {"smallest": "900", "small": "20000", "middle": "60000", "large": "150000", "above-threshold": "900000"}


def facts(folder: Path | None = None, risk: str | None = None, **need: Any) -> dict[str, Any]:
    asked = requirement(**{**NEED, **need})
    answer = rules(asked, folder)
    return papers.facts(asked, answer, title="Grass cutting", buyer="The Council", risk=risk, folder=folder)


def words(html: str) -> str:
    """What a reader sees of it, a line a block."""
    body = re.sub(r"(?s)<style>.*?</style>|<head>.*?</head>", "", html)
    return re.sub(r"<[^>]+>", " ", re.sub(r"</(p|li|h1|h2|tr)>", "\n", body))


@pytest.mark.parametrize("band", VALUES)
def test_the_larger_the_value_the_more_may_be_asked(band: str) -> None:
    found = facts(value=VALUES[band])["band"]
    assert found["band"] == band
    assert found["checked"] == "false"


@given(low=st.integers(0, 200_000), high=st.integers(0, 200_000))
def test_no_smaller_contract_asks_for_more(low: int, high: int) -> None:
    low, high = sorted((low, high))
    small_one, large_one = facts(value=str(low))["band"], facts(value=str(high))["band"]
    for key in ("answer_days", "answer_pages"):
        assert int(small_one[key]) <= int(large_one[key])


@pytest.mark.parametrize("risk", [None, "low", "ordinary", "high", "advice"])
@pytest.mark.parametrize("name", ["brief", "terms"])
@pytest.mark.parametrize("band", VALUES)
def test_our_own_check_finds_no_barrier_in_them(band: str, name: str, risk: str | None) -> None:
    text = words(paper.render(name, facts(value=VALUES[band], risk=risk)))
    lines = tuple((f"line {n}", line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip())
    quiet = ("no word of engagement", "no word of feedback")  # the terms come with the brief, which has both
    document = barriers(Draft("Grass cutting", lines))
    assert [one for one in document["barriers"] if not (name == "terms" and one["barrier"] in quiet)] == []


def test_brief_and_terms_pay_in_30_days_and_insure_by_risk() -> None:
    for name in ("brief", "terms"):
        said = words(paper.render(name, facts(contract="works", value="60000")))
        assert "30 days of a valid invoice" in said
        assert "£5,000,000" in said
        assert "Work at height" in said
    assert "£1,000,000" in words(paper.render("brief", facts(contract="goods")))
    assert "Professional indemnity" in words(paper.render("terms", facts(risk="advice")))


def test_a_risk_that_is_not_in_the_table_is_told() -> None:
    with pytest.raises(UsageError, match="One of low, ordinary, high, advice"):
        facts(risk="dire")


def test_answers_are_not_due_on_a_weekend() -> None:
    assert {facts(on=f"2026-11-{day:02}")["answer_by"].weekday() for day in range(1, 29)} == set(range(5))


def test_the_record_has_all_that_the_file_needs() -> None:
    found = facts(value="150000", reserve=["wards:E05011120", "uk"])
    said = words(paper.render("record", found, ["Asked on: today."]))
    for part in ("The need", "The value", "The route", "Lots", "Barriers considered", "Value for money", "Risks"):
        assert part in said
    assert "No premium is assumed" in said
    assert "Refused." in said
    assert "not yet read in the law itself" in said
    assert "not legal advice" in said
    assert "Asked on: today." in said
    assert all(heading in said for heading in HEADINGS.values())


def test_the_record_says_where_no_notice_is_asked_for() -> None:
    assert "The Act asks for none." in words(paper.render("record", facts(value="2000"), []))
    assert "The Act asks for none." not in words(paper.render("record", facts(value="150000"), []))


def test_words_for_the_notice_ask_for_tenders_above_the_threshold() -> None:
    assert "welcome to tender" in rules(requirement(**NEED | {"value": "900000"}))["wording"]["notice"]
    assert "welcome to quote" in rules(requirement(**NEED))["wording"]["notice"]


def test_the_record_takes_in_the_barriers_of_a_draft(tmp_path: Path) -> None:
    draft, out = tmp_path / "draft.txt", tmp_path / "record.html"
    draft.write_text("Grass\nConsortia will not be accepted.\n", encoding="utf-8")
    ask = ["rules", "--buyer", "council", "--contract", "services", "--value", "9000", "--date", "2026-11-22"]
    main([*ask, "--template", "record", "--draft", str(draft), "--save", str(out), "--title", "Grass & hedges"])
    html = out.read_text(encoding="utf-8")
    assert "no consortia (line 2)" in html
    assert "Grass &amp; hedges" in html
    assert "localspend rules --buyer council --contract services" in html


@pytest.mark.parametrize("on", ["2019-05-01", "2025-02-23", "2026-11-22"])
@pytest.mark.parametrize("contract", sorted(CONTRACTS))
def test_every_paper_can_be_filled_for_everybody(contract: str, on: str) -> None:
    for buyer in KINDS:
        told = facts(buyer=buyer, contract=contract, on=on, value="70000", reserve=["uk"], nation="wales")
        for name in papers.NAMES:
            said = paper.render(name, told)
            assert "None" not in said
            assert "Grass cutting" in said


def test_terms_name_the_law_of_the_nation() -> None:
    assert "The law of Scotland applies" in paper.render("terms", facts(nation="scotland"))


def test_a_paper_without_a_file_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["rules", "--buyer", "council", "--contract", "goods", "--value", "1", "--date", "2026-11-22",
              "--template", "brief"])  # fmt: skip
    assert "--save brief.html" in capsys.readouterr().err


def test_a_network_agrees_its_own_wording_and_amounts_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = small.write(tmp_path)
    main(["rules", "templates", str(home)])
    assert "brief.html" in capsys.readouterr().out
    brief = home / "templates" / "brief.html"
    brief.write_text(
        brief.read_text(encoding="utf-8").replace("asks for quotes", "would like a quote"), encoding="utf-8"
    )
    (home / "rules").mkdir()
    (home / "rules" / "insurance.csv").write_text(
        "risk,cover,contracts,work,pounds,from_on,to_on,checked,source\n"
        "ordinary,public liability,services,Work at our sites,500000,,,true,agreed on 3 May 2026\n",
        encoding="utf-8",
    )
    said = words(paper.render("brief", facts(home), folder=home))
    assert "would like a quote" in said
    assert "£500,000" in said
    assert "own (templates/brief.html)" in said
    main(["rules", "templates", str(home)])
    assert "has them all" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", ["{% if %}", "{{ nothing.here }}", "{{ 1 + 'a' }}", "{{ ''.__class__.__mro__[1] }}"])
def test_a_template_that_cannot_be_filled_is_told(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "terms.html").write_text(wrong, encoding="utf-8")
    with pytest.raises(InputError, match=r"terms\.html"):
        paper.render("terms", facts(), folder=tmp_path)


@pytest.mark.browser
@pytest.mark.parametrize("contract", ["services", "works", "light-touch"])
@pytest.mark.parametrize(("name", "pages"), [("brief", 1), ("terms", 2)])
def test_one_page_of_brief_and_two_of_terms(browser: Any, tmp_path: Path, contract: str, name: str, pages: int) -> None:
    title = "Maintenance of grounds, hedges, trees and play areas at forty sites in all wards of the city"
    asked = {"contract": contract, "years": 4, "options": ["9000"], "reserve": ["uk", "districts:E08000025"]}
    for value in VALUES.values():
        told = facts(risk="advice", value=value, **asked) | {"title": title}
        path = tmp_path / f"{name}.html"
        path.write_text(paper.render(name, told), encoding="utf-8")
        page = browser.new_page(viewport={"width": 680, "height": 900})
        requests: list[str] = []
        page.on("request", lambda request, seen=requests: seen.append(request.url))
        page.goto(path.as_uri())
        assert requests == [path.as_uri()]
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == pages, value
        page.close()
