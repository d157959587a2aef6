"""Written dates -> dates. One order of day and month for a column, decided by a vote over all its values."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy
import pyarrow as pa

FIRST_YEAR, LAST_YEAR = 1980, 2079
_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: i for i, name in enumerate(_SHORT.split(), 1)}
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TIME = r"(?:[ t]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:am|pm)?(?:z|[+-]\d{2}:?\d{2}| *(?:utc|gmt|bst))?)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[ ,.]+)?"
_S = r"[ \-/.,]{0,3}"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_NUMERIC = re.compile(rf"{_WEEKDAY}(\d{{1,2}})\s?[-/.\\ ]\s?(\d{{1,2}})\s?[-/.\\ ]\s?(\d{{4}}|\d{{2}}){_TIME}")
_DAY_MONTH = re.compile(rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?{_S}{_MONTH}{_S}(\d{{4}}|\d{{2}}){_TIME}")
_MONTH_DAY = re.compile(rf"{_WEEKDAY}{_MONTH}{_S}(\d{{1,2}})(?:st|nd|rd|th)?[ ,/-]+(\d{{4}}){_TIME}")
_YEAR_MONTH_DAY = re.compile(rf"(\d{{4}}){_S}{_MONTH}{_S}(\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"(\d{8})(?:[ t]?\d{4,6})?|(\d{6,7})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_ONLY_MONTH = re.compile(
    rf"{_MONTH}{_S}(?:\d{{4}}|'?\d{{2}})?|\d{{4}}{_S}{_MONTH}|\d{{4}}[-/]\d{{1,2}}|\d{{1,2}}[-/]\d{{4}}"
    rf"|(?:fy ?)?\d{{4}}[-/]\d{{2,4}}|q[1-4]{_S}(?:\d{{4}}(?:[-/]\d{{2,4}})?)?|(?:period|month|p|m|week) ?\d{{1,2}}"
    rf"|{_MONTH}{_S}(?:\d{{2,4}})?\s*(?:-|to|–)\s*{_MONTH}{_S}\d{{2,4}}|(?:19|20)\d\d(?:0[1-9]|1[0-2])"
)
_BROKEN = re.compile(r"#+|#value!|#ref!|#n/a|#num!")
#: Milliseconds since 1970, as map servers give dates in JSON.
_MILLISECONDS = re.compile(r"(\d{9,10})\d{3}")
_EPOCH = date(1899, 12, 30)
_UNIX = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Votes:
    """How many cells can only be day/month/year, only month/day/year, could be either, or start with the year.

    unsure: (first number, second number, year) of those that could be either.
    """

    dmy: int = 0
    mdy: int = 0
    either: int = 0
    iso: int = 0
    unsure: tuple[tuple[int, int, int], ...] = ()

    def __add__(self, other: "Votes") -> "Votes":
        return Votes(
            self.dmy + other.dmy,
            self.mdy + other.mdy,
            self.either + other.either,
            self.iso + other.iso,
            self.unsure + other.unsure,
        )

    @property
    def order(self) -> str | None:
        """dmy or mdy, or None where nothing tells."""
        if self.dmy == self.mdy:
            return None
        return "dmy" if self.dmy > self.mdy else "mdy"

    def leaning(self, months: Sequence[tuple[int, int]]) -> str | None:
        """Where no single date tells: the order that puts the dates into the months that the title names, or, failing
        that, into one or two months instead of many."""
        dmy = Counter((year, second) for first, second, year in self.unsure)
        mdy = Counter((year, first) for first, second, year in self.unsure)
        if months:
            inside, inside_mdy = (sum(found[month] for month in set(months)) for found in (dmy, mdy))
            if inside != inside_mdy:
                return "dmy" if inside > inside_mdy else "mdy"
        if len(dmy) <= 2 and len(mdy) >= len(dmy) + 3:
            return "dmy"
        return "mdy" if len(mdy) <= 2 and len(dmy) >= len(mdy) + 3 else None


def votes(column: pa.ChunkedArray) -> Votes:
    """The vote of a text column."""
    dmy = mdy = either = iso = 0
    unsure: list[tuple[int, int, int]] = []
    for entry in column.value_counts().to_pylist():
        first, second, year = _numeric(entry["values"]) or (0, 0, 0)
        iso += entry["counts"] if not first and _ISO.fullmatch(_clean(entry["values"])) else 0
        if first > 12 >= second > 0:
            dmy += entry["counts"]
        elif second > 12 >= first > 0:
            mdy += entry["counts"]
        elif first != second and first and second <= 12:
            either += entry["counts"]
            unsure.append((first, second, year))
    return Votes(dmy, mdy, either, iso, tuple(unsure))


def turned_round(column: pa.ChunkedArray) -> int:
    """How many dates of a workbook have day and month exchanged, 0 where there is no proof of it.

    A spreadsheet set to American order makes 12 April of 04/12 in a British file and leaves 13/12 as text. So every
    date that is still text has a day over 12, no real one has, and exchanged they fall into the months of the texts.
    """
    months: set[tuple[int, int]] = set()
    real: Counter[tuple[int, int, int]] = Counter()
    for entry in column.value_counts().to_pylist():
        written, iso = _numeric(entry["values"]), _ISO.fullmatch(_clean(entry["values"]))
        if (written and written[0] <= 12) or (iso and int(iso[3]) > 12):
            return 0
        if written:
            months.add((written[2], written[1]))
        elif iso:
            real[int(iso[1]), int(iso[2]), int(iso[3])] += entry["counts"]
    exchanged = sum(count for (year, _, of_month), count in real.items() if (year, of_month) in months)
    as_is = sum(count for (year, month, _), count in real.items() if (year, month) in months)
    return exchanged if exchanged >= 5 and exchanged == real.total() and 2 * as_is < exchanged else 0


def _numeric(text: str) -> tuple[int, int, int] | None:
    found = _NUMERIC.fullmatch(_clean(text))
    return (int(found[1]), int(found[2]), int(found[3]) + (2000 if len(found[3]) == 2 else 0)) if found else None


def parse(column: pa.ChunkedArray, order: str | None) -> pa.ChunkedArray:
    """The dates of a text column (date32), null where there is none; `order` is dmy or mdy (dmy if None)."""
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    values = _column([day(text, order or "dmy") for text in encoded.dictionary.to_pylist()])
    return pa.chunked_array([values.take(encoded.indices)])


def _column(days: Sequence[date | None]) -> pa.Array:
    # pa.array() would import pandas, which takes longer than reading most ledgers.
    numbers = numpy.array([0 if one is None else one.toordinal() - _UNIX for one in days], dtype="int32")
    known = numpy.packbits(numpy.array([one is not None for one in days], dtype=bool), bitorder="little")
    return pa.Array.from_buffers(pa.date32(), len(days), [pa.py_buffer(known.tobytes()), pa.py_buffer(numbers)])


def day(text: str, order: str = "dmy") -> date | None:
    """The date that `text` writes; None where it is no date, or only a month, quarter or year."""
    clean = _clean(text)
    if not clean or not any(character.isdigit() for character in clean):
        return None
    found = _NUMERIC.fullmatch(clean)
    if found:
        first, second = int(found[1]), int(found[2])
        return _date(found[3], second, first) if order == "dmy" else _date(found[3], first, second)
    return _spelt(clean) or _digits(clean)


def _spelt(clean: str) -> date | None:
    found = _ISO.fullmatch(clean)
    if found:
        return _date(found[1], int(found[2]), int(found[3]))
    found = _DAY_MONTH.fullmatch(clean)
    if found:
        return _date(found[3], _MONTHS[found[2][:3]], int(found[1]))
    found = _MONTH_DAY.fullmatch(clean)
    if found:
        return _date(found[3], _MONTHS[found[1][:3]], int(found[2]))
    found = _YEAR_MONTH_DAY.fullmatch(clean)
    return _date(found[1], _MONTHS[found[2][:3]], int(found[3])) if found else None


def _digits(clean: str) -> date | None:
    """20200430, 30042020, 300420, a spreadsheet's serial number 43951, milliseconds; 202004 is a month."""
    found = _MILLISECONDS.fullmatch(clean)
    if found:
        result = date(1970, 1, 1) + timedelta(seconds=int(found[1]))
        if FIRST_YEAR <= result.year <= LAST_YEAR:
            return result
    found = _SERIAL.fullmatch(clean)
    if found:
        result = _EPOCH + timedelta(days=int(found[1]))
        return result if FIRST_YEAR <= result.year <= LAST_YEAR else None
    found = _COMPACT.fullmatch(clean)
    if not found or is_period(clean):
        return None
    digits = found[1] or found[2]
    if len(digits) == 8:
        return _date(digits[:4], int(digits[4:6]), int(digits[6:])) or _date(
            digits[4:], int(digits[2:4]), int(digits[:2])
        )
    if len(digits) == 7:
        return _date(digits[3:], int(digits[1:3]), int(digits[:1]))
    return _date(digits[4:], int(digits[2:4]), int(digits[:2]))


def _date(year: str, month: int, of_month: int) -> date | None:
    number = int(year) + (2000 if len(year) == 2 else 0)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return None
    try:
        return date(number, month, of_month)
    except ValueError:
        return None


def _clean(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").strip(" '\"\t\r\n").lower().split())


def is_period(text: str) -> bool:
    """True for a month, quarter, financial year or period: April 2020, 2022-05, Q1 2020/21, 202004."""
    return _ONLY_MONTH.fullmatch(_clean(text)) is not None


def is_broken(text: str) -> bool:
    """True for what a spreadsheet prints where a date does not fit: ######."""
    return _BROKEN.fullmatch(_clean(text)) is not None


def written(value: date) -> str:
    """22 November 2026."""
    return f"{value.day} {value:%B %Y}"
