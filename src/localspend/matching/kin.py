"""Kin: other words of the same trade, by their endings: photographer and photography, translator and translation.

Words are roots already (categories/words.py): what plurals and the forms of a verb differ by is gone.
"""

from localspend.matching.pool import Postings

#: An ending of a root (drainag), and how long the stem before it must be: a short stem is often another word (park,
#: Parker; count, county).
ENDINGS = {"er": 5, "or": 5, "ery": 5, "ion": 5, "ag": 5, "ian": 6, "al": 6, "ist": 6, "ical": 6, "y": 7}
#: Looked at are so many words that begin with a stem.
MOST = 300


def kin(word: str, names: Postings) -> list[int]:
    """The places in `names` of `word` and its kin, those that are there."""
    found = {place for stem in _stems(word) for place in _of_stem(stem, names)}
    own = names.find(word)
    return sorted(found | ({own} if own is not None else set()))


def _stems(word: str) -> set[str]:
    """The word as a stem, and what stands before its ending."""
    cut = {word[: -len(end)] for end, least in ENDINGS.items() if word.endswith(end) and len(word) - len(end) >= least}
    return {word} | cut


def _of_stem(stem: str, names: Postings) -> list[int]:
    begin = names.place(stem)
    known = names.keys[begin : begin + MOST].to_pylist()
    ends = {end for end, least in ENDINGS.items() if len(stem) >= least} | {""}
    return [n for n, key in enumerate(known, begin) if key.startswith(stem) and key[len(stem) :] in ends]
