"""What a number beside a name is worth: held against the name, and against the registers at hand."""

from typing import Any

import ibis
import pytest

from localspend.suppliers import evidence, registered, resolve
from localspend.tables import organisations
from tests.rows import rows, table
from tests.suppliers.test_registered import charity, record

NAME = {"name_id": "int64", **resolve.NAMES}
REGISTERS = [
    record("GB-COH-01234567", "ACME WIDGETS LIMITED"),
    record("GB-COH-01234567", "ZENITH LIMITED", name_kind="previous"),
    record("GB-COH-07654321", "QUELM BUILDERS LTD"),
    record("GB-COH-04000001", "ACME HOSPICE"),
    charity("GB-COH-04000001", "ACME HOSPICE", number="1100001"),
    charity("GB-CHC-1100002", "VILLAGE HALL"),
    charity("GB-CHC-1234567", "CARERS OF THE VALE"),
    charity("GB-CHC-1100003", "NATIONAL SOCIETY FOR THE PREVENTION OF FLOODS"),
    record("GB-SC-SC012345", "GLEN TRUST", "oscr"),
]
Found = tuple[str | None, str | None]


def found(connection: ibis.BaseBackend, *names: dict[str, Any]) -> list[Found]:
    """supplier_id and judgement of each name, None where its numbers say nothing."""
    register = registered.united(table(connection, organisations.COLUMNS, REGISTERS))
    asked = table(connection, NAME, [{"name_id": n, **name} for n, name in enumerate(names)])
    told = {row["name_id"]: row for row in rows(evidence.by_number(asked, register))}
    return [(told[n]["supplier_id"], told[n]["judgement"]) if n in told else (None, None) for n in range(len(names))]


#: What a ledger writes (name, company number, charity number) -> the organisation that is taken.
TAKEN = [
    ("Acme Wid", "1234567", None, "GB-COH-01234567"),
    ("Zenith", "01234567", None, "GB-COH-01234567"),
    ("ACMEWIDGETS", "01234567", None, "GB-COH-01234567"),
    ("Not In This Slice", "09999999", None, "GB-COH-09999999"),
    ("Acme Hospice", None, "1100001", "GB-COH-04000001"),
    ("Acme Hospice", "4000001", "1100001", "GB-COH-04000001"),
    ("Village Hall", None, "1100002", "GB-CHC-1100002"),
    ("Unknown Trust", None, "1199999", "GB-CHC-1199999"),
    ("NSPF", None, "1100003", "GB-CHC-1100003"),
    # A charity number in a column of company numbers, and the other way round.
    ("Village Hall", "1100002", None, "GB-CHC-1100002"),
    ("Carers of the Vale", "1234567", None, "GB-CHC-1234567"),
    ("Glen Trust", "SC012345", None, "GB-SC-SC012345"),
    ("Quelm Builders", None, "07654321", "GB-COH-07654321"),
    # A charity whose register is not at hand, beside the number of its company.
    ("Quelm Builders", "07654321", "1199999", "GB-COH-07654321"),
    ("Nobody", "09999999", "1199999", "GB-COH-09999999"),
    # The charity of that number has another name: the company is one that the slice lacks.
    ("Plumbers", "1100002", None, "GB-COH-01100002"),
    ("Acme Widgets", "01234567;07654321", None, "GB-COH-01234567"),
    (None, "01234567", None, "GB-COH-01234567"),
]
#: The same -> supplier_id and judgement.
DOUBTED = [
    ("Plumbers", "01234567", None, ("GB-COH-01234567", "review")),
    ("Plumbers", None, "1100002", ("GB-CHC-1100002", "review")),
    ("Plumbers and Co Limited", "07654321", None, ("GB-COH-07654321", "review")),
    ("Plumbers", "01234567;07654321", None, (None, None)),
    ("Plumbers", "09999999;08888888", None, (None, None)),
    ("Plumbers", "GB123456782", None, (None, None)),
    ("Plumbers", None, "01100002", (None, None)),
]
Written = tuple[str | None, str | None, str | None]


@pytest.fixture(scope="module")
def judged(duck: ibis.BaseBackend) -> dict[Written, Found]:
    """What is said of each; asked together, for each answer is a name's own."""
    written = [(text, company, charity) for text, company, charity, _ in [*TAKEN, *DOUBTED]]
    columns = ("supplier_text", "company_number", "charity_number")
    answers = found(duck, *(dict(zip(columns, one, strict=True)) for one in written))
    return dict(zip(written, answers, strict=True))


@pytest.mark.parametrize(("text", "company", "charity_number", "supplier_id"), TAKEN)
def test_number_is_taken(
    judged: dict[Written, Found], text: str | None, company: str | None, charity_number: str | None, supplier_id: str
) -> None:
    assert judged[text, company, charity_number] == (supplier_id, "accept")


@pytest.mark.parametrize(("text", "company", "charity_number", "answer"), DOUBTED)
def test_number_is_doubted_or_says_nothing(
    judged: dict[Written, Found], text: str, company: str | None, charity_number: str | None, answer: Found
) -> None:
    assert judged[text, company, charity_number] == answer


def test_engines_agree_on_numbers(connection: ibis.BaseBackend) -> None:
    names = [
        {"supplier_text": "Acme Widgets", "company_number": "01234567;07654321"},
        {"supplier_text": "NSPF", "charity_number": "1100003"},
        {"supplier_text": "Plumbers", "company_number": "01234567"},
    ]
    assert found(connection, *names) == [
        ("GB-COH-01234567", "accept"),
        ("GB-CHC-1100003", "accept"),
        ("GB-COH-01234567", "review"),
    ]
