"""A file of notices as `read` accounts for it: what it is, and that it holds no payments."""

import hashlib
from datetime import date
from pathlib import Path

from localspend.sources.ledgers.reading import Reading
from localspend.sources.notices.convert import accounts, as_source_file


def readings(path: Path) -> list[Reading]:
    """A Reading for each part of the file of notices at `path`, without payments. Raises OSError."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    made = []
    for account in accounts(path, str(path)):
        row = as_source_file(account, None, sha256)
        first, last = (row[name] and date.fromisoformat(row[name]) for name in ("first_date", "last_date"))
        made.append(
            Reading(
                source_id=row["source_id"],
                path=str(path),
                sha256=sha256,
                outcome=row["outcome"],
                message=row["message"],
                kind=row["kind"],
                rows_read=row["rows_read"],
                first_date=first,
                last_date=last,
            )
        )
    return made
