"""Joint procurement published several times: a contract or notice stands under one buyer only.

Looked for are the same title, supplier, value and start in files of two publishers; of notices, the same title and
value under two buyers and ocids. A joint purchase that each partner publishes whole is counted once for each.
Does not apply: there is only one buyer, or titles are too short to tell (under 12 letters).
Fix: let the lead buyer publish the whole; the partners refer to it.
Source: Tussell: several teams post the same joint procurement.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from ibis.expr.types import Table

from localspend.quality.headings import DUPLICATES
from localspend.quality.kept import Judged, Kept
from localspend.quality.lines import Given, looked, several

VERSION = "1"
APPLIES = ("register", "notices")
HEADING = DUPLICATES
#: Letters of a title that make it more than "Cleaning".
TELLING = 12


def lines(t: Table, given: Given) -> Table:
    """Contracts of one title, supplier, value and start that two publishers have."""
    t = t.filter(t["list"] == "contracts", t.title.notnull(), t.letters.notnull(), t.amount.notnull())
    t = t.mutate(words=t.title.upper().re_replace(r"[^A-Z0-9]", ""), whose=t.publisher + "\n" + t.path)
    t = t.filter(t.words.length() >= TELLING, several(t.whose, None))
    return looked(t, "title", None, several(t.whose, [t.words, t.letters, t.amount, t.start_on]))


def notices(every: Sequence[Kept], as_of: date) -> Iterable[Judged]:
    """Releases whose title and value stand under another buyer and ocid too."""
    held = [n for n in every if len(n.title_key) >= TELLING and n.buyer_key]
    if len({n.buyer_key for n in held}) < 2:
        return
    buyers: dict[tuple[str, float | None], set[str]] = defaultdict(set)
    for n in held:
        buyers[n.title_key, n.value].add(n.buyer_key)
    for n in held:
        # Without a value, a title of every day ("Cleaning services") would do.
        yield n, [("tender/title", n.title)] if n.value and len(buyers[n.title_key, n.value]) > 1 else []
