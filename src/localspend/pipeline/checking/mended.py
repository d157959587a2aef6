"""check --fixed: mended copies, and what the checks find in them, beside what they found before."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from localspend.pipeline.checking import fixed
from localspend.pipeline.checking.check import check

Document = dict[str, Any]


def write(paths: Sequence[Path], out: Path, before: Document, *, unmasked: bool = False) -> Document:
    """Write mended copies of `paths` to `out`; says what the same checks find in them.

    before: the document of the files as they are. Returned: copies (paths), changes (their list and number),
    scorecard (of the copies) and checks (those that find another number than before). Raises UsageError as fixed
    does.
    """
    copies, listed, count = fixed.write(paths, out)
    after = check(copies, as_of=date.fromisoformat(before["as_of"]), unmasked=unmasked)
    found, left = _counts(before), _counts(after)
    return {
        "copies": [str(path) for path in copies],
        "changes": {"path": str(listed), "count": count},
        "scorecard": after["scorecard"],
        "checks": [
            {"check": name, "before": found[name], "after": left[name]} for name in found if found[name] != left[name]
        ],
    }


def _counts(document: Document) -> Counter[str]:
    """How much each check finds in all files."""
    counts: Counter[str] = Counter()
    for one in document["findings"]:
        counts[one["check"]] += one["count"]
    return counts
