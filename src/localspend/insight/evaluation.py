"""Evaluation: whether a pilot moved money."""

from collections.abc import Sequence

from ibis import Table

VERSION = "1"
COLUMNS = {
    "intervention": "string",
    "effect": "float64",
    "low": "float64",
    "high": "float64",
    "verdict": "string",
    "amount_low": "decimal(18, 2)",
    "amount_high": "decimal(18, 2)",
    "months_before": "int64",
    "months_after": "int64",
    "comparisons": "int64",
    "pre_trend_p": "float64",
    "placebo_share": "float64",
    "why": "string",
}
SEES_ALL = True


def evaluation(payments: Table, interventions: Table, *, areas: Sequence[str]) -> Table:
    raise NotImplementedError
