"""Write docs/command-line.md, tables.md, checks.md and insights/ from the program itself: they cannot lag behind it.

Run it as `.venv/bin/python scripts/write_reference.py`; tests/test_docs.py fails where a page is out of date.
"""

import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import click

from localspend import quality, tables
from localspend.cli import COMMANDS, group
from localspend.insight import INSIGHTS, first_line, question
from localspend.insight.answer import SAID
from localspend.insight.given import FOLDER
from localspend.quality.headings import HEADINGS

LOOKS_AT = {"ledger": "payments", "register": "registers and supplier lists", "notices": "notices"}
DOCS = Path(__file__).parents[1] / "docs"
WRITTEN_BY = "<!-- Written by scripts/write_reference.py: change the program's own words, then run it. -->\n\n"
EXITS = {
    0: "Done.",
    2: "Wrong usage: the words of the command are off, or the SQL is.",
    3: "An input cannot be used: it says which file and line, why, and what to do.",
    4: "The network is busy: another build holds it. Try again when it ends.",
    5: "A bug in localspend. Please report it with the lines that it printed.",
}


def pages() -> dict[str, str]:
    """Name of a page in docs/ -> its text."""
    return {
        "command-line.md": command_line(),
        "tables.md": tables_page(),
        "checks.md": checks_page(),
        "insights/index.md": insights_page(),
        **{f"insights/{name}.md": insight_page(name, module) for name, module in INSIGHTS.items()},
    }


def command_line() -> str:
    """Every command with its options."""
    context = click.Context(group, info_name="localspend")
    parts = [
        "# The command line\n",
        "`localspend COMMAND --help` says the same. DIR is the network's folder: the one that `-C DIR` names, or the "
        "one given where a command shows it, else the folder that you are in. `--json` prints one document and "
        "nothing else: pounds and shares as texts of decimal digits, dates as ISO. Long work shows its progress on "
        "a terminal.\n",
        "## Exit codes\n",
        "\n".join(["| code | means |", "|---|---|", *(f"| {code} | {text} |" for code, text in EXITS.items())]) + "\n",
        "`build` ends with 0 and lists the files that it refused; with `--strict` a refused file ends it with 3 and "
        "the old snapshot stays current.\n",
        *described(context, group, "localspend [OPTIONS] COMMAND"),
    ]
    for name in COMMANDS:
        found = group.get_command(context, name)
        assert found is not None
        parts += [*command(context, found, f"localspend {name}", "##")]
    parts += ["## The insights\n", "What `localspend insight NAME` may ask: see [The insights](insights/index.md).\n"]
    return WRITTEN_BY + "\n".join(parts)


def command(parent: click.Context, found: click.Command, path: str, level: str) -> Iterator[str]:
    """A command's heading, words and options, and those of the commands in it."""
    context = click.Context(found, info_name=path, parent=parent)
    yield f"{level} {path}\n"
    yield from described(context, found, " ".join([path, *found.collect_usage_pieces(context)]))
    if isinstance(found, click.Group):
        for name in found.list_commands(context):
            inner = found.get_command(context, name)
            assert inner is not None
            yield from command(context, inner, f"{path} {name}", level + "#")


def described(context: click.Context, found: click.Command, usage: str) -> Iterator[str]:
    """How a command is written, what it does, its options."""
    yield f"```text\n{usage}\n```\n"
    yield prose("\n\n".join(filter(None, [found.help, found.epilog])))
    # An argument says all there is to say by its place in the usage.
    options = [p for p in found.params if isinstance(p, click.Option)]
    rows = [record for p in options if (record := p.get_help_record(context))]
    if rows:
        cells = [f"| `{cell(name)}` | {cell(text)} |" for name, text in rows]
        yield "\n".join(["| option | means |", "|---|---|", *cells]) + "\n"


