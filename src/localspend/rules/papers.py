"""What a paper for a purchase says: how much may be asked at its value, the cover that its risk needs, its dates.

proportions.csv and insurance.csv are the network's to agree, once: its own rules/ folder stands over the shipped rows.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from localspend.errors import UsageError
from localspend.rules import law
from localspend.rules.barriers.headings import HEADINGS
from localspend.rules.law import Row, fits
from localspend.rules.requirement import Requirement
from localspend.rules.wording import own_rule

#: The papers there are; paper.html is the sheet that they are written on.
NAMES = ("brief", "terms", "record")
ANY = "any"


def facts(
    asked: Requirement, answer: Mapping[str, Any], *, title: str, buyer: str, risk: str | None = None,
    barriers: Mapping[str, Any] | None = None, folder: Path | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What the templates are filled with: `answer` is of `rules`, `barriers` of a draft. Raises UsageError for a risk.

    band, covers (cover, pounds, work), answer_by, considered (heading, found), own_rules (sentences), title, ...
    """
    band = _band(answer, asked, folder)
    return {
        "asked": asked, "answer": answer, "title": title, "buyer": buyer, "band": band,
        "risk": risk or _usual_risk(asked, folder), "covers": covers(asked, risk, folder),
        "answer_by": _weekday(asked.on + timedelta(days=int(band["answer_days"]))), "considered": _considered(barriers),
        "own_rules": [own_rule(band) for band in answer.get("own_rules", [])],
    }  # fmt: skip


def _weekday(on: date) -> date:
    """That day, or the Monday after a weekend."""
    return on + timedelta(days=7 - on.weekday()) if on.weekday() > 4 else on


def covers(asked: Requirement, risk: str | None, folder: Path | None = None) -> list[dict[str, Any]]:
    """The insurance that a risk needs, pounds as Decimal; without one, that of the usual risk of such a contract."""
    rows = law.rows("insurance", asked.on, folder)
    known = [row["risk"] for row in rows if row["risk"] != ANY]
    wanted = risk or _usual_risk(asked, folder)
    if wanted not in known:
        todo = f"One of {', '.join(dict.fromkeys(known))}"
        raise UsageError(f"{wanted!r} is no risk of the table", where="--risk", todo=todo)
    found = [row for row in rows if row["risk"] in (wanted, ANY)]
    return [{"cover": row["cover"], "work": row["work"], "pounds": Decimal(row["pounds"])} for row in found]


def _usual_risk(asked: Requirement, folder: Path | None) -> str:
    rows = [row for row in law.rows("insurance", asked.on, folder) if row["risk"] != ANY]
    return next((row["risk"] for row in rows if fits(row["contracts"], asked.contract)), "ordinary")


def _band(answer: Mapping[str, Any], asked: Requirement, folder: Path | None) -> Row:
    """The row of the value's band: that of the regime above threshold, else the highest that the value reaches."""
    rows = law.rows("proportions", asked.on, folder)
    if own := [row for row in rows if row["band"] == answer["regime"]]:
        return own[0]
    worth = answer["valuation"]["estimated"]
    reached = [row for row in rows if row["lower"] and Decimal(row["lower"]) <= worth]
    return max(reached, key=lambda row: Decimal(row["lower"]))


def _considered(barriers: Mapping[str, Any] | None) -> list[dict[str, str]]:
    """The twelve headings, with what the check of a draft found; empty where no draft was looked at."""
    found: dict[str, list[str]] = {words: [] for words in HEADINGS.values()}
    for one in barriers["barriers"] if barriers else ():
        found[one["heading"]].append(f"{one['barrier']} ({one['where']})")
    nothing = "nothing found by the check" if barriers else ""
    return [{"heading": words, "found": "; ".join(held) or nothing} for words, held in found.items()]
