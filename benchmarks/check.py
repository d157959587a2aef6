"""How long `check` takes: a ledger of a million lines, and 100,000 releases of notices, compiled.

What: the whole command with every check, its document to nowhere. The ledger is the sample's council (columns, payees,
faults and all), drawn by its generator with more payments; the releases are those of benchmarks/notices, compiled.
Peers: frictionless validate, which looks at the shape of the same ledger and at no value; libcoveocds with its
additional checks, on the first of the same releases in a package, for it holds all in memory and is slow. It would
fetch the standard's schema from the internet: it is given the copy in tests/publish, and is left out without one.
How: each once, in turn with its peer, in environments of their own under benchmarks/work/. Files are made first and not
timed.
"""

import argparse
import csv
import itertools
import json
import tempfile
import zipfile
from pathlib import Path
from random import Random

from benchmarks import notices, read
from benchmarks.measure import WORK, Took, install, localspend, run, say

ROWS, RELEASES, PEER_RELEASES = 1_000_000, 100_000, 4_000
PEER = WORK / "peer-check" / "bin" / "libcoveocds"
STANDARD = Path(__file__).parents[1] / "tests" / "publish" / "ocds-1.1.5"
SEED = 20260101


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="the same")
    parser.add_argument("--shared", type=Path, default=notices.SHARED)
    parser.add_argument("--standard", type=Path, default=STANDARD, help="folder with the schemas of OCDS 1.1.5")
    asked = parser.parse_args()
    ledger()
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        releases(Path(folder), asked.shared, asked.standard)


def ledger() -> None:
    """The ledger's figures."""
    path = WORK / "council.csv"
    if not path.exists():
        write(path, ROWS)
    install(read.PEER, "frictionless")
    ours, theirs = localspend("check", "--json", path), read.peer(path)
    say(
        "check, a ledger",
        _took(ours),
        peer=f"frictionless {_took(theirs)}",
        ratio=f"{theirs.seconds / ours.seconds:.1f}",
        hoped=f"under 20 s for {ROWS:,} lines on two cores",
    )


def _took(took: Took) -> str:
    return f"{took.seconds:.1f} s, {took.processor:.1f} s of the processor, {took.memory / 2**20:,.0f} MiB"


def write(path: Path, rows: int) -> None:
    """A ledger of about `rows` payments of the sample's council, the same each time."""
    from localspend import sample
    from localspend.sample.institutions import INSTITUTIONS
    from localspend.sample.ledgers import council

    made, plan = sample.invent(SEED)
    scale = rows / INSTITUTIONS["council"].payments
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(council.HEADER)
        paid = sample.ledger(Random(f"{SEED} council"), "council", made, plan, scale=scale)
        writer.writerows(map(council.line, paid))


def releases(folder: Path, shared: Path, standard: Path) -> None:
    """The figures of notices."""
    path = folder / "compiled.jsonl"
    count = compiled(path, shared)
    ours = localspend("check", "--json", path)
    theirs = _peer(folder, path, standard) if standard.is_dir() else None
    rate = count / ours.seconds
    peer, ratio = "no schema at hand", "-"
    if theirs:
        slow = PEER_RELEASES / theirs.seconds
        peer, ratio = f"libcoveocds {slow:,.0f} releases/s ({_took(theirs)})", f"{rate / slow:.1f}"
    say(
        "check, compiled releases",
        f"{rate:,.0f} releases/s ({_took(ours)})",
        peer=peer,
        ratio=ratio,
        hoped="at least 5,000 releases/s (libcoveocds about 600, measured elsewhere)",
    )


def compiled(path: Path, shared: Path) -> int:
    """Write compiled releases, one a line; their number."""
    from localspend.sources.notices.convert import processes

    written = path.with_name("notices.jsonl")
    notices.write(written, sorted((shared / "notices").iterdir()), RELEASES)
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for process in processes([(written, "notices")], []):
            file.write(json.dumps(process.compiled, default=float) + "\n")
            count += 1
    return count


def _peer(folder: Path, path: Path, standard: Path) -> Took:
    """The peer's run on the first PEER_RELEASES."""
    install(PEER, "libcoveocds")
    package, archive = folder / "package.json", folder / "standard.zip"
    with path.open(encoding="utf-8") as file:
        held = [json.loads(line) for line in itertools.islice(file, PEER_RELEASES)]
    package.write_text(json.dumps({"version": "1.1", "releases": held}), encoding="utf-8")
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("standard/", "")
        # It stops without any code list; the others are work that it is spared.
        target.writestr("standard/schema/codelists/method.csv", "Code,Title\nopen,Open\n")
        for schema in sorted(standard.glob("*.json")):
            target.write(schema, f"standard/schema/{schema.name}")
    return run([str(PEER), "--standard-zip", str(archive), str(package)])


if __name__ == "__main__":
    main()
