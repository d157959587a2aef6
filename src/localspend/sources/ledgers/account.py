"""The account of a file in figures and words: a Reading from its sheets, or from the reason why it was refused."""

from collections import Counter
from collections.abc import Iterator, Sequence

from localspend.sources.ledgers import kinds, layout, period
from localspend.sources.ledgers.containers import Part
from localspend.sources.ledgers.dates import Votes
from localspend.sources.ledgers.layout import Layout
from localspend.sources.ledgers.payments import PaymentSheet
from localspend.sources.ledgers.reading import Reading
from localspend.sources.ledgers.records import RecordSheet
from localspend.sources.ledgers.remarks import Remark
from localspend.sources.ledgers.schemas import REASONS
from localspend.sources.ledgers.sheet import Sheet

KINDS = ("payments", "contracts", "suppliers")
#: (sheet, why it was refused)
Refusals = Sequence[tuple[str, str]]


def refused(part: Part, path: str, message: str) -> Reading:
    """A Reading of what could not be read."""
    return Reading(part.source_id, path, part.sha256, "refused", message)


def refusals(laid: Sequence[tuple[Sheet, Layout]]) -> list[tuple[str, str]]:
    """The sheets that are none of ours, and what they look like; a sheet without a name goes without saying."""
    return [(sheet.name, _other(given)) for sheet, given in laid]


def nothing(laid: Sequence[tuple[Sheet, Layout]]) -> str:
    """Why no sheet of a file could be used."""
    if not laid:
        return "the file holds nothing but blanks"
    looks = [kinds.other_list([name for _, given in laid for name in given.names])]
    looks += [what for _, given in laid for what in [kinds.other_list(given.names)] if what]
    if looks[-1]:
        return f"this looks like {looks[-1]}, not like payments"
    named = max(laid, key=lambda entry: entry[1].header.score)[1]
    missing = [role for role in ("supplier", "amount") if role not in named.roles.columns]
    if any(named.names) and missing:
        return f"no column of this file holds the {' or the '.join(missing)} of payments"
    return "this is no list of payments: no header and no columns of names, amounts and dates were found"


def _other(given: Layout) -> str:
    what = kinds.other_list(given.names)
    return f"it looks like {what}" if what else "it holds no payments"


def titles(sheet: Sheet, given: Layout) -> Iterator[str]:
    """What stands above the header, and the sheet's name."""
    top = max(given.header.rows, default=0)
    yield from (" ".join(filter(None, row)) for row in sheet.head(top))
    yield sheet.name


def of_records(part: Part, path: str, found: Sequence[RecordSheet], others: Refusals) -> Reading:
    """A Reading of a contract register or a supplier list: no payments."""
    kind = "contracts" if any(sheet.layout.kind == "contracts" for sheet in found) else "suppliers"
    lead = next(sheet for sheet in found if sheet.layout.kind == kind)
    count = sum(sheet.count for sheet in found if sheet.layout.kind == kind)
    shown = (
        f"a contract register of {count:,} lines: read as contracts, no payments"
        if kind == "contracts"
        else f"a supplier list of {count:,} lines: read as evidence for the payments, no payments itself"
    )
    return Reading(
        source_id=part.source_id,
        path=path,
        sha256=part.sha256,
        outcome="read",
        message=". ".join([shown, *_others(others)]),
        kind=kind,
        rows_read=sum(sheet.sheet.rows for sheet in found),
        columns={role: lead.layout.names[i] or f"column {i + 1}" for role, i in lead.columns.items()},
        explain=tuple(layout.explain(lead.layout)),
        date_order=lead.order,
        _records=tuple(found),
    )


def of_payments(
    part: Part,
    path: str,
    sheets: Sequence[PaymentSheet],
    more: Sequence[RecordSheet],
    others: Refusals,
    vote: Votes,
    order: str | None,
) -> Reading:
    """A Reading of payments; `more` are sheets of contracts or suppliers beside them, `others` were refused."""
    counts: Counter[str] = Counter()
    for sheet in sheets:
        counts.update(sheet.counts())
    spans = [sheet.span() for sheet in sheets]
    first = [span[0] for span in spans if span[0]]
    last = [span[1] for span in spans if span[1]]
    ambiguous = vote.either > 0 and order is None
    lead = sheets[0]
    return Reading(
        source_id=part.source_id,
        path=path,
        sha256=part.sha256,
        outcome="read",
        message=". ".join(_messages(part, sheets, more, others, ambiguous)),
        kind="payments",
        rows_read=sum(sheet.rows_read for sheet in sheets),
        rows_payment=sum(sheet.rows_payment for sheet in sheets),
        rows_excluded={reason: counts[reason] for reason in REASONS if counts[reason]},
        amount_total=sum((sheet.amount_total() for sheet in sheets[1:]), lead.amount_total()),
        first_date=min(first, default=None),
        last_date=max(last, default=None),
        undated_rows=sum(span[2] for span in spans),
        columns={role: lead.layout.name(role) for role in lead.layout.roles.columns},
        explain=tuple(layout.explain(lead.layout)),
        date_order=None if ambiguous or not first else order or ("ymd" if vote.iso else "dmy"),
        dates_ambiguous=ambiguous,
        _sheets=tuple(sheets),
        _records=tuple(more),
        _remarks=tuple(_of_file(others, ambiguous)),
    )


