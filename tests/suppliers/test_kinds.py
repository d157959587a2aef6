"""What kind of payee a name is, and how its name is shown."""

import ibis
import pytest

from localspend.suppliers import kinds, mask, normalise
from tests.rows import rows, table

COLUMNS = {"supplier_text": "string", "personal": "boolean"}


CASES = [
    ("Acme Widgets Ltd", "company"),
    ("ACME WIDGETS PUBLIC LIMITED COMPANY", "company"),
    ("John Smith Ltd", "company"),
    ("REDACTED PERSONAL DATA", "redacted"),
    ("Name withheld", "redacted"),
    ("Sundry Supplier", "redacted"),
    (None, "redacted"),
    (" - ", "redacted"),
    ("PETTY CASH", "internal"),
    ("Payroll Dept", "internal"),
    ("Midcounties Co-operative Ltd", "mutual"),
    ("Sheffield Credit Union", "mutual"),
    ("Birmingham City Council", "public-body"),
    ("University Hospitals NHS Foundation Trust", "public-body"),
    ("HM Revenue & Customs", "public-body"),
    ("St Saviour's Primary School", "public-body"),
    ("School Uniform Supplies", "unknown"),
    ("Age Concern Anywhere", "charity"),
    ("The Example Trust", "charity"),
    ("Ward End Medical Centre", "partnership"),
    ("St Philip's Chambers", "partnership"),
    ("Brown & Sons", "partnership"),
    ("Mrs A Example", "private-person"),
    ("Dr. Ann Example", "private-person"),
    ("EXAMPLE MR J", "private-person"),
    ("Mr J Example Plumbing", "sole-trader"),
    ("Ann Example t/a Ann's Cakes", "sole-trader"),
    ("Sarah Example", "sole-trader"),
    ("EXAMPLE SARAH", "sole-trader"),
    ("J P Example", "sole-trader"),
    ("Peter King", "sole-trader"),  # an ending is no trade
    ("Sarah Peters", "sole-trader"),
    ("Mr Peter King", "private-person"),
    ("Example, Sarah Jane", "sole-trader"),
    ("Łukasz Example", "sole-trader"),
    ("Sarah Example 00123", "sole-trader"),
    ("Sarah Example Refund", "private-person"),
    ("Council Tax Refunds", "internal"),
    ("Executors of Sarah Example", "private-person"),
    ("n/a", "redacted"),
    ("Redactive Media Sales Limited", "company"),
    ("Petty Cash", "internal"),
    ("High Street Home Imprest", "internal"),
    ("Home Office", "public-body"),
    ("Dept for Communities", "public-body"),
    ("Example Primary Academy", "public-body"),
    ("Example Academies Trust", "public-body"),
    ("Example Police Benevolent Fund", "unknown"),
    ("Royal College of Surgeons", "unknown"),
    ("Example GmbH", "company"),
    ("Friends of Example Park", "charity"),
    ("Church View Residential", "unknown"),
    ("Example Learning Partnership", "unknown"),
    ("Example Chambers of Commerce", "unknown"),
    ("Dr Example & Partners", "partnership"),
    ("Master Example Services", "unknown"),  # no title before a firm's words
    ("Lady Example School", "unknown"),
    ("Miss V Flowers", "private-person"),
    ("Mr J Example (Paper)", "private-person"),  # a word of every day is no trade
    ("A Wood", "sole-trader"),
    ("P H Plant", "unknown"),
    ("Robert Plant", "sole-trader"),
    ("Ivy Cottage", "unknown"),
    ("exponential-e", "unknown"),
    ("murco s/stn", "unknown"),
    ("bits n pieces", "unknown"),
    ("Exampla J Beispiel", "sole-trader"),  # the letter between says it, not the list of names
    ("J Giles-Example", "sole-trader"),
    ("paypal *sarah example", "sole-trader"),
    ("Ann Example and John Beispiel", "sole-trader"),
    ("Ann Example Photography", "sole-trader"),
    ("Leonard Example Disability Trust", "charity"),
    ("J & M Example", "partnership"),
    ("B & M Retail", "unknown"),
    ("King Building Contractors", "unknown"),
    ("Sarah's Taxis", "unknown"),
    ("Total", "unknown"),
]


