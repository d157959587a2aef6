"""Releases by process in bounded memory: they lie on disk until all the releases of a process are known."""

import pickle
import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from localspend.sources.notices.merge import Part


class Spool:
    """A temporary file of releases; in memory are but a few numbers a release, and the ocids."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, buffering=1 << 20)  # noqa: SIM115 - closed in __exit__
        self._at: dict[str, array[int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, ocid: str, part: Part) -> None:
        """Keep one release of the process `ocid`."""
        self._at.setdefault(ocid, array("q")).append(self._file.tell())
        pickle.dump((part.release, part.source_id, part.line), self._file, protocol=5)

    def processes(self) -> Iterator[tuple[str, list[Part]]]:
        """(ocid, its releases) in the order in which the processes first came; each once."""
        for ocid, places in self._at.items():
            parts = []
            for place in places:
                self._file.seek(place)
                release, source_id, line = pickle.load(self._file)
                parts.append(Part(release, source_id, line))
            yield ocid, parts
