"""Which of several amount columns to take: pounds, net of VAT, and the line's own, not the invoice's or a balance."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import permutations

import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources.ledgers import amounts, lexicon, marks
from localspend.sources.ledgers.sheet import Sheet
from localspend.sources.ledgers.values import Profile

_YEAR = re.compile(r"(?:\D{0,20} )?(?:20\d\d(?: ?20\d\d| ?\d\d)?|\d\d \d\d)(?: \D{0,20})?")
_POUNDS = frozenset(
    ["£", "gbp", "sterling", "pounds", "billing", "base", "functional", "local", "accounted", "reporting"]
)
_FOREIGN = frozenset(["original", "foreign", "currency", "entered", "eur", "euro", "usd"])
_ONGOING = frozenset(["annual", "annually", "annum", "contract", "lifetime", "award", "awarded", "estimated", "total"])
_CURRENCY = frozenset(["currency", "curr", "ccy", "cur", "curcode"])
_THOUSANDS = re.compile(r"£?'?\b000'?s?\b|£\s?k\b|\bthousands?\b|£'000")
_WHOLE_INVOICE = frozenset(("invoice total", "total invoice", "invoice amount total"))
_BASIS = {"net": 3.0, "unknown": 0.0, "gross": -3.0}


@dataclass(frozen=True)
class Money:
    """columns: amount and vat -> index. spare: other amount columns, kept as raw. basis: net, gross or unknown.

    credit: a column of credits beside one of debits, to be taken off. currency: a column of currency codes that are
    not all pounds. scale: 1000 where the header says £000. marks: a column that says which amounts are credits.
    pieces: columns that hold the rest of amounts which commas took apart.
    """

    columns: Mapping[str, int] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    basis: str = "unknown"
    spare: tuple[int, ...] = ()
    credit: int | None = None
    currency: int | None = None
    scale: int = 1
    marks: int | None = None
    pieces: tuple[int, ...] = ()


def choose(names: Sequence[str], profiles: Sequence[Profile], sample: Sequence[Sequence[str]]) -> Money:
    """The amount of a ledger and its VAT."""
    numeric = {i: score for i, score in enumerate(map(_score, names, profiles)) if score > 0}
    taxes = [i for i, p in enumerate(profiles) if _is_tax(names[i]) and p.numbers >= 0.5]
    found = {i: score for i, score in numeric.items() if i not in taxes and (score >= 3 or not names[i])}
    if not found:
        found = _unnamed(names, profiles)
    if not found:
        return Money()
    bases = {i: lexicon.basis(names[i]) if names[i] else "unknown" for i in found}
    bases = {i: "unknown" if basis == "vat" else basis for i, basis in bases.items()}
    proof = _adds_up([*found, *taxes], sample)
    if proof:
        net, tax, gross = proof
        bases.update({i: basis for i, basis in ((net, "net"), (gross, "gross")) if i in bases})
        taxes = [tax] if tax not in found or found[tax] < found.get(net, 0) + 5 else taxes
        found.pop(tax, None)
    several = len(found) > 1
    ranked = sorted(found, key=lambda i: (-(found[i] + _preference(names[i], bases[i], several)), i))
    best = ranked[0]
    columns = {"amount": best}
    why = {"amount": _reason(names, bases, best, ranked[1:], proof is not None)}
    if taxes:
        columns["vat"] = taxes[0]
        why["vat"] = (
            "the words name the tax" if lexicon.score(names[taxes[0]], "vat") else "net and this make the gross"
        )
    credit = _credit(names, profiles, best)
    if credit is not None:
        why["amount"] += f"; less '{names[credit]}'"
    scale = 1000 if _THOUSANDS.search(names[best].lower()) else 1
    if scale > 1:
        why["amount"] += "; in thousands of pounds"
    spare = tuple(i for i in ranked[1:] if i != credit)
    marked = marks.credits(names, sample, best) if credit is None else None
    if marked is not None:
        why["amount"] += f"; credits are marked in '{names[marked]}'"
    currency = _currency(names, sample, best)
    return Money(columns, why, bases[best], spare, credit, currency, scale, marked, marks.pieces(names, sample, best))


def _credit(names: Sequence[str], profiles: Sequence[Profile], best: int) -> int | None:
    """The credits beside a column of debits: where one is filled, the other is not."""
    if "debit" not in lexicon.words(names[best]).split():
        return None
    for i, name in enumerate(names):
        if "credit" in lexicon.words(name).split() and profiles[i].numbers > 0.5:
            return i if profiles[i].filled + profiles[best].filled < 1.2 else None
    return None


def _currency(names: Sequence[str], sample: Sequence[Sequence[str]], best: int) -> int | None:
    """The column of currency codes that the amounts follow; None where the amounts are in pounds by their name."""
    if set(lexicon.words(names[best]).split()) & _POUNDS:
        return None
    for i, name in enumerate(names):
        codes = [row[i].strip() for row in sample if row[i].strip()]
        if _CURRENCY & set(lexicon.words(name).split()) and codes and all(len(code) <= 4 for code in codes):
            return i
    return None


def values(sheet: Sheet, given: Money, index: int) -> amounts.Amounts:
    """The amounts of a sheet in pounds: debits less credits, thousands written out, other currencies left out."""
    column = sheet.column(index)
    found = amounts.parse(marks.joined([column, *map(sheet.column, given.pieces)]) if given.pieces else column)
    if given.marks is not None:
        found = marks.taken_off(found, sheet.column(given.marks))
    if given.credit is not None:
        found = amounts.less(found, amounts.parse(sheet.column(given.credit)))
    if given.scale > 1:
        found = amounts.times(sheet.column(index), given.scale)
    if given.currency is not None:
        found = amounts.where(found, pounds(sheet.column(given.currency)))
    return found


def pounds(codes: pa.ChunkedArray) -> pa.ChunkedArray:
    """True for each row whose currency code is of pounds, or blank."""
    return pc.match_substring_regex(codes, r"(?i)^\s*(gbp|stg|ukp|£|gb|uk|sterling|)\s*$")


def _unnamed(names: Sequence[str], profiles: Sequence[Profile]) -> dict[int, float]:
    """The column that is most clearly money, where no header's words say so."""
    offers = [
        (p.decimals, i)
        for i, p in enumerate(profiles)
        if p.decimals >= 0.5 and p.numbers >= 0.8 and p.dates < 0.2 and not lexicon.against_amount(names[i])
    ]
    return {max(offers)[1]: 2.5} if offers else {}


