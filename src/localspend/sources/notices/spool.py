"""Releases by process in bounded memory: they lie on disk until all the releases of a process are known."""

import os
import pickle
import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from localspend.sources.notices.merge import Part

#: Of one process: the longest seen has 11 releases. What is more could not be merged in bounded memory.
MOST_RELEASES, MOST_BYTES = 5_000, 32 * 1024**2


class Spool:
    """A temporary file of releases; in memory are but a few numbers a release, and the ocids."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, buffering=1 << 20)  # noqa: SIM115 - closed in __exit__
        self._at: dict[str, array[int]] = {}
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, ocid: str, part: Part) -> bool:
        """Keep one release of the process `ocid`; False where the process has too many."""
        data = pickle.dumps((part.release, part.source_id, part.line), protocol=5)
        places = self._at.setdefault(ocid, array("q"))
        if len(places) >= 2 * MOST_RELEASES or sum(places[1::2]) + len(data) > MOST_BYTES:
            return False
        places.extend((self._end, len(data)))
        self._file.write(data)
        self._end += len(data)
        return True

    def processes(self) -> Iterator[tuple[str, list[Part]]]:
        """(ocid, its releases) in the order in which the processes first came; each once."""
        self._file.flush()
        handle = self._file.fileno()
        for ocid, places in self._at.items():
            # By place and length: a buffered file would read a whole buffer for each.
            pieces = (os.pread(handle, length, place) for place, length in zip(places[::2], places[1::2], strict=True))
            yield ocid, [Part(*pickle.loads(piece)) for piece in pieces]
