"""Who and where: network.toml -> institutions, areas (innermost first), reference files.

The file's form is a contract (docs/network.md). What is wrong with it is said with the key and the line.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from localspend.errors import InputError

KINDS = (
    "council",
    "combined-authority",
    "town-or-parish",
    "nhs",
    "university",
    "further-education",
    "school",
    "police",
    "fire",
    "housing-association",
    "central",
    "other",
)
AUTHORITIES = ("central", "sub-central", "none", "unsure")
#: What an institution lets the others see: every line, or sums of enough of them.
SHARES = ("lines", "aggregates")
NATIONS = ("england", "wales", "scotland", "northern-ireland")
#: Tiers that are not areas, so no area may be called so.
RESERVED = ("rest-of-uk", "outside-uk", "unknown")


@dataclass(frozen=True)
class Institution:
    """One member of the network. `authority` is its standing under the Procurement Act, which kind does not decide."""

    id: str
    name: str
    kind: str = "other"
    authority: str = "unsure"
    nation: str = "england"
    identifier: str | None = None
    postcode: str | None = None
    sources: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()
    standing_orders: str | None = None
    member_from: date | None = None
    member_to: date | None = None
    shares: str = "lines"


@dataclass(frozen=True)
class Area:
    """A place that the network cares about: the union of what it names. Codes are the ONS's."""

    id: str
    name: str
    wards: tuple[str, ...] = ()
    lsoas: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    postcode_areas: tuple[str, ...] = ()
    boundary: Path | None = None


@dataclass(frozen=True)
class Network:
    """A network as its folder describes it. `covers` is None where it does not say what its register covers."""

    name: str
    folder: Path
    institutions: tuple[Institution, ...]
    areas: tuple[Area, ...]
    registers: tuple[str, ...] = ("registers",)
    places: tuple[str, ...] = ("places",)
    codes: tuple[str, ...] = ("codes",)
    notices: tuple[str, ...] = ("notices",)
    covers: tuple[str, ...] | None = None
    year_starts_in: int = 1
    notes: tuple[str, ...] = field(default=())

    def files(self, patterns: Iterable[str]) -> list[Path]:
        """The files that patterns name (a file, a glob, a folder walked to any depth), sorted, without hidden ones."""
        found: set[Path] = set()
        for pattern in patterns:
            # An absolute pattern stays as it is: joining it to a folder gives itself.
            named = self.folder / pattern
            for match in [named] if named.exists() else self._matches(pattern):
                inside = match.rglob("*") if match.is_dir() else [match]
                found.update(p for p in inside if p.is_file() and not _hidden(p.relative_to(match.parent)))
        return sorted(found)

    def _matches(self, pattern: str) -> Iterable[Path]:
        # Only what the network wrote is a pattern: its folder may have a name with brackets.
        outside = Path(pattern).is_absolute()
        try:
            return list(Path("/").glob(pattern.lstrip("/")) if outside else self.folder.glob(pattern))
        except (ValueError, NotImplementedError):
            raise InputError(
                f"{pattern!r} is no pattern of files",
                where=str(self.folder / "network.toml"),
                todo='Such as "exports/*.csv", or "exports" for all that is in a folder',
            ) from None


def _hidden(path: Path) -> bool:
    """Hidden files, and the lock files that a spreadsheet program leaves beside an open workbook."""
    return any(part.startswith((".", "~$")) for part in path.parts)


def load(folder: Path | str) -> Network:
    """Read `folder`/network.toml; raises InputError naming the key and the line."""
    path = Path(folder) / "network.toml"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(
            "there is no network.toml here", where=str(path.parent), todo="Start one with `localspend init`"
        ) from None
    except UnicodeDecodeError:
        raise InputError("the file is not UTF-8 text", where=str(path), todo="Save it as UTF-8") from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            f"not valid TOML: {error}", where=str(path), todo="See docs/network.md for an example"
        ) from None
    return _Reader(path, text).network(document)


