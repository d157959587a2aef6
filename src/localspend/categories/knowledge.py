"""What we know of categories, written by us as data: plain words, SIC, ProClass and merchant codes, each to CPV codes.

vocabulary.csv: category_code, title, words (phrases parted by `; `); the code 'unknown' stands for words that say
nothing was bought, or not what. sic_cpv.csv: sic (2 to 5 digits: the longest that begins a code decides), category_code,
strength (0 to 1: how likely a firm of that activity sells this). proclass_cpv.csv: proclass (2 to 6 digits, likewise).
merchants.csv: mcc (the card schemes' four digits), category_code, words.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def _rows(name: str) -> list[dict[str, str]]:
    with files(__package__).joinpath(name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def vocabulary() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """CPV code (or 'unknown') -> title and phrases."""
    return {row["category_code"]: (row["title"], tuple(row["words"].split("; "))) for row in _rows("vocabulary.csv")}


@cache
def sic() -> Mapping[str, Mapping[str, float]]:
    """SIC stem -> CPV code -> strength."""
    found: dict[str, dict[str, float]] = {}
    for row in _rows("sic_cpv.csv"):
        found.setdefault(row["sic"], {})[row["category_code"]] = float(row["strength"])
    return found


@cache
def proclass() -> Mapping[str, str]:
    """ProClass stem -> CPV code (or 'unknown')."""
    return {row["proclass"]: row["category_code"] for row in _rows("proclass_cpv.csv")}


@cache
def merchants() -> Mapping[str, tuple[str, str]]:
    """Merchant category code -> CPV code and the usual words."""
    return {row["mcc"]: (row["category_code"], row["words"]) for row in _rows("merchants.csv")}


@cache
def sold_under(code: str) -> Mapping[str, float]:
    """CPV code -> strength for a SIC code of five digits; nothing for one that is not known."""
    known = sic()
    stems = (code[:digits] for digits in range(len(code), 1, -1))
    return next((known[stem] for stem in stems if stem in known), {})
