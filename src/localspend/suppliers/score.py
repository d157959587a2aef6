"""How likely each candidate is the organisation that was written: its features, weighed.

The weights come from a conditional logit over a name's candidates and nobody (benchmarks/identity/train.py), so that a
probability already looks at the runner-up: two companies that fit equally have at most one half each.
Source: McFadden (1974), conditional logit; Fellegi and Sunter (1969) for evidence as rarity.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import ibis
import numpy as np
from ibis.expr.types import FloatingValue, Table

from localspend import engine
from localspend.suppliers import features, keys
from localspend.suppliers.index import Index

MEASURED = {"variant_id": "int64", "entry_id": "int32", **features.PAIR}


@cache
def weights() -> dict[str, Any]:
    """What weighs how much: intercept, weights by feature, and the probabilities from which to accept and review."""
    held: dict[str, Any] = json.loads(files(__package__).joinpath("weights.json").read_text("utf-8"))
    return held


def accept(precision: str = "0.98") -> float:
    """The probability from which links are accepted, so that this share of generated names is right."""
    return float(weights()["accept"][precision])


def measured(variants: Table, found: Table, index: Index) -> Table:
    """Candidate pairs with their FEATURES: MEASURED, one row a variant and entry that are not plainly unlike.

    `variants` has variant_id and the columns of features.NEEDED that are of the written name; `found` is of
    candidates.candidates.
    """
    entries = engine.materialise(index.entries.semi_join(found, "entry_id").drop("supplier_id", "name"))
    pairs = found.select("variant_id", "entry_id", "place").join(variants, "variant_id")
    pairs = pairs.join(entries, "entry_id", rname="{name}_entry").select(*features.KEPT, "place", *features.NEEDED)
    return engine.map_batches(pairs, features.compare(_rarity(variants, entries, index), index.size), MEASURED)


def logit(pairs: Table) -> FloatingValue:
    """The weighed sum of the FEATURES of each pair; 0 is as likely as nobody."""
    held = weights()
    total = ibis.literal(float(held["intercept"]))
    for name, weight in held["weights"].items():
        total = total + pairs[name] * weight
    return total.round(6)


def _rarity(variants: Table, entries: Table, index: Index) -> dict[str, float]:
    """The weight of each word of `variants` and `entries` that the register has."""
    asked = keys.words(entries, "entry_id").select("key").union(keys.words(variants, "variant_id").select("key"))
    words = index.words.semi_join(engine.materialise(asked.distinct()), "key").select("word", "shared").to_pyarrow()
    weight = np.log((index.size + 1) / words.column("shared").to_numpy())
    return dict(zip(words.column("word").to_pylist(), weight.tolist(), strict=True))
