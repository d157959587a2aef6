"""Our shares beside published ones: which figure of ours, and whether the two may be compared."""

from decimal import Decimal
from typing import Any

import ibis
import pytest

from localspend.insight.benchmark import COLUMNS, benchmark, notes, published
from localspend.insight.facts.counted import records
from tests.insight.tables import paid, payees

NAMED = {"inner": {"wards": ["W1"]}, "city": {"wards": [], "districts": ["D"]}}
SUPPLIERS = (
    {"supplier_id": "bakery", "size": "micro"},
    {"supplier_id": "giant", "size": "large"},
    {"supplier_id": "builder"},
    {"supplier_id": "ann", "kind": "private-person"},
)
PAYMENTS = (
    {"amount": "100.00", "supplier_id": "bakery", "tier": "inner"},
    {"amount": "500.00", "supplier_id": "giant", "tier": "rest-of-uk"},
    {"amount": "300.00", "supplier_id": "builder", "tier": "city"},
    {"amount": "100.00", "supplier_id": "ann", "tier": "unknown"},
    {"amount": "100.00", "supplier_id": "giant", "tier": "rest-of-uk", "institution_id": "trust"},
    {"amount": "999.00", "supplier_id": "giant", "tier": "city", "status": "excluded"},
)
Rows = list[dict[str, Any]]


def ask(connection: ibis.BaseBackend, *payments: dict[str, Any], **options: Any) -> Rows:
    said = {"areas": ["inner", "city"], "named_areas": NAMED, **options}
    return records(benchmark(paid(connection, *payments), payees(connection, *SUPPLIERS), **said), COLUMNS)


def only(rows: Rows, place: str, period: str, area: str | None, measure: str = "inside") -> dict[str, Any]:
    (row,) = (r for r in rows if (r["place"], r["period"], r["area"], r["measure"]) == (place, period, area, measure))
    return row


def interval(row: dict[str, Any]) -> tuple[str, str]:
    return str(row["ours_low"]), str(row["ours_high"])


def test_share_of_all_pounds_is_pooled_and_bounded_by_what_is_not_known(connection: ibis.BaseBackend) -> None:
    rows = ask(connection, *PAYMENTS)
    row = only(rows, "Preston, six anchors: within Preston", "2016/17", "city")
    # 400 of 1,100 pounds are known to be in the city, 100 might be.
    assert interval(row) == ("0.3636", "0.4545")
    assert row["published"] == Decimal("0.1820")
    assert row["comparable"] == "roughly: their scope is not stated, ours is all payments"
    assert "CLES" in row["source"]


def test_share_of_the_largest_is_held_against_ours_of_the_largest(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, *PAYMENTS, most=1)
    row = only(rows, "Manchester City Council: within Manchester", "2018/19", "city")
    # The largest of the council is giant, and so is that of the trust: nothing of it in the city.
    assert interval(row) == ("0.0000", "0.0000")
    assert row["ours_scope"] == "the 1 largest suppliers of each institution"
    assert row["comparable"] == "no: another number of firms"
    # Named payees only: the private person is in no top.
    assert interval(only(ask(duck, *PAYMENTS), row["place"], "2018/19", "city")) == ("0.4000", "0.4000")


def test_share_of_small_firms_is_bounded_by_unknown_sizes(duck: ibis.BaseBackend) -> None:
    place = "Manchester City Council: to small and medium-sized firms"
    row = only(ask(duck, *PAYMENTS), place, "2016/17", None, "sme")
    assert interval(row) == ("0.1000", "0.4000")
    assert row["comparable"] == "roughly: the same scope, other institutions and years"


def test_mean_of_institutions_is_held_against_a_mean(duck: ibis.BaseBackend) -> None:
    place = "Greater Manchester, ten authorities: within their own boundaries"
    means = [row for row in ask(duck, *PAYMENTS) if row["place"] == place and row["area"] == "city"]
    by = {row["average"]: interval(row) for row in means}
    # Among the largest: 400 of the council's 900, none of the trust's 100.
    assert by == {"pooled": ("0.4000", "0.4000"), "mean": ("0.2222", "0.2222")}


@pytest.mark.parametrize(
    ("place", "period", "area", "says"),
    [
        ("Preston, six anchors: within Preston", "2012/13", "inner", "no: theirs is of a district, ours of a neighbou"),
        ("Preston, six anchors: within Lancashire", "2012/13", "city", "no: theirs is of a county, ours of a district"),
        ("Bolton: within its own boundary", "not given", "city", "no: local is 'based or branched' there"),
        ("UK councils that answered: with local firms", "2013", "city", "no: theirs is of an area of no stated kind"),
        ("Manchester City Council: within Manchester", "2008/09", "city", "roughly: the same scope"),
    ],
)
def test_what_differs_is_said(duck: ibis.BaseBackend, place: str, period: str, area: str, says: str) -> None:
    assert only(ask(duck, *PAYMENTS), place, period, area)["comparable"].startswith(says)


def test_credits_that_outweigh_payments_leave_no_interval(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, {"amount": "-5.00", "supplier_id": "bakery", "tier": "inner"})
    assert {(row["ours_low"], row["ours_high"]) for row in rows} == {(None, None)}


def test_nothing_paid_is_held_against_nothing(duck: ibis.BaseBackend) -> None:
    assert ask(duck) == []
    assert notes([]) == []


def test_published_lines_are_whole() -> None:
    for line in published():
        assert all(line.values()), line
        assert 0 < Decimal(line["share"]) < 1
        assert line["measure"] in ("inside", "sme")
        assert line["average"] in ("pooled", "mean", "one institution")
    # What CLES and AGMA say of themselves: 53.8% is the plain mean of the ten.
    ten = [Decimal(line["share"]) for line in published() if line["place"].endswith("within its own boundary")]
    assert round(sum(ten) / len(ten), 3) == Decimal("0.538")
