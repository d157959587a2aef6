"""Splitting: whether contract values gather just below a threshold.

For the eyes of the institution that is asked about only, never in a public or a network report: it takes --institution.
Asked of contracts in its published registers, never of payments: a payment is no contract. For every threshold of the
law that applied on a contract's first day, and every band of the institution's own standing orders, the contracts in
the window below it (`window`, a part of the threshold) are counted and set beside what the contracts around it let one
expect: a Poisson regression of counts on a logarithmic scale, with round numbers allowed for and with whatever else
scatters (bunching.py). p_value is how likely as many or more are where nothing gathers, one-sided, corrected for asking
of several thresholds (Holm); p_single is without that. repeated counts suppliers with two or more contracts in the
window within twelve months; repeated_expected is how many there would be, were as many contracts drawn at random from
those around. Where fewer than 30 contracts lie around a threshold there is no p_value, and `why` says so.

The law's thresholds include VAT; registers mostly do not, and do not say. So values are multiplied by 1 + `vat_rate`
beside the law's thresholds and beside bands with VAT; set it to 0 for a register that has VAT in it. threshold is in
the terms of its own rule. A contract's first day stands for the day its procurement began. Contracts of CPV division 45
count as works, all others as goods and services or light touch. A yearly value is multiplied by the years.

What it cannot say: why. Budgets, framework rates and grant sizes gather too; contracts below the limit of publication
are not seen; a register that is filled by hand leaves gaps. A count is a question, not a finding of wrongdoing.
Source: bunching against a counterfactual (Kleven and Waseem 2013); Taş (2023) on procurement thresholds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from ibis import Table

from localspend import engine
from localspend.errors import UsageError
from localspend.insight.statistics import bunching
from localspend.suppliers.describe import GROUPED
from localspend.tables.arrow import arrow_schema

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "threshold": "decimal(18, 2)",
    "basis": "string",
    "window": "decimal(18, 2)",
    "contracts": "int64",
    "observed": "int64",
    "expected": "float64",
    "p_value": "float64",
    "repeated": "int64",
    "p_single": "float64",
    "repeated_expected": "float64",
    "why": "string",
}
WORKS = "45"
#: Days within which two contracts of one supplier are near each other, and draws for what chance would bring.
NEAR, DRAWS = 365, 200


@dataclass(frozen=True)
class Contract:
    """What is asked of a contract: pounds as published (for all its years), first day, division, and who has it."""

    value: float
    start_on: date | None
    works: bool
    supplier: str | None


@dataclass(frozen=True)
class Limit:
    """A value at which more is asked: of which contracts and when, in pounds; `factor` leads from values to it."""

    amount: Any
    factor: float
    basis: str
    from_on: date
    to_on: date
    works: tuple[bool, ...] = (True, False)
    dated: bool = True

    def takes(self, contract: Contract) -> bool:
        """Whether the contract was under this limit's rule."""
        if contract.start_on is None:
            return not self.dated and contract.works in self.works
        return contract.works in self.works and self.from_on <= contract.start_on <= self.to_on


def splitting(
    contracts: Table,
    thresholds: Table,
    standing_orders: Table,
    *,
    institution: str | None,
    institutions: Mapping[str, Mapping[str, str]],
    window: float = 0.1,
    vat_rate: float = 0.2,
) -> Table:
    """COLUMNS: one row a threshold; none where the institution has no contracts with a value. Raises UsageError."""
    if institution is None:
        raise UsageError(
            "splitting is answered to one institution about itself", where="--institution",
            todo="Name it; the answer is for its own eyes, not for a report",
        )  # fmt: skip
    _in_range("window", window, 0.01, 0.3)
    _in_range("vat_rate", vat_rate, 0.0, 0.5)
    known = _contracts(contracts, institution)
    own = standing_orders.filter(standing_orders.institution_id == institution).to_pyarrow().to_pylist()
    limits = [*_law(thresholds.to_pyarrow().to_pylist(), institutions[institution], vat_rate), *_bands(own, vat_rate)]
    limits.sort(key=lambda limit: (limit.amount, limit.basis))
    found = [_row(known, limit, limits, institution, window) for limit in limits] if known else []
    for row, p in zip(found, bunching.adjusted([row["p_single"] for row in found]), strict=True):
        row["p_value"] = p
    return engine.from_arrow(contracts.get_backend(), pa.Table.from_pylist(found, arrow_schema(COLUMNS)))


