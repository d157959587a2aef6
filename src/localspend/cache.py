"""What did not change is not computed again: work is kept in .cache by the hash of all that went into it."""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from functools import cache as once
from pathlib import Path

PACKAGE = Path(__file__).parent


def kept(folder: Path, kind: str, parts: Iterable[str], make: Callable[[Path], None]) -> Path:
    """A folder with what `make` writes into it, made once for the same `parts` and the same code.

    Renamed into place when whole, so a killed build leaves nothing that a later one would believe.
    """
    target = place(folder, kind, parts)
    if target.is_dir():
        os.utime(target)
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=target.parent))
    try:
        make(making)
        try:
            making.rename(target)
        except OSError:
            # Another process was quicker with the same: one of the two is enough.
            if not target.is_dir():
                raise
            shutil.rmtree(making, ignore_errors=True)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return target


def place(folder: Path, kind: str, parts: Iterable[str]) -> Path:
    """Where `kept` keeps what was made of `parts`."""
    return folder / ".cache" / kind / digest([*parts, code_version()])[:32]


def forget(folder: Path, used: Iterable[Path]) -> None:
    """Remove everything from the cache but what this build `used`."""
    held = set(used)
    for entry in (folder / ".cache").glob("*/*"):
        if entry.is_dir() and entry not in held:
            shutil.rmtree(entry, ignore_errors=True)


def digest(parts: Iterable[str]) -> str:
    """One SHA-256 of several texts."""
    return hashlib.sha256(json.dumps(list(parts)).encode()).hexdigest()


@once
def code_version() -> str:
    """A hash of this package's files: another version of the code may give other tables."""
    files = sorted(p for p in PACKAGE.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return digest(f"{p.relative_to(PACKAGE)} {hashlib.sha256(p.read_bytes()).hexdigest()}" for p in files)


class Hashes:
    """SHA-256 of files, remembered by size and time of change: gigabytes are not read again for nothing."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / ".cache" / "hashes.json"
        self.known: dict[str, list[object]] = {}
        # A cache that cannot be read is a cache that is empty.
        with contextlib.suppress(OSError, ValueError, TypeError):
            self.known = {path: list(mark) for path, mark in dict(json.loads(self.path.read_bytes())).items()}

    def of(self, path: Path) -> str:
        """The SHA-256 of `path` in hexadecimal."""
        stat = path.stat()
        mark: list[object] = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
        held = self.known.get(str(path), [])
        if len(held) == 4 and held[:3] == mark:
            return str(held[3])
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        self.known[str(path)] = [*mark, found]
        return found

    def save(self) -> None:
        """Remember for the next build."""
        self.path.parent.mkdir(exist_ok=True)
        making = self.path.with_suffix(f".{os.getpid()}.new")
        making.write_text(json.dumps(self.known), encoding="utf-8")
        making.replace(self.path)