def insights_page() -> str:
    """Every insight in a line."""
    rows = [f"| [{name}]({name}.md) | {cell(first_line(name).partition(': ')[2])} |" for name in INSIGHTS]
    parts = [
        "# The insights\n",
        "An insight is a question to a snapshot, and one file of the program: a definition with its formula, source "
        "and what it cannot say; the columns of its answer; one function of tables. `localspend insight` lists them, "
        "`localspend insight NAME my-network` asks one, `--json` gives every row with the notes and assumptions. Each "
        "page here is written from the insight's own file.\n",
        "\n".join(["| insight | asks |", "|---|---|", *rows]) + "\n",
    ]
    return WRITTEN_BY + "\n".join(parts)


def insight_page(name: str, module: ModuleType) -> str:
    """An insight's definition, its answer, what it reads, what it assumes, what a person may give it."""
    title, _, rest = (module.__doc__ or "").partition(":")
    columns = [f"| `{column}` | `{kind}` |" for column, kind in module.COLUMNS.items()]
    parts = [
        f"# {title}\n",
        prose(rest),
        f"```sh\nlocalspend insight {name} my-network\n```\n",
        "## The answer\n",
        prose(inspect.getdoc(question(name)) or "").replace("COLUMNS", "The columns below"),
        "\n".join(["| column | type |", "|---|---|", *columns]) + "\n",
        *(f"{text}\n" for text in reads(name, module)),
        *assumes(name),
        *gives(name, module),
        f"Version {module.VERSION} of the method. [All insights](index.md)\n",
    ]
    return WRITTEN_BY + "\n".join(part for part in parts if part.strip())


def reads(name: str, module: ModuleType) -> Iterator[str]:
    """The tables of the snapshot and what the reader says."""
    parameters = inspect.signature(question(name)).parameters
    given = getattr(module, "GIVEN", {})
    read = [one for one, p in parameters.items() if p.kind is p.POSITIONAL_OR_KEYWORD and one not in given]
    if read:
        links = ", ".join(f"[{one}](../tables.md#{one})" for one in read)
        yield f"It reads {links} of the snapshot."
    if getattr(module, "SEES_ALL", False):
        yield "Institutions are compared: `--institution` chooses rows of the answer, not payments."
    if "as_of" in parameters:
        yield "It looks from a day: `--as-of`, else that of the last payment (but for the latest thousandth)."
    if "inside" in parameters:
        yield "It is about one area: `--inside`, else the innermost."
    if "unmasked" in parameters:
        yield "`--unmasked` shows sole traders and partnerships by name; private people are never named."


def assumes(name: str) -> Iterator[str]:
    """The assumptions that a reader may change."""
    keywords = inspect.signature(question(name)).parameters.values()
    free = [p for p in keywords if p.kind is p.KEYWORD_ONLY and p.default is not p.empty and p.name not in SAID]
    if free:
        yield "## What it assumes\n"
        rows = [f"| `{p.name}` | {cell(str(p.default))} |" for p in free]
        yield "\n".join(["| assumption | unless you say otherwise |", "|---|---|", *rows]) + "\n"
        example = f"{free[0].name}={free[0].default}"
        yield f"Another value: `localspend insight {name} my-network --assume {example}`.\n"


def gives(name: str, module: ModuleType) -> Iterator[str]:
    """The tables that a person gives."""
    given: Mapping[str, Mapping[str, str]] = getattr(module, "GIVEN", {})
    if not given:
        return
    yield "## What you can give it\n"
    parameters = inspect.signature(question(name)).parameters
    for table_name, columns in given.items():
        needed = "needed" if parameters[table_name].default is inspect.Parameter.empty else "optional"
        yield f"`--table {table_name}=FILE.csv`, or `{FOLDER}/{table_name}.csv` in the network's folder ({needed}):\n"
        rows = [f"| `{column}` | {kind} |" for column, kind in columns.items()]
        yield "\n".join(["| column | type |", "|---|---|", *rows]) + "\n"


