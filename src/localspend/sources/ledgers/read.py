"""A file -> its Readings: the parts of the file, the sheets of a part, the layout of a sheet, the rows of a layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import pyarrow as pa

from localspend.errors import InputError
from localspend.sources.ledgers import account, amounts, containers, dates, kinds, layout, rows
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
    when = given.roles.columns.get("paid_on")
    paid_on: pa.ChunkedArray | None = None if when is None else dates.parse(sheet.column(when), order)
    classified = rows.classify(sheet, given, money.values)
    return PaymentSheet(
        sheet.name, sheet, given, money, paid_on, classified, order, given.roles.amount_basis
    )
