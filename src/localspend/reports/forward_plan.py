"""The forward plan: what institutions will need, when, in sentences for a firm that has no bid team."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from localspend.insight.facts.counted import UNKNOWN
from localspend.reports import words
from localspend.reports.names import Names
from localspend.suppliers.mask import SHY

Row = Mapping[str, Any]
#: The longest period in days -> how often that is.
OFTEN = (
    (8, "about once a week"), (12, ""), (16, "about once a fortnight"), (26, ""), (33, "about once a month"), (55, ""),
    (66, "about every two months"), (80, ""), (100, "about once a quarter"), (165, ""), (200, "about twice a year"),
    (340, ""), (390, "about once a year"),
)  # fmt: skip
#: The least probability -> how sure that is.
SURE = ((0.85, "very likely"), (0.65, "likely"), (0.45, "about as likely as not"), (0, "not very likely"))


def plan(rows: Iterable[Row], names: Names) -> dict[str, list[str]]:
    """Month -> a sentence or a few for each row of one institution's `insight pipeline`, the soonest month first.

    What the institution could not buy from another payee (influence no) is left out: it is nobody's opportunity.
    """
    months: dict[str, list[str]] = {}
    for row in sorted((row for row in rows if row["influence"] != "no"), key=_order):
        said = _payments(row, names) if row["basis"] == "payments" else _contract(row)
        months.setdefault(words.month(row["next_date"]), []).append(said)
    return months


def _order(row: Row) -> tuple[Any, ...]:
    """By month; in it by what it is called, not by the day, which a register often makes up."""
    day = row["next_date"]
    return (day.year, day.month), row["title"] or "", row["supplier"] or "", row["category_code"]


def _contract(row: Row) -> str:
    what = f"“{row['title']}”" if row["title"] else f"The contract for {_what(row)}"
    happens = {"end": "ends", "extension": "ends, its extension included", "review": "is to be reviewed"}
    worth = {"annual": " a year", "total": " in all"}.get(row["amount_kind"], " in its register")
    price = f" ({words.about(row['amount'])}{worth})" if row["amount"] else ""
    parts = [f"{what}{price} {happens[row['next_is']]}."]
    parts.append(f" {_now(row)} has it now." if row["supplier"] else " Who has it now is not named.")
    if row["extension_to"] and row["next_is"] == "end":
        parts.append(f" It may be extended to {words.month(row['extension_to'])}.")
    return "".join(parts)


def _payments(row: Row, names: Names) -> str:
    who = names.institution(row["institution_id"])
    price = f"about {words.about(_round(row['amount']))} a year" if row["amount"] else "an amount that is not known"
    sure = next(said for least, said in SURE if row["probability"] >= least)
    return (
        f"{who} is {sure} to pay again for {_what(row)} ({_in_ten(row['probability'])}). It pays {price}, "
        f"{_how_often(row['period_days'])}, now to {_now(row, first=False)}."
    )


def _what(row: Row) -> str:
    """A category within a sentence."""
    if row["category_code"] == UNKNOWN:
        return "something that its files do not name"
    said = words.category(row["category_code"])
    return said if said[1:2].isupper() else said[0].lower() + said[1:]


def _now(row: Row, *, first: bool = True) -> str:
    """The payee of now; one whose name is withheld by what it is."""
    shown: str = row["supplier"] or "a payee that is not named"
    for kind, withheld in SHY.items():
        if shown == withheld:
            shown = f"a {kind.replace('-', ' ')}"
    return shown[0].upper() + shown[1:] if first else shown


def _how_often(days: int) -> str:
    said = next((said for longest, said in OFTEN if days <= longest), "")
    return said or f"about every {days} days"


def _in_ten(probability: float) -> str:
    tenths = round(probability * 10)
    return "more than 9 in 10" if tenths == 10 else f"about {tenths} in 10"


def _round(amount: Decimal) -> Decimal:
    """Two figures: more would say that the next year is known."""
    return Decimal(f"{amount:.1e}")
