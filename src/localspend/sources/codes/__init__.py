"""Files of codes: CPV 2008, UK SIC 2007 and its activity index -> (scheme, code, text), told by what is inside.

- CPV: a JSON object {"03000000-1": "..."}, or a CSV or TSV with a column of such codes and one of words.
- SIC: a CSV or TSV whose codes have two to five digits (`81.30`, `81300`), and one column of words.
- The activity index of the Office for National Statistics: a workbook of codes and activities (`Indexes`).
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

from localspend.errors import InputError

Text = tuple[str, str, str]
CPV = re.compile(r"(\d{8})(?:-\d)?")
SIC = re.compile(r"\d{5}|\d{4}|\d\d\.\d\d?(?:[/.]?\d)?|\d{2}")
#: How many lines are looked at to tell what a file is.
LOOK = 400


def texts(path: Path) -> list[Text]:
    """(scheme, code, text) of every line of the file that has both, in its order: scheme cpv or sic, code digits only.

    Raises InputError where the file is none of these.
    """
    pairs = list(_pairs(path))
    for scheme, form in (("cpv", CPV), ("sic", SIC)):
        found = [(code, text) for code, text in pairs if form.fullmatch(code)]
        if len(found) > len(pairs) / 2:
            return [(scheme, _digits(scheme, code), text) for code, text in found]
    raise InputError(
        "no column holds CPV or SIC codes",
        where=str(path),
        todo="A file of codes needs one column of codes (77310000-6, 81.30) and one of words",
    )


def _digits(scheme: str, code: str) -> str:
    digits = re.sub(r"\D", "", code)
    return digits[:8] if scheme == "cpv" else digits


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    """Code and words of each record."""
    ending = path.suffix.lower()
    if ending in (".xls", ".xlsx", ".ods"):
        # A workbook of codes may have a sheet of changes as well.
        yield from max((list(_of_rows(rows)) for rows in _sheets(path)), key=len, default=[])
        return
    text = _text(path)
    if ending == ".json":
        yield from _of_json(text, path)
        return
    delimiter = "\t" if text.partition("\n")[0].count("\t") else ","
    yield from _of_rows(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _of_json(text: str, path: Path) -> Iterator[tuple[str, str]]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"not valid JSON: {error}", where=str(path), todo="Fetch the file again") from None
    if not isinstance(document, dict):
        return
    for code, words in document.items():
        if isinstance(words, str) and words.strip():
            yield code.strip(), words.strip()


def _sheets(path: Path) -> Iterator[list[list[str]]]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield [[str(cell).strip() for cell in row] for row in rows]
    except calamine.CalamineError as error:
        raise InputError(f"the workbook cannot be opened: {error}", where=str(path), todo="Fetch it again") from None


def _of_rows(rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    """Code and words of each row: the first column with codes (older codes stand after it), and that with most letters.

    A code stands for the rows below it that have none: so the activity index is laid out.
    """
    width = max(map(len, rows), default=0)
    whole = [[*(cell.strip() for cell in row), *[""] * (width - len(row))] for row in rows]
    first = whole[:LOOK]
    coded = next((c for c in range(width) if 100 * sum(_is_code(row[c]) for row in first) > len(first)), None)
    if coded is None:
        return
    spoken = max(range(width), key=lambda column: sum(len(re.sub("[^A-Za-z]", "", r[column])) for r in first))
    code = ""
    for row in whole:
        code = row[coded] or code
        if _is_code(code) and row[spoken]:
            yield code, row[spoken]


def _is_code(cell: str) -> bool:
    return bool(CPV.fullmatch(cell) or SIC.fullmatch(cell))
