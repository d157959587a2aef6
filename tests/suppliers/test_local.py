"""Names that no register knows: one supplier for all the ways in which a payee is written, and never two in one."""

from typing import Any

import ibis
import pytest

from localspend.suppliers import local
from tests.rows import rows, table

NAME = dict.fromkeys(
    (
        "institution_id",
        "supplier_ref",
        "vat_number",
        "key",
        "core",
        "legal_form",
        "postcode",
        "judgement",
        "supplier_id",
    ),
    "string",
) | {"name_id": "int64", "own": "boolean"}


def name(core: str, form: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "institution_id": "one",
        "core": core,
        "key": core,
        "legal_form": form,
        "judgement": "none",
        "own": True,
        **more,
    }


def paid(connection: ibis.BaseBackend, *names: dict[str, Any]) -> list[str]:
    given = [{"name_id": n, **each} for n, each in enumerate(names)]
    return [row["paid_id"] for row in rows(local.identified(table(connection, NAME, given)), "name_id")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (name("ACME WIDGETS", "ltd"), name("ACMEWIDGETS", "ltd", institution_id="two")),
        (name("SMITH AND SONS"), name("SMITH SONS", institution_id="two")),
        (name("ACME WIDGETS", "ltd"), name("ACME WIDGETS")),
        (name("MR J SMITH", postcode="B9 1AA"), name("SMITH J", postcode="B9 1AA", institution_id="two")),
        (name("CORNER CAFE", postcode="B9 1AA"), name("CORNER CAFE", "ltd", postcode="B9 1AA", institution_id="two")),
        (name("ZORBIX ELECTRICAL", supplier_ref="7"), name("ZORBIX ELECTRICAL SERVICES", supplier_ref="7")),
        (name("ZORBIX", vat_number="GB1"), name("ZORBIX HOLDINGS", vat_number="GB1", institution_id="two")),
    ],
)
def test_payee_written_two_ways_is_one(duck: ibis.BaseBackend, first: dict[str, Any], second: dict[str, Any]) -> None:
    one, other = paid(duck, first, second)
    assert one == other


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (name("ACME WIDGETS", "ltd"), name("ACME WIDGET", "ltd")),
        (name("ACME WIDGETS", "ltd"), name("ACME WIDGETS", "llp")),
        (name("CORNER CAFE"), name("CORNER CAFE", "ltd", institution_id="two")),
        (name("MR J SMITH", postcode="B9 1AA"), name("SMITH J", postcode="B8 1AA", institution_id="two")),
        (name("ZORBIX CLEANING", supplier_ref="7"), name("QUELM CLEANING", supplier_ref="7")),
        (name("ZORBIX", supplier_ref="7"), name("ZORBIX HOLDINGS", supplier_ref="8")),
        (name("ZORBIX", vat_number="GB1"), name("QUELM", vat_number="GB1")),
        (name("ZORBIX", supplier_ref="7"), name("ZORBIX HOLDINGS", supplier_ref="7", institution_id="two")),
    ],
)
def test_weak_likeness_joins_nobody(duck: ibis.BaseBackend, first: dict[str, Any], second: dict[str, Any]) -> None:
    one, other = paid(duck, first, second)
    assert one != other


def test_four_ways_over_institutions_are_one_in_any_order(connection: ibis.BaseBackend) -> None:
    ways = [
        name("J SMITH PLASTERING", postcode="B9 1AA"),
        name("J SMITH PLASTERING", supplier_ref="9", institution_id="two"),
        name("SMITH PLASTERER", supplier_ref="9", institution_id="two"),
        name("PLASTERING SMITH J", postcode="B9 1AA", institution_id="three"),
    ]
    assert len(set(paid(connection, *ways))) == 1
    assert set(paid(connection, *ways)) == set(paid(connection, *ways[::-1]))


def test_names_with_two_forms_stay_apart_even_through_a_third(duck: ibis.BaseBackend) -> None:
    found = paid(duck, name("ACME", "ltd"), name("ACME"), name("ACME", "llp"))
    assert len(set(found)) == 3


def test_same_as_is_followed_to_its_end_and_circles_are_one(duck: ibis.BaseBackend) -> None:
    first, second, third = (name(core) for core in ("ZORBIX", "QUELM", "VANTH"))
    ids = paid(duck, first, second, third)
    same = {"judgement": "accept"}
    chain = paid(duck, first, second | same | {"supplier_id": ids[0]}, third | same | {"supplier_id": ids[1]})
    assert len(set(chain)) == 1
    circle = paid(duck, first | same | {"supplier_id": ids[1]}, second | same | {"supplier_id": ids[0]}, third)
    assert circle[0] == circle[1] != circle[2]
    linked = first | same | {"supplier_id": "GB-COH-01234567"}
    through = paid(duck, linked, second | same | {"supplier_id": ids[0]}, third | same | {"supplier_id": ids[1]})
    assert set(through) == {"GB-COH-01234567"}


def test_chain_and_circle_of_same_as_are_one_payee_to_their_ends(duck: ibis.BaseBackend) -> None:
    names = [name(f"ZORBIX {letter}") for letter in "ABCDEFGHIJKLMNOPQRST"]
    own = paid(duck, *names)
    assert len(set(own)) == len(names)
    said = [each | {"judgement": "accept", "supplier_id": other} for each, other in zip(names, own[1:], strict=False)]
    assert len(set(paid(duck, *said, names[-1]))) == 1
    circle = [
        each | {"judgement": "accept", "supplier_id": other}
        for each, other in zip(names, own[1:] + own[:1], strict=True)
    ]
    assert len(set(paid(duck, *circle))) == 1
    lost = names[0] | {"judgement": "accept", "supplier_id": "local-0000000000000000"}
    itself = names[1] | {"judgement": "accept", "supplier_id": own[1]}
    assert paid(duck, lost, itself, *names[2:]) == own
