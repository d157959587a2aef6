"""Killed builds, full disks, two at once: the last snapshot stays, and the next build works."""

import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from localspend import workspace
from localspend.pipeline import build
from tests.pipeline import small
from tests.run import COMMAND, localspend


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = small.write(tmp_path / "network")
    build(folder)
    return folder


def change(folder: Path, n: int) -> None:
    """Something new to build."""
    extra = f"Payment Date,Supplier Name,Net Amount,Transaction No\n05/06/2024,New Payee {n},{n}.00,N{n}\n"
    (folder / "sources" / "council" / "new.csv").write_text(extra)


def test_killed_at_any_moment_the_last_snapshot_stays_current(built: Path) -> None:
    moments = random.Random(5)
    for n in range(1, 7):
        before = workspace.current(built).id
        change(built, n)
        process = subprocess.Popen(
            [*COMMAND, "build", str(built)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(moments.uniform(0.05, 3.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        current = workspace.current(built)
        # Killed after the publication, the new one is current; it is whole either way.
        assert current.id >= before
        assert current.table(current.connect(), "payments").count().to_pyarrow().as_py() >= 7
    assert localspend("build", built).returncode == 0
    left = [p.name for p in (built / "snapshots").iterdir() if p.name.startswith(".")]
    assert left == []


def test_two_builds_at_once_the_second_ends_with_4(built: Path) -> None:
    change(built, 1)
    with workspace.lock(built):
        second = localspend("build", built)
    assert second.returncode == 4
    assert "another build holds this network" in second.stderr


@pytest.mark.skipif(not shutil.which("prlimit"), reason="util-linux's prlimit stands in for a disk that is full")
def test_disk_that_fills_up_is_said_and_loses_nothing(built: Path) -> None:
    before = workspace.current(built)
    change(built, 1)
    full = localspend("build", built, prefix=["prlimit", "--fsize=2000"])
    assert full.returncode == 3, full.stderr
    assert "Traceback" not in full.stderr
    assert "disk" in full.stderr
    assert workspace.current(built) == before
    assert localspend("build", built).returncode == 0


def read_only(folder: Path) -> bool:
    """Make `folder` a read-only mount of itself; False where this machine does not let us (root ignores chmod)."""
    if os.geteuid() != 0:
        folder.chmod(0o500)
        return True
    bind = subprocess.run(["mount", "--bind", str(folder), str(folder)], capture_output=True)
    return bind.returncode == 0 and subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)]).returncode == 0


def test_read_only_folder_is_said(built: Path) -> None:
    change(built, 1)
    if not read_only(built):
        pytest.skip("this machine lets nobody mount a folder read-only")
    try:
        result = localspend("build", built)
        read = localspend("query", built, "select count(*) as n from payments", "--json")
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(built)], check=True)
        else:
            built.chmod(0o700)
    assert result.returncode == 3, result.stderr
    assert "Read-only" in result.stderr or "Permission" in result.stderr
    assert '"n": 7' in read.stdout


@pytest.mark.parametrize(
    ("change_toml", "line", "what"),
    [
        (('kind = "council"', 'kind = "concil"'), "line 5", "did you mean council"),
        (("[[areas]]", "[[areas"), "", "TOML"),
    ],
)
def test_broken_network_ends_with_3_and_the_line(
    built: Path, change_toml: tuple[str, str], line: str, what: str
) -> None:
    toml = built / "network.toml"
    toml.write_text(toml.read_text().replace(*change_toml, 1))
    result = localspend("build", built)
    assert result.returncode == 3
    assert line in result.stderr
    assert what in result.stderr


def test_formula_in_a_ledger_is_harmless_in_what_we_write(built: Path) -> None:
    (built / "sources" / "council" / "new.csv").write_text(
        "Payment Date,Supplier Name,Net Amount,Transaction No\n"
        "05/06/2024,=HYPERLINK(1),12.00,N1\n06/06/2024,B,13.00,N2\n"
    )
    assert localspend("build", built).returncode == 0
    told = localspend("query", built, "select supplier_text from payments where reference = 'N1'", "--csv")
    assert told.stdout.splitlines() == ["supplier_text", "'=HYPERLINK(1)"]
