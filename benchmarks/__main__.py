"""`make bench`: every benchmark of this folder in turn, each in a process of its own.

`python -m benchmarks --large` adds those that take many minutes; `python -m benchmarks build` runs one. Close other
programs first: figures of a busy machine are not worth keeping.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
#: Not benchmarks, but what they share.
SHARED = {"__init__", "__main__", "measure"}


def main() -> int:
    """Run what was asked; returns 1 if any failed."""
    names = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in SHARED)
    names += sorted(path.parent.name for path in HERE.glob("*/__main__.py"))
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--large", action="store_true", help="those that take many minutes as well")
    asked = parser.parse_args()
    failed = False
    for name in asked.names or names:
        print(f"== {name}", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}", *(["--large"] if asked.large else [])]
        failed |= subprocess.run(command, check=False, cwd=HERE.parent).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
