"""The file of names: every line comes, or the file is refused with the line and the reason."""

import os
import threading
from pathlib import Path

import pytest

from localspend.errors import InputError
from localspend.pipeline import names_file


def given(tmp_path: Path, content: bytes | str) -> Path:
    path = tmp_path / "names.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def texts(tmp_path: Path, content: bytes | str) -> list[str]:
    return [row["supplier_text"] for row in names_file.rows(given(tmp_path, content))]


@pytest.mark.parametrize(
    "content",
    [
        "supplier_text,n\nCafé,1\n",
        "\ufeffsupplier_text,n\r\nCafé,1\r\n",
        "supplier_text;n\nCafé;1\n",
        "n\tsupplier_text\n1\tCafé\n",
        '"supplier_text","n"\n"Café","1"',
        " supplier_text ,,\nCafé,,\n",
        "supplier_text,n\rCafé,1\r",
        "supplier_text,n\nCafé,1\n".encode("cp1252"),
        "supplier_text,n\nCafé,1\n".encode("utf-16"),
        "supplier_text,n\nCafé\n",
    ],
)
def test_csv_is_read_however_a_program_saves_it(tmp_path: Path, content: bytes | str) -> None:
    assert texts(tmp_path, content) == ["Café"]


def test_blank_line_is_a_line(tmp_path: Path) -> None:
    assert texts(tmp_path, "supplier_text\nA\n\n \nB\n\n") == ["A", "", " ", "B", ""]


@pytest.mark.parametrize("text", ["\0nul", 'two\nlines "quoted"', "x" * 5000, "=1+1", "\u202eevil"])
def test_odd_name_comes_as_it_is(tmp_path: Path, text: str) -> None:
    quoted = text.replace('"', '""')
    assert texts(tmp_path, f'supplier_text,n\n"{quoted}",1\nB,2\n') == [text, "B"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("supplier_text,n\nA,1\nB,2,3\n", "line 3: 3 cells where the header has 2"),
        ('supplier_text,n\n"A\nA",1\nB,2,3\n', "line 4: 3 cells"),
        ('supplier_text,n\nA,1\n"B,2\nC,3\n', "line 3: the line is no CSV: a quotation mark is never closed"),
        ('supplier_text\nA\n"B', "line 3: the line is no CSV: a quotation mark is never closed"),
        ("Supplier,n\nA,1\n", "line 1: there is no column supplier_text; its columns are Supplier, n"),
        ("supplier_text,postcode,postcode\nA,1,2\n", "two columns have the same name"),
        (b"PK\x03\x04 a workbook", "this is not text. Save the sheet with the names as CSV"),
        (b"\x1f\x8b\x08 gzip", "this is not text"),
        ("", "its columns are none"),
    ],
)
def test_bad_file_is_refused_with_line_and_reason(tmp_path: Path, content: bytes | str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        names_file.survey(given(tmp_path, content))


def test_folder_and_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this is a folder"):
        names_file.survey(tmp_path)
    with pytest.raises(InputError, match="not there"):
        names_file.survey(tmp_path / "none.csv")


def test_quotation_mark_that_swallows_lines_is_told(tmp_path: Path) -> None:
    survey = names_file.survey(given(tmp_path, 'supplier_text,n\nA,1\n"B,2\nC,3\n"D",4\n'))
    assert survey.rows == 2
    assert survey.notes == [
        "1 lines of names.csv run on over line ends, the first at line 3: if that is not meant, a quotation mark is "
        "not closed there"
    ]


def test_unnamed_and_repeated_columns_are_kept_apart(tmp_path: Path) -> None:
    [row] = names_file.rows(given(tmp_path, "n,supplier_text,,n\n1,A,2,3\n"))
    assert row == {"n": "1", "supplier_text": "A", "column 3": "2", "n 4": "3"}


def test_names_come_through_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=("supplier_text\nA\nB\n",))
    writer.start()
    with names_file.readable(pipe) as path:
        assert names_file.survey(path).rows == 2
        assert len(list(names_file.rows(path))) == 2
    writer.join()
