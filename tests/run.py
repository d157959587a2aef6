"""Run the program as its user does: another process, its exit code, what it prints."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

COMMAND = [sys.executable, "-m", "localspend"]


def localspend(
    *args: str | Path, cwd: Path | None = None, prefix: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """`localspend *args`, perhaps under a `prefix` such as prlimit."""
    words = [*prefix, *COMMAND, *map(str, args)]
    return subprocess.run(
        words, cwd=cwd, capture_output=True, text=True, timeout=300, env=os.environ | {"COLUMNS": "200"}
    )
