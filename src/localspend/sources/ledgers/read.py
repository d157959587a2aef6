"""A file -> its Readings: the parts of the file, the sheets of a part, the layout of a sheet, the rows of a layout."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from localspend.errors import InputError
from localspend.sources.ledgers import (
    account,
    containers,
    dates,
    layout,
    mend,
    money,
    overlap,
    period,
    records,
    rows,
    scalars,
    years,
)
from localspend.sources.ledgers import (
    manifest as manifests,
)
from localspend.sources.ledgers.account import Refusals
from localspend.sources.ledgers.containers import Part
from localspend.sources.ledgers.dates import Votes
from localspend.sources.ledgers.layout import Layout
from localspend.sources.ledgers.manifest import Rule
from localspend.sources.ledgers.payments import PaymentSheet
from localspend.sources.ledgers.reading import Reading
from localspend.sources.ledgers.records import RecordSheet
from localspend.sources.ledgers.refusal import SPREADSHEET, Refused
from localspend.sources.ledgers.scalars import EMPTY, NO_DATE, NO_TEXT
from localspend.sources.ledgers.sheet import Sheet

Laid = tuple[Sheet, Layout]


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


def read_together(
    paths: Sequence[Path],
    *,
    manifest: Mapping[str, Any] | None = None,
    seen: Callable[[int], None] = lambda done: None,
) -> list[Reading]:
    """The Readings of files of one publisher: where the dates of one cannot tell day from month, the others decide.

    A path that is no file gives a refused Reading. seen: called with the number of files that are done.
    """
    found: list[tuple[Path, list[Reading]]] = []
    for done, path in enumerate(paths, 1):
        try:
            found.append((path, read(path, manifest=manifest)))
        except InputError as error:
            found.append((path, [Reading(str(path), str(path), "", "refused", f"{error.what}. {error.todo}")]))
        seen(done)
    order = majority([reading for _, readings in found for reading in readings])
    return [
        reading
        for path, readings in found
        for reading in (
            read(path, manifest=manifest, date_order=order)
            if order and any(one.dates_ambiguous for one in readings)
            else readings
        )
    ]


def majority(readings: Sequence[Reading]) -> str | None:
    """The order of day and month that most of `readings` tell, dmy or mdy; None where none does."""
    told = Counter(r.date_order for r in readings if r.date_order in ("dmy", "mdy") and not r.dates_ambiguous)
    return told.most_common(1)[0][0] if told else None


def _read_part(part: Part, path: str, manifest: Mapping[str, Any] | None, date_order: str | None) -> Reading:
    rule = manifests.rule(manifest, part.source_id)
    try:
        sheets = [sheet for sheet in part.sheets() if sheet.rows and sheet.width]
        laid = _laid(sheets, rule)
        ledgers = [each for entry in laid if entry[1].kind == "payments" for each in years.apart(*entry)]
        registers = [entry for entry in laid if entry[1].kind == "contracts"]
        lists = [entry for entry in laid if entry[1].kind == "suppliers"]
        refused = account.refusals([entry for entry in laid if entry[1].kind not in account.KINDS])
        if not ledgers and not registers and not lists:
            raise Refused(account.nothing(laid), SPREADSHEET)
        vote = reduce(Votes.__add__, (_votes(*entry) for entry in (*ledgers, *registers)), Votes())
        order = rule.date_order or vote.order or vote.leaning(_months(part, ledgers)) or date_order
        more = [records.contracts(sheet, given, order) for sheet, given in registers]
        more += [records.suppliers(sheet, given) for sheet, given in lists]
        if not ledgers:
            return account.of_records(part, path, more, refused)
        return _payments(part, path, ledgers, more, refused, vote, order)
    except Refused as refusal:
        return account.refused(part, path, str(refusal))


def _laid(sheets: Sequence[Sheet], rule: Rule) -> list[Laid]:
    """Each sheet with its layout; a sheet without a header may continue the first sheet with payments."""
    laid: list[Laid] = []
    first: Layout | None = None
    for sheet in sheets:
        if (rule.sheets and sheet.name not in rule.sheets) or pc.all(sheet.blank()).as_py():
            continue
        given = layout.of(sheet, first, rule)
        laid.append((sheet, given))
        if first is None and given.kind == "payments":
            first = given
    return laid


def _months(part: Part, ledgers: Sequence[Laid]) -> list[tuple[int, int]]:
    """The months that titles, sheets' names or the file's name tell."""
    texts = [text for sheet, given in ledgers for text in account.titles(sheet, given)]
    return next(filter(None, map(period.months, [*texts, part.source_id])), [])


def _votes(sheet: Sheet, given: Layout) -> Votes:
    columns = given.roles.columns
    if given.kind == "contracts":
        columns = records.contract_roles(given.names, given.profiles)
    when = [columns[role] for role in ("paid_on", "invoice_date", *records.DATES) if role in columns]
    return reduce(Votes.__add__, (dates.votes(sheet.column(i)) for i in when), Votes())


def _payments(
    part: Part,
    path: str,
    ledgers: Sequence[Laid],
    more: Sequence[RecordSheet],
    refused: Refusals,
    vote: Votes,
    order: str | None,
) -> Reading:
    sheets = [_payment_sheet(sheet, given, order) for sheet, given in ledgers]
    again = overlap.repeated(sheets)
    refused = [*refused, *((sheets[i].name, why) for i, why in sorted(again.items()))]
    kept = [sheet for i, sheet in enumerate(sheets) if i not in again]
    if not any(sheet.rows_payment for sheet in kept):
        raise Refused("no line of this file is a payment with an amount", SPREADSHEET)
    return account.of_payments(part, path, kept, more, refused, vote, order)


def _payment_sheet(sheet: Sheet, given: Layout, order: str | None) -> PaymentSheet:
    index = given.roles.columns["amount"]
    found = money.values(sheet, given.roles.money, index)
    classified = rows.classify(sheet, given, found.values)
    if classified.run_together:
        whole = mend.mended(sheet, given, classified.run_together)
        if whole is not None:
            apart = money.values(whole, given.roles.money, index)
            again = rows.classify(whole, given, apart.values)
            if mend.proved(again, rows.pennies(apart.values, again.codes)):
                sheet, found, classified = whole, apart, again
    paid_on, basis, stood_in = _dated(sheet, given, order)
    return PaymentSheet(sheet, given, found, paid_on, classified, basis, stood_in, order)


def _dated(
    sheet: Sheet, given: Layout, order: str | None
) -> tuple[pa.ChunkedArray | None, pa.ChunkedArray | None, int]:
    """paid_on, which date that is, and how many blank payment dates another date stands in for."""
    index = given.roles.columns.get("paid_on")
    if index is None:
        return None, None, 0
    null = NO_TEXT
    paid_on = dates.parse(sheet.column(index), order)
    basis = pc.if_else(pc.is_valid(paid_on), scalars.text(given.roles.date_basis or ""), null)
    open_rows = pc.equal(pc.utf8_trim_whitespace(sheet.column(index)), EMPTY)
    stood_in = 0
    for other, other_basis in given.roles.stand_ins:
        if not pc.any(open_rows).as_py():
            break
        stand = pc.if_else(open_rows, dates.parse(sheet.column(other), order), NO_DATE)
        fresh = pc.and_(pc.is_null(paid_on), pc.is_valid(stand))
        stood_in += pc.sum(fresh).as_py() or 0
        basis = pc.if_else(fresh, scalars.text(other_basis), basis)
        paid_on = pc.coalesce(paid_on, stand)
        open_rows = pc.and_(open_rows, pc.is_null(paid_on))
    return paid_on, basis, stood_in
