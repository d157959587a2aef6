"""Award missing: 300 days after its deadline a tender has an award notice or says that it was cancelled.

Does not apply: no deadline lies more than 300 days before the day of the check. Where the files hold only tender
notices for a process, the award may stand in a file that was not given.
Fix: publish the award, or that there was none.
Source: OpenOpps: tenders over 300 days old without an award notice (central government 23%).
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from localspend.quality.headings import THREAD
from localspend.quality.kept import Judged, Kept

VERSION = "1"
APPLIES = ("notices",)
HEADING = THREAD
DAYS = 300


def notices(every: Sequence[Kept], as_of: date) -> Iterable[Judged]:
    """Tender notices of old processes that end without an award, one entry a process."""
    limit = (as_of - timedelta(days=DAYS)).isoformat()
    ended = {n.ocid for n in every if n.ended}
    seen: set[str] = set()
    for n in every:
        if n.ocid and n.ocid not in seen and n.is_tender and n.deadline and n.deadline < limit:
            seen.add(n.ocid)
            yield n, [] if n.ocid in ended else [("tender/tenderPeriod/endDate", n.deadline)]
