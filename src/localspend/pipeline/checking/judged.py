"""The checks of lines, run over all files at once in the engine: findings for each file, and which lines fail."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from types import ModuleType

import ibis
import numpy
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import BooleanValue, Table

from localspend import engine
from localspend.pipeline.checking import lines
from localspend.pipeline.checking.lines import Held
from localspend.quality import CHECKS, said
from localspend.quality.finding import Finding, Spot
from localspend.quality.lines import Given
from localspend.suppliers import mask

KINDS = {"payments": "ledger", "contracts": "register", "suppliers": "register", "organisations": "register"}
LEDGER: tuple[str, ...] = ("payments",)
REGISTER: tuple[str, ...] = ("contracts", "suppliers", "organisations")
WORDS = {"ledger": "payments", "register": "registers and supplier lists", "notices": "notices"}
CHECKED = {name: module for name, module in CHECKS.items() if hasattr(module, "lines")}
#: Roles whose cells may be shown as they are; the others may tell who a person is, or hold anything at all.
PLAIN = ("paid_on", "start_on", "end_on", "amount", "value", "vat", "category_text")
NUMBERS = ("company_number", "supplier_ref", "supplier_postcode")
WITHHELD = "withheld"
_MONTHS = re.compile(
    r"(?i)\b(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|"
    r"dec(ember)?|like row|missing between|and|n/?a|none|tbc|unknown|value|ref|th|st|nd|rd|q|fy|am|pm|e)\b"
)


class Lines:
    """All lines of all files, and what the checks find in them.

    failing, judged: heading -> for each line whether one of its checks fails there, or says anything.
    pennies, published, places: of each line.
    """

    def __init__(
        self,
        connection: ibis.BaseBackend,
        files: Sequence[Held],
        as_of: date,
        most: int | None,
        *,
        unmasked: bool = False,
    ) -> None:
        self.as_of, self.most = as_of, most
        self.read = [file for file in files if file.outcome == "read"]
        self.rows = lines.lines(self.read)
        self.columns = {
            (file.path, sheet, role): place for file in self.read for (sheet, role), place in file.places.items()
        }
        self.findings: dict[tuple[str, str], Finding] = {}
        self.failing: dict[str, numpy.ndarray] = {}
        self.judged: dict[str, numpy.ndarray] = {}
        self.pennies = _pennies(self.rows["amount"])
        codes = self.rows["path"].combine_chunks().dictionary_encode()
        self.paths, self.path_codes = codes.dictionary, codes.indices.to_numpy()
        self.connection = connection
        self.table: Table | None = None
        if self.rows.num_rows:
            self.table = lines.described(engine.over_arrow(connection, self.rows))
            self.shown, self.kind = self._shown(unmasked)

    def _shown(self, unmasked: bool) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
        assert self.table is not None
        name = self.table.shown_unmasked if unmasked else self.table.shown
        found = self.table.select("line_id", "kind", shown=name).order_by("line_id").to_pyarrow()
        return found["shown"], found["kind"]

    def judge(self, awarded: Sequence[str] | None, progress: Callable[[str, int, int], None]) -> None:
        """Run every check."""
        for file in self.read:
            for name, module in CHECKS.items():
                self.findings[name, file.path] = Finding(name, file.path, _why_not(file.kind, module))
        if self.table is None:
            return
        t = self.table
        suppliers = (
            None if awarded is None else engine.from_arrow(self.connection, pa.table({"letters": list(awarded)}))
        )
        given = Given(self.as_of, self._view(t.left_out.isnull()), self._view(t.left_out.notnull()), suppliers)
        views = {
            kind: self._view(t.left_out.isnull() & t["list"].isin(kind))
            for kind in (LEDGER, REGISTER, LEDGER + REGISTER)
        }
        for done, (name, module) in enumerate(CHECKED.items(), 1):
            lists = tuple(of for of, kind in KINDS.items() if kind in module.APPLIES)
            self._run(
                name, module.HEADING if getattr(module, "MARKS", True) else None, module.lines(views[lists], given)
            )
            progress("checking", done, len(CHECKED))

    def _view(self, which: BooleanValue) -> Table:
        """Those lines, by a name: Ibis takes longer to write a query than the engine to answer it."""
        assert self.table is not None
        return engine.named(self.table.filter(which))

    def _run(self, name: str, heading: str | None, looked: Table) -> None:
        found = looked.to_pyarrow()
        if "path" in found.column_names:
            paths = pc.index_in(found["path"], self.paths).to_numpy(zero_copy_only=False).astype("int64")
        else:
            paths = self.path_codes[found["line_id"].to_numpy()]
        fails = found["fails"].to_numpy()
        if heading:
            self._mark(self.judged, heading, found["line_id"].to_numpy())
        tested, failed = (numpy.bincount(codes, minlength=len(self.paths)) for codes in (paths, paths[fails]))
        for code, path in enumerate(self.paths.to_pylist()):
            finding = self.findings[name, path]
            finding.of, finding.count = int(tested[code]), int(failed[code])
        if fails.any():
            self._failed(
                name, heading, found.append_column("code", pa.array(paths.astype("int64"))).filter(pa.array(fails))
            )

    def _failed(self, name: str, heading: str | None, found: pa.Table) -> None:
        """Mark the lines that fail, add up their pounds, and keep their places."""
        fails = numpy.zeros(self.rows.num_rows, dtype=bool)
        fails[found["line_id"].drop_null().to_numpy()] = True
        known = numpy.flatnonzero(fails)
        if heading:
            self._mark(self.failing, heading, known)
        worth = numpy.bincount(self.path_codes[known], weights=self.pennies[known], minlength=len(self.paths))
        for code in numpy.unique(self.path_codes[known]).tolist():
            self.findings[name, self.paths[code].as_py()].pounds = Decimal(int(worth[code])) / 100
        self._spots(name, found.take(pa.array(_first(found, self.most))))

    def _mark(self, marks: dict[str, numpy.ndarray], heading: str, lines: numpy.ndarray) -> None:
        marks.setdefault(heading, numpy.zeros(self.rows.num_rows, dtype=bool))[lines] = True

    def _spots(self, name: str, found: pa.Table) -> None:
        held = pc.fill_null(found["line_id"], 0)
        sheets, numbers, shown, kinds = (
            column.take(held).to_pylist()
            for column in (self.rows["source_sheet"], self.rows["source_line"], self.shown, self.kind)
        )
        paths = self.paths.take(found["code"].combine_chunks()).to_pylist()
        for row, path, sheet, number, who, kind in zip(
            found.to_pylist(), paths, sheets, numbers, shown, kinds, strict=True
        ):
            whole = row["line_id"] is None
            value = row["value"] if whole else _value(row["role"], row["value"], who, kind)
            column, header = self._column(path, "" if whole else sheet or "", row["role"])
            spot = Spot(None if whole else number, column, value, "" if whole else sheet or "", header)
            self.findings[name, path].spots.append(spot)

    def _column(self, path: str, sheet: str, role: str) -> tuple[str | None, str | None]:
        """The letter and the header of a role's column."""
        place = self.columns.get((path, sheet, role))
        if place is None:
            place = next((at for (p, _, r), at in self.columns.items() if p == path and r == role), None)
        return (None, None) if place is None else (letter(place[0]), place[1] or None)


