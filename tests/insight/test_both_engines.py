"""DuckDB and Spark give the same answers to the questions about what could change: the sample, made small."""

import ibis
import pytest

from localspend import insight, sample
from localspend.insight.answer import Asked, Question
from localspend.insight.facts.counted import records
from localspend.pipeline.build import build
from localspend.workspace import Snapshot

#: What an invoice date, which the sample does not give, would be needed for.
NOTHING_TO_SAY = {"prompt-payment"}
NAMES = list(insight.INSIGHTS)[list(insight.INSIGHTS).index("influence") :]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("sample")
    sample.write(folder, scale=0.01)
    return build(folder).snapshot


@pytest.mark.spark
@pytest.mark.parametrize("name", NAMES)
def test_engines_agree(snapshot: Snapshot, duck: ibis.BaseBackend, spark: ibis.BaseBackend, name: str) -> None:
    asked = Asked(institution="sample-police" if name == "splitting" else None)
    columns = insight.INSIGHTS[name].COLUMNS
    ours, theirs = (records(Question(snapshot, name, asked, engine).table(), columns) for engine in (duck, spark))
    assert sorted(map(str, ours)) == sorted(map(str, theirs))
    assert ours or name in NOTHING_TO_SAY
