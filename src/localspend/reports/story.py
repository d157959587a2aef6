"""The story in four short answers: what leaks, what could stay, what could be bought together, what is coming."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from localspend.reports import words
from localspend.reports.account import Account
from localspend.reports.grids_of_levers import need, recurs, total
from localspend.reports.levers import NOTHING_FOUND, Rows


@dataclass(frozen=True)
class Answer:
    """A question, its figure in pounds with the uncertainty, a sentence or two, and the section that has the detail."""

    question: str
    figure: str
    says: tuple[str, ...]
    section: str


def answers(account: Account) -> list[Answer]:
    """The four answers; where a question has none, the reason stands for it."""
    return [_leaks(account), _stays(account), _together(account), _coming(account)]


def _leaks(account: Account) -> Answer:
    question, section = "What leaks?", "leaks"
    if why := account.levers.without("leakage"):
        return Answer(question, "", (why,), section)
    rows, areas = account.levers.of("leakage"), account.names.areas
    inner, *rest = areas
    leaves, unknown, paid, movable = _leaving(rows, inner)
    says = [f"of {words.about(paid)} leaves {areas[inner]}; it would be the second figure if all of unknown place did."]
    if rest:
        low, more, *_ = _leaving(rows, rest[-1])
        says.append(f"{words.interval(low, low + more)} leaves {areas[rest[-1]]} too.")
    says.append(f"{words.about(movable)} of what is known to leave {areas[inner]} could be paid to somebody else.")
    return Answer(question, words.interval(leaves, leaves + unknown), tuple(says), section)


def _leaving(rows: Rows, area: str) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """What leaves an area, what may have left, what was paid in all, and what could be paid to others."""
    mine = [row for row in rows if row["tier"] == area]
    columns = ("amount", "amount_unknown", "amount_total", "amount_influenceable")
    leaves, unknown, paid, movable = (total(mine, column) for column in columns)
    return leaves, unknown, paid, movable


def _stays(account: Account) -> Answer:
    question, section = "What could stay?", "stay"
    rows = [row for row in account.levers.of("replacement") if (row["replaceable"] or 0) > 0]
    if not rows:
        return Answer(question, "", (account.levers.without("replacement") or NOTHING_FOUND["replacement"],), section)
    ends = [staying(row) for row in rows]
    low, high = max(end[0] for end in ends), sum((end[1] for end in ends), Decimal(0))
    rows.sort(key=lambda row: -row["replaceable"])
    titles = list(dict.fromkeys(words.category(row["category_code"]) for row in rows))[:3]
    where = next(iter(account.names.areas.values()), "the area")
    says = (
        f"a year could be bought in {where} instead: it leaves, is open to change, and firms there could carry it. "
        f"Most of it: {words.listed(titles)}.",
        "At least what the surest category alone could keep; at most all of them together, though a firm that is able "
        "in several counts in each.",
    )
    return Answer(question, words.interval(low, max(low, high)), says, section)


def staying(row: dict[str, Any]) -> tuple[Decimal, Decimal]:
    """What could stay of one category, at least and at most: the range of the firms' capacity carries over."""
    said: Decimal = row["replaceable"]
    bound = _least(row["leaked"], row["contestable"])
    low = _least(said, row["capacity_low"])
    high = max(said, _least(bound, row["capacity_high"])) if row["capacity_high"] is not None else said
    return low, high


def _least(*values: Decimal | None) -> Decimal:
    return min(value for value in values if value is not None)


def _together(account: Account) -> Answer:
    question, section = "What could be bought together?", "together"
    if why := account.levers.without("shared-needs"):
        return Answer(question, "", (why,), section)
    rows = sorted(account.levers.of("shared-needs"), key=lambda row: -row["amount_a_year"])
    # Categories do not overlap; needs found by supplier or text are in them again.
    apart = _apart(rows)
    joint = [row for row in apart if row["advice"] != "keep-small"]
    small = total((row for row in apart if row["advice"] == "keep-small"), "amount_a_year")
    says = [
        f"is bought by two or more institutions and could be bought jointly, or apart with ends that meet: "
        f"{_many(len(joint), 'need')}. What was bought with other payments is not known, and may add to it."
    ]
    if joint:
        says.append(f"Largest: {need(joint[0])}.")
    if small:
        says.append(f"{words.about(small)} more is shared and better kept small, so that small firms can carry it.")
    return Answer(question, f"{words.about(total(joint, 'amount_a_year'))} a year or more", tuple(says), section)


def _apart(rows: Rows) -> Rows:
    """Needs of one basis, whose pounds may be added up: categories where there are any, else payees, else words."""
    for basis in ("category", "supplier", "description"):
        if mine := [row for row in rows if row["basis"] == basis]:
            return mine
    return []


def _coming(account: Account) -> Answer:
    question, section = "What is coming?", "coming"
    if why := account.levers.without("pipeline"):
        return Answer(question, "", (why,), section)
    rows = account.levers.of("pipeline")
    rhythm, ending = [row for row in rows if recurs(row)], [row for row in rows if not recurs(row)]
    last = words.month(max(row["next_date"] for row in rows))
    worth, whole = total(ending, "amount"), total(rhythm, "amount")
    expected = min(sum((_expected(row) for row in rhythm), Decimal(0)), whole)
    yearly = f"{words.interval(expected, whole)} a year"
    sure = "the first figure weighs each by how often such forecasts came true"
    then = "that ends or is reviewed" if len(ending) == 1 else "that end or are reviewed"
    says = [f"is the published worth of {_many(len(ending), 'contract')} {then} by {last}."]
    if not ending:
        return Answer(question, yearly, (f"is bought in {_many(len(rhythm), 'rhythm')} of payments; {sure}.",), section)
    if rhythm:
        says.append(f"{yearly} more is bought in {_many(len(rhythm), 'rhythm')} of payments; {sure}.")
    return Answer(question, words.about(worth), tuple(says), section)


def _expected(row: dict[str, Any]) -> Decimal:
    """Pounds times probability."""
    sure = 1.0 if row["probability"] is None else row["probability"]
    return ((row["amount"] or Decimal(0)) * Decimal(str(round(sure, 4)))).quantize(Decimal("0.01"))


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def pilots(account: Account) -> Iterable[str]:
    """Each pilot's verdict as a sentence."""
    names = account.names
    for row in account.levers.of("evaluation"):
        where = f"{names.institution(row['institution_id'])}, {names.areas.get(row['area'] or '', row['area'] or '')}"
        said = f"{words.spoken(row['intervention'])} ({where}): {words.verdict(row['verdict']).lower()}."
        yield f"{said} {names.told(row['why'])}".strip()
