"""A draft as barriers read it: an OCDS release (.json), a short form (.toml), or plain text."""

import re
import textwrap
import tomllib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

from localspend.errors import InputError
from localspend.rules.barriers import ocds

#: No number of a draft is larger.
MOST = Decimal(10) ** 12
#: Letters of a sentence that are read at once; one without an end is cut there.
LONGEST = 1_000
#: Bytes of a draft that are read: some thousand pages.
LARGEST = 5_000_000
#: Letters of a text's first line that are its title.
TITLE = 120
#: Keys of a short form, beside `text`, which may have any number of lines.
KEYS = ("title", "text", "value", "months", "tender_days", "lots", "price_weight", "payment_days", "category")

PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u00a0": " "})


@dataclass(frozen=True)
class Draft:
    """lines are (where, text). value is pounds for `months`; lots how many; price_weight per cent; category CPV."""

    title: str
    lines: tuple[tuple[str, str], ...]
    value: Decimal | None = None
    months: int | None = None
    tender_days: int | None = None
    lots: int | None = None
    price_weight: Decimal | None = None
    payment_days: int | None = None
    category: str | None = None

    @property
    def a_year(self) -> Decimal | None:
        """Pounds a year."""
        return self.value / max(Decimal(self.months or 12) / 12, Decimal(1)) if self.value is not None else None

    @cached_property
    def sentences(self) -> tuple[tuple[str, str], ...]:
        """(where, sentence), each once, with plain apostrophes, dashes and blanks."""
        places: dict[str, list[str]] = {}
        for where, text in self.lines:
            for sentence in re.split(r"(?<=[.!?;])\s+|\n+", plain(text)):
                for part in _parts(sentence.strip()):
                    places.setdefault(part, []).append(where)
        return tuple((_first(where), sentence) for sentence, where in places.items() if sentence)

    @property
    def words(self) -> str:
        """The whole text."""
        return "\n".join(text for _, text in self.lines)


def plain(text: str) -> str:
    """A text with straight apostrophes and quotes, short dashes and plain blanks: as the patterns are written."""
    return text.translate(PLAIN)


def _first(places: list[str]) -> str:
    return places[0] if len(places) == 1 else f"{places[0]} and {len(places) - 1} more"


def _parts(sentence: str) -> list[str]:
    return textwrap.wrap(sentence, LONGEST) if len(sentence) > LONGEST else [sentence]


def read(path: Path) -> Draft:
    """The draft in a file. Raises InputError for what cannot be read, with the place and what to do."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        text = content.decode("utf-8-sig") if len(content) <= LARGEST else None
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror}", where=str(path), todo="Check the name") from None
    except UnicodeDecodeError:
        raise InputError("it is not UTF-8 text", where=str(path), todo="Save the draft as plain text") from None
    if text is None:
        todo = "Give the part that firms read, as text"
        raise InputError(f"it has more than {LARGEST // 1_000_000} MB", where=str(path), todo=todo)
    if path.suffix == ".json":
        return Draft(**ocds.tender(text, path))
    if path.suffix == ".toml":
        return _form(text, path)
    lines = tuple((f"line {n}", line) for n, line in enumerate(text.splitlines(), 1) if line.strip())
    if not lines:
        raise InputError("nothing is in it", where=str(path), todo="Write the draft first")
    title = lines[0][1].strip("# ")
    return Draft(title if len(title) <= TITLE else f"{title[: TITLE - 4].rstrip()} ...", lines)


def _form(text: str, path: Path) -> Draft:
    try:
        form = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:  # tomllib lets what is nested or long beyond measure raise as it is
        raise InputError(f"not valid TOML: {error}", where=str(path), todo="See docs/rules.md") from None
    if strange := sorted(set(form) - set(KEYS)):
        todo = f"A short form has {', '.join(KEYS)}"
        raise InputError(f"the key {strange[0]} is not known", where=str(path), todo=todo)
    numbers = {key: _number(form[key], f"{path}, {key}") for key in KEYS[2:8] if key in form}
    whole = {key: int(value) for key, value in numbers.items() if key not in ("value", "price_weight")}
    title, body = str(form.get("title", "")), str(form.get("text", ""))
    # The text begins on the line after its key, where it is written over several lines.
    opens = [(n, line) for n, line in enumerate(text.splitlines(), 1) if re.match(r"text\s*=", line)]
    start = next((n - (not line.rstrip().endswith(('"""', "'''"))) for n, line in opens), 0)
    lines = [("title", title), *((f"line {start + n}", line) for n, line in enumerate(body.splitlines(), 1))]
    category = str(form["category"]) if "category" in form else None
    given: dict[str, Any] = {**numbers, **whole, "category": category}
    return Draft(title, tuple(x for x in lines if x[1].strip()), **given)


def _number(value: Any, where: str) -> Decimal:
    try:
        number = Decimal(str(value).replace(",", "").removeprefix("£"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= MOST:
        raise InputError(f"'{value}' is no number", where=where, todo="Such as 180000")
    return number
