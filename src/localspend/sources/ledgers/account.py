"""The account of a file in figures and words: a Reading from its sheets, or from the reason why it was refused."""

from collections import Counter
from collections.abc import Sequence

from localspend.sources.ledgers import kinds, layout
from localspend.sources.ledgers.containers import Part
from localspend.sources.ledgers.dates import Votes
from localspend.sources.ledgers.layout import Layout
from localspend.sources.ledgers.payments import PaymentSheet
from localspend.sources.ledgers.reading import REASONS, Reading
from localspend.sources.ledgers.sheet import Sheet


def refused(part: Part, path: str, message: str) -> Reading:
    """A Reading of what could not be read."""
    return Reading(part.source_id, path, part.sha256, "refused", message)


def payments(
    part: Part,
    path: str,
    sheets: Sequence[PaymentSheet],
    others: Sequence[tuple[Sheet, Layout]],
    vote: Votes,
    order: str | None,
) -> Reading:
    """A Reading of payments; `others` are the sheets that were refused."""
    counts: Counter[str] = Counter()
    for sheet in sheets:
        counts.update(sheet.counts())
    spans = [sheet.span() for sheet in sheets]
    first = [span[0] for span in spans if span[0]]
    last = [span[1] for span in spans if span[1]]
    lead = sheets[0]
    return Reading(
        source_id=part.source_id,
        path=path,
        sha256=part.sha256,
        outcome="read",
        message="",
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
        date_order=order or ("ymd" if first else None),
        dates_ambiguous=vote.ambiguous,
        _sheets=tuple(sheets),
    )
