"""Influence: what could be paid to somebody else, and from when."""

import re
from datetime import date
from typing import Any

import ibis
import pytest

from localspend.insight import influence
from localspend.insight.facts.counted import records
from localspend.insight.influencing import decided as by_people
from localspend.insight.influencing.contracts import says_framework
from localspend.insight.influencing.marks import marked
from localspend.insight.influencing.rules import FIELDS, shipped, whole_words
from localspend.tables import contracts
from tests.insight.tables import paid, payees
from tests.rows import rows, table

AS_OF = date(2025, 1, 31)
OPEN = {"influence": "yes", "influence_reason": "supplier", "influence_basis": "rule"}
FRAMEWORK = {"influence": "no", "influence_reason": "framework-locked", "influence_basis": "rule"}


@pytest.mark.parametrize(
    ("row", "now", "reason"),
    [
        (OPEN, "yes", "supplier"),
        (OPEN | {"contestable_on": date(2024, 1, 1)}, "yes", "supplier"),
        (OPEN | {"contestable_on": date(2027, 1, 31)}, "yes", "supplier"),
        (OPEN | {"contestable_on": date(2027, 2, 1)}, "no", "contract-beyond-horizon"),
        (FRAMEWORK, "no", "framework-locked"),
        (FRAMEWORK | {"contestable_on": date(2026, 6, 1)}, "yes", "framework-ends"),
        (FRAMEWORK | {"contestable_on": date(2028, 6, 1)}, "no", "framework-locked"),
        ({"influence": "no", "influence_reason": "person", "contestable_on": date(2025, 6, 1)}, "no", "person"),
        ({"influence": "unknown", "influence_reason": "redacted", "contestable_on": date(2028, 6, 1)},
         "unknown", "redacted"),
        ({}, "unknown", "not-marked"),
    ],
)  # fmt: skip
def test_horizon(duck: ibis.BaseBackend, row: dict[str, object], now: str, reason: str) -> None:
    table = influence.influenceable(paid(duck, {"amount": "1.00", **row}), as_of=AS_OF, horizon_months=24)
    found = table.to_pyarrow().to_pylist()[0]
    assert (found["influence_now"], found["reason_now"]) == (now, reason)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [("2025-01-31", 1, "2025-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2025-11-30", 1, "2025-12-30"),
     ("2025-12-31", 24, "2027-12-31"), ("2025-06-15", 0, "2025-06-15"), ("2025-03-31", 9, "2025-12-31")],
)  # fmt: skip
def test_months_after(day: str, months: int, after: str) -> None:
    assert influence.months_after(date.fromisoformat(day), months) == date.fromisoformat(after)