def tables_page() -> str:
    """Every table of a snapshot with its columns, then those that stages hand to each other."""
    parts = [
        "# The tables\n",
        "A snapshot is a folder of Parquet files, one a table, that never change once they are published: "
        "`snapshots/<id>/<table>.parquet`. Anything that reads Parquet reads them (`localspend query`, DuckDB, "
        "Power BI, R, pandas, Spark). Money is pounds as `decimal(18, 2)`; a date is a date. `raw`, `supplier_text` "
        "and `description` hold the publisher's own words, names of people among them: see [Privacy](privacy.md) "
        "before you share a snapshot. `localspend query` masks them.\n",
        "What must always hold, and is checked in every build: each line of a file is in exactly one table; rows and "
        "pounds add up to each file's account; every payment names a file and a line.\n",
        "## Tables of a snapshot\n",
        *(text for name, module in tables.SNAPSHOT.items() for text in table(name, module)),
        "## Tables between stages\n",
        "No snapshot keeps these; readers give them and later stages take them.\n",
        *(text for name, module in tables.REFERENCE.items() for text in table(name, module)),
    ]
    return WRITTEN_BY + "\n".join(parts)


def table(name: str, module: ModuleType) -> Iterator[str]:
    """A table's meaning, key and columns."""
    yield f"### {name}\n"
    yield prose((module.__doc__ or "").partition(": ")[2])
    yield f"Key: {', '.join(f'`{column}`' for column in module.KEY)}\n"
    cells = [f"| `{column}` | `{kind}` |" for column, kind in module.COLUMNS.items()]
    yield "\n".join(["| column | type |", "|---|---|", *cells]) + "\n"


def checks_page() -> str:
    """Every check in its own words, heading by heading."""
    parts = [
        "# The checks\n",
        "What `localspend check FILE…` asks of ledgers, registers and notices. A check passes, fails or does not "
        "apply, and says why. A finding is a question to the publisher, never an accusation: each comes with the share "
        "of the records that were judged, and with what mends it. The scorecard has a heading for each of the four "
        "problems that research names in UK procurement data, and one for the thread from plan to payment; it counts, "
        "for each heading, the share of records and of pounds that pass all of its checks.\n",
    ]
    for heading in HEADINGS:
        parts.append(f"## {heading.capitalize()}\n")
        of_it = {name: module for name, module in quality.CHECKS.items() if heading == module.HEADING}
        parts += [text for name, module in of_it.items() for text in check(name, module)]
    return WRITTEN_BY + "\n".join(parts)


def check(name: str, module: ModuleType) -> Iterator[str]:
    """A check's own words."""
    title, _, passes = quality.said(module, "").partition(": ")
    yield f"### {name}\n"
    yield prose(f"**{title}.** {passes[:1].upper()}{passes[1:]}")
    yield f"Looks at: {', '.join(LOOKS_AT[kind] for kind in module.APPLIES)}. Version {module.VERSION}.\n"
    yield f"Does not apply where {quality.said(module, 'Does not apply')}\n"
    yield f"To mend it: {quality.said(module, 'Fix')}\n"
    yield f"Source: {quality.said(module, 'Source')}\n"


def prose(text: str) -> str:
    """A docstring as Markdown: what a shell would expand stands as it is."""
    cleaned = "\n".join(line.strip() for line in text.replace("\b", "").strip().splitlines()).replace("<", "&lt;")
    cleaned = re.sub(r"(?m)^(Example: )(localspend .*)$", r"\1`\2`", cleaned)
    return cleaned[:1].upper() + cleaned[1:] + "\n"


def cell(text: str) -> str:
    """Text that may stand in a table's cell."""
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    written = pages()
    (DOCS / "insights").mkdir(exist_ok=True)
    for page in (DOCS / "insights").glob("*.md"):
        if f"insights/{page.name}" not in written:  # the insight is gone
            page.unlink()
    for name, text in written.items():
        (DOCS / name).write_text(text, encoding="utf-8")
