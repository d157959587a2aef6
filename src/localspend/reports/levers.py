"""The answers that lead to action: every insight about a lever, asked of the snapshot once.

A question that a snapshot cannot answer (nothing is dated, no area is named) is left out with the reason. `splitting`
is never asked here: it is for the institution's own eyes.
"""

import inspect
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import ibis
from ibis import Table

from localspend import engine, insight
from localspend.errors import UsageError
from localspend.insight.answer import Asked, Question
from localspend.insight.facts.counted import UNKNOWN, records
from localspend.tables import MONEY
from localspend.workspace import Snapshot

Rows = list[dict[str, Any]]
ASKED = (
    "leakage", "influence", "replacement", "peer-proven", "shared-needs", "pipeline", "quotable", "prompt-payment",
    "benchmark", "place", "evaluation",
)  # fmt: skip
#: Firms that are named for a category that no peer buys locally.
FIRMS = 3
NO_AREA = "The network names no area to ask about."
NOTHING_FOUND = {
    "leakage": "Nothing that was paid is known to leave.",
    "influence": "No payment is counted.",
    "replacement": "Nothing was found that leaves and could be bought nearby.",
    "peer-proven": "No institution buys locally what leaves another.",
    "shared-needs": "No need was found that two institutions share.",
    "pipeline": "No contract's end and no recurring need was found.",
    "quotable": "No payment is counted.",
    "capability": "No local firm is known to be able to supply anything.",
    "benchmark": "Nothing published can be set beside these figures.",
    "place": "No payment reached a ward that is known.",
    "prompt-payment": "No file gives both the date of the invoice and of the payment.",
    "evaluation": "No pilot was recorded (decisions/interventions.csv).",
}


@dataclass(frozen=True)
class Levers:
    """`rows` by insight; `unanswered` says why an insight has none.

    `wider` is peer-proven within the outermost area; `able` has the local firms that could supply a leaking category;
    `wards` names the ward of a payee by its id. Rows of pipeline have `bought` too: their category, or, where a
    register gives none, the one for which the institution pays the payee most.
    """

    rows: dict[str, Rows] = field(default_factory=dict)
    unanswered: dict[str, str] = field(default_factory=dict)
    wider: Rows = field(default_factory=list)
    able: dict[str, Rows] = field(default_factory=dict)
    wards: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> Rows:
        """The rows of an insight; none where it was not answered."""
        return self.rows.get(name, [])

    def without(self, name: str) -> str:
        """Why an insight has nothing to show; empty where it has."""
        if name in self.unanswered:
            return f"This could not be answered. {self.unanswered[name]}"
        return "" if self.of(name) else NOTHING_FOUND[name]


def ask(snapshot: Snapshot, connection: ibis.BaseBackend, *, unmasked: bool = False) -> Levers:
    """Every insight of ASKED and `capability`, of all institutions together."""
    levers = Levers()
    asking = _Asking(snapshot, connection, unmasked, levers.unanswered)
    for name in ASKED:
        if (table := asking.table(name)) is not None:
            levers.rows[name] = records(table, insight.INSIGHTS[name].COLUMNS)
    areas = asking.areas
    if len(areas) > 1 and (wide := asking.table("peer-proven", inside=areas[-1])) is not None:
        levers.wider.extend(records(wide, insight.INSIGHTS["peer-proven"].COLUMNS))
    if (table := asking.table("capability")) is not None:
        held = engine.from_arrow(connection, table.to_pyarrow())  # asked twice, worked out once
        leaking = {row["category_code"] for row in levers.of("leakage") if row["amount"] > 0}
        levers.rows["capability"] = depth(held)
        levers.able.update(able(held, areas, leaking))
    levers.wards.update(_wards(snapshot, connection, _ids(levers)))
    coming = sorted({row["supplier_id"] for row in levers.of("pipeline") if row["supplier_id"]})
    known = mainly(snapshot.table(connection, "payments"), coming) if coming else {}
    for row in levers.of("pipeline"):
        own = row["category_code"] if row["category_code"] != UNKNOWN else None
        row["bought"] = own or known.get((row["institution_id"], row["supplier_id"] or ""), UNKNOWN)
    return levers


@dataclass(frozen=True)
class _Asking:
    """Insights asked of one snapshot; what cannot be answered is noted."""

    snapshot: Snapshot
    connection: ibis.BaseBackend
    unmasked: bool
    unanswered: dict[str, str]

    @property
    def areas(self) -> list[str]:
        return [area["id"] for area in self.snapshot.manifest["network"]["areas"]]

    def table(self, name: str, inside: str | None = None) -> Table | None:
        """The answer, or None."""
        if "areas" in inspect.signature(insight.question(name)).parameters and not self.areas:
            self.unanswered[name] = NO_AREA
            return None
        try:
            asked = Asked(unmasked=self.unmasked, inside=inside)
            return Question(self.snapshot, name, asked, self.connection).table()
        except UsageError as error:
            self.unanswered[name] = _because(error)
            return None


