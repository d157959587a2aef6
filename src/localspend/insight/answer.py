"""One insight asked of a snapshot: its rows, what was assumed, and what to know when reading them.

What a question needs is read off its function: a positional parameter is a table of the snapshot, or one that a person
gives (GIVEN); a keyword without a default is what the snapshot and the reader say (areas, as_of, ...); a keyword with a
default is an assumption, which `--assume` changes.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import ModuleType
from typing import Any

import ibis
from ibis import Table

from localspend.errors import UsageError
from localspend.insight import INSIGHTS, given, question
from localspend.insight.facts.counted import chosen, records
from localspend.insight.facts.headline import headline
from localspend.insight.facts.yearly import months
from localspend.insight.privacy.sharing import by_supplier, reserved, shared
from localspend.workspace import Snapshot

#: What the reader says that is no assumption of the method.
SAID = ("unmasked",)


@dataclass(frozen=True)
class Asked:
    """What a reader asks for. area, year, category and size choose payments; institution too, or rows (SEES_ALL)."""

    institution: str | None = None
    area: str | None = None
    year: int | None = None
    category: str | None = None
    size: str | None = None
    inside: str | None = None
    as_of: date | None = None
    unmasked: bool = False
    assume: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Path] = field(default_factory=dict)


def answer(snapshot: Snapshot, name: str, asked: Asked) -> dict[str, Any]:
    """insight, version, rows, notes and assumptions; for spend also headline."""
    question_of = Question(snapshot, name, asked)
    module, manifest = INSIGHTS[name], snapshot.manifest
    institutions = question_of.context["institutions"]
    found_rows = records(question_of.table(), module.COLUMNS)
    seen = shared(found_rows, module.COLUMNS, institutions, nested=getattr(module, "NESTED", None))
    rows = seen.rows
    if asked.institution is not None and _sees_all(module):
        rows = [row for row in rows if _is_of(row, asked.institution)]
    document: dict[str, Any] = {"insight": name, "version": module.VERSION, "rows": rows}
    # A sentence about rows that are hidden would show them.
    clear = {id(row) for row in seen.whole}
    whole = [row for row in rows if id(row) in clear]
    notes = [*getattr(module, "notes", _no_notes)(whole), *seen.notes, *manifest.get("notes", [])]
    if name == "spend":
        found = headline(
            question_of.source("payments"), question_of.source("suppliers"), areas=question_of.areas,
            inside=asked.inside, covers=manifest.get("covers"),
        )  # fmt: skip
        notes = found.pop("notes") + notes
        document["headline"] = found
    return {**document, "notes": notes, "assumptions": question_of.assumptions()}


class Question:
    """An insight, the snapshot that it is asked of, and what the reader chose."""

    def __init__(self, snapshot: Snapshot, name: str, asked: Asked, connection: ibis.BaseBackend | None = None) -> None:
        self.snapshot, self.name, self.asked = snapshot, name, asked
        self.manifest = snapshot.manifest
        self.connection = connection or snapshot.connect()
        self.module = INSIGHTS[name]
        self.parameters = inspect.signature(question(name)).parameters
        self.areas: list[str] = [area["id"] for area in self.manifest["network"]["areas"]]
        self.context = self._context()
        self.options = self._options()
        takes = getattr(self.module, "GIVEN", {})
        if strange := [one for one in asked.tables if one not in takes]:
            known = ", ".join(takes) or "none"
            raise UsageError(f"{name} takes no table {strange[0]}", where="--table", todo=f"It takes: {known}")
        self.given: dict[str, Path] = {}

    def table(self) -> Table:
        """The answer, as the function gives it."""
        function: Callable[..., Table] = question(self.name)
        return function(*(self.source(name) for name in self._tables()), **self.options)

    def source(self, name: str) -> Table | None:
        """A table that the function takes: the snapshot's, of the payments that were chosen, or a given one."""
        columns = getattr(self.module, "GIVEN", {}).get(name)
        if columns is not None:
            return self._given(name, columns)
        table = self.snapshot.table(self.connection, name)
        whole = _sees_all(self.module)
        if "institution_id" in table.columns and self.asked.institution is not None and not whole:
            table = table.filter(table.institution_id == self.asked.institution)
        kept = reserved(self.context["institutions"]) if by_supplier(self.module.COLUMNS) else []
        if kept and "institution_id" in table.columns:
            table = table.filter(table.institution_id.isnull() | table.institution_id.notin(kept))
        if name == "payments":
            table = self._chosen(table)
        if name == "notices":
            return self._noticed(table)
        return self._bought(table) if name in ("payments", "contracts") else table

    def assumptions(self) -> dict[str, Any]:
        """Everything that the figures rest on, by name."""
        said = {
            key: getattr(self.asked, key)
            for key in ("institution", "area", "year", "category", "size", "inside", "unmasked")
        }
        method = {name: value for name, value in self.options.items() if name in self._assumed()}
        method.update({name: self.context[name] for name in ("inside", "as_of") if name in self.parameters})
        files = {name: path.name for name, path in sorted(self.given.items())}
        return {
            **said, "snapshot": self.snapshot.id, "areas": self.areas, "register_covers": self.manifest.get("covers"),
            **method, **({"tables": files} if files else {}),
        }  # fmt: skip

    def _tables(self) -> list[str]:
        kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        return [name for name, one in self.parameters.items() if one.kind in kinds]

    def _assumed(self) -> dict[str, Any]:
        """Assumption -> its default."""
        keywords = {n: p for n, p in self.parameters.items() if p.kind is inspect.Parameter.KEYWORD_ONLY}
        return {n: p.default for n, p in keywords.items() if p.default is not p.empty and n not in SAID}

    def _context(self) -> dict[str, Any]:
        network, asked = self.manifest["network"], self.asked
        _known("--institution", asked.institution, [one["id"] for one in network["institutions"]])
        _known("--inside", asked.inside, self.areas)
        _known("--area", asked.area, [*self.areas, "rest-of-uk", "outside-uk", "unknown"])
        takes = [name for name in ("inside",) if getattr(asked, name) is not None and name not in self.parameters]
        if takes and self.name != "spend":
            raise UsageError(f"{self.name} is not about one area", where="--inside", todo="Ask `insight spend` so")
        inside = asked.inside or (self.areas[0] if self.areas else None)
        context: dict[str, Any] = {
            "areas": self.areas,
            "inside": inside,
            "institution": asked.institution,
            "institutions": {one["id"]: one for one in network["institutions"]},
            "named_areas": {one["id"]: one for one in network["areas"]},
            "covers": self.manifest.get("covers"),
            "unmasked": asked.unmasked,
        }
        payments = self.snapshot.table(self.connection, "payments")
        if "as_of" in self.parameters:
            context["as_of"] = asked.as_of or last_day(payments)
        if "months" in self.parameters:
            # Of all payments: a need of each quarter, asked for alone, would seem to be covered for four months a year.
            rows = months(chosen(payments, year=asked.year)).to_pyarrow().to_pylist()
            context["months"] = {row["institution_id"]: row["months"] for row in rows}
        return context

    def _options(self) -> dict[str, Any]:
        assumed = self._assumed()
        if strange := [name for name in self.asked.assume if name not in assumed]:
            known = ", ".join(f"{n}={v}" for n, v in assumed.items()) or "none"
            raise UsageError(f"{self.name} assumes no {strange[0]}", where="--assume", todo=f"It assumes: {known}")
        changed = {name: _typed(name, text, assumed[name]) for name, text in self.asked.assume.items()}
        # An assumption may bear the name of something in the context (months): it stays an assumption.
        said = {n: self.context[n] for n in self.parameters if n in self.context and n not in assumed}
        return {**assumed, **changed, **said}

    def _given(self, name: str, columns: Mapping[str, str]) -> Table | None:
        beside = self.snapshot.folder.parent.parent / given.FOLDER / f"{name}.csv"
        path = self.asked.tables.get(name) or (beside if beside.is_file() else None)
        if path is None:
            if self.parameters[name].default is None:
                return None
            raise UsageError(
                f"{self.name} needs the table {name}", where=f"--table {name}=FILE.csv",
                todo=f"A CSV with the columns {', '.join(columns)}, named so or kept as {given.FOLDER}/{name}.csv",
            )  # fmt: skip
        self.given[name] = path
        return given.read(self.connection, path, columns)

    def _chosen(self, payments: Table) -> Table:
        asked = self.asked
        payments = chosen(payments, year=asked.year)
        if asked.area is not None:
            payments = payments.filter(payments.tier == asked.area)
        return payments

    def _bought(self, table: Table) -> Table:
        """The payments or contracts of the category and the size of payee that were asked for."""
        if self.asked.category is not None:
            table = table.filter(table.category_code.startswith(_stem(self.asked.category)))
        return self._of_size(table)

    def _noticed(self, notices: Table) -> Table:
        """The processes of the category that were asked for, and with an award to a supplier of that size."""
        if self.asked.category is not None:
            notices = notices.filter(notices.cpv.startswith(_stem(self.asked.category)))
        if self.asked.size is not None:
            awarded = self._of_size(self.snapshot.table(self.connection, "award_suppliers"))
            notices = notices.semi_join(awarded, "ocid")
        return notices

    def _of_size(self, table: Table) -> Table:
        if self.asked.size is None:
            return table
        suppliers = self.snapshot.table(self.connection, "suppliers")
        return table.semi_join(
            suppliers.filter(suppliers["size"].fill_null("unknown") == self.asked.size), "supplier_id"
        )


