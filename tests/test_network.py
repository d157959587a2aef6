"""network.toml: what it may say, and what is said of a broken one."""

from pathlib import Path

import pytest

from localspend import network
from localspend.cli.init import TEMPLATE
from localspend.errors import InputError

WHOLE = """name = "A network"
[[institutions]]
id = "one"
name = "One"
kind = "council"
[[areas]]
id = "inner"
name = "Inner"
wards = ["E05011120"]
"""


def write(folder: Path, text: str) -> Path:
    (folder / "network.toml").write_text(text, encoding="utf-8")
    return folder


def test_template_of_init_is_a_network(tmp_path: Path) -> None:
    loaded = network.load(write(tmp_path, TEMPLATE.read_text(encoding="utf-8")))
    assert [i.id for i in loaded.institutions] == ["my-council"]
    assert [area.id for area in loaded.areas] == ["my-city"]
    assert loaded.notes == ()


def test_sources_left_out_are_the_folder_of_the_institution(tmp_path: Path) -> None:
    assert network.load(write(tmp_path, WHOLE)).institutions[0].sources == ("sources/one",)


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (('name = "A network"\n', ""), "line 1", "name is missing"),
        (('name = "A', "name = A"), "network.toml", "not valid TOML"),
        (('id = "one"', 'id = "One!"'), "line 3", "lower-case"),
        (('kind = "council"', 'kind = "concil"'), "line 5", "did you mean council?"),
        (('kind = "council"', "kind = 3"), "line 5", "must be text"),
        (('wards = ["E05011120"]', "wards = []"), "line 7", "names no place"),
        (('wards = ["E05011120"]', 'wards = "E05011120"'), "line 9", "must be a list"),
        (('wards = ["E05011120"]', 'boundary = "gone.geojson"'), "line 9", "not there"),
        (('id = "inner"', 'id = "unknown"'), "line 7", "a tier of its own"),
        (('wards = ["E05011120"]', 'wards = ["E05011120"]\n[reference]\ncovers = ["outer"]'), "line 11", "no area"),
        (("[[areas]]", '[[institutions]]\nid = "one"\nname = "Again"\n[[areas]]'), "line 7", "used twice"),
        (("[[institutions]]", "[institutions]"), "line 2", "[[institutions]]"),
        (("[[areas]]", "[[reference]]\n[[areas]]"), "line 6", "must be written as [reference]"),
        (('name = "A network"', 'name = "A network"\nyear_starts_in = true'), "line 2", "a whole number"),
        (('kind = "council"', "member_from = 2019-09-01T00:00:00"), "line 5", "must be a date"),
        (('wards = ["E05011120"]', 'postcode_areas = ["B9"]'), "line 9", "the letters that begin"),
    ],
)
def test_broken_network_says_key_and_line(tmp_path: Path, change: tuple[str, str], where: str, what: str) -> None:
    with pytest.raises(InputError) as error:
        network.load(write(tmp_path, WHOLE.replace(*change, 1)))
    assert where in str(error.value)
    assert what in str(error.value)


def test_unknown_key_is_noted_with_its_line(tmp_path: Path) -> None:
    loaded = network.load(write(tmp_path, WHOLE.replace("wards", 'nam = "x"\nwards')))
    assert loaded.notes == ("network.toml line 9: the key nam is not known and was left out; did you mean name?",)


def test_unknown_key_may_be_any_text(tmp_path: Path) -> None:
    assert "line 1: the key a(b" in network.load(write(tmp_path, '"a(b" = 1\n' + WHOLE)).notes[0]


def test_pattern_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no pattern of files"):
        network.load(write(tmp_path, WHOLE)).files(["**.csv"])


def test_folder_with_brackets_in_its_name_is_no_pattern(tmp_path: Path) -> None:
    home = tmp_path / "net [1]*"
    home.mkdir()
    (home / "a.csv").write_text("x")
    assert [p.name for p in network.load(write(home, WHOLE)).files(["*.csv"])] == ["a.csv"]


def test_no_network_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="localspend init"):
        network.load(tmp_path)


def test_files_are_walked_to_any_depth_without_hidden_ones(tmp_path: Path) -> None:
    hidden_home = tmp_path / ".home"
    for name in ("sources/one/2024/a.csv", "sources/one/b.csv", "sources/one/.DS_Store", "sources/one/~$b.xlsx"):
        (hidden_home / name).parent.mkdir(parents=True, exist_ok=True)
        (hidden_home / name).write_text("x")
    loaded = network.load(write(hidden_home, WHOLE))
    found = [p.name for p in loaded.files(loaded.institutions[0].sources)]
    assert found == ["a.csv", "b.csv"]
    assert [p.name for p in loaded.files([str(hidden_home / "sources/*/*.csv")])] == ["b.csv"]


def test_institution_says_what_it_shares(tmp_path: Path) -> None:
    assert network.load(write(tmp_path, WHOLE)).institutions[0].shares == "lines"
    kept = WHOLE.replace('kind = "council"', 'kind = "council"\nshares = "aggregates"')
    assert network.load(write(tmp_path, kept)).institutions[0].shares == "aggregates"
    with pytest.raises(InputError, match="shares may not be 'aggregate'; did you mean aggregates") as error:
        network.load(write(tmp_path, kept.replace("aggregates", "aggregate")))
    assert "line 6" in str(error.value)
