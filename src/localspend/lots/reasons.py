"""Draft reasons for or against lots, for the tender notice (Procurement Act 2023 s. 18).

Neither local pounds nor any firm's name stands in them: a reason that speaks of where firms are would be the best
evidence of unlawful discrimination.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from localspend.lots.requirement import Requirement


def reasons(asked: Requirement, options: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """divided and undivided: the words for each choice."""
    best = max(options, key=lambda option: Decimal(option["could_be_led_by"]["micro_or_small"]))
    led, cost = Decimal(best["could_be_led_by"]["micro_or_small"]), Decimal(best["cost_of_lotting"])
    share = led / asked.value if asked.value else Decimal(0)
    lots = len(best["lots"])
    whole = next(option for option in options if option["name"] == "as is")["lots"][0]["expected_bidders"]
    return {
        "divided": (
            f"The requirement is divided into {lots} lots so that small and medium firms can take part: lots worth "
            f"{share:.0%} of the value are of a size that micro and small firms can carry. Managing them should "
            f"cost £{cost:,.2f} more. The total of £{asked.value:,.2f} decides the procedure."
        ),
        "undivided": (
            f"Dividing into up to {asked.max_lots} lots was considered. It was not done because [say why: scope "
            f"would be lost, units cannot be managed apart, ...]. Dividing was expected to cost £{cost:,.2f}; as one "
            f"contract between {whole['low']} and {whole['high']} bidders are expected."
        ),
    }
