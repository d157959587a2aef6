"""Shared needs: what two or more institutions buy, and whether to buy it together.

A need is the same supplier, the same category (a group or narrower: a whole division is no need) or the same words in
descriptions (see `needs/words.py`; two suppliers at least, or it would be a name). Counted pounds count that could be
paid to another by the horizon. An institution shares a need where it spends at least `least_part` pounds a year on it
(over the months that its files cover) and did so within `recent_months` of the last day; two such institutions make a
row. A need in words that is most (`SAME`) of the need of its category is left out. At most `most` of each basis; rank 1
is the most pounds.

amount = pounds over the whole time, amount_a_year the same in a year; suppliers that were paid; period_days = median
days between payments of one institution to one supplier, pooled (null: fewer than three gaps). Each institution's
main contract for the need is that of the supplier whom it pays for it on most days, of those in a register that end
within the horizon; ends = the most of their ends that lie within `align_months` of each other, align_on the latest of
these. firms_joint = firms in `inside` able whose room (the middle of its range, see `capacity`) holds the yearly
pounds of all; firms_separate: of the smallest part alone; both by the category that most pounds of the need have,
null where that is unknown.

advice: keep-small or synchronise where one contract would leave fewer than `enough` or than half of the able firms,
or no micro firm, where the smallest part had more (synchronise where two ends or more can be brought together: end
together, stay in lots); else buy-jointly. `why` always says how many firms could no longer bid. Where who could
supply is unknown: never buy-jointly.

It cannot say that the needs are alike in quality, place or time, nor what buying together would save. What a joint
purchase is worth counts as one value against the thresholds of the law. Source: Birmingham anchor network ("shared
needs"); median gap and pair of rare words are ours.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table

from localspend import engine
from localspend.categories import levels
from localspend.categories.titles import title
from localspend.insight.facts import shown
from localspend.insight.facts.able import able
from localspend.insight.facts.areas import inside_of
from localspend.insight.facts.capacity import rooms
from localspend.insight.facts.counted import UNKNOWN, UNNAMED
from localspend.insight.facts.yearly import a_year, earned, months
from localspend.insight.influence import influenceable, months_after
from localspend.insight.needs import advice
from localspend.insight.needs.words import described, phrases
from localspend.tables import MONEY
from localspend.tables.arrow import arrow_schema

VERSION = "1"
COLUMNS = {
    "rank": "int32",
    "need": "string",
    "basis": "string",
    "category_code": "string",
    "institutions": "array<string>",
    "amount": "decimal(18, 2)",
    "amount_a_year": "decimal(18, 2)",
    "suppliers": "int64",
    "period_days": "int64",
    "align_on": "date",
    "ends": "int64",
    "firms_joint": "int64",
    "firms_separate": "int64",
    "advice": "string",
    "why": "string",
}
#: Institutions are compared: a filter applies to the rows, not to the payments.
SEES_ALL = True
#: A need in words is its category's need where it has this part of its pounds or more.
SAME = Decimal("0.8")
NEED = ["basis", "key"]
LINE = ("institution_id", "supplier_id", "category_code", "amount", "paid_on")


def shared_needs(
    payments: Table,
    suppliers: Table,
    contracts: Table,
    firms: Table,
    capabilities: Table,
    *,
    areas: Sequence[str],
    inside: str | None,
    as_of: date,
    unmasked: bool = False,
    horizon_months: int = 24,
    recent_months: int = 24,
    dependency_cap: float = 0.25,
    least_part: int = 5_000,
    enough: int = 3,
    align_months: int = 6,
    most: int = 50,
) -> Table:
    """COLUMNS: one row a need, rank 1 first."""
    until, since = months_after(as_of, horizon_months), months_after(as_of, -recent_months)
    covered = engine.materialise(months(payments))
    now = engine.materialise(_open(payments, suppliers, as_of, horizon_months).select(*LINE, "description"))
    bases = _bases(now, suppliers, covered, least_part=least_part, most=most, unmasked=unmasked)
    parts = engine.materialise(_parts(bases, covered, since=since, least_part=least_part, most=most))
    lines = engine.materialise(_lines(bases, parts))
    found = _needs(parts, lines)
    codes = engine.from_arrow(payments.get_backend(), _codes(found))
    local = inside_of(areas, inside)
    incomes = engine.materialise(earned(payments, covered))
    markets = _markets(codes, firms, capabilities, incomes, local, dependency_cap=dependency_cap)
    ends = _ends(codes, contracts, as_of=as_of, until=until)
    names = _names(suppliers, found, unmasked)
    texts = _texts(bases[-1], found)
    rows = [
        _row(one, names, texts, markets.get((one["basis"], one["key"])), ends.get((one["basis"], one["key"]), []),
             area=inside or (local[-1] if local else "the area"), enough=enough,
             align_months=align_months)
        for one in _told_once(found)
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row["amount_a_year"], row["basis"], row["need"]))
    ranked = [{**row, "rank": rank} for rank, row in enumerate(rows, 1)]
    return engine.from_arrow(payments.get_backend(), pa.Table.from_pylist(ranked, arrow_schema(COLUMNS)))


def _open(payments: Table, suppliers: Table, as_of: date, horizon_months: int) -> Table:
    """The counted payments that could go to another, to payees that may be named."""
    now = influenceable(payments, as_of=as_of, horizon_months=horizon_months)
    now = now.filter(now.status == "counted", now.influence_now == "yes")
    return now.anti_join(suppliers.filter(suppliers.kind.isin([*UNNAMED, "public-body"])), "supplier_id")


def _bases(now: Table, suppliers: Table, covered: Table, *, least_part: int, most: int, unmasked: bool) -> list[Table]:
    """The lines by what may be shared in them: LINE, basis, key, text."""
    by_supplier = now.filter(now.supplier_id.notnull())
    narrow = (levels.depth(now.category_code) >= 3).fill_null(False)
    by_category = now.filter(narrow)
    lines = described(now, suppliers, unmasked=unmasked)
    keys = phrases(lines, covered, least_part=least_part, most=most)
    by_words = lines.join(keys, ["division", "description"])
    nothing = ibis.null("string")
    return [
        by_supplier.select(*LINE, basis=ibis.literal("supplier"), key=by_supplier.supplier_id, text=nothing),
        by_category.select(*LINE, basis=ibis.literal("category"), key=by_category.category_code, text=nothing),
        by_words.select(
            *LINE, basis=ibis.literal("description"), key=by_words.division.concat(" ", by_words.key), text="text"
        ),
    ]


def _parts(bases: Sequence[Table], covered: Table, *, since: date, least_part: int, most: int) -> Table:
    """NEED, institution_id, amount, yearly: the parts of the largest needs that two institutions or more share."""
    sums = [
        lines.group_by(*NEED, "institution_id").aggregate(
            amount=lines.amount.sum().cast(MONEY),
            lately=(lines.paid_on.isnull() | (lines.paid_on >= ibis.literal(since))).any(),
        )
        for lines in bases
    ]
    parts = ibis.union(*sums)
    parts = parts.filter(parts.lately)
    parts = a_year(parts.mutate(yearly=parts.amount), covered, "yearly").filter(lambda t: t.yearly >= least_part)
    whole = parts.group_by(NEED).aggregate(many=parts.count(), joint=parts.yearly.sum())
    whole = whole.filter(whole.many > 1)
    order = ibis.window(group_by="basis", order_by=[whole.joint.desc(), whole.key.asc()])
    ranked = whole.mutate(nth=ibis.row_number().over(order))
    return parts.semi_join(ranked.filter(ranked.nth < most), NEED).select(*NEED, "institution_id", "amount", "yearly")


def _lines(bases: Sequence[Table], parts: Table) -> Table:
    """The lines of the needs, by day: NEED, institution_id, supplier_id, category_code, paid_on, amount."""
    by = [*NEED, "institution_id"]
    found = ibis.union(*(lines.drop("text").semi_join(parts, by) for lines in bases))
    return found.group_by(*by, "supplier_id", "category_code", "paid_on").aggregate(
        amount=found.amount.sum().cast(MONEY)
    )


def _needs(parts: Table, lines: Table) -> list[dict[str, Any]]:
    """One record a need: basis, key, parts {institution: (pounds, pounds a year)}, days, category_code, gaps."""
    needs: dict[tuple[str, str], dict[str, Any]] = {}
    for row in parts.to_pyarrow().to_pylist():
        need = {"basis": row["basis"], "key": row["key"], "parts": {}, "days": {}, "codes": {}, "gaps": {}}
        one = needs.setdefault((row["basis"], row["key"]), need)
        one["parts"][row["institution_id"]] = (row["amount"], row["yearly"])
    payee = [*NEED, "institution_id", "supplier_id"]
    days = lines.group_by(payee).aggregate(days=lines.paid_on.nunique(where=lines.amount > 0))
    for row in days.to_pyarrow().to_pylist():
        needs[row["basis"], row["key"]]["days"][row["institution_id"], row["supplier_id"]] = row["days"]
    codes = lines.group_by(*NEED, "category_code").aggregate(amount=lines.amount.sum().cast(MONEY))
    for row in codes.to_pyarrow().to_pylist():
        needs[row["basis"], row["key"]]["codes"][row["category_code"] or UNKNOWN] = row["amount"]
    for row in _gaps(lines).to_pyarrow().to_pylist():
        needs[row["basis"], row["key"]]["gaps"][row["gap"]] = row["many"]
    for one in needs.values():
        one["category_code"] = max(one["codes"], key=lambda code: (one["codes"][code], code))
    return [needs[key] for key in sorted(needs)]


def _gaps(lines: Table) -> Table:
    """NEED, gap (days between two payments of an institution to a supplier), many."""
    days = lines.filter(lines.paid_on.notnull(), lines.supplier_id.notnull(), lines.amount > 0)
    series = [*NEED, "institution_id", "supplier_id"]
    days = days.select(*series, "paid_on").distinct()
    before = days.paid_on.lag().over(ibis.window(group_by=series, order_by=days.paid_on))
    gaps = days.mutate(before=before).filter(lambda t: t.before.notnull())
    gaps = gaps.mutate(gap=gaps.paid_on.delta(gaps.before, unit="day").cast("int64"))
    return gaps.group_by(*NEED, "gap").aggregate(many=gaps.count())


def _codes(needs: Sequence[Mapping[str, Any]]) -> pa.Table:
    """NEED, category_code, joint, smallest (pounds a year) and institutions' parts, as rows of an institution."""
    rows = [
        {
            "basis": one["basis"], "key": one["key"], "category_code": one["category_code"],
            "institution_id": institution,
            "joint": sum(yearly for _, yearly in one["parts"].values()),
            "smallest": min(yearly for _, yearly in one["parts"].values()),
        }
        for one in needs for institution in one["parts"]
    ]  # fmt: skip
    columns = {**dict.fromkeys((*NEED, "category_code", "institution_id"), "string"), "joint": MONEY, "smallest": MONEY}
    return pa.Table.from_pylist(rows, arrow_schema(columns))


