"""find: a need -> firms to consider, with reasons; who was left out and why; what place did, and on what basis.

Nobody is left out for size, turnover or track record. A decision aid, not legal advice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from localspend.categories.titles import title
from localspend.matching import policy
from localspend.matching.asked import Asked
from localspend.matching.near import Postcodes, postcode
from localspend.matching.need import understand
from localspend.matching.place import SAID, Placed, inside, placed
from localspend.matching.policy import FILTER, ORDER, Place
from localspend.matching.pool import Pool
from localspend.matching.rank import Ranking, ranked
from localspend.matching.reasons import facts, reasons

#: A firm that scores less than this share of the best is not thought capable beside it.
BESIDE_BEST = 0.5
DECIDES = ["supplier_id", "postcode", "ward", "district", "tier", "easting", "northing", "gone"]
#: Of those that were left out this many are named.
MOST_LEFT_OUT = 50
OUTSIDE = "its known address is outside {area}; it is eligible all the same if it declares that it is based there"


@dataclass(frozen=True)
class Found:
    """Everything that an answer is made of: capable firms in order (numbers of the pool) and where they are."""

    pool: Pool
    asked: Asked
    place: Place
    ranking: Ranking
    firms: np.ndarray[Any, Any]
    scores: np.ndarray[Any, Any]
    where: Placed
    left_out: list[dict[str, str]]
    not_named: int
    reached: str | None
    inside: int

    def capable(self) -> list[str]:
        """supplier_id of every firm that may be drawn: all that are capable, as far out as place reaches."""
        drawn = self.firms[: self.inside]
        return [str(one) for one in self.pool.firms["supplier_id"].take(pa.array(drawn)).to_pylist()]


def find(pool: Pool, asked: Asked, *, postcodes: Postcodes | None = None, folder: Path | None = None) -> Found:
    """What `asked` finds in `pool`. Raises UsageError for a need, a postcode or an area that is none."""
    near = postcode(asked.near) if asked.near else None
    may = policy.place(asked, folder)
    ranking = ranked(pool, understand(asked.need, pool))
    best = ranking.scores[0] if len(ranking.scores) else 0
    good = ranking.scores >= BESIDE_BEST * best
    firms, scores = ranking.firms[good], ranking.scores[good]
    # Thousands may be capable, a few are shown: only what decides who is read of each.
    rows = pool.firms.select(DECIDES).take(pa.array(firms))
    where = placed(pool, rows, near, postcodes)
    order, out = _kept(may, rows, where)
    order, reached, far = _ordered(may, asked, order, scores, where)
    left_out, more = _left_out(out, order[: asked.most], scores, rows)
    return Found(
        pool, asked, may, ranking, firms[order], scores[order], _taken(where, order), left_out, more, reached, far
    )  # fmt: skip


def document(found: Found) -> dict[str, Any]:
    """The answer as docs/finding-firms.md describes it."""
    asked, need = found.asked, found.ranking.need
    shown = min(asked.most, found.inside)
    rows = found.pool.firms.take(pa.array(found.firms[:shown])).to_pylist()
    return {
        "firms": [_firm(found, n, row) for n, row in enumerate(rows)],
        "left_out": found.left_out,
        "widened_to": found.reached,
        "place_used": used(found),
        "basis": " ".join(_basis(found)),
        "buyer": asked.buyer,
        "purpose": asked.purpose,
        "date": asked.on,
        "value": asked.value,
        "regime": found.place.regime,
        "work_needs": asked.work_needs or None,
        "need": {
            "text": need.text,
            "categories": _likeliest(need.categories),
            "spelt": need.spelt,
        },
        "capable": len(found.firms),
        "notes": _notes(found),
        "unchecked": list(found.place.unchecked),
        "sources": list(found.place.sources),
    }  # fmt: skip


def used(found: Found) -> str:
    """order, filter or shown-only: what place did, not what it might have done."""
    if found.place.used == ORDER and not _can_order(found.place, found.where):
        return policy.SHOWN
    return found.place.used


def _firm(found: Found, n: int, row: dict[str, Any]) -> dict[str, Any]:
    km = float(found.where.km[n])
    named = found.asked.unmasked or row["name"] == row["name_shown"]
    return {
        "supplier_id": row["supplier_id"],
        "name": row["name"] if found.asked.unmasked else row["name_shown"],
        "score": round(float(found.scores[n]), 3),
        "tier": found.where.tier[n],
        "distance_km": None if np.isnan(km) else round(km, 1),
        "reasons": reasons(found.pool, found.ranking, row, named=named),
        "facts": facts(row, found.asked.value) + _based(found, n),
    }


def _based(found: Found, n: int) -> list[str]:
    if found.place.used != FILTER or inside(found.where, found.place.area)[n] is not None:
        return []
    return ["where it is based is not known: ask it whether it is eligible"]


def _kept(may: Place, rows: pa.Table, where: Placed) -> tuple[np.ndarray[Any, Any], dict[int, str]]:
    """Who may be asked, and of the others why not."""
    out = {n: why for n, why in enumerate(rows["gone"].to_pylist()) if why}
    if may.used == FILTER:
        area = ", ".join(may.area)
        held = enumerate(inside(where, may.area))
        out = {n: OUTSIDE.format(area=area) for n, holds in held if holds is False} | out
    return np.array([n for n in range(len(rows)) if n not in out], np.int64), out


def _can_order(may: Place, where: Placed) -> bool:
    return bool(where.tiers) if may.by == "tier" else not bool(np.isnan(where.km).all())


def _ordered(
    may: Place, asked: Asked, kept: np.ndarray[Any, Any], scores: np.ndarray[Any, Any], where: Placed
) -> tuple[np.ndarray[Any, Any], str | None, int]:
    """Firms in the order of the answer, the tier that was reached (None where place does not widen), and how many
    stand within it."""
    if may.used != ORDER or not _can_order(may, where):
        return kept, None, len(kept)
    if may.by == "distance":
        return kept[np.lexsort((kept, np.nan_to_num(where.km[kept], nan=np.inf)))], None, len(kept)
    rank = where.rank()[kept]
    order = kept[np.lexsort((kept, -scores[kept], rank))]
    sums = np.cumsum(np.bincount(rank, minlength=len(where.tiers)))
    enough = np.flatnonzero(sums >= asked.enough)
    held = np.flatnonzero(np.bincount(rank, minlength=len(where.tiers)))
    if not len(held):
        return order, None, 0
    at = int(enough[0]) if len(enough) else int(held[-1])
    return order, where.tiers[min(at, len(where.tiers) - 1)], int(sums[at])


def _left_out(
    out: dict[int, str], shown: np.ndarray[Any, Any], scores: np.ndarray[Any, Any], rows: pa.Table
) -> tuple[list[dict[str, str]], int]:
    """Those left out that are as likely as one that is shown; the others are counted."""
    least = min((scores[n] for n in shown), default=0)
    named = [n for n in sorted(out) if scores[n] >= least][:MOST_LEFT_OUT]
    ids = rows["supplier_id"]
    return [{"supplier_id": ids[n].as_py(), "why": out[n]} for n in named], len(out) - len(named)


def _taken(where: Placed, order: np.ndarray[Any, Any]) -> Placed:
    def pick(values: list[Any]) -> list[Any]:
        return [values[n] for n in order]

    return Placed(
        pick(where.tier), where.km[order], pick(where.ward), pick(where.district), where.tiers, where.by
    )  # fmt: skip


def _likeliest(categories: Mapping[str, float]) -> list[dict[str, Any]]:
    first = sorted(categories.items(), key=lambda item: (-item[1], item[0]))[:5]
    return [{"category_code": code, "title": title(code), "weight": round(share, 2)} for code, share in first]


def _basis(found: Found) -> list[str]:
    said = list(found.place.why)
    if found.place.used == ORDER and used(found) != ORDER:
        said.append("But nothing is known of where firms are, so they stand by evidence alone.")
    elif found.place.used != ORDER:
        said.append("Firms stand by evidence alone; where they are is shown as a fact.")
    if found.place.used == ORDER and found.where.by in SAID and used(found) == ORDER:
        said.append(SAID[found.where.by])
    return said


def _notes(found: Found) -> list[str]:
    need = found.ranking.need
    said = [f"Firms are from {found.pool.about}."]
    said += [f"'{word}' was read as '{right}'." for word, right in need.spelt.items()]
    if not need.categories:
        said.append("No category is like this need: firms were found by the words of names and activities alone.")
    if found.asked.near and np.isnan(found.where.km).all():
        said.append("Distances are not known: give a file of postcodes (--postcodes).")
    if found.not_named:
        said.append(f"{found.not_named:,} more were left out that are less likely than those shown.")
    if found.inside > found.asked.most:
        said.append(f"{found.asked.most} of {found.inside:,} capable firms are shown; --most shows more.")
    said.append("Nobody is left out for size, turnover or track record.")
    return said
