"""Answers of the levers for the small network, as insights would give them: for tests of what shows them."""

from datetime import date
from decimal import Decimal
from typing import Any

from localspend.reports.levers import Levers

D = Decimal
Row = dict[str, Any]
FOOD, PRINT, GREEN = "15000000", "22000000", "77000000"


def leak(who: str, code: str, tier: str, leaves: int, movable: int, unknown: int = 0) -> Row:
    """A row of leakage."""
    return {"institution_id": who, "category_code": code, "tier": tier, "amount": D(leaves),
            "amount_influenceable": D(movable), "amount_unknown": D(unknown), "amount_total": D(leaves + unknown + 500),
            "payments": 12, "suppliers": 3}  # fmt: skip


def proven(who: str, code: str, payee: str | None, name: str, peer: str, paid: int, tier: str = "inner") -> Row:
    """A row of peer-proven."""
    return {"institution_id": who, "category_code": code, "leaked": D(30000), "supplier_id": payee, "supplier": name,
            "size": "micro", "tier": tier, "peer_id": peer, "peer_paid": D(paid),
            "last_paid_on": date(2025, 3, 31)}  # fmt: skip


def due(who: str, code: str, on: date, basis: str, title: str | None = None, sure: float | None = None) -> Row:
    """A row of pipeline."""
    return {"institution_id": who, "supplier_id": "GB-COH-02", "supplier": "Giant plc", "size": "large",
            "tier": "rest-of-uk", "category_code": code, "title": title, "amount": D("12000.00"), "next_date": on,
            "period_days": 30 if basis == "payments" else None, "probability": sure, "basis": basis,
            "next_is": "payment" if basis == "payments" else "end", "amount_kind": "annual", "extension_to": None,
            "payments": 12, "influence": "yes", "bought": code}  # fmt: skip


def replaced(code: str, could: int, low: int | None, high: int | None, prompt: str = "") -> Row:
    """A row of replacement."""
    return {"category_code": code, "leaked": D(40000), "capacity": None if low is None else D(could),
            "capacity_low": None if low is None else D(low), "capacity_high": None if high is None else D(high),
            "contestable": D(30000), "replaceable": D(could), "firms": 4, "peers": 1, "location_quotient": 1.257,
            "earliest_on": date(2026, 4, 1), "prompt": prompt, "confidence": "medium"}  # fmt: skip


def shared(need: str, basis: str, amount: int, advice: str) -> Row:
    """A row of shared-needs."""
    return {"need": need, "basis": basis, "institutions": ["council", "trust"], "amount": D(3 * amount),
            "amount_a_year": D(amount), "suppliers": 5,
            "period_days": 30, "align_on": date(2026, 4, 1), "firms_joint": 1, "firms_separate": 6, "advice": advice,
            "why": "six firms in inner could carry the parts, one the whole"}  # fmt: skip


def able(name: str, payee: str | None = "GB-COH-09", basis: str = "sic") -> Row:
    """A firm that could supply."""
    return {"supplier_id": payee, "supplier": name, "size": "small", "tier": "inner", "basis": basis}


LEVERS = Levers(
    rows={
        "leakage": [
            leak("council", FOOD, "inner", 40000, 30000, 50), leak("council", PRINT, "inner", 5000, 4000),
            leak("trust", GREEN, "inner", 400, 0, 9999), leak("council", GREEN, "inner", 900, 0),
            leak("council", "unknown", "inner", 9000, 9000), leak("council", FOOD, "city", 40000, 30000, 50),
        ],
        "influence": [
            {"institution_id": "council", "influence": "yes", "reason": "nothing-against-it", "basis": "rule",
             "amount": D(41500), "payments": 4, "contestable_on": None},
            {"institution_id": "trust", "influence": "no", "reason": "public-body-or-statutory", "basis": "decision",
             "amount": D(400), "payments": 1, "contestable_on": date(2027, 3, 31)},
        ],
        "replacement": [replaced(FOOD, 9000, 4000, 20000), replaced(GREEN, 0, None, None, "start-up")],
        "peer-proven": [
            proven("council", FOOD, "GB-COH-01", "=Bakery Limited", "trust", 1200),
            proven("council", FOOD, None, "Sole trader (name withheld)", "trust", 400),
        ],
        "shared-needs": [
            shared(FOOD, "category", 60000, "keep-small"), shared(PRINT, "category", 7000, "buy-jointly"),
            shared("Giant plc", "supplier", 40000, "synchronise"),
        ],
        "pipeline": [
            due("council", FOOD, date(2026, 5, 31), "contract", "School meals"),
            due("council", FOOD, date(2026, 4, 12), "payments", sure=0.5),
            due("trust", GREEN, date(2026, 7, 1), "payments", sure=0.25),
        ],
        "quotable": [
            {"institution_id": "council", "year": 2024, "band": "under-5000", "category_code": FOOD, "tier": tier,
             "size": size, "amount": D(amount), "payments": 2, "suppliers": 1}
            for tier, size, amount in (("inner", "micro", 1400), ("unknown", "unknown", 50))
        ],
        "capability": [
            {"category_code": FOOD, "tier": "inner", "firms_in_tier": 2, "firms_within": 2, "widen_to": "city"},
            {"category_code": FOOD, "tier": "city", "firms_in_tier": 3, "firms_within": 5, "widen_to": "city"},
        ],
        "benchmark": [
            {"measure": "inside", "area": "city", "place": "Preston", "period": "2012/13", "published": D("0.0500"),
             "ours_low": D("0.1000"), "ours_high": D("0.2000"), "comparable": "in-part", "method": "Top 300 suppliers",
             "source": "CLES"}
        ],
        "place": [
            {"ward": "W1", "name": "Ward 1", "tier": "inner", "amount": D(1400), "suppliers": 1,
             "micro_share": D("1.0000"), "deprivation_share": D("0.5000"), "residents": None,
             "amount_per_resident": None, "businesses": 12, "businesses_micro": 11, "claimants": None,
             "claimant_rate": None}
        ],
        "evaluation": [
            {"intervention": "local-lunches", "effect": 0.12, "low": 0.04, "high": 0.2, "verdict": "moved",
             "amount_low": D(4000), "amount_high": D(20000), "months_before": 18, "months_after": 12,
             "comparisons": 6, "pre_trend_p": 0.6, "placebo_share": 0.02,
             "why": "the change is between +4.0 and +20.0 points", "institution_id": "council",
             "area": "inner", "from_on": date(2024, 10, 1), "effect_payments": 0.1}
        ],
    },
    wider=[
        proven("council", FOOD, "GB-COH-01", "=Bakery Limited", "trust", 1200),
        proven("council", FOOD, "GB-COH-03", "City Lunches Limited", "trust", 9000, "city"),
    ],
    able={PRINT: [able("Ink & Sons Limited"), able("Sole trader (name withheld)", None, "paid-for")],
          GREEN: [able("Green Fingers Limited", "GB-COH-08")]},
    wards={"GB-COH-01": "Ward 1"},
)  # fmt: skip