def _markets(
    codes: Table, firms: Table, capabilities: Table, incomes: Table, local: Sequence[str], *, dependency_cap: float
) -> dict[tuple[str, str], advice.Market]:
    """(basis, key) -> the local firms able; no entry where the category is unknown."""
    inside = firms.filter(firms.tier.isin(list(local)))
    found = able(codes, capabilities).join(inside, "supplier_id")
    found = found.filter(~found.office_shared.fill_null(False) | (found.basis == "paid-for"))
    found = rooms(found, incomes, dependency_cap=dependency_cap)
    found = found.select("category_code", "room", micro=found["size"].fill_null(UNKNOWN).isin(["micro", UNKNOWN]))
    needs = codes.filter(codes.category_code != UNKNOWN).select(*NEED, "category_code", "joint", "smallest").distinct()
    both = needs.left_join(found, "category_code")
    # Null where no firm is able: Spark would count that as null.
    joint, separate = ((both.room >= both[size]).fill_null(False) for size in ("joint", "smallest"))
    counts = both.group_by(NEED).aggregate(
        joint=both.count(where=joint),
        separate=both.count(where=separate),
        micro_joint=both.count(where=joint & both.micro.fill_null(False)),
        micro_separate=both.count(where=separate & both.micro.fill_null(False)),
    )
    rows = counts.to_pyarrow().to_pylist()
    return {(row.pop("basis"), row.pop("key")): advice.Market(**row) for row in rows}


