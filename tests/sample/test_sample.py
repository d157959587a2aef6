"""The sample: the same bytes each time, real places, invented everything else, and a network that the program takes."""

import csv
import hashlib
import io
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from localspend import decisions, network, sample
from localspend.sample import biff, ground
from localspend.sample.truth import Truth
from localspend.sources import geography, registers

SCALE = 0.01


def hashes(folder: Path) -> dict[str, str]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    folder = tmp_path_factory.mktemp("sample")
    return folder, sample.write(folder, scale=SCALE)


def test_another_process_writes_the_same_bytes(made: tuple[Path, Truth], tmp_path: Path) -> None:
    program = (
        f"import sys, pathlib; from localspend import sample; sample.write(pathlib.Path(sys.argv[1]), scale={SCALE})"
    )
    # The code under test, wherever this process found it.
    environment = {"PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, env=environment)
    assert hashes(tmp_path) == hashes(made[0])


def test_another_seed_is_another_network_of_the_same_shape(made: tuple[Path, Truth], tmp_path: Path) -> None:
    sample.write(tmp_path, seed=1, scale=SCALE)
    ours, theirs = hashes(made[0]), hashes(tmp_path)
    assert ours.keys() == theirs.keys()
    assert {name for name in ours if "sources" in name and ours[name] == theirs[name]} == {
        "sources/sample-hospitals/spend-over-25k-2024-08.csv"  # the PDF that is no ledger
    }


def test_network_toml_is_taken_without_a_note(made: tuple[Path, Truth]) -> None:
    home = network.load(made[0])
    assert home.notes == ()
    assert [area.id for area in home.areas] == ["east-birmingham", "birmingham", "west-midlands"]
    assert len(home.areas[0].wards) == 15
    assert len({i.kind for i in home.institutions}) == 5
    assert all("(invented)" in i.name for i in home.institutions)
    assert all((made[0] / path).is_file() for i in home.institutions for path in i.suppliers)
    assert len(decisions.standing(made[0], "categories")) > 80


def test_register_has_companies_houses_columns_and_invented_numbers_only(
    made: tuple[Path, Truth], tmp_path: Path
) -> None:
    rows = []
    for path in sorted((made[0] / "registers").glob("BasicCompanyData-*.zip")):
        account = registers.convert(path, tmp_path / "out.parquet")
        assert (account.kind, account.left_out) == ("companies-house", 0)
        with zipfile.ZipFile(path) as archive:
            text = archive.read(archive.namelist()[0]).decode()
        rows += list(csv.DictReader(io.StringIO(text)))
    assert len(rows[0]) == 55
    assert " CompanyNumber" in rows[0]
    assert {row[" CompanyNumber"].lstrip("OCRSF")[:1] for row in rows} == {"9"}
    assert 3300 < len(rows) < 4000
    bodies = registers.convert(made[0] / "registers" / "public-bodies.csv", tmp_path / "bodies.parquet")
    assert (bodies.kind, bodies.rows) == ("public-bodies", 60)


def test_places_are_a_small_extract_that_the_ordinary_reader_takes(tmp_path: Path) -> None:
    files = sorted(ground.PLACES.iterdir())
    assert sum(path.stat().st_size for path in files) < 3_000_000
    parts = {part.kind: part for path in files for part in geography.convert(path, tmp_path / path.name)}
    assert set(parts) == {"postcodes", "names", "deprivation"}
    assert not any(part.left_out for part in parts.values())
    attribution = (ground.PLACES.parent / "ATTRIBUTION.txt").read_text("utf-8")
    assert "Open Government Licence v3.0" in attribution
    assert "Crown copyright and database right 2025" in attribution


def test_every_tier_has_postcodes_and_every_ward_of_east_birmingham_too() -> None:
    found = ground.postcodes()
    assert all(len(found[tier]) > 4000 for tier in ground.TIERS)
    assert not any(set(found["rest-of-uk"]) & set(found[tier]) for tier in ground.TIERS[:3])


def test_truth_is_of_the_size_that_was_promised(tmp_path: Path) -> None:
    truth = sample.write(tmp_path)
    assert 240_000 < sum(a.payments for a in truth.institutions.values()) < 270_000
    assert all(sum(a.pence_by_tier.values()) == a.pence - a.duplicate_pence for a in truth.institutions.values())
    assert truth.amount_counted > 1_000_000_000
    assert sum(a.refused for a in truth.institutions.values()) == 2


def test_xls_writer_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    rows: list[list[biff.Cell]] = [["Date", "£ net", "Payee"]]
    rows += [[date(2024, 2, 29), -12.34 * n, "Café"] for n in range(1, 4000)]
    (tmp_path / "a.xls").write_bytes(biff.workbook(rows, sheet="Q1"))
    book = CalamineWorkbook.from_path(tmp_path / "a.xls")
    assert book.sheet_names == ["Q1", "Sheet2"]
    assert book.get_sheet_by_name("Q1").to_python() == rows
