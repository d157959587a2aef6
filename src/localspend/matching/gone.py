"""Who cannot be asked, because a register says that it is gone."""

import pyarrow as pa
import pyarrow.compute as pc

#: What a register says of one that cannot be asked -> why it is left out; the first that fits.
GONE = {
    "liquidation": "in liquidation, says the register", "dissolved": "dissolved, says the register",
    "removed": "removed from the register", "converted": "converted or closed, says the register",
    "closed": "converted or closed, says the register", "ceased": "ceased, says the register",
    "deregistered": "no longer registered",
}  # fmt: skip


def gone_by(status: pa.ChunkedArray, dissolved: pa.ChunkedArray) -> pa.ChunkedArray:
    """Why one of that register status cannot be asked, '' for one that can."""
    small = pc.utf8_lower(status)
    why = pc.if_else(pc.is_valid(dissolved), "dissolved, says the register", "")
    for word, reason in reversed(GONE.items()):
        why = pc.if_else(pc.match_substring(small, word), reason, why)
    return why
