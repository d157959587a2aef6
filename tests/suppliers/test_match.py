"""Which organisation a name is, in a register of invented companies with a few of our own among them."""

import random
from datetime import date
from typing import Any

import ibis
import pytest
from benchmarks.identity.companies import Register
from benchmarks.identity.writing import typing_error

from localspend.suppliers import index, match
from localspend.suppliers.index import Index
from localspend.tables import organisations
from tests.rows import rows, table

COMPANIES = 3000
NAME = {
    "name_id": "int64",
    "supplier_text": "string",
    "postcode": "string",
    "last_paid": "date",
    "number": "string",
}


def org(number: str, name: str, **more: Any) -> dict[str, Any]:
    return {"supplier_id": number, "number": number, "name": name, "name_kind": "current", **more}


OURS = [
    org("1", "TESICO STORES LIMITED"),
    org("2", "COLAUS LIMITED"),
    org("3", "DENS JOINERY LIMITED"),
    org("4", "KESTRELVALE PLUMBING LIMITED", postcode="B8 1AA"),
    org("5", "KESTRELVALE PLUMBING (MIDLANDS) LIMITED", postcode="B9 1AA"),
    org("6", "QUIBBLEWORTH CATERING LTD"),
    org("6", "OLD MARZIPAN LTD", name_kind="previous", used_until=date(2015, 1, 1)),
    org("7", "SPINDRIFT ROOFING LTD", register_status="Dissolved", dissolved_on=date(2018, 6, 1)),
    org("8", "SPINDRIFT ROOFING LTD", incorporated_on=date(2019, 1, 1)),
    org("9", "TWINFELL LIMITED", postcode="B1 1AA"),
    org("10", "TWINFELL LIMITED", postcode="B2 2BB"),
    org("11", "UNIT 7 VORTIGERN ENGINEERING LIMITED"),
    org("12", "J P THRUPPLEWICK LIMITED"),
    org("0013", "BRASSENDALE HEALTHCARE SUPPLIES LIMITED"),
    org("14", "FFORDD GWYDDELWERN CYFYNGEDIG"),
    org("15", "MOUNTJOY & ABERNATHY LLP"),
]


@pytest.fixture(scope="module")
def known(duck: ibis.BaseBackend) -> Index:
    invented = [org(f"X{company.number}", company.name) for company in Register(7, 7).companies(COMPANIES)]
    return index.build(table(duck, organisations.COLUMNS, [*invented, *OURS]))


