"""A MkDocs hook: pages that stand at the root of the repository, and the lists of insights and decisions."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
AT_ROOT = {
    "README.md": "index.md",
    "GLOSSARY.md": "glossary.md",
    "CHANGELOG.md": "changelog.md",
    "ATTRIBUTIONS.md": "attributions.md",
}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages at the root, their links turned to where the documentation has them."""
    for name, page in AT_ROOT.items():
        text = (ROOT / name).read_text(encoding="utf-8").replace("](docs/", "](")
        for other, target in AT_ROOT.items():
            text = text.replace(f"]({other})", f"]({target})")
        files.append(File.generated(config, page, content=text))
    return files


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """List every insight and every decision in the navigation."""
    pages = sorted((ROOT / "docs" / "insights").glob("*.md"))
    asked = [{_title(page): f"insights/{page.name}"} for page in pages if page.stem != "index"]
    notes = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    listed = [{_title(note): f"decisions/{note.name}"} for note in notes]
    config.nav = [*(config.nav or []), {"Insights": asked}, {"Decisions about the program": listed}]
    return config


def _title(note: Path) -> str:
    lines = note.read_text(encoding="utf-8").splitlines()
    return next(line.removeprefix("# ") for line in lines if line.startswith("# "))