def _ends(codes: Table, contracts: Table, *, as_of: date, until: date) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """(basis, key) -> the contracts of its institutions for it that end after `as_of` and not after `until`."""
    soon = contracts.filter(contracts.end_on > ibis.literal(as_of), contracts.end_on <= ibis.literal(until))
    soon = soon.select(
        "institution_id", "supplier_id", "end_on", "value", code=soon.category_code.fill_null(UNKNOWN)
    )  # fmt: skip
    both = codes.join(soon, "institution_id")
    same = ibis.ifelse(
        both.basis == "supplier", both.supplier_id == both.key, levels.alike(both.code, both.category_code)
    )
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    rows = both.filter(same.fill_null(False)).select(*NEED, "institution_id", "supplier_id", "end_on", "value")
    for row in rows.to_pyarrow().to_pylist():
        found[row["basis"], row["key"]].append(row)
    return found


def _names(suppliers: Table, needs: Sequence[Mapping[str, Any]], unmasked: bool) -> dict[str, str]:
    """Supplier -> the name shown, for the needs that are a supplier."""
    ids = [one["key"] for one in needs if one["basis"] == "supplier"]
    of = suppliers.filter(suppliers.supplier_id.isin(ids or [""])).mutate(id=suppliers.supplier_id)
    rows = shown.named(of, unmasked).select("id", "supplier").to_pyarrow().to_pylist()
    return {row["id"]: row["supplier"] for row in rows}


