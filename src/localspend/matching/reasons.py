"""Why a firm is thought capable, in plain words, and facts beside, which are no grounds to leave it out."""

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pyarrow.compute as pc

from localspend.categories.words import words
from localspend.matching import activities
from localspend.matching.need import Need
from localspend.matching.pool import Pool
from localspend.matching.rank import LEAST, Ranking

#: Payers that are named; the others are counted.
NAMED = 3
#: From this nearness on a payment was for what is needed, below for something close.
THIS, CLOSE = 0.5, 0.35
#: What a register says of firms that still trade -> a fact.
STATED = {
    "strike off": "the register proposes to strike it off", "administration": "in administration, says the register",
    "receiver": "in receivership, says the register", "voluntary arrangement": "has an arrangement with its creditors",
}  # fmt: skip


def reasons(pool: Pool, ranking: Ranking, row: Mapping[str, Any], *, named: bool) -> list[str]:
    """Sentences without a full stop; `named` whether its name may be shown, so that its words may be."""
    need = ranking.need
    said = [*_paid(pool, need, row["supplier_id"]), *_does(need, row["sic"] or ())]
    if named and (word := _name(ranking, row["name"])):
        said.append(f"its name says {word}")
    if str(row["status"]).lower().startswith("active"):
        said.append("live in the register")
    return said


def facts(row: Mapping[str, Any], value: Decimal | None) -> list[str]:
    """Size, turnover beside the value, a shared address, what the register says."""
    said = []
    if row["size"] not in (None, "unknown"):
        said.append(f"{row['size']} ({row['size_basis']})" if row["size_basis"] else str(row["size"]))
    if row["turnover"]:
        said.append(f"turnover £{Decimal(row['turnover']):,.0f}, on an institution's list")
        if value and Decimal(row["turnover"]) > 0:
            said.append(f"the value is {value / Decimal(row['turnover']):.0%} of that turnover")
    if row["office_shared"]:
        said.append("its address is shared by 100 or more companies, so it may work elsewhere")
    said += [fact for word, fact in STATED.items() if word in str(row["status"]).lower()]
    if not row["status"]:
        said.append("no register at hand says whether it still trades")
    return said


def _does(need: Need, codes: Any) -> list[str]:
    """The activity that tells most."""
    best = max(codes, key=lambda code: (need.activity(code), code), default=None)
    if best is None or need.activity(best) < LEAST:
        return []
    return [f"its registered activity is {activities.said(best)}"]


def _name(ranking: Ranking, name: str) -> str:
    """The words of its name that the need, or its category, has."""
    told = ranking.need.words.keys() | ranking.words.keys()
    parts = re.findall(r"[^\W\d_][\w'’]*", name)
    return " ".join(part.lower() for part in parts if set(words(part)) & told)


def _paid(pool: Pool, need: Need, supplier_id: str) -> list[str]:
    """The latest year's pounds of each institution that paid it for this, most money first."""
    if not pool.paid.num_rows:
        return []
    rows = pool.paid.filter(pc.equal(pool.paid["supplier_id"], supplier_id)).to_pylist()
    sums: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    nearest: dict[str, float] = {}
    for row in rows:
        share = need.near(row["category_code"])
        if share >= CLOSE:
            sums[row["institution"]][row["year"] or 0] += Decimal(row["amount"])
            nearest[row["institution"]] = max(share, nearest.get(row["institution"], 0.0))
    latest = [(years[max(years)], payer, max(years)) for payer, years in sums.items()]
    latest.sort(key=lambda one: (-one[0], one[1]))
    said = [
        f"{payer} paid it £{amount:,.0f} for {'this' if nearest[payer] >= THIS else 'something close to this'}"
        + (f" in {year}" if year else "")
        for amount, payer, year in latest[:NAMED]
    ]
    return said + ([f"{len(latest) - NAMED} more institutions paid it for this"] if len(latest) > NAMED else [])
