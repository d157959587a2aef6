"""What `check` is asked about: files, and the files in folders."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from localspend.pipeline.checking.lines import publishers
from localspend.sources import ledgers
from localspend.sources.ledgers import Reading

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


def readings(paths: Sequence[Path], seen: Callable[[int], None] = lambda done: None) -> list[Reading]:
    """The files at `paths` as ledgers or registers; those of one publisher tell each other's order of day and month."""
    theirs: dict[str, list[Path]] = defaultdict(list)
    for path, publisher in publishers([str(path) for path in paths]).items():
        theirs[publisher].append(Path(path))
    found: list[Reading] = []
    before = 0
    for files in theirs.values():
        found += ledgers.read_together(files, seen=partial(_seen_more, seen, before))
        before += len(files)
    place = {str(path): number for number, path in enumerate(paths)}
    return sorted(found, key=lambda reading: place[reading.path])


def _seen_more(seen: Callable[[int], None], before: int, done: int) -> None:
    seen(before + done)
