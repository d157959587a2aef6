"""Award identifier repeated: each award of a release has an id of its own, and so has each contract.

Who merges releases by id, as the standard says, keeps the last of those that share one; `build` keeps them all.
Does not apply: the release has no awards or contracts with an id.
Fix: number the awards of a process, and its contracts, each once.
Source: OCDS 1.1, Award and Contract (ids are unique within the process); Contracts Finder as published.
"""

from localspend.quality.headings import IDENTIFIERS
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("notices",)
HEADING = IDENTIFIERS


def notice(n: Notice) -> list[Place] | None:
    """The second and further awards, and contracts, with an id that one before has."""
    awards, contracts = ([one for one in held if one.id] for held in (n.awards, n.contracts))
    if not awards and not contracts:
        return None
    return [*_again([(a.where, a.id) for a in awards]), *_again([(c.where, c.id) for c in contracts])]


def _again(held: list[tuple[str, str]]) -> list[Place]:
    before: set[str] = set()
    found: list[Place] = []
    for where, own in held:
        if own in before:
            found.append((f"{where}/id", own))
        before.add(own)
    return found
