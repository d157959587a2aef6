"""Told: words of names that tell what is needed: the need's own and those of its categories' phrases."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from localspend.categories.knowledge import vocabulary
from localspend.categories.words import words
from localspend.matching.need import Need

#: What is left of it where the word stands in phrases that share none with the need.
DISTANT = 0.6
#: What a word of the category tells beside the need's own words.
OTHER_WORDS = 0.55
#: How much of that is left of a word that says it beside another alone: grass, of grass cutting.
BESIDE_ANOTHER = 0.75


def name_words(need: Need) -> dict[str, float]:
    """Words that a firm's name may hold and how much each tells: the need's own and those of its categories' phrases.

    A word of many categories tells little of one; so does a word that many names hold.
    """
    told: dict[str, float] = defaultdict(float)
    for code, weight in need.categories.items():
        own = _kin(code, need)
        for word, share in _phrases(code).items():
            told[word] = max(told[word], OTHER_WORDS * weight * share * (1 if word in own else DISTANT))
    return dict(told)


def _kin(code: str, need: Need) -> set[str]:
    """The words of those phrases of a category that share a word with the need."""
    phrases = [words(phrase) for phrase in vocabulary()[code][1]] if code in vocabulary() else []
    return {word for phrase in phrases if need.words.keys() & set(phrase) for word in phrase}


@cache
def _phrases(code: str) -> Mapping[str, float]:
    """Word -> 0 to 1: how much of what it speaks of is this category, less where it says so beside another alone."""
    own = vocabulary().get(code)
    if own is None:
        return {}
    alone: dict[str, bool] = defaultdict(bool)
    for phrase in map(words, own[1]):
        for word in phrase:
            alone[word] |= len(phrase) == 1
    holders = {word: len(_holders().get(word, {code})) for word in alone}
    return {word: (1 if alone[word] else BESIDE_ANOTHER) / n for word, n in holders.items() if n <= 3}


@cache
def _holders() -> Mapping[str, set[str]]:
    """Word -> the groups of categories whose phrases hold it."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, (_, phrases) in vocabulary().items():
        for phrase in phrases:
            for word in words(phrase):
                found[word].add(code[:3])
    return found
