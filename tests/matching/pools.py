"""Small pools: a few firms in memory, as find searches them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from localspend.matching import pool
from localspend.matching.pool import Pool

AREAS = ("ward", "city", "rest-of-uk", "outside-uk", "unknown")
LIVE: dict[str, Any] = {"kind": "company", "status": "Active", "gone": "", "office_shared": False, "size": "unknown"}


def made(
    folder: Path,
    firms: Sequence[Mapping[str, Any]],
    paid: Sequence[Mapping[str, Any]] = (),
    able: Sequence[Mapping[str, Any]] = (),
    tiers: Sequence[str] = AREAS,
) -> Pool:
    """A pool of `firms`: each has supplier_id and name, and sic where it is not []; the rest is filled in."""
    whole = [LIVE | {"name_shown": one["name"], "sic": [], "tier": "unknown"} | dict(one) for one in firms]
    pool.build(
        pa.Table.from_pylist(whole, pool.FIRMS), pa.Table.from_pylist(list(paid), pool.PAID),
        pa.Table.from_pylist(list(able), pool.ABLE), folder,
    )  # fmt: skip
    return pool.read(folder, tiers, "a test")


def gardeners(many: int, **said: Any) -> list[dict[str, Any]]:
    """Firms that look after gardens, by name and activity."""
    return [
        {"supplier_id": f"GB-COH-{n:08}", "name": f"Number {n} Grounds Maintenance Ltd", "sic": ["81300"], **said}
        for n in range(1, many + 1)
    ]
