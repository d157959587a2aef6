"""Reports: a snapshot as HTML pages and one workbook, the same bytes for the same snapshot."""

from pathlib import Path

from localspend import workspace


def write(network_dir: Path, out: Path | None = None, *, unmasked: bool = False) -> Path:
    """Write the report of the current snapshot to `out` (default: the network's report/).

    index.html is the whole report and report.xlsx every table; call-list.html has a page to print for each institution
    and forward-plan.html what is coming up, for firms. Each file appears whole or not at all. `unmasked` names sole
    traders and partnerships, for the institutions' own eyes; private people are never named, and the forward plan,
    which is handed out, names no payee that is masked. Returns the path of index.html; raises InputError where nothing
    was built.
    """
    # Charts and maps take a second to load, which a saved answer need not wait for.
    from localspend.reports import handouts, page, workbook
    from localspend.reports.account import gather

    account = gather(workspace.current(network_dir), unmasked=unmasked)
    folder = out or network_dir / "report"
    folder.mkdir(parents=True, exist_ok=True)
    # All are made before any is written: no page beside the workbook of another snapshot.
    made: dict[str, str | bytes] = {
        "report.xlsx": workbook.render(account),
        "call-list.html": handouts.call_list_page(account),
        "forward-plan.html": handouts.forward_plan_page(account),
        "index.html": page.render(account),
    }
    for name, content in made.items():
        workspace.write_whole(folder / name, content)
    return folder / "index.html"
