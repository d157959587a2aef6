"""The three rounds of a local pound (LM3), from payments and a survey, with what non-response leaves open."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from localspend.errors import InputError
from localspend.insight.facts.shares import NOTHING, share

#: A return of this name is about the institutions' own staff.
STAFF = "staff"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Returns:
    """What a survey says: pay, what of it goes to staff who live in the area, who was asked, and who answered what."""

    pay: Decimal
    pay_local: Decimal
    asked: frozenset[str]
    #: Who was asked -> the part of what they received that they spent again in the area.
    answered: Mapping[str, Decimal]


@dataclass(frozen=True)
class Three:
    """The least it can be, what it is if those who are silent are like the others, and the most it can be."""

    low: Decimal | None
    central: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class Rounds:
    """Pounds of the three rounds, and the multiplier: (first + second + third) / first."""

    first: Three
    second: Three
    third: Three
    lm3: Three


def returns_of(rows: Sequence[Row]) -> Returns:
    """Rows of a survey (supplier_id, round, amount_received, amount_respent_local), checked.

    Raises InputError for a row that cannot be: another round, more spent again than was received, half an answer.
    """
    for number, row in enumerate(rows, 1):
        _check(row, f"returns, row {number}")
    pay = [row for row in rows if row["round"] == 2]
    third = [row for row in rows if row["round"] == 3]
    sums: dict[str, list[Decimal]] = {}
    for row in third:
        if row["amount_respent_local"] is not None:
            held = sums.setdefault(row["supplier_id"], [NOTHING, NOTHING])
            held[0] += row["amount_respent_local"]
            held[1] += row["amount_received"]
    return Returns(
        sum((row["amount_received"] for row in pay), NOTHING),
        sum((row["amount_respent_local"] for row in pay), NOTHING),
        frozenset(row["supplier_id"] for row in third),
        {who: spent / received for who, (spent, received) in sums.items()},
    )


def _check(row: Row, where: str) -> None:
    received, spent = row["amount_received"], row["amount_respent_local"]
    if row["supplier_id"] is None or row["round"] not in (2, 3):
        raise InputError("it needs a supplier_id and the round 2 or 3", where=where, todo="See docs/evidence.md")
    if row["round"] == 2 and row["supplier_id"] != STAFF:
        raise InputError(
            f"{row['supplier_id']} is in round 2", where=where,
            todo=f"Round 2 is for pay alone, as '{STAFF}': what suppliers received is known from the payments",
        )  # fmt: skip
    silent = row["round"] == 3 and spent is None
    if not silent and (received is None or spent is None or not 0 <= spent <= received or received == 0):
        raise InputError(
            "amount_respent_local must be between 0 and amount_received, which is above 0", where=where,
            todo="Leave amount_respent_local blank for one who was asked and did not answer",
        )  # fmt: skip


def rounds(
    by_tier: Mapping[str, Decimal], to: Mapping[str, Decimal], returns: Returns, local: Collection[str], honest: bool
) -> Rounds:
    """The rounds of pounds by tier, of which `to` went to those inside the area who answered (who -> pounds).

    Never imputed in silence: low takes all that are silent (or whose place is not known) to spend nothing in the area,
    high everything, central what the others do. central is None where nobody answered, or where the register covers
    the area alone (`honest` is False): then whoever is found is local, and the rest is not like them. All is None where
    credits outweigh payments.
    """
    bought = share(by_tier, local, among_known=honest)
    first = bought.total + returns.pay
    if bought.low is None or bought.high is None:
        none = Three(None, None, None)
        return Rounds(Three(first, first, first), none, none, none)
    local_low, local_high = bought.known_local, bought.known_local + bought.total - bought.known
    middle = None
    if bought.among_known is not None and bought.known:
        middle = bought.known_local / bought.known * bought.total + returns.pay_local
    second = Three(local_low + returns.pay_local, middle, local_high + returns.pay_local)
    third = _third(second, to, returns)
    return Rounds(Three(first, first, first), second, third, _multiplier(first, second, third))


def _third(second: Three, to: Mapping[str, Decimal], returns: Returns) -> Three:
    weights = {who: pounds for who, pounds in to.items() if who in returns.answered and pounds > 0}
    if STAFF in returns.answered and returns.pay_local > 0:
        weights[STAFF] = returns.pay_local
    heard = sum(weights.values(), NOTHING)
    spent = sum((pounds * returns.answered[who] for who, pounds in weights.items()), NOTHING)
    high = None if second.high is None else spent + max(second.high - heard, NOTHING)
    central = spent / heard * second.central if heard and second.central is not None else None
    return Three(spent, central, high)


def _multiplier(first: Decimal, second: Three, third: Three) -> Three:
    pairs = ((second.low, third.low), (second.central, third.central), (second.high, third.high))
    return Three(*(None if b is None or c is None else (first + b + c) / first for b, c in pairs))
