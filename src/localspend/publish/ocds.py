"""OCDS 1.1.5: a release package and a record package of institutions' contract registers and notices.

A line of a register is one contracting process with one award and one contract: registers do not say which of their
lines came from one procedure. A process that notices told of keeps its own ocid (noticed.py); a contract that stands in
both is told twice, since nothing says for certain that they are one. Lots are published, and their extension declared,
where they are known. Annual values are left out, since OCDS has no place for them.
Written release by release, so that memory does not grow.
Source: standard.open-contracting.org/1.1 (release, release package, record package; lots extension).
"""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from localspend.publish import parts, release
from localspend.publish.asked import LICENCES, PLACEHOLDER
from localspend.publish.source import Source

VERSION = "1.1"
#: What a release may hold beyond the core, and where that is defined.
LOTS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"
Json = dict[str, Any]


def write(source: Source, folder: Path) -> list[str]:
    """Write releases.json and records.json; says what to know before they are put on the web."""
    shown = release.Told(source)
    extensions = [LOTS] if shown.has_lots else []
    if not _write(folder / "releases.json", _package(source, "releases", extensions), "releases", shown.releases()):
        (folder / "releases.json").unlink()
        return ["No contract and no notice is known, so there is nothing to say in OCDS."]
    _write(folder / "records.json", _package(source, "records", extensions), "records", map(record, shown.releases()))
    return [*_notes(source), *shown.notes]


def record(one: Json) -> Json:
    """A process with its only release, and that release as the compiled one."""
    compiled = {**one, "id": f"{one['ocid']}-{one['date']}", "tag": ["compiled"]}
    return {"ocid": one["ocid"], "releases": [one], "compiledRelease": compiled}


def _package(source: Source, what: str, extensions: list[str]) -> Json:
    """What stands before the releases or records."""
    asked = source.asked
    publisher = {"name": source.publisher}
    if asked.publisher_id is not None:
        publisher["scheme"], publisher["uid"] = parts.org_id(asked.publisher_id)
    if asked.publisher_uri is not None:
        publisher["uri"] = asked.publisher_uri
    identity = f"{source.snapshot.id}|{asked.ocid_prefix}|{','.join(source.ids)}|{what}"
    package: Json = {
        "uri": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, identity)}",
        "version": VERSION,
        "publishedDate": parts.moment(source.day),
        "publisher": publisher,
        "license": LICENCES[asked.licence][1],
    }
    return package | ({"extensions": extensions} if extensions else {})


def _write(path: Path, package: Json, name: str, items: Iterator[Json]) -> int:
    """Write `package` with `items` under `name`; returns how many."""
    many = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(package, indent=1, ensure_ascii=False).removesuffix("\n}") + f',\n "{name}": [')
        for many, item in enumerate(items, 1):
            file.write((",\n" if many > 1 else "\n") + json.dumps(item, ensure_ascii=False))
        file.write("\n ]\n}\n")
    return many


def _notes(source: Source) -> list[str]:
    if source.asked.ocid_prefix != PLACEHOLDER:
        return []
    return [
        f"The ocids of contracts in registers begin with {PLACEHOLDER}, which nobody has registered: do not publish "
        "them so. The Open Contracting Partnership gives out prefixes (standard.open-contracting.org): --ocid-prefix."
    ]