@dataclass
class _Reader:
    """Turns the document into a Network and says where the text is wrong."""

    path: Path
    text: str
    notes: list[str] = field(default_factory=list)

    def network(self, document: Mapping[str, Any]) -> Network:
        known = {"name", "institutions", "areas", "reference", "year_starts_in"}
        self.unknown(document, known, "")
        reference = document.get("reference", {})
        if not isinstance(reference, dict):
            self.wrong("reference", "", "must be written as [reference]")
        name = self.value(document, "name", str, "")
        institutions = tuple(self.institution(i, item) for i, item in enumerate(self.tables(document, "institutions")))
        areas = tuple(self.area(i, item) for i, item in enumerate(self.tables(document, "areas")))
        self.distinct([i.id for i in institutions], "institutions")
        self.distinct([a.id for a in areas], "areas")
        month = self.value(document, "year_starts_in", int, "", default=1)
        if not 1 <= month <= 12:
            self.wrong("year_starts_in", "", "must be a month, 1 to 12")
        return Network(
            name=name,
            folder=self.path.parent,
            institutions=institutions,
            areas=areas,
            year_starts_in=month,
            **self.reference(reference, {a.id for a in areas}),
            notes=tuple(self.notes),
        )

    def institution(self, index: int, item: Mapping[str, Any]) -> Institution:
        at = f"institutions[{index}]"
        self.unknown(item, {f.name for f in fields(Institution)}, at)
        made = Institution(
            id=self.identity(item, at),
            name=self.value(item, "name", str, at),
            kind=self.choice(item, "kind", KINDS, at, "other"),
            authority=self.choice(item, "authority", AUTHORITIES, at, "unsure"),
            nation=self.choice(item, "nation", NATIONS, at, "england"),
            identifier=self.value(item, "identifier", str, at, default=None),
            postcode=self.value(item, "postcode", str, at, default=None),
            sources=self.texts(item, "sources", at) or (f"sources/{item['id']}",),
            suppliers=self.texts(item, "suppliers", at),
            standing_orders=self.value(item, "standing_orders", str, at, default=None),
            member_from=self.value(item, "member_from", date, at, default=None),
            member_to=self.value(item, "member_to", date, at, default=None),
            shares=self.choice(item, "shares", SHARES, at, "lines"),
        )
        if made.member_from and made.member_to and made.member_to < made.member_from:
            self.wrong("member_to", at, "is before member_from")
        return made

    def area(self, index: int, item: Mapping[str, Any]) -> Area:
        at = f"areas[{index}]"
        self.unknown(item, {f.name for f in fields(Area)}, at)
        lists = {
            key: self.texts(item, key, at)
            for key in ("wards", "lsoas", "districts", "counties", "regions", "postcode_areas")
        }
        boundary = self.value(item, "boundary", str, at, default=None)
        if strange := [code for code in lists["postcode_areas"] if not re.fullmatch("[A-Za-z]{1,2}", code)]:
            self.wrong("postcode_areas", at, f"names {strange[0]}: it takes the letters that begin a postcode")
        if boundary is None and not any(lists.values()):
            self.wrong("id", at, f"names no place: give it any of {', '.join(lists)} or boundary")
        if boundary is not None and not (self.path.parent / boundary).is_file():
            self.wrong("boundary", at, f"names a file that is not there: {boundary}")
        identity = self.identity(item, at)
        if identity in RESERVED:
            self.wrong("id", at, f"may not be {identity}: that is a tier of its own")
        return Area(
            id=identity,
            name=self.value(item, "name", str, at, default=identity),
            boundary=self.path.parent / boundary if boundary else None,
            **lists,
        )

    def reference(self, item: Mapping[str, Any], areas: set[str]) -> dict[str, Any]:
        registers = {"companies", "bodies", "registers"}
        places = {"postcodes", "small_areas", "deprivation", "boundaries", "places"}
        self.unknown(item, registers | places | {"codes", "notices", "covers"}, "reference")
        found: dict[str, Any] = {}
        for group, keys in (
            ("registers", registers),
            ("places", places),
            ("codes", {"codes"}),
            ("notices", {"notices"}),
        ):
            named = tuple(p for key in sorted(keys & set(item)) for p in self.texts(item, key, "reference"))
            if named:
                found[group] = named
        if "covers" in item:
            found["covers"] = self.texts(item, "covers", "reference")
            if strange := [c for c in found["covers"] if c not in areas | set(RESERVED[:2])]:
                self.wrong("covers", "reference", f"names {strange[0]}, which is no area of this network")
        return found

    def identity(self, item: Mapping[str, Any], at: str) -> str:
        value: str = self.value(item, "id", str, at)
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", value):
            self.wrong("id", at, "must be lower-case letters, digits and hyphens")
        return value

    def choice(self, item: Mapping[str, Any], key: str, allowed: Iterable[str], at: str, default: str) -> str:
        value: str = self.value(item, key, str, at, default=default)
        if value not in allowed:
            close = difflib.get_close_matches(value, list(allowed), 1)
            hint = f"; did you mean {close[0]}?" if close else f" (one of {', '.join(allowed)})"
            self.wrong(key, at, f"may not be {value!r}{hint}")
        return value

    def texts(self, item: Mapping[str, Any], key: str, at: str) -> tuple[str, ...]:
        value = item.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            self.wrong(key, at, 'must be a list of texts, such as ["one", "two"]')
        return tuple(value)

    def tables(self, document: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        value = document.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.wrong(key, "", f"must be written as [[{key}]]")
        if not value and key == "institutions":
            self.wrong(key, "", "is missing: a network needs at least one [[institutions]]")
        return list(value)

    def value(self, item: Mapping[str, Any], key: str, kind: type, at: str, **default: Any) -> Any:
        if key not in item:
            if default:
                return default["default"]
            self.wrong(key, at, "is missing")
        value = item[key]
        # In Python, though not in TOML, true is a whole number and a moment is a date.
        wrong = not isinstance(value, kind) or isinstance(value, bool | datetime)
        if wrong or (isinstance(value, str) and not value.strip()):
            words = {str: "text in quotes", int: "a whole number", date: "a date such as 2019-09-01"}
            self.wrong(key, at, f"must be {words[kind]}")
        return value

    def distinct(self, ids: list[str], key: str) -> None:
        if repeated := [i for n, i in enumerate(ids) if i in ids[:n]]:
            last = max(n for n, i in enumerate(ids) if i == repeated[0])
            self.wrong("id", f"{key}[{last}]", f"{repeated[0]} is used twice")

    def unknown(self, item: Mapping[str, Any], known: set[str], at: str) -> None:
        for key in sorted(set(item) - known):
            close = difflib.get_close_matches(key, sorted(known), 1)
            hint = f"; did you mean {close[0]}?" if close else ""
            self.notes.append(
                f"network.toml line {self.line(key, at)}: the key {key} is not known and was left out{hint}"
            )

    def wrong(self, key: str, at: str, why: str) -> None:
        where = f"{self.path}, line {self.line(key, at)}"
        raise InputError(f"{at + '.' if at else ''}{key} {why}", where=where, todo="See docs/network.md for an example")

    def line(self, key: str, at: str) -> int:
        """The line of `key` in the table `at` (such as `areas[1]`; '' is the top), else of the table's head, else 1."""
        lines = self.text.splitlines()
        table, _, index = at.rstrip("]").partition("[")
        heads = [n for n, text in enumerate(lines) if re.match(rf"\s*\[\[?\s*{re.escape(table or key)}\s*\]", text)]
        start = heads[int(index or 0)] if heads else 0
        for n in range(start + 1 if at else 0, len(lines)):
            if lines[n].lstrip().startswith("["):
                break
            if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", lines[n]):
                return n + 1
        return start + 1
