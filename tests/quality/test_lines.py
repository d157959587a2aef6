"""Checks of lines: each passes here, fails there, and does not apply to something. The table is the specification."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pytest

from localspend.quality import CHECKS
from tests.quality.lines import CONTRACT, LISTED, judge

Rows = Sequence[Mapping[str, Any]]


def day(month: int, of_month: int, year: int = 2026) -> dict[str, Any]:
    when = date(year, month, of_month)
    return {"paid_on": when, "date_written": f"{of_month:02}/{month:02}/{year}"}


def pounds(amount: str, **more: Any) -> dict[str, Any]:
    return {"amount": Decimal(amount), **more}


PERSON = {"supplier_text": "Mrs A Example", "kind": "private-person", "letters": "MRSAEXAMPLE"}
NOBODY: Rows = []
MONTH = [day(4, n % 28 + 1) for n in range(30)]

#: check -> lines that pass, lines that fail (the last of them does), lines to which it does not apply.
CASES: dict[str, tuple[Rows, Rows, Rows]] = {
    "id_missing": ([{"company_number": "01234567"}], [{"company_number": "not yet available"}], [PERSON]),
    "id_malformed": (
        [{"company_number": "SC123456"}],
        [{"company_number": "1234567"}],
        [{"company_number": "withheld"}],
    ),
    "one_id_many_names": (
        [{"roles": "|", "supplier_ref": "7"}, {"roles": "|", "supplier_ref": "7"}],
        [{"roles": "|", "supplier_ref": "7"}, {"roles": "|", "supplier_ref": "7"},
         {"roles": "|", "supplier_ref": "7", "letters": "OTHER"}],
        [{"supplier_ref": None}],
    ),
    "one_name_many_ids": (
        [{"roles": "|", "supplier_ref": "7"}, {"roles": "|", "supplier_ref": "7"}],
        [{"roles": "|", "supplier_ref": "7"}, {"roles": "|", "supplier_ref": "7"}, {"roles": "|", "supplier_ref": "8"}],
        [PERSON],
    ),
    "exact_duplicate": ([{}, {}], [{"alike": 3}, {}, {"alike": 3}], NOBODY),
    "near_duplicate": (
        [day(4, 1), day(5, 1)],
        [{"reference": "A1", "department": "D", "category_text": "C", "description": "x", **day(4, 1)},
         {"reference": "A1", "department": "D", "category_text": "C", "description": "x", **day(4, 2)}],
        [PERSON, PERSON],
    ),
    "joint_procurement_duplicate": (
        [CONTRACT, {**CONTRACT, "publisher": "b", "title": "Another matter altogether"}],
        [CONTRACT, {**CONTRACT, "publisher": "b"}],
        [CONTRACT],
    ),
    "republished_month": (
        [*MONTH, {"path": "a/may.csv", **day(5, 1)}],
        [*MONTH, *({"path": "a/later.csv", **one} for one in MONTH)],
        MONTH,
    ),
    "total_row": ([{}], [{}, {"left_out": "total", "path": "a/april.csv"}], NOBODY),
    "date_missing": ([{}], [{"paid_on": None, "date_written": None}], [LISTED]),
    "date_unparseable": ([{}], [{"paid_on": None, "date_written": "April 2026"}], [{"date_written": None}]),
    "date_ambiguous_order": (
        [{"date_written": "03/04/2026"}],
        [{"date_written": "03/04/2026", "dates_ambiguous": True}],
        [{"date_written": "2026-04-03"}],
    ),
    "date_outside_file_period": (MONTH, [*MONTH, day(4, 1, 2019)], [day(4, 1), day(9, 1)]),
    "date_future": ([day(6, 30)], [day(7, 1)], [{"paid_on": None}]),
    "end_before_start": (
        [CONTRACT],
        [{**CONTRACT, "end_on": date(2026, 3, 31)}],
        [{**CONTRACT, "end_on": None}],
    ),
    "period_gap": ([day(4, 1), day(5, 1)], [day(1, 1), day(3, 1)], [day(4, 1)]),
    "value_missing": ([{}], [{}, {"left_out": "no-amount", "amount": None}], [LISTED]),
    "value_zero": ([{}], [pounds("0.00")], [{"amount": None}]),
    "value_placeholder": ([pounds("1250.00")], [pounds("999999.00")], [{"amount": None}]),
    "net_gross_mismatch": (
        [pounds("100.00", vat=Decimal("20.00"))],
        [pounds("100.00", vat=Decimal("30.00"))],
        [pounds("100.00", vat=None)],
    ),
    "framework_ceiling_as_spend": (
        [{**CONTRACT, "framework_ref": "FW1"}],
        [{**CONTRACT, "framework_ref": "FW1"}, {**CONTRACT, "framework_ref": "FW1", "letters": "OTHER"}],
        [{**CONTRACT, "framework_ref": "No"}],
    ),
    "cpv_missing": (
        [{**CONTRACT, "category_text": "45261910-6 roof repair"}],
        [{**CONTRACT, "category_text": "Works"}],
        [{**CONTRACT, "roles": "|title|", "category_text": None}],
    ),
    "cpv_generic": (
        [{**CONTRACT, "category_text": "45261910"}],
        [{**CONTRACT, "category_text": "45000000"}],
        [{**CONTRACT, "category_text": "Works"}],
    ),
    "postcode_missing": ([{"postcode": "B9 4AA"}], [{}], [{"roles": "|supplier|"}]),
    "postcode_invalid": (
        [{"supplier_postcode": "b9  4aa"}],
        [{"supplier_postcode": "B99"}],
        [{"supplier_postcode": None}],
    ),
    "redacted": ([{}], [{"supplier_text": "REDACTED", "kind": "redacted"}], [LISTED]),
    "personal_name": ([{}], [PERSON], [{"supplier_text": None}]),
    "not_procurement": ([{}], [{"supplier_text": "HMRC"}], NOBODY),
    "schema_error": ([{}], [{}, {"left_out": "not-a-payment"}], NOBODY),
    "spend_without_contract": (
        [pounds("6000.00"), CONTRACT],
        [CONTRACT, pounds("6000.00", letters="OTHER")],
        [pounds("6000.00")],
    ),
    "contract_without_spend": (
        [{}, CONTRACT],
        [{"letters": "OTHER"}, CONTRACT],
        [CONTRACT],
    ),
}  # fmt: skip


def test_table_names_every_check_of_lines() -> None:
    apart = {"field_blank_rate", "supplier_paid_never_awarded"}  # tested below: other arguments, other answers
    assert set(CASES) | apart == {name for name, module in CHECKS.items() if hasattr(module, "lines")}


@pytest.mark.parametrize("check", CASES)
def test_passes_fails_and_does_not_apply(duck: ibis.BaseBackend, check: str) -> None:
    passing, failing, silent = CASES[check]
    passed = judge(duck, check, passing)
    assert passed, "nothing was judged"
    assert [line for line, fails in passed if fails] == []
    failed = [line for line, fails in judge(duck, check, failing) if fails]
    assert failed
    assert failed[-1] == len(failing) - 1
    assert judge(duck, check, silent) == []


@pytest.mark.spark
@pytest.mark.parametrize("check", CASES)
def test_engines_agree_on_what_fails(duck: ibis.BaseBackend, spark: ibis.BaseBackend, check: str) -> None:
    _, failing, _ = CASES[check]
    assert judge(spark, check, failing) == judge(duck, check, failing)


def test_only_the_copies_are_exact_duplicates(duck: ibis.BaseBackend) -> None:
    found = judge(duck, "exact_duplicate", [{"alike": 1}, {"alike": 1}, {}, {"alike": 1}])
    assert [line for line, fails in found if fails] == [1, 3]


def test_exact_copies_are_not_near_duplicates_too(duck: ibis.BaseBackend) -> None:
    same = {"reference": "A1", "department": "D", "description": "x", "alike": 4}
    assert [fails for _, fails in judge(duck, "near_duplicate", [same, same])] == [False, False]


def near(duck: ibis.BaseBackend, *rows: Mapping[str, Any]) -> bool:
    """Whether a line of these is shown, in a ledger that has other payments to this payee."""
    others = [{"reference": f"B{n}", "description": "Other", **pounds(f"{n}1.37"), **day(4, n)} for n in range(1, 9)]
    return any(fails for _, fails in judge(duck, "near_duplicate", [*others, *rows]))


INVOICE = {"reference": "A1", "department": "D", "category_text": "C", "description": "Roof"}


def test_one_invoice_paid_on_two_days_is_near(duck: ibis.BaseBackend) -> None:
    assert near(duck, {**INVOICE, **day(4, 10)}, {**INVOICE, **day(4, 11)})


def test_regular_fees_are_not_near_duplicates(duck: ibis.BaseBackend) -> None:
    assert not near(duck, *({**INVOICE, "reference": f"A{n}", **day(4, n)} for n in (1, 8, 15, 22)))
    monthly = ({**INVOICE, "reference": f"A{n}", "path": f"a/{n}.csv", **day(n, 1)} for n in (1, 2, 3))
    assert not near(duck, *monthly, {**INVOICE, "reference": "A4", "path": "a/3.csv", **day(3, 2)})


def test_parts_of_one_document_are_not_near_duplicates(duck: ibis.BaseBackend) -> None:
    assert not near(duck, INVOICE, {**INVOICE, "description": "Gutter"})


def test_another_department_and_a_round_sum_make_a_pair_less_near(duck: ibis.BaseBackend) -> None:
    same = [{**INVOICE, "reference": f"A{n}", **day(4, 10)} for n in (1, 2)]
    numbered = [{"reference": f"C{n}", **pounds("5.25"), "letters": f"O{n}"} for n in range(200)]
    assert near(duck, *same, *numbered), "references that each line has for itself do not count"
    assert not near(duck, same[0], {**same[1], "department": "E", "category_text": "F"}, *numbered)
    assert not near(duck, *({**one, **pounds("500.00")} for one in same), *numbered)


def test_payees_whose_name_is_withheld_are_not_compared(duck: ibis.BaseBackend) -> None:
    hidden = {**INVOICE, "supplier_text": "REDACTED", "kind": "redacted", "letters": "REDACTED"}
    assert not near(duck, {**hidden, **day(4, 10)}, {**hidden, **day(4, 11)})


def test_dates_that_contradict_each_other_leave_the_others_ambiguous(duck: ibis.BaseBackend) -> None:
    rows = [{"date_written": text} for text in ("13/04/2026", "04/13/2026", "03/04/2026", "05/05/2026")]
    assert [line for line, fails in judge(duck, "date_ambiguous_order", rows) if fails] == [2]


def test_one_wrong_year_does_not_cover_the_months_between(duck: ibis.BaseBackend) -> None:
    months = [day(month, n % 28 + 1) for month in (4, 5) for n in range(60)]
    assert not any(fails for _, fails in judge(duck, "period_gap", [day(4, 1, 2009), *months]))


def test_stray_dates_of_a_small_ledger_cover_no_month(duck: ibis.BaseBackend) -> None:
    """Neither one in the past, nor any in the future; a publisher of few payments has months of one."""
    for stray in ([day(4, 1, 2016)], [day(8, 1), day(8, 2)]):
        assert not any(fails for _, fails in judge(duck, "period_gap", [*MONTH, *stray]))
    assert [fails for _, fails in judge(duck, "period_gap", [day(1, 1), day(2, 1), day(5, 1)])] == [False, True]


def test_credit_with_credit_of_vat_fits(duck: ibis.BaseBackend) -> None:
    assert judge(duck, "net_gross_mismatch", [pounds("-100.00", vat=Decimal("-20.00"))]) == [(0, False)]
    assert judge(duck, "net_gross_mismatch", [pounds("-100.00", vat=Decimal("20.00"))]) == [(0, True)]


def test_company_paid_out_of_a_grant_has_sold_something(duck: ibis.BaseBackend) -> None:
    grant = {"category_text": "Affordable Warmth Grant"}
    assert judge(duck, "not_procurement", [grant, {**grant, "kind": "charity"}]) == [(0, False), (1, True)]


def test_company_that_writes_about_rates_has_sold_something(duck: ibis.BaseBackend) -> None:
    about = {"description": "NNDR software, a year", "category_text": "Computer maintenance"}
    assert judge(duck, "not_procurement", [about, {**about, "kind": "public-body"}]) == [(0, False), (1, True)]


def test_what_is_bought_out_of_a_grant_is_no_grant(duck: ibis.BaseBackend) -> None:
    works = {"description": "Disabled facilities grant", "category_text": "Contractor"}
    kinds = ("unknown", "sole-trader", "charity")
    found = judge(duck, "not_procurement", [{**works, "kind": kind} for kind in kinds])
    assert [fails for _, fails in found] == [False, False, True]


def test_date_of_the_week_beside_the_month_is_no_other_period(duck: ibis.BaseBackend) -> None:
    told = {"told_first": date(2026, 4, 1), "told_last": date(2026, 4, 30)}
    rows = [{**told, **one} for one in (*MONTH, day(3, 28), day(5, 5), day(3, 20), day(5, 20))]
    assert [fails for _, fails in judge(duck, "date_outside_file_period", rows)][-4:] == [False, False, True, True]


def test_payment_of_a_pound_is_odd_among_large_ones_only(duck: ibis.BaseBackend) -> None:
    large = [pounds(f"{n}00.00") for n in range(1, 150)]
    cards = [pounds(f"{n % 20}.50") for n in range(150)]
    for others, odd in ((large, True), (cards, False)):
        assert judge(duck, "value_placeholder", [*others, pounds("1.00")])[-1] == (len(others), odd)
    assert not any(fails for _, fails in judge(duck, "value_placeholder", [*large, pounds("-1.00")]))


def test_blank_field_is_one_entry_with_its_rate(connection: ibis.BaseBackend) -> None:
    rows: Rows = [{"description": text, "category_text": "x"} for text in (None, None, "y", "z")]
    found = dict.fromkeys(fails for _, fails in judge(connection, "field_blank_rate", rows))
    assert set(found) == {True, False}
    assert judge(connection, "field_blank_rate", NOBODY) == []


def test_paid_but_never_awarded_needs_awards(connection: ibis.BaseBackend) -> None:
    rows: Rows = [{}, {"letters": "OTHER"}, PERSON]
    assert judge(connection, "supplier_paid_never_awarded", rows) == []
    found = judge(connection, "supplier_paid_never_awarded", rows, awarded=["EXAMPLEBUILDERS"])
    assert found == [(0, False), (1, True)]