def _because(error: UsageError) -> str:
    """The reason as a sentence; what to type is for whoever sits at a terminal."""
    text = error.what.rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."


def depth(capability: Table) -> Rows:
    """Market depth: category_code, tier, firms_in_tier, firms_within, widen_to; without the firms themselves."""
    found = capability.group_by("category_code", "tier").aggregate(
        firms_in_tier=capability.firms_in_tier.max(),
        firms_within=capability.firms_within.max(),
        widen_to=capability.widen_to.max(),
    )
    rows: Rows = found.order_by("category_code", "tier").to_pyarrow().to_pylist()
    return rows


def able(capability: Table, areas: list[str], categories: Collection[str]) -> dict[str, Rows]:
    """Category -> at most FIRMS firms of the areas that could supply it, innermost and best evidenced first."""
    # A firm that nobody paid, at an office that many share, may work anywhere: no name to ring.
    known = (capability.basis == "paid-for") | ~capability.office_shared.fill_null(False)
    local = capability.filter(capability.tier.isin(areas), known)
    nearness = ibis.cases(*((local.tier == area, n) for n, area in enumerate(areas)), else_=len(areas))
    evidence = (local.basis == "paid-for").ifelse(0, 1)
    # Firms whose names are withheld look alike: one line stands for them.
    once = local.mutate(nearness=nearness, evidence_rank=evidence)
    window = ibis.window(
        group_by=["category_code", "supplier"],
        order_by=[once.nearness, once.evidence_rank, once.strength.desc(), once.supplier_id],
    )
    once = once.mutate(nth=ibis.row_number().over(window))
    once = once.filter(once.nth == 0).drop("nth")
    order = [once.nearness, once.evidence_rank, once.strength.desc(), once.supplier]
    ranked = once.mutate(place=ibis.row_number().over(ibis.window(group_by="category_code", order_by=order)))
    rows: Rows = ranked.filter(ranked.place < FIRMS).order_by("category_code", "place").to_pyarrow().to_pylist()
    by_category: dict[str, Rows] = {}
    for row in rows:
        by_category.setdefault(row["category_code"], []).append(row)
    found = {category: by_category.get(category) or _beneath(by_category, category) for category in categories}
    return {category: firms for category, firms in sorted(found.items()) if firms}


def _beneath(by_category: dict[str, Rows], category: str) -> Rows:
    """Firms able in something that the category holds; the first of each code in turn, each firm once."""
    stem = category[:2] + category[2:].rstrip("0")
    firms = [row for code, rows in sorted(by_category.items()) if code.startswith(stem) for row in rows]
    firms.sort(key=lambda row: (row["nearness"], row["evidence_rank"], -(row["strength"] or 0), row["supplier"]))
    return list({row["supplier"]: row for row in reversed(firms)}.values())[::-1][:FIRMS]


def _ids(levers: Levers) -> list[str]:
    rows = [*levers.of("peer-proven"), *levers.wider, *(row for firms in levers.able.values() for row in firms)]
    return sorted({row["supplier_id"] for row in rows if row["supplier_id"]})


def _wards(snapshot: Snapshot, connection: ibis.BaseBackend, ids: list[str]) -> dict[str, str]:
    """Payee -> name of the ward of its address, where the network's places name it."""
    if not ids:
        return {}
    places, firms = snapshot.table(connection, "places"), snapshot.table(connection, "firms")
    wards = places.filter(places.kind == "ward").select(ward="code", ward_name="name")
    asked = firms.filter(firms.supplier_id.isin(ids)).select("supplier_id", "ward")
    found = asked.join(wards, "ward").select("supplier_id", "ward_name").to_pyarrow().to_pylist()
    return {row["supplier_id"]: row["ward_name"] for row in found if row["ward_name"]}


def mainly(payments: Table, ids: list[str]) -> dict[tuple[str, str], str]:
    """(institution, payee) -> the known category for which the one pays the other most."""
    known = (payments.status == "counted") & payments.category_code.notnull() & (payments.category_code != UNKNOWN)
    paid = payments.filter(known & payments.supplier_id.isin(ids))
    keys = ["institution_id", "supplier_id"]
    each = paid.group_by([*keys, "category_code"]).aggregate(amount=paid.amount.sum().cast(MONEY))
    order = ibis.window(group_by=keys, order_by=[each.amount.desc(), each.category_code.asc()])
    first = each.mutate(nth=ibis.row_number().over(order)).filter(lambda t: (t.nth == 0) & (t.amount > 0))
    rows = first.select(*keys, "category_code").to_pyarrow().to_pylist()
    return {(row["institution_id"], row["supplier_id"]): row["category_code"] for row in rows}
