"""Jaro-Winkler on normalised names over the whole register, by rapidfuzz: every name beside every entry."""

import time
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from benchmarks.identity.peers import names as given
from benchmarks.identity.peers.command import Peer, main

SETTINGS = {
    "Jaro-Winkler": {"scorer": JaroWinkler.normalized_similarity, "whole": 1.0, "least": 0.8},
    "Jaro-Winkler, words sorted": {
        "scorer": JaroWinkler.normalized_similarity, "whole": 1.0, "least": 0.8, "sorted": True,
    },
    "ratio of edits": {"scorer": fuzz.ratio, "whole": 100.0, "least": 60.0},
}  # fmt: skip
#: Entries that are compared at once, and how many of each lot are kept.
CHUNK, TOP = 100_000, 10


def run(peer: Peer, register: Path, names: Path, out: Path) -> None:
    """Answer each name with the companies that are most alike."""
    started = time.monotonic()
    ordered = (lambda core: " ".join(sorted(core.split()))) if peer.values.get("sorted") else str
    entries = list(given.entries(register))
    cores = [ordered(entry.core) for entry in entries]
    indexed = time.monotonic()
    asked = given.asked(names, peer.sample)
    by_line = {one.line: one for one in asked}
    found = {one.line: [] for one in asked}
    readings = given.readings(asked)
    for start in range(0, len(cores), CHUNK):
        alike = process.cdist(
            [ordered(core) for _, core in readings],
            cores[start : start + CHUNK],
            scorer=peer.values["scorer"],
            score_cutoff=peer.values["least"],
            dtype=np.float32,
            workers=peer.cores,
        )
        top = min(TOP, alike.shape[1])
        best = np.argpartition(-alike, top - 1, axis=1)[:, :top]
        for (line, _), row, places in zip(readings, alike, best, strict=True):
            for place in places[row[places] > 0]:
                entry = entries[start + place]
                found[line].append(
                    (entry.number, float(row[place]) / peer.values["whole"] + given.bonus(by_line[line], entry))
                )
    given.write(
        out,
        found.items(),
        margin=peer.margin,
        names=len(found),
        index=indexed - started,
        match=time.monotonic() - indexed,
    )


if __name__ == "__main__":
    main(run, SETTINGS)
