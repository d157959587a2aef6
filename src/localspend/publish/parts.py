"""Parts that every OCDS release is made of: moments, periods, amounts, parties."""

from datetime import date
from decimal import Decimal
from typing import Any

#: Type of a JSON object.
Json = dict[str, Any]
#: Identifiers of this program's making, which no register knows.
OURS = ("local-", "withheld-")


def filled(**values: Any) -> Json:
    """The values that are there."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def moment(day: date, *, last: bool = False) -> str:
    """The first or last second of a day, as RFC 3339 with its time zone."""
    return f"{day.isoformat()}T{'23:59:59' if last else '00:00:00'}Z"


def period(start: date | None, end: date | None, latest: date | None) -> Json | None:
    """From the first moment of the first day to the last of the last."""
    found = filled(
        startDate=start and moment(start),
        endDate=end and moment(end, last=True),
        maxExtentDate=latest and moment(latest, last=True),
    )
    return found or None


def number(value: Decimal) -> int | float:
    """An amount as JSON has it: fifteen digits come back to the penny."""
    return int(value) if value == value.to_integral_value() else float(value)


def org_id(identifier: str) -> tuple[str, str]:
    """Scheme and number of an org-id: GB-COH-01234567 -> GB-COH, 01234567."""
    country, register, rest = identifier.split("-", 2)
    return f"{country}-{register}", rest


def supplier_party(identity: str, name: str, postcode: str | None, legal_name: str | None) -> Json:
    """A supplier; with an identifier where a register knows it."""
    found: Json = {"id": identity, "name": name, "roles": ["supplier"]}
    if not identity.startswith(OURS):
        scheme, code = org_id(identity)
        found["identifier"] = filled(scheme=scheme, id=code, legalName=legal_name)
    if postcode:
        found["address"] = {"postalCode": postcode}
    return found
