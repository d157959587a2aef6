"""The file of answers: whole or not at all, and nothing of the input lost."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from localspend.errors import BusyError, InputError, UsageError
from localspend.pipeline import answers_file

HEAD = ["supplier_text", *answers_file.ANSWER]


def answer(text: str, number: str = "1", judgement: str = "accept") -> dict[str, str]:
    return dict(zip(HEAD, (text, number, "ACME LTD", judgement, "0.9900", "the same name"), strict=True))


def test_column_called_like_an_answer_is_kept_beside_it() -> None:
    head = ["supplier_text", "company_number", "company_number_given", "judgement"]
    assert answers_file.columns(head) == [
        "supplier_text",
        "company_number_given_given",
        "company_number_given",
        "judgement_given",
        *answers_file.ANSWER,
    ]


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_answers_that_fail_midway_leave_the_old_file(tmp_path: Path, name: str) -> None:
    def broken() -> Iterator[dict[str, str]]:
        yield answer("A")
        raise KeyboardInterrupt

    (tmp_path / name).write_text("old")
    with pytest.raises(KeyboardInterrupt):
        answers_file.write(broken(), tmp_path / name, HEAD)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_what_a_killed_process_left_is_written_over(tmp_path: Path) -> None:
    (tmp_path / ".out.csv.part").write_text("half a line, and more than there will be" * 9)
    answers_file.write(iter([answer("A")]), tmp_path / "out.csv", HEAD)
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert (tmp_path / "out.csv").read_text().count("\n") == 2


def test_two_cannot_write_one_file(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"

    def other() -> Iterator[dict[str, str]]:
        with pytest.raises(BusyError, match="another process is writing this file"):
            answers_file.write(iter([answer("B")]), out, HEAD)
        yield answer("A")

    answers_file.write(other(), out, HEAD)
    assert out.read_text().splitlines()[1].startswith("A,")


def test_formulas_are_harmless_in_csv_and_untouched_in_parquet(tmp_path: Path) -> None:
    rows = [answer('=HYPERLINK("x")', "-12/A"), answer("@x", "0012 ")]
    for name in ("out.csv", "out.parquet"):
        answers_file.write(iter(rows), tmp_path / name, HEAD)
    with (tmp_path / "out.csv").open(newline="") as stream:
        found = [(row["supplier_text"], row["company_number"]) for row in csv.DictReader(stream)]
    assert found == [('\'=HYPERLINK("x")', "'-12/A"), ("'@x", "0012 ")]
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column("company_number").to_pylist() == ["-12/A", "0012 "]
    assert table.column("probability").to_pylist() == [0.99, 0.99]


def test_json_is_one_document_that_is_written_as_it_comes() -> None:
    out, counts = io.StringIO(), Counter[str]()

    def rows() -> Iterator[dict[str, str]]:
        yield answer("A")
        assert "ACME LTD" in out.getvalue()  # the first is out before the second is asked for
        yield answer("B", "", "none")

    answers_file.to_json(answers_file.counted(rows(), counts), counts, out, ["a note"])
    document = json.loads(out.getvalue())
    assert document["notes"] == ["a note"]
    assert [row["supplier_text"] for row in document["rows"]] == ["A", "B"]
    assert document["judgements"] == {"accept": 1, "review": 0, "none": 1}


def test_output_that_cannot_be_is_refused_before_the_work(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("supplier_text\n")
    (tmp_path / "folder.csv").mkdir()
    for out, error, words in (
        (names, UsageError, "the answers would overwrite what they"),
        (tmp_path / "out.txt", UsageError, "neither in .csv nor in .parquet"),
        (tmp_path / "none" / "out.csv", InputError, "there is no such folder"),
        (tmp_path / "folder.csv", InputError, "this is a folder"),
        (Path("/proc/out.csv"), InputError, "it cannot be written"),
    ):
        with pytest.raises(error, match=words):
            answers_file.check(out, [names])
    answers_file.check(tmp_path / "OUT.CSV", [names])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.csv", "names.csv"]
