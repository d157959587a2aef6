"""Any register for `match`: a number column, a name column, and what else helps, as tables/organisations.

The register's own number is a key: it is kept exactly as written, whatever its shape; an odd one is reported, never
dropped. supplier_id is that number, with a place in the list before it where there are several registers: that of the
first register which numbers as this one does.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from localspend.errors import InputError
from localspend.sources import blocks
from localspend.sources.blocks import Faults, Member
from localspend.sources.registers.columns import dates, known, pick, table
from localspend.tables import organisations
from localspend.tables.arrow import arrow_schema

SCHEMA = arrow_schema(organisations.COLUMNS)
NUMBERS = (
    "companynumber", "companyno", "companyregistrationnumber", "crn", "companyhousenumber", "companieshousenumber",
    "registeredcharitynumber", "regcharitynumber", "charitynumber", "charityno", "registrationnumber",
    "registrationno", "regnumber", "fullregistrationnumber", "fullregistationnumber",  # so spelt by the FCA
    "registernumber", "organisationnumber", "registeredno",
    "organisationid", "organisationcode",
    "orgid", "identifier", "code", "number", "id",
)  # fmt: skip
#: Number columns that number the same organisations in every register.
SPACES = (NUMBERS[:6], NUMBERS[6:9])
NAMES = (
    "companyname", "charityname", "organisationname", "societyname", "registeredname", "entityname", "legalname",
    "name", "company", "charity", "organisation", "suppliername", "title",
)  # fmt: skip
STATUS = (
    "companystatus",
    "charityregistrationstatus",
    "charitystatus",
    "societystatus",
    "registrationstatus",
    "status",
)
POSTCODES = (
    "regaddresspostcode", "registeredofficeaddresspostalcode", "registeredpostcode", "charitycontactpostcode",
    "postcode", "postalcode", "addresspostcode",
)  # fmt: skip
FOUNDED = ("incorporationdate", "incorporatedon", "dateofcreation", "dateofregistration", "registrationdate", "founded")
PREVIOUS = ("previousnames", "previouscompanynames", "formernames")
#: What a spreadsheet makes of a long number.
SPOILT = r"^[0-9](\.[0-9]+)?[Ee]\+?[0-9]{2,}$"
GONE = ("dissolutiondate", "dissolvedon", "dateofcessation", "dateofremoval", "deregistrationdate", "closedate")


class Account:
    """What was found in the registers: left-out records, odd numbers and names, in words."""

    def __init__(self) -> None:
        self.shapes: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        self.faults: list[str] = []
        self.left_out = 0
        self.spoilt = 0
        self.long: list[str] = []

    def notes(self) -> list[str]:
        """What a person should know of the registers, a sentence each."""
        found = list(self.faults)
        if self.left_out:
            found.append(f"{self.left_out:,} records could not be used")
        if self.spoilt:
            found.append(
                f"{self.spoilt:,} numbers are written as 1.2E+07: a spreadsheet has lost their digits, so save the "
                "register again with that column as text"
            )
        if self.long:
            found.append(
                f"{len(self.long):,} names run over several lines, the first at number {self.long[0]!r}: if that is "
                "not meant, a quotation mark is not closed there"
            )
        usual = self.shapes.most_common(1)[0][1] if self.shapes else 0
        odd = [shape for shape, count in self.shapes.items() if count * 1000 < usual]
        if odd:
            count = sum(self.shapes[shape] for shape in odd)
            found.append(
                f"{count:,} numbers have a shape that few others have, such as {self.examples[odd[0]]!r}: kept as "
                "written"
            )
        return found

    def see(self, numbers: pa.Array, names: pa.Array) -> None:
        """Count the shapes of `numbers` (9 for digits, A for letters), and what is wrong with either."""
        shape = pc.replace_substring_regex(pc.replace_substring_regex(numbers, "[0-9]", "9"), "[A-Za-z]", "A")
        for pair in pc.value_counts(shape).to_pylist():
            if pair["values"] not in self.shapes:
                first = pc.index(shape, pair["values"]).as_py()
                self.examples[pair["values"]] = numbers[first].as_py()
            self.shapes[pair["values"]] += pair["counts"]
        self.spoilt += pc.sum(pc.match_substring_regex(numbers, SPOILT)).as_py() or 0
        self.long += numbers.filter(pc.match_substring_regex(names, "[\\r\\n]")).to_pylist()


@dataclass(frozen=True)
class _Readable:
    """A table of a register and the columns that are read: by what they hold, and those of previous names."""

    part: Member
    place: int
    register: str
    roles: dict[str, str | None]
    numbered: list[tuple[str, str | None]]


def convert(paths: list[Path], out: Path) -> Account:
    """Write the names in the registers at `paths` to the Parquet file `out` (tables/organisations).

    Raises InputError where a file has no column with a number, or none with a name, or no record with both.
    """
    account = Account()
    tables = list(_tables(paths, account))
    several = len(paths) > 1

    def names() -> Iterator[pa.Table]:
        for path in paths:
            rows = 0
            for readable in (one for held, one in tables if held == path):
                for made in _read(readable, f"{readable.place}:" if several else "", account):
                    rows += made.num_rows
                    yield made
            if not rows:
                why = f" ({account.faults[-1]})" if account.faults else ""
                raise InputError(
                    f"no record has a number and a name{why}", where=str(path), todo="Give a register with rows"
                )

    blocks.write(names(), out, SCHEMA)
    return account


def _tables(paths: list[Path], account: Account) -> Iterator[tuple[Path, _Readable]]:
    """The tables of each register. A note among them is left out, which is told; a register needs one table."""
    spaces: dict[str, int] = {}
    for place, path in enumerate(paths, 1):
        refused: list[InputError] = []
        found = []
        for part in blocks.members(path):
            try:
                found.append(_columns(part, place, path.name, spaces))
            except InputError as error:
                refused.append(error)
        if not found:
            raise refused[0]
        account.faults += [f"{error.where} is left out: {error.what}" for error in refused]
        yield from ((path, one) for one in found)


def _columns(part: Member, place: int, register: str, spaces: dict[str, int]) -> _Readable:
    header = blocks.named(blocks.first_cells(part))
    columns = known(header)
    number, name = pick(columns, NUMBERS), pick(columns, NAMES)
    if number is None or name is None or number == name:
        raise InputError(
            f"no column holds the {'name' if number else 'number'}; its columns are {', '.join(header[:12])}",
            where=part.where,
            todo="The first line of a register names its columns: a number column such as company_number, and a name "
            "column such as company_name",
        )
    # The same company number in two registers of companies is the same company.
    space = next((keys[0] for keys in SPACES if pick(columns, keys) == number), None)
    roles = {
        "number": number,
        "name": name,
        "status": pick(columns, STATUS),
        "postcode": pick(columns, POSTCODES),
        "founded": pick(columns, FOUNDED),
        "gone": pick(columns, GONE),
        "previous_names": pick(columns, PREVIOUS),
    }
    place = spaces.setdefault(space, place) if space else place
    return _Readable(part, place, register, roles, _previous(columns))


def _read(readable: _Readable, prefix: str, account: Account) -> Iterator[pa.Table]:
    part, pairs = readable.part, readable.numbered
    only = sorted({column for column in [*readable.roles.values(), *(c for pair in pairs for c in pair)] if column})
    faults = Faults(part.where)
    for batch in blocks.text_batches(part, None, faults, blocks.encoding(part), only):
        yield from _names(batch, readable.roles, pairs, prefix, readable.register, account)
    account.left_out += faults.count
    account.faults += faults.shown[:3]


def repeated(organisations: Table) -> list[str]:
    """A sentence on numbers that several records have: one with several names is one organisation all the same."""
    t = organisations.filter(organisations.name_kind == "current")
    # In two steps, for few numbers are left after the first.
    counted = t.group_by("supplier_id").aggregate(records=t.count())
    t = t.semi_join(counted.filter(counted.records > 1), "supplier_id")
    each = t.group_by("supplier_id").aggregate(number=t.number.min(), differ=t["name"].nunique() > 1)
    [found] = (
        each.aggregate(
            numbers=each.count(), differ=each.differ.sum().fill_null(0), example=each.number.min(where=each.differ)
        )
        .to_pyarrow()
        .to_pylist()
    )
    if not found["numbers"]:
        return []
    said = f"{found['numbers']:,} numbers stand on more than one record"
    if not found["differ"]:
        return [f"{said}, with the same name: each is one organisation"]
    return [
        f"{said}, {found['differ']:,} of them with names that differ, such as {found['example']!r}: each is taken for "
        "one organisation that has all of these names"
    ]


def _previous(columns: dict[str, str]) -> list[tuple[str, str | None]]:
    """Columns of previous names, each with the column of the date until which it was used, if any."""
    found = []
    for key, column in columns.items():
        if match := re.fullmatch(r"(?:previous|former)(?:company)?name(\d*)(?:companyname)?", key):
            found.append((column, columns.get(f"previousname{match[1]}condate")))
    return found


def _names(
    batch: pa.RecordBatch,
    roles: dict[str, str | None],
    numbered: list[tuple[str, str | None]],
    prefix: str,
    register: str,
    account: Account,
) -> Iterator[pa.Table]:
    cell = {role: blocks.trimmed(batch, name) for role, name in roles.items()}
    whole = pc.and_(pc.is_valid(cell["number"]), pc.is_valid(cell["name"]))
    # The number goes back as it came, blanks around it and all.
    written = batch.column(roles["number"])
    account.see(cell["number"].filter(whole), cell["name"].filter(whole))
    account.left_out += len(whole) - (pc.sum(whole).as_py() or 0)
    columns: dict[str, pa.Array | str | None] = {
        "supplier_id": pc.binary_join_element_wise(prefix, pc.fill_null(written, ""), ""),
        "register": register,
        "number": written,
        "name": cell["name"],
        "name_kind": "current",
        "register_status": cell["status"],
        "incorporated_on": dates(cell["founded"]),
        "dissolved_on": dates(cell["gone"]),
        "postcode": blocks.postcode(cell["postcode"]),
    }
    current = table(batch.num_rows, columns)
    yield current.filter(whole)
    for column, until in numbered:
        before = blocks.trimmed(batch, column)
        yield _before(current, before, dates(blocks.trimmed(batch, until)), pc.and_(whole, pc.is_valid(before)))
    if roles["previous_names"]:
        yield _split(current, cell["previous_names"], whole)


def _before(current: pa.Table, names: pa.Array, until: pa.Array, rows: pa.Array) -> pa.Table:
    columns = {name: current.column(name) for name in current.column_names}
    columns |= {"name": names, "name_kind": pa.array(["previous"] * len(names), pa.string()), "used_until": until}
    return pa.table(columns).filter(rows)


def _split(current: pa.Table, cells: pa.Array, whole: pa.Array) -> pa.Table:
    """Previous names in one cell, parted by ` | `."""
    lists = pc.split_pattern(pc.if_else(whole, cells, None), "|")
    rows = pc.list_parent_indices(lists)
    names = pc.utf8_trim_whitespace(pc.list_flatten(lists))
    several = current.take(rows)
    return _before(several, names, pa.nulls(len(names), pa.date32()), pc.not_equal(names, ""))
