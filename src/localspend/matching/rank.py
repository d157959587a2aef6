"""Ranking: how likely each firm of the pool does what is needed, from 0 to 1, and which evidence says so.

Three kinds of evidence, each a likelihood of its own, taken together as `1 - product(1 - each)`: what the firm is
registered to do (SIC), what its name says, and what institutions paid it for. Each counts at most its WEIGHT, since
each alone may mislead. Words of names count by their rarity over all names of the pool (BM25's inverse frequency;
a name is short, so length and repetition say nothing).
"""

import itertools
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from localspend.categories.words import words
from localspend.matching.need import Need, name_words
from localspend.matching.pool import Pool

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


@dataclass(frozen=True)
class Ranking:
    """Numbers of firms that may be capable, best first, each with its score; and each kind of evidence over all."""

    firms: np.ndarray[Any, Any]
    scores: Floats
    need: Need
    words: dict[str, float]


def ranked(pool: Pool, need: Need) -> Ranking:
    """The firms that reach CAPABLE, best first; of equals the smaller supplier_id first."""
    does = by_activity(pool, need)
    wider = name_words(need)
    sells = {code: need.sells(code) for code in pool.activities.keys.to_pylist()}
    tells = {word: tell(pool, need, word, sells) for word in {*need.words, *wider}}
    told = _name_weights(pool, wider, tells)
    own, other = by_name(pool, need, told, tells)
    left = (1 - np.float32(ACTIVITY) * does) * (1 - np.float32(ABLE) * by_evidence(pool, need))

    def scores(at: Any) -> Floats:
        name = np.maximum(own[at], other[at])
        made: Floats = np.round(1 - left[at] * (1 - np.float32(NAME) * name), 3)
        return made

    found = scores(slice(None))
    firms = np.flatnonzero(found >= CAPABLE)
    firms = firms[np.lexsort((firms, -found[firms]))]
    for firm in firms[:AGAIN] if need.pairs else ():
        if _turned(need, pool.firms["name"][int(firm)].as_py()):
            own[firm] *= TURNED
    again = scores(firms)
    kept = again >= CAPABLE
    firms, again = firms[kept], again[kept]
    order = np.lexsort((firms, -again))
    return Ranking(firms[order], again[order], need, told)


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


def by_name(pool: Pool, need: Need, told: Mapping[str, float], tells: Mapping[str, float]) -> tuple[Floats, Floats]:
    """0 to 1 a firm, twice: for the share of the need's own words in its name, and for a word of its category."""
    other = np.zeros(len(pool), np.float32)
    for word, weight in told.items():
        held = pool.names.of(word)
        other[held] = np.maximum(other[held], np.float32(weight))
    whole = tuple(word for word, weight in need.words.items() if weight == 1)
    own = np.float32(WHOLE) * _share(pool, need, whole, tells)
    parts = np.zeros(len(pool), np.float32)
    for part in need.either or (whole,):
        np.maximum(parts, _share(pool, need, part, tells), out=parts)
    return own + np.float32(1 - WHOLE) * parts, other


def _share(pool: Pool, need: Need, part: tuple[str, ...], tells: Mapping[str, float]) -> Floats:
    """0 to 1 a firm: how much of a part of the need its name says, the words beside it helping.

    Some of the words are less than their share of a sign, and least where others use them for another trade: surgery is
    no tree surgery. All of them are a sign, whatever the trade of those who use each.
    """
    plain, sure = np.zeros(len(pool), np.float32), np.zeros(len(pool), np.float32)
    beside = {word: weight for word, weight in need.words.items() if weight < 1}
    rare = {word: weight * rarity(pool, word) for word, weight in {**dict.fromkeys(part, 1.0), **beside}.items()}
    whole = sum(rare[word] for word in part) or 1.0
    for word, weight in rare.items():
        held = pool.names.of(word)
        plain[held] += np.float32(weight / whole)
        sure[held] += np.float32(weight / whole * tells.get(word, 1.0))
    plain, sure = np.minimum(plain, 1), np.minimum(sure, 1)
    share: Floats = (sure + (plain - sure) * plain**2) * plain ** np.float32(PARTLY - 1)
    return share


def by_evidence(pool: Pool, need: Need) -> Floats:
    """0 to 1 a firm: what institutions paid it for, or it says that it does."""
    found = np.zeros(len(pool), np.float32)
    for place, code in enumerate(pool.able.keys.to_pylist()):
        share = need.category(code)
        if share >= LEAST:
            held = pool.able.at(place)
            found[held] = np.maximum(found[held], np.float32(share) * pool.able.strengths_at(place))
    return found


def tell(pool: Pool, need: Need, word: str, sells: Mapping[str, float]) -> float:
    """How well a word of names tells the trade: less where firms that are called so are mostly of one other trade.

    Surgery stands in many names, of which few fell trees and most treat people. Where it is not clear which trade is
    needed a word tells all it can.
    """
    held = pool.names.of(word)
    if len(held) < FEW:
        return 1.0
    some = held[:: max(1, len(held) // SAMPLED)]
    codes = pool.firms["sic"].take(pa.array(some)).combine_chunks()
    trades = Counter(code[:3] for code in pc.list_flatten(codes).to_pylist() if sells.get(code, 0.0) < DOES)
    ours = sum(any(sells.get(code, 0.0) >= DOES for code in one or ()) for one in codes.to_pylist())
    most = max(trades.values(), default=0)
    return 1.0 if ours >= most else 1 - need.clear * FOREIGN * (1 - ours / most)


def rarity(pool: Pool, word: str) -> float:
    """BM25's inverse frequency of a word over names."""
    held = len(pool.names.of(word))
    return math.log(1 + (len(pool) - held + 0.5) / (held + 0.5))


def _name_weights(pool: Pool, words: Mapping[str, float], tells: Mapping[str, float]) -> dict[str, float]:
    """Words of the need's categories: the less, the more names hold them, and the fewer of those are of the trade."""
    most = math.log(2 * len(pool) + 2)
    weights = {word: weight * min(1.0, 1.6 * rarity(pool, word) / most) * tells[word] for word, weight in words.items()}
    return {word: weight for word, weight in weights.items() if weight >= FAINT}
