"""JSON and HTML -> Sheets: what open-data portals give, and what some ledgers call .xls."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from localspend.sources.ledgers.refusal import SPREADSHEET, Refused
from localspend.sources.ledgers.sheet import Sheet, from_rows

NO_TABLE = "Ask the publisher for the payments as a list of records, or as CSV"


def json_sheets(text: str) -> Iterator[Sheet]:
    """The first list of records in a JSON document, or JSON lines; lines are item numbers."""
    records = _records(_parsed(text))
    if not records:
        raise Refused("the JSON holds no list of records", NO_TABLE)
    if isinstance(records[0], dict):
        items: list[dict[str, Any]] = [_flat(record) for record in records if isinstance(record, dict)]
        names = tuple(dict.fromkeys(key for item in items for key in item))
        rows = ((i, [_text(item.get(name)) for name in names]) for i, item in enumerate(items, 1))
        yield from_rows(rows, header=names)
    else:
        yield from_rows((i, [_text(value) for value in record]) for i, record in enumerate(records, 1))


def _parsed(text: str) -> Any:
    # Amounts stay as written: a float would turn 0.1 + 0.2 into something else.
    try:
        return json.loads(text, parse_float=str)
    except RecursionError as error:
        raise Refused("the JSON is nested too deeply to be a list of payments", NO_TABLE) from error
    except ValueError:
        pass
    try:
        return [json.loads(line, parse_float=str) for line in text.splitlines() if line.strip()]
    except ValueError as error:
        raise Refused("the JSON is damaged or cut short", NO_TABLE) from error


def _records(document: Any, depth: int = 4) -> list[Any]:
    """The longest list of objects (or of lists) in `document`."""
    if isinstance(document, list):
        if document and all(isinstance(item, dict) for item in document):
            nested = max((_records(item, depth - 1) for item in document[:1]), key=len) if len(document) == 1 else []
            return nested if len(nested) > 1 else document
        if document and all(isinstance(item, list) for item in document):
            return document
        return []
    if isinstance(document, dict) and depth:
        return max((_records(value, depth - 1) for value in document.values()), key=len, default=[])
    return []


def _flat(record: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """{"supplier": {"name": x}} as {"supplier name": x}."""
    flat: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict) and len(prefix) < 200:
            flat.update(_flat(value, f"{prefix}{key} "))
        else:
            flat[f"{prefix}{key}"] = value
    return flat


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def html_sheets(text: str) -> Iterator[Sheet]:
    """Each table of an HTML page; lines are the rows of the table."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    tables = [table for table in parser.tables if len(table) > 1]
    if not tables:
        raise Refused("this is a web page without a table, not a data file", SPREADSHEET)
    for i, table in enumerate(tables, 1):
        yield from_rows(table, f"table {i}" if len(tables) > 1 else "")


#: SpreadsheetML, which finance systems also call .xls, says table, Row and Cell.
_SPREADSHEET_XML = {"row": "tr", "cell": "td"}


class _Tables(HTMLParser):
    """Collects (row, cells) of every table; a cell that spans columns is followed by blank ones."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[tuple[int, list[str]]]] = []
        self._open: list[list[tuple[int, list[str]]]] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _SPREADSHEET_XML.get(tag, tag)
        if tag == "table":
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append((len(self._open[-1]) + 1, []))
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            given = dict(attrs)
            self._skip_to(given.get("ss:index") or "")
            span = given.get("colspan") or "1"
            self._cell, self._span = [], min(int(span), 100) if span.isdigit() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def _skip_to(self, column: str) -> None:
        """Blank cells up to a cell that says which column it is in."""
        if column.isdigit() and self._open[-1]:
            cells = self._open[-1][-1][1]
            cells.extend([""] * min(int(column) - 1 - len(cells), 1_000))

    def handle_endtag(self, tag: str) -> None:
        tag = _SPREADSHEET_XML.get(tag, tag)
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None or not self._open or not self._open[-1]:
            self._cell = None
            return
        self._open[-1][-1][1].extend([" ".join("".join(self._cell).split()), *[""] * (self._span - 1)])
        self._cell, self._span = None, 1
