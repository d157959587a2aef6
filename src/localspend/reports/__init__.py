"""Reports: a snapshot as one HTML page and one workbook, the same bytes for the same snapshot."""

from pathlib import Path

from localspend import workspace
from localspend.reports import page, workbook
from localspend.reports.account import gather


def write(network_dir: Path, out: Path | None = None, *, unmasked: bool = False) -> Path:
    """Write index.html and report.xlsx of the current snapshot to `out` (default: the network's report/).

    Each file appears whole or not at all. `unmasked` names sole traders and partnerships, for the institutions' own
    eyes; private people are never named. Returns the path of index.html; raises InputError where nothing was built.
    """
    account = gather(workspace.current(network_dir), unmasked=unmasked)
    folder = out or network_dir / "report"
    folder.mkdir(parents=True, exist_ok=True)
    # Both are made before either is written: no page beside the workbook of another snapshot.
    made: dict[str, str | bytes] = {"report.xlsx": workbook.render(account), "index.html": page.render(account)}
    for name, content in made.items():
        workspace.write_whole(folder / name, content)
    return folder / "index.html"
