"""Where pools come from, and what is kept of them."""

from pathlib import Path

import pyarrow as pa
import pytest

from localspend.errors import InputError
from localspend.matching import pools
from localspend.matching.gone import gone_by
from localspend.matching.near import Postcodes
from localspend.matching.place import Placed, inside, placed
from tests.matching.pools import gardeners, made
from tests.pipeline import small


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("Active", ""),
        ("Active - Proposal to Strike off", ""),
        ("In Administration", ""),
        ("Liquidation", "in liquidation, says the register"),
        ("Dissolved", "dissolved, says the register"),
        ("Converted / Closed", "converted or closed, says the register"),
    ],
)
def test_who_cannot_be_asked(status: str, why: str) -> None:
    nothing = pa.chunked_array([pa.nulls(1, pa.date32())])
    assert gone_by(pa.chunked_array([[status]]), nothing).to_pylist() == [why]


def test_changed_register_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "companies.csv"
    path.write_text(small.REGISTER, encoding="utf-8")
    assert len(pools.of_register(path, tmp_path)) == 3
    path.write_text("\n".join(small.REGISTER.splitlines()[:3]), encoding="utf-8")
    assert len(pools.of_register(path, tmp_path)) == 2


def test_file_that_is_no_register_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="number"):
        pools.of_register(path, tmp_path)


def test_office_that_a_hundred_share_is_flagged(tmp_path: Path) -> None:
    head, one = small.REGISTER.splitlines()[:2]
    rows = [one.replace("01234567", f"{n:08}") for n in range(1, 101)]
    path = tmp_path / "companies.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    assert set(pools.of_register(path, tmp_path).firms["office_shared"].to_pylist()) == {True}
    path.write_text("\n".join([head, *rows[:99]]), encoding="utf-8")
    assert set(pools.of_register(path, tmp_path).firms["office_shared"].to_pylist()) == {False}


def located(tmp_path: Path) -> Postcodes:
    path = tmp_path / "codepo.csv"
    path.write_text(small.POSTCODES, encoding="utf-8")
    found = pools.postcodes([path], tmp_path)
    assert found is not None
    return found


def test_postcode_is_placed_and_one_that_is_unknown_is_not(tmp_path: Path) -> None:
    found = located(tmp_path)
    assert found.spot("B1 1AA") == (406000.0, 286000.0, "E08000001")
    assert found.spot("ZZ9 9ZZ") == (None, None, None)


def where(tmp_path: Path) -> Placed:
    firms = gardeners(3)
    for firm, code in zip(firms, ("B1 1AA", "LS1 1AA", None), strict=True):
        firm |= {"postcode": code}
    pool = made(tmp_path / "pool", firms, tiers=())
    return placed(pool, pool.firms, None, located(tmp_path))


@pytest.mark.parametrize(
    ("area", "held"),
    [
        ("districts:E08000035", [False, True, None]),
        ("districts:E08000001,E08000035", [True, True, None]),
        ("counties:E11000006", [False, True, None]),
        ("regions:E12000003", [False, True, None]),
        ("wards:E05000001", [None, None, None]),  # a file of postcodes alone does not carry wards here
        ("uk", [True, True, None]),
    ],
)
def test_area_holds_a_district_its_county_and_its_region(tmp_path: Path, area: str, held: list[bool | None]) -> None:
    (tmp_path / "pool").mkdir()
    assert inside(where(tmp_path), (area,)) == held
