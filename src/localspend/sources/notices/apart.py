"""Awards and contracts that share an id without being the same: each gets an id of its own before releases are merged.

Merging by id would keep the last one only. Two of one release with the same id are two, unless they are equal. Of two
releases they are one where the later says that it is an update, or where suppliers, lots, and value or date agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

#: Beginnings of tags by which a release changes what an earlier one said.
CHANGES = ("Update", "Amendment", "Cancellation", "Termination")
LISTS = {"awards": "award", "contracts": "contract"}


@dataclass
class Ids:
    """The ids of one kind within a process.

    kept: published id -> the id that each thing with it is kept under -> the thing as last written. published: the
    other way round, None for a thing without an id.
    """

    kept: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    published: dict[str, str | None] = field(default_factory=dict)

    def find(self, key: str, thing: dict[str, Any], taken: Sequence[str], changes: bool) -> str | None:
        """The id under which an earlier release has this thing; `taken` are those of its own release."""
        known = {own: held for own, held in self.kept.get(key, {}).items() if own not in taken}
        for own, held in known.items():
            if _agree(thing, held):
                return own
        return list(known)[-1] if changes and known else None

    def new(self, key: str, published: str | None) -> str:
        """An id for a thing that no earlier release has: its own, if that is free."""
        own, number = key, len(self.kept.get(key, ())) + 1
        if number > 1:
            own = f"{key} ({number})"
        while own in self.published:  # somebody has published "1 (2)" as an id
            number += 1
            own = f"{key} ({number})"
        self.published[own] = published
        return own


def tags(release: dict[str, Any]) -> list[str]:
    """The tags of a release: a list of texts, which some write as one text."""
    tag = release.get("tag")
    return [one for one in (tag if isinstance(tag, list) else [tag]) if isinstance(one, str)]


def separate(release: dict[str, Any], name: str, ids: Ids, said: list[tuple[str, str]]) -> None:
    """Give the things in the list `name` of `release` their own ids; (check, detail) of what was done to `said`.

    The releases of a process come one after another, in their order, with the same `ids`.
    """
    what, things = LISTS[name], release.get(name)
    if not things:
        return
    changes = any(tag.endswith(CHANGES) for tag in tags(release))
    kept: list[dict[str, Any]] = []
    written: list[dict[str, Any]] = []
    taken: dict[str, list[str]] = {}
    for place, thing in enumerate(things, 1):
        published = thing.get("id")
        if published is None:
            said.append(("award_id_missing", f"{what} {place} of the release has no id"))
        if thing in written:
            said.append((f"{what}_id_repeated", f"{what} {published!r} stands twice, word for word: counted once"))
            continue
        written.append(dict(thing))
        key = f"no-id-{place}" if published is None else published
        owns = taken.setdefault(key, [])
        own = ids.find(key, thing, owns, changes)
        if own is None:
            own = ids.new(key, published)
            if own != key:
                detail = f"{what} id {key!r} stands for several {what}s: this one is kept as {own!r}"
                said.append((f"{what}_id_repeated", detail))
        ids.kept.setdefault(key, {})[own] = written[-1]
        owns.append(own)
        kept.append({**thing, "id": own})
    release[name] = kept
    if name == "awards":
        _refer(release, taken)


def _refer(release: dict[str, Any], renamed: dict[str, list[str]]) -> None:
    """A contract names its award by the published id: by the id it is kept under, where that is certain."""
    for contract in release.get("contracts") or []:
        named = contract.get("awardID")
        owns = renamed.get(str(named)) if named is not None else None
        if owns and len(owns) == 1:
            contract["awardID"] = owns[0]


def _agree(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two things with one id may be one, as far as both say who, which lots or award, when and how much."""
    if not _same_suppliers(one, other):
        return False
    for facts in (_lots, _award):
        if facts(one) and facts(other) and facts(one) != facts(other):
            return False
    worth = [(v.get("value") or {}).get("amount") for v in (one, other)]
    dated = [v.get("date") or v.get("dateSigned") for v in (one, other)]
    return None in worth or None in dated or worth[0] == worth[1] or dated[0] == dated[1]


def _same_suppliers(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """One supplier in common is enough: names are corrected, and consortia change."""
    ids, names = ([_told(v, key) for v in (one, other)] for key in ("id", "name"))
    if any(shared.startswith("gb-") for shared in ids[0] & ids[1]):
        return True
    # A bare "1" is the number of a supplier within its notice, so that the name decides.
    told = names if all(names) else ids
    return not all(told) or bool(told[0] & told[1])


def _told(thing: dict[str, Any], key: str) -> set[str]:
    return {str(one[key]).strip().casefold() for one in thing.get("suppliers") or [] if one.get(key)}


def _lots(thing: dict[str, Any]) -> set[str]:
    lots = thing.get("relatedLots")
    return {str(one) for one in lots} if isinstance(lots, list) else set()


def _award(thing: dict[str, Any]) -> set[str]:
    return {str(thing["awardID"])} if thing.get("awardID") is not None else set()
