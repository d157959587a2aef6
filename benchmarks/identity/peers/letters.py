"""The plain way: names whose letters are equal, case, punctuation, AND and legal form ignored."""

import time
from pathlib import Path

from benchmarks.identity.peers import names as given
from benchmarks.identity.peers.command import Peer, main


def letters(core: str) -> str:
    """The letters of a name alone."""
    return "".join(word for word in core.split(" ") if word not in ("AND", "THE"))


def run(peer: Peer, register: Path, names: Path, out: Path) -> None:
    """Answer each name that one live company, or failing that one company, has by its letters."""
    started = time.monotonic()
    known: dict[str, list[given.Entry]] = {}
    for entry in given.entries(register):
        known.setdefault(letters(entry.core), []).append(entry)
    indexed = time.monotonic()
    found = []
    for one in given.asked(names, peer.sample):
        same = known.get(letters(one.core), []) or known.get(letters(one.other), [])
        live = [entry for entry in same if entry.live and entry.current] or same
        several = len({entry.number for entry in live}) > 1
        found.append((one.line, [(entry.number, 1.0 - 0.5 * several + given.bonus(one, entry)) for entry in live]))
    given.write(out, found, names=len(found), index=indexed - started, match=time.monotonic() - indexed)


if __name__ == "__main__":
    main(run, {"equal": {}})
