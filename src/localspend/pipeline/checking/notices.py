"""Notices files -> findings: each release once through the cheap checks, all of them through those that compare."""

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import ibis

from localspend.pipeline.checking import lines
from localspend.pipeline.checking.tally import RULES, SINGLE, Tallied
from localspend.quality import CHECKS
from localspend.quality.kept import Kept
from localspend.quality.notice import notice
from localspend.sources.notices.opened import Part
from localspend.sources.notices.read import parts, releases

#: Checks whose values are suppliers' names.
NAMING = ("one_id_many_names",)
ACROSS = {name: module for name, module in CHECKS.items() if hasattr(module, "notices")}
#: Bytes of files that are worth the second that a second process takes to start; of a part that it is given.
WORTH_A_WORKER, PART = 64 * 1024**2, 16 * 1024**2


@contextmanager
def _held_for_good() -> Iterator[None]:
    """Python would look for cycles among all releases again and again while their number grows; there are none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@dataclass(frozen=True)
class Job:
    """A file, or a part of it, to be judged release by release."""

    path: Path
    part: Part | None
    as_of: date
    most: int | None

    @_held_for_good()
    def run(self) -> Tallied:
        """Read it, and judge each of its releases."""
        path, tallied = str(self.path), Tallied(self.most)
        for found in releases(self.path, self.part):
            name = f"{path}!{found.member}" if found.member else path
            tallied.paths[name] = tallied.paths.get(name, 0) + (found.release is not None)
            if found.note:
                tallied.notes[name] = found.note
            n = notice(found.release or {}, name, found.line, self.as_of, found.problem)
            if found.release is None:
                n.misshapen = n.misshapen[:1]
            tallied.add(n, SINGLE if found.release is not None else (RULES["schema_error"],))
        # An archive is its members, unless it has none.
        return tallied if tallied.paths else replace(tallied, paths={path: 0})


@_held_for_good()
def read(paths: Sequence[Path], as_of: date, most: int | None, progress: Callable[[int, int], None]) -> Tallied:
    """Read the files at `paths` and judge each of their releases, by itself and beside the others."""
    jobs = [Job(path, part, as_of, most) for path in paths for part in parts(path, PART)]
    size = sum(path.stat().st_size for path in paths)
    found: dict[Job, Tallied] = {}
    for job, its in _side_by_side(jobs) if size >= WORTH_A_WORKER else ((job, job.run()) for job in jobs):
        found[job] = its
        progress(len(found), len(jobs))
    tallied = Tallied(most)
    for job in jobs:
        tallied.join(found.pop(job))
    compare(tallied, as_of)
    return tallied


def _side_by_side(jobs: Sequence[Job]) -> Iterator[tuple[Job, Tallied]]:
    """Each job's outcome: a second process begins with the first, this one with the last, until they meet."""
    # Spawned, since a forked child may hold a lock of the parent's Arrow threads.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        given = [(job, pool.submit(Job.run, job)) for job in jobs]
        while given and given[-1][1].cancel():
            job, _ = given.pop()
            yield job, job.run()
        yield from ((job, promise.result()) for job, promise in given)


def compare(tallied: Tallied, as_of: date) -> None:
    """The checks that look at all releases."""
    places = {id(n): place for place, n in enumerate(tallied.kept)}
    read = [n for n in tallied.kept if n.ocid or n.id]
    for name, module in ACROSS.items():
        for judged in module.notices(read, as_of):
            tallied.judge(RULES[name], places[id(judged[0])], judged)


def awarded(kept: Sequence[Kept]) -> list[str] | None:
    """The suppliers that awards name, None where there is no award."""
    names = {s.key for n in kept if n.awards for s in n.suppliers if s.key}
    return sorted(names) if names else None


def mask_names(tallied: Tallied, connection: ibis.BaseBackend, *, unmasked: bool) -> None:
    """Put what may be shown in the place of suppliers' names that findings hold."""
    found = [one for held in tallied.findings.values() for name, one in held.items() if name in NAMING]
    names = sorted({spot.value for one in found for spot in one.spots if spot.value})
    if not names:
        return
    shown = lines.shown(connection, names, unmasked=unmasked)
    for one in found:
        one.spots = [replace(spot, value=shown.get(spot.value or "")) for spot in one.spots]
