"""One network and its report for the whole run."""

from pathlib import Path

import pytest

from localspend import reports
from tests.reports import snapshots


@pytest.fixture(scope="session")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network folder with a snapshot."""
    return snapshots.write(tmp_path_factory.mktemp("network"))


@pytest.fixture(scope="session")
def written(network: Path) -> Path:
    """The path of its index.html."""
    return reports.write(network)
