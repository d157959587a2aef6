"""The four short answers, and the sections that they lead to."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from localspend.reports import grids_of_levers, story
from localspend.reports.account import Account
from localspend.reports.levers import Levers
from tests.reports import told
from tests.reports.test_page import Outline

D = Decimal


def of(account: Account, question: str) -> story.Answer:
    return next(answer for answer in story.answers(account) if question in answer.question)


def test_what_leaks_is_an_interval_up_to_all_of_unknown_place(answered: Account) -> None:
    answer = of(answered, "leaks")
    assert answer.figure == "£55,300 to £65,349"
    assert "£40,000 to £40,050 leaves The City too." in answer.says
    assert "£43,000 of what is known to leave East Side could be paid to somebody else." in answer.says


def test_what_could_stay_is_between_one_category_and_all_of_them(answered: Account) -> None:
    rows = [told.replaced(told.FOOD, 9000, 4000, 20000), told.replaced(told.PRINT, 5000, 5000, 90000)]
    account = replace(answered, levers=Levers(rows={"replacement": rows}))
    # At least: print alone. At most: food by its capacity, print by what is open to change.
    assert of(account, "stay").figure == "£5,000 to £50,000"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(4000, 20000, (D(4000), D(20000))), (None, None, (D(9000), D(9000))), (12000, 90000, (D(9000), D(30000)))],
)
def test_capacitys_range_carries_over_to_what_could_stay(
    low: int | None, high: int | None, expected: tuple[Decimal, Decimal]
) -> None:
    assert story.staying(told.replaced(told.FOOD, 9000, low, high)) == expected


def test_what_could_be_bought_together_counts_no_pound_twice(answered: Account) -> None:
    answer = of(answered, "together")
    assert answer.figure == "£7,000 a year or more"  # the payee's £40,000 are in the categories again
    assert "£60,000 more is shared and better kept small, so that small firms can carry it." in answer.says


def test_what_is_coming_keeps_contracts_and_rhythms_apart(answered: Account) -> None:
    answer = of(answered, "coming")
    assert answer.figure == "£12,000"
    assert answer.says[0] == "is the published worth of 1 contract that ends or is reviewed by July 2026."
    assert answer.says[1].startswith("£9,000 to £24,000 a year more is bought in 2 rhythms of payments")


def test_question_without_an_answer_says_why(answered: Account) -> None:
    empty = replace(answered, levers=Levers(unanswered={"pipeline": "No payment has a date."}))
    assert of(empty, "coming").says == ("This could not be answered. No payment has a date.",)
    assert of(empty, "stay").says == ("Nothing was found that leaves and could be bought nearby.",)
    assert [answer.figure for answer in story.answers(empty)] == [""] * 4


def test_calendar_has_a_row_a_quarter() -> None:
    assert grids_of_levers.calendar(told.LEVERS.of("pipeline")).rows == [
        ("April to June 2026", 1, D(12000), 1, D(12000), "Food and drink"),
        ("July to September 2026", 0, D(0), 1, D(12000), "Grounds maintenance, farming and forestry"),
    ]


@pytest.fixture(scope="module")
def outline(story_folder: Path) -> Outline:
    return Outline((story_folder / "index.html").read_text(encoding="utf-8"))


def test_answers_stand_before_everything_else_and_lead_to_their_sections(outline: Outline) -> None:
    sections = [a["id"] for a in outline.every("section")]
    assert sections[:2] == ["headline", "leaks"]
    hrefs = [a["href"] or "" for a in outline.every("a")]
    assert all(f"#{answer}" in hrefs and answer in sections for answer in ("leaks", "stay", "together", "coming"))


def test_page_tells_each_lever(outline: Outline) -> None:
    text = outline.text()
    for said in (
        "What leaves East Side: the largest", "Public body or statutory", "Bought, and no firm nearby is known",
        "Let the ends meet, buy apart", "Six firms in East Side could carry the parts, one the whole.",
        "April to June 2026",
        "Under £5,000",
        "Local lunches (Brumchester City Council, East Side): money moved. The change is between +4.0",
        "Share to payees inside the area", "From each institution to where its pounds went",
    ):  # fmt: skip
        assert said in text, said
    assert "splitting" not in text.lower().partition("how each table is worked out")[0]


def test_ids_are_unique_and_every_reference_is_met(outline: Outline) -> None:
    ids = [a["id"] for _, a in outline.tags if "id" in a]
    assert len(ids) == len(set(ids))
    hrefs = [a.get("href") or "#" for a in outline.every("a")]
    labels = " ".join(a.get("aria-labelledby") or "" for _, a in outline.tags).split()
    assert {*labels, *(href[1:] for href in hrefs if href.startswith("#"))} <= set(ids)
