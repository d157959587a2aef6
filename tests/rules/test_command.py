"""localspend rules, as it is typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from localspend.cli import main
from localspend.cli.screen import Screen
from tests.run import localspend

EXAMPLE = ["rules", "--buyer", "council", "--contract", "services", "--value", "180000", "--vat", "excluded"]
DAY = ["--date", "2026-11-22"]


def test_example_of_the_design(capsys: pytest.CaptureFixture[str]) -> None:
    main([*EXAMPLE, *DAY, "--json"])
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert document["valuation"]["estimated"] == "216000.00"
    assert document["valuation"]["vat"] == "included"
    assert (document["threshold"], document["regime"], document["regulated"]) == ("207720.00", "above-threshold", True)
    assert document["reservation"] == {"allowed": [], "refused": [], "unsettled": []}


def test_people_get_routes_notices_duties_and_what_is_not_checked(capsys: pytest.CaptureFixture[str]) -> None:
    main([*EXAMPLE, *DAY, "--reserve", "wards:E05011120"])
    shown = capsys.readouterr().out
    for words in (
        "£216,000.00",
        "competitive-flexible",
        "UK4 tender notice",
        "wards:E05011120: refused",
        "Not checked:",
    ):
        assert words in shown
    assert shown.rstrip().endswith("A decision aid, not legal advice.")


@pytest.mark.parametrize("written", ["180000", "£180,000", "180,000.00", "£180k", "£0.18m", "180 000"])
def test_pounds_may_be_written_as_people_do(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["rules", "--buyer", "council", "--contract", "services", "--value", written, *DAY, "--json"])
    assert json.loads(capsys.readouterr().out)["valuation"]["estimated"] == "180000.00"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--value", "1e9"], "'1e9' is no amount in pounds"),
        (["--value", "NaN"], "'NaN' is no amount in pounds"),
        (["--value", "180,00"], "'180,00' is no amount in pounds"),
        (["--value", "-5"], "-5 may not be negative"),
        (["--value", "9" * 20], "is no value of a contract"),
        ([], "--value or --lot is needed"),
        (["--value", "5", "--joint", "nhs"], "'nhs' has no amount"),
        (["--value", "5", "--vat-rate", "a fifth"], "'a fifth' is no rate"),
        (["--value", "5", "--date", "22/11/2026"], "write it as 2026-11-22"),
        (["--value", "5", "--date", "2026-02-31"], "there is no such day as 2026-02-31"),
        (["--value", "5", "--buyer", "parliament"], "One of council"),
        (["--value", "5", "--contract", "gifts"], "One of goods"),
    ],
)
def test_what_cannot_be_asked_ends_with_2_and_says_how(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["rules", "--buyer", "council", "--contract", "services", *DAY, *words])
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["rules"],
        ["rules", "--buyer", "parliament", "--contract", "goods", *DAY],
        ["rules", "--buyer", "council", "--contract", "goods", "--value", "-5", *DAY],
        ["rules", "--buyer", "council", "--contract", "goods", "--value", "lots", *DAY],
        ["rules", "--buyer", "council", "--contract", "goods", "--date", "2026-02-31"],
    ],
)
def test_wrong_words_end_with_2(words: list[str]) -> None:
    assert localspend(*words).returncode == 2


def test_barriers_of_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Grass cutting\nConsortia will not be accepted.\n", encoding="utf-8")
    main(["rules", "barriers", str(draft), "--json"])
    assert "no consortia" in [one["barrier"] for one in json.loads(capsys.readouterr().out)["barriers"]]
    main(["rules", "barriers", str(draft)])
    assert "Welcome consortia" in capsys.readouterr().out


def test_what_binds_on_every_route_is_said_once_and_sources_that_are_unread_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main([*EXAMPLE, *DAY])
    shown = capsys.readouterr().out
    assert shown.count("UK17 payments compliance notice") == 1
    assert shown.count("UK4 tender notice") == 2  # open and competitive-flexible alone
    assert shown.count("not yet read in the law itself") == 1
    assert "Shortest times:" in shown


def test_a_terminal_shows_what_is_long_beneath_its_beginning_and_nothing_that_moves_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    Screen().say("  Why: \x1b[2J\x07firms of one trade cannot bid for the whole of it")
    assert capsys.readouterr().out.splitlines() == [
        "  Why: [2Jfirms of one trade cannot bid",
        "      for the whole of it",
    ]
