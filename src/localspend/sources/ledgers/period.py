"""The period that a title, a sheet's name or a file's name tells: what a ledger without dates is about."""

import re
from collections.abc import Iterable

_LONG = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTHS = _LONG.split("|")
_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_MONTH_YEAR = re.compile(rf"(?<![a-z]){_NAME}[\s._\-',]*((?:20)?\d\d)(?!\d)", re.IGNORECASE)
_YEAR_MONTH = re.compile(rf"(?<!\d)(20\d\d)[\s._\-]*{_NAME}", re.IGNORECASE)
_ISO_MONTH = re.compile(r"(?<!\d)(20\d\d)[\-_. ]?(0[1-9]|1[0-2])(?!\d)")
_QUARTER = re.compile(
    r"(?<![a-z])(q[1-4]|quarter\s*[1-4])[\s_\-]*(?:of\s*)?((?:20)?\d\d(?:[\s/\-_]*\d{2,4})?)?", re.IGNORECASE
)
_YEARS = re.compile(r"(?<!\d)(20\d\d)\s*[/\-_]\s*((?:20)?\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def of(texts: Iterable[str]) -> str | None:
    """The first period that one of `texts` tells, in words: "October 2013", "October to December 2013", "2016/17"."""
    several = list(texts)
    named = [text for text in several if _MONTH_YEAR.search(text) or _YEAR_MONTH.search(text)]
    return next(filter(None, map(_told, [*named, *several])), None)


def months(text: str) -> list[tuple[int, int]]:
    """(year, month) of each month that `text` names."""
    found = [(_full(year), _number(name)) for name, year in _MONTH_YEAR.findall(text)]
    found += [(int(year), _number(name)) for year, name in _YEAR_MONTH.findall(text)] if not found else []
    return found or [
        (int(year), int(month)) for year, month in _ISO_MONTH.findall(text) if int(month) != int(year[2:]) + 1
    ]


def _told(text: str) -> str | None:
    named = months(text)
    if named:
        first, last = named[0], named[-1]
        if first == last:
            return _shown(first)
        return f"{_shown(first)} to {_shown(last)}"
    quarter = _QUARTER.search(text)
    years = _YEARS.search(text)
    span = f"{years[1]}/{years[2][-2:]}" if years and int(years[2][-2:]) == (int(years[1]) + 1) % 100 else None
    if quarter and (span or quarter[2]):
        return f"quarter {quarter[1][-1]} of {span or quarter[2].strip()}"
    if span:
        return span
    year = _YEAR.search(text)
    return year[1] if year else None


def _shown(month: tuple[int, int]) -> str:
    return f"{_MONTHS[month[1] - 1]} {month[0]}"


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _number(name: str) -> int:
    return [month[:3].lower() for month in _MONTHS].index(name[:3].lower()) + 1
