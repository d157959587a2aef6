"""The documentation says what the program does: commands, options, keys, tables, links."""

import ast
import inspect
import re
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest
from scripts import write_reference

from localspend import decisions, network
from localspend.cli import BUG, COMMANDS, group, main
from localspend.errors import LocalspendError
from localspend.insight import INSIGHTS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("*.md"))]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def fenced(page: str, *kinds: str) -> Iterator[str]:
    """The lines of a page's blocks of these kinds."""
    for kind, body in re.findall(r"^```(\w+)\n(.*?)^```", page, re.S | re.M):
        if kind in kinds:
            yield from body.splitlines()


def commands(parent: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(parent)
    for name in parent.list_commands(context):
        found = parent.get_command(context, name)
        assert found is not None
        yield (*path, name), found
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))


@pytest.mark.parametrize("name", ["command-line.md", "tables.md", "checks.md"])
def test_page_is_what_the_program_says(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == write_reference.pages()[name], (
        "run .venv/bin/python scripts/write_reference.py"
    )


def test_every_command_has_an_example_and_every_option_a_sentence() -> None:
    silent = []
    for path, found in commands(group):
        if len(path) == 1 and "Example:" not in f"{found.help} {found.epilog}":
            silent.append(f"{' '.join(path)}: no example")
        silent += [
            f"{' '.join(path)} {option.name}"
            for option in found.params
            if isinstance(option, click.Option) and not option.help
        ]
    assert silent == []


def test_reference_names_every_command_option_and_insight() -> None:
    page = text("docs/command-line.md")
    for path, found in commands(group):
        section = page.partition(f"# localspend {' '.join(path)}\n")[2].partition("\n#")[0]
        assert section, path
        missing = [o for p in found.params if isinstance(p, click.Option) for o in p.opts if o not in section]
        assert missing == [], path
    assert [name for name in INSIGHTS if f"### insight {name}\n" not in page] == []


def test_examples_are_commands_that_exist() -> None:
    known = {path for path, _ in commands(group)}
    lines = [line for page in PAGES for line in fenced(page.read_text(encoding="utf-8"), "sh", "console")]
    asked = [
        shlex.split(line.removeprefix("$ "), comments=True) for line in lines if re.match(r"(\$ )?localspend ", line)
    ]
    assert asked
    for words in asked:
        words = words[3:] if words[1] == "-C" else words[1:]
        assert (words[0],) in known, words
        if words[0] == "decide" and len(words) > 1:
            assert (words[0], words[1]) in known, words


def test_readme_commands_run_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    block = text("README.md").partition("## With your own files")[2]
    for line in fenced(block, "sh"):
        words = shlex.split(line, comments=True)
        if not words:  # the comment that says to put files there
            ledger = "Date,Supplier,Amount,Reference\n03/04/2025,Canalside Joinery Limited,1200.00,R1\n"
            Path("my-network/sources/my-council/april.csv").write_text(ledger, encoding="utf-8")
            Path("my-network/places/postcodes.csv").write_text("pcds,oslaua\nB7 4AA,E08000025\n", encoding="utf-8")
            continue
        assert words[0] == "localspend"
        main(words[1:])
    assert "1200.00" in capsys.readouterr().out
    assert Path("my-network/report/report.xlsx").is_file()


def test_make_knows_the_targets_that_the_readme_names() -> None:
    targets = set(re.findall(r"^(\w+):", text("Makefile"), re.M))
    named = set(re.findall(r"\bmake (demo|test|check|bench|docs|clean|lock|help)\b", text("README.md")))
    assert {"demo", "test", "check", "bench", "docs"} <= named <= targets


def test_exit_codes_of_the_readme_are_those_of_the_errors() -> None:
    codes = {kind.exit_code for kind in (LocalspendError, *LocalspendError.__subclasses__())} | {0, BUG}
    assert {int(code) for code in re.findall(r"(?:: |; )(\d) ", text("README.md").partition("Exit codes")[2])} == codes
    assert set(write_reference.EXITS) == codes


def keys(of: object) -> set[str]:
    """The keys that a method of the reader knows: the sets of texts written in it."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(of)))  # type: ignore[arg-type]
    sets = [node for node in ast.walk(tree) if isinstance(node, ast.Set)]
    return {item.value for node in sets for item in node.elts if isinstance(item, ast.Constant)}


@pytest.mark.parametrize(
    ("heading", "known"),
    [
        ("At the top", keys(network._Reader.network)),
        ("[[institutions]]", {field.name for field in fields(network.Institution)}),
        ("[[areas]]", {field.name for field in fields(network.Area)}),
        ("[reference]", keys(network._Reader.reference)),
    ],
)
def test_every_key_of_network_toml_is_documented_and_no_other(heading: str, known: set[str]) -> None:
    section = text("docs/network.md").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    first = [row.split("|")[1] for row in section.splitlines() if row.startswith("| `")]
    assert {key for cell in first for key in re.findall(r"`(\w+)`", cell)} == known


def test_example_of_network_toml_is_a_network(tmp_path: Path) -> None:
    example = "\n".join(fenced(text("docs/network.md"), "toml"))
    (tmp_path / "network.toml").write_text(example, encoding="utf-8")
    assert network.load(tmp_path).notes == ()


def test_every_column_and_verdict_of_decisions_is_documented() -> None:
    page = text("docs/decisions-by-people.md")
    for kind, columns in decisions.KINDS.items():
        section = page.partition(f"## decisions/{kind}.csv")[2].partition("\n## ")[0]
        wanted = [*columns, *decisions.VERDICTS.get(kind, ())]
        assert [name for name in wanted if f"`{name}`" not in section] == []
    assert [name for name in decisions.HEAD if f"`{name}`" not in page] == []


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists() and target not in ("index.md", "glossary.md")
    ]
    assert broken == []


def test_every_page_is_in_the_navigation() -> None:
    nav = text("mkdocs.yml")
    assert [page.name for page in DOCS.glob("*.md") if page.name not in nav] == []


def test_site_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    made = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    pages = list((tmp_path / "site").glob("*.html"))
    elsewhere = re.compile(r"""<(?:script|link|img)[^>]*(?:src|href)=["']https?:""")
    assert [page.name for page in pages if elsewhere.search(page.read_text(encoding="utf-8"))] == []


def test_readme_lists_the_commands_that_there_are() -> None:
    named = set(re.findall(r"localspend (\w+)", text("README.md")))
    assert named - {"contributors"} <= set(COMMANDS)
