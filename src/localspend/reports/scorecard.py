"""The document of `localspend check` as one HTML page that needs nothing else, and as a workbook."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from localspend.reports import workbook
from localspend.reports.grids import Column, Grid

TEMPLATES = Path(__file__).parent / "templates"
#: Lines that the page shows of a finding; the workbook gives all that the document has.
SHOWN = 5
Document = dict[str, Any]


def page(document: Document) -> str:
    """The HTML page."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.globals.update(percent=percent, pounds=pounds, named=named)
    environment.filters["british"] = british
    findings: dict[str, list[Document]] = {}
    for found in document["findings"]:
        if found["outcome"] == "fail":
            findings.setdefault(found["check"], []).append(found)
    judged = {found["check"] for found in document["findings"] if found["outcome"] != "not-applicable"}
    silent = {found["check"]: found["reason"] for found in document["findings"] if found["check"] not in judged}
    template = environment.get_template("scorecard.html")
    return template.render(document=document, findings=findings, silent=silent, shown=SHOWN)


def book(document: Document) -> bytes:
    """The XLSX file: scorecards, findings, lines, files."""
    grids = [_cards(document), _findings(document), _lines(document), _files(document)]
    return workbook.book("Data quality scorecard", [*grids, *([_mended(document)] if "mended" in document else [])])


def _cards(document: Document) -> Grid:
    columns = (
        Column("Publisher"), Column("Heading"), Column("Records judged", "count"), Column("Records that pass", "count"),
        Column("Share of records", "share"), Column("Share of pounds", "share"),
        Column("Checks that find something", "count"),
        Column("Checks that pass", "count"), Column("Version"), Column("As of", "date"), Column("Which"),
    )  # fmt: skip
    rows = []
    for name, card in {"All files": document["scorecard"], **document["publishers"]}.items():
        for heading, tally in card.items():
            rows.append((
                name, heading, tally["records"], tally["records_passing"], _number(tally["share_of_records"]),
                _number(tally["share_of_pounds"]), tally["checks_failing"], tally["checks_passing"], tally["version"],
                date.fromisoformat(document["as_of"]), ", ".join(tally["failing"]),
            ))  # fmt: skip
    return Grid("Scorecards", "Share of records and pounds that pass every check of a heading", columns, rows)


def _findings(document: Document) -> Grid:
    columns = (
        Column("Check"), Column("Version"), Column("Heading"), Column("File"), Column("Outcome"),
        Column("Found", "count"),
        Column("Of", "count"), Column("Pounds", "pounds"), Column("Reason"), Column("To mend it"),
    )  # fmt: skip
    rows = [
        (f["check"], f["version"], f["heading"], f["path"], f["outcome"], f["count"], f["of"], _number(f["pounds"]),
         f["reason"], f["fix"])
        for f in document["findings"]
    ]  # fmt: skip
    return Grid("Findings", "Every check on every file", columns, rows)


def _lines(document: Document) -> Grid:
    columns = (
        Column("Check"), Column("File"), Column("Sheet"), Column("Line", "year"), Column("Column"), Column("Header"),
        Column("Value"), Column("Where"),
    )  # fmt: skip
    rows = [
        (f["check"], one["path"], one["sheet"] or "", one["line"], one["column"] or "", one["header"] or "",
         one["value"] or "", one["where"])
        for f in document["findings"]
        for one in f["lines"]
    ]  # fmt: skip
    return Grid("Lines", "Lines that fail", columns, rows)


def _files(document: Document) -> Grid:
    columns = (Column("File"), Column("Kind"), Column("Records", "count"), Column("Outcome"), Column("Message"))
    rows = [(f["path"], f["kind"] or "", f["rows"], f["outcome"], f["message"] or "") for f in document["files"]]
    return Grid("Files", "Files that were given", columns, rows)


def _mended(document: Document) -> Grid:
    columns = (Column("Heading"), Column("Records that pass before", "share"), Column("After mending", "share"))
    after = document["mended"]["scorecard"]
    rows = [
        (heading, _number(tally["share_of_records"]), _number(after[heading]["share_of_records"]))
        for heading, tally in document["scorecard"].items()
    ]
    return Grid("Mended", "Share of records that pass, before and after mending", columns, rows)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def percent(share: str | None) -> str:
    """12.3%, or "not judged"."""
    return "not judged" if share is None else f"{Decimal(share):.1%}"


def named(says: str) -> tuple[str, str]:
    """A check's title and what it looks for, of "Near duplicate: no line is …"."""
    title, _, rest = says.partition(": ")
    return title, rest[:1].upper() + rest[1:]


def british(day: str) -> str:
    """30 June 2026."""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%B %Y}"


def pounds(amount: str | None) -> str:
    """£1,234.56, or nothing."""
    return "" if amount is None else f"£{Decimal(amount):,.2f}"
