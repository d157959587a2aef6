"""OCDS documents -> the releases in them, each with why it is not used (None where it is).

A document is a release, a package of releases or records, or an array of any of these.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from localspend.sources.notices.opened import Document
from localspend.sources.notices.values import Reading, TooDeep

Release = tuple[dict[str, Any] | None, str | None]
#: `results` is how the search pages of the portals list packages.
_LISTS = ("releases", "records", "results")


def unfold(value: Any) -> Iterator[Release]:
    """The releases in a parsed document."""
    if isinstance(value, list):
        for one in value:
            yield from unfold(one) if isinstance(one, dict) else iter([_other(one)])
    elif not isinstance(value, dict):
        yield _other(value)
    elif "records" in value:
        yield from _listed(value, "records")
    elif "releases" in value and "ocid" not in value:
        yield from _listed(value, "releases")
    elif "results" in value and "ocid" not in value:
        yield from _listed(value, "results")
    elif isinstance(value.get("ocdsReleasePackage"), dict):
        yield from unfold(value["ocdsReleasePackage"])
    else:
        yield from one_of(value)


def _listed(package: dict[str, Any], name: str) -> Iterator[Release]:
    items = package[name]
    if isinstance(items, dict):
        # Where a list has one item, some publishers write the item alone.
        items = [items]
    if not isinstance(items, list):
        yield None, f"`{name}` is no list"
        return
    for item in items:
        yield from _item(name, item)


def _item(name: str, item: Any) -> Iterator[Release]:
    """What stands in a list: packages in `results`, releases or records in the others."""
    return unfold(item) if name == "results" and isinstance(item, dict) else one_of(item)


def one_of(item: Any) -> Iterator[Release]:
    """The releases in a release or a record that stands in a package."""
    if not isinstance(item, dict):
        yield _other(item)
    elif "compiledRelease" in item or "versionedRelease" in item or ("releases" in item and "ocid" in item):
        yield from _record(item)
    elif "releases" in item or "records" in item:
        yield None, "a package inside a package is not read"
    else:
        yield item, _wrong(item)


def _record(record: dict[str, Any]) -> Iterator[Release]:
    """Its own releases where they are embedded, else the compiled one: never both, for they say the same twice."""
    inside = record.get("releases")
    embedded = [one for one in inside if isinstance(one, dict) and "ocid" in one] if isinstance(inside, list) else []
    if embedded:
        for release in embedded:
            yield from one_of(release) if "releases" not in release else iter([(None, "a record inside a record")])
    elif isinstance(record.get("compiledRelease"), dict):
        compiled = record["compiledRelease"]
        yield compiled, _wrong(compiled)
    else:
        yield None, "a record with neither releases nor a compiled release in it"


def _wrong(release: dict[str, Any]) -> str | None:
    ocid = release.get("ocid")
    if isinstance(ocid, str) and ocid.strip():
        return None
    return (
        "a release without ocid" if ocid in (None, "") or isinstance(ocid, str) else "the ocid of a release is no text"
    )


def _other(value: Any) -> Release:
    return None, f"{_NAMES.get(type(value), 'a number')} stands where a release is due"


_NAMES = {str: "a text", type(None): "null", bool: "a yes or no", list: "a list", Decimal: "a number"}


def stream(document: Document) -> Iterator[Release]:
    """The releases in a document that is not held whole. Raises Broken, after the releases before it."""
    reading = Reading(document)
    while start := reading.peek():
        if start == "{":
            yield from _object(reading)
        elif start == "[":
            yield from _each(reading, unfold)
        else:
            yield _other(reading.value())


def _object(reading: Reading) -> Iterator[Release]:
    """A package, its items one by one; or a release, held whole."""
    rest: dict[str, Any] = {}
    listed, deep = False, ""
    for _ in reading.elements("}"):
        key = reading.key()
        if key in _LISTS and reading.peek() == "[" and "ocid" not in rest:
            listed = True
            yield from _each(reading, partial(_item, key))
            continue
        try:
            rest[key] = reading.value()
        except TooDeep as error:
            deep = str(error)
    if not listed:
        yield from iter([(None, deep)]) if deep else unfold(rest)


def _each(reading: Reading, releases: Callable[[Any], Iterator[Release]]) -> Iterator[Release]:
    """The releases of each element of the list that begins here, or why there are none."""
    for _ in reading.elements("]"):
        try:
            value = reading.value()
        except TooDeep as error:
            yield None, str(error)
        else:
            yield from releases(value)
