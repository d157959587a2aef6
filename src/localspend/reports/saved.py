"""An answer as a page for the file: one HTML document that needs nothing else, and opens in a word processor too."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from localspend import __version__
from localspend.errors import InputError
from localspend.workspace import write_whole

STYLE = (
    "body{font:1rem/1.45 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1d2b33}"
    "h1,h2{line-height:1.2}h2{margin-top:2rem;border-top:2px solid #0b3a53;padding-top:.6rem}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%}tr{break-inside:avoid}"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #ccd5db;"
    "overflow-wrap:break-word}th.n,td.n{text-align:right}td.n{white-space:nowrap}tbody th{width:14rem}"
    # On a narrow screen a row is a card: each cell under the heading that it stands below elsewhere.
    "@media screen and (max-width:48rem){.wide thead{display:none}.wide tr,.wide td{display:block;text-align:left}"
    ".wide tr{border-bottom:2px solid #ccd5db;padding:.4rem 0}.wide td{border:0;padding:.1rem 0;white-space:normal}"
    ".wide td:empty{display:none}.wide td::before{content:attr(data-of) ': ';font-weight:600}tbody th{width:7rem}}"
    "@page{size:A4;margin:15mm}"
    "@media print{body{font-size:9pt;margin:0;max-width:none;padding:0}.wide{overflow:visible}}"
)
#: A sum that an answer gives as text, exact to the penny.
POUNDS = re.compile(r"-?\d+\.\d\d")
#: Words that are no words.
CAPITALS = {"vat": "VAT", "cpv": "CPV", "id": "id"}
NOT_ADVICE = "A decision aid, not legal advice."


def save(path: Path, title: str, document: Mapping[str, Any], evidence: Mapping[str, str] | None = None) -> None:
    """Write the page; raises InputError where it cannot be written."""
    write(path, page(title, document, evidence))


def write(path: Path, text: str) -> None:
    """Write a page that is made; raises InputError where it cannot be written."""
    try:
        write_whole(path, text)
    except OSError as error:
        raise InputError(
            f"it cannot be written: {error.strerror}", where=str(path), todo="Choose another name"
        ) from None


def page(title: str, document: Mapping[str, Any], evidence: Mapping[str, str] | None = None) -> str:
    """The HTML of an answer: what is short in one table, then a heading for each key; what is empty is left out.

    `evidence` is what it rests on (the question, the day, the snapshot); the version and a warning stand with it.
    """
    rests_on = resting_on(evidence, document.get("says"))
    short = {key: value for key, value in document.items() if key not in ("says", "title") and _is_short(value)}
    sections = {key: value for key, value in document.items() if key != "title" and not _is_short(value)}
    parts = [block(short)] if short else []
    parts += [
        Markup("<h2>{}</h2>\n{}").format(words(key), block(value))
        for key, value in {**sections, "What it rests on": rests_on}.items() if not _empty(value)
    ]  # fmt: skip
    return Markup(
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{0}</title>\n<style>{1}</style>\n'
        "</head>\n<body>\n<main>\n<h1>{0}</h1>\n{2}\n</main>\n</body>\n</html>\n"
    ).format(title, Markup(STYLE), Markup("\n").join(parts))


def resting_on(evidence: Mapping[str, str] | None, says: str | None = None) -> dict[str, str]:
    """What a page rests on: its evidence, the version, and a warning (the answer's own, or that it is no advice)."""
    return {**(evidence or {}), "Made with": f"localspend {__version__}", "Note": says or NOT_ADVICE}


def words(key: str) -> str:
    """A key as a heading: could_be_led_by -> Could be led by."""
    said = " ".join(CAPITALS.get(word, word) for word in key.replace("_", " ").replace("-", " ").split(" "))
    return said[:1].upper() + said[1:]


def block(value: Any) -> Markup:
    """A value as HTML: a table of rows, a list, a table of names and values, or a paragraph."""
    if isinstance(value, Mapping):
        lines = [
            Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(words(k), cell(v))
            for k, v in value.items() if not _empty(v)
        ]  # fmt: skip
        return Markup("<table>\n<tbody>\n{}\n</tbody>\n</table>").format(Markup("\n").join(lines))
    if not isinstance(value, Sequence) or isinstance(value, str):
        return Markup("<p>{}</p>").format(cell(value))
    if all(isinstance(item, Mapping) for item in value):
        return _table(value)
    return Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(Markup("<li>{}</li>").format(cell(v)) for v in value))


def _table(rows: Sequence[Mapping[str, Any]]) -> Markup:
    heads = list(dict.fromkeys(key for row in rows for key in row))
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(Markup(' class="n"' if _numbers(rows, key) else ""), words(key))
        for key in heads
    )
    lines = [
        Markup("<tr>{}</tr>").format(
            Markup("").join(_td(key, row.get(key)) for key in heads)
        )
        for row in rows
    ]  # fmt: skip
    return Markup(
        '<div class="wide"><table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table></div>'
    ).format(head, Markup("\n").join(lines))


def _td(key: str, value: Any) -> Markup:
    number = Markup(' class="n"' if _number(value) else "")
    return Markup('<td{} data-of="{}">{}</td>').format(number, words(key), cell(value))


def _number(value: Any) -> bool:
    return isinstance(value, Decimal | int | float) and not isinstance(value, bool)


def _numbers(rows: Sequence[Mapping[str, Any]], key: str) -> bool:
    return any(_number(row.get(key)) for row in rows)


def cell(value: Any) -> Markup:
    """A value within a cell: pounds and dates as the British write them; what is nested, in words."""
    if value is None or value == "":
        return Markup("")
    if isinstance(value, bool):
        return escape("yes" if value else "no")
    if isinstance(value, Decimal):
        return escape(f"£{value:,.2f}")
    if isinstance(value, date):
        return escape(f"{value.day} {value:%B %Y}")
    if isinstance(value, Mapping):
        return Markup("; ").join(
            Markup("{}: {}").format(words(k), Markup(str(cell(v)).replace("<br>", ", "))) for k, v in value.items()
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Markup("<br>").join(cell(item) for item in value)
    return escape(f"£{Decimal(value):,.2f}" if POUNDS.fullmatch(str(value)) else str(value))


def _is_short(value: Any) -> bool:
    """Whether it goes into the table at the head: a number, a day, a word or a sentence, but no list."""
    return not _empty(value) and not isinstance(value, Mapping | list | tuple)


def _empty(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, Mapping | list | tuple) and not value)
