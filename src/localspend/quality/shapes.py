"""Values of a release, whatever stands in their place: never an error, and what is misshapen is noted."""

from datetime import date
from decimal import Decimal
from string import ascii_uppercase, digits
from typing import Any

#: Where in a release something stands, and what.
Place = tuple[str, str | None]
_NO_LETTERS = bytes(code for code in range(128) if chr(code) not in f"{ascii_uppercase}{digits}")
_FORMS = ("LIMITED", "LTD", "PLC", "LLP", "CIC")


class Look:
    """Reads values of one release; `misshapen` and `undatable` gather what is not as the standard asks.

    inside: where `held` stands in the release, part by part; put together only where there is something to tell.
    """

    __slots__ = ("dated", "misshapen", "undatable")

    def __init__(self) -> None:
        self.misshapen: list[Place] = []
        self.undatable: list[Place] = []
        self.dated = False

    def object(self, held: dict[str, Any], key: str, *inside: str) -> dict[str, Any]:
        value = held.get(key)
        if value is None or isinstance(value, dict):
            return value or {}
        self.misshapen.append((_at(inside, key), f"{_kind(value)}, not an object"))
        first = value[0] if isinstance(value, list) and value else None
        return first if isinstance(first, dict) else {}

    def objects(self, held: dict[str, Any], key: str, *inside: str) -> list[dict[str, Any]]:
        value = held.get(key)
        if value is None:
            return []
        if isinstance(value, dict):
            self.misshapen.append((_at(inside, key), "an object, not a list"))
            return [value]
        if not isinstance(value, list):
            self.misshapen.append((_at(inside, key), f"{_kind(value)}, not a list"))
            return []
        found = [one for one in value if isinstance(one, dict)]
        if len(found) < len(value):
            self.misshapen.append((_at(inside, key), "a list of something else than objects"))
        return found

    def text(self, held: dict[str, Any], key: str, *inside: str) -> str | None:
        value = held.get(key)
        if value is None or isinstance(value, str):
            return value or None
        if isinstance(value, bool | dict | list):
            self.misshapen.append((_at(inside, key), f"{_kind(value)}, not a text"))
            return None
        return str(value)

    def number(self, held: dict[str, Any], key: str, *inside: str) -> float | None:
        value = held.get(key)
        if value is None:
            return None
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            if -(10**15) < value < 10**15:
                return float(value)
            self.misshapen.append((_at(inside, key), "a number beyond any value"))
            return None
        self.misshapen.append((_at(inside, key), f"{_kind(value)}, not a number"))
        try:
            number: float | None = float(value) if isinstance(value, str) else None
        except ValueError:
            return None
        return number if number is not None and abs(number) < 1e15 else None

    def day(self, held: dict[str, Any], key: str, *inside: str) -> tuple[str | None, str | None]:
        """(the day as 2026-04-30 or None, the text or None)."""
        value = held.get(key)
        if value is None or value == "":
            return None, None
        self.dated = True
        if isinstance(value, str):
            day = value[:10]
            try:
                date.fromisoformat(day)
                if day[4:5] == "-":
                    return day, value
            except ValueError:
                pass
        self.undatable.append((_at(inside, key), str(value)[:30]))
        return None, str(value)


def _at(inside: tuple[str, ...], key: str) -> str:
    return "/".join((*inside, key))


def writable(text: str | None, most: int = 200) -> str | None:
    """The beginning of `text` as it can be written anywhere: half a letter (a lone surrogate) is a question mark."""
    return None if text is None else text[:most].encode("utf-8", "replace").decode()


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return names.get(type(value), "a number")


def letters(text: str | None) -> str:
    """A name for comparing: capitals and digits without the legal form at its end."""
    if not text:
        return ""
    bare = text.upper().replace("&", "AND").encode("ascii", "ignore").translate(None, _NO_LETTERS).decode()
    form = next((form for form in _FORMS if bare.endswith(form)), "") if bare.endswith(_FORMS) else ""
    return bare.removesuffix(form)
