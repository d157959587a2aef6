"""Readings of ledgers and registers -> the one table of lines that checks look at (quality/lines)."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import PurePath

import ibis
import numpy
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from localspend import engine
from localspend.places import find_postcode
from localspend.quality.lines import ADDED
from localspend.sources.ledgers import Reading, written
from localspend.suppliers import kinds, mask, normalise, numbers
from localspend.tables import ledger_lines
from localspend.tables.arrow import arrow_schema

#: What no check looks at, and what the engine works out after the lines are in it.
UNUSED = ("raw", "invoice_date", "date_basis")
DERIVED = ("kind", "key", "letters", "postcode", "company_id")
COLUMNS = {name: kind for name, kind in (ledger_lines.COLUMNS | ADDED).items() if name not in UNUSED + DERIVED}
LINES = arrow_schema(COLUMNS)
#: Lines that are left out and yet a finding: what a person took for a payment.
_YEARS = re.compile(r"(19|20)\d\d([-_ /]?\d{2,4})?")
TELLING = ("total", "no-amount", "not-a-payment")


@dataclass(frozen=True)
class Held:
    """A file whose lines are checked. places: (sheet, role) -> the column, counted from nought, and its header.

    kind: payments, contracts, suppliers or organisations. outcome: read or refused; parts: LINES of what was read.
    """

    path: str
    kind: str | None
    outcome: str
    message: str
    rows: int = 0
    places: Mapping[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    parts: Callable[[], Iterable[pa.Table]] = tuple


def held(reading: Reading) -> Held:
    """A reading of a ledger, a contract register or a supplier list."""
    rows = reading.rows_payment or reading.contracts.num_rows + reading.listed.num_rows
    return Held(
        reading.source_id,
        reading.kind,
        reading.outcome,
        reading.message,
        rows if reading.outcome == "read" else 0,
        {(sheet, role): (index, header) for sheet, role, index, header in written.places(reading)},
        lambda: _parts(reading),
    )


def lines(files: Sequence[Held]) -> pa.Table:
    """LINES of all files, line_id counting from nought."""
    made = pa.concat_tables([LINES.empty_table(), *(part for one in files for part in one.parts())])
    whose = publishers(list(dict.fromkeys(one.path for one in files)))
    known = pa.array(list(whose), pa.string())
    named = pa.array(list(whose.values()), pa.string()).take(pc.index_in(made["path"].combine_chunks(), known))
    made = made.set_column(made.schema.get_field_index("publisher"), LINES.field("publisher"), named)
    place = made.schema.get_field_index("line_id")
    return made.set_column(place, LINES.field(place), pa.array(numpy.arange(made.num_rows, dtype="int64")))


def publishers(paths: Sequence[str]) -> dict[str, str]:
    """Who published each file, as far as its place tells: the first folder below the one that they all lie in.

    A folder named after a year is nobody's name.
    """
    folders = {path: PurePath(path.partition("!")[0]).parent.parts for path in paths}
    common = 0
    while len({parts[: common + 1] for parts in folders.values()}) == 1 and all(
        len(parts) > common for parts in folders.values()
    ):
        common += 1
    found = {}
    for path, parts in folders.items():
        told = [part for part in (*parts[common : common + 1], *parts[:common][::-1]) if not _YEARS.fullmatch(part)]
        found[path] = told[0] if told else "."
    return found


def _parts(reading: Reading) -> Iterator[pa.Table]:
    if reading.outcome != "read":
        return
    lists = (
        ("payments", _payments(reading) if reading.kind == "payments" else None, written.payments),
        ("contracts", reading.contracts, lambda one: written.records(one, "contracts")),
        ("suppliers", reading.listed, lambda one: written.records(one, "suppliers")),
    )
    for name, table, cells in lists:
        if table is not None and table.num_rows:
            yield _conformed(table, cells(reading), reading, name)
    excluded = reading.excluded
    keep = pc.is_in(excluded["reason"], pa.array(TELLING))
    if pc.any(keep).as_py():
        excluded = excluded.filter(keep)
        excluded = excluded.filter(_telling(excluded, reading))
        yield _conformed(excluded, None, reading, reading.kind or "")


def _telling(excluded: pa.Table, reading: Reading) -> pa.Array:
    """Whether each line is one that a person would take for a payment.

    Without an amount it must name a payee where the others do: a description that runs over two rows, or a header that
    stands again at the end, is no payment whose amount is missing.
    """
    payees = {sheet: (index, header) for sheet, role, index, header in written.places(reading) if role == "supplier"}
    told = []
    for row in excluded.select(["source_sheet", "reason", "raw"]).to_pylist():
        index, header = payees.get(row["source_sheet"] or "", (None, ""))
        cells = json.loads(row["raw"]) if index is not None and row["reason"] == "no-amount" else None
        payee = "" if cells is None or index is None or index >= len(cells) else str(cells[index] or "").strip()
        told.append(cells is None or payee not in ("", header.strip()))
    return pa.array(told, pa.bool_())


def _payments(reading: Reading) -> pa.Table:
    return pa.concat_tables([arrow_schema(ledger_lines.COLUMNS).empty_table(), *reading.parts(raw=False)])


def _conformed(table: pa.Table, cells: pa.Table | None, reading: Reading, name: str) -> pa.Table:
    """`table` with the columns of LINES: those of its own, of its cells, and of its file."""
    span = _span(written.months(reading))
    whole = {
        "path": reading.source_id,
        "list": name,
        "roles": "|" + "|".join({role for _, role, _, _ in written.places(reading)}) + "|",
        "dates_ambiguous": reading.dates_ambiguous,
        "told_first": span[0],
        "told_last": span[1],
    }
    renamed = {"value": "amount", "reason": "left_out", "framework": "framework_ref"}
    own = {renamed.get(c, c): table[c] for c in table.column_names}
    if name == "contracts" and "vcse" in own:
        own["vcse"] = pc.cast(own["vcse"], pa.string())
    if cells is not None:
        own |= {c: cells[c] for c in cells.column_names if c not in ("source_sheet", "source_line")}
    columns = []
    for one in LINES:
        if one.name in whole:
            columns.append(pa.repeat(pa.scalar(whole[one.name], one.type), table.num_rows))
        else:
            columns.append(own[one.name] if one.name in own else pa.nulls(table.num_rows, one.type))
    return pa.table([pc.cast(c, f.type) for c, f in zip(columns, LINES, strict=True)], schema=LINES)


def _span(months: list[tuple[int, int]]) -> tuple[date | None, date | None]:
    """First and last day of the months that a name tells."""
    if not months:
        return None, None
    (year, month), (last_year, last_month) = min(months), max(months)
    after = date(last_year + last_month // 12, last_month % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)


def described(t: Table) -> Table:
    """Lines with DERIVED: worked out once for each different name, address and number."""
    where = t.select("supplier_postcode", "supplier_address").distinct()
    where = where.filter(where.supplier_postcode.notnull() | where.supplier_address.notnull())
    found = engine.materialise(where.select(
        place=_place(where),
        postcode=ibis.coalesce(find_postcode(where.supplier_postcode), find_postcode(where.supplier_address)),
    ))  # fmt: skip
    numbered = t.filter(t.company_number.notnull()).select("company_number").distinct()
    numbered = engine.materialise(numbered.mutate(company_id=numbers.company_id(numbered.company_number)))
    whole = t.mutate(place=_place(t)).left_join(_names(t), "supplier_text", rname="{name}_n")
    whole = whole.left_join(found, "place", rname="{name}_p").left_join(numbered, "company_number", rname="{name}_c")
    added = ("place", "supplier_text_n", "place_p", "company_number_c")
    return engine.materialise(whole.drop("supplier_address", *(c for c in added if c in whole.columns)))


def _place(t: Table) -> ibis.expr.types.StringValue:
    return (t.supplier_postcode.fill_null("") + "\n" + t.supplier_address.fill_null("")).nullif("\n")


def _names(t: Table) -> Table:
    """supplier_text, key, letters, kind and what may be shown of it."""
    words = t.category_text.fill_null("") + " " + t.description.fill_null("")
    named = t.filter(t.supplier_text.notnull()).mutate(personal=words.re_search(kinds.PERSONAL))
    names = named.group_by("supplier_text").aggregate(personal=(named.personal.cast("int32").mean() > 0.5))
    return _with_kind(engine.materialise(names))


def _with_kind(names: Table) -> Table:
    names = engine.materialise(kinds.with_kind(engine.materialise(normalise.normalised(names, "supplier_text"))))
    return names.select(
        "supplier_text",
        "kind",
        "key",
        "letters",
        shown=mask.shown(names.supplier_text, names.kind),
        shown_unmasked=mask.shown(names.supplier_text, names.kind, unmasked=True),
    )


def shown(connection: ibis.BaseBackend, names: Sequence[str], *, unmasked: bool) -> dict[str, str]:
    """What may be shown of each name."""
    t = engine.from_arrow(connection, pa.table({"supplier_text": list(names), "personal": [False] * len(names)}))
    found = _with_kind(t)
    kept = found.select("supplier_text", shown=found.shown_unmasked if unmasked else found.shown)
    return {row["supplier_text"]: row["shown"] for row in kept.to_pyarrow().to_pylist()}
