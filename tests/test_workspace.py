"""Snapshots: whole or not at all, whatever happens."""

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from localspend import workspace
from localspend.errors import BusyError, InputError


def publish(folder: Path, identity: str) -> workspace.Snapshot:
    with workspace.unfinished(folder) as making:
        (making / "manifest.json").write_text(f'{{"inputs": "{identity}"}}')
        return workspace.publish(folder, making, identity)


def test_published_snapshot_is_current_and_numbered(tmp_path: Path) -> None:
    first, second = publish(tmp_path, "a" * 64), publish(tmp_path, "b" * 64)
    assert (first.id, second.id) == ("0001-aaaaaaaaaaaa", "0002-bbbbbbbbbbbb")
    assert workspace.current(tmp_path) == second


def test_nothing_built_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="localspend build"):
        workspace.current(tmp_path)


def test_current_that_names_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "current").write_text("0009-gone")
    with pytest.raises(InputError, match="0009-gone"):
        workspace.current(tmp_path)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe"])
def test_current_that_is_no_name_is_said(tmp_path: Path, content: bytes) -> None:
    publish(tmp_path, "a" * 64)
    (tmp_path / "current").write_bytes(content)
    with pytest.raises(InputError, match="a snapshot that is not there"):
        workspace.current(tmp_path)


def test_damaged_snapshot_names_the_file(tmp_path: Path) -> None:
    snapshot = publish(tmp_path, "a" * 64)
    (snapshot.folder / "payments.parquet").write_bytes(b"PAR1 cut short")
    (snapshot.folder / "manifest.json").write_text("{")
    for name in ("payments", "suppliers"):
        with pytest.raises(InputError, match=f"{name}.parquet is missing or cannot be read"):
            snapshot.table(snapshot.connect(), name)
    with pytest.raises(InputError, match=r"manifest\.json is missing or cannot be read"):
        _ = snapshot.manifest


def test_failed_making_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="disk"), workspace.unfinished(tmp_path):
        raise OSError("disk full")
    assert list((tmp_path / "snapshots").iterdir()) == []


def test_tidy_keeps_the_last_the_current_and_the_pinned(tmp_path: Path) -> None:
    made = [publish(tmp_path, letter * 64).id for letter in "abcdef"]
    (tmp_path / "pinned").write_text(made[0])
    (tmp_path / "snapshots" / ".unfinished-x").mkdir()
    stray = tmp_path / "snapshots" / "0007-finished-but-never-current"
    stray.mkdir()
    workspace.tidy(tmp_path, keep=3)
    assert sorted(p.name for p in (tmp_path / "snapshots").iterdir()) == [made[0], *made[3:]]


def hold(folder: str, ready: "multiprocessing.synchronize.Event") -> None:
    with workspace.lock(Path(folder)):
        ready.set()
        signal.pause()


def test_second_build_is_told_busy_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=hold, args=(str(tmp_path), ready))
    process.start()
    assert ready.wait(30)
    with pytest.raises(BusyError), workspace.lock(tmp_path):
        pass
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    with workspace.lock(tmp_path):
        assert (tmp_path / ".lock").exists()


def test_write_whole_leaves_a_pipe_or_a_device_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="no ordinary file"):
        workspace.write_whole(tmp_path / "pipe", "one")
    assert (tmp_path / "pipe").is_fifo()
    assert len(list(tmp_path.iterdir())) == 1


def test_write_whole_replaces_and_leaves_no_part(tmp_path: Path) -> None:
    path = tmp_path / "current"
    workspace.write_whole(path, "one")
    workspace.write_whole(path, "two")
    assert path.read_text() == "two"
    assert [p.name for p in tmp_path.iterdir()] == ["current"]
