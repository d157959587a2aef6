"""What is planted in the sample is found, and little else: one seed here, twenty by `python -m benchmarks planted`."""

from collections import defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random

import ibis
import pytest

from localspend import sample
from localspend.sample.ground import TIERS
from localspend.sample.institutions import INSTITUTIONS
from localspend.sample.payments import LAST
from tests.sample.planted_cases import CASES, Sample
from tests.sample.planted_tables import institution_of

SEED, SCALE = 1, 0.3


@pytest.fixture(scope="module")
def planted(duck: ibis.BaseBackend) -> Sample:
    return Sample(duck, SEED, SCALE)


@pytest.mark.parametrize("name", CASES)
def test_insight_finds_what_is_planted_and_nothing_else(planted: Sample, name: str) -> None:
    told = CASES[name](planted)
    assert told.missing == []
    assert told.false == []


def test_a_leak_is_paid_outside_only_and_its_peer_pays_the_supplier(planted: Sample) -> None:
    for leak in planted.planted.leaks:
        paid = [p for p in planted.made.paid[leak.at.ledger] if p.purchase == leak.at.purchase]
        assert {p.payee.tier for p in paid if p.payee} <= {"rest-of-uk", "outside-uk"}
        assert any(p.payee == leak.supplier for p in planted.made.paid[leak.peer.ledger])
        assert leak.at.purchase.cpv == leak.peer.purchase.cpv
        assert leak.supplier.tier == TIERS[0]


def test_a_rhythm_has_a_payment_for_every_period_and_no_other(planted: Sample) -> None:
    for one in planted.planted.recurring:
        paid = [p for ps in planted.made.paid.values() for p in ps if p.payee == one.supplier]
        gaps = [(b.on - a.on).days for a, b in pairwise(paid)]
        assert len(paid) == 36 / one.months
        assert all(abs(gap - 365 * one.months / 12) <= 2 * one.days + 3 for gap in gaps)
        assert paid[-1].on <= LAST < one.next_on
        assert all(abs(p.pence / one.pence - 1) <= 0.02 for p in paid)


def test_the_shared_supplier_and_need_are_paid_by_three(planted: Sample) -> None:
    shared, need = planted.planted.supplier, planted.planted.category
    assert shared
    assert need
    payers = defaultdict(set)
    for ledger, paid in planted.made.paid.items():
        for p in paid:
            payers[p.payee].add(institution_of(ledger))
    assert payers[shared.supplier] == {p.institution_id for p in shared.places}
    assert len({p.purchase.cpv for p in need.places}) == 1
    assert len(set.union(*(payers[s] for s in need.suppliers))) == 3
    assert all(LAST < end < date(2028, 1, 1) for end in need.ends)


def test_the_shared_words_describe_payments_of_two_institutions(planted: Sample) -> None:
    shared = planted.planted.phrase
    assert shared
    described = [(k, p) for k, paid in planted.made.paid.items() for p in paid if p.description]
    assert {p.description for _, p in described} == {shared.phrase}
    assert {institution_of(k) for k, _ in described} == {p.institution_id for p in shared.places}
    assert len(described) == 2 * shared.payments


def test_one_register_alone_has_more_below_the_threshold_than_above(planted: Sample) -> None:
    bunching, contracts = planted.planted.bunching, planted.tables["contracts"].to_pyarrow().to_pylist()
    assert bunching
    limit = bunching.threshold / bunching.rate
    near = {INSTITUTIONS[k].id: [0, 0] for k in sample.CONTRACTS}
    for row in contracts:
        if row["start_on"] >= bunching.since and abs(row["value"] / limit - 1) < 1 / 20:
            near[row["institution_id"]][row["value"] >= limit] += 1
    below, above = near.pop(bunching.at.institution_id)
    assert below > 30 > 5 * above
    assert all(below < 10 for below, _ in near.values())
    assert all(sum(r["institution_id"] == INSTITUTIONS[k].id for r in contracts) > 400 for k in sample.CONTRACTS)


def test_a_pilot_moves_about_its_points_and_the_placebo_nothing() -> None:
    made, plan = sample.invent(SEED)
    paid = {k: sample.ledger(Random(f"{SEED} {k}"), k, made, plan, scale=1.0) for k in ("council", "police")}
    after = [p for p in paid["council"] if p.payee in plan.pilots[0].suppliers]
    assert min(p.on for p in after) >= plan.pilots[0].from_on
    assert plan.moved["invented-local-caterers"] == pytest.approx(0.15, abs=0.04)
    assert plan.moved["invented-local-garages"] == 0


def test_the_plan_is_written_as_decisions_and_standing_orders(tmp_path: Path) -> None:
    truth = sample.write(tmp_path, scale=0.005)
    recorded = (tmp_path / "decisions" / "interventions.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[5] for line in recorded[1:]] == [p.id for p in truth.planted.pilots]
    assert 'lower = 10000\nvat = "excluded"\nquotes = 3' in (tmp_path / "rules/sample-city-council.toml").read_text()
    assert 'standing_orders = "rules/sample-city-council.toml"' in (tmp_path / "network.toml").read_text("utf-8")


@pytest.mark.parametrize("name", CASES)
def test_an_empty_answer_misses_what_is_planted(planted: Sample, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(planted, "ask", lambda *asked: [])
    assert CASES[name](planted).missing


#: Insight -> a row that is not so.
FALSE = {
    "leakage": {"institution_id": "sample-police", "category_code": "80500000", "tier": "birmingham", "amount": 1},
    "peer-proven": {
        "institution_id": "sample-police", "category_code": "80500000", "supplier_id": "GB-COH-0",
        "peer_id": "sample-homes",
    },
    "replacement": {"category_code": "03000000", "replaceable": 1, "firms": 3, "peers": 1},
    "shared-needs": {"need": "paper clips", "basis": "words", "institutions": ["a", "b"], "align_on": None},
    "pipeline": {
        "institution_id": "sample-police", "supplier_id": "GB-COH-0", "supplier": "Any", "period_days": 30,
        "basis": "payments",
    },
    "splitting": {"institution_id": "sample-city-council", "threshold": 30_000, "p_value": 0.001, "repeated": 0},
    "evaluation": {"intervention": "invented-local-garages", "verdict": "moved"},
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_so_is_called_false(planted: Sample, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(planted, "ask", lambda *asked: [FALSE[name]])
    assert CASES[name](planted).false
