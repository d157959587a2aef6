"""The real files of ../shared, which are not part of the project: tests that need them skip where they are absent."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared(name: str) -> Path:
    """The real file or folder `name`, or skip the test."""
    path = SHARED / name
    if not path.exists():
        pytest.skip("../shared is not here")
    return path
