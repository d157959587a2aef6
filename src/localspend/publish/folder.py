"""Where a publication is made and put: whole files only, and a list of them with their hashes."""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from localspend import workspace
from localspend.errors import InputError

#: The list of what was published: part -> snapshot and files.
LIST = "publication.json"


@dataclass(frozen=True)
class Written:
    """One file: its path in the folder, bytes and hash."""

    path: str
    size: int
    sha256: str


@contextlib.contextmanager
def staged(out: Path) -> Iterator[Path]:
    """A hidden folder beside `out`, on the same disk; removed in the end."""
    if out.exists() and not out.is_dir():
        raise InputError("this is a file, and a publication needs a folder", where=str(out))
    out.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)


def put(making: Path, out: Path, snapshot: str) -> list[Written]:
    """Move what was made under `making` to `out`, forget what an earlier publication had and this one has not."""
    files = sorted(path for path in making.rglob("*") if path.is_file())
    made = [Written(path.relative_to(making).as_posix(), path.stat().st_size, sha256(path)) for path in files]
    before = _listed(out)
    for folder in {(out / one.path).parent for one in made} | {out}:
        folder.mkdir(parents=True, exist_ok=True)
    for path, file in zip(files, made, strict=True):
        with path.open("rb") as handle:
            os.fsync(handle.fileno())
        path.replace(out / file.path)
    parts = {part.name: [one for one in made if one.path.startswith(f"{part.name}/")] for part in making.iterdir()}
    _forget(out, before, parts)
    listed = {p: {"snapshot": snapshot, "files": {f.path: f.sha256 for f in held}} for p, held in parts.items()}
    text = json.dumps(dict(sorted((before | listed).items())), indent=1, ensure_ascii=False)
    workspace.write_whole(out / LIST, text + "\n")
    return made


def sha256(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _listed(out: Path) -> dict[str, Any]:
    """What the last publications put here, or nothing."""
    try:
        found = json.loads((out / LIST).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _forget(out: Path, before: Mapping[str, Any], parts: Mapping[str, list[Written]]) -> None:
    """Remove the files of an earlier publication of the same parts, where they are as we wrote them."""
    for part, held in parts.items():
        now = {one.path for one in held}
        files = before.get(part, {}).get("files", {})
        # The list may have been edited: nothing outside the part's own folder is ours.
        gone = [(path, made) for path, made in files.items() if path not in now and Path(path).parts[:1] == (part,)]
        for path, made in gone:
            old = out / path
            if ".." not in Path(path).parts and old.is_file() and sha256(old) == made:
                old.unlink()
