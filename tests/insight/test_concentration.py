"""Concentration: the 300 largest beside the whole, and what the long tail adds to an area."""

from typing import Any

import ibis
import pytest

from localspend.insight.concentration import COLUMNS, concentration
from localspend.insight.facts.counted import records
from tests.insight.tables import paid, payees

#: 300 large payees elsewhere, and a tail of 100 small ones nearby.
LARGE = [{"supplier_id": f"large-{n}", "amount": "1000.00", "tier": "rest-of-uk"} for n in range(300)]
TAIL = [{"supplier_id": f"small-{n}", "amount": "100.00", "tier": "inner"} for n in range(100)]


def rows_of(connection: ibis.BaseBackend, *payments: dict[str, Any], inside: str | None = "inner") -> dict[str, Any]:
    """The rows of the council by scope."""
    names = {row["supplier_id"]: {"supplier_id": row["supplier_id"]} for row in payments if row["supplier_id"]}
    tables = paid(connection, *payments), payees(connection, *names.values())
    found = records(concentration(*tables, areas=["inner", "city"], inside=inside), COLUMNS)
    return {row["scope"]: row for row in found if row["institution_id"] == "council"}


def test_top_300_never_sees_the_tail(connection: ibis.BaseBackend) -> None:
    found = rows_of(connection, *LARGE, *TAIL)
    whole, largest = found["whole"], found["top-300"]
    assert (whole["suppliers"], str(whole["amount"]), str(whole["inside_low"])) == (400, "310000.00", "0.0323")
    assert (largest["suppliers"], str(largest["amount"]), str(largest["inside_low"])) == (300, "300000.00", "0.0000")
    assert (str(whole["top_300"]), largest["top_300"], largest["hhi"]) == ("0.9677", None, None)


def test_largest_of_all_together_are_not_the_largest_of_each(duck: ibis.BaseBackend) -> None:
    trust = [{**row, "institution_id": "trust", "supplier_id": row["supplier_id"] + "t"} for row in [*LARGE, *TAIL]]
    tables = paid(duck, *LARGE, *TAIL, *trust), payees(duck)
    found = records(concentration(*tables, areas=["inner"], inside="inner"), COLUMNS)
    assert {(r["institution_id"], r["scope"]): r["suppliers"] for r in found}[(None, "top-300")] == 300


@pytest.mark.parametrize(("inside", "low", "high"), [("inner", "0.2500", "0.5000"), ("city", "0.5000", "0.7500")])
def test_share_is_an_interval_and_an_area_holds_those_within_it(
    duck: ibis.BaseBackend, inside: str, low: str, high: str
) -> None:
    tiers = ("inner", "city", "rest-of-uk", None)
    row = rows_of(duck, *({"supplier_id": str(t), "amount": "1.00", "tier": t} for t in tiers), inside=inside)["whole"]
    assert (row["area"], str(row["inside_low"]), str(row["inside_high"])) == (inside, low, high)


def test_no_share_without_an_area_or_where_credits_outweigh(duck: ibis.BaseBackend) -> None:
    line = {"supplier_id": "a", "amount": "5.00", "tier": "inner"}
    assert rows_of(duck, line, inside=None)["whole"]["inside_low"] is None
    credit = {"supplier_id": "a", "amount": "-1.00", "tier": "rest-of-uk"}
    assert rows_of(duck, line, credit)["whole"]["inside_low"] is None
    assert rows_of(duck, {**line, "supplier_id": None}) == {}
