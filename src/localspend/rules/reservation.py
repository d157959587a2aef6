"""Reservation: whether a competition may be kept to suppliers of an area or a size: allowed, refused, or unsettled.

A supplier's registered address never decides whether it is eligible: the test is being based or established with
substantive business operations, which the firm declares. Sources stand in reservations.csv, row by row.
"""

from dataclasses import dataclass, field
from pathlib import Path

from localspend.rules import law
from localspend.rules.law import Row, fits
from localspend.rules.regime import ABOVE, BELOW, OUTSIDE, Regime
from localspend.rules.requirement import Requirement, codes, level

MIXED = (
    "Bodies of different kinds buy together, and their powers to reserve differ.",
    "Ask whether each body alone could reserve so, and who is the contracting authority.",
)
JOINED = (
    "Authorities that buy together may reserve to their combined areas; the area of one of them is a part of that.",
    "Ask whether the area named is the combined area of all who buy.",
)
#: Nations whose law on this is in no table.
ELSEWHERE = ("scotland", "northern-ireland")
#: Bodies that section 17 of the Local Government Act 1988 binds; of these, whose area is wider than a district.
BOUND = ("council", "combined-authority", "town-or-parish", "police", "fire")
WIDER = ("combined-authority", "police", "fire")
#: Codes of districts that are never a whole county: non-metropolitan, metropolitan, London boroughs.
DISTRICTS = ("E07", "E08", "E09")
WORDS = {
    "ward": "a part of an area", "district": "the whole area of the district", "own-area": "the whole own area",
    "county": "a county",
    "london-borough": "a London borough", "region": "a region", "uk": "the United Kingdom",
    "sme": "small and medium firms", "vcse": "social enterprises",
}  # fmt: skip


@dataclass
class Answer:
    """allowed: area, basis. refused: area, why. unsettled: area, why, ask. unchecked and rows: what it rests on."""

    allowed: list[dict[str, str]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    unsettled: list[dict[str, str]] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def document(self) -> dict[str, list[dict[str, str]]]:
        return {"allowed": self.allowed, "refused": self.refused, "unsettled": self.unsettled}


def reservation(asked: Requirement, under: Regime, folder: Path | None = None) -> Answer:
    """An answer to every area and size that was asked about."""
    answer = Answer()
    for area in asked.reserve:
        _place(asked, under, area, answer, folder)
    alone = not answer.allowed
    for size in asked.reserve_size:
        at = f"{size}-alone" if alone and _row(asked, under, f"{size}-alone", folder) else size
        _answer(asked, under, size, at, answer, folder)
    return answer


def _place(asked: Requirement, under: Regime, area: str, answer: Answer, folder: Path | None) -> None:
    at = level(area)
    if at in ("district", "county", "london-borough"):
        at = _own(asked, area, at, answer)
    _answer(asked, under, area, at, answer, folder)


def _own(asked: Requirement, area: str, at: str, answer: Answer) -> str:
    """The level at which the tables speak of a district or county that was named: own-area, bordering, several, ..."""
    named = codes(area)
    if len(named) > 1:
        return "several"
    if at == "county" and named[0].startswith("E06"):
        answer.unchecked.append(f"whether {area}, a unitary authority, counts as a county was not looked up")
    if asked.own_areas is None:
        answer.unchecked.append(f"{area} is taken as the buyer's own area: nobody looked whether it is")
    elif named[0] not in asked.own_areas:
        return "bordering" if at != "district" and asked.buyer in BOUND else at
    elif asked.buyer in BOUND and named[0].startswith(DISTRICTS):
        return _own_district(asked, area, at, answer)
    return "own-area" if at == "district" else at


def _own_district(asked: Requirement, area: str, at: str, answer: Answer) -> str:
    """The district that an authority's postcode lies in is the own area of a district council only."""
    if asked.buyer == "town-or-parish":
        return "district"
    if asked.buyer in WIDER:
        return "ward"
    if area.startswith("districts:E07"):
        answer.unchecked.append(f"{area} is taken as a district council's own area; of a county council's it is a part")
    return "own-area" if at == "district" else at


def _answer(asked: Requirement, under: Regime, area: str, at: str, answer: Answer, folder: Path | None) -> None:
    row = _row(asked, under, at, folder)
    if row is None:
        why, ask = "No row of the tables speaks of this.", "Take advice."
        answer.unsettled.append({"area": area, "why": why, "ask": ask})
        return
    answer.rows.append(row)
    verdict, (why, ask) = row["answer"], _doubt(asked, under, at, row, folder) or (row["why"], row["ask"])
    if verdict == "refused" and (asked.nation not in ELSEWHERE or under.name == ABOVE):
        answer.refused.append({"area": area, "why": row["why"]})
    elif verdict == "allowed" and why == row["why"]:
        answer.allowed.append({"area": area, "basis": f"{why} ({row['source']})"})
    else:
        answer.unsettled.append({"area": area, "why": why, "ask": ask})


def _doubt(asked: Requirement, under: Regime, at: str, row: Row, folder: Path | None) -> tuple[str, str] | None:
    """Why, and what to ask, where what the row says cannot stand for this buyer; None where it can."""
    if asked.nation in ELSEWHERE:
        return "Scotland and Northern Ireland have law of their own, not in the tables.", "Ask what that law allows."
    if asked.nation != "england" and under.buyer["place_rule"] == "lga-1988":
        return "The Order of 2026 speaks of England.", "Ask what this nation's law allows."
    if _mixed(asked, under, folder):
        return MIXED
    if asked.joint and at == "own-area" and under.buyer["place_rule"] == "lga-1988" and row["answer"] == "allowed":
        return JOINED
    return None


def _mixed(asked: Requirement, under: Regime, folder: Path | None) -> bool:
    rules = {row["kind"]: row["place_rule"] for row in law.rows("buyers", asked.on, folder)}
    return under.name != ABOVE and any(rules[kind] != under.buyer["place_rule"] for kind, _ in asked.joint)


def _row(asked: Requirement, under: Regime, at: str, folder: Path | None) -> Row | None:
    """The row that speaks of this body's kind, else the one for any; what Part 6 leaves out is as outside the Act."""
    name = OUTSIDE if under.name == BELOW and not under.regulated else under.name
    found = [
        row for row in law.rows("reservations", asked.on, folder)
        if row["level"] == at and fits(row["regimes"], name)
        and row["place_rule"] in (under.buyer["place_rule"], "any")
    ]  # fmt: skip
    return min(found, key=lambda row: row["place_rule"] == "any", default=None)
