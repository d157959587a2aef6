"""Grids of what was read: every source file, every line that is no payment, every finding."""

from collections.abc import Callable
from typing import Any

from ibis import Table

from localspend.reports.grids import Column, Grid
from localspend.reports.names import Names
from localspend.suppliers import mask


def grids(table: Callable[[str], Table], names: Names) -> list[Grid]:
    """Source files, excluded rows and findings."""
    files = _rows(table("source_files").order_by(["institution_id", "path", "source_id"]))
    paths = {row["source_id"]: row["path"] for row in files}
    return [
        _source_files(files, names),
        _excluded_rows(table("source_rows_excluded"), paths),
        _reasons(table("source_rows_excluded")),
        _findings(table("findings"), paths),
    ]


def _rows(table: Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


def _source_files(files: list[dict[str, Any]], names: Names) -> Grid:
    heads = (
        Column("Institution"), Column("File"), Column("Outcome"), Column("Holds"), Column("Rows read", "count"),
        Column("Payments", "count"), Column("Other rows", "count"), Column("Pounds", "pounds"),
        Column("First payment", "date"), Column("Last payment", "date"), Column("Undated", "count"),
        Column("Message"), Column("SHA-256"),
    )  # fmt: skip
    made = [
        (names.institution(f["institution_id"]), f["path"], f["outcome"], f["kind"] or "", f["rows_read"],
         f["rows_payment"], f["rows_excluded"], f["amount_total"], f["first_date"], f["last_date"],
         f["undated_rows"], f["message"] or "", f["sha256"])
        for f in files
    ]  # fmt: skip
    note = "Rows read (headers included) are payments and other rows. Pounds include payments that are not counted."
    return Grid("Source files", "Every source file and what became of it", heads, made, note)


def _excluded_rows(table: Table, paths: dict[str, str]) -> Grid:
    heads = (Column("File"), Column("Sheet"), Column("Line", "count"), Column("Reason"), Column("Cells as read"))
    order = table.mutate(shown=mask.cells(table)).order_by(["source_id", "source_sheet", "source_line"])
    made = [
        (paths.get(r["source_id"], r["source_id"]), r["source_sheet"] or "", r["source_line"], r["reason"],
         r["shown"] or "withheld")
        for r in _rows(order)
    ]  # fmt: skip
    note = "Cells of lines that may name a person are withheld; they are in the snapshot, which stays with its owner."
    return Grid("Excluded rows", "Lines that are no payment", heads, made, note)


def _reasons(table: Table) -> Grid:
    counted = table.group_by("reason").aggregate(rows=table.count()).order_by("reason")
    made = [(r["reason"].replace("-", " "), r["rows"]) for r in _rows(counted)]
    return Grid(
        "Rows by reason", "Lines that are no payment, by reason", (Column("Reason"), Column("Lines", "count")), made
    )


def _findings(table: Table, paths: dict[str, str]) -> Grid:
    heads = (
        Column("Check"), Column("Version"), Column("Outcome"), Column("File"), Column("Sheet"),
        Column("Line", "count"), Column("About"), Column("Detail"),
    )  # fmt: skip
    order = table.order_by(["check", "source_id", "source_sheet", "source_line", "subject", "detail"])
    made = [
        (r["check"], r["version"], r["outcome"], paths.get(r["source_id"], r["source_id"]), r["source_sheet"] or "",
         r["source_line"], r["subject"], r["detail"])
        for r in _rows(order)
    ]  # fmt: skip
    return Grid("Findings", "What readers and checks have to say", heads, made)
