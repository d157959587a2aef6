"""Quotes that were seen: who was asked for what, and who did quote. A CSV of need, value, supplier, bid and more.

value is pounds a year (of the lot that was asked for); bid is yes or no. Optional: size (micro, small, medium, large),
carries (pounds a year that the firm can carry), distance_km, burden (light, usual, heavy). Where carries is not given
it is the firm's of the network (by supplier_id), else that of its size. Every firm that was asked has a line.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from localspend.errors import InputError
from localspend.lots import beliefs
from localspend.lots.beliefs import HEAVY, Array, Beliefs
from localspend.lots.bidders import CARRIES, SIZES, Firm
from localspend.lots.reading import amount
from localspend.lots.units_file import decoded

NEEDED = ("need", "value", "supplier", "bid")
OPTIONAL = ("size", "carries", "distance_km", "burden")
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
WHAT_TO_DO = "See docs/lots.md for the columns"


@dataclass(frozen=True)
class Quote:
    """A firm that was asked: pounds a year of the lot, what it carries, km (0 where not known), and the answer."""

    need: str
    pounds: float
    carries: float
    bid: bool
    strength: float = 1.0
    km: float = 0.0
    heavy: int = 0


@dataclass(frozen=True)
class Seen:
    """Quotes as columns."""

    needs: tuple[str, ...]
    bids: Array
    strength: Array
    km: Array
    heavy: Array
    beyond: Array
    asked: Array

    def chances(self, believed: Beliefs) -> Array:
        """The chance of each quote."""
        return self.strength * self._fits(believed) * np.exp(-self.km / believed.reach_km)

    def slopes(self, believed: Beliefs) -> Array:
        """How ln(chance) of each quote moves with each of the beliefs."""
        return beliefs.slopes(believed, self._fits(believed), self.beyond, self.heavy, self._crowded(), self.km)

    def _crowded(self) -> Array:
        return np.log(np.maximum(self.asked / beliefs.FEW, 1.0))

    def _fits(self, believed: Beliefs) -> Array:
        return beliefs.logistic(believed, self.beyond, self.heavy, self._crowded())


def seen(quotes: Sequence[Quote]) -> Seen:
    """Quotes as columns; the rivals of a need are the firms that were asked for it."""
    asked = Counter(quote.need for quote in quotes)
    names = ("bid", "strength", "km", "heavy", "pounds", "carries")
    bids, strength, km, heavy, pounds, carries = (
        np.array([getattr(quote, name) for quote in quotes], dtype=float) for name in names
    )
    rivals = np.array([asked[quote.need] for quote in quotes], dtype=float)
    needs = tuple(quote.need for quote in quotes)
    return Seen(needs, bids, strength, km, heavy, beliefs.doublings(pounds, carries), rivals)


def read(path: Path, firms: Iterable[Firm] = ()) -> list[Quote]:
    """The quotes of a file. Raises InputError with the line that is wrong."""
    try:
        lines = csv.reader(io.StringIO(decoded(path.read_bytes()), newline=""), strict=True)
        heads = [head.strip().lower() for head in next(lines, [])]
        _known(path, heads)
        rows = [(n, line) for n, line in enumerate(lines, 2) if any(cell.strip() for cell in line)]
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror}", where=str(path), todo="Check the name") from None
    except (UnicodeDecodeError, csv.Error):
        raise InputError("it is no CSV in UTF-8", where=str(path), todo="Save it as CSV UTF-8") from None
    if not rows:
        raise InputError("it has no quotes", where=str(path), todo=WHAT_TO_DO)
    known = {firm.supplier_id: firm for firm in firms}
    return [_quote(f"{path}, row {n}", heads, line, known) for n, line in rows]


def _known(path: Path, heads: Sequence[str]) -> None:
    where = f"{path}, line 1"
    for needed in NEEDED:
        if needed not in heads:
            raise InputError(f"the column {needed} is missing", where=where, todo=WHAT_TO_DO)
    for head in heads:
        near = get_close_matches(head, OPTIONAL, 1) if head not in (*NEEDED, *OPTIONAL) else []
        if near and near[0] not in heads:
            raise InputError(f"the column {head} is not known; did you mean {near[0]}?", where=where, todo=WHAT_TO_DO)


def _quote(where: str, heads: Sequence[str], line: Sequence[str], known: Mapping[str, Firm]) -> Quote:
    def wrong(why: str) -> InputError:
        return InputError(why, where=where, todo=WHAT_TO_DO)

    if len(line) != len(heads):
        raise wrong(f"it has {len(line)} cells where the header has {len(heads)}")
    row = dict(zip(heads, map(str.strip, line), strict=True))
    bid, size, burden = row["bid"].lower(), row.get("size", "").lower(), row.get("burden", "").lower() or "usual"
    numbers: dict[str, Decimal | None] = {}
    for key in ("value", "carries", "distance_km"):
        text = row.get(key, "")
        numbers[key] = amount(text) if text else None
        if text and numbers[key] is None:
            raise wrong(f"{key} is no number: {text}")
    if not row["need"]:
        raise wrong("need is missing")
    if not numbers["value"]:
        raise wrong("value must be more than nothing")
    if bid not in (*YES, *NO):
        raise wrong(f"bid must be yes or no, not {bid or 'empty'}")
    if size and size not in SIZES:
        raise wrong(f"size must be one of {', '.join(SIZES)}")
    if burden not in HEAVY:
        raise wrong(f"burden must be one of {', '.join(HEAVY)}")
    firm = known.get(row["supplier"])
    carries = numbers["carries"] or (firm.carries if firm else CARRIES[size or "unknown"])
    return Quote(
        row["need"], float(numbers["value"]), float(carries), bid in YES, firm.strength if firm else 1.0,
        float(numbers["distance_km"] or 0), HEAVY[burden],
    )  # fmt: skip
