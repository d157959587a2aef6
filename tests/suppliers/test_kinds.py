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
    ("King Building Contractors", "unknown"),
    ("Sarah's Taxis", "unknown"),
    ("Total", "unknown"),
]


def kinds_of(connection: ibis.BaseBackend, texts: list[str | None], *, personal: bool = False) -> list[dict[str, str]]:
    """Each text's key, kind and shown name, in the order of texts; one query, since each costs a third of a second."""
    given = [{"n": n, "supplier_text": text, "personal": personal} for n, text in enumerate(texts)]
    names = table(connection, {"n": "int64", **COLUMNS}, given)
    names = names.mutate(key=normalise.key(names.supplier_text))
    found = kinds.with_kind(names.mutate(legal_form=normalise.legal_form(names.key)))
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
    assert (person["kind"], company["key"]) == ("private-person", "STRASSE CAFE LTD")


def test_person_whose_name_is_also_a_firms_word_is_private_when_paid_an_allowance(duck: ibis.BaseBackend) -> None:
    assert kinds_of(duck, ["Mary Chambers"], personal=True)[0]["kind"] == "private-person"


def test_person_paid_an_allowance_is_private(duck: ibis.BaseBackend) -> None:
    assert kinds_of(duck, ["Sarah Example"], personal=True)[0]["kind"] == "private-person"


def test_people_are_masked_and_companies_shown(duck: ibis.BaseBackend) -> None:
    texts = ["Mrs A Example", "Wages A Example", "Sarah Example", "Ward End Medical Centre", "Acme Widgets Ltd"]
    assert [row["shown"] for row in kinds_of(duck, list(texts))] == [
        "Private person",
        "Inside the institution",
        "Sole trader (name withheld)",
        "Partnership (name withheld)",
        "Acme Widgets Ltd",
    ]


def test_unmasked_never_shows_private_people() -> None:
    assert set(mask.hidden(unmasked=True)) == {"private-person", "redacted", "internal"}
