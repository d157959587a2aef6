"""What each insight must find of what is planted in the sample, and what it must not: one function an insight.

A case says what is missing (planted and not found) and what is false (found and not so). Both empty: as it should be.
"""

import inspect
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import ibis

from localspend.insight import INSIGHTS, question
from localspend.insight.facts.counted import records
from localspend.sample import planted
from localspend.sample.ground import TIERS
from localspend.sample.institutions import INSTITUTIONS
from tests.sample.planted_tables import AREAS, Made, context, identity_of, institution_of, pounds, worth

Row = dict[str, Any]
INSIDE = TIERS[0]


@dataclass
class Told:
    """What an insight missed, and what it found that is not there."""

    missing: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def must(self, found: object, what: str) -> None:
        """Note `what` as missing unless it was found."""
        if not found:
            self.missing.append(what)

    def never(self, false: object, what: str) -> None:
        """Note `what` as falsely found."""
        if false:
            self.false.append(what)


class Sample:
    """One seed's tables, and what is true of them."""

    def __init__(self, connection: ibis.BaseBackend, seed: int, scale: float) -> None:
        self.made = Made(seed, scale)
        self.tables = self.made.tables(connection)
        self.planted = self.made.planted

    def ask(self, name: str, institution: str | None = None) -> list[Row]:
        """The rows of an insight, as `localspend insight` would ask it. Raises NotImplementedError where it is none."""
        module, function = INSIGHTS[name], question(name)
        said = context(institution)
        tables: list[ibis.Table | None] = []
        options: Row = {}
        for key, one in inspect.signature(function).parameters.items():
            if one.kind is inspect.Parameter.KEYWORD_ONLY:
                options |= {key: said[key]} if key in said else {}
            elif key in getattr(module, "GIVEN", {}):
                tables.append(None)
            else:
                tables.append(self._of(self.tables[key], institution if not hasattr(module, "SEES_ALL") else None))
        answer: Callable[..., ibis.Table] = function
        return records(answer(*tables, **options), module.COLUMNS)

    @staticmethod
    def _of(table: ibis.Table, institution: str | None) -> ibis.Table:
        if institution is None or "institution_id" not in table.columns:
            return table
        return table.filter(table.institution_id == institution)

    @cached_property
    def pence(self) -> Counter[tuple[str, str, str]]:
        """(institution, category code, tier) -> pence."""
        found: Counter[tuple[str, str, str]] = Counter()
        for ledger, paid in self.made.paid.items():
            for p in paid:
                tier = p.payee.tier if p.payee else "unknown"
                found[institution_of(ledger), p.purchase.cpv or "unknown", tier] += worth(p, ledger)
        return found

    def left(self, institution: str | None, code: str, area: str) -> Decimal:
        """Pounds of a category that an institution (or all) paid to payees known to be outside an area."""
        inside = (*AREAS[: AREAS.index(area) + 1], "unknown")
        return pounds(
            sum(
                pence
                for (i, c, tier), pence in self.pence.items()
                if c == code and institution in (None, i) and tier not in inside
            )
        )

    @cached_property
    def payers(self) -> dict[str, set[tuple[str, str]]]:
        """Supplier's identifier -> the (institution, category code) that it is paid in."""
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for ledger, paid in self.made.paid.items():
            for p in paid:
                if p.payee:
                    found[identity_of(p.payee)].add((institution_of(ledger), p.purchase.cpv or "unknown"))
        return found

    @cached_property
    def tier(self) -> dict[str, str]:
        """Supplier's identifier -> where it works."""
        return {identity_of(s): s.tier for s in (*self.made.invented[0], *self.planted.suppliers)}


def leakage(sample: Sample) -> Told:
    """Found: each planted leak, with every known pound of it beyond West Midlands. False: a sum that is not so."""
    told, rows = Told(), sample.ask("leakage")
    by = {(r["institution_id"], r["category_code"], r["tier"]): r for r in rows}
    for leak in sample.planted.leaks:
        code = leak.at.purchase.cpv
        row = by.get((leak.at.institution_id, code, AREAS[-1]))
        told.must(row and row["amount"] == row["amount_total"] - row["amount_unknown"], f"{leak.at} leaves whole")
    for (institution, code, area), row in by.items():
        true = sample.left(institution, code, area) if area in AREAS else row["amount"]
        told.never(row["amount"] != true, f"{institution} {code} leaves {area}: {row['amount']}, true {true}")
    return told


def peer_proven(sample: Sample) -> Told:
    """Found: for each leak, the local supplier that the planted peer pays. False: one not paid, or not local."""
    told, rows = Told(), sample.ask("peer-proven")
    for leak in sample.planted.leaks:
        wanted = (leak.at.institution_id, leak.at.purchase.cpv, identity_of(leak.supplier), leak.peer.institution_id)
        keys = ("institution_id", "category_code", "supplier_id", "peer_id")
        told.must(any(tuple(r[k] for k in keys) == wanted for r in rows), f"{leak.supplier.name} for {leak.at}")
    for r in rows:
        supplier, peer, code = r["supplier_id"], r["peer_id"], r["category_code"]
        paid = {(i, c[:2]) for i, c in sample.payers[supplier]}
        told.never((peer, code[:2]) not in paid, f"{peer} does not pay {supplier} for {code}")
        told.never(sample.tier.get(supplier) != INSIDE, f"{supplier} is not in {INSIDE}")
        told.never(peer == r["institution_id"], f"{peer} is no peer of itself")
    return told


