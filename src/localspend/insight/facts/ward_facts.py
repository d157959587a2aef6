"""Wards beside what a person gives: residents, businesses by size, claimants."""

from decimal import Decimal
from typing import Any

from ibis import Table

from localspend.errors import InputError

#: What `residents`, `businesses` and `claimants` must hold.
GIVEN = {
    "residents": {"ward": "string", "residents": "int64"},
    "businesses": {"ward": "string", "size": "string", "businesses": "int64"},
    "claimants": {"ward": "string", "month": "date", "claimants": "int64", "residents_16_64": "int64"},
}
Row = dict[str, Any]


def residents_of(table: Table | None, wards: set[str]) -> dict[str, Row]:
    """ward -> residents. Raises InputError, as all of these, where the table has none of `wards`."""
    return {row["ward"]: {"residents": row["residents"]} for row in _rows(table, "residents", wards)}


def businesses_of(table: Table | None, wards: set[str]) -> dict[str, Row]:
    """ward -> businesses, businesses_micro. A size begins with its word (`Micro (0 to 9)`); a `total` stands alone."""
    by_size: dict[str, dict[str, int]] = {}
    for row in _rows(table, "businesses", wards):
        sizes, size = by_size.setdefault(row["ward"], {}), (row["size"] or "").split(" ")[0].lower()
        sizes[size] = sizes.get(size, 0) + (row["businesses"] or 0)
    return {
        ward: {"businesses": sizes.get("total", sum(sizes.values())), "businesses_micro": sizes.get("micro")}
        for ward, sizes in by_size.items()
    }


def claimants_of(table: Table | None, wards: set[str]) -> dict[str, Row]:
    """ward -> claimants and claimant_rate (of residents of 16 to 64, where given) of the latest month of the table."""
    rows = _rows(table, "claimants", wards)
    latest = max((row["month"] for row in rows if row["month"]), default=None)
    return {
        row["ward"]: {"claimants": row["claimants"], "claimant_rate": _rate(row["claimants"], row["residents_16_64"])}
        for row in rows
        if row["month"] == latest
    }


def _rows(table: Table | None, name: str, wards: set[str]) -> list[Row]:
    """The rows of the wards that are asked about."""
    if table is None:
        return []
    rows: list[Row] = [row for row in table.to_pyarrow().to_pylist() if row["ward"] in wards]
    if wards and not rows:
        raise InputError(
            "none of its wards is one of this network", where=name,
            todo=f"Its codes must be those of the places file, such as {min(wards)}: they change over the years",
        )  # fmt: skip
    return rows


def _rate(part: int | None, whole: int | None) -> Decimal | None:
    return ratio(part / whole) if part is not None and whole else None


def ratio(value: float | None) -> Decimal | None:
    """A share to four places."""
    return None if value is None else Decimal(str(round(value, 4)))
