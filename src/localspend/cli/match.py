"""`localspend match`: written names -> the organisations of a register."""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from localspend import engine
from localspend.cli import console
from localspend.errors import UsageError
from localspend.pipeline import answers_file, match, names_file
from localspend.suppliers import explain, score


@click.command("match", epilog="Example: localspend match payees.csv --register BasicCompanyData.csv --out linked.csv")
@click.argument("names", required=False, type=click.Path(path_type=Path))
@click.option(
    "--register",
    "registers",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="A register with a number and a name column (csv, xlsx, zip, gz, a folder); may be given several times.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the answers to this .csv or .parquet file.")
@click.option(
    "--precision",
    type=click.Choice(["0.98", "0.99"]),
    default="0.98",
    show_default=True,
    help="How many of a hundred accepted links should be right, as measured on generated names.",
)
@click.option("--explain", "asked", metavar="NAME", help="Show what this name could be, and what each feature weighs.")
@click.option("--postcode", help="The postcode that goes with --explain NAME.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(
    names: Path | None,
    registers: tuple[Path, ...],
    out: Path | None,
    precision: str,
    asked: str | None,
    postcode: str | None,
    as_json: bool,
) -> None:
    """Say which organisation of a register each name is: accept, review or none, with a probability and the reason.

    NAMES is a CSV (or - for standard input) with a column supplier_text, and maybe postcode, paid_on (2024-03-31) and
    company_number. Each line of it comes back in its place with its other columns, then company_number, matched_name,
    judgement, probability and explanation. The register is made ready once and kept in the user's cache folder.
    """
    if (names is None) == (asked is None):
        raise UsageError("give a file of names, or one name with --explain", todo="See `localspend match --help`")
    if names is not None:
        if postcode is not None:
            raise UsageError("--postcode goes with --explain", todo="Give NAMES a column postcode")
        with names_file.readable(names) as readable:
            _match(readable, registers, out, score.accept(precision), as_json)
        return
    if not (asked or "").strip():
        raise UsageError("--explain needs a name")
    if out:
        raise UsageError("--out goes with a file of names", todo="Leave it out to see --explain")
    _explain(asked or "", postcode or "", registers, score.accept(precision), as_json)


def _match(names: Path, registers: tuple[Path, ...], out: Path | None, accept: float, as_json: bool) -> None:
    if out:
        answers_file.check(out, [names, *registers])
    survey = names_file.survey(names)
    head = answers_file.columns(survey.head)
    connection = engine.duckdb(memory="1200MB")
    counts = Counter[str]()
    with console.progress() as show:
        index, notes = match.open_index(connection, registers, show)
        _tell(notes := [f"register: {note}" for note in notes] + survey.notes)
        found = match.answers(names, connection, index, show, total=survey.rows, accept=accept)
        found = answers_file.counted(found, counts)
        if out:
            answers_file.write(found, out, head)
            found = iter(())
        if as_json:
            answers_file.to_json(found, counts, sys.stdout, notes)
        elif not out:
            answers_file.to_csv(found, sys.stdout, head)
    if not as_json:
        said = ", ".join(f"{counts[judgement]:,} {judgement}" for judgement in answers_file.JUDGEMENTS)
        click.echo(f"{counts.total():,} names: {said}" + (f"; written to {out}" if out else ""), err=True)


def _explain(asked: str, postcode: str, registers: tuple[Path, ...], accept: float, as_json: bool) -> None:
    connection = engine.duckdb(memory="1200MB")
    with console.progress() as show:
        index, notes = match.open_index(connection, registers, show)
        _tell(f"register: {note}" for note in notes)
        found = match.explained(connection, index, asked, postcode, accept=accept)
    console.print_json(found) if as_json else click.echo(explain.text(asked, found))


def _tell(notes: Iterable[str]) -> None:
    for note in notes:
        click.echo(note, err=True)
