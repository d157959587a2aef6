"""Questions about a snapshot, each a file: a definition in words, a version, columns, and one function of tables."""

from collections.abc import Callable
from types import ModuleType

from ibis import Table

from localspend.insight import (
    benchmark,
    capability,
    concentration,
    coverage,
    definitions,
    deprivation,
    evaluation,
    excluded,
    influence,
    leakage,
    multiplier,
    offices,
    peer_proven,
    pipeline,
    place,
    prompt_payment,
    quotable,
    replacement,
    scenario,
    shared_needs,
    spend,
    splitting,
    top_suppliers,
    traceability,
    trend,
    value_bands,
    wards,
)

#: The insights by name. The function of a module bears the module's name and takes the tables that it names.
INSIGHTS: dict[str, ModuleType] = {
    "spend": spend,
    "coverage": coverage,
    "top-suppliers": top_suppliers,
    "value-bands": value_bands,
    "concentration": concentration,
    "deprivation": deprivation,
    "trend": trend,
    "definitions": definitions,
    "offices": offices,
    "excluded": excluded,
    "wards": wards,
    "influence": influence,
    "leakage": leakage,
    "capability": capability,
    "replacement": replacement,
    "peer-proven": peer_proven,
    "shared-needs": shared_needs,
    "pipeline": pipeline,
    "quotable": quotable,
    "benchmark": benchmark,
    "place": place,
    "splitting": splitting,
    "prompt-payment": prompt_payment,
    "multiplier": multiplier,
    "scenario": scenario,
    "evaluation": evaluation,
    "traceability": traceability,
}


def question(name: str) -> Callable[..., Table]:
    """The function of an insight: the tables that it names -> its COLUMNS."""
    function: Callable[..., Table] = getattr(INSIGHTS[name], name.replace("-", "_"))
    return function


def first_line(name: str) -> str:
    """What an insight asks, in a line."""
    return (INSIGHTS[name].__doc__ or "").splitlines()[0]
