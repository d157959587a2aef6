"""How hard the draft is to read, trades that are bundled, brands without an equivalent, and what it does not say."""

import re
from collections.abc import Iterator

from localspend.rules.barriers.draft import Draft, plain
from localspend.rules.barriers.found import Barrier

#: Words of procurement that a builder does not use -> plain ones.
JARGON = {
    "PQQ": "selection questions", "MEAT": "best value", "ITT": "invitation to tender", "KPI": "measure",
    "SLA": "service standard", "TUPE": "staff who transfer (TUPE)", "call-off": "order under a framework",
    "lotting": "dividing into lots", "social value outcomes": "what else the contract does for people",
    "hereinafter": "from here on", "notwithstanding": "despite", "pursuant": "under",
}  # fmt: skip
TRADES = {
    "cleaning": r"clean\w*",
    "grounds": r"grounds|gardening|landscap\w*|grass",
    "security": r"(?<!social )security|guarding",
    "catering": r"catering|meals",
    "building": r"build(ing)? works?|construction|refurbish\w*",
    "electrical": r"electric\w*",
    "heating": r"heating|gas servic\w*|boilers?|plumbing",
    "waste": r"waste|refuse|recycling",
    "painting": r"painting|decorat\w*",
    "lifts": r"lifts?",
    "pest control": r"pest control",
    "transport": r"transport|minibus\w*|taxis?",
    "IT": r"(?-i:ICT|IT)|software",
    "printing": r"printing",
}
#: How a draft says that firms may ask, or were asked.
ENGAGED = (
    r"(?i)market engagement|meet the buyer|supplier (event|day|briefing)|\bquestions?\b|clarification"
    r"|(talk to|contact|ring) us"
)
#: Letters within which trades stand together.
TOGETHER = 200
#: Words of English that any page of it is full of; where they are few, the draft is in another language.
ENGLISH = {"the", "of", "and", "to", "is", "are", "for", "be", "will", "with", "we", "you"}
#: The least share of such words; lists in English have 3% and more, other languages next to none.
SHARE = 0.02
FEWEST_TRADES, FEWEST_JARGON, FEWEST_WORDS, LONG_SENTENCE, HARD = 3, 3, 100, 25, 30
#: More words than these, about four pages, for less than this many pounds are out of proportion.
SMALL_VALUE, SMALL_WORDS = 30_000, 2_000


def in_english(draft: Draft) -> bool:
    """Whether the draft is in English, as far as its commonest words tell; a short one is taken to be."""
    tokens = re.findall(r"[^\W\d_]+", draft.words.lower())
    return len(tokens) < FEWEST_WORDS / 2 or sum(token in ENGLISH for token in tokens) >= SHARE * len(tokens)


def reading(draft: Draft) -> Iterator[Barrier]:
    """What the words as a whole do."""
    words = plain(draft.words)
    yield from _hard(words)
    yield from _jargon(words)
    yield from _long(draft, words)
    yield from _bundled(draft, words)
    yield from _brands(draft)
    yield from _silent(words)


def _hard(words: str) -> Iterator[Barrier]:
    sentences = [s for s in re.split(r"[.!?\n]+", words) if len(s.split()) > 2]
    tokens = re.findall(r"[A-Za-z']+", words)
    if len(tokens) < FEWEST_WORDS or not sentences:
        return
    length = len(tokens) / len(sentences)
    # Flesch reading ease: 60 is plain English, under 30 very hard (Flesch 1948).
    ease = 206.835 - 1.015 * length - 84.6 * sum(map(syllables, tokens)) / len(tokens)
    if ease < HARD or length > LONG_SENTENCE:
        yield Barrier(
            "process", "hard to read", "the whole draft", f"reading ease {ease:.0f}, {length:.0f} words a sentence",
            "Who has no bid writer gives up on the second page.", "Short sentences, everyday words; one page of brief.",
        )  # fmt: skip


def syllables(word: str) -> int:
    """Groups of vowels, a silent final e left out; at least one."""
    groups = re.findall(r"[aeiouy]+", word.lower().removesuffix("e"))
    return max(len(groups), 1)


def _jargon(words: str) -> Iterator[Barrier]:
    found = [term for term in JARGON if re.search(rf"\b{re.escape(term)}s?\b", words)]
    if len(found) >= FEWEST_JARGON:
        plain = "; ".join(f"{term}: {JARGON[term]}" for term in found)
        why = "Firms that do not speak it think that it is not for them."
        yield Barrier("process", "jargon", "the whole draft", ", ".join(found), why, f"Say it plainly ({plain}).")


def _long(draft: Draft, words: str) -> Iterator[Barrier]:
    """More to read than the contract is worth reading for."""
    many = len(words.split())
    if draft.value is not None and draft.value < SMALL_VALUE and many > SMALL_WORDS:
        yield Barrier(
            "resource", "long for what it is worth", "the whole draft", f"{many:,} words for £{draft.value:,.0f}",
            "Reading it costs a one-person firm a day of pay.", "One page of brief and two of terms.",
        )  # fmt: skip


def _bundled(draft: Draft, words: str) -> Iterator[Barrier]:
    if (draft.lots or 1) > 1:
        return
    at = sorted((m.start(), name) for name, pattern in TRADES.items() for m in re.finditer(_trade(pattern), words))
    for n, (start, _) in enumerate(at):
        found = dict.fromkeys(name for place, name in at[n : n + 20] if place - start <= TOGETHER)
        if len(found) >= FEWEST_TRADES:
            yield Barrier(
                "specification", "trades bundled together", "the whole draft", ", ".join(found),
                "A firm of one trade cannot bid; who can is large, and buys the trades from firms like it.",
                "Make each trade a lot, and let firms bid for several.",
            )  # fmt: skip
            return


def _trade(pattern: str) -> str:
    return rf"(?i)\b(?:{pattern})\b"


def _brands(draft: Draft) -> Iterator[Barrier]:
    pattern = r"®|™|(?i:\b(manufactured by|brand (name|of)|make and model|model (no|number))\b)"
    for where, sentence in draft.sentences:
        fair = r"(?i)\b(equivalent|equal|any brand|no (particular )?(brand|make)|similar)\b"
        if re.search(pattern, sentence) and not re.search(fair, sentence):
            yield Barrier(
                "specification", "a brand without \"or equivalent\"", where, sentence,
                "It keeps out whoever makes or sells something as good.",
                "Add \"or approved equivalent\", and say equal in what.",
            )  # fmt: skip


def _silent(words: str) -> Iterator[Barrier]:
    """What a small firm looks for and does not find."""
    if not re.search(ENGAGED, words):
        yield Barrier(
            "engagement", "no word of engagement", "the whole draft", "not mentioned",
            "Firms that hear of it on the day have no time to prepare.",
            "Talk to the market first (s. 16), and say when.",
        )  # fmt: skip
    if not re.search(r"(?i)\bfeedback\b|debrief|tell (you|them|everybody|each firm|all) why", words):
        yield Barrier(
            "feedback", "no word of feedback", "the whole draft", "not mentioned",
            "Only one small firm in twenty gets feedback it can use.", "Promise a few lines to everybody who answers.",
        )  # fmt: skip
