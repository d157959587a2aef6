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
WORDS = {
    "ward": "a part of an area", "district": "a district", "own-area": "the whole own area", "county": "a county",
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
    for size in asked.reserve_size:
        _answer(asked, under, size, size, answer, folder)
    return answer


def _place(asked: Requirement, under: Regime, area: str, answer: Answer, folder: Path | None) -> None:
    at = level(area)
    if at in ("district", "county", "london-borough"):
        at = _own(asked, area, at, answer)
    if at == "elsewhere":
        why = "It is neither the buyer's own area nor a county that holds it; bordering counties go with the own area."
        answer.refused.append({"area": area, "why": why})
    else:
        _answer(asked, under, area, at, answer, folder)


def _own(asked: Requirement, area: str, at: str, answer: Answer) -> str:
    """The level of a named district or county: own-area for the buyer's own district, elsewhere for another's."""
    named = codes(area)
    if len(named) > 1:
        return at
    if asked.own_areas is None:
        answer.unchecked.append(f"{area} is taken as the buyer's own area: nobody looked whether it is")
        return "own-area" if at == "district" else at
    if named[0] in asked.own_areas:
        return "own-area" if at == "district" else at
    if at == "county" or (at == "london-borough" and _bound(asked)):
        answer.unchecked.append(f"{area} is not the buyer's own; whether it borders on the own area was not looked up")
    return "elsewhere" if at == "district" and _bound(asked) else at


def _bound(asked: Requirement) -> bool:
    return asked.buyer in ("council", "combined-authority", "town-or-parish", "police", "fire")


def _answer(asked: Requirement, under: Regime, area: str, at: str, answer: Answer, folder: Path | None) -> None:
    row = _row(asked, under, at, folder)
    if row is None:
        why, ask = "No row of the tables speaks of this.", "Take advice."
        answer.unsettled.append({"area": area, "why": why, "ask": ask})
        return
    answer.rows.append(row)
    verdict, why, ask = row["answer"], row["why"], row["ask"]
    if verdict != "refused" and _mixed(asked, under, folder):
        verdict, (why, ask) = "unsettled", MIXED
    if verdict == "allowed" and asked.nation != "england" and under.buyer["place_rule"] == "lga-1988":
        verdict, why, ask = "unsettled", "The Order of 2026 speaks of England.", "Ask what this nation's law allows."
    if verdict == "allowed" and at in ("sme", "vcse") and "not alone" in why and not asked.reserve:
        verdict, why = "refused", why + " No area was named."
    if verdict == "allowed":
        answer.allowed.append({"area": area, "basis": f"{why} ({row['source']})"})
    elif verdict == "refused":
        answer.refused.append({"area": area, "why": why})
    else:
        answer.unsettled.append({"area": area, "why": why, "ask": ask})


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
