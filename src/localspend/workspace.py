"""The network's folder: snapshots published whole or not at all, one build at a time, provenance.

A snapshot is written to a hidden temporary folder, fsynced and renamed; `current` is a text file that names it,
replaced atomically. Killed at any moment, a build leaves the last snapshot current (docs/decisions/0003-snapshots.md).
"""

import contextlib
import errno
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from localspend.errors import BusyError, InputError

if TYPE_CHECKING:  # Ibis takes a second to import, and "nothing changed" must not need it
    import ibis

#: Hidden, so that no reader of the folder takes it for a snapshot.
UNFINISHED = ".unfinished-"


@dataclass(frozen=True)
class Snapshot:
    """One published build: Parquet files that never change, and their manifest."""

    folder: Path

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def manifest(self) -> dict[str, Any]:
        try:
            manifest: dict[str, Any] = json.loads((self.folder / "manifest.json").read_bytes())
        except ValueError:
            raise self.damaged("manifest.json") from None
        return manifest

    def damaged(self, name: str) -> InputError:
        """What to say of a file of the snapshot that is not as the build wrote it."""
        return InputError(
            f"the snapshot is damaged: {name} is missing or cannot be read",
            where=str(self.folder),
            todo="Remove the file `current` and run `localspend build`",
        )

    def connect(self) -> "ibis.BaseBackend":
        """An engine to ask this snapshot with."""
        from localspend import engine

        return engine.duckdb()

    def table(self, connection: "ibis.BaseBackend", name: str) -> "ibis.Table":
        """The table `name` of this snapshot (see localspend.tables.SNAPSHOT)."""
        from localspend import engine

        path = self.folder / f"{name}.parquet"
        if not engine.is_parquet(path):
            raise self.damaged(path.name)
        return engine.read_parquet(connection, path)


def current(folder: Path | str) -> Snapshot:
    """The current snapshot of the network in `folder`; raises InputError where nothing was built."""
    found = latest(folder)
    if found is None:
        raise InputError("nothing has been built here yet", where=str(folder), todo="Run `localspend build` first")
    return found


def latest(folder: Path | str) -> Snapshot | None:
    """The current snapshot, or None."""
    pointer = Path(folder) / "current"
    if not pointer.is_file():
        return None
    name = pointer.read_text(encoding="utf-8", errors="replace").strip()
    snapshot = Path(folder) / "snapshots" / name
    if not name or not (snapshot / "manifest.json").is_file():
        raise InputError(
            f"`current` names a snapshot that is not there: {name or '(nothing)'}",
            where=str(pointer),
            todo="Remove the file `current` and run `localspend build`",
        )
    return Snapshot(snapshot)


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold the network for one build; raises BusyError if another build holds it. A killed build lets go by itself."""
    with (folder / ".lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(
                "another build holds this network", where=str(folder), todo="Wait until it ends, then try again"
            ) from None
        yield


@contextlib.contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """A temporary folder for a snapshot in the making, on the same disk; removed unless it was published."""
    snapshots = folder / "snapshots"
    snapshots.mkdir(exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=snapshots))
    try:
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)


def publish(folder: Path, making: Path, identity: str) -> Snapshot:
    """Make the finished folder `making` the current snapshot under a name of the next number and `identity`."""
    numbers = [int(p.name[:4]) for p in (folder / "snapshots").iterdir() if p.name[:4].isdigit()]
    target = folder / "snapshots" / f"{max(numbers, default=0) + 1:04d}-{identity[:12]}"
    for file in making.iterdir():
        _sync(file)
    _sync(making)
    making.chmod(0o755)
    making.rename(target)
    _sync(target.parent)
    write_whole(folder / "current", target.name + "\n")
    return Snapshot(target)


def tidy(folder: Path, keep: int = 5) -> None:
    """Remove what never became current, and all but the last `keep` snapshots; pinned ones and the current one stay."""
    snapshots = folder / "snapshots"
    held = latest(folder)
    if not snapshots.is_dir():
        return
    for leftover in snapshots.glob(UNFINISHED + "*"):
        shutil.rmtree(leftover, ignore_errors=True)
    finished = sorted(p for p in snapshots.iterdir() if p.is_dir() and p.name[:4].isdigit())
    stray = [p for p in finished if held is None or p.name > held.id]
    pins = pinned(folder)
    old = [p for p in finished if p not in stray][: -max(keep, 1)]
    for snapshot in [*stray, *old]:
        if snapshot.name not in pins and (held is None or snapshot.name != held.id):
            shutil.rmtree(snapshot)


def pinned(folder: Path) -> set[str]:
    """The snapshots that `pinned` names, a line each: they are kept for good."""
    pins = folder / "pinned"
    return set(pins.read_text(encoding="utf-8", errors="replace").split()) if pins.is_file() else set()


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part, whatever happens.

    Raises OSError, also for a device or a pipe: to rename over it would destroy it.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise FileExistsError(errno.EEXIST, "It is no ordinary file", str(path))
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
