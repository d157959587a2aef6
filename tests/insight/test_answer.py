"""How a question is asked of a snapshot: what is chosen, what is assumed, what is given, and from which day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ibis import Table

from localspend import insight, workspace
from localspend.errors import InputError, UsageError
from localspend.insight.answer import Asked, answer, last_day
from localspend.tables import award_suppliers as award_suppliers_table
from localspend.tables import contracts as contracts_table
from localspend.tables import notices as notices_table
from localspend.tables import payments as payments_table
from localspend.tables.arrow import arrow_schema
from tests.insight.tables import paid
from tests.reports import snapshots

PAYMENTS = (
    ("council", "GB-COH-01", "100.00", "inner", "2024-01-31", "15000000"),
    ("council", "GB-COH-02", "200.00", "rest-of-uk", "2024-02-29", "15100000"),
    ("council", "GB-COH-02", "400.00", "rest-of-uk", "2025-03-31", "45000000"),
    ("trust", "GB-COH-01", "800.00", "city", "2024-04-30", "15110000"),
    ("trust", None, "1600.00", "unknown", "2024-05-31", "unknown"),
)
SUMS = {"institution_id": "string", "amount": "decimal(18, 2)"}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = snapshots.write(tmp_path_factory.mktemp("network"), covers=["inner"])
    rows = [
        {"payment_id": f"p{n}", "institution_id": who, "supplier_id": payee, "amount": Decimal(amount), "tier": tier,
         "paid_on": date.fromisoformat(on), "year": int(on[:4]), "category_code": code, "status": "counted"}
        for n, (who, payee, amount, tier, on, code) in enumerate(PAYMENTS)
    ]  # fmt: skip
    table = pa.Table.from_pylist(rows, arrow_schema(payments_table.COLUMNS))
    pq.write_table(table, folder / "snapshots" / "0001-abc" / "payments.parquet")
    return folder


Put = Callable[..., None]


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    """Puts a function among the insights as `trial`, with its columns and what else its module would say."""

    def put(function: Callable[..., Table], columns: dict[str, str] = SUMS, **says: Any) -> None:
        module = ModuleType("trial")
        vars(module).update({"VERSION": "1", "COLUMNS": columns, "trial": function, **says})
        monkeypatch.setitem(insight.INSIGHTS, "trial", module)

    return put


def sums(payments: Table) -> Table:
    return payments.group_by("institution_id").aggregate(amount=payments.amount.sum().cast("decimal(18, 2)"))


def ask(network: Path, name: str = "trial", **asked: Any) -> dict[str, Any]:
    return answer(workspace.current(network), name, Asked(**asked))


def total(document: Mapping[str, Any]) -> Decimal:
    return sum((row["amount"] for row in document["rows"]), Decimal(0))


# What is chosen


@pytest.mark.parametrize(
    ("asked", "pounds"),
    [
        ({}, 3100),
        ({"area": "inner"}, 100),
        ({"area": "unknown"}, 1600),
        ({"year": 2025}, 400),
        ({"institution": "trust"}, 2400),
        ({"category": "15000000"}, 1100),
        ({"category": "15100000"}, 1000),
        ({"category": "15110000"}, 800),
        ({"category": "unknown"}, 1600),
        ({"size": "micro"}, 900),
        ({"size": "large", "year": 2024}, 200),
    ],
)
def test_only_the_payments_that_were_asked_for(network: Path, put: Put, asked: dict[str, Any], pounds: int) -> None:
    put(sums)
    assert total(ask(network, **asked)) == pounds


def test_contracts_are_those_of_the_category_and_the_institution_too(network: Path, put: Put) -> None:
    rows = [
        {"contract_id": f"c{n}", "institution_id": who, "category_code": code, "value": Decimal(value)}
        for n, (who, code, value) in enumerate(
            (("council", "45210000", "1.00"), ("council", "77310000", "2.00"), ("trust", "45210000", "4.00"))
        )
    ]
    table = pa.Table.from_pylist(rows, arrow_schema(contracts_table.COLUMNS))
    pq.write_table(table, network / "snapshots" / "0001-abc" / "contracts.parquet")

    def worth(contracts: Table) -> Table:
        return contracts.group_by("institution_id").aggregate(amount=contracts.value.sum().cast("decimal(18, 2)"))

    put(worth)
    assert total(ask(network)) == 7
    assert total(ask(network, category="45000000")) == 5
    assert total(ask(network, category="45000000", institution="trust")) == 4


def test_notices_are_those_of_the_category_and_size_too(network: Path, put: Put) -> None:
    snapshot = network / "snapshots" / "0001-abc"
    rows = [{"ocid": "a", "cpv": "45210000"}, {"ocid": "b", "cpv": "77310000"}, {"ocid": "c"}]
    won = [{"ocid": "a", "supplier_id": "GB-COH-02"}, {"ocid": "b", "supplier_id": "GB-COH-01"}]
    for name, columns, made in (
        ("notices", notices_table.COLUMNS, rows), ("award_suppliers", award_suppliers_table.COLUMNS, won)
    ):  # fmt: skip
        pq.write_table(pa.Table.from_pylist(made, arrow_schema(columns)), snapshot / f"{name}.parquet")

    def seen(notices: Table) -> Table:
        return notices.select(institution_id="ocid", amount=ibis.literal(Decimal(1)).cast("decimal(18, 2)"))

    put(seen)
    asked: tuple[dict[str, Any], ...] = ({}, {"category": "45000000"}, {"size": "micro"})
    assert [total(ask(network, **one)) for one in asked] == [3, 1, 1]


def test_area_of_another_network_is_refused(network: Path, put: Put) -> None:
    put(sums)
    with pytest.raises(UsageError, match="It has: inner, city, rest-of-uk, outside-uk, unknown"):
        ask(network, area="moon")


def test_question_that_sees_all_gives_the_rows_of_one(network: Path, put: Put) -> None:
    def trial(payments: Table) -> Table:
        every = payments.aggregate(all_pounds=payments.amount.sum().cast("decimal(18, 2)"))
        return sums(payments).cross_join(every)

    columns = {**SUMS, "all_pounds": "decimal(18, 2)"}
    put(trial, columns, SEES_ALL=True)
    assert ask(network, institution="trust")["rows"] == [
        {"institution_id": "trust", "amount": Decimal(2400), "all_pounds": Decimal(3100)}
    ]
    # Other filters choose payments all the same.
    assert total(ask(network, institution="trust", area="city")) == 800


def test_row_of_several_institutions_is_of_each(network: Path, put: Put) -> None:
    def trial(payments: Table) -> Table:
        return payments.group_by("category_code").aggregate(institutions=payments.institution_id.collect())

    put(trial, {"category_code": "string", "institutions": "array<string>"}, SEES_ALL=True)
    codes = [row["category_code"] for row in ask(network, institution="trust")["rows"]]
    assert codes == ["15110000", "unknown"]


# What is assumed


def with_assumptions(payments: Table, *, most: int = 300, share: float = 10.0, since: date = date(2024, 1, 1)) -> Table:
    return sums(payments.filter(payments.amount <= most))


def test_assumption_is_changed_and_told(network: Path, put: Put) -> None:
    put(with_assumptions)
    document = ask(network, assume={"most": "200", "since": "2024-06-30"})
    assert total(document) == 300
    said = document["assumptions"]
    assert (said["most"], said["share"], said["since"]) == (200, 10.0, date(2024, 6, 30))


def test_what_is_not_assumed_cannot_be_changed(network: Path, put: Put) -> None:
    put(with_assumptions)
    with pytest.raises(UsageError) as told:
        ask(network, assume={"mots": "3"})
    assert str(told.value) == "--assume: trial assumes no mots. It assumes: most=300, share=10.0, since=2024-01-01"
    # What the reader and the snapshot say is no assumption.
    with pytest.raises(UsageError, match="assumes no payments"):
        ask(network, assume={"payments": "3"})
    put(sums)
    with pytest.raises(UsageError, match="It assumes: none"):
        ask(network, assume={"most": "3"})


@pytest.mark.parametrize(
    ("name", "text", "such"),
    [
        ("most", "many", "300"),
        ("most", "2.5", "300"),
        ("share", "inf", "10.0"),
        ("share", "nan", "10.0"),
        ("since", "31/12/2024", "2024-01-01"),
    ],
)
def test_assumption_of_another_type_is_refused(network: Path, put: Put, name: str, text: str, such: str) -> None:
    put(with_assumptions)
    with pytest.raises(UsageError) as told:
        ask(network, assume={name: text})
    assert str(told.value) == f"--assume: '{text}' cannot stand for {name}. Such as {such}"


# What the snapshot and the reader say


def test_what_a_snapshot_knows_is_handed_over(network: Path, put: Put) -> None:
    seen: dict[str, Any] = {}

    def trial(
        payments: Table,
        *,
        areas: Sequence[str],
        inside: str | None,
        named_areas: Mapping[str, Any],
        covers: Sequence[str] | None,
        months: Mapping[str, int],
        as_of: date,
    ) -> Table:
        seen.update(areas=areas, inside=inside, kinds=named_areas["city"]["districts"], covers=covers, months=months)
        seen.update(as_of=as_of)
        return sums(payments)

    put(trial)
    # A category that the council bought once does not shorten the time that its files cover.
    document = ask(network, category="45000000", year=2024)
    assert seen == {
        "areas": ["inner", "city"], "inside": "inner", "kinds": ["D"], "covers": ["inner"],
        "months": {"council": 2, "trust": 2}, "as_of": date(2025, 3, 31),
    }  # fmt: skip
    # What nobody said is told too.
    assert [document["assumptions"][name] for name in ("as_of", "inside")] == [date(2025, 3, 31), "inner"]
    ask(network, inside="city", as_of=date(2023, 5, 1))
    assert (seen["inside"], seen["as_of"]) == ("city", date(2023, 5, 1))


def test_question_about_no_one_area_takes_no_inside(network: Path, put: Put) -> None:
    put(sums)
    with pytest.raises(UsageError, match="trial is not about one area"):
        ask(network, inside="city")


def test_one_mistyped_year_does_not_move_the_last_day(connection: ibis.BaseBackend) -> None:
    first = date(2024, 1, 1)
    days = [(first + timedelta(days=n % 300)).isoformat() for n in range(1500)]
    rows = [{"amount": "1", "on": day} for day in [*days, "2052-01-01"]]
    assert last_day(paid(connection, *rows)) == first + timedelta(days=299)


def test_last_day_is_of_counted_payments(duck: ibis.BaseBackend) -> None:
    rows = ({"amount": "1", "on": "2024-05-01"}, {"amount": "1", "on": "2024-06-01", "status": "excluded"})
    assert last_day(paid(duck, *rows)) == date(2024, 5, 1)
    with pytest.raises(UsageError, match="no payment has a date"):
        last_day(paid(duck, {"amount": "1"}))


# What is given


def heads(payments: Table, prices: Table | None = None) -> Table:
    return sums(payments) if prices is None else sums(payments.semi_join(prices, "institution_id"))


def needs(payments: Table, prices: Table) -> Table:
    return sums(payments.semi_join(prices, "institution_id"))


GIVEN = {"prices": {"institution_id": "string", "price": "decimal(18, 2)"}}


def test_given_table_is_named_or_lies_in_the_evidence(network: Path, put: Put, tmp_path: Path) -> None:
    put(heads, GIVEN=GIVEN)
    without = ask(network)
    assert (total(without), "tables" in without["assumptions"]) == (3100, False)
    mine = tmp_path / "mine.csv"
    mine.write_text("institution_id,price\ncouncil,1\n")
    named = ask(network, tables={"prices": mine})
    assert (total(named), named["assumptions"]["tables"]) == (700, {"prices": "mine.csv"})
    beside = network / "evidence" / "prices.csv"
    beside.parent.mkdir()
    beside.write_text("institution_id,price\ntrust,1\n")
    try:
        assert total(ask(network)) == 2400
        assert total(ask(network, tables={"prices": mine})) == 700
    finally:
        beside.unlink()
        beside.parent.rmdir()


def test_table_that_nothing_takes_is_refused(network: Path, put: Put, tmp_path: Path) -> None:
    put(heads, GIVEN=GIVEN)
    with pytest.raises(UsageError, match=r"trial takes no table price\. It takes: prices"):
        ask(network, tables={"price": tmp_path / "mine.csv"})
    put(sums)
    with pytest.raises(UsageError, match="It takes: none"):
        ask(network, tables={"prices": tmp_path / "mine.csv"})


def test_table_that_is_needed_and_missing_is_asked_for(network: Path, put: Put, tmp_path: Path) -> None:
    put(needs, GIVEN=GIVEN)
    with pytest.raises(UsageError) as told:
        ask(network)
    assert str(told.value) == (
        "--table prices=FILE.csv: trial needs the table prices. A CSV with the columns institution_id, price, "
        "named so or kept as evidence/prices.csv"
    )
    with pytest.raises(InputError, match=r"none\.csv: the file cannot be read"):
        ask(network, tables={"prices": tmp_path / "none.csv"})
