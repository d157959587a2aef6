"""The command line of a peer.

python -m benchmarks.identity.peers.tfidf --register R --names N --out F --settings 3-grams
"""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Peer:
    """How a peer is set up: one of its settings by name, names to ask (0: all), answers a name, cores."""

    settings: str
    values: Mapping[str, Any] = field(default_factory=dict)
    sample: int = 0
    first: int = 5
    cores: int = 2
    margin: float = 0.0


def main(run: Callable[[Peer, Path, Path, Path], None], settings: Mapping[str, Mapping[str, Any]]) -> None:
    """Run a peer as the command line asks."""
    parser = argparse.ArgumentParser()
    for name in ("register", "names", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--settings", choices=list(settings), default=next(iter(settings)))
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--first", type=int, default=5)
    parser.add_argument(
        "--margin", type=float, default=0.0, help="share of the runner-up's score to take from the first"
    )
    asked = parser.parse_args()
    peer = Peer(asked.settings, settings[asked.settings], asked.sample, asked.first, margin=asked.margin)
    run(peer, asked.register, asked.names, asked.out)
