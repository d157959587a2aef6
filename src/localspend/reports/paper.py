"""Papers for a purchase: a one-page brief, two pages of terms, the record of the decision. Ready to print.

The wording is data: a network's own templates/NAME.html stands over the shipped one of that name. What is not known is
marked for the officer to fill in.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from localspend.errors import InputError
from localspend.workspace import write_whole

SHIPPED = Path(__file__).parent / "templates" / "papers"
UNAGREED = "shipped with localspend, for the network to agree"


def render(name: str, facts: Mapping[str, Any], evidence: Sequence[str] = (), folder: Path | None = None) -> str:
    """The paper `name`, filled with `facts` (rules/papers.py). Raises InputError for a network's template."""
    own = folder / "templates" if folder else None
    environment = SandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(path) for path in (own, SHIPPED) if path]), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["pounds"] = lambda amount: f"£{amount:,.2f}".removesuffix(".00")
    environment.filters["day"] = lambda on: f"{on.day} {on:%B %Y}"
    agreed = own is not None and (own / f"{name}.html").is_file()
    wording = (
        f"the network's own (templates/{name}.html)" if agreed else "shipped with localspend, for the network to agree"
    )
    try:
        return environment.get_template(f"{name}.html").render(**facts, evidence=evidence, wording=wording)
    except (TemplateError, TypeError, ValueError) as error:
        where = f"{own}/{name}.html" if agreed else name
        line = getattr(error, "lineno", None)
        raise InputError(
            f"the template cannot be filled: {error}", where=f"{where}, line {line}" if line else where,
            todo="Compare it with the shipped one: `localspend rules templates` writes it anew where it is absent",
        ) from None  # fmt: skip


def copy(folder: Path) -> list[Path]:
    """Write the shipped templates into a network's templates/, where they are not there yet; what was written."""
    made = [folder / "templates" / path.name for path in sorted(SHIPPED.glob("*.html"))]
    new = [path for path in made if not path.exists()]
    for path in new:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, (SHIPPED / path.name).read_text(encoding="utf-8"))
    return new
