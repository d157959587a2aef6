"""A release with every part in the shape that OCDS gives it: objects, lists of objects, texts as ids.

A list of one where an object is due is that one; an object where a list is due is a list of one. Both are told. What
has no reading (a text where an object is due) is left out and told.
"""

from typing import Any

Shape = dict[str, Any] | list[Any]

_ITEM: Shape = [{"classification": {}, "additionalClassifications": [{}]}]
_PERIOD: Shape = {}
_PARTY: dict[str, Any] = {"identifier": {}, "additionalIdentifiers": [{}], "address": {}, "details": {}}
_AWARD: Shape = {"value": {}, "suppliers": [_PARTY], "items": _ITEM, "contractPeriod": _PERIOD, "relatedLots": None}
#: The parts that are read. {} is an object, [{}] a list of objects, None whatever it is.
SHAPE: dict[str, Any] = {
    "buyer": _PARTY,
    "parties": [_PARTY],
    "planning": {},
    "tender": {
        "value": {},
        "minValue": {},
        "maxValue": {},
        "classification": {},
        "legalBasis": {},
        "tenderPeriod": _PERIOD,
        "contractPeriod": _PERIOD,
        "techniques": {"frameworkAgreement": {}},
        "otherRequirements": {},
        "suitability": {},
        "items": _ITEM,
        "lots": [{"value": {}, "contractPeriod": _PERIOD, "techniques": {}, "otherRequirements": {}}],
        "documents": [{}],
    },
    "awards": [_AWARD],
    "contracts": [{"value": {}, "period": _PERIOD, "items": _ITEM}],
}
_WORDS = {dict: "an object", list: "a list", str: "a text", bool: "a yes or no"}


def shaped(release: dict[str, Any], said: list[str]) -> dict[str, Any]:
    """`release` in SHAPE, in place; what was mended is added to `said`."""
    _parts(release, SHAPE, "", said)
    return release


def _parts(owner: dict[str, Any], shape: dict[str, Any], path: str, said: list[str]) -> None:
    for name, inner in shape.items():
        if inner is None or name not in owner:
            continue
        value = owner[name]
        where = f"{path}{name}"
        mended = _list(value, inner[0], where, said) if isinstance(inner, list) else _object(value, inner, where, said)
        if mended is None:
            del owner[name]
        elif mended is not value:
            owner[name] = mended


def _object(value: Any, shape: dict[str, Any], where: str, said: list[str]) -> dict[str, Any] | None:
    if isinstance(value, list):
        found = [one for one in value if isinstance(one, dict)]
        said.append(f"`{where}` is a list of {len(value)} where one object is due")
        value = found[0] if found else None
    elif value is not None and not isinstance(value, dict):
        said.append(f"`{where}` is {_WORDS.get(type(value), 'a number')} where an object is due")
        value = None
    if value is None:
        return None
    found_in: dict[str, Any] = value
    _parts(found_in, shape, f"{where}.", said)
    return found_in


def _list(value: Any, shape: dict[str, Any], where: str, said: list[str]) -> list[dict[str, Any]] | None:
    if isinstance(value, dict):
        said.append(f"`{where}` is an object where a list is due")
        value = [value]
    elif value is not None and not isinstance(value, list):
        said.append(f"`{where}` is {_WORDS.get(type(value), 'a number')} where a list is due")
        value = None
    if value is None:
        return None
    kept = [one for one in value if isinstance(one, dict)]
    if len(kept) < len(value):
        said.append(f"`{where}` holds {len(value) - len(kept)} things that are no objects")
    for one in kept:
        _id(one, where, said)
        _parts(one, shape, f"{where}.", said)
    return kept if len(kept) < len(value) else value


def _id(owner: dict[str, Any], where: str, said: list[str]) -> None:
    """An id is a text; a number is its digits; anything else is none."""
    value = owner.get("id")
    if value is None or isinstance(value, str):
        if value is not None and not value.strip():
            del owner["id"]
        return
    if isinstance(value, bool | dict | list):
        said.append(f"an id in `{where}` is {_WORDS[type(value)]}")
        del owner["id"]
    else:
        owner["id"] = str(value)
