"""locate: the tier of a place, and how it was decided. An area is innermost first; unknown is never folded away."""

import json
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from localspend import engine
from localspend.errors import InputError
from localspend.network import Area
from localspend.places import check_areas, gazetteer, locate, notes_on_nesting
from tests.places.tables import INNER, OTHER, POSTCODES, TOWN, part, postcode, rows

AREAS = (Area("inner", "Inner", wards=(INNER,)), Area("town", "Town", districts=(TOWN,)))


def place(
    connection: ibis.BaseBackend, given: list[tuple[str | None, str | None]], areas: tuple[Area, ...]
) -> list[object]:
    """(tier, tier_basis) of each postcode and country."""
    table = pa.table(
        {
            "supplier_id": list(range(len(given))),
            "postcode": pa.array([code for code, _ in given], pa.string()),
            "address_country": pa.array([country for _, country in given], pa.string()),
        }
    )
    known = gazetteer({"postcodes": [part(connection, "postcodes", POSTCODES)]})
    found = rows(locate(engine.from_arrow(connection, table), known, areas), "supplier_id", "tier", "tier_basis")
    return [found[n] for n in range(len(given))]


def test_tier_is_the_first_area_that_holds_the_postcode(connection: ibis.BaseBackend) -> None:
    cases: list[tuple[tuple[str | None, str | None], object]] = [
        (("B9 4AA", None), ("inner", "postcode")),
        (("b94ab", "ENGLAND"), ("inner", "postcode")),
        (("B9 5AA", "United Kingdom"), ("town", "postcode")),
        (("LS1 4AP", None), ("rest-of-uk", "postcode")),
        # Not in the gazetteer: every postcode of B9 4 is in the inner area; those of B9 5 are not of one tier.
        (("B9 4ZZ", None), ("inner", "sector")),
        (("B9 5ZZ", None), ("unknown", None)),
        (("G1 1AA", None), ("unknown", None)),
        (("BT1 1AA", None), ("rest-of-uk", "postcode-area")),
        (("JE2 3AB", None), ("outside-uk", "country")),
        ((None, "FRANCE"), ("outside-uk", "country")),
        (("75001", "FRANCE"), ("outside-uk", "country")),
        ((None, None), ("unknown", None)),
        (("none", " "), ("unknown", None)),
    ]
    assert place(connection, [given for given, _ in cases], AREAS) == [answer for _, answer in cases]


def test_postcode_without_a_ward_is_not_taken_to_be_outside_the_inner_area(connection: ibis.BaseBackend) -> None:
    bare = [postcode("B9 4XX", None, TOWN), postcode("B9 5XX", None, TOWN), postcode("LS1 4XX", None, OTHER)]
    known = gazetteer({"postcodes": [part(connection, "postcodes", [*POSTCODES, *bare])]})
    codes = [str(row["postcode"]) for row in bare]
    asked = pa.table({"postcode": codes, "address_country": pa.array([None] * 3, pa.string())})
    found = rows(
        locate(engine.from_arrow(connection, asked), known, AREAS), "postcode", "tier", "tier_basis", "district"
    )
    assert found == {
        "B9 4XX": ("inner", "sector", TOWN),
        "B9 5XX": ("unknown", None, TOWN),
        "LS1 4XX": ("rest-of-uk", "postcode", OTHER),
    }


def test_letters_of_a_postcode_decide_where_areas_are_made_of_letters(connection: ibis.BaseBackend) -> None:
    letters = (Area("b", "B", postcode_areas=("B",)), Area("wm", "West Midlands", postcode_areas=("b", "WV")))
    given = ["B9 5AA", "B99 9ZZ", "WV1 1AA", "G1 1AA"]
    decided = [("b", "postcode"), ("b", "postcode-area"), ("wm", "postcode-area"), ("rest-of-uk", "postcode-area")]
    assert place(connection, [(code, None) for code in given], letters) == decided
    # An area of wards comes first: nobody can tell whether it holds B99 9ZZ.
    behind = (Area("inner", "Inner", wards=(INNER,)), *letters)
    assert place(connection, [("B99 9ZZ", None)], behind) == [("unknown", None)]


def test_every_way_to_name_an_area(duck: ibis.BaseBackend) -> None:
    both = [*POSTCODES, postcode("S1 1AA", "E05000009", "E08000019", lsoa21="E01000009")]
    known = gazetteer({"postcodes": [part(duck, "postcodes", both)]})
    asked = engine.from_arrow(
        duck, pa.table({"postcode": ["S1 1AA"], "address_country": pa.array([None], pa.string())})
    )
    for named in (
        {"lsoas": ("E01000009",)},
        {"districts": ("E08000019",)},
        {"districts": ("E08000039",)},  # Sheffield's code since 2025
        {"counties": ("E11000003",)},
        {"regions": ("E12000003",)},
    ):
        area = Area("here", "Here", **named)  # type: ignore[arg-type]
        check_areas([area], known)
        assert rows(locate(asked, known, [area]), "postcode", "tier") == {"S1 1AA": "here"}, named


def test_drawn_boundary_holds_what_lies_inside(connection: ibis.BaseBackend, tmp_path: Path) -> None:
    square = [[-1.86, 52.46], [-1.84, 52.46], [-1.84, 52.48], [-1.86, 52.48], [-1.86, 52.46]]
    drawn = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [square]}}
    file = tmp_path / "area.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [drawn]}))
    areas = (Area("drawn", "Drawn", boundary=file),)
    found = place(connection, [("B9 4AA", None), ("B9 5AA", None)], areas)
    assert found == [("drawn", "postcode"), ("rest-of-uk", "postcode")]


@pytest.mark.parametrize("text", ["{", '{"features": []}', '{"features": [{"geometry": null}]}', None])
def test_unusable_boundary_is_refused_with_its_area(duck: ibis.BaseBackend, tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "area.geojson"
    if text is not None:
        file.write_text(text)
    with pytest.raises(InputError, match='area "drawn"'):
        place(duck, [("B9 4AA", None)], (Area("drawn", "Drawn", boundary=file),))


def test_area_that_names_an_unknown_ward_is_refused(duck: ibis.BaseBackend) -> None:
    known = gazetteer({"postcodes": [part(duck, "postcodes", POSTCODES)]})
    check_areas(AREAS, known)
    with pytest.raises(InputError, match=r"E05999999.*such a ward") as refused:
        check_areas([*AREAS, Area("lost", "Lost", wards=(INNER, "E05999999"), districts=(OTHER,))], known)
    assert refused.value.where == 'network.toml, area "lost", wards'


def test_area_that_does_not_hold_the_one_before_it_is_said(duck: ibis.BaseBackend) -> None:
    known = gazetteer({"postcodes": [part(duck, "postcodes", POSTCODES)]})
    inner, other, town = (
        Area("inner", "Inner", wards=(INNER,)),
        Area("other", "Other", districts=(OTHER,)),
        Area("town", "Town", districts=(TOWN,)),
    )
    assert notes_on_nesting([inner, town], known) == []
    said = notes_on_nesting([inner, other, town], known)
    assert [note.split(",")[0] for note in said] == ["Inner reaches beyond Other", "Other reaches beyond Town"]
