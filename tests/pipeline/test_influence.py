"""The build marks payments with influence, and a person's decision changes it."""

from pathlib import Path
from typing import Any

import pytest

from localspend import cli, workspace
from localspend.pipeline import build
from tests.pipeline import small
from tests.rows import rows

REGISTER = """Contract reference,Title,Supplier,Start date,End date,Contract value,Procurement process
C1,Widgets,Acme Widgets Ltd,01/04/2023,31/03/2027,"9,000.00",Open
C2,Cleaning,City Cleaning Limited,01/04/2023,31/03/2026,"5,000.00",Framework call-off
"""


def marks(folder: Path) -> dict[tuple[str, str], tuple[Any, ...]]:
    snapshot = workspace.current(folder)
    paid = rows(snapshot.table(snapshot.connect(), "payments"))
    return {
        (row["institution_id"], row["supplier_text"]): (
            row["influence"], row["influence_reason"], row["influence_basis"], row["contestable_on"])
        for row in paid
    }  # fmt: skip


def decide(folder: Path, *words: str) -> int:
    try:
        cli.main(["-C", str(folder), "decide", "influence", *words])
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def test_rules_contracts_and_decisions_mark_payments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small.write(tmp_path / "network")
    (folder / "sources" / "council" / "contracts.csv").write_text(REGISTER, encoding="utf-8")
    build(folder)
    found = {who: (*said[:3], str(said[3])) for who, said in marks(folder).items()}
    assert found == {
        ("council", "Acme Widgets Ltd"): ("yes", "supplier", "rule", "2027-03-31"),
        ("council", "City Cleaning Limited"): ("no", "framework-locked", "rule", "2026-03-31"),
        ("council", "Far Away PLC"): ("yes", "supplier", "rule", "None"),
        ("council", "Mrs A Example"): ("no", "grants-and-transfers", "rule", "None"),
        ("hospital", "CITY CLEANING LTD"): ("yes", "supplier", "rule", "None"),
        ("hospital", "Nobody Knows Us"): ("yes", "category-known", "rule", "None"),
    }
    assert decide(folder, "supplier", "GB-COH-03456789", "no", "--reason", "pfi", "--by", "Ann", "--why", "PFI") == 0
    assert decide(folder, "category", "Rent", "no", "--institution", "hospital", "--by", "Ann", "--why", "a lease") == 0
    assert "recorded as i00002" in capsys.readouterr().out
    assert decide(folder, "category", "Rent", "no", "--institution", "nobody", "--by", "Ann", "--why", "x") == 2
    build(folder)
    found = marks(folder)
    assert found["council", "Far Away PLC"][:3] == ("no", "pfi", "decision")
    assert found["hospital", "Nobody Knows Us"][:3] == ("no", "decided", "decision")
    assert found["council", "Acme Widgets Ltd"][2] == "rule"


def test_snapshot_says_what_each_institution_is_and_shares(tmp_path: Path) -> None:
    folder = small.write(tmp_path / "network")
    toml = (folder / "network.toml").read_text()
    (folder / "network.toml").write_text(toml.replace('kind = "nhs"', 'kind = "nhs"\nshares = "aggregates"'))
    told = build(folder).snapshot.manifest["network"]["institutions"]
    assert told[1] == {"id": "hospital", "name": "Small Hospital", "kind": "nhs", "authority": "unsure",
                       "nation": "england", "shares": "aggregates", "identifier": None}  # fmt: skip
