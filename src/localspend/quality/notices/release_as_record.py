"""Releases counted as processes: each process (ocid) has one release in what was given.

Further releases (amendments, awards) are right in themselves: the finding says how many rows must be compiled into one
before anything is counted.
Does not apply: no release has an ocid.
Fix: publish or use compiled records (`localspend publish`); count ocids, not releases.
Source: OCDS 1.1, releases and records; one Find a Tender process with eleven releases.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from localspend.quality.headings import DUPLICATES
from localspend.quality.kept import Judged, Kept

VERSION = "1"
APPLIES = ("notices",)
HEADING = DUPLICATES


def notices(every: Sequence[Kept], as_of: date) -> Iterable[Judged]:
    """The second and further releases of an ocid, except compiled ones."""
    seen: set[str] = set()
    for n in every:
        yield n, None if not n.ocid else [("ocid", n.ocid)] if n.ocid in seen else []
        seen.add(n.ocid)
