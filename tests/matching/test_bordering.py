"""Which districts lie beside which, and how a search widens over them."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from localspend.matching import near, pools
from localspend.matching.asked import Asked
from localspend.matching.bordering import county, name, steps, touching
from localspend.matching.find import document, find
from localspend.matching.near import Postcodes
from tests.matching.pools import gardeners, made
from tests.shared import shared

ON = date(2026, 11, 20)
BARNSLEY, SHEFFIELD, KIRKLEES, LEEDS, DERBYSHIRE_DALES = (
    "E08000016", "E08000019", "E08000034", "E08000035", "E07000035",
)  # fmt: skip


def block(east: int, north: int, side: int = 6) -> list[tuple[int, int]]:
    """A postcode in each second square of a block of kilometres."""
    return [(1000 * (east + x) + 500, 1000 * (north + y) + 500) for x in range(0, side, 2) for y in range(0, side, 2)]


def bordering(*blocks: tuple[int, int]) -> set[tuple[int, int]]:
    points = [point for one in blocks for point in block(*one)]
    district = [n for n, one in enumerate(blocks) for _ in block(*one)]
    return {(int(a), int(b)) for a, b in touching(np.array(points), np.array(district))}


def test_districts_side_by_side_border_and_those_far_apart_do_not() -> None:
    assert bordering((0, 0), (6, 0), (12, 0)) == {(0, 1), (1, 2)}
    assert bordering((0, 0), (40, 0)) == set()


def test_steps_go_from_the_district_to_its_county_and_the_counties_beside() -> None:
    borders = {
        BARNSLEY: {SHEFFIELD, KIRKLEES}, SHEFFIELD: {BARNSLEY, DERBYSHIRE_DALES}, KIRKLEES: {BARNSLEY, LEEDS},
        LEEDS: {KIRKLEES}, DERBYSHIRE_DALES: {SHEFFIELD},
    }  # fmt: skip
    found = steps([BARNSLEY], borders)
    assert {one: found.of.get(one) for one in (*borders, "E08000025")} == {
        BARNSLEY: "same-district", SHEFFIELD: "same-county", KIRKLEES: "bordering-counties",
        LEEDS: "bordering-counties", DERBYSHIRE_DALES: "bordering-counties", "E08000025": None,
    }  # fmt: skip
    assert found.names["bordering-counties"] == "Derbyshire, West Yorkshire"
    assert not steps([BARNSLEY], {}).of


def test_unitary_district_is_its_own_county() -> None:
    assert county("E06000001") == "E06000001"
    assert (name(county(BARNSLEY)), name("E06000001"), name("E99")) == ("South Yorkshire", "Hartlepool", "E99")


PLACES = {BARNSLEY: (0, 0, "S70"), SHEFFIELD: (6, 0, "S1"), KIRKLEES: (0, 6, "HD1"), LEEDS: (60, 60, "LS1")}


def places(folder: Path) -> Postcodes:
    """Barnsley, beside it Sheffield (its county) and Kirklees (another); Leeds (Kirklees's county) is far away."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        {"postcode": f"{letters} {n}AA", "easting": east, "northing": north, "district": district}
        for district, (x, y, letters) in PLACES.items() for n, (east, north) in enumerate(block(x, y))
    ]  # fmt: skip
    folder.mkdir()
    pq.write_table(pa.Table.from_pylist(rows), folder / "postcodes.parquet")
    near.build([folder / "postcodes.parquet"], folder)
    return Postcodes(folder)


def firms(*codes: str) -> list[dict[str, Any]]:
    return [firm | {"postcode": code} for firm, code in zip(gardeners(len(codes)), codes, strict=True)]


def test_register_widens_from_the_district_to_bordering_counties(tmp_path: Path) -> None:
    (tmp_path / "pool").mkdir()
    said = firms("S70 1AA", "S1 1AA", "S1 2AA", "HD1 1AA", "LS1 1AA", "ZZ1 1ZZ")
    pool, known = made(tmp_path / "pool", said, tiers=()), places(tmp_path / "places")

    def reached(least: int) -> tuple[str, list[str]]:
        asked = Asked(need="grounds maintenance", on=ON, near="S70 2AA", least=least)
        found = document(find(pool, asked, postcodes=known))
        beyond = found["widened_to"] in ("bordering-counties", "unknown")
        assert ("West Yorkshire, as the file of postcodes shows" in found["basis"]) is beyond
        return found["widened_to"], [one["tier"] for one in found["firms"]]

    assert reached(3) == ("same-county", ["same-district", "same-county", "same-county"])
    everywhere = ["same-district", *["same-county"] * 2, *["bordering-counties"] * 2]
    assert reached(4) == ("bordering-counties", everywhere)
    assert reached(6) == ("unknown", [*everywhere, "unknown"])


def test_network_widens_beyond_its_areas_before_it_takes_the_rest(tmp_path: Path) -> None:
    (tmp_path / "pool").mkdir()
    said = firms("S70 1AA", "S1 1AA", "HD1 1AA", "ZZ1 1ZZ")
    for firm, tier, district in zip(said, ("town", *["rest-of-uk"] * 3), (*[*PLACES][:3], None), strict=True):
        firm |= {"tier": tier, "district": district}
    made(tmp_path / "pool", said)
    pool = pools.pool.read(tmp_path / "pool", ["town", "rest-of-uk", "outside-uk", "unknown"], "", ["town"])
    asked = Asked(need="grounds maintenance", on=ON, least=3)
    found = document(find(pool, asked, postcodes=places(tmp_path / "places")))
    assert [one["tier"] for one in found["firms"]] == ["town", "same-county", "bordering-counties"]
    assert found["widened_to"] == "bordering-counties"


def test_invitation_of_a_council_is_widened_nowhere(tmp_path: Path) -> None:
    (tmp_path / "pool").mkdir()
    pool = made(tmp_path / "pool", firms("LS1 1AA", "S70 1AA"), tiers=())
    asked = Asked(
        need="grounds maintenance", on=ON, near="S70 2AA", buyer="council", purpose="invitation", value=Decimal(9000)
    )
    found = document(find(pool, asked, postcodes=places(tmp_path / "places")))
    assert (found["place_used"], found["widened_to"]) == ("shown-only", None)
    assert [one["supplier_id"][-1] for one in found["firms"]] == ["1", "2"]
    assert "Bordering" not in found["basis"]


@pytest.mark.shared
def test_real_borders_of_birmingham(tmp_path: Path) -> None:
    known = pools.postcodes([shared("places/code-point-open-2025-west-midlands")], tmp_path)
    assert known is not None
    assert {name(one) for one in known.borders["E08000025"]} >= {"Sandwell", "Walsall", "Solihull", "Dudley"}
    assert "Coventry" not in {name(one) for one in known.borders["E08000025"]}
