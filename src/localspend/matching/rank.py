"""Ranking: how likely each firm of the pool does what is needed, from 0 to 1, and which evidence says so.

Three kinds of evidence, each a likelihood of its own, taken together as `1 - product(1 - each)`: what the firm is
registered to do (SIC), what its name says, and what institutions paid it for. Each counts at most its WEIGHT, since
each alone may mislead. Words of names count by their rarity over all names of the pool (BM25's inverse frequency;
a name is short, so length and repetition say nothing).
"""

import itertools
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from localspend.categories.words import words
from localspend.matching.kin import kin
from localspend.matching.need import Need
from localspend.matching.pool import Pool
from localspend.matching.told import name_words

ACTIVITY, NAME, ABLE = 0.55, 0.8, 0.85
#: From this score on a firm is thought capable.
CAPABLE = 0.25
PARTLY = 1.2
#: The first so many are looked at again: a name with two words of the need turned round counts less.
AGAIN, TURNED = 400, 0.5
#: A name that says all of a part of the need (workwear) says it as well as one that says all of it, but for this.
WHOLE = 0.15
#: An activity that sells so much is that trade. Of so many firms or more that a word names, a sample is looked at; a
#: word that mostly names another trade loses up to this share of what it tells.
DOES, FEW, SAMPLED, FOREIGN = 0.3, 5, 1000, 0.7
#: Words of the category that tell less than this are left.
FAINT = 0.1
#: Activities that tell less of the need than this are not looked up.
LEAST = 0.04
Floats = np.ndarray[Any, Any]
Named = Mapping[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class Ranking:
    """Numbers of firms that may be capable, best first, each with its score; and each kind of evidence over all."""

    firms: np.ndarray[Any, Any]
    scores: Floats
    need: Need
    words: dict[str, float]


def ranked(pool: Pool, need: Need) -> Ranking:
    """The firms that reach CAPABLE, best first; of equals the smaller supplier_id first."""
    does, able = by_activity(pool, need), by_evidence(pool, need)
    wider = name_words(need)
    named = _named(pool, {*need.words, *wider, *itertools.chain.from_iterable(need.either)})
    tells = _tells(pool, need, named)
    told = _name_weights(pool, wider, named, tells)
    own, other = by_name(pool, need, named, told, tells)

    def scores(at: Any) -> Floats:
        name = np.maximum(own[at], other[at])
        left = (1 - np.float32(ACTIVITY) * does[at]) * (1 - np.float32(ABLE) * able[at])
        made: Floats = np.round(1 - left * (1 - np.float32(NAME) * name), 3)
        return made

    # Of millions a need touches some: only these are reckoned.
    firms = np.flatnonzero((does > 0) | (able > 0) | (own > 0) | (other > 0))
    firms, found = _capable(firms, scores(firms))
    if need.pairs:
        first = firms[:AGAIN]
        names = pool.firms["name"].take(pa.array(first)).to_pylist()
        own[first[[_turned(need, name) for name in names]]] *= TURNED
        firms, found = _capable(firms, scores(firms))
    return Ranking(firms, found, need, told)


def _capable(firms: np.ndarray[Any, Any], scores: Floats) -> tuple[np.ndarray[Any, Any], Floats]:
    """Those that reach CAPABLE with their scores, best first; of equals the smaller number first."""
    kept = scores >= CAPABLE
    firms, scores = firms[kept], scores[kept]
    # Scores have three digits: as short numbers they are sorted in one pass.
    order = np.lexsort((firms, np.rint(-1000 * scores).astype(np.int16)))
    return firms[order], scores[order]


def _turned(need: Need, name: str) -> bool:
    """Whether a name has two words of the need the wrong way round: a care home gives no home care."""
    said = [root for part in name.replace("'", "").split() for root in words(part)]
    beside = set(itertools.pairwise(said))
    return any((b, a) in beside and (a, b) not in beside for a, b in need.pairs)


def by_activity(pool: Pool, need: Need) -> Floats:
    """0 to 1 a firm: the best of its registered activities."""
    found = np.zeros(len(pool), np.float32)
    for place, code in enumerate(pool.activities.keys.to_pylist()):
        share = need.activity(code)
        if share >= LEAST:
            held = pool.activities.at(place)
            found[held] = np.maximum(found[held], np.float32(share))
    return found


def _named(pool: Pool, words: Collection[str]) -> Named:
    """Word -> the firms whose names hold it, or a word of its kin."""
    places = {word: kin(word, pool.names) for word in words}
    return {
        word: pool.names.at(at[0]) if len(at) == 1 else np.unique(np.concatenate([pool.names.at(n) for n in at]))
        if at else pool.names.firms[:0]
        for word, at in places.items()
    }  # fmt: skip


def by_name(
    pool: Pool, need: Need, named: Named, told: Mapping[str, float], tells: Mapping[str, float]
) -> tuple[Floats, Floats]:
    """0 to 1 a firm, twice: for the share of the need's own words in its name, and for a word of its category."""
    other = np.zeros(len(pool), np.float32)
    for word, weight in told.items():
        held = named[word]
        other[held] = np.maximum(other[held], np.float32(weight))
    whole = tuple(word for word, weight in need.words.items() if weight == 1)
    own = np.float32(WHOLE) * _share(pool, need, whole, named, tells)
    parts = np.zeros(len(pool), np.float32)
    for part in need.either or (whole,):
        np.maximum(parts, _share(pool, need, part, named, tells), out=parts)
    return own + np.float32(1 - WHOLE) * parts, other


def _share(pool: Pool, need: Need, part: tuple[str, ...], named: Named, tells: Mapping[str, float]) -> Floats:
    """0 to 1 a firm: how much of a part of the need its name says, the words beside it helping.

    Some of the words are less than their share of a sign, and least where others use them for another trade: surgery is
    no tree surgery. All of them are a sign, whatever the trade of those who use each.
    """
    plain, sure = np.zeros(len(pool), np.float32), np.zeros(len(pool), np.float32)
    beside = {word: weight for word, weight in need.words.items() if weight < 1}
    every = {**dict.fromkeys(part, 1.0), **beside}
    rare = {word: weight * rarity(pool, named[word]) for word, weight in every.items()}
    whole = sum(rare[word] for word in part) or 1.0
    for word, weight in rare.items():
        held = named[word]
        plain[held] += np.float32(weight / whole)
        sure[held] += np.float32(weight / whole * tells.get(word, 1.0))
    at = np.flatnonzero(plain > 0)
    some, told = np.minimum(plain[at], 1), np.minimum(sure[at], 1)
    plain[at] = (told + (some - told) * some**2) * some ** np.float32(PARTLY - 1)
    return plain


def by_evidence(pool: Pool, need: Need) -> Floats:
    """0 to 1 a firm: what institutions paid it for, or it says that it does."""
    found = np.zeros(len(pool), np.float32)
    for place, code in enumerate(pool.able.keys.to_pylist()):
        share = need.category(code)
        if share >= LEAST:
            held = pool.able.at(place)
            found[held] = np.maximum(found[held], np.float32(share) * pool.able.strengths_at(place))
    return found


def _tells(pool: Pool, need: Need, named: Named) -> dict[str, float]:
    """Word -> how well it tells the trade: less where firms whose names hold it are mostly of one other trade.

    Surgery stands in many names, of which few fell trees and most treat people. Where it is not clear which trade is
    needed a word tells all it can.
    """
    codes = pool.activities.keys.to_pylist()
    sold = np.array([need.sells(code) >= DOES for code in codes], bool)
    trades = np.unique([code[:3] for code in codes], return_inverse=True)[1]

    def tell(held: np.ndarray[Any, Any]) -> float:
        if len(held) < FEW:
            return 1.0
        said = pool.firms["sic"].take(pa.array(held[:: max(1, len(held) // SAMPLED)])).combine_chunks()
        places = pc.index_in(pc.list_flatten(said), pool.activities.keys).to_numpy()
        ours = len(np.unique(pc.list_parent_indices(said).to_numpy()[sold[places]]))
        most = np.bincount(trades[places[~sold[places]]], minlength=1).max()
        return 1.0 if ours >= most else float(1 - need.clear * FOREIGN * (1 - ours / most))

    return {word: tell(held) for word, held in named.items()}


def rarity(pool: Pool, held: np.ndarray[Any, Any]) -> float:
    """BM25's inverse frequency over names of a word that those firms' names hold."""
    return math.log(1 + (len(pool) - len(held) + 0.5) / (len(held) + 0.5))


def _name_weights(pool: Pool, words: Mapping[str, float], named: Named, tells: Mapping[str, float]) -> dict[str, float]:
    """Words of the need's categories: the less, the more names hold them, and the fewer of those are of the trade."""
    most = math.log(2 * len(pool) + 2)
    weights = {
        word: weight * min(1.0, 1.6 * rarity(pool, named[word]) / most) * tells[word] for word, weight in words.items()
    }
    return {word: weight for word, weight in weights.items() if weight >= FAINT}