def _is_tax(name: str) -> bool:
    # A column of VAT numbers is no tax, though its words are like.
    return lexicon.basis(name) == "vat" and lexicon.score(name, "vat") >= max(4, lexicon.score(name, "vat_number"))


def _score(name: str, p: Profile) -> float:
    """How surely a column holds amounts: its words, if its values are numbers and no codes or dates."""
    score = lexicon.score(name, "amount")
    if p.numbers < (0.15 if score >= 9 else 0.5) or p.dates > 0.4 or p.codes > 0.3:
        return 0.0
    if lexicon.NEVER_PAID & set(lexicon.words(name).split()):
        return 0.0
    if _YEAR.fullmatch(lexicon.words(name)):
        return 7.0
    if not score and lexicon.basis(name) in ("net", "gross"):
        score = 5.0
    if not name:
        return 2.0 + 2 * p.decimals if p.decimals > 0.4 else 0.0
    if not score:
        return 0.0
    # Whole numbers under a vague name are codes or counts.
    return score + 2 * p.decimals if p.decimals > 0.1 or score >= 7 else score * 0.4


def _preference(name: str, basis: str, several: bool) -> float:
    words = set(lexicon.words(name).split())
    points = _BASIS[basis]
    if several:
        points += 2.5 * bool(words & _POUNDS) - 3.5 * bool(words & _FOREIGN)
        points -= 4.0 * bool(words & _ONGOING)
        points += 0.5 * bool(words & {"paid", "payment"}) + 1.5 * bool(words & {"line", "distribution"})
        points -= 2.0 * any(phrase in lexicon.words(name) for phrase in _WHOLE_INVOICE)
    return points


def _reason(names: Sequence[str], bases: Mapping[int, str], best: int, others: Sequence[int], proved: bool) -> str:
    basis = bases[best]
    said = "net and VAT add up to the gross" if proved else "the words say so" if basis != "unknown" else "not said"
    text = f"{basis if basis != 'unknown' else 'VAT'} ({said})" if basis != "unknown" else f"VAT in it or not: {said}"
    if others:
        text += "; taken before " + ", ".join(f"'{names[i]}'" for i in others)
    return text


def _adds_up(candidates: Sequence[int], sample: Sequence[Sequence[str]]) -> tuple[int, int, int] | None:
    """(net, VAT, gross) where one column is the sum of two others in nearly every row and the VAT is not nought."""
    if len(candidates) < 3 or len(candidates) > 6:
        return None
    rows = [[amounts.amount(row[i]) or Decimal(0) for i in candidates] for row in sample[:300]]
    rows = [row for row in rows if sum(bool(value) for value in row) >= 2]
    if len(rows) < 3:
        return None
    for a, b, c in permutations(range(len(candidates)), 3):
        fits = sum(abs(row[a] + row[b] - row[c]) <= Decimal("0.02") for row in rows)
        taxed = sum(bool(row[b]) for row in rows)
        smaller = sum(abs(row[b]) <= abs(row[a]) for row in rows)
        if fits >= 0.95 * len(rows) and taxed >= 0.2 * len(rows) and smaller >= 0.9 * len(rows):
            return candidates[a], candidates[b], candidates[c]
    return None
