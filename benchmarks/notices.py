"""How fast notices are read and compiled, and with how much memory.

What: the shared notices, copied with new ids to 100,000 releases in one file of JSON Lines; read, merged by process and
written as compiled releases (to nowhere), as the peer does. With --large, the same file made into our tables as well.
Peer: `ocdskit compile`, in an environment of its own under benchmarks/work/. How: one run each after the other, for the
file is large; --releases for fewer. Files are made first and not timed.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measure import WORK, Took, install, run, say

RELEASES = 100_000
PEER = WORK / "peer-notices" / "bin" / "ocdskit"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
HOPED = "at least the peer's (3,680 releases/s measured elsewhere), under 300 MiB"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=int, default=RELEASES)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--compile", type=Path)
    parser.add_argument("--tables", type=Path)
    asked = parser.parse_args()
    if asked.compile or asked.tables:
        _work(asked.compile, asked.tables)
        return
    install(PEER, "ocdskit")
    with tempfile.TemporaryDirectory(prefix="notices-") as folder:
        path = Path(folder) / "notices.jsonl"
        count = write(path, sorted((asked.shared / "notices").iterdir()), asked.releases)
        compiled = run([sys.executable, "-m", "benchmarks.notices", "--compile", str(path)])
        schema = Path(folder) / "schema.json"
        schema.write_text(json.dumps(_schema()), encoding="utf-8")
        # It warns of every id that repeats among the parties of a release.
        command = '"$1" compile --schema "$3" < "$2" 2>/dev/null'
        theirs = run(["sh", "-c", command, "sh", str(PEER), str(path), str(schema)])
        compare("notices, read and compiled", count, compiled, theirs)
        if asked.large:
            made = run([sys.executable, "-m", "benchmarks.notices", "--tables", str(path)])
            say("notices, made into tables", _figures(count, made))


def compare(what: str, count: int, ours: Took, theirs: Took) -> None:
    """Releases a second and memory beside the peer's."""
    ratio = f"{theirs.seconds / ours.seconds:.1f}"
    say(what, _figures(count, ours), peer=_figures(count, theirs), ratio=ratio, hoped=HOPED)


def _figures(count: int, took: Took) -> str:
    said = f"{took.processor:.1f} s of the processor, {took.memory / 2**20:,.0f} MiB"
    return f"{count / took.seconds:,.0f} releases/s, {said}"


def write(path: Path, sources: list[Path], count: int) -> int:
    """`count` releases, those of `sources` again and again, each time as other processes."""
    from localspend.sources.notices import releases

    held = [one.release for source in sources for one in releases(source) if one.release]
    texts = [(json.dumps(one, default=float), one["ocid"], one["id"]) for one in held]
    with path.open("w", encoding="utf-8") as file:
        for n in range(count):
            text, ocid, own = texts[n % len(texts)]
            again = n // len(texts)
            file.write(text.replace(ocid, f"{ocid}-{again}").replace(own, f"{own}-{again}") + "\n")
    return count


def _schema() -> dict[str, Any]:
    """The rules of merging as a schema, for the peer would fetch one from the internet."""
    from localspend.sources.notices.merge import RULES

    root: dict[str, Any] = {"properties": {}}
    for path, rule in RULES.items():
        place = root
        for n, name in enumerate(path):
            place = place["properties"].setdefault(name, {"type": "object", "properties": {}})
            if n == len(path) - 1:
                place |= {"type": "array", "items": {"type": "string"}, rule: True}
    return root


def _work(compiled: Path | None, tables: Path | None) -> None:
    from localspend.sources.notices import convert
    from localspend.sources.notices.convert import processes

    if compiled:
        for process in processes([(compiled, "notices")], []):
            sys.stdout.write(json.dumps(process.compiled, default=float) + "\n")
    if tables:
        with tempfile.TemporaryDirectory(prefix="notices-") as folder:
            convert([(tables, "notices")], Path(folder))


if __name__ == "__main__":
    main()
