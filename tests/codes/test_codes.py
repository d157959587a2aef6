"""Files of codes: told by what is inside, read to (scheme, code, text)."""

import json

import pytest
import xlsxwriter

from localspend.errors import InputError
from localspend.sources import codes
from tests.shared import shared


def test_cpv_as_json(tmp_path):
    path = tmp_path / "any name.json"
    path.write_text(json.dumps({"77310000-6": "Upkeep of green areas", "03000000-1": "Farm produce"}))
    assert codes.texts(path) == [("cpv", "77310000", "Upkeep of green areas"), ("cpv", "03000000", "Farm produce")]


def test_cpv_as_csv_whichever_column_holds_the_codes(tmp_path):
    path = tmp_path / "cpv.csv"
    path.write_text("title,code\nUpkeep of green areas,77310000-6\nFarm produce,03000000-1\n")
    assert codes.texts(path)[0] == ("cpv", "77310000", "Upkeep of green areas")


def test_sic_with_points_and_sections(tmp_path):
    path = tmp_path / "sic.tsv"
    path.write_text("code\tname\nN\tAdministrative\n81.30\tLandscape work\n81\tServices to buildings\n")
    assert codes.texts(path) == [("sic", "8130", "Landscape work"), ("sic", "81", "Services to buildings")]


def test_the_activity_index_is_a_workbook_with_old_codes_beside(tmp_path):
    path = tmp_path / "index.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Indexes")
        rows = [("UK SIC 2007", "UK SIC 2003", "Activity"), ("81300", "", "Landscape work")]
        rows += [("", "01410", "Turf laying"), ("", "01410", "Verge mowing"), ("69102", "", "Solicitors' work")]
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    assert codes.texts(path) == [
        ("sic", "81300", "Landscape work"),
        ("sic", "81300", "Turf laying"),
        ("sic", "81300", "Verge mowing"),
        ("sic", "69102", "Solicitors' work"),
    ]


@pytest.mark.parametrize("text", ["", "a,b\n1,two\n", "name,amount\nAcme,1250.00\n"])
def test_a_file_of_something_else_is_refused(tmp_path, text):
    path = tmp_path / "other.csv"
    path.write_text(text)
    with pytest.raises(InputError, match="CPV or SIC codes"):
        codes.texts(path)


def test_json_that_is_cut_short_is_refused(tmp_path):
    path = tmp_path / "cpv.json"
    path.write_text('{"77310000-6": "Upkeep')
    with pytest.raises(InputError, match="not valid JSON"):
        codes.texts(path)


def test_the_real_files():
    assert len(codes.texts(shared("codes/cpv-2008-en.json"))) == 9454
    found = codes.texts(shared("codes/uk-sic-2007-activity-index.xls"))
    assert ("sic", "81300", "Landscape gardening") in found
    assert len({code for _, code, _ in found}) > 700