def _of_file(others: Refusals, ambiguous: bool) -> Iterator[Remark]:
    for name, why in others:
        yield "sheet_read", "sheet", "fail", f"sheet '{name}' was not read: {why}", name, None
    if ambiguous:
        detail = "days and months could be the other way round; day first was assumed"
        yield "date_order", "paid_on", "fail", detail, None, None


def _messages(
    part: Part, sheets: Sequence[PaymentSheet], more: Sequence[RecordSheet], others: Refusals, ambiguous: bool
) -> Iterator[str]:
    """What a person should know of the file, most important first."""
    yield from _about_dates(part, sheets)
    yield from _about_amounts(sheets)
    if ambiguous:
        yield "days and months could be the other way round: day first was assumed"
    lines = [sheet.sheet.lines[i].as_py() for sheet in sheets for i in sheet.rows.run_together]
    if lines:
        shown = ", ".join(map(str, lines[:10])) + (f" and {len(lines) - 10:,} more" if len(lines) > 10 else "")
        yield f"line {shown} has lost its separators and is not counted: ask for the file again"
    yield from _about_empty(sheets)
    yield from _about_mended(sheets)
    for sheet in sheets:
        for i, printed, added in sheet.rows.printed:
            if printed != added:
                line = sheet.sheet.lines[i].as_py()
                wrong = f"the total printed on line {line} (£{printed:,.2f})"
                yield f"{wrong} is not what the payments add up to (£{added:,.2f})"
    for record in more:
        kind = "contract register" if record.layout.kind == "contracts" else "supplier list"
        yield f"sheet '{record.sheet.name}' is a {kind} of {record.count:,} lines, read as such"
    yield from _others(others)


def _about_dates(part: Part, sheets: Sequence[PaymentSheet]) -> Iterator[str]:
    lead = sheets[0].layout.roles
    if all(sheet.span()[0] is None for sheet in sheets):
        above = [text for s in sheets for text in titles(s.sheet, s.layout)]
        told = period.of([*reversed(above), part.source_id.rsplit("/", 1)[-1]])
        why = (
            "no column of dates"
            if "paid_on" not in lead.columns
            else f"no full dates in '{sheets[0].layout.name('paid_on')}'"
        )
        yield f"{why}: the lines are undated" + (f"; the title or name says {told}" if told else "")
    elif lead.date_basis and lead.date_basis != "payment" and sheets[0].layout.names[lead.columns["paid_on"]]:
        yield f"no payment date: the {lead.date_basis} date '{sheets[0].layout.name('paid_on')}' stands in"
    turned = sum(sheet.turned_round() for sheet in sheets)
    if turned:
        yield f"{turned:,} dates seem to have day and month exchanged by a spreadsheet: ask the publisher"
    stood = sum(sheet.stood_in for sheet in sheets)
    if stood:
        others = " or ".join(dict.fromkeys(basis for _, basis in lead.stand_ins))
        yield f"{stood:,} lines have no {lead.date_basis} date: their {others} date stands in"


def _about_amounts(sheets: Sequence[PaymentSheet]) -> Iterator[str]:
    lead = sheets[0].layout
    basis = {"net": "net of VAT", "gross": "gross of VAT", "unknown": "with or without VAT: not said"}
    yield f"amounts from '{lead.name('amount')}' ({basis[lead.roles.amount_basis]})"
    marked, pieces = lead.roles.money.marks, lead.roles.money.pieces
    if marked is not None:
        yield f"the lines that '{lead.names[marked]}' marks as credits are taken off"
    if pieces:
        yield f"amounts in '{lead.name('amount')}' were cut at the commas of their thousands and are put together"
    finer = sum(sheet.money.finer for sheet in sheets)
    if finer:
        yield f"{finer:,} amounts finer than a penny were rounded half up"


def _about_empty(sheets: Sequence[PaymentSheet]) -> Iterator[str]:
    """Said where so many lines lack an amount that it may stand in another column, as in a second table below."""
    empty = sum(sheet.counts().get("no-amount", 0) for sheet in sheets)
    if empty >= max(5, 0.05 * sum(sheet.rows_payment for sheet in sheets)):
        yield f"{empty:,} lines look like payments but hold no amount where the others do: look at the excluded rows"


def _about_mended(sheets: Sequence[PaymentSheet]) -> Iterator[str]:
    for sheet in sheets:
        for line, pieces in sheet.mended():
            yield f"line {line} had lost its line ends: taken apart into {pieces}, which add up to the printed total"


def _others(others: Refusals) -> Iterator[str]:
    for name, why in others:
        if name:
            yield f"sheet '{name}' was not read: {why}"
