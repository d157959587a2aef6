"""Releases from every shape of file; what cannot be read is told with its line, and the rest is read."""

import gzip
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from localspend.sources.notices.opened import MOST_RELEASE
from localspend.sources.notices.read import Found, parts, recognised, releases


def release(number: int = 1, **more: Any) -> dict[str, Any]:
    return {"ocid": f"ocds-x1-{number}", "id": f"r{number}", "tag": ["tender"], "date": "2025-01-02T10:00:00Z"} | more


def written(folder: Path, data: bytes | str, name: str = "notices.json") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def read(folder: Path, data: bytes | str) -> list[Found]:
    return list(releases(written(folder, data)))


def ids(found: list[Found]) -> list[str | None]:
    return [one.release["ocid"] if one.release and one.problem is None else None for one in found]


def lines(*values: object) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


TWO = [release(1), release(2)]
BOTH = ["ocds-x1-1", "ocds-x1-2"]
RECORDS = [
    {"ocid": "ocds-x1-1", "compiledRelease": release(1, tag=["compiled"])},
    {"ocid": "ocds-x1-2", "releases": [release(2)], "compiledRelease": release(2, tag=["compiled"])},
]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lines(*TWO), id="releases in JSON Lines"),
        pytest.param(lines({"releases": TWO[:1]}, {"releases": TWO[1:]}), id="packages in JSON Lines"),
        pytest.param(json.dumps({"uri": "x", "releases": TWO}), id="a package on one line"),
        pytest.param(json.dumps({"uri": "x", "releases": TWO, "links": {}}, indent=1), id="a package over lines"),
        pytest.param(json.dumps(TWO), id="an array on one line"),
        pytest.param(json.dumps(TWO, indent=2), id="an array over lines"),
        pytest.param("[\n" + ",\n".join(json.dumps(one) for one in TWO) + "\n]", id="an array, a release a line"),
        pytest.param(
            "[\n" + json.dumps(TWO[0]) + "\n," + json.dumps(TWO[1]) + "\n]\n", id="an array with commas before lines"
        ),
        pytest.param(json.dumps([{"releases": TWO[:1]}, {"releases": TWO[1:]}], indent=1), id="an array of packages"),
        pytest.param(json.dumps({"version": "1.1", "records": RECORDS}, indent=1), id="a record package"),
        pytest.param(lines({"records": RECORDS}), id="a record package on one line"),
        pytest.param("\n".join(json.dumps(one, indent=1) for one in TWO), id="releases over lines, one after another"),
        pytest.param("\ufeff" + json.dumps(TWO, indent=2), id="a byte order mark"),
        pytest.param(("\ufeff" + lines(*TWO)).encode("utf-16-le"), id="UTF-16"),
        pytest.param(gzip.compress(lines(*TWO).encode()), id="gzip"),
        pytest.param(gzip.compress(json.dumps({"releases": TWO}, indent=1).encode()), id="gzip over lines"),
    ],
)
def test_every_shape_gives_the_same_releases(tmp_path: Path, data: bytes | str) -> None:
    assert ids(read(tmp_path, data)) == BOTH


def test_lines_are_numbered_as_in_the_file_and_items_as_in_the_document(tmp_path: Path) -> None:
    text = lines(release(1)) + "\n\n" + lines({"releases": [release(2), release(3)]})
    assert [one.line for one in read(tmp_path, text)] == [1, 4, 4]
    assert [one.line for one in read(tmp_path, json.dumps(TWO, indent=1))] == [1, 2]


def test_each_member_of_a_zip_is_read_and_named(tmp_path: Path) -> None:
    path = tmp_path / "year.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("01/jan.jsonl", lines(release(1)))
        archive.writestr("bad.json", "nothing of the kind")
        archive.writestr("02/feb.json", json.dumps({"releases": [release(2)]}, indent=1))
        archive.writestr("inner.zip", b"PK\x03\x04")
    found = list(releases(path))
    assert [(one.member, one.problem is None) for one in found] == [
        ("01/jan.jsonl", True),
        ("bad.json", False),
        ("02/feb.json", True),
        ("inner.zip", False),
    ]