PAYEES = (
    {"supplier_id": "firm"},
    {"supplier_id": "blur", "kind": "unknown"},
    {"supplier_id": "ann", "kind": "private-person"},
    {"supplier_id": "redacted", "kind": "redacted"},
    {"supplier_id": "petty", "kind": "internal"},
    {"supplier_id": "jo", "kind": "sole-trader"},
    {"supplier_id": "borough", "kind": "public-body", "legal_form": "council"},
    {"supplier_id": "uni", "kind": "public-body", "legal_form": "university"},
)
#: supplier_id, supplier_text, category_text, description, category_code -> influence, reason; of a council.
RULED = [
    ("firm", "Acme Ltd", "Cleaning", None, "90900000", "yes", "supplier"),
    ("jo", "J Bloggs", None, None, None, "yes", "supplier"),
    ("blur", "Acme", "Cleaning", None, "90900000", "yes", "category-known"),
    ("blur", "Acme", "Sundries", None, "unknown", "unknown", "not-known"),
    (None, None, None, None, None, "unknown", "not-known"),
    ("ann", "Ann Example", "Fees", None, "79000000", "no", "person"),
    ("ann", "Ann Example", "Direct Payments", None, None, "no", "grants-and-transfers"),
    ("redacted", "Name withheld", "Agency staff", None, "79000000", "unknown", "redacted"),
    ("redacted", "Name withheld", "FOSTER CARER ALLOWANCES", None, None, "no", "grants-and-transfers"),
    ("petty", "Petty cash", "Cleaning", None, None, "no", "internal"),
    ("borough", "Next Borough", "Legal work", None, "79100000", "no", "public-body-or-statutory"),
    ("uni", "Some University", "Training", None, "80000000", "unknown", "education-body"),
    ("firm", "Acme Ltd", "Voluntary sector grants", None, None, "no", "grants-and-transfers"),
    ("firm", "Acme Ltd", "Supplies", "Grant to voluntary organisation", None, "no", "grants-and-transfers"),
    ("firm", "Grant Thornton LLP", "Fees", "Grant Thornton audit", None, "yes", "supplier"),
    ("firm", "Acme Ltd", "Grant funded equipment", None, None, "yes", "supplier"),
    ("firm", "Acme Ltd", "Migrants", "immigrants to be taught", None, "yes", "supplier"),
    ("firm", "Acme Ltd", "Pension administration software", None, None, "yes", "supplier"),
    ("firm", "Acme Ltd", "Employer pension contributions", None, None, "no", "grants-and-transfers"),
    ("firm", "Acme Ltd", "Business Rates", None, None, "no", "public-body-or-statutory"),
    ("firm", "Acme Ltd", "Rates", None, None, "no", "public-body-or-statutory"),
    ("firm", "Acme Ltd", "Hourly rates", None, None, "yes", "supplier"),
    ("firm", "Acme Ltd", "Council tax billing and printing", None, None, "yes", "supplier"),
    ("blur", "HMRC", "Other", None, None, "no", "public-body-or-statutory"),
    ("firm", "Thames Water Utilities Ltd", "Premises", None, None, "no", "monopoly"),
    ("firm", "Thames Water Sports Ltd", "Premises", None, None, "yes", "supplier"),
    ("firm", "Acme Ltd", "Water charges", None, None, "no", "monopoly"),
    ("firm", "Acme Ltd", "Bottled water supplies", None, None, "yes", "supplier"),
    ("firm", "Acme Ltd", "Water", None, None, "no", "monopoly"),
    ("firm", "Acme Ltd", "Water treatment and hygiene", None, None, "yes", "supplier"),
    ("firm", "Acme Ltd", "Fees", "TV licence renewal", None, "no", "monopoly"),
    ("firm", "Gas & Electric plc", "Electricity", None, "65310000", "yes", "supplier"),
    ("firm", "Acme Ltd", "Drugs", None, "33600000", "yes", "supplier"),
]
CLINICAL = [
    ("firm", "Acme Ltd", "Drugs", None, None, "no", "specialist-clinical"),
    ("firm", "Acme Ltd", "Other", None, "33690000", "no", "specialist-clinical"),
    ("firm", "Acme Ltd", "Drug and alcohol service", None, "85000000", "yes", "supplier"),
    ("firm", "Acme Ltd", "Stationery", None, "30190000", "yes", "supplier"),
    ("firm", "NHS Supply Chain", "Stationery", None, "30190000", "no", "framework-locked"),
]


def test_shipped_rules(connection: ibis.BaseBackend) -> None:
    cases = [("council", case) for case in RULED] + [("trust", case) for case in CLINICAL]
    names = ("supplier_id", "supplier_text", "category_text", "description", "category_code")
    payments = [{"amount": "1.00", "institution_id": one, **dict(zip(names, case[:5], strict=True))}
                for one, case in cases]  # fmt: skip
    found = mark(connection, payments)
    for (_, case), row in zip(cases, found, strict=True):
        assert (row["influence"], row["influence_reason"], row["influence_basis"]) == (*case[5:], "rule"), case


def mark(
    connection: ibis.BaseBackend,
    payments: list[dict[str, Any]],
    agreed: tuple[dict[str, Any], ...] = (),
    decided: tuple[dict[str, Any], ...] = (),
) -> list[dict[str, Any]]:
    """The payments as the build marks them, in order; the institutions are a council and an NHS trust."""
    register = [{"institution_id": "council", "category_code": "unknown", "source_id": "r", "source_line": n, **one}
                for n, one in enumerate(agreed)]  # fmt: skip
    lines = [{"line": n, **one} for n, one in enumerate(decided, 2)]
    given = paid(connection, *payments)
    found = marked(
        given,
        payees(connection, *PAYEES),
        table(connection, contracts.COLUMNS, register),
        table(connection, {**by_people.COLUMNS, "line": "int64"}, lines),
        {"council": "council", "trust": "nhs"},
    )
    assert found.columns == given.columns
    return rows(found, "source_line")


