"""The sample in a folder that may hold it already: made once, kept as it is, and never over somebody's own work."""

import hashlib
import shutil
from pathlib import Path

from localspend import sample
from localspend.errors import InputError

#: A hidden file that says which edition of the sample a folder holds; it is complete once the edition stands in it.
MARK = ".localspend-sample"
MADE = ("sources", "registers", "places", "rules")


def ensure(folder: Path) -> bool:
    """Make the sample in `folder` unless this edition is there; returns whether it was made.

    A former edition is replaced; snapshots and decisions stay. Raises InputError where the folder holds anything else.
    """
    mark = folder / MARK
    if mark.is_file() and mark.read_text("utf-8") == edition():
        return False
    if folder.exists() and not mark.is_file() and (not folder.is_dir() or any(folder.iterdir())):
        what = "this is not the sample network, and the demo overwrites nothing"
        raise InputError(what, where=str(folder), todo="Name another folder, or an empty one; nothing was changed")
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text("unfinished\n", "utf-8")
    for name in MADE:
        shutil.rmtree(folder / name, ignore_errors=True)
    sample.write(folder)
    mark.write_text(edition(), "utf-8")
    return True


def edition() -> str:
    """One hash of all that the sample is made from: its code and its places."""
    home = Path(__file__).parent
    files = sorted(p for p in home.rglob("*") if p.is_file() and p.suffix in (".py", ".csv", ".gz", ".zip", ".txt"))
    return hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest() + "\n"
