"""Multiplier: what a pound does after it was paid, from a survey and from national tables.

LM3 = (R1 + R2 + R3) / R1, between 1 and 3. R1 (`received`) is what the institutions spent: counted payments, and pay
where a return gives it. R2 (`local`) is what of R1 went to payees in the area `inside` and to staff who live there. R3
(`respent`) is what those spend again there, by `returns`: supplier_id as in the account (or `staff`), round (3; 2 for
the institutions' own pay), amount_received, amount_respent_local (blank: asked, and did not answer). Each return is
weighted by what the account says its payee received. For those rows low, central and high are pounds_... over R1, R2.

Non-response is never imputed in silence. low: whoever did not answer, or was not asked, spends nothing in the area;
high: everything; central: the same part as those who answered. Pounds of unknown place are in none, all, or the same
part as the known. response_rate is answers / asked. amount_basis keeps net, gross and unknown apart, for VAT is spent
by nobody in the area; pay carries none and is counted with net (where nothing is net, with the basis of most pounds).

type1 is the output multiplier of national input-output tables (`products`: cpa, product, output_mult_type1), one row a
product paid inside and one for them together, weighted by pounds. It is an upper bound: it counts what is produced
anywhere in the country, at basic prices; of a neighbourhood it says almost nothing. cpv_to_cpa.csv names a product for
each CPV division, a whole division by its main one; `product_of` (category_code, cpa) names others.

It cannot say that the money would not have come otherwise (displacement), and LM3 and type1 are not comparable: LM3
stops after three rounds and counts spending, type1 counts output of all rounds between firms. "Re-spend per pound", as
CLES reports it, counts suppliers alone: it is no LM3.
Source: The Money Trail (nef, 2002); CLES supplier surveys; ONS input-output analytical tables.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
from ibis import Table

from localspend import engine
from localspend.insight.facts.counted import UNKNOWN, money
from localspend.insight.facts.headline import covers_all
from localspend.insight.facts.shares import NOTHING
from localspend.insight.facts.small import is_small
from localspend.insight.statistics.lm3 import STAFF, Returns, Rounds, Three, returns_of, rounds
from localspend.tables import MONEY
from localspend.tables.arrow import arrow_schema

VERSION = "1"
COLUMNS = {
    "measure": "string",
    "scope": "string",
    "amount_basis": "string",
    "responses": "int64",
    "response_rate": "decimal(9, 4)",
    "pounds_low": "decimal(18, 2)",
    "pounds_central": "decimal(18, 2)",
    "pounds_high": "decimal(18, 2)",
    "low": "float64",
    "central": "float64",
    "high": "float64",
    "warning": "string",
}
GIVEN = {
    "returns": {
        "supplier_id": "string",
        "round": "int64",
        "amount_received": "decimal(18, 2)",
        "amount_respent_local": "decimal(18, 2)",
    },
    "products": {"cpa": "string", "product": "string", "output_mult_type1": "float64"},
    "product_of": {"category_code": "string", "cpa": "string"},
}
#: Fewer answers than this tell what one payee said.
FEW = 3
NEIGHBOURHOOD = "A neighbourhood keeps far less than a district or a country: no figure of theirs holds here"
Row = dict[str, Any]


def multiplier(
    payments: Table,
    returns: Table | None = None,
    products: Table | None = None,
    product_of: Table | None = None,
    *,
    areas: Sequence[str],
    inside: str | None,
    named_areas: Mapping[str, Row],
    covers: Sequence[str] | None,
) -> Table:
    """COLUMNS: for each amount_basis the rounds and lm3; with `products` also type1. Empty without an area or payments.

    `covers` are the tiers that the register covers (None: all). Raises InputError for a return that cannot be.
    """
    rows: list[Row] = []
    if inside is not None:
        local = areas[: list(areas).index(inside) + 1]
        answers = returns_of(_list(returns))
        small = NEIGHBOURHOOD if is_small(named_areas.get(inside, {})) else None
        paid = payments.filter(payments.status == "counted")
        paid = paid.mutate(tier=paid.tier.fill_null(UNKNOWN), amount_basis=paid.amount_basis.fill_null(UNKNOWN))
        rows = list(_surveyed(paid, answers, local, covers_all(covers, areas), small))
        if products is not None:
            mapped = {**own_products(), **{str(row["category_code"])[:2]: row["cpa"] for row in _list(product_of)}}
            rows += _national(paid, local, mapped, _list(products), small)
    return engine.from_arrow(payments.get_backend(), pa.Table.from_pylist(rows, arrow_schema(COLUMNS)))


@cache
def own_products() -> dict[str, str]:
    """CPV division (two digits) -> product of the input-output tables (CPA), as cpv_to_cpa.csv has it."""
    with (Path(__file__).parent / "cpv_to_cpa.csv").open(encoding="utf-8", newline="") as file:
        return {line["division"]: line["cpa"] for line in csv.DictReader(file)}


def _list(table: Table | None) -> list[Row]:
    return [] if table is None else list(table.to_pyarrow().to_pylist())


def _surveyed(paid: Table, answers: Returns, local: Sequence[str], honest: bool, small: str | None) -> Iterator[Row]:
    by_tier = paid.group_by("amount_basis", "tier").aggregate(amount=paid.amount.sum().cast(MONEY))
    bases: dict[str, dict[str, Decimal]] = {}
    for row in by_tier.to_pyarrow().to_pylist():
        bases.setdefault(row["amount_basis"], {})[row["tier"]] = row["amount"]
    to = _received(paid, answers, local)
    with_pay = max(bases, key=lambda basis: (basis == "net", sum(bases[basis].values())), default=None)
    for basis, tiers in sorted(bases.items()):
        own = answers if basis == with_pay else _without_pay(answers)
        found = rounds(tiers, to.get(basis, {}), own, local, honest)
        yield from _rows(found, own, to.get(basis, {}), local[-1], basis, small)


def _received(paid: Table, answers: Returns, local: Sequence[str]) -> dict[str, dict[str, Decimal]]:
    """amount_basis -> who answered -> what the account says they received inside the area."""
    known = paid.filter(paid.supplier_id.isin(sorted(answers.answered) or [""]), paid.tier.isin(list(local)))
    sums = known.group_by("amount_basis", "supplier_id").aggregate(amount=known.amount.sum().cast(MONEY))
    sums = sums.filter(sums.amount > 0)
    found: dict[str, dict[str, Decimal]] = {}
    for row in sums.to_pyarrow().to_pylist():
        found.setdefault(row["amount_basis"], {})[row["supplier_id"]] = row["amount"]
    return found


def _without_pay(answers: Returns) -> Returns:
    others = {who: part for who, part in answers.answered.items() if who != STAFF}
    return Returns(NOTHING, NOTHING, answers.asked - {STAFF}, others)


def _rows(
    found: Rounds, answers: Returns, to: Mapping[str, Decimal], inside: str, basis: str, small: str | None
) -> Iterator[Row]:
    heard = len(to) + (STAFF in answers.answered and answers.pay_local > 0)
    rate = Decimal(len(answers.answered)) / len(answers.asked) if answers.asked else None
    said = {
        "scope": inside, "amount_basis": basis, "responses": heard,
        "response_rate": None if rate is None else rate.quantize(Decimal("0.0001")),
        "warning": _warning(answers, heard, found, small),
    }  # fmt: skip
    yield {**said, "measure": "received", **_pounds(found.first)}
    yield {**said, "measure": "local", **_pounds(found.second), **_ratios(_over(found.second, found.first))}
    yield {**said, "measure": "respent", **_pounds(found.third), **_ratios(_over(found.third, found.second))}
    yield {**said, "measure": "lm3", **_ratios(found.lm3)}


def _warning(answers: Returns, heard: int, found: Rounds, small: str | None) -> str | None:
    told = [small] if small else []
    if not answers.asked:
        told.append("Nobody was asked what is spent again: low and high are all that can be said")
    elif heard < FEW:
        told.append(f"Only {heard} answered: the figure tells what they said, and is not to be published")
    if strange := len(answers.answered) - heard:
        told.append(f"{strange} of the answers fit no payee in the area and were not used")
    if found.second.low is None:
        told.append("Credits outweigh payments: no share is given")
    elif found.second.central is None:
        told.append("The register covers too little of the country for a central figure")
    return "; ".join(told) or None


def _over(part: Three, whole: Three) -> Three:
    pairs = ((part.low, whole.low), (part.central, whole.central), (part.high, whole.high))
    return Three(*(a / b if a is not None and b else None for a, b in pairs))


def _pounds(three: Three) -> Row:
    named = {"pounds_low": three.low, "pounds_central": three.central, "pounds_high": three.high}
    return {name: None if pounds is None else money(pounds) for name, pounds in named.items()}


def _ratios(three: Three) -> Row:
    named = {"low": three.low, "central": three.central, "high": three.high}
    return {name: None if ratio is None else round(float(ratio), 4) for name, ratio in named.items()}


def _national(
    paid: Table, local: Sequence[str], mapped: Mapping[str, str], products: list[Row], small: str | None
) -> Iterator[Row]:
    """type1: a row a product and basis that was paid inside, and one for them together."""
    known = {row["cpa"]: row for row in products if row["output_mult_type1"] is not None}
    near = paid.filter(paid.tier.isin(list(local)))
    near = near.mutate(division=near.category_code.fill_null(UNKNOWN).substr(0, 2))
    sums = near.group_by("amount_basis", "division").aggregate(amount=near.amount.sum().cast(MONEY))
    by: dict[str, dict[str | None, Decimal]] = {}
    for row in sums.to_pyarrow().to_pylist():
        cpa = mapped.get(row["division"])
        held = by.setdefault(row["amount_basis"], {})
        key = cpa if cpa in known else None
        held[key] = held.get(key, NOTHING) + row["amount"]
    for basis, pounds in sorted(by.items()):
        yield from _products(basis, pounds, known, small)


def _products(
    basis: str, pounds: Mapping[str | None, Decimal], known: Mapping[str, Row], small: str | None
) -> Iterator[Row]:
    bound = "An upper bound: production anywhere in the country, at basic prices"
    used = {cpa: amount for cpa, amount in pounds.items() if cpa is not None and amount > 0}
    for cpa, amount in sorted(used.items()):
        told = "; ".join([small, bound] if small else [bound])
        yield _type1(f"{cpa} {known[cpa]['product']}", basis, amount, known[cpa]["output_mult_type1"], told)
    if whole := sum(used.values(), NOTHING):
        mean = sum(float(amount) * known[cpa]["output_mult_type1"] for cpa, amount in used.items()) / float(whole)
        left = sum(pounds.values(), NOTHING) - whole
        told = "; ".join(
            [*([small] if small else []), bound, f"£{left:,} paid inside have no product and are left out"]
        )
        yield _type1("all products", basis, whole, mean, told)


def _type1(scope: str, basis: str, amount: Decimal, high: float, warning: str) -> Row:
    """What a pound does at least is what it is: 1."""
    return {
        "measure": "type1", "scope": scope, "amount_basis": basis, "pounds_central": money(amount), "low": 1.0,
        "high": round(high, 4), "warning": warning,
    }  # fmt: skip
