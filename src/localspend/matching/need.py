"""What a need asks for: its words, and the CPV categories and trades that it is like."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from localspend.categories import index
from localspend.categories.choose import NO_CATEGORY, probabilities
from localspend.categories.knowledge import sold_under, vocabulary
from localspend.categories.titles import DIVISIONS, title
from localspend.categories.words import words
from localspend.errors import UsageError
from localspend.matching import activities, trades
from localspend.matching.pool import LEGAL, Pool
from localspend.matching.trades import Trade

CODE = re.compile(r"\s*(\d{8})(-\d)?\s*")
#: Words with which people begin to say what they need.
FILLER = (
    frozenset(
        words(
            "someone somebody anyone people person firm firms business supplier contractor we i need want looking find "
            "get have our my us me please some few new small large local good cheap who which that can could would do "
            "job year annual weekly daily monthly without family when after"
        )
    )
    | LEGAL
)
#: What follows one of these is for whom, where or when: it says less of what is to be done.
THEN = re.compile(
    r"\b(?:for|at|in|into|across|along|around|round|after|before|during|until|since|when|while|with|without|on|onto|"
    r"from|near|between|beside|behind|through|throughout|inside|outside|beyond|who)\b"
)
BESIDE = 0.35
#: How much the head alone counts beside the whole text, in what categories it is like.
HEAD, DONE = 0.65, 0.3
#: From this probability on a text says clearly what trade it is.
CLEAR = 0.5
OF = re.compile(r"(?i)\bof\b")
#: From this likeness on a need is like a trade as a whole.
LIKE = 0.7
#: How much a trade tells that is just what is asked.
TRADE = 0.85
#: A division with this share or more of what the text is like is taken for certain.
SURE = 1.3
#: Categories that matter: at least this share of the likeliest.
FAINT = 0.12
#: Shortest word that one letter may be missing or too much in, or another.
SPELT, LONG = 5, 7
#: A word that so few names hold may be a slip.
RARE = 3


@dataclass(frozen=True)
class Need:
    """words: root -> weight. categories: CPV -> 0 to 1, the likeliest near 1. spelt: what was read as what.
    pairs: words that stand beside each other, in that order, with no `of` or `and` between them.
    either: what is to be done in parts, each of which a firm may be named after: (school, uniform), (workwear).
    trades: those that it is like, 0 to 1."""

    text: str
    words: Mapping[str, float]
    categories: Mapping[str, float]
    spelt: Mapping[str, str] = field(default_factory=dict)
    pairs: frozenset[tuple[str, str]] = frozenset()
    either: tuple[tuple[str, ...], ...] = ()
    trades: Mapping[Trade, float] = field(default_factory=dict)

    def activity(self, code: str) -> float:
        """0 to 1: how likely a firm of that SIC code sells what is needed: by category, and the less clear that is the
        more by the words of its title."""
        return _either(self.sells(code), (0.7 - 0.4 * self.clear) * activities.likeness(self.words, code))

    @property
    def clear(self) -> float:
        """0 to 1: how clear it is which category this is."""
        return max(self.categories.values(), default=0.0)

    def sells(self, code: str) -> float:
        """0 to 1 by the category and the trade alone."""
        category = max((s * self.category(c) for c, s in sold_under(code).items()), default=0.0)
        return _either(category, TRADE * max((s * one.done_by(code) for one, s in self.trades.items()), default=0.0))

    def category(self, code: str) -> float:
        """0 to 1: how near a CPV code is to what is needed."""
        return max((w * nearness(wanted, code) for wanted, w in self.categories.items()), default=0.0)

    def near(self, code: str) -> float:
        """0 to 1: how near a CPV code is to one of the likeliest categories, however likely that is."""
        most = max(self.categories.values(), default=0.0)
        return max((nearness(c, code) for c, w in self.categories.items() if w >= 0.5 * most), default=0.0)


def understand(text: str, pool: Pool | None = None) -> Need:
    """The need behind plain words or a CPV code. Raises UsageError for a text without words, or no CPV code.

    With `pool`, a word of which nobody has heard is read as the nearest known one, a letter away.
    """
    if found := CODE.fullmatch(text):
        return _coded(text, found[1])
    if text.strip().isdecimal():
        raise UsageError(f"{text.strip()} is no CPV code", where="NEED", todo="It has eight digits, such as 77310000")
    asked = _weighed(text)
    if not asked:
        raise UsageError(f"{text!r} says nothing of what is needed", where="NEED", todo='Such as "grass cutting"')
    written = {root: word for word in re.findall("[a-z]+", text.lower()) for root in words(word)}
    spelt = {root: right for root in asked if (right := _spelling(written.get(root, root), pool)) is not None}
    asked = {spelt.get(word, word): weight for word, weight in asked.items()}
    head = " ".join(word for word, weight in asked.items() if weight == 1)
    done = " ".join(spelt.get(word, word) for word in _said(OF.split(text, maxsplit=1)[0]) if OF.search(text))
    likely = _categories(done, head, " ".join(asked))
    known, called = _trades(asked, done)
    return Need(text, asked, likely, spelt, _pairs(text), (*_either_of(text, asked, spelt), *called), known)


def _trades(asked: Mapping[str, float], done: str) -> tuple[dict[Trade, float], tuple[tuple[str, ...], ...]]:
    """The trades that the need is like, and what it calls the likest of them: a firm may be named after that alone.

    Where the whole is like none, what stands before `of` (upholstery of chairs) may be.
    """
    known = trades.like(asked)
    if done and max((one.share for one in known.values()), default=0.0) < LIKE:
        known |= trades.like(dict.fromkeys(words(done), 1.0))
    most = max((one.share for one in known.values()), default=0.0)
    called = dict.fromkeys(one.said for one in known.values() if one.said and one.share == most)
    return {trade: one.share for trade, one in known.items()}, tuple(called)


@lru_cache(maxsize=65536)
def nearness(wanted: str, code: str) -> float:
    """1 where a capability of `code` answers a need of `wanted`: the same, or finer; less the further they part."""
    asked, has = _stem(wanted), _stem(code)
    if has.startswith(asked):
        return 1.0 if len(has) - len(asked) <= 1 else 0.9
    if asked.startswith(has):
        return 0.75 if len(asked) - len(has) == 1 else 0.5
    same = next((n for n in range(min(len(asked), len(has)), 0, -1) if asked[:n] == has[:n]), 0)
    return 0.4 if same >= 3 else 0.12 if same == 2 else 0.0


@cache
def _index() -> index.Index:
    return index.build(("cpv", one.category, phrase) for one in trades.trades() for phrase in one.phrases)


def _coded(text: str, code: str) -> Need:
    if code[:2] not in DIVISIONS:
        raise UsageError(f"{code} is no CPV code", where="NEED", todo="Such as 77310000, or plain words")
    # A firm is named after one of the things that the category is, seldom after its title. One word of several
    # (planting, of plant hire too) says it too little: it counts as a word of the category alone.
    phrases = [words(title(code)), *(words(phrase) for phrase in _vocabulary(code))]
    either = tuple(dict.fromkeys(phrase for n, phrase in enumerate(phrases) if n == 0 or len(phrase) > 1))
    return Need(text, dict.fromkeys(phrases[0], 1.0), {code: 1.0}, either=either)


def _vocabulary(code: str) -> tuple[str, ...]:
    """The phrases of a category, else of the nearest above it."""
    above = (code[:digits].ljust(8, "0") for digits in range(8, 1, -1))
    return next((vocabulary()[wider][1] for wider in above if wider in vocabulary()), ())


def _weighed(text: str) -> dict[str, float]:
    """The words of a text: 1 before the first `for`, `at`, …; less after it, unless nothing stands before."""
    cut = next((m.start() for m in THEN.finditer(text.lower()) if _said(text[: m.start()])), len(text))
    head = _said(text[:cut])
    return dict.fromkeys(head, 1.0) | {word: BESIDE for word in _said(text[cut:]) if word not in head}


def _most(text: str) -> float:
    shares = probabilities(_index().likeness(text), ())
    return max((share for code, share in shares.items() if code not in NO_CATEGORY), default=0.0)


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    parts = [_said(part) for part in re.split(rf"{THEN.pattern}|\b(?:of|to|and|or)\b|[,;&]", text.lower())]
    return frozenset(pair for said in parts for pair in itertools.pairwise(said))


def _either_of(text: str, asked: Mapping[str, float], spelt: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    parts = [[spelt.get(word, word) for word in _said(part)] for part in re.split(r"\b(?:and|or)\b|[,;&/]", text)]
    whole = [tuple(word for word in part if asked.get(word) == 1) for part in parts]
    return tuple(part for part in whole if part)


def _said(text: str) -> list[str]:
    # `web site` and `website` are one word to whoever names a firm.
    return [word for word in words(re.sub(r"(?i)\bweb sites?\b", "website", text)) if word not in FILLER]


def _categories(done: str, head: str, whole: str) -> dict[str, float]:
    """By what is to be done, and the rest less; where that is not clear (rewiring of council houses) but the words
    before `of` are (rewiring), by these."""
    likeness: dict[str, float] = defaultdict(float)
    clear = _most(head) < CLEAR <= _most(done)
    for text, share in ((done, DONE * clear), (head, HEAD - DONE * clear), (whole, 1 - HEAD)):
        # Roots are looked up as they are: the root of a root is itself.
        for code, value in _index().likeness(text).items():
            likeness[code] += share * value
    shares = {code: share for code, share in probabilities(likeness, ()).items() if code not in NO_CATEGORY}
    best = max(shares, key=lambda code: (shares[code], code), default=None)
    if best is None:
        return {}
    # A category and the one above it share what is one answer.
    sure = min(1.0, SURE * sum(share for code, share in shares.items() if code[:2] == best[:2]))
    return {code: sure * share / shares[best] for code, share in shares.items() if share >= FAINT * shares[best]}


def _spelling(written: str, pool: Pool | None) -> str | None:
    """The root of the known word that `written` is a letter away from, where it is not known itself; None: leave it."""
    (root,) = words(written)
    heard, known = _heard()
    if root in known or len(written) < SPELT:
        return None
    if root.startswith("re") and root[2:] in known:
        return root[2:]
    if pool is not None and len(pool.names.of(root)) > RARE:
        return None
    close = [one for one in heard if _one_off(written, one)]
    if close:
        return words(min(close, key=lambda one: (one[0] != written[0], -heard[one], one)))[0]
    return None if pool is None or pool.names.find(root) is not None else _of_names(root, pool)


def _of_names(root: str, pool: Pool) -> str | None:
    """The commonest word of names that begins alike and is a letter away."""
    keys, names = pool.names.keys, pool.names
    begin, end = names.place(root[0]), names.place(chr(ord(root[0]) + 1))
    found = [n for n, known in enumerate(keys[begin:end].to_pylist(), begin) if _one_off(root, known)]
    best = max(found, key=lambda n: (len(names.at(n)), -n), default=None)
    return None if best is None else str(keys[best].as_py())


def _one_off(word: str, known: str) -> bool:
    # One letter for another makes another word of a short one: letter, litter.
    least = SPELT if len(word) != len(known) else LONG
    near = abs(len(word) - len(known)) <= 1 and min(len(word), len(known)) >= least
    return near and DamerauLevenshtein.distance(word, known, score_cutoff=1) == 1


@cache
def _heard() -> tuple[Mapping[str, int], frozenset[str]]:
    """Every word of our phrases and of the titles of activities as written, in how many it stands; and their roots."""
    phrases = [phrase for _, found in vocabulary().values() for phrase in found] + list(activities.titles().values())
    phrases += [phrase for one in trades.trades() for phrase in one.phrases]
    heard = Counter(word for phrase in phrases for word in re.findall("[a-z]+", phrase.lower()) if words(word))
    return heard, frozenset(root for word in heard for root in words(word))


def _stem(code: str) -> str:
    return code.rstrip("0").ljust(2, "0")


def _either(*shares: float) -> float:
    left = 1.0
    for share in shares:
        left *= 1 - share
    return 1 - left
