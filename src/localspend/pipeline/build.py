"""build: sources -> checks -> suppliers -> places -> categories -> snapshot."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from localspend import cache, network, workspace
from localspend.errors import InputError
from localspend.network import Network
from localspend.pipeline import inputs as gathered
from localspend.pipeline.inputs import Inputs
from localspend.workspace import Snapshot

#: What a snapshot says of each institution.
AREA = ("wards", "lsoas", "districts", "counties", "regions", "postcode_areas")
TOLD = ("id", "name", "kind", "authority", "nation", "identifier", "shares")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Built:
    """What a build came to: the snapshot, whether it is new, the files that were refused (path, message), and notes."""

    snapshot: Snapshot
    new: bool
    refused: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def quiet(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def build(
    folder: Path | str, *, strict: bool = False, keep: int = 5, pin: bool = False, progress: Progress = quiet
) -> Built:
    """Build the network in `folder` and make the snapshot current; nothing new, no new snapshot.

    With `strict` a refused file stops the build. Raises InputError, BusyError.
    """
    home = network.load(folder)
    with workspace.lock(home.folder):
        progress("looking for changes", 0, 0)
        inputs = gathered.gather(home)
        before = workspace.latest(home.folder)
        if before and before.manifest["inputs"] == inputs.identity:
            snapshot, new = before, False
        else:
            snapshot, new = _make(home, inputs, progress, strict=strict), True
        if pin:
            pins = workspace.pinned(home.folder) | {snapshot.id}
            workspace.write_whole(home.folder / "pinned", "".join(f"{p}\n" for p in sorted(pins)))
        workspace.tidy(home.folder, keep)
        return _told(snapshot, new, strict=strict)


def _told(snapshot: Snapshot, new: bool, *, strict: bool) -> Built:
    manifest = snapshot.manifest
    refused = _refused([*manifest["sources"], *manifest["reference"]])
    if strict:
        _stop_if_refused(refused)
    return Built(snapshot, new, refused, tuple(manifest["notes"]))


def _refused(accounts: Sequence[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((a["path"], a["message"]) for a in accounts if a["outcome"] == "refused")


def _stop_if_refused(refused: Sequence[tuple[str, str]]) -> None:
    if refused:
        path, message = refused[0]
        more = f" ({len(refused) - 1} more were refused)" if len(refused) > 1 else ""
        raise InputError(
            message + more, where=path, todo="Mend or remove the file, or build without --strict; nothing was changed"
        )


def _make(home: Network, inputs: Inputs, progress: Progress, *, strict: bool) -> Snapshot:
    # Ibis and the readers take a second to import, which "nothing changed" does not need.
    from localspend.pipeline import read, reference, stages

    started = time.monotonic()
    jobs = read.jobs(home, inputs)
    readings = read.read_all(jobs, progress)
    accounts = [account for path in readings for account in read.accounts(path)]
    if strict:
        _stop_if_refused(_refused(accounts))
    known = reference.keep(home, inputs, progress)
    if strict:
        _stop_if_refused(_refused(known.accounts))
    read_in = time.monotonic() - started
    with workspace.unfinished(home.folder) as making:
        written = stages.write_tables(home, readings, accounts, known, making, progress)
        manifest = {
            "inputs": inputs.identity,
            "code_version": cache.code_version(),
            "network": _described(home),
            "sources": accounts,
            "reference": known.accounts,
            "decisions": inputs.decided,
            "covers": written.covers,
            "tables": written.tables,
            "notes": [*home.notes, *gathered.notes(home), *written.notes],
        }
        _write_json(making / "manifest.json", manifest)
        took = {"reading": round(read_in, 2), "tables": round(time.monotonic() - started - read_in, 2)}
        _write_json(making / "timings.json", took)
        snapshot = workspace.publish(home.folder, making, inputs.identity)
    cache.forget(home.folder, [*readings, *known.used])
    return snapshot


def _described(home: Network) -> dict[str, Any]:
    return {
        "name": home.name,
        "institutions": [{key: getattr(i, key) for key in TOLD} for i in home.institutions],
        "areas": [{"id": a.id, "name": a.name} | {key: list(getattr(a, key)) for key in AREA} for a in home.areas],
        "year_starts_in": home.year_starts_in,
    }


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
