"""find: a need -> firms to consider, with reasons; who was left out and why; what place did, and on what basis.

Nobody is left out for size, turnover or track record. A decision aid, not legal advice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from localspend.categories.titles import title
from localspend.matching import meaning, policy
from localspend.matching.asked import Asked
from localspend.matching.meaning import Model, Reading
from localspend.matching.near import Postcodes, postcode
from localspend.matching.need import understand
from localspend.matching.place import Placed, inside, placed
from localspend.matching.policy import FILTER, ORDER, Place
from localspend.matching.pool import Pool
from localspend.matching.rank import Ranking, ranked
from localspend.matching.reasons import facts, reasons

#: A firm that scores less than this share of the best is not thought capable beside it.
BESIDE_BEST = 0.5
DECIDES = ["postcode", "ward", "district", "tier", "easting", "northing", "gone"]
#: A need of more words is a text: much in it is not what is to be done.
MOST_WORDS = 30
#: Of those that were left out this many are named.
MOST_LEFT_OUT = 50
OUTSIDE = "its known address is outside {area}; it is eligible all the same if it declares that it is based there"


@dataclass(frozen=True)
class Found:
    """Everything that an answer is made of: capable firms in order (numbers of the pool), and where those are that are
    shown. used is what place did, not what it might have done; far is whether any distance is known. reading is what a
    model made of the first firms, if one was asked."""

    pool: Pool
    asked: Asked
    place: Place
    ranking: Ranking
    firms: np.ndarray[Any, Any]
    scores: np.ndarray[Any, Any]
    where: Placed
    used: str
    far: bool
    left_out: list[dict[str, str]]
    not_named: int
    reached: str | None
    inside: int
    reading: Reading | None = None

    def capable(self) -> list[str]:
        """supplier_id of every firm that may be drawn: all that are capable, as far out as place reaches."""
        drawn = self.firms[: self.inside]
        return [str(one) for one in self.pool.firms["supplier_id"].take(pa.array(drawn)).to_pylist()]


def find(
    pool: Pool, asked: Asked, *, postcodes: Postcodes | None = None, folder: Path | None = None,
    model: Model | None = None,
) -> Found:  # fmt: skip
    """What `asked` finds in `pool`, the first firms re-ordered by `model`, if any. Raises UsageError for a need, a
    postcode or an area that is none."""
    near = postcode(asked.near) if asked.near else None
    may = policy.place(asked, folder)
    ranking = ranked(pool, understand(asked.need, pool))
    best = ranking.scores[0] if len(ranking.scores) else 0
    good = ranking.scores >= BESIDE_BEST * best
    firms, scores = ranking.firms[good], ranking.scores[good]
    # Thousands may be capable, a few are shown: only what decides who is read of each.
    rows = pool.firms.select(DECIDES).take(pa.array(firms))
    where = placed(pool, rows, near, postcodes, asked.tiers)
    far = not bool(np.isnan(where.km).all())
    order, out = _kept(may, rows, where, _barred(pool, asked, firms))
    used = _used(may, where, far)
    order, reached, within = _ordered(used, may.by, asked, order, scores, where)
    # Where distance is the order there is nothing for a model to say.
    reading = None
    if model is not None and len(order) and not (used == ORDER and may.by == "distance"):
        first, rest = order[: meaning.FIRST], order[meaning.FIRST :]
        tiers = where.rank[first] if used == ORDER else np.zeros(len(first))
        reading = meaning.read(model, asked.need, pool, firms[first], scores[first], tiers)
        order = np.concatenate([first[reading.order], rest])
    shown = order[: min(asked.most, within)]
    left_out, more = _left_out(out, shown, firms, scores, pool)
    return Found(
        pool, asked, may, ranking, firms[order], scores[order], where.take(shown), used, far, left_out, more, reached,
        within, reading,
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
        "place_used": found.used,
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
        "model": found.reading.model if found.reading else None,
        "capable": len(found.firms),
        "notes": _notes(found),
        "unchecked": list(found.place.unchecked),
        "sources": list(found.place.sources),
    }  # fmt: skip


def _firm(found: Found, n: int, row: dict[str, Any]) -> dict[str, Any]:
    km = float(found.where.km[n])
    named = found.asked.unmasked or row["name"] == row["name_shown"]
    return {
        "supplier_id": row["supplier_id"],
        "name": row["name"] if found.asked.unmasked else row["name_shown"],
        "score": round(float(found.scores[n]), 3),
        "tier": found.where.tier(n),
        "distance_km": None if np.isnan(km) else round(km, 1),
        "reasons": reasons(found.pool, found.ranking, row, named=named) + _read(found, n),
        "facts": facts(row, found.asked.value) + _based(found, n),
    }


def _read(found: Found, n: int) -> list[str]:
    return found.reading.reason(n) if found.reading else []


def _based(found: Found, n: int) -> list[str]:
    if found.place.used != FILTER or inside(found.where, found.place.area)[n] is not None:
        return []
    return ["where it is based is not known: ask it whether it is eligible"]


def _barred(pool: Pool, asked: Asked, firms: np.ndarray[Any, Any]) -> dict[int, str]:
    """Of the candidates `firms` those that may not be asked, by their place among them, and why."""
    if not asked.barred:
        return {}
    ids = pool.firms["supplier_id"].take(pa.array(firms))
    at = np.flatnonzero(pc.is_in(ids, pa.array(asked.barred.keys(), pa.string())).to_numpy())
    return {int(n): f"may not be asked: {asked.barred[ids[int(n)].as_py()]}" for n in at}


def _kept(
    may: Place, rows: pa.Table, where: Placed, barred: dict[int, str]
) -> tuple[np.ndarray[Any, Any], dict[int, str]]:
    """Who may be asked, and of the others why not."""
    out: dict[int, str] = {}
    if may.used == FILTER:
        area = ", ".join(may.area)
        out = {n: OUTSIDE.format(area=area) for n, holds in enumerate(inside(where, may.area)) if holds is False}
    gone = pc.not_equal(rows["gone"], "").to_numpy()
    out |= barred | {int(n): rows["gone"][int(n)].as_py() for n in np.flatnonzero(gone)}
    kept = np.ones(len(rows), bool)
    kept[list(out)] = False
    return np.flatnonzero(kept), out


def _used(may: Place, where: Placed, far: bool) -> str:
    """What place does: nothing is ordered where nothing is known of where firms are."""
    known = bool(where.tiers) if may.by == "tier" else far
    return policy.SHOWN if may.used == ORDER and not known else may.used


def _ordered(
    used: str, by: str, asked: Asked, kept: np.ndarray[Any, Any], scores: np.ndarray[Any, Any], where: Placed
) -> tuple[np.ndarray[Any, Any], str | None, int]:
    """Firms in the order of the answer, the tier that was reached (None where place does not widen), and how many
    stand within it."""
    if used != ORDER or not len(kept):
        return kept, None, len(kept)
    if by == "distance":
        return kept[np.argsort(where.km[kept], kind="stable")], None, len(kept)
    # Candidates stand by their score already, so that the order within a tier stays.
    rank = where.rank[kept]
    order = kept[np.argsort(rank.astype(np.int16), kind="stable")]
    counts = np.bincount(rank, minlength=len(where.tiers))
    sums = np.cumsum(counts)
    enough = np.flatnonzero(sums >= asked.enough)
    at = int(enough[0]) if len(enough) else int(np.flatnonzero(counts)[-1])
    return order, where.tiers[at], int(sums[at])


def _left_out(
    out: dict[int, str], shown: np.ndarray[Any, Any], firms: np.ndarray[Any, Any], scores: np.ndarray[Any, Any],
    pool: Pool,
) -> tuple[list[dict[str, str]], int]:  # fmt: skip
    """Those left out that are as likely as one that is shown; the others are counted."""
    least = scores[shown].min(initial=1) if len(shown) else 0
    named = [n for n in sorted(out) if scores[n] >= least][:MOST_LEFT_OUT]
    ids = pool.firms["supplier_id"].take(pa.array(firms[named])).to_pylist()
    return [{"supplier_id": one, "why": out[n]} for one, n in zip(ids, named, strict=True)], len(out) - len(named)


def _likeliest(categories: Mapping[str, float]) -> list[dict[str, Any]]:
    first = sorted(categories.items(), key=lambda item: (-item[1], item[0]))[:5]
    return [{"category_code": code, "title": title(code), "weight": round(share, 2)} for code, share in first]


def _basis(found: Found) -> list[str]:
    said = list(found.place.why) + ([found.reading.basis] if found.reading else [])
    if found.used == ORDER:
        return said + (found.where.said(found.reached) if found.place.by == "tier" else [])
    if found.place.used == ORDER:
        return [*said, "But nothing is known of where firms are, so they stand by evidence alone."]
    return [*said, "Firms stand by evidence alone; where they are is shown as a fact."]


def _about_near(found: Found) -> list[str]:
    near, spot, home = found.asked.near, found.where.spot, found.pool.home
    if near is None:
        return []
    if spot.easting is None:
        return [f"{near.upper()} is in no file of postcodes here (--postcodes), so distances are not known."]
    if not found.far:
        return ["Distances are not known: no file of postcodes here has the firms' postcodes (--postcodes)."]
    if home and spot.district not in home:
        return [
            f"{near.upper()} lies outside the network's areas. Firms stand by these; --tiers rings widens around it."
        ]
    return []


def _nobody(found: Found) -> str:
    say = "say it in other English words, or as a CPV code of eight digits"
    if not (likely := _likeliest(found.ranking.need.categories)):
        return f"Nobody was found, for the need was not understood: {say}."
    firms, trade = len(found.pool), likely[0]["title"]
    return f"Nobody was found: of {firms:,} firms none is known to do {trade}. If that is not what is meant, {say}."


def _notes(found: Found) -> list[str]:
    need = found.ranking.need
    said = [f"Firms are from {found.pool.about}."]
    said += [f"'{word}' was read as '{right}'." for word, right in need.spelt.items()]
    if not len(found.pool):
        said.append("No firm is known here at all: build again, or give a register (--register).")
    elif not len(found.firms):
        said.append(_nobody(found))
    elif not need.categories:
        said.append("No category is like this need: firms were found by the words of names and activities alone.")
    if len(need.words) > MOST_WORDS:
        said.append("The need is long: a few words on what is to be done find better.")
    said += _about_near(found)
    if found.not_named:
        said.append(f"{found.not_named:,} more were left out that are less likely than those shown.")
    if found.inside > found.asked.most:
        said.append(f"{found.asked.most} of {found.inside:,} capable firms are shown; --most shows more.")
    said.append("Nobody is left out for size, turnover or track record.")
    return said
