"""The tutorial, run in its order: files are written, commands are run, and what they print is what the page shows.

A line "…" of a page stands for lines that it leaves out. `python -m tests.test_tutorial` writes the outputs of today
into the pages (whole, where they no longer match); read the difference before you keep it. The walk from a contract
that ends needs the whole demo: tests/sample/test_walk.py.
"""

import contextlib
import io
import re
import shlex
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from localspend import cli

DOCS = Path(__file__).parents[1] / "docs"
PAGE, BUYING = DOCS / "tutorial.md", DOCS / "buying.md"
#: A file, which the words before it name in backquotes; or commands with what they print.
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<body>.*?)^```\n", re.S | re.M)
#: The hash of a snapshot's inputs holds that of the code, so it changes with every version.
IDENTITY = re.compile(r"(\d{4})-[0-9a-f]{12}")
WIDTH = 110


def run(command: str) -> str:
    """What a command prints, as a terminal without colours would show it."""
    printed = io.StringIO()
    words = shlex.split(command)
    assert words[0] == "localspend"
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        cli.main(words[1:])
    text = IDENTITY.sub(r"\1-…", printed.getvalue())
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


def console(body: str) -> str:
    """The body of a console block with the outputs of today."""
    commands = [line for line in body.splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{run(line[2:])}" for line in commands)


def followed(page: str, each: Callable[[str, str], None]) -> str:
    """The page with the outputs of today, its files written below the folder that we are in."""

    def step(block: re.Match[str]) -> str:
        if block["kind"] != "console":
            target = Path(re.findall(r"`([^`\n]+\.\w+)`", page[: block.start()])[-1])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block["body"], encoding="utf-8")
            return block[0]
        today = console(block["body"])
        each(block["body"], today)
        return block[0] if is_shown(block["body"], today) else f"```console\n{today}```\n"

    return BLOCK.sub(step, page)


def is_shown(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed, but for the lines that it leaves out."""
    parts = [re.escape(part) for part in re.split(r"^…\n", shown, flags=re.M)]
    return re.fullmatch("(?:.*\n)*?".join(parts), printed) is not None


def compare(shown: str, printed: str) -> None:
    """Fail with the difference, where a page shows something else than what was printed."""
    if not is_shown(shown, printed):
        assert printed == shown


def test_tutorial_prints_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", str(WIDTH))

    followed(PAGE.read_text(encoding="utf-8"), compare)
    assert (tmp_path / "my-network/report/index.html").stat().st_size > 10_000


def rewritten(page: Path, *before: str) -> None:
    """Write the outputs of today into a page."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for command in before:
            run(command)
        text = followed(page.read_text(encoding="utf-8"), lambda shown, printed: None)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    import os

    os.environ["COLUMNS"] = str(WIDTH)
    rewritten(PAGE)
    rewritten(BUYING, "localspend demo demo-network")
