"""Draws: who is invited among the capable, by a seed that anybody can check; and who is never asked.

Firms stand in the order of SHA-256("seed" newline "supplier_id"), in hexadecimal; the first N are drawn. If each of
them was invited before, the last gives way to the first in that order that never was. The draw's own lines and later
ones do not count as before, so the same need, seed and firms give the same draw for ever.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from localspend import cache, decisions

KIND = "invitations"


class Drawn(NamedTuple):
    """One firm of a draw: its mark in the order, whether it is new to invitations, and whether that brought it in."""

    supplier_id: str
    mark: str
    new: bool
    instead: bool = False


def mark(seed: str, supplier_id: str) -> str:
    """The mark by which firms are put in order."""
    return hashlib.sha256(f"{seed}\n{supplier_id}".encode()).hexdigest()


def draw(capable: Sequence[str], before: frozenset[str], many: int, seed: str) -> list[Drawn]:
    """`many` of `capable` (all, where there are no more), at least one of them never in `before` if there is one."""
    order = sorted((mark(seed, one), one) for one in dict.fromkeys(capable))
    every = [Drawn(one, made, one not in before) for made, one in order]
    first, rest = every[:many], every[many:]
    fresh = next((one for one in rest if one.new), None)
    if first and fresh is not None and not any(one.new for one in first):
        first[-1] = fresh._replace(instead=True)
    return first


def draw_id(need: str, seed: str, many: int, capable: Sequence[str]) -> str:
    """What tells a draw from others: the need, the seed, how many, and the firms that it is drawn from."""
    return cache.digest([need, seed, str(many), *sorted(capable)])[:16]


def before(folder: Path, identity: str) -> frozenset[str]:
    """Who was invited before this draw, by the decisions that stand."""
    rows = decisions.standing(folder, KIND)
    own = next((n for n, row in enumerate(rows) if row["draw"] == identity), len(rows))
    return frozenset(row["supplier_id"] for row in rows[:own])


def record(folder: Path, identity: str, need: str, seed: str, drawn: Sequence[Drawn], *, by: str, why: str) -> bool:
    """Write the lines of a draw that are not there yet; whether any was written. Raises InputError or UsageError."""
    there = {row["supplier_id"] for row in decisions.standing(folder, KIND) if row["draw"] == identity}
    new = [one for one in drawn if one.supplier_id not in there]
    for one in new:
        row = {"draw": identity, "need": need, "seed": seed, "supplier_id": one.supplier_id}
        decisions.append(folder, KIND, row, by=by, why=why)
    return bool(new)


def history(folder: Path, firms: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """draws, invited (supplier_id, name, times, last, needs), never_asked: those of `firms` (id, name) that no draw
    of the decisions that stand ever invited."""
    rows = decisions.standing(folder, KIND)
    times = Counter(row["supplier_id"] for row in rows)
    names = dict(firms)
    invited = [
        {
            "supplier_id": one, "name": names.get(one), "times": count,
            "last": max(row["at"][:10] for row in rows if row["supplier_id"] == one),
            "needs": sorted({row["need"] for row in rows if row["supplier_id"] == one}),
        }
        for one, count in sorted(times.items(), key=lambda item: (-item[1], item[0]))
    ]  # fmt: skip
    never = [{"supplier_id": one, "name": name} for one, name in firms if one not in times]
    return {"draws": len({row["draw"] for row in rows}), "invited": invited, "never_asked": never}
