"""Draft reasons for or against lots, for the tender notice (Procurement Act 2023 s. 18).

Neither local pounds nor any firm's name stands in them: a reason that speaks of where firms are would be the best
evidence of unlawful discrimination. So a reason given in the file that names a firm, or speaks of local ones, is left
out, and that is said.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from localspend.lots.requirement import Group, Requirement

WORD = re.compile(r"[^\W_]+")
LEGAL_FORM = re.compile(r"( (ltd|limited|plc|llp|cic|inc|uk|co|company))+$")


def reasons(
    asked: Requirement, options: Sequence[Mapping[str, Any]], names: Sequence[str]
) -> tuple[dict[str, str], list[str]]:
    """divided (if it can be), undivided and, where units stay together, together: the words; and what was left out.

    `names` are those of the firms, to leave out.
    """
    whole = next(option for option in options if option["name"] == "as is")["lots"][0]["expected_bidders"]
    best = max(
        (option for option in options if len(option["lots"]) > 1),
        key=lambda option: (_led(option), -len(option["lots"])), default=None,
    )  # fmt: skip
    cost = Decimal(best["cost_of_lotting"]) if best else None
    priced = f"Dividing was expected to cost £{cost:,.2f}; as" if best else "As"
    found = {
        **({"divided": _divided(asked, best)} if best else {}),
        "undivided": (
            f"Dividing into up to {asked.max_lots} lots was considered. It was not done because [say why: scope "
            f"would be lost, units cannot be managed apart, ...]. {priced} one contract between {whole['low']} and "
            f"{whole['high']} bidders are expected."
        ),
    }
    kept, left = _together(asked, names)
    return ({**found, "together": kept} if kept else found), left


def _divided(asked: Requirement, best: Mapping[str, Any]) -> str:
    share = _led(best) / asked.value if asked.value else Decimal(0)
    cap = asked.max_lots_per_supplier
    capped = f" No supplier may be awarded more than {cap} of them." if cap else ""
    scope = ", and the scale that is lost," if asked.loss_of_scope else ""
    return (
        f"The requirement is divided into {len(best['lots'])} lots so that small and medium firms can take part: lots "
        f"worth {share:.0%} of the value are of a size that micro and small firms can carry. Managing them{scope} "
        f"should cost £{Decimal(best['cost_of_lotting']):,.2f} more.{capped} The total of £{asked.value:,.2f} decides "
        "the procedure."
    )


def _led(option: Mapping[str, Any]) -> Decimal:
    return Decimal(option["could_be_led_by"]["micro_or_small"])


def _together(asked: Requirement, names: Sequence[str]) -> tuple[str, list[str]]:
    """Why units stay in one lot: staff who transfer, or the file's own reason."""
    said, left = [], []
    for group in asked.kept:
        units, why = _units(asked, group), asked.whys.get(group, "")
        if why and (unfit := _unfit(why, names)):
            left.append(f"The reason given for {units} is left out of the reasons for the file: it {unfit}.")
            why = ""
        if group in asked.tupe:
            said.append(
                f"{units} stay in one lot: the staff who work on them are expected to transfer together (TUPE), and "
                f"dividing them would split their posts{f': {why}' if why else ''}."
            )
        elif why:
            said.append(f"{units} stay in one lot: {why.rstrip('.')}.")
    return " ".join(said), left


def _units(asked: Requirement, group: Group) -> str:
    """The ids of a group in the file's order: a, b and c."""
    ids = [unit.id for unit in asked.units if unit.id in group]
    return f"{', '.join(ids[:-1])} and {ids[-1]}"


def _unfit(why: str, names: Sequence[str]) -> str:
    if re.search(r"\blocal", why, re.IGNORECASE):
        return "speaks of local firms or money"
    return "names a firm" if any(_names(why, name) for name in names) else ""


def _names(why: str, name: str) -> bool:
    """Whether a firm's name, without its legal form, stands in `why`; a name of one word must be written as a name."""
    written = WORD.findall(why)
    said, sought = [word.lower() for word in written], LEGAL_FORM.sub("", " ".join(WORD.findall(name.lower()))).split()
    spots = [n for n in range(len(said)) if sought and said[n : n + len(sought)] == sought]
    return any(len(sought) > 1 or not written[n][0].islower() for n in spots)