def replacement(sample: Sample) -> Told:
    """Found: the leaking categories, with local firms, a peer and something to replace. False: more than leaks."""
    told, rows = Told(), {r["category_code"]: r for r in sample.ask("replacement")}
    none: Row = {}
    for leak in sample.planted.leaks:
        row = rows.get(leak.at.purchase.cpv, none)
        found = row.get("firms") and row["peers"] and (row["replaceable"] or 0) > 0
        told.must(found, f"{leak.at} could be replaced")
    for code, row in rows.items():
        most = sample.left(None, code, INSIDE)
        told.never(
            (row["replaceable"] or 0) > max(most, Decimal(0)), f"{code}: {row['replaceable']} of {most} that leaves"
        )
        told.never((row["replaceable"] or 0) > 0 and not row["firms"], f"{code}: nobody could supply it")
    return told


def shared_needs(sample: Sample) -> Told:
    """Found: the supplier of three, the need of three with its ends, the words of two. False: what is not shared."""
    told, rows, plan = Told(), sample.ask("shared-needs"), sample.planted
    assert plan.supplier
    assert plan.category
    assert plan.phrase
    three = {p.institution_id for p in plan.supplier.places}
    named = [r for r in rows if r["basis"] == "supplier" and _same(r["need"], plan.supplier.supplier)]
    told.must(any(three <= set(r["institutions"]) for r in named), f"{plan.supplier.supplier.name} is shared by three")
    need, three = plan.category.places[0].purchase.cpv, {p.institution_id for p in plan.category.places}
    alike = [r for r in rows if r["basis"] == "category" and need in r["need"] and three <= set(r["institutions"])]
    told.must(alike, f"{need} is needed by three")
    ends = plan.category.ends
    aligned = any(r["align_on"] and min(ends) <= r["align_on"] <= max(ends) for r in alike)
    told.must(aligned, f"the contracts for {need} could be aligned between {min(ends)} and {max(ends)}")
    two = {p.institution_id for p in plan.phrase.places}
    words = [r for r in rows if r["basis"] not in ("supplier", "category")]
    told.must(
        any(_overlap(r["need"], plan.phrase.phrase) >= 3 and two == set(r["institutions"]) for r in words),
        f"'{plan.phrase.phrase}' at two",
    )
    for row in words:
        told.never(_overlap(row["need"], plan.phrase.phrase) < 2, f"'{row['need']}' is no need that two describe")
    for row in rows:
        told.never(len(set(row["institutions"])) < 2, f"{row['need']} is shared by nobody")
    return told


def pipeline(sample: Sample) -> Told:
    """Found: both rhythms, period to 5 days and next date to a week. False: a rhythm where payments are random."""
    told, rows = Told(), [r for r in sample.ask("pipeline") if r["basis"] == "payments"]
    regular = {(one.at.institution_id, identity_of(one.supplier)): one for one in sample.planted.recurring}
    for (institution, supplier), one in regular.items():
        of = [r for r in rows if (r["institution_id"], r["supplier_id"]) == (institution, supplier)]
        told.must(
            any(_rhythm(r, one) for r in of), f"{one.supplier.name} every {one.months} months, next {one.next_on}"
        )
    for row in rows:
        key = (row["institution_id"], row["supplier_id"])
        told.never(key not in regular, f"{row['supplier']} every {row['period_days']} days by {row['institution_id']}")
    return told


def splitting(sample: Sample) -> Told:
    """Found: the bunching institution at its threshold, and its repeats. False: p < 0.01 anywhere else."""
    told, plan = Told(), sample.planted.bunching
    assert plan
    guilty = plan.at.institution_id
    rows = [r for kind in ("council", "university", "police") for r in sample.ask("splitting", INSTITUTIONS[kind].id)]
    found = [r for r in rows if (r["institution_id"], r["threshold"]) == (guilty, plan.threshold) and _bunches(r)]
    told.must(found, f"{guilty} below {plan.threshold}")
    told.must(any((r["repeated"] or 0) > 0 for r in found), f"{plan.supplier.name} again and again")
    for r in rows:
        other = (r["institution_id"], r["threshold"]) != (guilty, plan.threshold)
        told.never(other and _bunches(r), f"{r['institution_id']} below {r['threshold']}: p {r['p_value']}")
    return told


def evaluation(sample: Sample) -> Told:
    """Found: the pilot moved money, and its interval holds what was moved. False: the placebo moved any."""
    told, rows = Told(), {r["intervention"]: r for r in sample.ask("evaluation")}
    for pilot in sample.planted.pilots:
        row, true = rows.get(pilot.id), sample.planted.moved[pilot.id]
        if not pilot.points:
            told.never(row and row["verdict"] == "moved", f"{pilot.id} moved nothing: {row}")
            continue
        told.must(row and row["verdict"] == "moved", f"{pilot.id} moved {true:.3f}: {row}")
        held = row and row["low"] is not None and row["low"] <= true <= row["high"]
        told.must(held, f"{pilot.id}'s interval holds {true:.3f}: {row}")
    return told


CASES: dict[str, Callable[[Sample], Told]] = {
    "leakage": leakage,
    "peer-proven": peer_proven,
    "replacement": replacement,
    "shared-needs": shared_needs,
    "pipeline": pipeline,
    "splitting": splitting,
    "evaluation": evaluation,
}


def _bunches(row: Row) -> bool:
    return bool(row["p_value"] is not None and row["p_value"] < 0.01)


def _rhythm(row: Row, one: planted.Recurring) -> bool:
    off = abs(row["period_days"] - 365 * one.months / 12)
    return bool(off <= 5 and abs((row["next_date"] - one.next_on).days) <= 7)


def _same(need: str, supplier: Any) -> bool:
    return supplier.name.casefold() in need.casefold() or identity_of(supplier) in need


def _overlap(need: str, phrase: str) -> int:
    return len(set(_words(need)) & set(_words(phrase)))


def _words(text: str) -> list[str]:
    return text.casefold().split()
