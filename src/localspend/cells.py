"""Cells that a spreadsheet would run as a formula, made harmless. For every CSV and XLSX that we write."""

import re

import pyarrow as pa
import pyarrow.compute as pc

#: A cell that starts so is a formula to Excel, LibreOffice or Google Sheets (OWASP, "CSV injection").
FORMULA = "^[=+\\-@\t\r]"
#: Plain negative numbers and signed numbers are not.
NUMBER = r"^[+-]?[0-9][0-9,]*(\.[0-9]+)?$"
_FORMULA, _NUMBER = re.compile(FORMULA), re.compile(NUMBER)


def harmless(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def as_written(text: str) -> str:
    """What `harmless` was given, from what it gave."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def harmless_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A text column with `harmless` cells."""
    formula = pc.and_(pc.match_substring_regex(column, FORMULA), pc.invert(pc.match_substring_regex(column, NUMBER)))
    return pc.if_else(formula, pc.binary_join_element_wise("'", column, ""), column)


def as_written_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A text column with `as_written` cells; a column without an apostrophe before a formula costs one look."""
    quoted = pc.match_substring_regex(column, "^'[=+\\-@\t\r]")
    if not pc.any(quoted).as_py():
        return column
    bare = pc.utf8_slice_codeunits(column, 1)
    ours = pc.and_(quoted, pc.invert(pc.match_substring_regex(bare, NUMBER)))
    return pc.if_else(ours, bare, column)


def harmless_table(table: pa.Table) -> pa.Table:
    """`table` with every text column harmless."""
    for i, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            table = table.set_column(i, field.name, harmless_column(table.column(i)))
    return table
