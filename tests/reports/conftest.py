"""One network and its report for the whole run."""

from pathlib import Path

import pytest

from localspend import reports, workspace
from localspend.reports import account, levers
from localspend.reports.account import Account
from tests.reports import snapshots, told


@pytest.fixture(scope="session")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network folder with a snapshot."""
    return snapshots.write(tmp_path_factory.mktemp("network"))


@pytest.fixture(scope="session")
def written(network: Path) -> Path:
    """The path of its index.html."""
    return reports.write(network)


@pytest.fixture(scope="module")
def answered(network: Path) -> Account:
    """The account of the network, with the answers of `told`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(levers, "ask", lambda *args, **options: told.LEVERS)
        return account.gather(workspace.current(network))


@pytest.fixture(scope="module")
def story_folder(network: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with the answers of `told`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(levers, "ask", lambda *args, **options: told.LEVERS)
        return reports.write(network, tmp_path_factory.mktemp("told")).parent
