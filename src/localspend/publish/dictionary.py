"""What each table and column means, from the tables' own docstrings: for the data package and for people."""

import re
from types import ModuleType

#: Type of COLUMNS -> type of a Frictionless field.
TYPES = {
    "string": "string",
    "int64": "integer",
    "int32": "integer",
    "float64": "number",
    "date": "date",
    "boolean": "boolean",
    "decimal(18, 2)": "number",
    "decimal(9, 4)": "number",
    "array<string>": "array",
}
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Za-z])")


def about(module: ModuleType) -> str:
    """The docstring of a table, its lines joined."""
    return " ".join((module.__doc__ or "").split())


def title(module: ModuleType) -> str:
    """What a row is."""
    return _SENTENCE.split(about(module))[0].partition(": ")[2].strip().removesuffix(".")


def meaning(module: ModuleType, column: str) -> str:
    """The sentences of the table's docstring that name `column`; empty where its name says all."""
    told = about(module).partition(": ")[2]
    return " ".join(s for s in _SENTENCE.split(told) if re.search(rf"(?<![\w`]){column}(?!\w)|`{column}`", s))


def field(module: ModuleType, column: str) -> dict[str, str]:
    """A column as a Frictionless field."""
    kind = module.COLUMNS[column]
    found = {"name": column, "type": TYPES[kind], "description": meaning(module, column)}
    if kind.startswith("decimal(18"):
        found["description"] = found["description"] or "Pounds."
    return {key: value for key, value in found.items() if value}


def page(tables: dict[str, tuple[ModuleType, list[str]]]) -> str:
    """The dictionary of `tables` (name -> module and the columns that are published) as a page."""
    parts = ["# Data dictionary", "Money is pounds and pence; dates are ISO 8601; an empty cell is not known."]
    for name, (module, columns) in tables.items():
        parts += [f"## {name}", about(module), "\n".join(["| column | type | meaning |", "|---|---|---|"])]
        rows = [(column, TYPES[module.COLUMNS[column]], meaning(module, column)) for column in columns]
        parts[-1] += "".join(f"\n| `{column}` | {kind} | {told.replace('|', '/')} |" for column, kind, told in rows)
    return "\n\n".join(parts) + "\n"
