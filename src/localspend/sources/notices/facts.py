"""What a compiled release says, in the words of our tables: amounts, codes, postcodes, organisations."""

import html
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

#: An amount of money is less than this many pounds: DECIMAL(18, 2).
_MOST = Decimal(10) ** 15
_PENNY = Decimal("0.01")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_CPV = re.compile(r"([0-9]{8})(-[0-9])?")
#: The last postcode of an address; the letters that stand in each place are Royal Mail's.
_POSTCODE = re.compile(
    r"(?<![A-Z0-9])([A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKMNPR-Y]?)[\s.,-]*([0-9][ABD-HJLNP-UW-Z]{2})(?![A-Z0-9])"
)
#: Numbers that a portal gave an organisation for itself: no identities.
LOCAL = ("GB-FTS", "GB-CFS")
#: Schemes of org-id.guide, as written in notices.
_SCHEME = re.compile(r"[A-Z]{2}-[A-Z0-9_]+")


def money(value: dict[str, Any] | None) -> tuple[Decimal | None, str]:
    """The amount in a Value, in its currency, and what is wrong with it ("" for nothing)."""
    amount = (value or {}).get("amount")
    if amount is None or amount == "":
        return None, ""
    if isinstance(amount, str):
        # " 000" is what is left of a number that lost its first digits.
        written = amount.strip()
        if not _NUMBER.fullmatch(written):
            return None, f"{amount[:40]!r} is no amount"
        amount = Decimal(written)
    if isinstance(amount, bool | dict | list):
        return None, "the amount is no number"
    try:
        number = Decimal(amount)
        if not number.is_finite() or abs(number) >= _MOST:
            return None, f"{str(amount)[:40]} is no amount of money"
        return number.quantize(_PENNY, ROUND_HALF_UP), ""
    except (InvalidOperation, ValueError):
        return None, f"{str(amount)[:40]} is no amount"


def currency(value: dict[str, Any] | None) -> str | None:
    """The currency of a Value."""
    return text((value or {}).get("currency"))


def text(value: Any) -> str | None:
    """A text without blanks around it and without HTML's signs for letters; null where it is blank or no text."""
    if not isinstance(value, str):
        return None
    return " ".join(html.unescape(value).split()) or None


def texts(value: Any) -> list[str]:
    """A list of texts, or one text as such a list."""
    found = value if isinstance(value, list) else [value]
    return [one for one in map(text, found) if one]


def cpv(owner: dict[str, Any], items: Iterable[dict[str, Any]] = ()) -> str | None:
    """The main CPV code (8 digits): of the classification, else the first of the items, else a further one."""
    classes = [owner.get("classification")]
    for item in items:
        classes += [item.get("classification"), *(item.get("additionalClassifications") or [])]
    classes += owner.get("additionalClassifications") or []
    for found in classes:
        if isinstance(found, dict) and str(found.get("scheme", "")).upper() == "CPV":
            match = _CPV.fullmatch(str(found.get("id", "")).strip())
            if match:
                return match[1]
    return None


def postcode(party: dict[str, Any]) -> str | None:
    """The postcode of a party: in `postalCode`, else the last one in `streetAddress` or the locality."""
    address = party.get("address") or {}
    for part in ("postalCode", "streetAddress", "locality"):
        found = _POSTCODE.findall(str(address.get(part) or "").upper())
        if found:
            return " ".join(found[-1])
    return None


def identifiers(party: dict[str, Any]) -> list[str]:
    """The identifiers of a party that are more than a portal's own number, such as GB-PPON-PAAA-1111-AAAA, in order."""
    found = []
    for one in [party.get("identifier"), *(party.get("additionalIdentifiers") or [])]:
        if isinstance(one, dict):
            scheme, number = text(one.get("scheme")), text(one.get("id") and str(one["id"]))
            if scheme and number and _SCHEME.fullmatch(scheme.upper()):
                # Some write the scheme before the number as well.
                bare = number[len(scheme) + 1 :] if number.upper().startswith(f"{scheme.upper()}-") else number
                found.append(f"{scheme.upper()}-{bare}")
    own = text(party.get("id"))
    if own and re.match(r"GB-[A-Z]+-", own.upper()):
        found.append(own)
    return [one for one in dict.fromkeys(found) if not one.upper().startswith(LOCAL)]


def number(party: dict[str, Any], *schemes: str) -> str | None:
    """The number of a party under one of `schemes`, as written."""
    for found in identifiers(party):
        for scheme in schemes:
            if found.startswith(f"{scheme}-"):
                return found[len(scheme) + 1 :]
    return None


def charity(party: dict[str, Any]) -> str | None:
    """The charity number of a party: of England and Wales, Scotland or Northern Ireland."""
    return number(party, "GB-CHC", "GB-SC", "GB-NIC")