def answers(duck: ibis.BaseBackend, known: Index, names: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    """Judgement and organisation of each name."""
    asked = table(duck, NAME, [{"name_id": n, **name} for n, name in enumerate(names)])
    found = {row["name_id"]: row for row in rows(match.matched(asked, known))}
    nothing = {"judgement": "none", "supplier_id": None}
    told = [found.get(n, nothing) for n in range(len(names))]
    return [(row["judgement"], row["supplier_id"] if row["judgement"] != "none" else None) for row in told]


ACCEPTED = {
    "Kestrelvale Plumbing": "4",
    "KESTRELVALE PLUMBING LTD": "4",
    "KESTRELVALE PLUMBING (MIDLANDS) LTD": "5",
    "Kestrel Vale Plumbing Ltd": "4",
    "QUIBBLEWORTH CATERING LIMITED - BACS": "6",
    "Pantry T/A Quibbleworth Catering Ltd": "6",
    "Old Marzipan Limited": "6",
    "BRASSENDALE HEALTHCARE SUPPLIE": "0013",
    "Brassendale Healthcare Supplies Ltd (Leeds)": "0013",
    "FFORDD GWYDDELWERN CYF": "14",
    "Mountjoy and Abernathy LLP": "15",
}


def test_name_written_as_ledgers_write_is_found(duck: ibis.BaseBackend, known: Index) -> None:
    found = answers(duck, known, [{"supplier_text": text} for text in ACCEPTED])
    assert dict(zip(ACCEPTED, found, strict=True)) == {text: ("accept", number) for text, number in ACCEPTED.items()}


DOUBTFUL = [
    "TESCO STORES LTD",  # a chain is not a typing error of a small firm
    "TESCO STORES",
    "COLAS LTD",
    "HOWDENS JOINERY",  # a part of a word is not the word
    "Howdens Joinery Co",
    "Twinfell Limited",  # two live companies fit equally
    "Unit 8 Vortigern Engineering Limited",
    "T Q Thrupplewick Limited",
    "Mountjoy & Abernathie Ltd",  # another legal form
    "Mountjoy and Abernathy Ltd",  # which an LLP is not
    "P J Thrupplewick Limited",  # initials turned round
    "Brassendale Healthcare Limited",  # a legal form ends a name
    "Quibbleworth Catering Supplies Ltd",
    "Quibbleworth Catering (Leeds)",  # a bracket may be part of the name
    "Fotheringhay Ltd T/A Quibbleworth Catering",  # Fotheringhay was paid
    "Catering Quibbleworth",
    "Quibbelworth Catering Ltd",  # its one rare word agrees by spelling alone
    "Kestrel Plumbing Ltd",
    "Plumbing Services Ltd",
    "Quibbleworth",
    "123456",
    "شركة المياه",
    "💷💷💷",
    "ACME " * 40,
]


@pytest.fixture(scope="module")
def doubted(duck: ibis.BaseBackend, known: Index) -> dict[str, str]:
    """The judgement of each doubtful name; asked together, for each answer is a name's own."""
    found = answers(duck, known, [{"supplier_text": text} for text in DOUBTFUL])
    return {text: judgement for text, (judgement, _) in zip(DOUBTFUL, found, strict=True)}


@pytest.mark.parametrize("text", DOUBTFUL)
def test_doubtful_name_is_not_accepted(doubted: dict[str, str], text: str) -> None:
    assert doubted[text] != "accept"


def test_doubted_link_is_worth_a_half_at_most(duck: ibis.BaseBackend, known: Index) -> None:
    texts = ["Quibbelworth Catering Ltd", "Mountjoy and Abernathy Ltd", "Twinfell Limited"]
    asked = table(duck, NAME, [{"name_id": n, "supplier_text": text} for n, text in enumerate(texts)])
    found = rows(match.matched(asked, known), "name_id")
    assert [row["judgement"] for row in found] == ["review"] * 3
    assert all(row["probability"] <= 0.5 for row in found)


def test_slip_of_the_fingers_does_not_hide_the_company(duck: ibis.BaseBackend, known: Index) -> None:
    """One typing error anywhere in the name: the company is among the first five."""
    rng = random.Random("slips")
    companies = rng.sample(list(Register(7, 7).companies(COMPANIES)), 300)
    slipped = [{"name_id": n, "supplier_text": typing_error(rng, one.name)} for n, one in enumerate(companies)]
    ranked = match.ranked(table(duck, NAME, slipped), known)
    first = {(row["name_id"], row["supplier_id"]) for row in rows(ranked.filter(ranked.place < 5))}
    assert sum((n, f"X{one.number}") in first for n, one in enumerate(companies)) >= 297


def test_postcode_parts_two_of_the_same_name(duck: ibis.BaseBackend, known: Index) -> None:
    names = [{"supplier_text": "Twinfell Limited", "postcode": code} for code in ("B1 1AA", "B2 2BB")]
    assert answers(duck, known, names) == [("accept", "9"), ("accept", "10")]


def test_day_of_payment_says_which_of_two_it_was(duck: ibis.BaseBackend, known: Index) -> None:
    paid = [
        {"supplier_text": "Spindrift Roofing Ltd", "last_paid": day} for day in (date(2015, 5, 1), date(2023, 5, 1))
    ]
    assert answers(duck, known, paid) == [("accept", "7"), ("accept", "8")]


def test_company_that_was_gone_when_paid_waits_for_a_person(duck: ibis.BaseBackend) -> None:
    small = index.build(table(duck, organisations.COLUMNS, [row for row in OURS if row["supplier_id"] != "8"]))
    paid = [
        {"supplier_text": "Spindrift Roofing Ltd", "last_paid": day} for day in (date(2018, 9, 1), date(2023, 5, 1))
    ]
    assert answers(duck, small, paid) == [("accept", "7"), ("review", "7")]


def test_number_that_is_given_is_found_however_it_is_written(duck: ibis.BaseBackend, known: Index) -> None:
    given = ["0013", "000-14", " 00 14", "99999", ""]
    asked = table(duck, NAME, [{"name_id": n, "number": number} for n, number in enumerate(given)])
    found = {row["name_id"]: row["supplier_id"] for row in rows(match.by_number(asked, known))}
    assert found == {0: "0013", 1: "14", 2: "14"}


def test_answer_is_the_same_in_any_order_of_the_register(duck: ibis.BaseBackend) -> None:
    asked = [{"name_id": n, "supplier_text": text} for n, text in enumerate(ACCEPTED)]
    ways = [index.build(table(duck, organisations.COLUMNS, ours)) for ours in (OURS, OURS[::-1])]
    first, second = (rows(match.ranked(table(duck, NAME, asked), way), "name_id", "supplier_id") for way in ways)
    assert [{k: v for k, v in row.items() if k != "entry_id"} for row in first] == [
        {k: v for k, v in row.items() if k != "entry_id"} for row in second
    ]
