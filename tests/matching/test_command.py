"""localspend find, as it is typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from localspend import decisions
from localspend.cli import main
from localspend.pipeline.build import build
from tests.pipeline import small

HEAD = "CompanyName,CompanyNumber,RegAddress.PostCode,CompanyCategory,CompanyStatus,SICCode.SicText_1\n"
REGISTER = HEAD + "".join(
    f"{name},{number:08},{postcode},Private Limited Company,{status},{sic}\n"
    for number, (name, postcode, status, sic) in enumerate(
        [
            ("GREEN GROUNDS MAINTENANCE LTD", "B1 1AA", "Active", "81300 - Landscape service activities"),
            ("TOWN GARDENS LTD", "B2 2AA", "Active", "81300 - Landscape service activities"),
            ("FAR GROUNDS MAINTENANCE LTD", "LS1 1AA", "Active", "81300 - Landscape service activities"),
            ("LATE GROUNDS MAINTENANCE LTD", "B1 1AB", "Liquidation", "81300 - Landscape service activities"),
            ("LEGAL EAGLES LTD", "B1 1AA", "Active", "69102 - Solicitors"),
        ],
        1,
    )
)
FIRST, TOWN, FAR, LATE, LEGAL = (f"GB-COH-{n:08}" for n in range(1, 6))


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small network with the register above beside its own, and a council with its own rules."""
    folder = small.write(tmp_path_factory.mktemp("network"))
    toml = small.TOML.replace('kind = "council"', 'kind = "council"\npostcode = "B1 1AA"\nstanding_orders = "own.toml"')
    (folder / "network.toml").write_text(toml, encoding="utf-8")
    (folder / "registers" / "more.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "own.toml").write_text(
        '[[bands]]\nlower = 5000\nvat = "included"\nquotes = 3\nroute = "three quotes, one local where possible"\n',
        encoding="utf-8",
    )
    build(folder)
    return folder