def _stem(category: str) -> str:
    """What the codes of a category begin with."""
    return category[:2] + category[2:].rstrip("0")


def last_day(payments: Table) -> date:
    """The day that 'now' means to a snapshot: the last of its counted payments, but for the latest thousandth.

    A mistyped year must not move every forecast. Raises UsageError where nothing is dated.
    """
    dated = payments.filter(payments.paid_on.notnull(), payments.status == "counted")
    days = dated.group_by("paid_on").aggregate(many=dated.count()).order_by("paid_on").to_pyarrow().to_pylist()
    if not days:
        raise UsageError("no payment has a date", where="--as-of", todo="Give the day to look from, as 2025-12-31")
    later = sum(day["many"] for day in days) // 1000
    while len(days) > 1 and later >= days[-1]["many"]:
        later -= days.pop()["many"]
    last: date = days[-1]["paid_on"]
    return last


def _sees_all(module: ModuleType) -> bool:
    return bool(getattr(module, "SEES_ALL", False))


def _no_notes(rows: list[dict[str, Any]]) -> list[str]:
    return []


def _is_of(row: Mapping[str, Any], institution: str) -> bool:
    if "institution_id" in row:
        return bool(row["institution_id"] == institution)
    return institution in row["institutions"] if "institutions" in row else True


def _typed(name: str, text: str, default: Any) -> Any:
    """An assumption as it was typed, in the type of its default."""
    try:
        if isinstance(default, Decimal | int | float):
            number = type(default)(text.replace(",", ""))
            if not Decimal(number).is_finite():
                raise ValueError
            return number
        return date.fromisoformat(text) if isinstance(default, date) else text
    except (ValueError, InvalidOperation):
        raise UsageError(f"{text!r} cannot stand for {name}", where="--assume", todo=f"Such as {default}") from None


def _known(option: str, value: str | None, known: list[str]) -> None:
    if value is not None and value not in known:
        raise UsageError(f"this network has no '{value}'", where=option, todo=f"It has: {', '.join(known)}")
