"""Ways to divide a requirement as a page for the file: each option with its map, lots, bidders, money and cost."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from markupsafe import Markup

from localspend.reports import colours, lots_map, saved, words
from localspend.reports.page import environment_of

#: A drafted reason -> what it is headed.
REASONS = {
    "divided": "If it is divided",
    "undivided": "If it is not divided",
    "together": "Why some units stay together",
}


def save(path: Path, document: Mapping[str, Any], areas: Mapping[str, str], evidence: Mapping[str, str]) -> None:
    """Write the page; `areas` are names of the network's areas by id. Raises InputError where it cannot be written."""
    saved.write(path, page(document, areas, evidence))


def page(document: Mapping[str, Any], areas: Mapping[str, str], evidence: Mapping[str, str] | None = None) -> str:
    """The HTML: one document that needs nothing else. `evidence` is what it rests on, as `reports.saved` tells it."""
    document = _exact(document)
    environment = environment_of()
    css = Markup(environment.get_template("handouts.css").render(colours=colours))
    options, units = document["options"], document.get("units", [])
    maps = [lots_map.draw(units, one["lots"], f"map{n}", one["name"]) for n, one in enumerate(options, 1)]
    return environment.get_template("lots.html").render(
        asked=document, options=list(zip(options, maps, strict=True)), units=units, css=css, reasons=REASONS,
        held=[_held(option) for option in options], swatch=lots_map.swatch, shape=lots_map.shape,
        tiers=areas, sizes=words.SIZES, category=words.category(document["category"]),
        rests_on=saved.block(saved.resting_on(evidence)),
    )  # fmt: skip


def _held(option: Mapping[str, Any]) -> dict[str, int]:
    """Unit -> the number of its lot."""
    return {unit: n for n, lot in enumerate(option["lots"], 1) for unit in lot["units"]}


#: Keys whose texts are pounds.
POUNDS = frozenset(
    {"value", "cost_of_lotting", "managing", "loss_of_scope", "micro", "small", "medium", "large", "unknown", "local",
     "micro_or_small"}
)  # fmt: skip


def _exact(value: Any, key: str = "") -> Any:
    """The document with its pounds as Decimal, as the page writes them."""
    if isinstance(value, Mapping):
        return {k: _exact(v, k if key != "by_tier" else "value") for k, v in value.items()}
    if isinstance(value, list):
        return [_exact(one) for one in value]
    return Decimal(value) if key in POUNDS and isinstance(value, str) else value