def asked(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    main(["find", *map(str, words), "--json"])
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def ids(document: dict[str, Any]) -> list[str]:
    return [one["supplier_id"] for one in document["firms"]]


def test_register_alone_without_a_network(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    found = asked(capsys, "grounds maintenance", "--near", "B1 1AB", "--value", "20000", "--register", register)
    assert {"firms", "left_out", "widened_to", "place_used", "basis"} <= found.keys()
    assert ids(found) == [FIRST, TOWN, FAR]
    assert found["left_out"] == [{"supplier_id": LATE, "why": "in liquidation, says the register"}]
    assert found["place_used"] == "order"
    wanted = {"supplier_id", "name", "score", "tier", "distance_km", "reasons"}
    assert all(wanted <= one.keys() and 0 <= one["score"] <= 1 for one in found["firms"])
    assert list((tmp_path / "empty").iterdir()) == []


def test_file_of_postcodes_gives_distances(register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = tmp_path / "codepo.csv"
    places.write_text(small.POSTCODES, encoding="utf-8")
    found = asked(capsys, "77310000", "--near", "B1 1AA", "--register", register, "--postcodes", places)
    assert [one["distance_km"] for one in found["firms"]] == [0.0, 1.4, 148.9]
    assert [one["tier"] for one in found["firms"]] == ["within-5-km", "within-5-km", "further"]


def test_index_that_is_kept_gives_the_same_answer(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("grounds maintenance", "--register", register)
    assert asked(capsys, *words) == asked(capsys, *words)


def test_network_orders_by_its_areas(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "grounds maintenance", network, "--near", "B1 1AB")
    assert [(one["supplier_id"], one["tier"]) for one in found["firms"]] == [(FIRST, "inner"), (TOWN, "city")]
    assert found["firms"][0]["distance_km"] == 0.1
    assert "live in the register" in found["firms"][0]["reasons"]


def test_peer_that_paid_is_named(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "cleaning", network)
    assert ids(found)[0] == "GB-COH-02345678"
    assert "Small Hospital paid it £30,000 for this in 2024" in found["firms"][0]["reasons"]


def test_invitation_shows_the_own_rule_and_flags_it(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("grounds maintenance", network, "--institution", "council", "--for", "invitation", "--value", "20000")
    found = asked(capsys, *words, "--date", "2026-11-20")
    assert (found["buyer"], found["place_used"], found["regime"]) == ("council", "shown-only", "below-threshold")
    assert found["own_rules"][0]["route"] == "three quotes, one local where possible"
    assert "the institution's own rule, not the law; it speaks of place" in found["own_rules"][0]["flag"]


def test_draw_is_recorded_once_and_history_tells_it(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("grounds maintenance", network, "--buyer", "council", "--for", "invitation", "--value", "20000")
    drawn = [asked(capsys, *words, "--draw", "1", "--seed", "a", "--by", "Ann")["draw"] for _ in range(2)]
    assert drawn[0] == drawn[1]
    lines = decisions.standing(network, "invitations")
    assert [one["supplier_id"] for one in lines] == [one["supplier_id"] for one in drawn[0]["invited"]]
    assert {(one["by"], one["need"], one["seed"]) for one in lines} == {("Ann", "grounds maintenance", "a")}
    told = asked(capsys, "grounds maintenance", network, "--history")
    assert [one["times"] for one in told["invited"]] == [1]
    assert len(told["never_asked"]) == 1
    second = asked(capsys, *words, "--draw", "1", "--seed", "b", "--by", "Ann")["draw"]
    assert second["invited"][0]["supplier_id"] == told["never_asked"][0]["supplier_id"]


def test_invitations_make_no_snapshot_stale(network: Path) -> None:
    decisions.append(
        network, "invitations", {"draw": "d", "need": "n", "seed": "s", "supplier_id": "x"}, by="Ann", why="a test"
    )
    assert not build(network).new


def test_firm_is_told_what_it_could_win(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "-C", network, "--firm", "GB-COH-02345678")
    assert found["firm"]["name"] == "CITY CLEANING LTD"
    assert any(one["category_code"].startswith("90") for one in found["capabilities"])
    assert found["opportunities"] == []  # a dozen payments show no rhythm, and there is no register of contracts
    assert found["notes"]


def test_folder_alone_is_taken_where_no_need_has_to_be_said(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, str(network), "--firm", "GB-COH-02345678")["firm"]["name"] == "CITY CLEANING LTD"
    assert "never_asked" in asked(capsys, str(network), "--history")


def test_list_of_the_barred_leaves_them_out(network: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    barred = tmp_path / "barred.csv"
    barred.write_text(f"supplier_id,why\n{FIRST},on the debarment list\n", encoding="utf-8")
    found = asked(capsys, "grounds maintenance", network, "--barred", barred)
    assert FIRST not in ids(found)
    assert {"supplier_id": FIRST, "why": "may not be asked: on the debarment list"} in found["left_out"]
    barred.write_text(f"supplier_id,why\n{FIRST},\n", encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        main(["find", "grass", str(network), "--barred", str(barred)])
    assert stop.value.code == 3


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ([], 2, "say what is needed"),
        (["grass", "--value", "-1"], 2, "may not be negative"),
        (["grass", "--value", "lots"], 2, "no amount"),
        (["grass", "--buyer", "parliament"], 2, "not known"),
        (["grass", "--near", "nowhere"], 2, "no postcode"),
        (["grass", "--draw", "4", "--seed", "a"], 2, "for invitations"),
        (["grass", "--for", "invitation", "--draw", "4"], 2, "needs a seed"),
        (["grass", "--reserved", "districts:E08000001"], 2, "a day on which it was recorded"),
        (["!!"], 2, "says nothing"),
        (["--firm", "GB-COH-99999999"], 2, "no firm here"),
        (["grass", "--institution", "nobody"], 2, "has no 'nobody'"),
        (["grass", "--register", "missing.csv"], 3, "not there"),
    ],
)
def test_wrong_words_are_told(
    network: Path, words: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["-C", str(network), "find", *words])
    assert stop.value.code == code
    assert says in capsys.readouterr().err


def test_where_nothing_was_built_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["find", "grass", str(tmp_path)])
    assert stop.value.code == 3
    assert "localspend build" in capsys.readouterr().err


def test_people_get_firms_reasons_and_the_basis(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["find", "grounds maintenance", str(network)])
    shown = capsys.readouterr().out
    for words in ("GREEN GROUNDS MAINTENANCE LTD", "its registered activity is", "Place: order.", "not legal advice"):
        assert words in " ".join(shown.split())


def test_business_reads_what_it_does_and_from_when(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["find", "-C", str(network), "--firm", "city cleaning ltd", "--date", "2024-06-30"])
    shown = " ".join(capsys.readouterr().out.split())
    for words in ("CITY CLEANING LTD:", "like what it does", "cleaning", "Seen from 30 June 2024", "open notices were"):
        assert words in shown
