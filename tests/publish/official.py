"""The official JSON Schema of OCDS 1.1.5 (ocds-1.1.5/README.md) with the lots extension, as the tests run it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
from jsonschema.protocols import Validator
from referencing import Registry, Resource

from tests.publish.ocds_schema import FORMATS

Json = dict[str, Any]
FOLDER = Path(__file__).parent / "ocds-1.1.5"
#: The fields of the lots extension that we write: types as its documentation gives them.
LOTS: Json = {
    "Tender": {"lots": {"type": "array", "items": {"$ref": "#/definitions/Lot"}}},
    "Item": {"relatedLot": {"type": ["string", "null"]}},
    "Award": {"relatedLots": {"type": ["array", "null"], "items": {"type": "string"}}},
}
LOT: Json = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "title": {"type": ["string", "null"]},
        "value": {"$ref": "#/definitions/Value"},
    },
}


def schema(name: str) -> Json:
    """The official file `name`."""
    found: Json = json.loads((FOLDER / f"{name}-schema.json").read_bytes())
    return found


def with_lots() -> Json:
    """The release schema as a package that declares lots has it."""
    release = schema("release")
    release["definitions"]["Lot"] = LOT
    for name, fields in LOTS.items():
        release["definitions"][name]["properties"] |= fields
    return release


@cache
def validator(name: str) -> Validator:
    """A validator of release-packages or record-packages."""
    parts = [with_lots(), schema("versioned-release-validation")]
    registry: Registry[Any] = Registry().with_resources((one["id"], Resource.from_contents(one)) for one in parts)
    return jsonschema.Draft4Validator(schema(name), registry=registry, format_checker=FORMATS)


def faults(package: Json) -> list[str]:
    """What the official schema says against a release package or record package; and fields that it does not know."""
    name = "record-package" if "records" in package else "release-package"
    found = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator(name).iter_errors(package)]
    held = package.get("releases") or [
        r for one in package["records"] for r in (*one["releases"], one["compiledRelease"])
    ]
    release = with_lots()
    return found + sorted({where for one in held for where in unknown(one, release, release)})


def unknown(value: Any, told: Json, release: Json, where: str = "") -> list[str]:
    """The fields of `value` that the schema `told` does not name."""
    if "$ref" in told:
        told = release["definitions"][told["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        return [found for one in value for found in unknown(one, told.get("items", {}), release, f"{where}[]")]
    if not isinstance(value, dict):
        return []
    named = told.get("properties", {})
    found = [f"{where}/{key}: not in the schema" for key in value if key not in named]
    return found + [
        f for key in value if key in named for f in unknown(value[key], named[key], release, f"{where}/{key}")
    ]
