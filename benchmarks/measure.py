"""What benchmarks share: a command's time and memory, and how a figure is printed."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WORK = Path(__file__).parent / "work"
EVERY = 0.05


@dataclass(frozen=True)
class Took:
    """Seconds of the wall clock and of the processor, and the highest memory in bytes, of a command with all the
    processes that it started.

    Memory is the sum of their proportional set sizes (Linux): pages that two processes share count once. On a busy
    machine the processor's seconds tell more than the clock's.
    """

    seconds: float
    memory: int
    processor: float


def run(command: Sequence[str]) -> Took:
    """Run `command` to its end; raises CalledProcessError where it fails."""
    started, spent = time.monotonic(), _spent()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    memory = 0
    while process.poll() is None:
        asked = time.monotonic()
        memory = max(memory, sum(map(_memory, _tree(process.pid))))
        with contextlib.suppress(subprocess.TimeoutExpired):
            # To ask of gigabytes stops the process that has them for a while.
            process.wait(max(EVERY, 20 * (time.monotonic() - asked)))
    seconds = time.monotonic() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return Took(seconds, memory, _spent() - spent)


def _spent() -> float:
    """Seconds of the processor in children that have ended."""
    now = os.times()
    return now.children_user + now.children_system


def install(program: Path, package: str) -> None:
    """Put the peer `package` into an environment of its own, in which `program` stands, unless it is there."""
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(program.parents[1])], check=True)
        subprocess.run([str(program.with_name("pip")), "install", "--quiet", package], check=True)


def localspend(*words: str | Path) -> Took:
    """Run a command of ours."""
    return run([sys.executable, "-m", "localspend", *map(str, words)])


def say(what: str, ours: str, *, hoped: str = "", peer: str = "none", ratio: str = "-") -> None:
    """Print one figure beside the peer's."""
    print(f"{what}: ours {ours}; peer {peer}; ratio {ratio}" + (f" (hoped: {hoped})" if hoped else ""), flush=True)


def _tree(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        below = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(one for child in below for one in _tree(child))]


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