def notes(rows: list[dict[str, Any]]) -> list[str]:
    """How to read it."""
    if not rows:
        return ["Not applicable: no contract register of this institution was read. Payments are not asked."]
    said = [
        "A count is a question, not a finding of wrongdoing: budgets, rates and grants gather at values too.",
        "For this institution's own eyes; not for a report that is published or shared with the network.",
        "Whether a register has VAT in it is not known; it is taken to have none (--assume vat_rate=0 if it has).",
    ]
    unsure = sum(row["p_value"] is None for row in rows)
    if unsure:
        said.append(f"At {unsure} of {len(rows)} thresholds one cannot tell: too few contracts lie around them.")
    return said


def _in_range(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise UsageError(f"{value} cannot stand for {name}", where="--assume", todo=f"Between {low} and {high}")


def _contracts(contracts: Table, institution: str) -> list[Contract]:
    """The institution's contracts with a value, once each: registers are published again every quarter."""
    named = ("contract_id", "contract_ref", "title", "supplier_text", "supplier_id", "category_code", "value")
    t = contracts.filter(contracts.institution_id == institution, contracts.value > 0)
    rows = t.select(*named, "value_kind", "start_on", "end_on").order_by("contract_id").to_pyarrow().to_pylist()
    once: dict[tuple[Any, ...], Contract] = {}
    for row in rows:
        value = _whole(row)
        supplier = row["supplier_id"] or (row["supplier_text"] or "").strip().upper() or None
        key = (row["contract_ref"] or row["contract_id"], row["title"], supplier, row["value"], row["start_on"])
        if value is not None:
            several = supplier is None or supplier.startswith(tuple(f"local-{kind}-" for kind in GROUPED))
            works = (row["category_code"] or "").startswith(WORKS)
            once[key] = Contract(value, row["start_on"], works, None if several else supplier)
    return list(once.values())


def _whole(row: Mapping[str, Any]) -> float | None:
    """The value over the contract's whole term; None where only a yearly value is known and not how long."""
    if row["value_kind"] != "annual":
        return float(row["value"])
    if row["start_on"] is None or row["end_on"] is None or row["end_on"] <= row["start_on"]:
        return None
    years: float = (row["end_on"] - row["start_on"]).days / 365.25
    return float(row["value"]) * max(1.0, years)


def _law(rows: Sequence[Mapping[str, Any]], about: Mapping[str, str], vat_rate: float) -> list[Limit]:
    """The law's thresholds for this buyer: one limit an amount and time, whatever rules meet there."""
    buyer = _buyer(about)
    times: dict[tuple[Any, ...], dict[str, set[Any]]] = {}
    for row in rows:
        if buyer is not None and row["buyer"] in (buyer, "any") and "concession" not in row["contract"]:
            key = (row["amount"], row["from_on"], row["to_on"] or date.max)
            held = times.setdefault(key, {"rules": set(), "works": set()})
            held["rules"].add((row["rule"], row["contract"]))
            held["works"].add(row["contract"] == "works")
    return _joined(
        Limit(amount, 1 + vat_rate, _named(held["rules"]), since, until, tuple(sorted(held["works"])))
        for (amount, since, until), held in sorted(times.items())
    )


def _named(rules: set[tuple[str, str]]) -> str:
    """Rules in words: notifiable (goods-services, works)."""
    contracts = {rule: ", ".join(sorted(c for r, c in rules if r == rule)) for rule, _ in sorted(rules)}
    return ", ".join(f"{rule} ({of})" for rule, of in contracts.items())


def _joined(limits: Any) -> list[Limit]:
    """Limits of one amount whose times touch are one: a value that a new law left as it was."""
    made: list[Limit] = []
    for limit in limits:
        last = made[-1] if made else None
        same = last and (last.amount, last.basis, last.works) == (limit.amount, limit.basis, limit.works)
        if last and same and last.to_on < date.max and (limit.from_on - last.to_on).days <= 1:
            made[-1] = Limit(last.amount, last.factor, last.basis, last.from_on, limit.to_on, last.works)
        else:
            made.append(limit)
    return made


def _buyer(about: Mapping[str, str]) -> str | None:
    """central, sub-central, or None for who is outside the Act; where nobody said, by kind (NHS counts as central)."""
    authority = about.get("authority", "unsure")
    if authority == "none" or about.get("nation") == "scotland":
        return None
    if authority == "unsure":
        return "central" if about.get("kind") in ("nhs", "central") else "sub-central"
    return authority


def _bands(rows: Sequence[Mapping[str, Any]], vat_rate: float) -> list[Limit]:
    return [
        Limit(
            row["lower"], 1 + vat_rate if row["vat"] == "included" else 1.0,
            f"standing orders: {row['route'] or 'a band'} (VAT {row['vat']})",
            row["from_on"] or date.min, date.max, dated=row["from_on"] is not None,
        )
        for row in rows if row["lower"] > 0
    ]  # fmt: skip


def _row(
    known: Sequence[Contract], limit: Limit, limits: Sequence[Limit], institution: str, window: float
) -> dict[str, Any]:
    asked = [contract for contract in known if limit.takes(contract)]
    at = float(limit.amount) / limit.factor
    others = [float(other.amount) / other.factor for other in limits]
    found = bunching.below([contract.value for contract in asked], at, window, others)
    inside = [c for c in asked if (1 - window) * at - 1e-6 <= c.value < at - 1e-6]
    repeated = [] if found.observed == 0 else _repeated(inside)
    return {
        "institution_id": institution,
        "threshold": limit.amount,
        "basis": f"{limit.basis}{_times(limit)}",
        "window": (limit.amount * round(window * 10_000) / 10_000).quantize(limit.amount),
        "contracts": found.around,
        "observed": found.observed,
        "expected": found.expected,
        "repeated": len(repeated),
        "p_single": found.p_value,
        "repeated_expected": None if found.p_value is None else _by_chance(asked, at, window, len(inside)),
        "why": found.why,
    }


def _times(limit: Limit) -> str:
    since = f" from {_day(limit.from_on)}" if limit.from_on > date.min else ""
    return since + (f" to {_day(limit.to_on)}" if limit.to_on < date.max else "")


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def _repeated(inside: Sequence[Contract]) -> set[str]:
    """Suppliers with two or more of these contracts within twelve months."""
    days: dict[str, list[date]] = {}
    for contract in inside:
        if contract.supplier and contract.start_on:
            days.setdefault(contract.supplier, []).append(contract.start_on)
    return {who for who, on in days.items() if _near(sorted(on))}


def _near(days: list[date]) -> bool:
    return any((later - sooner).days <= NEAR for sooner, later in pairwise(days))


def _by_chance(asked: Sequence[Contract], at: float, window: float, many: int) -> float:
    """Repeated suppliers among `many` contracts drawn from those around: what who is used often explains."""
    reach = (1 - window) ** bunching.CELLS
    around = [contract for contract in asked if at * reach <= contract.value < at / reach]
    chance = np.random.default_rng(0)  # the same figures for the same contracts
    draws = (chance.choice(len(around), size=many, replace=False) for _ in range(DRAWS))
    return round(sum(len(_repeated([around[n] for n in draw])) for draw in draws) / DRAWS, 2)
