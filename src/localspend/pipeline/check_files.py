"""What `check` is asked about: files, and the files in folders."""

from collections.abc import Sequence
from pathlib import Path

#: How names begin of what is not somebody's file: hidden, or what an office program holds open.
HIDDEN = (".", "~$")


def listed(paths: Sequence[Path]) -> list[Path]:
    """The files at `paths`, each once; of folders those at any depth, by name, without hidden ones.

    A folder that holds none stands for itself.
    """
    return list(dict.fromkeys(one for path in paths for one in (_inside(path) if path.is_dir() else [path])))


def _inside(folder: Path) -> list[Path]:
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(HIDDEN) for part in path.relative_to(folder).parts)
    ]
    return found or [folder]
