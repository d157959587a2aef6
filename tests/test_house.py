"""The house rules that neither ruff, mypy nor import-linter can say."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "localspend"
MODULES = sorted(SOURCE.rglob("*.py"))
WRITTEN = sorted(
    path
    for folder in ("src", "tests", "docs", "scripts", "benchmarks", "requirements", ".ci")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and "__pycache__" not in path.parts and "work" not in path.relative_to(ROOT).parts
) + [
    ROOT / name
    for name in ("README.md", "CHANGELOG.md", "GLOSSARY.md", "ATTRIBUTIONS.md", "Makefile", "pyproject.toml")
]
#: Only these two names of engines; and a module is one room's, a function one thought.
ENGINES, MODULE_LINES, FUNCTION_LINES = {"duckdb", "pyspark"}, 500, 60
#: Where somebody's machine would show: homes, this repository's parents, private addresses.
MACHINE = re.compile(rb"/(home|Users|root|work|tmp/w)/[a-z]|file:///|\b10\.\d+\.\d+\.\d+\b")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.AST) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def imported(tree: ast.AST) -> set[str]:
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) if not node.level}
    return {name.partition(".")[0] for name in names | named}


def public(tree: ast.Module) -> list[Function]:
    """Functions that another module may call, and those that decorators hand to the command line."""
    return [node for node in tree.body if isinstance(node, Function) and not node.name.startswith("_")]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_only_the_engine_imports_an_engine() -> None:
    assert [name_of(p) for p in MODULES if imported(parsed(p)) & ENGINES] == ["src/localspend/engine.py"]


def test_no_figure_is_fetched_with_pandas() -> None:
    """Users have no pandas: it comes with what tests Spark."""
    fetches = re.compile(r"\.execute\(\)|\bto_pandas\(")
    assert [name_of(p) for p in MODULES if fetches.search(p.read_text(encoding="utf-8"))] == []


def test_no_module_passes_the_ceiling() -> None:
    assert {name_of(p) for p in MODULES if len(p.read_text(encoding="utf-8").splitlines()) > MODULE_LINES} == set()


def test_no_function_hides_another() -> None:
    long = [
        f"{name_of(path)}: {node.name}"
        for path in MODULES
        for node in functions(parsed(path))
        if (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_every_module_and_public_function_says_what_it_is() -> None:
    silent = [name_of(path) for path in MODULES if path.stat().st_size and not ast.get_docstring(parsed(path))]
    silent += [
        f"{name_of(path)}: {node.name}"
        for path in MODULES
        for node in public(parsed(path))
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_nothing_written_here_names_a_machine() -> None:
    mine = Path(__file__)
    assert [name_of(p) for p in WRITTEN if p != mine and MACHINE.search(p.read_bytes())] == []


def test_skipped_browser_test_fails_in_ci(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makeini("[pytest]\nmarkers =\n    browser: needs chromium\n")
    pytester.makepyfile(
        "import pytest\n\n@pytest.mark.browser\ndef test_page():\n    pytest.skip('no chromium here')\n"
        "\ndef test_file():\n    pytest.skip('not here')\n"
    )
    monkeypatch.delenv("LOCALSPEND_CI", raising=False)
    pytester.runpytest_subprocess().assert_outcomes(skipped=2)
    monkeypatch.setenv("LOCALSPEND_CI", "1")
    pytester.runpytest_subprocess().assert_outcomes(failed=1, skipped=1)