def kinds_of(connection: ibis.BaseBackend, texts: list[str | None], *, personal: bool = False) -> list[dict[str, str]]:
    """Each text's key, kind and shown name, in the order of texts; one query, since each costs a third of a second."""
    given = [{"n": n, "supplier_text": text, "personal": personal} for n, text in enumerate(texts)]
    names = table(connection, {"n": "int64", **COLUMNS}, given)
    found = kinds.with_kind(normalise.normalised(names, "supplier_text"))
    return rows(found.mutate(shown=mask.shown(found.supplier_text, found.kind)), "n")


@pytest.fixture(scope="module")
def found(duck: ibis.BaseBackend) -> dict[str | None, str]:
    texts = [text for text, _ in CASES]
    return {text: row["kind"] for text, row in zip(texts, kinds_of(duck, texts), strict=True)}


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_kind_is_read_from_the_words(found: dict[str | None, str], text: str | None, expected: str) -> None:
    assert found[text] == expected


def test_kinds_are_the_same_on_both_engines(connection: ibis.BaseBackend) -> None:
    person, company = kinds_of(connection, ["Mrs Zoë Example", "Straße Café Ltd"])
    (couple,) = kinds_of(connection, ["Ann & John Example"], personal=True)
    assert couple["kind"] == "private-person"
    assert (person["kind"], company["key"]) == ("private-person", "STRASSE CAFE LTD")


def test_person_whose_name_is_also_a_firms_word_is_private_when_paid_an_allowance(duck: ibis.BaseBackend) -> None:
    assert kinds_of(duck, ["Mary Chambers"], personal=True)[0]["kind"] == "private-person"


def test_person_paid_an_allowance_is_private(duck: ibis.BaseBackend) -> None:
    assert kinds_of(duck, ["Sarah Example"], personal=True)[0]["kind"] == "private-person"


def test_two_peoples_initials_are_private_when_paid_an_allowance(duck: ibis.BaseBackend) -> None:
    assert kinds_of(duck, ["J & M Example"], personal=True)[0]["kind"] == "private-person"


def test_public_bodies_say_which(duck: ibis.BaseBackend) -> None:
    bodies = {
        "Birmingham City Council": "council",
        "East Riding of Yorkshire Council": "council",
        "University Hospitals NHS Foundation Trust": "nhs",
        "Example Primary School": "school",
        "University of Example": "university",
        "West Midlands Police": "police",
        "Greater Example Fire and Rescue": "fire",
        "HM Revenue & Customs": "government",
        "Tees Combined Authority": "other",
        "British Council": None,
        "Acme Widgets Ltd": None,
    }
    assert {row["supplier_text"]: row["body"] for row in kinds_of(duck, list(bodies))} == bodies


def test_people_are_masked_and_companies_shown(duck: ibis.BaseBackend) -> None:
    texts = ["Mrs A Example", "Wages A Example", "Sarah Example", "Ward End Medical Centre", "Acme Widgets Ltd"]
    assert [row["shown"] for row in kinds_of(duck, list(texts))] == [
        "Private person",
        "Inside the institution",
        "Sole trader (name withheld)",
        "Partnership (name withheld)",
        "Acme Widgets Ltd",
    ]


def test_a_person_before_a_trading_name_is_left_out_even_where_a_company_is_linked(
    connection: ibis.BaseBackend,
) -> None:
    told = {
        "W Example t/a Aldous Decorating": "Aldous Decorating",
        "MR J PRETEND T/A FERRISBY MOTORS": "FERRISBY MOTORS",
        "Sarah Placeholder trading as Murphin Kitchen": "Murphin Kitchen",
        "Axiovale Fencing Ltd T/A Openhand": "Axiovale Fencing Ltd T/A Openhand",
        "Riverside Care (t/a Openhand)": "Riverside Care (t/a Openhand)",
        "Aldous Decorating Ltd": "Aldous Decorating Ltd",
    }
    given = [{"supplier_text": text, "kind": "company"} for text in told]
    t = table(connection, {"supplier_text": "string", "kind": "string"}, given)
    found = rows(t.mutate(shown=mask.written(t.supplier_text, t.kind)), "supplier_text")
    assert {row["supplier_text"]: row["shown"] for row in found} == told


def test_unmasked_never_shows_private_people() -> None:
    assert set(mask.hidden(unmasked=True)) == {"private-person", "redacted", "internal"}
