"""What a column holds, judged by its values alone: dates, money, names, codes, postcodes, registration numbers."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from localspend.sources.ledgers import amounts, dates

_ORGANISATION = re.compile(
    r"\b(?:ltd|limited|plc|llp|inc|cic|c\.i\.c|council|nhs|trust|university|services?|solutions|group|company|& co|"
    r"association|charity|school|college|academy|partnership|foundation|society|church|centre|consult\w+|systems|"
    r"care|housing|uk|hotels?|contractors?|construction|engineering|supplies|properties|solicitors?|builders?|"
    r"redacted|t/a|and sons?|& sons?|bros|corporation|enterprises?|agency|surgery|practice|pharmacy|associates)\b",
    re.IGNORECASE,
)
_LEGAL = re.compile(r"\b(?:ltd|limited|plc|llp|cic)\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_COMPANY = re.compile(r"(?:\d{7,8}|(?:SC|NI|OC|SO|NC|RC|IP|RS|FC|CE|LP|SL|R0|NL|ZC|CS)\d{5,6}[A-Z]?)", re.IGNORECASE)
_CHARITY = re.compile(r"(?:\d{6,7}(?:-\d{1,3})?|SC\d{5,6}|NIC?\d{6})", re.IGNORECASE)
_VAT = re.compile(r"(?:GB)?\s?\d{3}\s?\d{4}\s?\d{2}(?:\s?\d{3})?", re.IGNORECASE)
_FLAG = re.compile(
    r"y|n|yes|no|true|false|x|n/?a|none|unknown|not (?:known|applicable|yet available|available)|tbc", re.I
)
_SIZE = re.compile(
    r".*\b(micro|small|medium|large|sme|vcse|vcs|charit\w*|voluntary|social enterprise)\b.*", re.IGNORECASE
)
_DECIMALS = re.compile(r"\d\.\d{1,2}\D*$")
_SPACED = re.compile(r"[0-3]?\d [01]?\d (?:19|20)\d\d")
_CODE = re.compile(r"0\d+|\d+[-/]\d+")


@dataclass(frozen=True)
class Profile:
    """Shares (0 to 1) among the filled cells of a sample; `filled` is the share of cells that hold anything."""

    count: int = 0
    filled: float = 0.0
    dates: float = 0.0
    serials: float = 0.0
    periods: float = 0.0
    numbers: float = 0.0
    decimals: float = 0.0
    codes: float = 0.0
    letters: float = 0.0
    distinct: float = 0.0
    length: float = 0.0
    organisations: float = 0.0
    legal: float = 0.0
    postcodes: float = 0.0
    companies: float = 0.0
    charities: float = 0.0
    vats: float = 0.0
    flags: float = 0.0
    sizes: float = 0.0
    links: float = 0.0
    variety: int = 0

    @property
    def when(self) -> float:
        """Cells that say when: a date, a serial number, a month, or a date that did not fit its column."""
        return self.dates + self.serials + self.periods


def profile(cells: Sequence[str]) -> Profile:
    """The profile of a sample of cells."""
    filled = Counter(text for text in (cell.strip() for cell in cells) if text)
    count = filled.total()
    if not count:
        return Profile()

    def share(test: Callable[[str], object]) -> float:
        return sum(n for text, n in filled.items() if test(text)) / count

    numbers = {text for text in filled if amounts.amount(text) is not None}
    return Profile(
        count=count,
        filled=count / max(len(cells), 1),
        dates=share(
            lambda t: _ymd(t) or _SPACED.fullmatch(t) or (t not in numbers and not t.isdigit() and _is_date(t))
        ),
        serials=share(
            lambda t: len(t.split(".")[0]) in (5, 6, 7, 8, 12, 13) and t in numbers and dates.day(t) is not None
        ),
        periods=share(lambda t: dates.is_period(t) or dates.is_broken(t)),
        numbers=len(numbers) and sum(filled[t] for t in numbers) / count,
        decimals=share(lambda t: t in numbers and _DECIMALS.search(t)),
        codes=share(_CODE.fullmatch),
        letters=share(lambda t: sum(map(str.isalpha, t)) >= 3),
        distinct=len(filled) / count,
        length=sum(len(t) * n for t, n in filled.items()) / count,
        organisations=share(_ORGANISATION.search),
        legal=share(_LEGAL.search),
        postcodes=share(_POSTCODE.search),
        companies=share(_COMPANY.fullmatch),
        charities=share(_CHARITY.fullmatch),
        vats=share(_VAT.fullmatch),
        flags=share(_FLAG.fullmatch),
        sizes=share(_SIZE.fullmatch),
        links=share(lambda t: t[:4].lower() == "http"),
        variety=len(filled),
    )


def _ymd(text: str) -> bool:
    return len(text) == 8 and text.isdigit() and text[:2] in ("19", "20") and dates.day(text) is not None


def _is_date(text: str) -> bool:
    return dates.day(text) is not None or dates.day(text, "mdy") is not None


def is_value(cell: str) -> bool:
    """True for a cell that is data and no label: a number, a date, a link."""
    text = cell.strip()
    if not text or text in ("-", "--") or text.lower() == "nil":
        return False
    return (
        amounts.amount(text) is not None
        or dates.day(text) is not None
        or dates.day(text, "mdy") is not None
        or text[:4].lower() == "http"
    )