FIRM = {"amount": "1.00", "supplier_id": "firm", "paid_on": date(2024, 6, 1), "category_code": "90910000"}


CONTRACTS: list[tuple[dict[str, Any], list[dict[str, Any]], date | None]] = [
    ({}, [], None),
    ({}, [{"supplier_id": "firm", "end_on": date(2026, 3, 31)}], date(2026, 3, 31)),
    ({}, [{"supplier_id": "jo", "end_on": date(2026, 3, 31)}], None),
    ({"institution_id": "other"}, [{"supplier_id": "firm", "end_on": date(2026, 3, 31)}], None),
    # Ended before the payment; ends on its day; no end; an end that stands for "never".
    ({}, [{"supplier_id": "firm", "end_on": date(2024, 5, 31)}], None),
    ({}, [{"supplier_id": "firm", "end_on": date(2024, 6, 1)}], date(2024, 6, 1)),
    ({}, [{"supplier_id": "firm"}], None),
    ({}, [{"supplier_id": "firm", "end_on": date(2099, 12, 31)}], None),
    # An extension is not counted, and of several the latest end is.
    ({}, [{"supplier_id": "firm", "end_on": date(2025, 1, 1), "extension_to": date(2027, 1, 1)},
          {"supplier_id": "firm", "end_on": date(2025, 2, 1)}], date(2025, 2, 1)),
    # The same kind of thing stands before the same supplier; a reference stands before both.
    ({}, [{"supplier_id": "firm", "end_on": date(2027, 1, 1), "category_code": "45000000"},
          {"supplier_id": "firm", "end_on": date(2025, 1, 1), "category_code": "90000000"}], date(2025, 1, 1)),
    ({"contract_ref": "C/12"}, [{"contract_ref": "c 12", "end_on": date(2025, 5, 5)},
                                {"supplier_id": "firm", "end_on": date(2026, 1, 1)}], date(2025, 5, 5)),
    ({"po_number": "PO-7"}, [{"contract_ref": "PO7", "end_on": date(2025, 5, 5)}], date(2025, 5, 5)),
    ({"contract_ref": "-"}, [{"contract_ref": "/", "end_on": date(2025, 5, 5)}], None),
    # Nobody knows when an undated payment was made.
    ({"paid_on": None}, [{"supplier_id": "firm", "end_on": date(2020, 1, 1)}], date(2020, 1, 1)),
    # Redacted names share an id.
    ({"supplier_id": "redacted"}, [{"supplier_id": "redacted", "end_on": date(2026, 1, 1)}], None),
]  # fmt: skip


def test_contestable_from_the_end_of_the_contract(connection: ibis.BaseBackend) -> None:
    # An institution for each case, so that one table holds them all.
    payments = [{**FIRM, "institution_id": f"i{n}", **payment} for n, (payment, _, _) in enumerate(CONTRACTS)]
    register = [{"institution_id": f"i{n}", **one} for n, (_, some, _) in enumerate(CONTRACTS) for one in some]
    found = mark(connection, payments, tuple(register))
    for case, row in zip(CONTRACTS, found, strict=True):
        assert row["contestable_on"] == case[2], case


def test_frameworks_lock_until_the_contract_ends(connection: ibis.BaseBackend) -> None:
    register = (
        {"supplier_id": "firm", "end_on": date(2026, 1, 1), "procedure": "Framework call-off"},
        {"supplier_id": "jo", "end_on": date(2026, 1, 1), "procedure": "Open", "framework": "No"},
        {"contract_ref": "C1", "framework": "YPO 123"},
    )
    payments = [FIRM, {**FIRM, "supplier_id": "jo"}, {**FIRM, "supplier_id": "blur", "framework_ref": "RM6000"},
                {**FIRM, "supplier_id": "blur", "framework_ref": "N/A"}, {**FIRM, "supplier_id": "blur"},
                {**FIRM, "supplier_id": "blur", "contract_ref": "C1"}]  # fmt: skip
    found = [(row["influence_reason"], row["contestable_on"]) for row in mark(connection, payments, register)]
    end = date(2026, 1, 1)
    assert found == [("framework-locked", end), ("supplier", end), ("framework-locked", None),
                     ("category-known", None), ("category-known", None), ("framework-locked", None)]  # fmt: skip


