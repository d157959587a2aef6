"""Policy: what place may do in this answer: order firms, filter them, or only be shown; and why, in sentences.

For engagement before a procurement firms may be ordered and widened by place. Who is invited is another matter:
- above threshold place orders and excludes for no buyer;
- below it, not for bodies under s. 17 of the Local Government Act 1988 (buyers.csv of localspend.rules says which),
  except within a whole-area reservation that `rules` allows and that was recorded before;
- distance may order where the work needs it, below threshold, with the reason on record.
Where the buyer or the value is not known, the strictest rule is taken. A decision aid, not legal advice.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from localspend.errors import UsageError
from localspend.matching.asked import ENGAGEMENT, Asked, day

ORDER, FILTER, SHOWN = "order", "filter", "shown-only"
BOUND = "lga-1988"


@dataclass(frozen=True)
class Place:
    """used is order, filter or shown-only; by is tier or distance; area is what a filter keeps to; why is sentences."""

    used: str
    why: tuple[str, ...]
    by: str = "tier"
    area: tuple[str, ...] = ()
    regime: str | None = None
    sources: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


def place(asked: Asked, folder: Path | None = None) -> Place:
    """What place may do. Raises UsageError for an area or buyer that is none, InputError for a network's own table."""
    if asked.purpose == ENGAGEMENT:
        return _engagement(asked)
    if asked.buyer is None:
        return Place(SHOWN, ("No buyer was named, so the strictest rule is taken: place neither orders nor excludes.",))
    document = _rules(asked, folder)
    made = _invitation(asked, document, folder)
    # Where no value is known the rules were asked of nothing: that regime is none.
    regime = document["regime"] if asked.value is not None else None
    return replace(made, regime=regime, sources=tuple(document["sources"]), unchecked=tuple(document["unchecked"]))


def _invitation(asked: Asked, document: dict[str, Any], folder: Path | None) -> Place:
    regime = document["regime"]
    above = regime == "above-threshold" or (regime == "earlier-law" and document["regulated"])
    refused = _refused(asked, document)
    if above or asked.value is None:
        what = "Its value is not known, so it is treated as above the threshold" if asked.value is None else (
            "It is above the threshold")  # fmt: skip
        why = f"{what}: place neither orders nor excludes for any buyer."
        return Place(SHOWN, (why, *refused, *_needed_above(asked)))
    if asked.reserved and asked.reserved_on and not refused:
        areas = ", ".join(asked.reserved)
        why = f"The competition was reserved to {areas} on {day(asked.reserved_on)}, before it began."
        basis = dict.fromkeys(one["basis"] for one in document["reservation"]["allowed"])
        return Place(FILTER, (why, *basis, TEST), area=asked.reserved)
    if asked.work_needs:
        why = f"Distance orders because the work needs it, as recorded: {asked.work_needs}."
        return Place(ORDER, (why, *refused), by="distance")
    if _bound(asked, folder):
        return Place(SHOWN, (SECTION_17, *refused))
    why = (
        f"Below the threshold no rule in the tables keeps this kind of buyer ({asked.buyer}) from widening by place; "
        "take advice."
    )
    return Place(ORDER, (why, *refused))


SECTION_17 = (
    "An invitation by a body under s. 17 of the Local Government Act 1988: place neither orders nor excludes, unless "
    "the competition was reserved to a whole area beforehand."
)
TEST = (
    "A registered address does not decide who is eligible: a firm that is based there or has substantive business "
    "operations there declares it."
)


def _engagement(asked: Asked) -> Place:
    why = ["Engagement before a procurement: firms may be ordered and widened by place."]
    if asked.reserved:
        why.append("A reservation concerns who is invited; it changes nothing here.")
    if asked.work_needs:
        why.append(f"Distance orders because the work needs it: {asked.work_needs}.")
    return Place(ORDER, tuple(why), by="distance" if asked.work_needs else "tier")


def _rules(asked: Asked, folder: Path | None) -> dict[str, Any]:
    from localspend.rules.answer import rules  # an engine comes with it, which engagement can do without
    from localspend.rules.requirement import Requirement

    try:
        requirement = Requirement(
            buyer=asked.buyer or "", contract=asked.contract, on=asked.on, value=asked.value or Decimal(0),
            vat=asked.vat, reserve=asked.reserved, authority=asked.authority, own_areas=asked.own_areas,
        )  # fmt: skip
        return rules(requirement, folder)
    except UsageError as error:
        where = "--reserved" if error.where == "--reserve" else error.where
        raise UsageError(error.what, where=where, todo=error.todo) from None


def _refused(asked: Asked, document: dict[str, Any]) -> tuple[str, ...]:
    """Why a reservation that is named is not applied; nothing where it is."""
    if not asked.reserved or asked.reserved_on is None:
        return ()
    said = [f"{one['area']}: refused. {one['why']}" for one in document["reservation"]["refused"]]
    said += [f"{one['area']}: unsettled. {one['why']} {one['ask']}" for one in document["reservation"]["unsettled"]]
    if asked.reserved_on > asked.on:
        said.append(f"It was recorded on {day(asked.reserved_on)}, after the procurement began: too late.")
    return tuple(f"The reservation is not applied. {one}" for one in said)


def _needed_above(asked: Asked) -> tuple[str, ...]:
    if not asked.work_needs:
        return ()
    stated = "state it in the notice, in proportion; an address is not scored."
    return (f"The work needs nearness ({asked.work_needs}): {stated}",)


def _bound(asked: Asked, folder: Path | None) -> bool:
    from localspend.rules import law

    rows = [row for row in law.rows("buyers", asked.on, folder) if row["kind"] == asked.buyer]
    return any(row["place_rule"] == BOUND for row in rows)
