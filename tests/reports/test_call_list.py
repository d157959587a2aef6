"""The call list: what is on an institution's page, in which order, and what it never says."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from localspend.reports import call_list, handouts
from localspend.reports.account import Account
from localspend.reports.levers import Levers
from tests.reports import told
from tests.reports.test_page import Outline

D = Decimal


def with_levers(account: Account, **changed: object) -> Account:
    """The account with other answers; what is not named stays as told."""
    rows = {**told.LEVERS.rows, **{key.replace("_", "-"): value for key, value in changed.items() if key in ROWS}}
    rest = {key: value for key, value in changed.items() if key not in ROWS}
    return replace(account, levers=replace(told.LEVERS, rows=rows, **rest))  # type: ignore[arg-type]


ROWS = ("leakage", "influence", "peer_proven", "pipeline")


def entries(account: Account, institution: str) -> list[call_list.Entry]:
    return next(list(page.entries) for page in call_list.sheets(account) if page.institution_id == institution)


def test_every_institution_has_a_page_in_the_order_of_the_network(answered: Account) -> None:
    assert [page.institution_id for page in call_list.sheets(answered)] == ["council", "trust", "silent"]


def test_what_peers_buy_locally_comes_first_then_what_a_firm_seems_able_to_supply(answered: Account) -> None:
    found = [(entry.code, entry.proven) for entry in entries(answered, "council")]
    # 'unknown' leaks most of what could be moved after food, and is nothing to ring about; green cannot be moved.
    assert found == [(told.FOOD, True), (told.PRINT, False)]


def test_nearest_suppliers_first_each_once_with_the_peer_that_pays_it(answered: Account) -> None:
    food = entries(answered, "council")[0]
    assert [(one.name, one.where, one.peer, one.paid) for one in food.suppliers] == [
        ("=Bakery Limited", "Ward 1", "Wychall Hospitals <NHS> Trust", D(1200)),
        ("A sole trader or partnership", "East Side", "Wychall Hospitals <NHS> Trust", D(400)),
        ("City Lunches Limited", "Rest of The City", "Wychall Hospitals <NHS> Trust", D(9000)),
    ]
    assert food.peers == ["Wychall Hospitals <NHS> Trust"]


def test_at_most_three_suppliers_and_ten_categories_most_to_move_first(answered: Account) -> None:
    codes = [f"{n}000000" for n in range(30, 45)]
    account = with_levers(
        answered,
        leakage=[told.leak("council", code, "inner", 9000 + n, 8000 + n) for n, code in enumerate(codes)],
        peer_proven=[
            told.proven("council", code, f"GB-{n}", f"Firm {n}", "trust", n) for code in codes for n in range(5)
        ],
        wider=[], able={},
    )  # fmt: skip
    found = entries(account, "council")
    assert [entry.code for entry in found] == codes[::-1][:10]
    assert [one.name for one in found[0].suppliers] == ["Firm 4", "Firm 3", "Firm 2"]


def test_contracts_end_goes_before_a_rhythm_and_what_has_no_date_says_so(answered: Account) -> None:
    food, paper = entries(answered, "council")
    assert (food.next_on, food.next_says) == (
        date(2026, 5, 31), "the contract ends: School meals (Giant plc)"
    )  # fmt: skip
    assert (paper.next_on, paper.next_says) == (None, "No date is known: ask when it is next bought")


def test_rhythm_says_how_often(answered: Account) -> None:
    rhythm = [told.due("council", told.FOOD, date(2026, 4, 12), "payments", sure=0.5)]
    assert entries(with_levers(answered, pipeline=rhythm), "council")[0].next_says == (
        "the next payment is due, by its rhythm of 30 days"
    )


def test_figure_a_year_only_where_the_files_cover_one(answered: Account) -> None:
    assert entries(answered, "council")[0].a_year is None  # three months
    rows = [(*row[:2], 24, *row[3:]) if row[0].startswith("Brumchester") else row
            for row in answered.grids["Coverage"].rows if row[1] == 2024]  # fmt: skip
    long = replace(answered, grids={**answered.grids, "Coverage": replace(answered.grids["Coverage"], rows=rows)})
    assert entries(long, "council")[0].a_year == D("20000.00")


def test_what_nobody_judged_is_listed_by_what_leaves_without_a_word_on_moving(answered: Account) -> None:
    silent = with_levers(answered, influence=[])
    green = entries(silent, "council")[-1]
    assert (green.code, green.leaves, green.part) == (told.GREEN, D(900), None)


def test_no_answer_no_list(answered: Account) -> None:
    account = replace(answered, levers=Levers(unanswered={"leakage": "No payment has a date."}))
    assert [page.entries for page in call_list.sheets(account)] == [(), (), ()]
    assert "No payment has a date." in handouts.call_list_page(account)


@pytest.fixture(scope="module")
def page(story_folder: Path) -> str:
    return (story_folder / "call-list.html").read_text(encoding="utf-8")


def test_page_prints_each_institution_apart_and_loads_nothing(page: str) -> None:
    outline = Outline(page)
    assert not outline.every("script", "link", "iframe", "img", "object", "form")
    assert "default-src 'none'" in page
    assert "@page { size: A4" in page
    assert "break-before: page" in page
    sections = [a["id"] for a in outline.every("section")]
    assert sections == ["at-council", "at-trust", "at-silent"]
    hrefs = [a["href"] for a in outline.every("a")]
    assert hrefs == ["#main", *(f"#{one}" for one in sections), "index.html"]
    assert len(re.findall(r"<h1>", page)) == 1


def test_page_says_whom_to_ring_and_leaves_a_line_for_the_contact(page: str) -> None:
    text = Outline(page).text()
    for said in (
        "Payments from 31/01/2024 to 01/03/2025", "too short for a figure a year", "£40,000 leaves in that time; 75.0%",
        "=Bakery Limited, micro, Ward 1. £1,200 from Wychall Hospitals <NHS> Trust, last 31/03/2025.",
        "No peer is known to buy this locally. Firms that seem able:", "Its registered activity fits.",
        "Ask Wychall Hospitals <NHS> Trust how they buy from them.", "Contact:", "Silent Homes No dated payments.",
    ):  # fmt: skip
        assert said in text, said


def test_withheld_names_are_nobodys(page: str) -> None:
    text = Outline(page).text()
    assert "A sole trader or partnership (name withheld: ask)" in text
    assert "Sole trader (name" not in text
    assert "Jo Bloggs" not in text
