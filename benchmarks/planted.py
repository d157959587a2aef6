"""What the insights find of what is planted in the sample, and what they find that is not there, over twenty seeds.

`--verbose` prints what was missed and what was false; `--seeds` and `--scale` change how many and how large; `--only`
asks one insight. Found means: all that was planted, in that seed. The criteria stand in tests/sample/planted_cases.py.
"""

import argparse
import sys
from collections import Counter

from tests.sample.planted_cases import CASES, Sample

from localspend import engine

#: False findings of an insight over all seeds that are still taken.
ALLOWED = 1


def main() -> int:
    """Ask every insight of every seed; returns 1 where something was missed, or more than one finding was false."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planted", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", choices=CASES, action="append")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--large", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    found, false = Counter[str](), Counter[str]()
    for seed in range(1, asked.seeds + 1):
        sample = Sample(engine.duckdb(), seed, asked.scale)
        for name in asked.only or CASES:
            told = CASES[name](sample)
            found[name] += not told.missing
            false[name] += len(told.false)
            for kind, what in (("missed", told.missing), ("false", told.false)) if asked.verbose else ():
                print(*(f"seed {seed}, {name}: {kind} {one}" for one in what), sep="\n", end="\n" if what else "")
    print(f"{'insight':<14}{f'found of {asked.seeds}':>12}{'false':>8}")
    for name in asked.only or CASES:
        print(f"{name:<14}{found[name]:>12}{false[name]:>8}")
    return int(any(found[name] < asked.seeds or false[name] > ALLOWED for name in asked.only or CASES))


if __name__ == "__main__":
    sys.exit(main())