def _texts(lines: Table, needs: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Key -> the texts behind a need in words, most pounds first."""
    keys = [one["key"] for one in needs if one["basis"] == "description"]
    found = lines.filter(lines.key.isin(keys or [""]))
    each = found.group_by("key", "text").aggregate(amount=found.amount.sum())
    order = ibis.window(group_by="key", order_by=[each.amount.desc(), each.text.asc()])
    each = each.mutate(nth=ibis.row_number().over(order)).filter(lambda t: t.nth < 50)
    texts: dict[str, list[str]] = defaultdict(list)
    for row in each.order_by("key", "nth").to_pyarrow().to_pylist():
        texts[row["key"]].append(row["text"])
    return texts


def _told_once(needs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The needs without those in words that have one supplier or are nearly the whole need of their category."""
    whole = {one["key"]: _sum(one, 0) for one in needs if one["basis"] == "category"}

    def says_more(one: dict[str, Any]) -> bool:
        of = whole.get(one["category_code"])
        several = len({supplier for _, supplier in one["days"]}) > 1
        return several and (of is None or _sum(one, 0) < SAME * of)

    return [one for one in needs if one["basis"] != "description" or says_more(one)]


def _sum(one: Mapping[str, Any], place: int) -> Decimal:
    return sum((part[place] for part in one["parts"].values()), Decimal(0))


def _row(
    one: Mapping[str, Any],
    names: Mapping[str, str],
    texts: Mapping[str, list[str]],
    market: advice.Market | None,
    contracts: Sequence[Mapping[str, Any]],
    *,
    area: str,
    enough: int,
    align_months: int,
) -> dict[str, Any]:
    code, yearly = one["category_code"], _sum(one, 1)
    align_on, ends = advice.align(advice.main_ends(contracts, one["days"]), align_months)
    told, why = advice.advise(market, a_year=yearly, ends=ends, align_on=align_on, area=area, enough=enough)
    need = {
        "supplier": lambda: f"{names.get(one['key'], 'not named')}: {title(code)}",
        "category": lambda: f"{code}: {title(code)}",
        "description": lambda: advice.common_words(texts[one["key"]], one["key"].split(" ", 1)[1]),
    }
    return {
        "need": need[one["basis"]](), "basis": one["basis"], "category_code": code,
        "institutions": sorted(one["parts"]), "amount": _sum(one, 0), "amount_a_year": yearly,
        "suppliers": len({supplier for _, supplier in one["days"] if supplier}),
        "period_days": advice.median_gap(one["gaps"]), "align_on": align_on, "ends": ends,
        "firms_joint": market.joint if market else None, "firms_separate": market.separate if market else None,
        "advice": told, "why": why,
    }  # fmt: skip
