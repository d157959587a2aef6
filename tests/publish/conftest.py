"""The small network and what is published of it, made once."""

from pathlib import Path

import pytest

from localspend import publish
from localspend.publish import Published
from localspend.publish.asked import Asked
from tests.publish import network


@pytest.fixture(scope="package")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small network, built."""
    return network.written(tmp_path_factory.mktemp("network"))


@pytest.fixture(scope="package")
def published(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Everything that is published of it."""
    return publish.write(built, tmp_path_factory.mktemp("out") / "public", Asked())
