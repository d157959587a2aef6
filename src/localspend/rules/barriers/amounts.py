"""Numbers out of proportion: turnover and insurance against the value, times, weights, terms of payment, one big lot.

The limits are rules of thumb, stated here, which a reader may judge: none of them is law but where a section is named.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from localspend.rules.barriers.draft import Draft
from localspend.rules.barriers.found import Barrier
from localspend.rules.barriers.money import sums
from localspend.rules.barriers.numbers import NUMBER, number

#: Turnover asked above this many times the value of a year; insurance above this many times the whole value.
TURNOVER, INSURANCE = Decimal(2), Decimal(5)
#: Insurance up to the first sum is ordinary for any work, up to the second where the value is not known.
LEAST, ORDINARY = Decimal(2_000_000), Decimal(5_000_000)
#: Employers' liability: £5 million is the law's minimum (Act of 1969), £10 million what policies are sold with.
EMPLOYERS = Decimal(10_000_000)
FEWEST_DAYS, MOST_PRICE, PAY_DAYS = 10, Decimal(60), 30
#: One lot of more than this a year is beyond most micro firms (the Companies Act's micro turnover was £632,000).
LARGE = Decimal(100_000)
#: How far a sum may stand from the word that it belongs to, and how much farther it counts beyond a comma or an "and".
NEAR, BREAK = 80, 40
COVER = re.compile(
    r"(?i)employer\w*'?s?'?\s+(\(\w+\)\s+)?liability(\s(insurance|cover))?|\b(?:liability|indemnity|insurance|insured|cover)\b"
)
TURNOVER_WORD = re.compile(r"(?i)\bturnover\b")
APART = re.compile(r"(?i)[,;]|\b(?:and|or|plus)\b")
CAPPED = re.compile(r"(?i)\b(capped|cap|limited|limit|exceed)\b")
DENIED = re.compile(r"(?i)\b(no|not|never|without|nor|n't)\b[^.]{0,40}$")
FEWER = re.compile(r"(?i)\b(under|below|less than|up to|no more than|smaller than|at most)\s*$")
UNASKED = re.compile(r"(?i)\bnot (be )?(required|asked|needed|considered|set|a condition|looked at)")
MULTIPLE = re.compile(rf"(?i)\b(?P<many>twice|double|{NUMBER}(?=\s?(?:times|x)\b))")
PAY = re.compile(
    rf"(?i)\b(?:pa(?:y|id)\w*|invoices?|settle\w*|net(?=\s\d))\b[^.]{{0,60}}?\b(?P<days>{NUMBER})[- ]"
    rf"(?:calendar |working )?days?\b(?P<after>[^.;]{{0,30}})"
    rf"|\b(?P<ahead>{NUMBER})[- ]days?'?\s(?:payment|credit|terms)"
)
MONTH_END = re.compile(r"(?i)end of (the )?month|month[- ]end|\bEOM\b")
BID = r"(?:tenders?|bids?|quotes?|quotations?|proposals?|submissions?|offers?|responses?)"
SENT = r"(?:return|submit|receiv|sen[dt]|lodge|upload)\w*"
REPLY = re.compile(
    rf"(?i)\b(?:{BID}\b[^.]{{0,40}}?\b{SENT}|{SENT}\b[^.]{{0,30}}?\b{BID})\b[^.]{{0,25}}?"
    rf"\b(?:within|in)\s(?:just |only )?(?P<days>{NUMBER})\s(?P<kind>working |calendar )?(?P<unit>days?|hours?)\b"
)
WEIGHT = re.compile(r"(?i)\bprice\b[^.%\d]{0,20}(\d{2,3}) ?%|\b(\d{2,3}) ?%[^.%\d]{0,15}\bprice\b")
LOWEST = re.compile(r"(?i)\b(lowest|cheapest) (price|cost|quote|tender|bid|offer)\b|\bprice (only|alone)\b")


def amounts(draft: Draft) -> Iterator[Barrier]:
    """Every number that is out of proportion."""
    for where, sentence in draft.sentences:
        yield from _turnover(draft, where, sentence)
        yield from _insurance(draft, where, sentence)
        yield from _times(where, sentence)
        yield from _price(where, sentence)
    yield from _form(draft)


def _turnover(draft: Draft, where: str, text: str) -> Iterator[Barrier]:
    asking = list(TURNOVER_WORD.finditer(text))
    words = [*asking, *COVER.finditer(text)]
    for word in asking:
        if DENIED.search(text[: word.start()]) or UNASKED.search(text[word.end() :]):
            continue
        mine = (
            pounds
            for start, end, pounds in sums(text)
            if _owner(text, start, end, words) is word and not FEWER.search(text[:start])
        )
        asked = max(mine, default=None)
        near = text[max(word.start() - NEAR, 0) : word.end() + NEAR]
        fits = bool(draft.a_year) and asked is not None and asked <= TURNOVER * (draft.a_year or 0)
        multiple = any(number(found["many"]) >= TURNOVER for found in MULTIPLE.finditer(near))
        if (asked is None or fits) and not multiple:
            continue
        beside = f" ({asked / draft.a_year:.1f} times a year of the contract)" if asked and draft.a_year else ""
        yield Barrier(
            "financial", "turnover demanded", where, text + beside,
            "Turnover says little of whether the work will be done; below threshold it may leave nobody out (s. 85).",
            "Judge the risk of failure instead: references, a bank letter, smaller lots, payment on delivery.",
        )  # fmt: skip
        return


def _insurance(draft: Draft, where: str, text: str) -> Iterator[Barrier]:
    words = [*TURNOVER_WORD.finditer(text), *COVER.finditer(text)]
    for start, end, pounds in sums(text):
        word = _owner(text, start, end, words)
        if word is None or TURNOVER_WORD.fullmatch(word[0]):
            continue
        if word[0].lower() == "liability" and CAPPED.search(text):
            continue
        if pounds > _most(draft, word[0].lower()):
            yield Barrier(
                "financial", "insurance out of proportion", where, text,
                "Cover far above the worst that could happen is bought for the bid alone.",
                "Set cover by risk: what could go wrong, and what it would cost, in this contract.",
            )  # fmt: skip
            return


def _owner(text: str, start: int, end: int, words: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """The word that a sum belongs to: the nearest, what stands beyond a comma or an "and" being farther away."""
    held = [word for word in words if max(word.start() - end, start - word.end()) <= NEAR]

    def far(word: re.Match[str]) -> int:
        between = text[word.end() : start] if word.start() < start else text[end : word.start()]
        return len(between) + BREAK * len(APART.findall(between))

    return min(held, key=far, default=None)


def _most(draft: Draft, cover: str) -> Decimal:
    """The most that may be asked of a kind of cover before it is worth a question."""
    if cover.startswith("employer"):
        return EMPLOYERS
    return ORDINARY if draft.value is None else max(INSURANCE * draft.value, LEAST)


def _times(where: str, text: str) -> Iterator[Barrier]:
    for found in PAY.finditer(text):
        days = number(found["days"] or found["ahead"])
        late = MONTH_END.search(found["after"] or "") if days >= PAY_DAYS else None
        if days > PAY_DAYS or late:
            yield _paid_late(where, text)
            break
    for found in REPLY.finditer(text):
        days = number(found["days"]) / (24 if found["unit"].startswith("hour") else 1)
        if days * (Decimal("1.4") if (found["kind"] or "").startswith("working") else 1) < FEWEST_DAYS:
            yield _answered_soon(where, text)
            break


def _price(where: str, text: str) -> Iterator[Barrier]:
    weights = [Decimal(found[1] or found[2]) for found in WEIGHT.finditer(text)]
    lowest = LOWEST.search(text)
    if any(MOST_PRICE < weight <= 100 for weight in weights) or (
        lowest
        and not DENIED.search(text[: lowest.start()])
        and not re.search(r"(?i)\b(not|never)\b", text[lowest.end() :])
    ):
        yield _by_price(where, text)


def _form(draft: Draft) -> Iterator[Barrier]:
    """What stands in fields rather than in words."""
    if draft.tender_days is not None and draft.tender_days < FEWEST_DAYS:
        yield _answered_soon("tender period", f"{draft.tender_days} days")
    if draft.price_weight is not None and draft.price_weight > MOST_PRICE:
        yield _by_price("price weight", f"{draft.price_weight:f}%")
    if draft.payment_days is not None and draft.payment_days > PAY_DAYS:
        yield _paid_late("payment days", f"{draft.payment_days} days")
    if draft.a_year is not None and draft.a_year > LARGE and (draft.lots or 1) == 1:
        yield Barrier(
            "specification", "one big lot", "lots", f"one lot of about £{draft.a_year:,.0f} a year",
            "A firm that could do a part of it well cannot bid for the whole.",
            "Try `localspend lots`: by place, by trade, by size; give the reasons where it is not divided.",
        )  # fmt: skip


def _answered_soon(where: str, text: str) -> Barrier:
    return Barrier(
        "time", "short time to answer", where, text,
        "A bid takes a small firm five working days, beside its work.", "Give two weeks, four for a large one.",
    )  # fmt: skip


def _by_price(where: str, text: str) -> Barrier:
    return Barrier(
        "bias", "price outweighs everything", where, text,
        "Who is largest is cheapest on paper; quality, speed and local knowledge then count for nothing.",
        f"Let price weigh {MOST_PRICE}% or less, and say what quality means.",
    )  # fmt: skip


def _paid_late(where: str, text: str) -> Barrier:
    return Barrier(
        "terms", "long payment terms", where, text,
        "Small firms live on their cash; more than 30 days is against the implied term (ss. 68 and 88).",
        "Pay in 30 days, sooner for micro firms, and say so.",
    )  # fmt: skip
