"""Releases of one contracting process -> one, by `ocdsmerge`, without losing awards whose ids repeat.

Every release is kept beside the compiled one. Source of the rules:
https://standard.open-contracting.org/1.1/en/schema/merging/
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from localspend.sources.notices import apart
from localspend.sources.notices.remarks import Remark
from localspend.sources.notices.shape import SHAPE, shaped
from localspend.sources.notices.values import NESTS

#: Lists that a later release replaces whole: those of the schema, and suppliers, whose ids repeat within an award.
RULES = {
    ("date",): "omitWhenMerged",
    ("id",): "omitWhenMerged",
    ("tag",): "omitWhenMerged",
    ("parties", "additionalIdentifiers"): "wholeListMerge",
    ("parties", "roles"): "wholeListMerge",
    ("awards", "suppliers"): "wholeListMerge",
    ("tender", "tenderers"): "wholeListMerge",
    ("tender", "submissionMethod"): "wholeListMerge",
    ("tender", "additionalProcurementCategories"): "wholeListMerge",
    ("tender", "additionalClassifications"): "wholeListMerge",
    ("tender", "items", "additionalClassifications"): "wholeListMerge",
    ("awards", "items", "additionalClassifications"): "wholeListMerge",
    ("contracts", "items", "additionalClassifications"): "wholeListMerge",
    ("contracts", "relatedProcesses", "relationship"): "wholeListMerge",
    ("relatedProcesses", "relationship"): "wholeListMerge",
    ("tender", "amendment", "changes"): "wholeListMerge",
    ("awards", "amendment", "changes"): "wholeListMerge",
    ("contracts", "amendment", "changes"): "wholeListMerge",
}
_FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Part:
    """One release and where it stands."""

    release: dict[str, Any]
    source_id: str
    line: int


@dataclass
class Process:
    """One contracting process: its releases in their order, and what they come to together.

    published: the id of an award or contract in `compiled` -> the id that the publisher gave it (None: none).
    """

    ocid: str
    parts: list[Part]
    compiled: dict[str, Any]
    published: dict[str, str | None]
    remarks: list[Remark] = field(default_factory=list)


def compiled(ocid: str, parts: Sequence[Part]) -> Process:
    """The process that `parts` are the releases of. They are changed: parts in the wrong shape are mended."""
    remarks: list[Remark] = []
    for part in parts:
        said: list[str] = []
        shaped(part.release, said)
        remarks += [Remark("notice_shape", ocid, detail, part.source_id, part.line) for detail in said]
        if instant(part.release.get("date")) is None:
            remarks.append(Remark("notice_undated", ocid, "the release has no date", part.source_id, part.line))
    ordered = sorted(parts, key=lambda part: instant(part.release.get("date")) or _FIRST)
    ids = {name: apart.Ids() for name in apart.LISTS}
    for part in (fresh := list(_once(ordered))):
        notes: list[tuple[str, str]] = []
        for name in apart.LISTS:
            apart.separate(part.release, name, ids[name], notes)
        remarks += [Remark(check, ocid, detail, part.source_id, part.line) for check, detail in notes]
    merged = _merged(ocid, fresh, remarks)
    published = {own: given for one in ids.values() for own, given in one.published.items()}
    return Process(ocid, ordered, merged, published, remarks)


def instant(text: Any) -> datetime | None:
    """A date and time as OCDS writes them; UTC where no zone is told."""
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        day = on(text)
        return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:  # the first or last day that there is
        return found.replace(tzinfo=UTC)


def on(text: Any) -> date | None:
    """The day of a date and time, as its publisher's calendar has it."""
    if not isinstance(text, str):
        return None
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _once(parts: Sequence[Part]) -> Iterator[Part]:
    """A release that two files hold is merged once."""
    seen: dict[str, list[dict[str, Any]]] = {}
    for part in parts:
        same = seen.setdefault(str(part.release.get("id")), [])
        if part.release not in same:
            same.append(dict(part.release))
            yield part


def _merged(ocid: str, parts: Sequence[Part], remarks: list[Remark]) -> dict[str, Any]:
    if len(parts) == 1:
        release = parts[0].release
        return _without_nulls(release) | {"ocid": ocid, "id": f"{ocid}-{release.get('date')}", "tag": ["compiled"]}
    try:
        return _by_rules(parts)
    # A part that is an object in one release and a text in the next; an id that is a list.
    except (TypeError, KeyError, ValueError, AttributeError):
        last = parts[-1]
        detail = "a part is an object in one release and something else in another: only what is read was merged"
        remarks.append(Remark("notice_unmergeable", ocid, detail, last.source_id, last.line))
    return _by_rules([Part(_read(part.release, SHAPE), part.source_id, part.line) for part in parts])


def _by_rules(parts: Sequence[Part]) -> dict[str, Any]:
    # Here, for it loads an HTTP client, which no other command needs.
    import warnings

    from ocdsmerge.merge import CompiledRelease

    merged = CompiledRelease(merge_rules=RULES)
    with warnings.catch_warnings():
        # Repeated ids of other lists (items, documents) are not read.
        warnings.simplefilter("ignore")
        for part in parts:
            merged.append(part.release)
        result: dict[str, Any] = merged.asdict()
    return result


#: Asked of every value of every release, so by identity.
_TOLD = NESTS | {type(None)}


def _without_nulls(release: dict[str, Any]) -> dict[str, Any]:
    """`release` without its nulls, as merging leaves them out; in place, for the copy of a release costs as much as
    reading it."""
    due: list[Any] = [release]
    while due:
        part = due.pop()
        told = [inner for inner in (part.values() if type(part) is dict else part) if type(inner) in _TOLD]
        if None in told:
            told = [inner for inner in told if inner is not None]
            for key in [key for key, inner in part.items() if inner is None] if type(part) is dict else ():
                del part[key]
        due += told
    return release


#: What is read of a part besides what SHAPE names: texts, numbers and lists of texts.
_PLAIN = (
    "id", "date", "tag", "ocid", "name", "roles", "scheme", "uri", "title", "status", "amount", "currency", "startDate",
    "endDate", "procurementMethod", "procurementMethodDetails", "mainProcurementCategory", "relatedLot", "awardID",
    "hasFrameworkAgreement", "hasDynamicPurchasingSystem", "reservedParticipation", "sme", "vcse", "scale",
    "postalCode", "streetAddress", "noticeType", "datePublished", "dateSigned", "relatedLots", "locality",
)  # fmt: skip


def _read(value: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    """`value` with the parts that are read, each of its type."""
    plain = {name: value[name] for name in _PLAIN if name in value and shape.get(name) is None}
    kept = {name: inner if _is_plain(inner) else None for name, inner in plain.items()}
    for name, inner in shape.items():
        held = value.get(name)
        if inner is None or held is None:
            continue
        kept[name] = [_read(one, inner[0]) for one in held] if isinstance(inner, list) else _read(held, inner)
    return kept


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return not isinstance(value, dict)
