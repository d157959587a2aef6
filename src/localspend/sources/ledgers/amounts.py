"""Written amounts -> pounds: £, commas, spaces, NBSP, (1.00), 1.00-, 1.00 CR. Decimal throughout, never a float."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources.ledgers.scalars import EMPTY, NO_MONEY, NO_TEXT

MONEY = pa.decimal128(18, 2)
_WIDE = pa.decimal128(34, 10)
_PENNY = Decimal("0.01")
#: Binary noise of a spreadsheet's floats, far below any price per unit.
_NOISE = Decimal("0.000001")
_PLAIN = r"^-?[0-9]{1,15}(\.[0-9]{1,10})?$"
_PENNIES = r"^-?[0-9]{1,15}(\.[0-9]{1,2})?$"
_GROUPED = r"^-?£?[0-9]{1,3}(,[0-9]{3}){0,4}(\.[0-9]{1,10})?$"
_NUMBER = re.compile(r"(\d{1,3}(?:[, ]\d{3})+|\d+(?:,\d{3})*|(?=\.\d))(?:\.(\d*))?")
_EUROPEAN = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+),(\d{1,2})")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_DECORATION = re.compile(r"GBP|gbp|Â£|¬£|â‚¤|[£₤œŁ\ufffd'\"*\s\u00a0\u2007\u2009\u202f\ufeff]")
_MINUS = str.maketrans("−–—‐‑﹣-", "-------")
_SCALES = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000, "bn": 1_000_000_000}
_SCALED = re.compile(r"([\d.,]+)(k|mn?|million|bn)", re.IGNORECASE)
_NOTHING = {"-", "nil", "--", "-.--"}


@dataclass(frozen=True)
class Amounts:
    """values: decimal(18, 2), null where a cell holds no amount; finer: cells finer than a penny, rounded half up."""

    values: pa.ChunkedArray
    finer: int = 0


def amount(text: str) -> Decimal | None:
    """One written amount in pounds, as fine as it is written; None for what is no amount (another currency too)."""
    bare = _DECORATION.sub("", text).translate(_MINUS)
    if not bare:
        return None
    if bare.lower() in _NOTHING:
        return Decimal(0)
    sign, bare = _signed(bare)
    number = _NUMBER.fullmatch(bare)
    if number:
        return sign * Decimal(f"{number[1].replace(',', '') or 0}.{number[2] or 0}")
    european = _EUROPEAN.fullmatch(bare)
    if european:
        return sign * Decimal(f"{european[1].replace('.', '')}.{european[2]}")
    return sign * Decimal(bare) if _SCIENTIFIC.fullmatch(bare) else None


def scaled(text: str) -> Decimal | None:
    """As `amount`, and also £250k, 1.2m, 3 million, as contract registers write values."""
    plain = amount(text)
    if plain is not None:
        return plain
    found = _SCALED.fullmatch(_DECORATION.sub("", text))
    number = amount(found[1]) if found else None
    return None if number is None or found is None else number * _SCALES[found[2].lower()]


def _signed(bare: str) -> tuple[int, str]:
    """The sign that brackets, a minus on either side, CR or DR give, and what is left."""
    sign = 1
    if bare[0] == "(" and bare[-1] == ")":
        sign, bare = -1, bare[1:-1]
    ending = bare[-2:].upper()
    if ending == "CR":
        sign, bare = -1, bare[:-2]
    elif ending == "DR":
        bare = bare[:-2]
    if bare[:1] == "-":
        sign, bare = -1, bare[1:]
    elif bare[-1:] == "-":
        sign, bare = -1, bare[:-1]
    elif bare[:1] == "+":
        bare = bare[1:]
    return sign, bare


def parse(column: pa.ChunkedArray) -> Amounts:
    """The amounts of a text column. Most cells go through Arrow; odd spellings are parsed one by one, once each."""
    text = pc.utf8_trim_whitespace(column).combine_chunks()
    plain = pc.match_substring_regex(text, _PENNIES)
    values = pc.if_else(plain, text, NO_TEXT).cast(MONEY)
    left = pc.and_(pc.invert(plain), pc.not_equal(text, EMPTY))
    if not pc.any(left).as_py():
        return Amounts(_chunked(values))
    odd = text.filter(left)
    if _is_european(odd, text):
        return parse(_chunked(pc.replace_substring(pc.replace_substring(text, ".", ""), ",", ".")))
    found = _odd(odd)
    return Amounts(_chunked(pc.replace_with_mask(values, left, found.values.combine_chunks())), found.finer)


def _odd(text: pa.Array) -> Amounts:
    """Amounts finer than pennies, with £ and commas, and all the other spellings."""
    wide = _cast(text, pc.match_substring_regex(text, _PLAIN))
    grouped = pc.match_substring_regex(text, _GROUPED)
    bare = pc.replace_substring(pc.replace_substring(text, ",", ""), "£", "")
    wide = pc.coalesce(wide, _cast(bare, grouped))
    missing = pc.is_null(wide)
    if pc.any(missing).as_py():
        wide = pc.coalesce(wide, _one_by_one(pc.if_else(missing, text, NO_TEXT)))
    return _rounded(wide)


def less(debits: Amounts, credits: Amounts) -> Amounts:
    """Debits less credits, row by row; null where neither is written."""
    nought = pa.scalar(Decimal("0.00"), MONEY)
    either = pc.or_(pc.is_valid(debits.values), pc.is_valid(credits.values))
    result = pc.subtract(pc.coalesce(debits.values, nought), pc.coalesce(credits.values, nought))
    return where(Amounts(_chunked(result.cast(MONEY)), debits.finer + credits.finer), either)


def times(column: pa.ChunkedArray, scale: int) -> Amounts:
    """The amounts of a text column written in thousands."""
    found = [amount(cell) for cell in column.to_pylist()]
    return Amounts(pa.chunked_array([pa.array([v if v is None else to_pennies(v * scale) for v in found], MONEY)]))


def where(given: Amounts, mask: pa.ChunkedArray) -> Amounts:
    """`given` where `mask` is true, else null."""
    return Amounts(pc.if_else(mask, given.values, NO_MONEY), given.finer)


def _cast(text: pa.Array, mask: pa.Array) -> pa.Array:
    return pc.if_else(mask, text, NO_TEXT).cast(_WIDE)


def _one_by_one(text: pa.Array) -> pa.Array:
    encoded = text.dictionary_encode()
    values = [amount(spelling) for spelling in encoded.dictionary.to_pylist()]
    values = [v if v is not None and abs(v) < 10**15 else None for v in values]
    if all(value is None for value in values):
        return pa.nulls(len(text), _WIDE)
    parsed = pa.array([None if v is None else v.quantize(Decimal("1e-10")) for v in values], _WIDE)
    return parsed.take(encoded.indices)


def _is_european(odd: pa.Array, text: pa.Array) -> bool:
    """Every decimal part of the column stands behind a comma: 1.234,56."""
    comma = pc.sum(pc.match_substring_regex(odd, r"\d,\d{1,2}\D?$")).as_py() or 0
    return comma > 1 and not pc.any(pc.match_substring_regex(text, r"\.\d{1,2}\D?$")).as_py()


def _rounded(wide: pa.Array) -> Amounts:
    pennies = pc.round(wide, ndigits=2, round_mode="half_towards_infinity")
    if (pc.max(pc.abs(pc.subtract(wide, pennies))).as_py() or 0) == 0:
        return Amounts(_chunked(pennies.cast(MONEY, safe=False)))
    # Noise is taken away first, so that 1.00499999999 is the half penny that was meant.
    clean = pc.round(wide, ndigits=6, round_mode="half_towards_infinity")
    pennies = pc.round(clean, ndigits=2, round_mode="half_towards_infinity")
    off = pc.abs(pc.subtract(clean, pennies))
    finer = pc.sum(pc.greater(off, pa.scalar(_NOISE, _WIDE))).as_py() or 0
    return Amounts(_chunked(pennies.cast(MONEY, safe=False)), finer)


def _chunked(array: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])


def to_pennies(value: Decimal) -> Decimal:
    """`value` rounded half up (away from nought) to the penny."""
    return value.quantize(_PENNY, ROUND_HALF_UP)


def total(values: pa.ChunkedArray) -> Decimal:
    """The sum of a money column, exact."""
    return Decimal(pc.sum(values.cast(pa.decimal128(38, 2))).as_py() or 0).quantize(_PENNY)
