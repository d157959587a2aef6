"""Who may not be asked, by a list that the buyer keeps: the public debarment list, say, or its own exclusions.

CSV with the columns supplier_id and why; why is told to whoever asks.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

from localspend.errors import InputError

COLUMNS = ("supplier_id", "why")


def read(path: Path) -> Mapping[str, str]:
    """supplier_id -> why. Raises InputError for a file that is none, or a line without an id or a reason."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise InputError("the list cannot be read", where=str(path), todo="Give it as CSV in UTF-8") from None
    for n, row in enumerate(rows, 2):
        if not all((row.get(name) or "").strip() for name in COLUMNS):
            todo = f"Each line has {' and '.join(COLUMNS)}, such as GB-COH-01234567,on the debarment list"
            raise InputError("the line does not say who is barred, and why", where=f"{path}, line {n}", todo=todo)
    return {row["supplier_id"].strip(): row["why"].strip() for row in rows}
