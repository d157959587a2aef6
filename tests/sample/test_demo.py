"""The demo: never over somebody's own work, and what is built is the truth to the penny."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ibis.expr.types import Table, Value

from localspend import network, publish, sample, workspace
from localspend.cli import main
from localspend.errors import InputError
from localspend.publish.asked import Asked
from localspend.sample import again
from localspend.sample.truth import Truth
from tests.publish import official


def test_demo_refuses_a_folder_that_holds_something_else(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(InputError, match="overwrites nothing"):
        again.ensure(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    write = sample.write
    monkeypatch.setattr(sample, "write", lambda folder: write(folder, scale=0.005))


def test_demo_keeps_a_former_demo_and_mends_one_that_was_stopped(tmp_path: Path, small: None) -> None:
    assert again.ensure(tmp_path)
    (tmp_path / "decisions" / "suppliers.csv").write_text("mine\n")
    assert not again.ensure(tmp_path)
    (tmp_path / again.MARK).write_text("unfinished\n")
    (tmp_path / "sources" / "half-written.csv").write_text("a,b\n")
    assert again.ensure(tmp_path)
    assert not (tmp_path / "sources" / "half-written.csv").exists()
    assert (tmp_path / "decisions" / "suppliers.csv").read_text() == "mine\n"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    """The command on a small sample, and what the sample really holds."""
    folder, truths, write = tmp_path_factory.mktemp("demo") / "demo-network", [], sample.write
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample, "write", lambda to: truths.append(write(to, scale=0.02)))
        main(["demo", str(folder)])
    return folder, truths[0]


def ask(folder: Path, table: str, **measures: Callable[[Table], Value]) -> dict[str, dict[str, Any]]:
    snapshot = workspace.current(folder)
    rows = snapshot.table(snapshot.connect(), table)
    found = rows.group_by("institution_id").aggregate(**{name: measure(rows) for name, measure in measures.items()})
    return {row.pop("institution_id"): row for row in found.to_pyarrow().to_pylist()}


def test_built_account_is_the_truth_to_the_penny(demo: tuple[Path, Truth]) -> None:
    folder, truth = demo
    files = ask(
        folder,
        "source_files",
        files=lambda t: t.count(),
        refused=lambda t: (t.outcome == "refused").sum(),
        payments=lambda t: t.rows_payment.sum(),
        amount=lambda t: t.amount_total.sum(),
        undated=lambda t: t.undated_rows.sum(),
    )
    for identity, account in truth.institutions.items():
        assert files[identity] == {name: getattr(account, name) for name in files[identity]}, identity


def test_second_copies_are_excluded_and_honest_repeats_count(demo: tuple[Path, Truth]) -> None:
    folder, truth = demo
    paid = ask(
        folder,
        "payments",
        counted=lambda t: (t.status == "counted").sum(),
        amount_counted=lambda t: t.amount.sum(where=t.status == "counted"),
        duplicates=lambda t: (t.excluded_because == "duplicate").sum(),
    )
    for identity, account in truth.institutions.items():
        found = {name: value or 0 for name, value in paid[identity].items()}
        assert found == {name: getattr(account, name) for name in found}, identity


def test_contract_registers_become_contracts(demo: tuple[Path, Truth]) -> None:
    folder, truth = demo
    contracts = ask(folder, "contracts", contracts=lambda t: t.count())
    assert {i: a.contracts for i, a in truth.institutions.items() if a.contracts} == {
        identity: row["contracts"] for identity, row in contracts.items()
    }


def test_report_is_where_the_command_says(demo: tuple[Path, Truth]) -> None:
    page = (demo[0] / "report" / "index.html").read_text("utf-8")
    assert all(i.name in page for i in network.load(demo[0]).institutions)
    assert (demo[0] / "report" / "report.xlsx").stat().st_size > 10_000


def test_demo_again_makes_no_new_snapshot(demo: tuple[Path, Truth], capsys: pytest.CaptureFixture[str]) -> None:
    before = workspace.current(demo[0]).id
    main(["demo", str(demo[0]), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["snapshot"] == before
    assert len(told["refused"]) == 2


def test_money_is_found_where_the_payees_work(demo: tuple[Path, Truth]) -> None:
    # The university lists every supplier's address; what is left is firms that are registered elsewhere.
    folder, truth = demo
    account = truth.institutions["sample-university"]
    snapshot = workspace.current(folder)
    paid = snapshot.table(snapshot.connect(), "payments")
    paid = paid.filter(paid.institution_id == "sample-university", paid.status == "counted")
    found = paid.group_by("tier").aggregate(pounds=paid.amount.sum()).to_pyarrow().to_pylist()
    shares = {row["tier"]: float(row["pounds"]) / float(account.amount_counted) for row in found}
    true = {tier: pence / account.pence for tier, pence in account.pence_by_tier.items()}
    assert shares == pytest.approx({tier: true.get(tier, 0) for tier in shares}, abs=0.05)


def test_demo_is_published_as_the_official_schema_asks(demo: tuple[Path, Truth], tmp_path: Path) -> None:
    publish.write(demo[0], tmp_path / "public", Asked(what="ocds"))
    for name in ("releases", "records"):
        package = json.loads((tmp_path / "public" / "ocds" / f"{name}.json").read_bytes())
        assert package[name]
        assert official.faults(package) == []
