"""What is to be divided: REQUIREMENT.toml, its units and what binds them (docs/lots.md).

A unit is a site, a service and a period with a value. `together` units are in one lot, `apart` units are not; both name
units by id. Money is pounds and pence.
"""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from localspend.errors import InputError

KEYS = {
    "title", "category", "minimum_expected_bidders", "max_lots", "cost_per_lot", "contiguous", "lot_value_max", "units",
    "units_file", "together", "apart",
}  # fmt: skip
UNIT = ("id", "value", "place", "service", "period")
TODO = "See docs/lots.md for an example"


@dataclass(frozen=True)
class Unit:
    """One unit; value is None where the file gives none."""

    id: str
    value: Decimal | None
    place: str = ""
    service: str = ""
    period: str = ""

    @property
    def district(self) -> str:
        """The postcode district of its place: B9 of B9 4AA."""
        return self.place.upper().rpartition(" ")[0] or self.place.upper()


@dataclass(frozen=True)
class Requirement:
    """A requirement. cost_per_lot is what managing one more lot costs; lot_value_max is the most a lot may be worth."""

    title: str
    category: str
    units: tuple[Unit, ...]
    minimum_expected_bidders: int = 3
    max_lots: int = 6
    cost_per_lot: Decimal = Decimal(0)
    contiguous: bool = False
    lot_value_max: Decimal | None = None
    together: tuple[frozenset[str], ...] = ()
    apart: tuple[frozenset[str], ...] = ()

    @property
    def value(self) -> Decimal:
        """The exact sum of the units."""
        return sum((unit.value or Decimal(0) for unit in self.units), Decimal(0))


def read(path: Path) -> Requirement:
    """The requirement in a file. Raises InputError with the key that is wrong."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror}", where=str(path), todo="Check the name") from None
    except UnicodeDecodeError:
        raise InputError("it is not UTF-8 text", where=str(path), todo="Save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not valid TOML: {error}", where=str(path), todo=TODO) from None
    return _Reader(path).requirement(document)


@dataclass
class _Reader:
    path: Path

    def requirement(self, document: Mapping[str, Any]) -> Requirement:
        if strange := sorted(set(document) - KEYS):
            self.wrong(strange[0], f"is not known; a requirement has {', '.join(sorted(KEYS))}")
        units = tuple(self.unit(n, item) for n, item in enumerate(self.items(document)))
        if not units:
            self.wrong("units", "is missing: name at least one [[units]]")
        ids = [unit.id for unit in units]
        if repeated := sorted({i for i in ids if ids.count(i) > 1}):
            self.wrong("units", f"has the id {repeated[0]} twice")
        category = document.get("category", "")
        if not (isinstance(category, str) and len(category[:8]) == 8 and category[:8].isdigit()):
            self.wrong("category", "must be a CPV code of eight digits, such as 77310000")
        groups = {key: tuple(self.group(document, key, set(ids))) for key in ("together", "apart")}
        limit = document.get("lot_value_max")
        return Requirement(
            title=str(document.get("title") or self.path.stem), category=category[:8], units=units,
            minimum_expected_bidders=self.whole(document, "minimum_expected_bidders", 3, 0),
            max_lots=self.whole(document, "max_lots", 6, 1),
            cost_per_lot=self.pounds(document.get("cost_per_lot", 0), "cost_per_lot") or Decimal(0),
            contiguous=bool(document.get("contiguous", False)),
            lot_value_max=None if limit is None else self.pounds(limit, "lot_value_max"), **groups,
        )  # fmt: skip

    def items(self, document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        listed = document.get("units", [])
        if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
            self.wrong("units", "must be written as [[units]]")
        named = document.get("units_file")
        return [*listed, *(self.file(str(named)) if named else [])]

    def file(self, name: str) -> list[Mapping[str, Any]]:
        path = self.path.parent / name
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                lines = csv.DictReader(file)
                if missing := [key for key in ("id", "value") if key not in (lines.fieldnames or ())]:
                    raise InputError(f"the column {missing[0]} is missing", where=f"{path}, line 1", todo=TODO)
                return [{key: line[key] for key in UNIT if line.get(key)} for line in lines]
        except OSError as error:
            raise InputError(f"it cannot be read: {error.strerror}", where=str(path), todo="Check the name") from None
        except (UnicodeDecodeError, csv.Error):
            raise InputError("it is no CSV in UTF-8", where=str(path), todo="Save it as CSV UTF-8") from None

    def unit(self, n: int, item: Mapping[str, Any]) -> Unit:
        at = f"units[{n}]"
        if strange := sorted(set(item) - set(UNIT)):
            self.wrong(f"{at}.{strange[0]}", f"is not known; a unit has {', '.join(UNIT)}")
        if not str(item.get("id") or "").strip():
            self.wrong(f"{at}.id", "is missing")
        value = self.pounds(item["value"], f"{at}.value") if item.get("value") not in (None, "") else None
        texts = {key: str(item.get(key) or "").strip() for key in ("place", "service", "period")}
        return Unit(str(item["id"]).strip(), value, **texts)

    def group(self, document: Mapping[str, Any], key: str, ids: set[str]) -> list[frozenset[str]]:
        found = []
        for n, item in enumerate(document.get(key, [])):
            units = item.get("units") if isinstance(item, dict) else None
            if not isinstance(units, list) or len(units) < 2:
                self.wrong(f"{key}[{n}].units", 'must name two units or more, as ["a", "b"]')
            if strange := [str(unit) for unit in units if str(unit) not in ids]:
                self.wrong(f"{key}[{n}].units", f"names {strange[0]}, which is no unit")
            found.append(frozenset(map(str, units)))
        return found

    def whole(self, document: Mapping[str, Any], key: str, default: int, least: int) -> int:
        value = document.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.wrong(key, f"must be a whole number, {least} or more")
        return int(value)

    def pounds(self, value: Any, key: str) -> Decimal:
        try:
            amount = Decimal(str(value).replace(",", "").removeprefix("£"))
        except InvalidOperation:
            amount = Decimal("NaN")
        if isinstance(value, bool) or not amount.is_finite() or amount < 0:
            self.wrong(key, "must be pounds, 0 or more, such as 4500.00")
        return amount.quantize(Decimal("0.01"))

    def wrong(self, key: str, why: str) -> NoReturn:
        raise InputError(f"{key} {why}", where=str(self.path), todo=TODO)