def _why_not(kind: str | None, module: ModuleType) -> str:
    of = KINDS[kind or "payments"]
    if of in module.APPLIES:
        return said(module, "Does not apply")
    return f"It looks at {' and '.join(WORDS[one] for one in module.APPLIES)}, not at {WORDS[of]}."


def letter(index: int) -> str:
    """A, …, Z, AA: a column as a spreadsheet names it, counted from nought."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def _first(found: pa.Table, most: int | None) -> numpy.ndarray:
    """Where in `found` the first `most` rows (all, if None) of each path are, by line and role."""
    codes = found["code"].to_numpy()
    lines = pc.fill_null(found["line_id"], -1).to_numpy()
    roles = found["role"].combine_chunks().dictionary_encode()
    ranks = numpy.argsort(numpy.argsort(roles.dictionary.to_pylist()))[roles.indices.to_numpy()]
    order = numpy.lexsort((ranks, lines, codes))
    if most is None:
        return order
    starts = numpy.flatnonzero(numpy.diff(codes[order], prepend=-1))
    place = numpy.arange(len(order)) - numpy.repeat(starts, numpy.diff(starts, append=len(order)))
    return order[place < most]


def _value(role: str, value: str | None, shown: str | None, kind: str | None) -> str | None:
    """What may be shown of a cell: a payee's name masked; numbers of people, and words among figures, withheld."""
    if value is None or role == "supplier":
        return value and shown
    if kind in mask.hidden() and role not in PLAIN:
        return WITHHELD
    if role in PLAIN and sum(map(str.isalpha, _MONTHS.sub("", value))) > 3:
        return WITHHELD
    return value if role in PLAIN or role in NUMBERS else None


def _pennies(amounts: pa.ChunkedArray) -> numpy.ndarray:
    """Pounds as pennies without their sign, nought where there are none."""
    whole = pc.fill_null(pc.abs(amounts), Decimal("0.00")).combine_chunks()
    # The lower half of each decimal's sixteen bytes: an amount has at most sixteen digits of pennies.
    halves = numpy.frombuffer(whole.buffers()[1], dtype="<i8").reshape(-1, 2) if len(whole) else numpy.zeros((0, 2))
    pennies: numpy.ndarray = halves[whole.offset : whole.offset + len(whole), 0].astype("int64")
    return pennies