def test_a_damaged_gzip_gives_what_stands_before_the_damage(tmp_path: Path) -> None:
    packed = gzip.compress("".join(lines(release(n)) for n in range(5000)).encode())
    found = read(tmp_path, packed[: len(packed) // 2])
    assert sum(one.problem is None for one in found) > 100
    assert found[-1].problem is not None
    assert "breaks off" in found[-1].problem


@pytest.mark.parametrize("pretty", [False, True])
def test_odd_numbers_are_kept_as_written(tmp_path: Path, pretty: bool) -> None:
    text = '{"ocid": "ocds-x1-1", "a": 1e9999, "b": Infinity, "c": -Infinity, "d": NaN, "e": 0.10, "f": " 000"}'
    [found] = read(tmp_path, text.replace(", ", ",\n") if pretty else text)
    assert found.problem is None
    assert found.release is not None
    assert found.release["a"] == Decimal("1e9999")
    assert str(found.release["e"]) == "0.10"
    assert [found.release[key] for key in "bcdf"] == ["Infinity", "-Infinity", "NaN", " 000"]


def test_a_number_of_5000_digits_is_no_error(tmp_path: Path) -> None:
    [found] = read(tmp_path, '{"ocid": "ocds-x1-1", "n": ' + "9" * 5000 + "}")
    assert found.problem is None


@pytest.mark.parametrize("indent", [None, 1])
def test_western_bytes_are_read_and_told(tmp_path: Path, indent: int | None) -> None:
    text = json.dumps([release(1, title="Café £5 “x”")], ensure_ascii=False, indent=indent)
    [found] = read(tmp_path, text.encode("cp1252"))
    assert found.release is not None
    assert found.release["title"] == "Café £5 “x”"
    assert "ISO-8859-1" in found.note
    [good] = read(tmp_path, text)
    assert good.release == found.release
    assert good.note == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(json.dumps(release(9))[:-20], "no whole JSON", id="truncated"),
        pytest.param("[" * 10_000 + "]" * 10_000, "levels deep", id="nested"),
        pytest.param(json.dumps(release(9, a=json.loads("[" * 100 + "]" * 100))), "levels deep", id="nested less"),
        pytest.param(json.dumps({"releases": [{"releases": [release(9)]}]}), "inside a package", id="two packages"),
        pytest.param(json.dumps({"id": "r9", "tag": ["tender"]}), "without ocid", id="no ocid"),
        pytest.param(json.dumps(release(9) | {"ocid": " "}), "without ocid", id="blank ocid"),
        pytest.param(json.dumps(release(9) | {"ocid": ["x"]}), "no text", id="ocid that is a list"),
        pytest.param(json.dumps("words"), "a text stands", id="a text"),
        pytest.param("7", "a number stands", id="a number"),
        pytest.param(json.dumps({"releases": "none"}), "no list", id="releases that are no list"),
        pytest.param(json.dumps({"records": [{"ocid": "x", "releases": [{"url": "y"}]}]}), "neither", id="linked"),
        pytest.param("\x00\x01\x02", "no whole JSON", id="bytes"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_bad_line_is_told_and_the_rest_is_read(tmp_path: Path, line: str, said: str, place: int) -> None:
    text = [json.dumps(one) for one in TWO]
    text.insert(place, line)
    found = read(tmp_path, "\n".join(text))
    assert [one for one in ids(found) if one] == BOTH
    [bad] = [one for one in found if one.problem is not None]
    assert said in str(bad.problem)
    assert bad.line == place + 1


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        pytest.param('{"ocid": "ocds-x1-9", "id"', "breaks off", id="truncated"),
        pytest.param('{"ocid": "ocds-x1-9"} {', "comma", id="no comma"),
        pytest.param("[" * 10_000 + "]" * 10_000 + "]}", "levels deep", id="nested"),
    ],
)
def test_a_document_that_breaks_gives_what_stands_before(tmp_path: Path, rest: str, said: str) -> None:
    found = read(
        tmp_path, '{\n"releases": [\n' + json.dumps(release(1)) + ",\n" + json.dumps(release(2)) + ",\n" + rest
    )
    assert [one for one in ids(found) if one] in (BOTH, [*BOTH, "ocds-x1-9"])
    assert said in str(found[-1].problem)
    assert found[-1].line >= 3


def test_a_package_in_a_package_is_left_out_of_a_document(tmp_path: Path) -> None:
    found = read(tmp_path, json.dumps({"releases": [release(1), {"releases": [release(9)]}, release(2)]}, indent=1))
    assert ids(found) == ["ocds-x1-1", None, "ocds-x1-2"]
    assert found[1].problem == "a package inside a package is not read"


@pytest.mark.parametrize("levels", [100, 10_000])
@pytest.mark.parametrize("shape", ["{}", "[{}]", '{{"releases": [{}]}}', '{{"deep": DEEP, "releases": [{}]}}'])
@pytest.mark.parametrize("after", ["", "\n" + json.dumps(release(3))])
def test_what_is_nested_too_deep_costs_only_itself(tmp_path: Path, levels: int, shape: str, after: str) -> None:
    inside = '{"a]": "}\\"]", "b": ['
    deep = json.dumps({"ocid": "ocds-x1-9", "tender": "DEEP"}).replace('"DEEP"', inside * levels + "1" + "]}" * levels)
    items = ", ".join([json.dumps(release(1)), deep, json.dumps(release(2))]) if shape != "{}" else deep
    found = read(tmp_path, shape.format(items).replace("DEEP", "[" * levels + "]" * levels) + after)
    good = [one for one in ids(found) if one]
    assert good == (BOTH if shape != "{}" else []) + (["ocds-x1-3"] if after else [])
    [bad] = [one for one in found if one.problem is not None]
    assert bad.problem == "nested more than 64 levels deep"


def test_what_is_nested_and_never_ends_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, json.dumps([release(1)])[:-1] + ", " + "[" * 20_000)
    assert ids(found) == ["ocds-x1-1", None]
    assert found[1].problem == "what is nested too deep does not end"


