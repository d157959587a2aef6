"""What is kept of a release for the checks that compare releases: little, for there may be millions."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from localspend.quality import shapes
from localspend.quality.notice import Notice, Party, Place

#: Names come again and again, and are held once.
letters = lru_cache(20_000)(shapes.letters)


class Supplier(NamedTuple):
    """A supplier with a name. key: its letters; identifier: scheme and number where others than a portal know them."""

    where: str
    name: str
    key: str
    identifier: str | None


class Kept(NamedTuple):
    """The facts of one release that are compared with those of others. Keys are `shapes.letters`, and marks of them.

    ended: whether it awards, or says that there will be no award.
    """

    path: str
    line: int
    ocid: str
    id: str
    tender: bool
    is_tender: bool
    ended: bool
    awards: bool
    title: str
    title_key: str
    described: bool
    description_mark: bytes
    method: bool
    value: float | None
    any_value: bool
    cpv: str | None
    deadline: str | None
    deadline_told: bool
    start: str | None
    end: str | None
    runs: bool
    buyer_id: str
    buyer_name: str
    buyer_key: str
    buyer_postcode: bool
    suppliers: tuple[Supplier, ...]

    @property
    def portal(self) -> str:
        """The prefix of the ocid, which is the publishing portal's."""
        return "-".join(self.ocid.split("-", 2)[:2])


#: A release with the places that fail, none where it passes, None where the check does not apply to it.
Judged = tuple[Kept, list[Place] | None]


def kept(n: Notice) -> Kept:
    """What is kept of `n`."""
    return Kept(
        n.path, n.line, n.ocid, n.id, n.tender, n.is_tender, bool(n.awards or n.contracts or n.is_over),
        bool(n.awards), n.title, shapes.letters(n.title), bool(n.description), _mark(n.description), bool(n.method),
        n.value, n.any_value, n.cpv, n.deadline, bool(n.deadline_text), n.start, n.end, n.runs,
        n.buyer_id, n.buyer_name, letters(n.buyer_name), n.buyer_postcode, tuple(map(_supplier, n.suppliers)),
    )  # fmt: skip


def _supplier(party: Party) -> Supplier:
    return Supplier(party.where, party.name, letters(party.name), party.identifier)


def _mark(description: str | None) -> bytes:
    """Stands for the letters of the beginning of a description; empty where there are none."""
    begins = shapes.letters(description[:400]) if description else ""
    return blake2b(begins.encode(), digest_size=8).digest() if begins else b""


def known_names(
    every: Iterable[Kept], by: Callable[[Supplier], str | None], what: Callable[[Supplier], str | None]
) -> dict[str, str]:
    """For each `by` of the suppliers, the `what` that most often stands with it; of equals the first in order."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for n in every:
        for s in n.suppliers:
            one, other = by(s), what(s)
            if one and other:
                counts[one][other] += 1
    return {one: min(found, key=lambda k: (-found[k], k)) for one, found in counts.items()}
