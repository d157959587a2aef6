"""localspend insight: for people a table, for programs one JSON document."""

import json
from pathlib import Path

import pytest

from localspend import insight
from localspend.cli import main
from tests.reports import snapshots

#: What so small a network has nothing to say of.
NOTHING_HERE = {
    "capability",
    "replacement",
    "peer-proven",
    "shared-needs",
    "pipeline",
    "splitting",
    "prompt-payment",
    "evaluation",
}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshots.write(tmp_path_factory.mktemp("network"))


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    try:
        main([str(word) for word in words])
    except SystemExit as stop:
        code = int(stop.code or 0)
    else:
        code = 0
    out, err = capsys.readouterr()
    return code, out, err


def test_spend_as_json_is_the_contract(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "insight", "spend", network, "--json", "--inside", "inner")
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert list(document) == ["insight", "version", "rows", "headline", "notes", "assumptions"]
    assert document["rows"][0] == {
        "institution_id": "council", "year": 2024, "tier": "inner", "size": "micro", "category_code": "15000000",
        "kind": "company", "amount": "1400.00", "payments": 2, "suppliers": 1,
    }  # fmt: skip
    assert document["rows"][-1]["year"] is None
    head = document["headline"]
    assert [head[k] for k in ("inside", "known_local", "known", "total", "low", "high", "among_known")] == [
        "inner", "1400.00", "41800.10", "51850.09", "0.0270", "0.2208", "0.0335",
    ]  # fmt: skip
    assert [area["area"] for area in head["by_area"]] == ["inner", "city"]


def test_every_insight_answers_people_and_programs(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in insight.INSIGHTS:
        more = ("--institution", "council") if name == "splitting" else ()
        code, out, err = run(capsys, "-C", network, "insight", name, "--year", 2024, *more)
        assert code == 0, (name, err)
        assert "Ann Example" not in out
        document = json.loads(run(capsys, "insight", name, network, "--json", *more)[1])
        assert set(document) >= {"insight", "version", "rows", "notes", "assumptions"}, name
        assert "Ann Example" not in str(document)
        assert document["rows"] or name in NOTHING_HERE, name
    assert all(name in run(capsys, "insight")[1] for name in insight.INSIGHTS)


def test_headline_for_people_stands_first(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "insight", "spend", network, "--institution", "trust")
    assert out.startswith("Of £10,400.09 counted, £9,999.99 went we do not know where")
    assert "£400.10" in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("spend", "--inside", "moon"), 2, "It has: inner, city"),
        (("spend", "--institution", "moon"), 2, "It has: council, trust, silent"),
        (("moon",), 2, "There are: spend"),
    ],
)
def test_wrong_words_are_answered_with_the_right_ones(
    network: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, said: str
) -> None:
    found = run(capsys, "-C", network, "insight", *words)
    assert found[0] == code
    assert said in found[2]


def test_folder_without_a_build_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "insight", "spend", tmp_path)
    assert code == 3
    assert "Run `localspend build` first" in err


def test_documentation_names_every_insight_and_no_other() -> None:
    page = (Path(__file__).parents[2] / "docs" / "the-account.md").read_text(encoding="utf-8")
    section = page.split("## The questions")[1].split("\n## ")[0]
    assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == list(insight.INSIGHTS)
