"""A Frictionless data package: datapackage.json, a CSV a table, a data dictionary.

What names people or belongs to an institution alone stays out: names as written, supplier numbers, cells without a
role, headcounts and turnovers from institutions' own lists, decisions and who took them. Hashes are of the CSV.
Source: Frictionless Data Package v1 (profile tabular-data-package).
"""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import ibis

from localspend import tables
from localspend.publish import csv_file, dictionary
from localspend.publish.asked import LICENCES
from localspend.publish.folder import sha256
from localspend.publish.source import Source

#: The tables that are published, where a snapshot has them.
SHARED = (
    "institutions", "source_files", "payments", "suppliers", "contracts", "notices", "lots", "awards",
    "award_suppliers", "places", "thresholds",
)  # fmt: skip
#: Columns that are not.
KEPT = {
    "payments": {"supplier_text", "supplier_ref", "raw"},
    "contracts": {"supplier_text"},
    "award_suppliers": {"supplier_text", "company_number", "charity_number"},
    "suppliers": {"name", "employees", "turnover", "balance_sheet"},
}


def write(source: Source, folder: Path) -> list[str]:
    """Write the package into `folder`; nothing needs to be said of it."""
    shared = {name: _columns(name) for name in SHARED if name in tables.SNAPSHOT}
    resources = [_resource(source, folder, name, *shared[name]) for name in shared]
    (folder / "dictionary.md").write_text(dictionary.page(shared), encoding="utf-8", newline="\n")
    text = json.dumps(_package(source, resources), indent=1, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    return []


def _columns(name: str) -> tuple[ModuleType, list[str]]:
    module = tables.SNAPSHOT[name]
    return module, [column for column in module.COLUMNS if column not in KEPT.get(name, ())]


def _resource(source: Source, folder: Path, name: str, module: ModuleType, columns: list[str]) -> dict[str, Any]:
    """Write the CSV of a table; its description."""
    path, table = folder / f"{name}.csv", source.table(name)
    rows = csv_file.write(table, path, {c: c for c in columns}, _order(module, columns), mark=False)
    schema: dict[str, Any] = {"fields": [dictionary.field(module, c) for c in columns], "missingValues": [""]}
    if key := _key(source, name, module, columns):
        schema["primaryKey"] = key
    return {
        "name": name.replace("_", "-"),
        "path": path.name,
        "profile": "tabular-data-resource",
        "title": dictionary.title(module),
        "description": dictionary.about(module),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
        "rows": rows,
        "schema": schema,
    }


def _order(module: ModuleType, columns: list[str]) -> list[str]:
    """The key, then everything: the same rows in the same order whatever the engine does."""
    key = [column for column in module.KEY if column in columns]
    return key + [c for c in columns if c not in key and module.COLUMNS[c] in ("string", "int64", "date")]


def _key(source: Source, name: str, module: ModuleType, columns: list[str]) -> list[str]:
    """The primary key, where no part of it is blank: a blank cell is a missing value to Frictionless."""
    key = [column for column in module.KEY if column in columns]
    if len(key) < len(module.KEY):
        return []
    table = source.table(name)
    texts = [c for c in key if module.COLUMNS[c] == "string"]
    blank = [table[c].isnull() for c in key] + [table[c] == "" for c in texts]
    return [] if table.filter(ibis.or_(*blank)).count().to_pyarrow().as_py() else key


def _package(source: Source, resources: list[dict[str, Any]]) -> dict[str, Any]:
    asked = source.asked
    words, address = LICENCES[asked.licence]
    read = [*source.manifest["sources"], *source.manifest["reference"]]
    shown = [one for one in read if one.get("institution_id") in (None, *source.ids)]
    by: dict[str, Any] = {"title": source.publisher, "role": "publisher"}
    if asked.publisher_uri is not None:
        by["path"] = asked.publisher_uri
    return {
        "profile": "tabular-data-package",
        "name": f"localspend-{source.snapshot.id}",
        "title": f"Spending and contracts: {source.publisher}",
        "version": source.snapshot.id,
        "licenses": [{"name": asked.licence, "title": words, "path": address}],
        "contributors": [by],
        "sources": [{"title": one["path"], "sha256": one["sha256"]} for one in shown],
        "resources": resources,
    }
