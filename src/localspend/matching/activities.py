"""Activities: the titles of UK SIC 2007 as Companies House condenses them (activities.csv), and their words."""

import csv
import math
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from localspend.categories.words import words

#: Words of titles that say nothing of the activity.
EMPTY = frozenset(words("activity activities nec purposes type kind specialised service services product products"))


@cache
def titles() -> Mapping[str, str]:
    """SIC code of five digits -> its title."""
    with files(__package__).joinpath("activities.csv").open(encoding="utf-8") as lines:
        return {row["sic"]: row["title"] for row in csv.DictReader(lines)}


def said(code: str) -> str:
    """What a code stands for, to be read inside a sentence: `landscape service activities`."""
    title = titles().get(code, "")
    title = title.replace(" n.e.c.", "").replace(" n.e.c", "").rstrip(" .")
    return title[0].lower() + title[1:] if title else f"SIC {code}"


@cache
def spoken() -> Mapping[str, frozenset[str]]:
    """SIC code -> the words of its title; what stands in (other than …) is not what it is."""
    short = {code: title.split("(other than")[0].split("(except")[0] for code, title in titles().items()}
    return {code: frozenset(words(title)) - EMPTY for code, title in short.items()}


@cache
def rarity() -> Mapping[str, float]:
    """How much a word of the titles tells: BM25's inverse frequency over titles."""
    held = Counter(word for found in spoken().values() for word in found)
    return {word: math.log(1 + (len(titles()) - n + 0.5) / (n + 0.5)) for word, n in held.items()}


def likeness(asked: Mapping[str, float], code: str) -> float:
    """0 to 1: how much of what is asked (word -> weight) stands in the title of `code`, and how little else does."""
    title = spoken().get(code)
    if not title or not asked.keys() & title:
        return 0.0
    unseen = math.log(1 + len(titles()))
    own = sum(weight * rarity().get(word, unseen) for word, weight in asked.items())
    shared = sum(weight * rarity()[word] for word, weight in asked.items() if word in title)
    return math.sqrt(shared / own * min(1.0, shared / sum(rarity()[word] for word in title)))
