"""localspend lots, as it is typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from localspend.cli import main
from localspend.lots import reading
from localspend.pipeline.build import build
from tests.matching.test_command import REGISTER
from tests.pipeline import small

REQUIREMENT = """
title = "Grounds"
category = "77310000"
minimum_expected_bidders = 0
cost_per_lot = 100
[[units]]
id = "park"
value = 12000
place = "B1 1AA"
[[units]]
id = "depot"
value = 9000
place = "ZZ1 1ZZ"
"""
CONTRACTS = """Contract reference,Title,Supplier,Start date,End date,Contract value
K1,Widgets for the city,Acme Widgets Ltd,01/04/2023,31/03/2025,"3,000.00"
"""


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small network with firms that keep grounds, and a register of contracts."""
    folder = small.write(tmp_path_factory.mktemp("network"))
    (folder / "registers" / "more.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "sources" / "council" / "contracts.csv").write_text(CONTRACTS, encoding="utf-8")
    build(folder)
    return folder


@pytest.fixture
def requirement(tmp_path: Path) -> Path:
    path = tmp_path / "grounds.toml"
    path.write_text(REQUIREMENT, encoding="utf-8")
    return path


def asked(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[dict[str, Any], int]:
    code = 0
    try:
        main(["lots", *map(str, words), "--json"])
    except SystemExit as stop:
        code = int(stop.code or 0)
    return json.loads(capsys.readouterr().out), code


def test_answer_has_the_keys_that_programs_lean_on(
    network: Path, requirement: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, code = asked(capsys, requirement, network, "--effort", "0.1")
    assert (code, found["conflicts"]) == (0, [])
    for option in found["options"]:
        assert {"name", "lots", "could_be_led_by", "cost_of_lotting", "status", "gap"} <= set(option)
        assert {"micro", "small", "local"} <= set(option["could_be_led_by"])
        for lot in option["lots"]:
            assert {"units", "value", "expected_bidders"} <= set(lot)
            assert {"low", "central", "high"} == set(lot["expected_bidders"])
    assert found["firms_able"] == 2  # not the one in liquidation, nor those outside the network's areas
    assert [unit["easting"] for unit in found["units"]] == [406_000, None]
    assert any("depot is not known" in note for note in found["notes"])


def test_options_may_stand_before_the_file_and_the_same_bytes_come_twice(
    network: Path, requirement: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["lots", "--effort", "0.1", "--json", str(requirement), str(network)])
    first = capsys.readouterr().out
    main(["lots", str(requirement), str(network), "--json", "--effort", "0.1"])
    assert capsys.readouterr().out == first


def test_unit_without_a_value_ends_with_3_and_the_json(
    network: Path, requirement: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    requirement.write_text(REQUIREMENT.replace("value = 9000\n", ""), encoding="utf-8")
    found, code = asked(capsys, requirement, network)
    assert (code, found["options"]) == (3, [])
    assert [conflict["units"] for conflict in found["conflicts"]] == [["depot"]]


def test_page_and_regime_by_an_institution_of_the_network(
    network: Path, requirement: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "lots.html"
    words = ("--effort", "0.1", "--buyer", "council", "--date", "2026-11-22", "--years", "2", "--save", page)
    found, _ = asked(capsys, requirement, network, *words)
    assert (found["legal"]["estimated"], found["legal"]["same_for_every_option"]) == ("42000.00", True)
    assert "Drafted reasons" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "words", "estimated", "assumed"),
    [
        ('vat = "excluded"\n', (), "25200.00", False),
        ('vat = "excluded"\n', ("--vat", "included"), "21000.00", False),
        ("", (), "21000.00", True),
    ],
)
def test_the_file_says_whether_vat_is_in_the_values(
    network: Path, requirement: Path, capsys: pytest.CaptureFixture[str], line: str, words: tuple[str, ...],
    estimated: str, assumed: bool,
) -> None:  # fmt: skip
    requirement.write_text(line + REQUIREMENT, encoding="utf-8")
    asks = ("--effort", "0.1", "--buyer", "council", "--date", "2026-11-22", *words)
    legal = asked(capsys, requirement, network, *asks)[0]["legal"]
    assert legal["estimated"] == estimated
    assert any("taken with VAT" in line for line in legal["unchecked"]) is assumed


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--buyer", "council"], 2, "--buyer and --date go together"),
        (["--buyer", "nobody", "--date", "2026-11-22"], 2, "'nobody' is not known"),
        (["--buyer", "council", "--date", "2026-11-22", "--vat", "half"], 2, "'half' is not known"),
        (["--quotes", "nowhere.csv"], 3, "it cannot be read"),
        (["--effort", "0"], 2, "0.1<=x<=600"),
    ],
)
def test_words_that_are_wrong_are_told(
    network: Path, requirement: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["lots", str(requirement), str(network), *words])
    assert stop.value.code == code
    assert said in capsys.readouterr().err


def test_contracts_are_listed_and_one_becomes_a_requirement(
    network: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["lots", "draft", str(network), "--json"])
    [due] = json.loads(capsys.readouterr().out)["contracts"]
    assert (due["contract_ref"], due["paid_in_year"]) == ("K1", "900.00")
    path = tmp_path / "widgets.toml"
    main(["lots", "draft", str(network), "--contract", "K1", "--save", str(path)])
    assert "divide this one unit by hand" in capsys.readouterr().out
    path.write_text(
        path.read_text(encoding="utf-8").replace('category = ""', 'category = "39000000"'), encoding="utf-8"
    )
    assert reading.read(path).title == "Widgets for the city"
    with pytest.raises(SystemExit) as stop:
        main(["lots", "draft", str(network), "--contract", "K1", "--save", str(path)])
    assert stop.value.code == 3
    assert "there is a file already" in capsys.readouterr().err


def test_quotes_teach_and_are_judged(
    network: Path, requirement: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "quotes.csv"
    lines = [f"n{n // 4},12000,s{n},{'yes' if n % 2 else 'no'},micro" for n in range(80)]
    path.write_text("need,value,supplier,bid,size\n" + "\n".join(lines) + "\n", encoding="utf-8")
    found, _ = asked(capsys, "quotes", path)
    assert (found["believed"]["quotes"], found["backtest"]["needs"]) == (80, 20)
    assert found["backtest"]["log_loss"]["recalibrated"] < found["backtest"]["log_loss"]["priors"]
    divided, _ = asked(capsys, requirement, network, "--quotes", path, "--effort", "0.1")
    assert divided["believed"]["bids_where_it_fits"] > 0.3
    main(["lots", "quotes", str(path)])
    assert "Recalibrated by 80 quotes for 20 needs" in capsys.readouterr().out


def test_help_names_the_commands_within(capsys: pytest.CaptureFixture[str]) -> None:
    main(["lots", "--help"])
    shown = capsys.readouterr().out
    for word in ("REQUIREMENT", "draft", "quotes", "--quotes", "Example:"):
        assert word in shown
