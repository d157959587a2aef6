"""The tender of an OCDS release, package or record, as a draft: what it says, and its numbers where it gives them."""

import html
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from localspend.errors import InputError

DAYS_A_MONTH = 30.44


def tender(text: str, path: Path) -> dict[str, Any]:
    """What a Draft is made of. Raises InputError for what is no JSON, and where no tender or no word is in it."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("it is no JSON", where=str(path), todo="Save the notice again") from None
    found = _release(document)
    if found is None:
        raise InputError("no tender is in it", where=str(path), todo="An OCDS release has a `tender`")
    told, published = found
    lines = tuple(_texts(told, "tender"))
    if not lines:
        raise InputError("nothing is said in its tender", where=str(path), todo="Write a title and a description")
    lots = _dicts(told.get("lots"))
    return {
        "title": str(told.get("title") or "").strip(), "lines": lines, "value": _value(told, lots),
        "months": _months(told, lots), "tender_days": _days(told.get("tenderPeriod"), published),
        "lots": len(lots) or None, "price_weight": _price(lots), "category": _category(told),
    }  # fmt: skip


def _release(document: Any) -> tuple[dict[str, Any], Any] | None:
    """The first tender of a release, a package or a record, and the day of its release."""
    if isinstance(document, list):
        return next((found for one in document if (found := _release(one))), None)
    if not isinstance(document, dict):
        return None
    if isinstance(document.get("tender"), dict):
        return document["tender"], document.get("date")
    inner = [document.get(key) for key in ("releases", "records", "compiledRelease")]
    return next((found for one in inner if (found := _release(one))), None)


def _texts(value: Any, at: str) -> Iterator[tuple[str, str]]:
    """Every text that people wrote, with its path; codes and dates are left out."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{at}.{key}")
        if value.get("sme") is False:
            yield at, "Not suitable for small firms (sme: false)."
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _texts(inner, f"{at}[{n}]")
    elif isinstance(value, str) and " " in value.strip():
        yield at, html.unescape(value)


def _value(told: dict[str, Any], lots: list[dict[str, Any]]) -> Decimal | None:
    """Pounds of the whole, else of all lots; None where one of them has none."""
    if (whole := _amount(told.get("value"))) is not None:
        return whole
    each = [_amount(lot.get("value")) for lot in lots]
    known = [amount for amount in each if amount is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(each) else None


def _amount(value: Any) -> Decimal | None:
    if not isinstance(value, dict) or value.get("currency", "GBP") != "GBP":
        return None
    try:
        number = Decimal(str(value.get("amount", value.get("amountGross"))))
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 < number < Decimal(10) ** 12 else None


def _months(told: dict[str, Any], lots: list[dict[str, Any]]) -> int | None:
    for holder in (told, *lots):
        if (days := _days(holder.get("contractPeriod"))) is not None:
            return max(round(days / DAYS_A_MONTH), 1)
    return None


def _price(lots: list[dict[str, Any]]) -> Decimal | None:
    """The weight of price, the heaviest of all lots."""
    found = [
        Decimal(str(number["number"]))
        for lot in lots for criterion in _dicts((_dict(lot.get("awardCriteria"))).get("criteria"))
        if criterion.get("type") in ("price", "cost")
        for number in _dicts(criterion.get("numbers"))
        if str(number.get("weight", "")).startswith("percentage") and isinstance(number.get("number"), int | float)
    ]  # fmt: skip
    return max((weight for weight in found if weight.is_finite()), default=None)


def _category(told: dict[str, Any]) -> str | None:
    """The first CPV code."""
    items = _dicts(told.get("items"))
    held = [told.get("classification"), *(c for item in items for c in _dicts(item.get("additionalClassifications")))]
    codes = [str(one.get("id")) for one in (*held, *(item.get("classification") for item in items))
             if isinstance(one, dict) and one.get("scheme") == "CPV"]  # fmt: skip
    return next(iter(codes), None)


def _days(period: Any, published: Any = None) -> int | None:
    """Days of a period; one without a start begins when the release was published."""
    if not isinstance(period, dict):
        return None
    start, end = _day(period.get("startDate") or published), _day(period.get("endDate"))
    return (end - start).days if start and end and end >= start else None


def _day(text: Any) -> date | None:
    try:
        return datetime.fromisoformat(str(text).replace("Z", "+00:00")).date()
    except ValueError:
        return None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