def test_a_package_whose_line_breaks_off_gives_the_releases_before(tmp_path: Path) -> None:
    package = json.dumps({"releases": [release(1), release(9)]})
    found = read(tmp_path, package[:-30] + "\n" + json.dumps(release(2)))
    assert [one for one in ids(found) if one] == BOTH
    [bad] = [one for one in found if one.problem is not None]
    assert (bad.line, "no whole JSON" in str(bad.problem)) == (1, True)


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    [found] = read(tmp_path, " \n")
    assert found.problem == "the file is empty"


def test_a_line_without_end_is_left_out_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("wb") as file:
        file.write(lines(release(1)).encode() + b'{"ocid": "ocds-x1-9", "title": "')
        for _ in range(64):
            file.write(b"x" * 1024**2)
        file.write(b'"}\n' + lines(release(2)).encode())
    tracemalloc.start()
    found = list(releases(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ids(found) == ["ocds-x1-1", None, "ocds-x1-2"]
    assert [one.line for one in found] == [1, 2, 3]
    assert "no release ends" in str(found[1].problem)
    assert peak < 6 * MOST_RELEASE


def test_a_package_on_one_long_line_is_read_release_by_release(tmp_path: Path) -> None:
    package = {"releases": [release(n, title="x" * 1000) for n in range(3000)]}
    path = written(tmp_path, lines(release(9999)) + lines(package) + lines(release(9998)))
    found = list(releases(path))
    assert len(found) == 3002
    assert all(one.problem is None for one in found)
    assert [found[0].line, found[1].line, found[-2].line, found[-1].line] == [1, 2, 2, 3]


def test_a_first_line_that_is_long_stops_nothing(tmp_path: Path) -> None:
    text = lines(release(1, title="x" * 3_000_000)) + '{"ocid": "broken\n' + lines(release(2))
    found = read(tmp_path, text)
    assert ids(found) == ["ocds-x1-1", None, "ocds-x1-2"]
    assert [one.line for one in found] == [1, 2, 3]


def test_notices_are_recognised_and_other_json_is_not(tmp_path: Path) -> None:
    assert recognised(written(tmp_path, lines(*TWO)))
    assert recognised(written(tmp_path, gzip.compress(json.dumps({"releases": TWO}, indent=1).encode())))
    assert not recognised(written(tmp_path, json.dumps([{"supplier": "A Ltd", "amount": "1.00"}])))
    assert not recognised(written(tmp_path, 'supplier,amount\n"ocid":,1\n'))
    assert not recognised(written(tmp_path, b"\x1f\x8bnot gzip"))
    assert not recognised(written(tmp_path, ""))


@pytest.mark.parametrize("lost", [8, 60])
def test_a_small_gzip_that_was_cut_is_known_and_read_up_to_there(tmp_path: Path, lost: int) -> None:
    """It is no longer than what is read ahead, so that an error must not cost what came before."""
    package = json.dumps({"releases": [release(n) for n in range(40)]})
    path = written(tmp_path, gzip.compress(package.encode())[:-lost])
    assert recognised(path)
    found = list(releases(path))
    assert sum(one.problem is None for one in found) > 5
    assert "breaks off" in str(found[-1].problem)


@pytest.mark.parametrize("size", [10, 3_000])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_releases_of_a_document_on_one_line_are_numbered(
    tmp_path: Path, size: int, pack: Callable[[bytes], bytes]
) -> None:
    """Short or too long to be looked at whole: line 1 of each would tell nobody which it is."""
    package = json.dumps({"releases": [release(n, title="x" * 1000) for n in range(size)]})
    path = written(tmp_path, pack(package.encode() + b"\n"))
    assert [one.line for one in releases(path)] == list(range(1, size + 1))


@pytest.mark.parametrize("size", [1, 40, 300, 100_000])
def test_parts_of_a_file_read_as_the_whole(tmp_path: Path, size: int) -> None:
    odd = [b"\n", b"\xef\xbb\xbf{}\r\n", b'{"ocid": "caf\xe9"}\n', b'{"broken": \n', b"[7, null]\n", b"  \n"]
    whole = [(json.dumps(release(n, tender={"title": "x" * n})) + "\n").encode() for n in range(40)]
    last = json.dumps(release(99)).encode()  # no line break at the end
    path = written(tmp_path, b"".join([*whole[:20], *odd, *whole[20:], last]))
    cut = parts(path, size)
    assert (len(cut) > 1) == (size < path.stat().st_size)
    assert [one for part in cut for one in releases(path, part)] == list(releases(path))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(gzip.compress(lines(*TWO).encode()), id="packed"),
        pytest.param(lines(*TWO).encode("utf-16"), id="UTF-16"),
        pytest.param(json.dumps({"releases": TWO}, indent=1).encode(), id="one document"),
    ],
)
def test_what_can_only_be_read_whole_is_not_cut(tmp_path: Path, data: bytes) -> None:
    assert parts(written(tmp_path, data), 1) == [None]
