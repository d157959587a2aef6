"""A draft as barriers read it: an OCDS release (.json), a short form (.toml), or plain text."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from localspend.errors import InputError

#: Keys of a short form, beside `text`, which may have any number of lines.
KEYS = ("title", "text", "value", "months", "tender_days", "lots", "price_weight", "payment_days", "category")


@dataclass(frozen=True)
class Draft:
    """lines are (where, text). value is pounds for `months`; lots are how many; price_weight is per cent."""

    title: str
    lines: tuple[tuple[str, str], ...]
    value: Decimal | None = None
    months: int | None = None
    tender_days: int | None = None
    lots: int | None = None
    price_weight: Decimal | None = None
    payment_days: int | None = None

    @property
    def a_year(self) -> Decimal | None:
        """Pounds a year."""
        return self.value / max(Decimal(self.months or 12) / 12, Decimal(1)) if self.value is not None else None

    @property
    def words(self) -> str:
        """The whole text."""
        return "\n".join(text for _, text in self.lines)


def read(path: Path) -> Draft:
    """The draft in a file. Raises InputError for what cannot be read, with the place and what to do."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror}", where=str(path), todo="Check the name") from None
    except UnicodeDecodeError:
        raise InputError("it is not UTF-8 text", where=str(path), todo="Save the draft as plain text") from None
    if path.suffix == ".json":
        return _release(text, path)
    if path.suffix == ".toml":
        return _form(text, path)
    lines = tuple((f"line {n}", line) for n, line in enumerate(text.splitlines(), 1) if line.strip())
    if not lines:
        raise InputError("nothing is in it", where=str(path), todo="Write the draft first")
    return Draft(lines[0][1].strip("# "), lines)


def _form(text: str, path: Path) -> Draft:
    try:
        form = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not valid TOML: {error}", where=str(path), todo="See docs/barriers.md") from None
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
    return Draft(title, tuple(x for x in lines if x[1].strip()), **{**numbers, **whole})  # type: ignore[arg-type]


def _number(value: Any, where: str) -> Decimal:
    try:
        number = Decimal(str(value).replace(",", "").removeprefix("£"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise InputError(f"{value!r} is no number", where=where, todo="Such as 180000")
    return number


def _release(text: str, path: Path) -> Draft:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("it is no JSON", where=str(path), todo="Save the notice again") from None
    tender = _tender(document)
    if tender is None:
        raise InputError("no tender is in it", where=str(path), todo="An OCDS release has a `tender`")
    lines = tuple(_texts(tender, "tender"))
    lots = tender.get("lots")
    return Draft(
        str(tender.get("title") or "").strip(), lines, value=_value(tender), months=_months(tender),
        tender_days=_days(tender.get("tenderPeriod")), lots=len(lots) if isinstance(lots, list) and lots else None,
    )  # fmt: skip


def _tender(document: Any) -> dict[str, Any] | None:
    """The first tender of a release, a package or a record."""
    if isinstance(document, list):
        return next((found for one in document if (found := _tender(one))), None)
    if not isinstance(document, dict):
        return None
    if isinstance(document.get("tender"), dict):
        return dict(document["tender"])
    inner = [document.get(key) for key in ("releases", "records", "compiledRelease")]
    return next((found for one in inner if (found := _tender(one))), None)


def _texts(value: Any, at: str) -> Iterator[tuple[str, str]]:
    """Every text that people wrote, with its path; codes and dates are left out."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{at}.{key}")
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _texts(inner, f"{at}[{n}]")
    elif isinstance(value, str) and " " in value.strip():
        yield at, value


def _value(tender: dict[str, Any]) -> Decimal | None:
    amount = (tender.get("value") or {}).get("amount") if isinstance(tender.get("value"), dict) else None
    try:
        number = Decimal(str(amount))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number > 0 else None


def _months(tender: dict[str, Any]) -> int | None:
    for holder in (tender, *(x for x in tender.get("lots") or [] if isinstance(x, dict))):
        if (days := _days(holder.get("contractPeriod"))) is not None:
            return max(round(days / 30.44), 1)
    return None


def _days(period: Any) -> int | None:
    if not isinstance(period, dict):
        return None
    start, end = _day(period.get("startDate")), _day(period.get("endDate"))
    return (end - start).days if start and end and end >= start else None


def _day(text: Any) -> date | None:
    try:
        return datetime.fromisoformat(str(text).replace("Z", "+00:00")).date()
    except ValueError:
        return None