@pytest.mark.parametrize(
    ("procedure", "says"),
    [("Framework call-off", True), ("Called off from G-Cloud", True), ("Open procedure", False), (None, False),
     ("Not a framework", False), ("Non-framework", False)],
)  # fmt: skip
def test_words_for_frameworks(duck: ibis.BaseBackend, procedure: str | None, says: bool) -> None:
    register = table(duck, contracts.COLUMNS, [{"procedure": procedure}])
    assert register.select(says=says_framework(register)).to_pyarrow()["says"].to_pylist() == [says]


def test_decisions_stand_over_rules_and_the_last_over_the_others(connection: ibis.BaseBackend) -> None:
    said = (
        {"matches": "category", "value": "90900000", "influence": "no", "reason": "in-house"},
        {"matches": "supplier", "value": "firm", "influence": "unknown", "institution_id": "trust"},
        {"matches": "supplier", "value": "J. BLOGGS", "influence": "no"},
        {"matches": "text", "value": "street lights", "influence": "no", "reason": "pfi"},
        {"matches": "category", "value": "street-works", "influence": "yes"},
    )
    payments = [
        {"category_code": "90910000", "supplier_id": "firm"},
        {"category_code": "90500000", "supplier_id": "firm"},
        {"category_code": "90910000", "supplier_id": "firm", "institution_id": "trust"},
        {"supplier_id": "jo", "supplier_text": "J Bloggs"},
        {"supplier_id": "firm", "description": "Repair of Street-Lights, March"},
        {"supplier_id": "firm", "description": "Repair of street lightsabres"},
        {"supplier_id": "borough", "description": "street lights", "category_text": "STREET WORKS"},
    ]
    found = mark(connection, [{"amount": "1.00", **one} for one in payments], decided=said)
    assert [(row["influence"], row["influence_reason"], row["influence_basis"]) for row in found] == [
        ("no", "in-house", "decision"), ("yes", "supplier", "rule"), ("unknown", "decided", "decision"),
        ("no", "decided", "decision"), ("no", "pfi", "decision"), ("yes", "supplier", "rule"),
        ("yes", "decided", "decision"),
    ]  # fmt: skip


def test_every_shipped_rule_says_why_and_who_approved() -> None:
    rules = shipped()
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["influence"] in ("yes", "no", "unknown"), rule["id"]
        assert all(rule[column] for column in ("reason", "approver", "version"))
        assert rule["justification"].endswith(".")
        assert set(filter(None, rule["fields"].split("|"))) <= set(FIELDS)
        assert bool(rule["words"]) == bool(rule["fields"])
        re.compile(whole_words(rule["words"]))
        re.compile(whole_words(rule["except_words"]))


def test_summary_adds_up_by_institution(connection: ibis.BaseBackend) -> None:
    payments = [
        {"amount": "10.00", **OPEN}, {"amount": "-4.00", **OPEN, "contestable_on": date(2026, 5, 1)},
        {"amount": "2.00", **OPEN, "contestable_on": date(2025, 5, 1)},
        {"amount": "9.00", **OPEN, "contestable_on": date(2024, 5, 1)},
        {"amount": "50.00", **OPEN, "contestable_on": date(2030, 5, 1)},
        {"amount": "3.00", **OPEN, "influence_basis": "decision", "institution_id": "trust"},
        {"amount": "1.00", "institution_id": "trust"}, {"amount": "99.00", "status": "excluded", **OPEN},
    ]  # fmt: skip
    found = records(influence.influence(paid(connection, *payments), as_of=AS_OF), influence.COLUMNS)
    assert [tuple(str(value) for value in row.values()) for row in found] == [
        ("council", "no", "contract-beyond-horizon", "rule", "50.00", "1", "2030-05-01"),
        ("council", "yes", "supplier", "rule", "17.00", "4", "2025-05-01"),
        ("trust", "unknown", "not-marked", "rule", "1.00", "1", "None"),
        ("trust", "yes", "supplier", "decision", "3.00", "1", "None"),
    ]
    assert influence.notes(found)[0].startswith("95.8% of the £ is judged by rules")
    assert influence.notes([]) == []
