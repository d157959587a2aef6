"""A file -> its Readings: the parts of the file, the sheets of a part, the layout of a sheet, the rows of a layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from localspend.errors import InputError
from localspend.sources.ledgers import account, amounts, containers, dates, layout, mend, rows
from localspend.sources.ledgers.containers import Part
from localspend.sources.ledgers.dates import Votes
from localspend.sources.ledgers.layout import Layout
from localspend.sources.ledgers.payments import PaymentSheet
from localspend.sources.ledgers.reading import Reading
from localspend.sources.ledgers.refusal import Refused
from localspend.sources.ledgers.sheet import Sheet


def read(
    path: Path, *, name: str | None = None, manifest: Mapping[str, Any] | None = None, date_order: str | None = None
) -> list[Reading]:
    """The Readings of the file at `path`, one a file or archive member (`name!member`).

    name: the source_id, the path if None. manifest: what `columns.toml` says (see `manifest`). date_order: dmy or mdy,
    for a file whose dates cannot tell. A file that cannot be used is a Reading with outcome "refused" and a message;
    InputError only where there is no such file.
    """
    if path.is_dir():
        raise InputError("this is a folder, not a file", where=str(path), todo="Name the files in it")
    if not path.exists():
        raise InputError("there is no such file", where=str(path), todo="Check the name")
    return [_read_part(part, str(path), manifest, date_order) for part in containers.parts(path, name or str(path))]


def _read_part(part: Part, path: str, manifest: Mapping[str, Any] | None, date_order: str | None) -> Reading:
    try:
        found = [_Sheet(sheet, None) for sheet in part.sheets()]
        return _of_sheets(part, path, found, date_order)
    except Refused as refused:
        return account.refused(part, path, str(refused))


@dataclass(frozen=True)
class _Sheet:
    sheet: Sheet
    layout: Layout | None


def _of_sheets(part: Part, path: str, found: Sequence[_Sheet], date_order: str | None) -> Reading:
    laid: list[tuple[Sheet, Layout]] = []
    first: Layout | None = None
    for entry in found:
        if not entry.sheet.rows or not entry.sheet.width:
            continue
        given = layout.of(entry.sheet, first)
        laid.append((entry.sheet, given))
        if first is None and given.kind == "payments":
            first = given
    if not laid:
        raise Refused("the file holds nothing but blanks", "Fetch it again")
    ledgers = [(sheet, given) for sheet, given in laid if given.kind == "payments"]
    if ledgers:
        votes = [_votes(sheet, given) for sheet, given in ledgers]
        vote = reduce(Votes.__add__, votes)
        order = vote.order or date_order
        sheets = [_payments(sheet, given, order) for sheet, given in ledgers]
        others = [(sheet, given) for sheet, given in laid if given.kind != "payments"]
        return account.payments(part, path, sheets, others, vote, order)
    raise Refused("this is no list of payments that can be recognised")


def _votes(sheet: Sheet, given: Layout) -> Votes:
    columns = [given.roles.columns[role] for role in ("paid_on", "invoice_date") if role in given.roles.columns]
    return reduce(Votes.__add__, (dates.votes(sheet.column(i)) for i in columns), Votes())


def _payments(sheet: Sheet, given: Layout, order: str | None) -> PaymentSheet:
    money = amounts.parse(sheet.column(given.roles.columns["amount"]))
    classified = rows.classify(sheet, given, money.values)
    if classified.run_together:
        whole = mend.mended(sheet, given, classified.run_together)
        if whole is not None:
            apart = amounts.parse(whole.column(given.roles.columns["amount"]))
            again = rows.classify(whole, given, apart.values)
            if mend.proved(again, rows.pennies(apart.values, again.codes)):
                sheet, money, classified = whole, apart, again
    paid_on, basis, stood_in = _dated(sheet, given, order)
    return PaymentSheet(sheet, given, money, paid_on, classified, basis, stood_in, order)


def _dated(
    sheet: Sheet, given: Layout, order: str | None
) -> tuple[pa.ChunkedArray | None, pa.ChunkedArray | None, int]:
    """paid_on, which date that is, and how many blank payment dates another date stands in for."""
    index = given.roles.columns.get("paid_on")
    if index is None:
        return None, None, 0
    null = pa.scalar(None, pa.string())
    paid_on = dates.parse(sheet.column(index), order)
    basis = pc.if_else(pc.is_valid(paid_on), pa.scalar(given.roles.date_basis, pa.string()), null)
    open_rows = pc.equal(pc.utf8_trim_whitespace(sheet.column(index)), "")
    stood_in = 0
    for other, other_basis in given.roles.stand_ins:
        if not pc.any(open_rows).as_py():
            break
        stand = pc.if_else(open_rows, dates.parse(sheet.column(other), order), pa.scalar(None, pa.date32()))
        fresh = pc.and_(pc.is_null(paid_on), pc.is_valid(stand))
        stood_in += pc.sum(fresh).as_py() or 0
        basis = pc.if_else(fresh, other_basis, basis)
        paid_on = pc.coalesce(paid_on, stand)
        open_rows = pc.and_(open_rows, pc.is_null(paid_on))
    return paid_on, basis, stood_in
