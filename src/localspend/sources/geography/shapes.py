"""Boundaries from GeoJSON: the shape of each ward, small area or district, simplified so that a page can carry it."""

import json
import re

import pyarrow as pa
import shapely
from shapely.geometry import shape

from localspend.errors import InputError
from localspend.sources.blocks import Member
from localspend.sources.geography.kinds import PARTS, kind_of_code
from localspend.sources.geography.lookups import Names

#: About 15 metres: finer than a page shows.
TOLERANCE = 0.0002
DECIMALS = 5
_PROPERTY = re.compile(r"(wd|ward|lsoa|lad|ltla|cty|rgn)_?(\d\d)?_?(cd|code)", re.IGNORECASE)
_KINDS = {"wd": "ward", "ward": "ward", "lad": "district", "ltla": "district", "cty": "county", "rgn": "region"}


def is_geojson(member: Member) -> bool:
    """Whether `member` begins as a JSON object does."""
    if member.rows:
        return False
    with member.open() as stream:
        return stream.read(64).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")


def table(member: Member, names: Names) -> pa.Table:
    """The shapes in `member` as the part `boundaries`; adds their names to `names`. Raises InputError."""
    with member.open() as stream:
        text = stream.read()
    try:
        features = json.loads(text.decode("utf-8-sig"))["features"]
    except json.JSONDecodeError as error:
        raise _broken(member, f"line {error.lineno} is not JSON ({error.msg})") from error
    except (UnicodeDecodeError, KeyError, TypeError) as error:
        raise _broken(member, "it holds no list of features") from error
    rows = [_row(feature, number, member, names) for number, feature in enumerate(features, 1)]
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in PARTS["boundaries"]]))


def _broken(member: Member, what: str) -> InputError:
    return InputError(what, where=member.where, todo="Give boundaries as GeoJSON: a FeatureCollection of polygons")


def _row(feature: dict[str, object], number: int, member: Member, names: Names) -> dict[str, str | None]:
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        raise _broken(member, f"feature {number} has no properties")
    key = next((key for key in properties if _PROPERTY.fullmatch(key)), None)
    if key is None:
        raise _broken(member, f"feature {number} has no code; its properties are {', '.join(map(str, properties))}")
    code = str(properties[key])
    name = _beside(properties, key)
    kind = _kind(key, code)
    parent = next(
        (str(properties[k]) for k in properties if k != key and re.fullmatch(r"(?i)(lad|ltla)_?(\d\d)?_?(cd|code)", k)),
        None,
    )
    if name:
        names.put(code, name, parent if kind == "ward" else None)
    return {"kind": kind, "code": code, "name": name, "district": parent, "shape": _shape(feature, number, member)}


def _beside(properties: dict[str, object], key: str) -> str | None:
    """The name that stands beside the code `key`: `WD25CD` -> `WD25NM`."""
    stem = re.sub(r"(?i)(cd|code)$", "", key)
    found = next((properties[k] for k in properties if re.fullmatch(rf"(?i){re.escape(stem)}(nm|name)", k)), None)
    return str(found) if found else None


def _kind(key: str, code: str) -> str:
    match = _PROPERTY.fullmatch(key)
    stem, year = (match[1].lower(), match[2] or "21") if match else ("", "21")
    return f"lsoa{year}" if stem == "lsoa" else kind_of_code(code) or _KINDS[stem]


def _shape(feature: dict[str, object], number: int, member: Member) -> str:
    try:
        outline = shapely.make_valid(shape(feature["geometry"]))
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
        raise _broken(member, f"feature {number} has no usable geometry ({error})") from error
    west, south, east, north = outline.bounds or (0, 0, 0, 0)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise InputError(
            f"feature {number} is not in longitude and latitude", where=member.where, todo="Fetch it again as EPSG:4326"
        )
    return simplified(outline)


def simplified(outline: shapely.Geometry) -> str:
    """A shape as GeoJSON text, simplified to about 15 m and rounded to about a metre."""
    small = shapely.set_precision(shapely.simplify(outline, TOLERANCE), 10**-DECIMALS)
    if small.is_empty:
        small = outline
    return json.dumps(_rounded(json.loads(shapely.to_geojson(small))), separators=(",", ":"))


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return round(value, DECIMALS) if isinstance(value, float) else value
