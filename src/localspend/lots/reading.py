"""REQUIREMENT.toml -> a Requirement. What is wrong is told by its key, with the nearest known one (docs/lots.md)."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from localspend.errors import InputError
from localspend.lots import units_file
from localspend.lots.requirement import BURDENS, VAT, Group, Requirement, Unit

GROUPS = ("together", "tupe", "apart")
KEYS = (
    "title", "category", "minimum_expected_bidders", "max_lots", "max_lots_per_supplier", "cost_per_lot",
    "loss_of_scope", "contiguous", "lot_value_min", "lot_value_max", "burden", "vat", "units", "units_file", *GROUPS,
)  # fmt: skip
GROUP = ("units", "why")
WHAT_TO_DO = units_file.WHAT_TO_DO
PENNY = Decimal("0.01")
#: The solver counts in whole numbers of 64 bits: a thousand million pounds is as far as its products reach.
MOST = Decimal(10) ** 9
_POUNDS = re.compile(r"£?\s*((?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?)")
_PER_CENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*%")
_CPV = re.compile(r"([0-9]{8})(?:-[0-9])?")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")


def read(path: Path) -> Requirement:
    """The requirement in a file. Raises InputError with the key that is wrong."""
    try:
        document = tomllib.loads(units_file.bytes_of(path).decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise InputError("it is not UTF-8 text", where=str(path), todo="Save it as UTF-8") from None
    except (ValueError, RecursionError) as error:  # tomllib lets a number of thousands of digits raise as it is
        raise InputError(f"not valid TOML: {error}", where=str(path), todo=WHAT_TO_DO) from None
    return _Reader(path).requirement(document)


@dataclass
class _Reader:
    path: Path

    def requirement(self, document: Mapping[str, Any]) -> Requirement:
        self.known(document, KEYS, "a requirement")
        units = tuple(self.unit(n, item) for n, item in enumerate(self.items(document)))
        ids = [unit.id for unit in units]
        if repeated := sorted({i for i in ids if ids.count(i) > 1}):
            self.wrong("units", f"has the id {repeated[0]} twice")
        worth = sum((unit.value or Decimal(0) for unit in units), Decimal(0))
        if worth > MOST:
            self.wrong("units", f"are worth £{worth:,.2f} together; at most £{MOST:,.0f} can be divided")
        whys: dict[Group, str] = {}
        groups = {key: tuple(self.group(document, key, set(ids), whys)) for key in GROUPS}
        return Requirement(
            title=self.text(document, "title") or self.path.stem, category=self.category(document), units=units,
            minimum_expected_bidders=self.whole(document, "minimum_expected_bidders", 3, 0),
            max_lots=self.whole(document, "max_lots", 6, 1),
            cost_per_lot=self.optional(document, "cost_per_lot") or Decimal(0),
            contiguous=self.truth(document, "contiguous"), whys=whys,
            lot_value_min=self.optional(document, "lot_value_min"),
            lot_value_max=self.optional(document, "lot_value_max"),
            max_lots_per_supplier=self.whole(document, "max_lots_per_supplier", 0, 1) or None,
            loss_of_scope=self.scope(document, worth), burden=self.choice(document, "burden", BURDENS) or "usual",
            vat=self.choice(document, "vat", VAT), **groups,
        )  # fmt: skip

    def known(self, item: Mapping[str, Any], keys: Collection[str], what: str, at: str = "") -> None:
        for key in sorted(set(item) - set(keys)):
            near = get_close_matches(key, keys, 1)
            meant = f"; did you mean {near[0]}?" if near else f"; {what} has {', '.join(keys)}"
            self.wrong(f"{at}{key}", f"is not known{meant}")

    def category(self, document: Mapping[str, Any]) -> str:
        found = _CPV.fullmatch(self.text(document, "category"))
        if found is None:
            self.wrong("category", "must be a CPV code of eight digits, such as 77310000")
        return found[1]

    def items(self, document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        listed = document.get("units", [])
        if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
            self.wrong("units", "must be written as [[units]]")
        named = self.text(document, "units_file")
        found = [*listed, *(units_file.read(self.path.parent / named) if named else [])]
        if not found:
            self.wrong("units", "is missing: name at least one [[units]]")
        return found

    def unit(self, n: int, item: Mapping[str, Any]) -> Unit:
        at = f"units[{n}]"
        self.known(item, units_file.COLUMNS, "a unit", f"{at}.")
        texts = {key: self.text(item, key, f"{at}.") for key in units_file.COLUMNS if key != "value"}
        if not texts["id"]:
            self.wrong(f"{at}.id", "is missing")
        value = self.pounds(item["value"], f"{at}.value") if item.get("value") not in (None, "") else None
        return Unit(value=value, **{**texts, "place": _place(texts["place"])})

    def group(self, document: Mapping[str, Any], key: str, ids: set[str], whys: dict[Group, str]) -> list[Group]:
        listed = document.get(key, [])
        if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
            self.wrong(key, f"must be written as [[{key}]]")
        found = []
        for n, item in enumerate(listed):
            at = f"{key}[{n}]."
            self.known(item, GROUP, "a group", at)
            units = item.get("units")
            named = frozenset(str(unit).strip() for unit in units) if isinstance(units, list) else frozenset()
            if len(named) < 2:
                self.wrong(f"{at}units", 'must name two units or more, as ["a", "b"]')
            for strange in sorted(named - ids):
                near = get_close_matches(strange, sorted(ids), 1)
                self.wrong(f"{at}units", f"names {strange}, which is no unit" + (f"; is it {near[0]}?" if near else ""))
            found.append(named)
            if why := self.text(item, "why", at):
                whys[named] = why
        return found

    def scope(self, document: Mapping[str, Any], worth: Decimal) -> Decimal:
        """loss_of_scope in pounds: as given, or per cent of the whole value."""
        value = document.get("loss_of_scope", 0)
        share = _PER_CENT.fullmatch(value.strip()) if isinstance(value, str) else None
        if share is None:
            return self.pounds(value, "loss_of_scope", 'pounds or per cent of the value, such as 1500 or "2%"')
        if Decimal(share[1]) > 100:
            self.wrong("loss_of_scope", "must be 100% of the value at most")
        return (worth * Decimal(share[1]) / 100).quantize(PENNY, ROUND_HALF_UP)

    def choice(self, document: Mapping[str, Any], key: str, known: Collection[str]) -> str:
        """One of the known words, '' where the key is left out."""
        found = self.text(document, key)
        if found and found not in known:
            self.wrong(key, f"must be one of {', '.join(filter(None, known))}")
        return found

    def whole(self, document: Mapping[str, Any], key: str, default: int, least: int) -> int:
        if key not in document:
            return default
        value = document[key]
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST:
            self.wrong(key, f"must be a whole number, {least} or more")
        return value

    def truth(self, document: Mapping[str, Any], key: str) -> bool:
        value = document.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, "must be true or false, without quotation marks")
        return value

    def text(self, item: Mapping[str, Any], key: str, at: str = "") -> str:
        value = item.get(key, "")
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            self.wrong(f"{at}{key}", "must be a text")
        return str(value).strip()

    def optional(self, document: Mapping[str, Any], key: str) -> Decimal | None:
        return self.pounds(document[key], key) if key in document else None

    def pounds(self, value: Any, key: str, such: str = "pounds, 0 or more, such as 4500.00") -> Decimal:
        found = amount(value) if isinstance(value, str) else value
        if isinstance(found, bool) or not isinstance(found, int | Decimal):
            self.wrong(key, f"must be {such}")
        pounds = Decimal(found)
        if not pounds.is_finite() or pounds < 0:
            self.wrong(key, f"must be {such}")
        if pounds > MOST:
            self.wrong(key, f"must be £{MOST:,.0f} at most")
        return pounds.quantize(PENNY, ROUND_HALF_UP)

    def wrong(self, key: str, why: str) -> NoReturn:
        raise InputError(f"{key} {why}", where=str(self.path), todo=WHAT_TO_DO)


def amount(text: str) -> Decimal | None:
    """Pounds as people write them: 4500, £4,500.00; None where it does not read as an amount."""
    found = _POUNDS.fullmatch(text.strip())
    return Decimal(found[1].replace(",", "")) if found else None


def _place(text: str) -> str:
    """A postcode as Royal Mail writes it; other words as they are."""
    found = _POSTCODE.fullmatch(" ".join(text.upper().split()))
    return f"{found[1]} {found[2]}" if found else text
