"""What is published, of whom, and how: files, masking, repeatability, refusals."""

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localspend import publish, workspace
from localspend.cli import main
from localspend.errors import InputError, UsageError
from localspend.publish import Published, dictionary, folder, transparency
from localspend.publish.asked import Asked
from localspend.publish.package import SHARED
from localspend.tables import SNAPSHOT, payments
from tests.publish import network


def contents(at: Path) -> dict[str, bytes]:
    return {str(path.relative_to(at)): path.read_bytes() for path in sorted(at.rglob("*")) if path.is_file()}


def lines(published: Published, name: str) -> list[dict[str, str]]:
    with (published.folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_part_is_written_and_listed_with_its_hash(published: Published) -> None:
    found = contents(published.folder)
    assert {name.partition("/")[0] for name in found} == {"transparency", "package", "ocds", "publication.json"}
    listed = json.loads(found.pop("publication.json"))
    hashes = {path: digest for part in listed.values() for path, digest in part["files"].items()}
    assert hashes == {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


def test_same_snapshot_gives_the_same_bytes(built: Path, published: Published, tmp_path: Path) -> None:
    assert contents(publish.write(built, tmp_path / "again", Asked()).folder) == contents(published.folder)


def test_transparency_files_have_the_fields_of_the_code(published: Published) -> None:
    spend = published.folder / "transparency" / "council" / "spend-over-500.csv"
    assert spend.read_bytes().startswith(
        b"\xef\xbb\xbfPayment date,Department,Supplier,Purpose,Category,Net amount,VAT,"
    )
    assert spend.read_bytes().count(b"\r\n") == spend.read_bytes().count(b"\n") == 8
    assert lines(published, "transparency/council/spend-over-500.csv")[-1]["Net amount"] == "-600.00"
    contracts = lines(published, "transparency/council/contracts-over-5000.csv")
    # Nor is the reference of a sole trader's contract told.
    assert [row["Contract reference"] for row in contracts] == ["", "C1", "C3", "C5"]
    assert (contracts[1]["Company number"], contracts[1]["SME"], contracts[1]["VCSE"]) == ("01234567", "Yes", "No")


def test_only_what_is_over_the_threshold_is_in_the_transparency_files(published: Published) -> None:
    amounts = {row["Net amount"] for row in lines(published, "transparency/council/spend-over-500.csv")}
    assert "500.00" not in amounts
    assert {"500.01", "-600.00"} <= amounts


def test_people_are_named_in_no_file(published: Published) -> None:
    for name, data in contents(published.folder).items():
        for told in (b"A Example", b"Ann Sample", b"No 4", b"T5", b"T6"):
            assert told not in re.sub(rb"[0-9a-f]{16,}", b"", data), (name, told)


def test_columns_that_stay_with_the_institution_are_not_published(published: Published) -> None:
    for name, absent in (("payments", "supplier_text"), ("payments", "raw"), ("suppliers", "turnover")):
        assert absent not in lines(published, f"package/{name}.csv")[0]


@pytest.mark.parametrize(
    ("kinds", "files"),
    [
        ([("payment", "net", 5)], {("payment", "net"): False}),
        ([("payment", "net", 5), (None, "net", 1)], {("payment", "net"): True}),
        (
            [("payment", "net", 5), ("invoice", "net", 9), (None, "net", 1)],
            {("invoice", "net"): True, ("payment", "net"): False},
        ),
        ([(None, "gross", 1)], {(None, "gross"): True}),
        (
            [("payment", "net", 5), (None, "gross", 1)],
            {("payment", "net"): False, (None, "gross"): True},
        ),
    ],
)
def test_a_file_has_one_kind_of_date_and_of_amount(kinds: list[Any], files: dict[Any, bool]) -> None:
    rows = [{"date_basis": day, "amount_basis": basis, "many": many} for day, basis, many in kinds]
    assert transparency._files(rows) == files


def test_data_package_describes_its_files(published: Published) -> None:
    found = json.loads((published.folder / "package" / "datapackage.json").read_bytes())
    assert (found["profile"], found["licenses"][0]["name"]) == ("tabular-data-package", "OGL-UK-3.0")
    assert re.fullmatch(r"[-a-z0-9._/]+", found["name"])
    assert {one["title"] for one in found["sources"]} >= {"sources/council/2024-04.csv", "sources/hospital/may.csv"}
    for resource in found["resources"]:
        data = (published.folder / "package" / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        header = data.partition(b"\r\n")[0].decode().split(",")
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert {field["type"] for field in resource["schema"]["fields"]} <= set(dictionary.TYPES.values())


def test_primary_key_has_no_blank(published: Published) -> None:
    found = json.loads((published.folder / "package" / "datapackage.json").read_bytes())
    keys = {one["name"]: one["schema"].get("primaryKey") for one in found["resources"]}
    assert keys["suppliers"] == ["supplier_id"]
    assert keys["payments"] is None  # a CSV has no sheet, and a blank is a missing value


def test_dictionary_tells_every_published_table_and_column(published: Published) -> None:
    page = (published.folder / "package" / "dictionary.md").read_text(encoding="utf-8")
    for name in (one for one in SHARED if one in SNAPSHOT):
        columns = lines(published, f"package/{name}.csv")
        section = page.partition(f"## {name}\n")[2].partition("\n## ")[0]
        assert section, name
        assert [c for c in (columns[0] if columns else ()) if f"| `{c}` |" not in section] == []
    assert dictionary.meaning(payments, "tier") == "tier is an area id, rest-of-uk, outside-uk or unknown."


def test_institution_that_shares_aggregates_publishes_no_line(built: Path, tmp_path: Path) -> None:
    copied = network.sharing_aggregates(built, tmp_path / "copy", "hospital")
    made = publish.write(copied, tmp_path / "out", Asked())
    assert any("hospital" in note and "aggregates" in note for note in made.notes)
    for name, data in contents(made.folder).items():
        assert b"Nobody Knows Us" not in data, name
        assert b"may.csv" not in data, name
    with pytest.raises(InputError, match="hospital shares aggregates"):
        publish.write(copied, tmp_path / "none", Asked(institution="hospital"))
    assert not (tmp_path / "none").exists()


def test_one_institution_is_published_alone(built: Path, tmp_path: Path) -> None:
    made = publish.write(built, tmp_path / "out", Asked(institution="hospital", what="package"))
    assert {row["institution_id"] for row in lines(made, "package/payments.csv")} == {"hospital"}
    assert {row["name_shown"] for row in lines(made, "package/suppliers.csv")} == {
        "CITY CLEANING LTD",
        "Nobody Knows Us",
    }


def test_file_of_an_earlier_publication_goes_unless_somebody_changed_it(built: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish.write(built, out, Asked())
    (out / "transparency" / "notes.txt").write_text("mine", encoding="utf-8")
    changed = out / "transparency" / "hospital" / "spend-over-500.csv"
    publish.write(built, out, Asked(what="transparency", institution="council"))
    assert not changed.exists()
    assert (out / "transparency" / "notes.txt").exists()
    assert (out / "ocds" / "releases.json").exists()
    publish.write(built, out, Asked(what="transparency"))
    changed.write_text("mine", encoding="utf-8")
    publish.write(built, out, Asked(what="transparency", institution="council"))
    assert changed.read_text(encoding="utf-8") == "mine"


def test_list_that_was_tampered_with_removes_nothing_elsewhere(built: Path, tmp_path: Path) -> None:
    out, mine = tmp_path / "out", tmp_path / "mine.csv"
    publish.write(built, out, Asked(what="ocds"))
    mine.write_text("mine", encoding="utf-8")
    digest = hashlib.sha256(b"mine").hexdigest()
    files = {"../mine.csv": digest, "ocds/../../mine.csv": digest, str(mine): digest}
    (out / folder.LIST).write_text(json.dumps({"ocds": {"files": files}}), encoding="utf-8")
    publish.write(built, out, Asked(what="ocds"))
    assert mine.exists()


def test_failure_half_way_leaves_the_last_publication(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    publish.write(built, out, Asked(what="ocds"))
    before = contents(out)

    def broken(*_: object) -> Iterator[Any]:
        yield {"half": "made"}
        raise OSError("no room")

    monkeypatch.setattr("localspend.publish.release.Told.releases", broken)
    with pytest.raises(OSError, match="no room"):
        publish.write(built, out, Asked(what="ocds"))
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_unknown_institution_and_unbuilt_network_are_refused(built: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no 'school'"):
        publish.write(built, tmp_path / "out", Asked(institution="school"))
    with pytest.raises(InputError, match="nothing has been built"):
        publish.write(tmp_path, tmp_path / "out", Asked())
    with pytest.raises(InputError, match="needs a folder"):
        publish.write(built, workspace.current(built).folder / "manifest.json", Asked())


def test_command_prints_files_and_notes(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["publish", str(built), "--out", str(tmp_path / "out"), "--what", "ocds"])
    shown = capsys.readouterr()
    assert [Path(line).name for line in shown.out.splitlines()] == ["records.json", "releases.json"]
    assert shown.err.startswith("Note: The ocids of contracts in registers begin with ocds-000000")
    main(["publish", "-C", str(built), "--out", str(tmp_path / "out"), "--what", "ocds", "--json"])
    assert [one["path"] for one in json.loads(capsys.readouterr().out)["files"]] == [
        "ocds/records.json",
        "ocds/releases.json",
    ]
