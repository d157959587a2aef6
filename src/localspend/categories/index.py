"""The phrases of every category, and how like them a text is: BM25, as a share of what a perfect phrase would get.

Phrases are ours (vocabulary.csv, merchants.csv) and, where a network has the files, the titles of CPV and the
activities of UK SIC, which lead to what firms of that activity sell. Source of the measure: Robertson and Zaragoza,
'The Probabilistic Relevance Framework: BM25 and Beyond' (2009), with its usual k1; words stand once in a phrase, and
rarity is counted over categories, so that a category with many phrases is not weaker for it.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from localspend.categories.knowledge import merchants, sold_under, vocabulary
from localspend.categories.words import words

K1, B = 1.2, 0.6
#: How much a phrase of each origin counts beside ours, which are the words of ledgers.
WEIGHTS = {"mcc": 0.9, "cpv": 0.85, "sic": 0.6}
#: Words that fit any purchase carry this share of their weight.
GENERIC = 0.35
_GENERIC_TEXT = (
    "payment general miscellaneous sundry expenditure cost expense charge fee purchase contractor external "
    "internal revenue capital private third party service services rendered supplies main item goods total account "
    "hire equipment works programme project new council borough city county trust authority nhs"
)
_GENERIC_WORDS = frozenset(words(_GENERIC_TEXT))


@dataclass(frozen=True)
class Index:
    """Phrases by their words. `likeness` is what it is for."""

    codes: list[str]
    lengths: list[float]
    weights: list[float]
    places: dict[str, list[int]]
    rarity: dict[str, float]
    typical: float
    doubt: float

    def likeness(self, text: str) -> dict[str, float]:
        """CPV code (or 'unknown') -> 0 to about 1 for categories with a phrase that shares a word with `text`."""
        asked = words(text)
        if not asked:
            return {}
        sums: dict[int, float] = defaultdict(float)
        for word in asked:
            for place in self.places.get(word, ()):
                sums[place] += self.rarity[word]
        own = sum(self.rarity.get(word, self.typical) for word in asked)
        best: dict[str, float] = defaultdict(float)
        for place, shared in sums.items():
            score = self.weights[place] * shared / (own + self.doubt) * self._fit(self.lengths[place], shared)
            if self.lengths[place] <= shared + TINY >= own:
                score += WHOLE * self.weights[place]
            code = self.codes[place]
            best[code] = max(best[code], score)
        return dict(best)

    def _fit(self, length: float, shared: float) -> float:
        """BM25's share for length: 1 for a phrase that is wholly in the text, less the more of it is not."""
        return (K1 + 1) / (1 + K1 * (1 - B + B * length / shared))


def build(more: Iterable[tuple[str, str, str]] = ()) -> Index:
    """An index of our vocabulary and `more`: (scheme, code, text) with scheme cpv or sic."""
    phrases = [(code, phrase, 1.0) for code, (title, own) in vocabulary().items() for phrase in _ours(code, title, own)]
    phrases += [(code, text, WEIGHTS["mcc"]) for code, text in merchants().values()]
    for scheme, code, text in more:
        phrases += [(found, text, weight * WEIGHTS[scheme]) for found, weight in _led_to(scheme, code)]
    split = [(code, found, weight) for code, phrase, weight in phrases if (found := words(phrase))]
    holders: dict[str, set[str]] = defaultdict(set)
    for code, found, _ in split:
        for word in found:
            holders[word].add(code)
    count = len({code for code, _, _ in split})
    rarity = {word: _rarity(count, len(codes), word) for word, codes in holders.items()}
    average = sum(rarity.values()) / len(rarity)
    places: dict[str, list[int]] = defaultdict(list)
    for place, (_, found, _) in enumerate(split):
        for word in found:
            places[word].append(place)
    return Index(
        codes=[code for code, _, _ in split],
        lengths=[sum(rarity[word] for word in found) for _, found, _ in split],
        weights=[weight for _, _, weight in split],
        places=dict(places),
        rarity=rarity,
        typical=average * UNSEEN,
        doubt=average * DOUBT,
    )


def _ours(code: str, title: str, own: tuple[str, ...]) -> tuple[str, ...]:
    return own if code in ("unknown", "none") else (title, *own)


#: A word that no phrase has (a name, a place) weighs this share of the average word.
UNSEEN = 0.25
#: What a phrase gets more that is the text itself, word for word.
WHOLE, TINY = 0.3, 1e-9
#: A text of common words alone says little, however well they fit: this share of the average word is missing in it.
DOUBT = 0.15


def _rarity(count: int, holders: int, word: str) -> float:
    weight = math.log(1 + (count - holders + 0.5) / (holders + 0.5))
    return weight * GENERIC if word in _GENERIC_WORDS else weight


def _led_to(scheme: str, code: str) -> list[tuple[str, float]]:
    """The categories that a phrase of `code` speaks of, with weights: its class, or what firms of it sell."""
    if scheme == "cpv":
        return [(code[:4] + "0000", 1.0)] if not code.startswith("8531") else [(code[:5] + "000", 1.0)]
    return [(found, strength) for found, strength in sold_under(code).items() if strength >= 0.5]
