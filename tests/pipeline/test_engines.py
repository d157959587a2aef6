"""DuckDB and Spark give the same tables from the same files: the sample, made small."""

import json
from pathlib import Path

import ibis
import pytest

from localspend import engine, network, sample, tables
from localspend.pipeline import inputs, read, reference, stages
from tests.rows import rows


@pytest.mark.spark
def test_engines_agree_on_the_sample(tmp_path: Path, duck: ibis.BaseBackend, spark: ibis.BaseBackend) -> None:
    sample.write(tmp_path, scale=0.01)
    home = network.load(tmp_path)
    _announce(tmp_path, home.institutions[0].name)
    found = inputs.gather(home)
    readings = read.read_all(read.jobs(home, found), lambda *_: None)
    accounts = [account for path in readings for account in read.accounts(path)]
    known = reference.keep(home, found, lambda *_: None)
    made = [stages.run(home, connection, readings, accounts, known)[0] for connection in (duck, spark)]
    for name, spec in tables.SNAPSHOT.items():
        ours, theirs = ([*map(str, rows(engine.conform(m[name], spec.COLUMNS)))] for m in made)
        assert sorted(ours) == sorted(theirs), name
        assert ours or name in ("findings", "capabilities"), f"{name} is empty, so nothing was compared"


def _announce(folder: Path, buyer: str) -> None:
    """An award of a member and one of another buyer, with lots: two names that are alike, a person, a number."""
    suppliers = [{"name": "Acme Widgets Ltd"}, {"name": "Mr John Smith"}, {"name": "Acme Widgets Limited"}]
    award = {"id": "1", "value": {"amount": 5000, "currency": "GBP"}, "suppliers": suppliers}
    tender = {"title": "Widgets", "lots": [{"id": "1", "value": {"amount": 2000, "currency": "GBP"}}]}
    releases = [
        {"ocid": f"ocds-x-{name}", "id": "r", "tag": ["award"], "date": "2026-03-01", "buyer": {"name": name}}
        | {"tender": tender, "awards": [award]}
        for name in (buyer, "Elsewhere")
    ]
    (folder / "notices").mkdir(exist_ok=True)
    (folder / "notices" / "announced.json").write_text(json.dumps(releases), encoding="utf-8")
