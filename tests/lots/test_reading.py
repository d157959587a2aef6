"""A requirement as its file gives it, and what a person is told of a file that is wrong."""

from decimal import Decimal
from pathlib import Path

import pytest

from localspend.errors import InputError
from localspend.lots import reading

FORM = """
title = "Grounds"
category = "77310000"
cost_per_lot = 1500.50
[[units]]
id = "park"
value = 12000
place = "b94aa"
[[units]]
id = "school"
value = "£3,400.10"
[[apart]]
units = ["park", "school"]
"""
BOUND = """
max_lots_per_supplier = 2
loss_of_scope = "2%"
lot_value_min = 1_000
burden = "heavy"
title = "Grounds"
"""
TUPE = """
[[tupe]]
units = ["park", "school"]
why = "one crew looks after both"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "r.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_requirement_is_read_from_its_file(tmp_path: Path) -> None:
    found = reading.read(written(tmp_path, FORM))
    assert found.value == Decimal("15400.10")
    assert (found.cost_per_lot, found.apart) == (Decimal("1500.50"), (frozenset({"park", "school"}),))
    assert [unit.place for unit in found.units] == ["B9 4AA", ""]


def test_file_with_a_byte_order_mark_is_the_same(tmp_path: Path) -> None:
    plain = reading.read(written(tmp_path, FORM))
    assert reading.read(written(tmp_path, "\ufeff" + FORM)) == plain


def test_what_binds_lots_is_read(tmp_path: Path) -> None:
    text = FORM.replace('title = "Grounds"', BOUND).partition("[[apart]]")[0] + TUPE
    found = reading.read(written(tmp_path, text))
    assert (found.max_lots_per_supplier, found.lot_value_min, found.burden) == (2, Decimal(1000), "heavy")
    assert found.loss_of_scope == Decimal("308.00")  # 2% of 15,400.10
    assert found.kept == found.tupe == (frozenset({"park", "school"}),)
    assert list(found.whys.values()) == ["one crew looks after both"]


UNITS = 'category = "77310000"\nunits_file = "units.csv"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_units_may_stand_in_a_csv_with_pounds_and_commas(tmp_path: Path, encoding: str) -> None:
    text = 'ID, Value,place,notes\na,"£12,000.50",B9 4AA,x\n\nb,20.5,,\n'
    (tmp_path / "units.csv").write_bytes(text.encode(encoding))
    units = reading.read(written(tmp_path, UNITS)).units
    assert [(unit.id, unit.value) for unit in units] == [("a", Decimal("12000.50")), ("b", Decimal("20.50"))]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("id,cost\na,1\n", "the column value is missing"),
        ("id,value,plase\na,1,B9 4AA\n", "the column plase is not known; did you mean place?"),
        ("id,value,place\na,£12,000,B9 4AA\n", "it has 4 cells where the header has 3"),
        ('id,value\n"a,1\n', "it is no CSV"),
        ("", "the column id is missing"),
    ],
)
def test_csv_that_is_wrong_is_told_by_its_line(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "units.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        reading.read(written(tmp_path, UNITS))
    assert caught.value.what.startswith(what)
    assert "units.csv" in str(caught.value.where)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (("77310000", "grass"), "category must be a CPV code"),
        (("77310000", "77310000-xx"), "category must be a CPV code"),
        (("= 12000", "= -1"), "units[0].value must be pounds"),
        (("= 12000", "= nan"), "units[0].value must be pounds"),
        (("= 12000", "= inf"), "units[0].value must be pounds"),
        (("= 12000", "= true"), "units[0].value must be pounds"),
        (("= 12000", '= "1.000,50"'), "units[0].value must be pounds"),
        (("= 12000", '= "12_000"'), "units[0].value must be pounds"),
        (("= 12000", "= 1e400"), "units[0].value must be £1,000,000,000 at most"),
        (("= 12000", "= 1e9"), "units are worth"),
        (("= 12000", f"= {'9' * 5000}"), "not valid TOML"),
        (('id = "school"', 'id = "park"'), "units has the id park twice"),
        (('id = "school"', 'id = " park "'), "units has the id park twice"),
        (('["park", "school"]', '["park", "shool"]'), "apart[0].units names shool, which is no unit; is it school?"),
        (('["park", "school"]', '["park", "park"]'), "apart[0].units must name two units"),
        (('["park", "school"]', '"park"'), "apart[0].units must name two units"),
        (("title", "titel"), "titel is not known; did you mean title?"),
        (("place", "plaice"), "units[0].plaice is not known; did you mean place?"),
        (("[[units]]", "[[unit]]"), "unit is not known; did you mean units?"),
        (("[[apart]]", "[[tuppe]]"), "tuppe is not known; did you mean tupe?"),
        (("[[apart]]\nunits =", "[[apart]]\nwho ="), "apart[0].who is not known"),
        (("[[apart]]\nunits =", "apart ="), "units[1].apart is not known"),
        (('id = "park"', 'id = ""'), "units[0].id is missing"),
        (("title", "max_lots = 0\ntitle"), "max_lots must be a whole number, 1 or more"),
        (("title", "max_lots = 2.5\ntitle"), "max_lots must be a whole number"),
        (("title", "max_lots_per_supplier = 0\ntitle"), "max_lots_per_supplier must be a whole number, 1 or more"),
        (("title", 'loss_of_scope = "-2%"\ntitle'), "loss_of_scope must be pounds or per cent"),
        (("title", 'loss_of_scope = "120%"\ntitle'), "loss_of_scope must be 100% of the value at most"),
        (("title", "lot_value_min = -1\ntitle"), "lot_value_min must be pounds"),
        (("title", 'contiguous = "false"\ntitle'), "contiguous must be true or false"),
        (("title", 'burden = "huge"\ntitle'), "burden must be one of light, usual, heavy"),
        (('title = "Grounds"', "title = [1]"), "title must be a text"),
        (("[[units]]", "[[units"), "not valid TOML"),
    ],
)
def test_requirement_that_is_wrong_names_the_key(tmp_path: Path, change: tuple[str, str], what: str) -> None:
    assert change[0] in FORM
    with pytest.raises(InputError) as caught:
        reading.read(written(tmp_path, FORM.replace(*change)))
    assert caught.value.what.startswith(what)


@pytest.mark.parametrize("text", ["units = []", "", "units = 3"])
def test_requirement_without_units_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"units (is missing|must be written)"):
        reading.read(written(tmp_path, f'category = "77310000"\n{text}\n'))


def test_device_that_never_ends_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text('category = "77310000"\nunits_file = "/dev/zero"\n', encoding="utf-8")
    for path in (Path("/dev/zero"), tmp_path / "r.toml"):
        with pytest.raises(InputError) as caught:
            reading.read(path)
        assert caught.value.what == "it is no file"
