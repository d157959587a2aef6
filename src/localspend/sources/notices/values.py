"""JSON as the portals write it: one value, or a document a piece at a time.

More lenient than the standard where Find a Tender is: Infinity and NaN (which it writes) are the texts of that name,
and a line break may stand in a text.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from localspend.sources.notices.opened import MOST_RELEASE, Document

#: A document of a portal nests 12 levels deep.
DEPTH = 64
#: What holds other values. Asked of every value of every release, so by identity.
NESTS = frozenset((dict, list))
_BLANK = " \t\r\n"
#: What tells where a value ends: brackets, and texts, in which brackets mean nothing (the last one may go on).
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


class Broken(ValueError):
    """No JSON from here on."""


class TooDeep(Exception):
    """Nested deeper than any notice."""

    def __init__(self) -> None:
        super().__init__(f"nested more than {DEPTH} levels deep")


def _decimal(written: str) -> Decimal | str:
    try:
        return Decimal(written)
    except InvalidOperation:  # an exponent of more than 18 digits
        return written


def _whole_number(written: str) -> int | Decimal:
    return int(written) if len(written) < 40 else Decimal(written)


_DECODER = json.JSONDecoder(parse_float=_decimal, parse_int=_whole_number, parse_constant=str, strict=False)


def parsed(text: str) -> Any:
    """The one value in `text`. Raises ValueError, or TooDeep."""
    try:
        value = _DECODER.decode(text)
    except RecursionError:
        raise TooDeep from None
    return _shallow(value, text, 0, len(text))


def _shallow(value: Any, text: str, start: int, end: int) -> Any:
    """`value`, which stands in `text` from `start` to `end`. Raises TooDeep."""
    if text.count("{", start, end) + text.count("[", start, end) <= DEPTH:
        return value  # most releases open fewer parts than may lie in one another
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(DEPTH):
        level = [
            inner for one in level for inner in (one.values() if type(one) is dict else one) if type(inner) in NESTS
        ]
        if not level:
            return value
    raise TooDeep


class Reading:
    """A document, taken value by value; `raw` is the last value as written."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text, self._at, self._ended = "", 0, False
        self._from = 0

    def peek(self) -> str:
        """The next character that is no blank; "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def elements(self, close: str) -> Iterator[None]:
        """Once for each element of a list or an object, which must be taken then. Raises Broken."""
        self._at += 1
        if self.peek() == close:
            self._at += 1
            return
        while True:
            yield
            found = self.peek()
            self._at += 1
            if found == close:
                return
            if found != ",":
                raise Broken(f"{found!r} stands where a comma is due" if found else "the JSON breaks off here")

    def key(self) -> str:
        """The name in an object, and the colon after it."""
        name = self.value()
        if not isinstance(name, str) or self.peek() != ":":
            raise Broken("the JSON is wrong here: a name and a colon are due")
        self._at += 1
        return name

    def value(self) -> Any:
        """The next value. Raises Broken; or TooDeep, and goes on after it."""
        if not self.peek():
            raise Broken("the JSON breaks off here")
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError:
                self._skip()
                raise TooDeep from None
            except ValueError as error:
                if not self._more():
                    raise Broken(f"the JSON breaks off or is wrong here: {getattr(error, 'msg', error)}") from error
                continue
            # A number at the very end of what was read may go on.
            if end == len(self._text) and not isinstance(value, dict | list | str) and self._more():
                continue
            self._from, self._at = self._at, end
            return _shallow(value, self._text, self._from, end)

    def _skip(self) -> None:
        """Go on to the end of the list or object that begins here. Raises Broken."""
        depth = passed = 0
        while True:
            start = self._at
            for token in _TOKEN.finditer(self._text, self._at):
                if token[0][0] == '"' and token.end() == len(self._text):
                    self._at = token.start()
                    break
                self._at = token.end()
                depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
                if not depth:
                    return
            else:
                self._at = len(self._text)
            passed += self._at - start
            if passed > MOST_RELEASE or not self._more():
                raise Broken("what is nested too deep does not end")

    @property
    def raw(self) -> str:
        """The text of the value that was taken last; ask before anything else is."""
        return self._text[self._from : self._at]

    def _more(self) -> bool:
        """Read as much again as is not taken yet, so that a long value is not tried too often."""
        pieces = [self._text[self._at :]]
        wanted = held = len(pieces[0])
        if held > MOST_RELEASE:
            raise Broken(f"no release ends within {MOST_RELEASE // 1024**2} MiB")
        while not self._ended and held <= 2 * wanted:
            pieces.append(self._document.read())
            self._ended = not pieces[-1]
            held += len(pieces[-1])
        self._text, self._at = "".join(pieces), 0
        return held > wanted
