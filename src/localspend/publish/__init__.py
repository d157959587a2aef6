"""Publishing a snapshot as open data: transparency-code CSV, a data package, OCDS; the same bytes each time.

What is published is masked as `query` masks it, and holds no line of an institution that shares aggregates only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from localspend import workspace
from localspend.publish import folder, ocds, package, transparency
from localspend.publish.asked import Asked
from localspend.publish.folder import Written
from localspend.publish.source import Source

#: Part -> what writes it into a folder of its own and says what to know of it.
PARTS: dict[str, Callable[[Source, Path], list[str]]] = {
    "transparency": transparency.write,
    "package": package.write,
    "ocds": ocds.write,
}


@dataclass(frozen=True)
class Published:
    """The files that were written, relative to the folder, and what to know when using them."""

    folder: Path
    files: tuple[Written, ...]
    notes: tuple[str, ...]


def write(network_dir: Path, out: Path, asked: Asked) -> Published:
    """Write the current snapshot of the network as open data under `out`.

    Everything is made before anything is put in its place; files of an earlier publication that this one has no more
    are removed, unless somebody changed them. Raises InputError where nothing was built, or where the only institution
    asked for shares aggregates; UsageError for an institution that the network has not.
    """
    source = Source(workspace.current(network_dir), asked)
    notes = [*source.notes]
    with folder.staged(out) as making:
        chosen = list(PARTS) if asked.what == "all" else [asked.what]
        for part in chosen:
            (making / part).mkdir()
            notes += PARTS[part](source, making / part)
        files = folder.put(making, out, source.snapshot.id)
    return Published(out, tuple(files), tuple(notes))
