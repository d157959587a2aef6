"""Which of several amount columns to take: pounds, and net of VAT; the line's own amount, not the invoice's or a balance."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import permutations

from localspend.sources.ledgers import amounts, lexicon
from localspend.sources.ledgers.values import Profile

_YEAR = re.compile(r"(?:\D{0,20} )?(?:20\d\d(?: ?20\d\d| ?\d\d)?|\d\d \d\d)(?: \D{0,20})?")
_POUNDS = frozenset(
    ["£", "gbp", "sterling", "pounds", "billing", "base", "functional", "local", "accounted", "reporting"]
)
_FOREIGN = frozenset(["original", "foreign", "currency", "entered", "eur", "euro", "usd"])
_WHOLE_INVOICE = frozenset(("invoice total", "total invoice", "invoice amount total"))
_BASIS = {"net": 3.0, "unknown": 0.0, "gross": -3.0}


@dataclass(frozen=True)
class Money:
    """columns: amount and vat -> index. spare: other amount columns, kept as raw. basis: net, gross or unknown."""

    columns: Mapping[str, int] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    basis: str = "unknown"
    spare: tuple[int, ...] = ()


def choose(names: Sequence[str], profiles: Sequence[Profile], sample: Sequence[Sequence[str]]) -> Money:
    """The amount of a ledger and its VAT."""
    numeric = {i: score for i, score in enumerate(map(_score, names, profiles)) if score > 0}
    taxes = [i for i, p in enumerate(profiles) if _is_tax(names[i]) and p.numbers >= 0.5]
    found = {i: score for i, score in numeric.items() if i not in taxes and (score >= 3 or not names[i])}
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
    return Money(columns, why, bases[best], tuple(i for i in ranked[1:]))


def _is_tax(name: str) -> bool:
    return lexicon.basis(name) == "vat" and lexicon.score(name, "vat") >= 4


def _score(name: str, p: Profile) -> float:
    """How surely a column holds amounts: its words, if its values are numbers and no codes or dates."""
    if p.numbers < 0.5 or p.dates > 0.4 or p.codes > 0.3:
        return 0.0
    score = lexicon.score(name, "amount")
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
    """(net, VAT, gross) where one column is the sum of two others in nearly every row, and the VAT is not all nought."""
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
