"""Traceability: what is followed, what is not, and what is not known; on both engines."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pytest

from localspend.cli import main
from localspend.insight import traceability
from localspend.insight.threads.links import AWARDED, INSIDE
from localspend.tables import award_suppliers, awards, notice_releases, notices
from tests.insight.tables import contracts_of, paid, payees
from tests.reports import snapshots
from tests.rows import rows, table

#: A payment in the term of an entry, and the entry.
PAYMENT = {"supplier_id": "s1", "amount": "100.00", "on": "2024-05-01", "category_code": "45000000"}
ENTRY = {
    "supplier_id": "s1", "supplier_text": "S1", "title": "Roofs", "category_code": "45210000", "value": "1000.00",
    "start_on": "2024-01-01", "ends": "2024-12-31",
}  # fmt: skip
NOTICE = {"ocid": "o1", "institution_id": "council", "title": "Roofs", "stage": "award", "cpv": "45200000"}
AWARD = {
    "ocid": "o1", "award_id": "1", "published_id": "1", "status": "active", "awarded_on": date(2023, 12, 1),
    "value": Decimal("1000.00"), "value_kind": "award", "currency": "GBP",
}  # fmt: skip
NAMED = {"ocid": "o1", "award_id": "1", "supplier_id": "s1", "position": 1}


def answer(
    connection: ibis.BaseBackend,
    *,
    payments: list[dict[str, Any]] | None = None,
    entries: list[dict[str, Any]] | None = None,
    notice: list[dict[str, Any]] | None = None,
    award: list[dict[str, Any]] | None = None,
    named: list[dict[str, Any]] | None = None,
    tags: list[tuple[str, str]] | None = None,
    suppliers: list[dict[str, Any]] | None = None,
    **options: Any,
) -> list[dict[str, Any]]:
    releases = [{"ocid": ocid, "tag": tag, "release_id": str(n)} for n, (ocid, tag) in enumerate(tags or ())]
    found = traceability.traceability(
        paid(connection, *payments) if payments else paid(connection, {"amount": "1"}).limit(0),
        payees(connection, *(suppliers or [{"supplier_id": one} for one in ("s1", "s2")])),
        contracts_of(connection, *entries) if entries else contracts_of(connection, {}).limit(0),
        table(connection, notices.COLUMNS, notice or []),
        table(connection, awards.COLUMNS, award or []),
        table(connection, award_suppliers.COLUMNS, named or []),
        table(connection, notice_releases.COLUMNS, releases),
        **options,
    )
    return rows(found, "part", "step", "rank")


def step(found: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (one,) = [row for row in found if row["part"] == "step" and row["step"] == name]
    return one


def broken(found: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [row for row in found if row["part"] == "broken" and row["step"] == name]


def test_payment_in_the_term_of_its_supplier_s_entry_is_followed(duck: ibis.BaseBackend) -> None:
    found = answer(duck, payments=[PAYMENT], entries=[ENTRY])
    one = step(found, "paid-registered")
    assert (one["records"], one["records_followed"], one["records_by_id"]) == (1, 1, 0)
    assert (one["amount"], one["amount_followed"], one["amount_kind"]) == (Decimal(100), Decimal(100), "paid")
    assert one["probability"] == INSIDE[True][0]
    assert step(found, "registered-paid")["amount_followed"] == Decimal(1000)
    assert broken(found, "paid-registered") == broken(found, "registered-paid") == []


def test_payment_without_an_entry_is_a_broken_thread(duck: ibis.BaseBackend) -> None:
    found = answer(duck, payments=[{**PAYMENT, "supplier_id": "s2"}, PAYMENT], entries=[ENTRY])
    one = step(found, "paid-registered")
    assert (one["records"], one["records_followed"]) == (2, 1)
    (lost,) = broken(found, "paid-registered")
    assert (lost["rank"], lost["supplier"], lost["amount"], lost["records"]) == (1, "S2", Decimal(100), 1)


def test_what_was_not_read_is_not_known_and_breaks_nothing(duck: ibis.BaseBackend) -> None:
    found = answer(duck, payments=[PAYMENT])
    for name, why in (
        ("paid-registered", "no register of contracts was read"),
        ("paid-awarded", "no notices were read"),
    ):
        one = step(found, name)
        assert (one["records"], one["records_followed"], one["amount_followed"]) == (1, None, None)
        assert (one["probability"], one["needs"]) == (None, why)
    assert [row for row in found if row["part"] == "broken"] == []


def test_nothing_gives_nothing(duck: ibis.BaseBackend) -> None:
    assert answer(duck) == []
    assert traceability.notes([]) == []


def test_reference_links_for_certain_whatever_the_dates(duck: ibis.BaseBackend) -> None:
    late = {**PAYMENT, "on": "2029-05-01", "supplier_id": "s2", "contract_ref": "c-0001"}
    found = answer(duck, payments=[late], entries=[{**ENTRY, "contract_ref": "C 0001"}])
    one = step(found, "paid-registered")
    assert (one["records_followed"], one["records_by_id"], one["probability"]) == (1, 1, 1.0)
    assert step(found, "registered-paid")["records_by_id"] == 1


def test_order_number_links_to_a_register_of_orders(duck: ibis.BaseBackend) -> None:
    found = answer(duck, payments=[{**PAYMENT, "po_number": "PO12345"}], entries=[{**ENTRY, "contract_ref": "PO12345"}])
    assert step(found, "paid-registered")["records_by_id"] == 1


def test_short_reference_links_nothing(duck: ibis.BaseBackend) -> None:
    other = {**PAYMENT, "supplier_id": "s2", "contract_ref": "1"}
    found = answer(duck, payments=[other], entries=[{**ENTRY, "contract_ref": "1"}])
    assert step(found, "paid-registered")["records_followed"] == 0


@pytest.mark.parametrize(
    ("payment", "entry", "probability"),
    [
        ({}, {}, INSIDE[True][0]),
        ({"category_code": "unknown"}, {}, INSIDE[True][1]),
        ({"category_code": "90000000"}, {}, INSIDE[True][1]),
        ({"on": "2025-03-31"}, {}, INSIDE[True][0]),
        ({"on": "2025-04-30"}, {}, INSIDE[False][0]),
        ({"on": "2025-04-30"}, {"extension_to": "2025-12-31"}, INSIDE[True][0]),
        ({"on": "2023-11-30"}, {}, INSIDE[False][0]),
        ({"on": "2031-01-01"}, {"ends": None}, INSIDE[True][0]),
        ({}, {"start_on": None, "ends": None}, INSIDE[None][0]),
        ({"on": None}, {}, INSIDE[None][0]),
    ],
)
def test_probability_follows_term_and_category(
    duck: ibis.BaseBackend, payment: dict[str, Any], entry: dict[str, Any], probability: float
) -> None:
    def said(row: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in row.items() if value is not None}

    found = answer(duck, payments=[said(PAYMENT | payment)], entries=[said(ENTRY | entry)], least=0.01)
    assert step(found, "paid-registered")["probability"] == probability


def test_another_category_counts_against_a_supplier_with_several_contracts_only(duck: ibis.BaseBackend) -> None:
    other, walls = {**PAYMENT, "category_code": "90000000"}, {**ENTRY, "title": "Walls"}
    for entries, probability in (([ENTRY], INSIDE[True][1]), ([ENTRY, walls], INSIDE[True][2])):
        found = answer(duck, payments=[other], entries=entries, least=0.01)
        assert step(found, "paid-registered")["probability"] == probability


def test_least_decides_what_counts_as_followed(duck: ibis.BaseBackend) -> None:
    other, entries = {**PAYMENT, "category_code": "90000000"}, [ENTRY, {**ENTRY, "title": "Walls"}]
    assert step(answer(duck, payments=[other], entries=entries), "paid-registered")["records_followed"] == 0
    (lost,) = broken(answer(duck, payments=[other], entries=entries), "paid-registered")
    assert lost["probability"] == INSIDE[True][2]
    assert step(answer(duck, payments=[other], entries=entries, least=0.3), "paid-registered")["records_followed"] == 1


def test_whole_thread_from_plan_to_payment(connection: ibis.BaseBackend) -> None:
    found = answer(
        connection, payments=[PAYMENT], entries=[ENTRY], award=[AWARD], named=[NAMED],
        notice=[{**NOTICE, "value": Decimal("900.00"), "value_kind": "estimate", "currency": "GBP"}],
        tags=[("o1", "planning"), ("o1", "tender"), ("o1", "award, contract")],
    )  # fmt: skip
    steps = {row["step"]: row for row in found}
    assert len(steps) == len(found) == 9
    assert all((row["records"], row["records_followed"], row["part"]) == (1, 1, "step") for row in found)
    assert steps["tendered-awarded"]["amount_followed"] == Decimal(900)
    assert steps["planned-tendered"]["records_by_id"] == 1
    assert steps["registered-awarded"]["probability"] == AWARDED[True][0]
    assert steps["awarded-registered"]["amount_followed"] == Decimal(1000)
    assert steps["paid-awarded"]["amount_followed"] == Decimal(100)
    assert steps["suppliers-awarded"]["amount_followed"] == Decimal(100)


def test_tender_without_an_award_and_plan_without_a_tender_are_broken(duck: ibis.BaseBackend) -> None:
    found = answer(
        duck,
        notice=[
            {**NOTICE, "stage": "tender", "value": Decimal(500), "value_kind": "estimate"},
            {**NOTICE, "ocid": "o2", "stage": "planning", "title": "Walls"},
        ],
        tags=[("o1", "tender"), ("o2", "planning")],
    )
    assert step(found, "tendered-awarded")["records_followed"] == 0
    assert [(row["title"], row["amount"]) for row in broken(found, "tendered-awarded")] == [("Roofs", Decimal(500))]
    assert [row["title"] for row in broken(found, "planned-tendered")] == ["Walls"]


def test_cancelled_award_is_none(duck: ibis.BaseBackend) -> None:
    notice = {**NOTICE, "stage": "tender"}
    found = answer(duck, notice=[notice], award=[{**AWARD, "status": "cancelled"}], named=[NAMED])
    assert step(found, "tendered-awarded")["records_followed"] == 0
    assert [row for row in found if row["step"].startswith("awarded")] == []


def test_joint_award_counts_once_and_a_ceiling_has_no_pounds(connection: ibis.BaseBackend) -> None:
    joint = [NAMED, {**NAMED, "supplier_id": "s2", "position": 2}]
    found = answer(
        connection, notice=[NOTICE], named=[*joint, {**NAMED, "award_id": "2"}],
        award=[AWARD, {**AWARD, "award_id": "2", "value_kind": "ceiling", "value": Decimal(10**9)}],
        payments=[{**PAYMENT, "supplier_id": "s2"}],
    )  # fmt: skip
    one = step(found, "awarded-paid")
    assert (one["records"], one["records_followed"]) == (2, 1)
    assert (one["amount"], one["amount_followed"]) == (Decimal(1000), Decimal(1000))


@pytest.mark.parametrize(
    ("award", "probability"),
    [
        ({}, AWARDED[True][0]),
        ({"value": Decimal(1099)}, AWARDED[True][0]),
        ({"value": Decimal(1120)}, AWARDED[True][2]),
        ({"value": None}, AWARDED[True][1]),
        ({"awarded_on": date(2021, 1, 1)}, AWARDED[False][0]),
        ({"awarded_on": None}, AWARDED[None][0]),
        ({"awarded_on": date(2021, 1, 1), "start_on": date(2024, 1, 1)}, AWARDED[True][0]),
    ],
)
def test_entry_and_award_are_as_alike_as_value_and_dates(
    duck: ibis.BaseBackend, award: dict[str, Any], probability: float
) -> None:
    found = answer(duck, entries=[ENTRY], notice=[NOTICE], award=[AWARD | award], named=[NAMED], least=0.01)
    assert step(found, "registered-awarded")["probability"] == probability


def test_award_of_another_institution_follows_nothing(duck: ibis.BaseBackend) -> None:
    theirs = {**NOTICE, "institution_id": "hospital"}
    found = answer(duck, payments=[PAYMENT], notice=[theirs], award=[AWARD], named=[NAMED])
    assert step(found, "paid-awarded")["needs"] == "no notices were read"
    assert step(found, "awarded-paid")["records_followed"] == 0


def test_what_was_never_to_be_procured_is_no_broken_thread(duck: ibis.BaseBackend) -> None:
    given = [
        {**PAYMENT, "influence_reason": "grants-and-transfers"},
        {**PAYMENT, "supplier_id": "someone"},
        {**PAYMENT, "status": "excluded"},
        PAYMENT,
    ]
    known = [{"supplier_id": "s1"}, {"supplier_id": "someone", "kind": "private-person"}]
    assert step(answer(duck, payments=given, entries=[ENTRY], suppliers=known), "paid-registered")["records"] == 1


@pytest.mark.parametrize("unmasked", [False, True])
def test_sole_trader_is_masked_with_the_title_of_the_contract(duck: ibis.BaseBackend, unmasked: bool) -> None:
    trader = {"supplier_id": "t1", "kind": "sole-trader", "name": "Ann Example", "name_shown": "Sole trader"}
    entry = {**ENTRY, "supplier_id": "t1", "title": "Photographs by Ann Example"}
    (lost,) = broken(answer(duck, entries=[entry], suppliers=[trader], unmasked=unmasked), "registered-paid")
    if unmasked:
        assert (lost["supplier"], lost["supplier_id"], lost["title"]) == ("Ann Example", "t1", entry["title"])
    else:
        assert (lost["supplier"], lost["supplier_id"], lost["title"]) == ("Sole trader", None, None)


def test_largest_broken_threads_stand_first_and_no_more_than_asked(duck: ibis.BaseBackend) -> None:
    many = [{**PAYMENT, "supplier_id": f"x{n}", "amount": str(n)} for n in range(1, 8)]
    found = answer(duck, payments=many, entries=[ENTRY], top=3)
    assert [(row["rank"], row["amount"]) for row in broken(found, "paid-registered")] == [(1, 7), (2, 6), (3, 5)]
    assert step(found, "paid-registered")["records"] == 7


def test_parts_add_up_to_what_is_paid(duck: ibis.BaseBackend) -> None:
    day = date(2023, 6, 1)
    many = [
        {**PAYMENT, "supplier_id": f"s{n % 3}", "amount": f"{n}.37", "on": (day + timedelta(days=17 * n)).isoformat()}
        for n in range(1, 40)
    ]
    found = answer(duck, payments=many, entries=[ENTRY], top=100)
    one = step(found, "paid-registered")
    assert one["amount"] == sum(Decimal(f"{n}.37") for n in range(1, 40))
    lost = broken(found, "paid-registered")
    assert one["amount_followed"] + sum(row["amount"] for row in lost) == one["amount"]
    assert one["records_followed"] + sum(row["records"] for row in lost) == one["records"]


def test_notes_compare_with_central_government_and_say_what_was_not_read(duck: ibis.BaseBackend) -> None:
    found = answer(
        duck, payments=[PAYMENT, {**PAYMENT, "supplier_id": "s2"}], notice=[NOTICE], award=[AWARD], named=[NAMED]
    )
    first, second = traceability.notes(found)
    assert "name 1 of 2 suppliers paid" in first
    assert "6,401 of 31,852 a year (20%" in first
    assert second == "council: no register of contracts was read, so what needs them is not known."


def test_terminal_shows_steps_and_broken_threads_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["insight", "traceability", str(snapshots.write(tmp_path))])
    shown = capsys.readouterr().out
    assert "traceability step:" in shown
    assert "paid-registered" in shown
    assert "no register of contracts was read" in shown
    assert "Ann Example" not in shown
