"""One engine of each kind for the whole run: starting Spark takes longer than most of our tests."""

import os
import shutil
from collections.abc import Generator, Iterator

import ibis
import pytest

from localspend import engine

pytest_plugins = ["pytester"]


def pytest_configure(config: pytest.Config) -> None:
    """Two warnings that are not ours to mend; every other one stays an error."""
    # Ibis 12 calls methods of DuckDB that DuckDB 2 has renamed.
    config.addinivalue_line("filterwarnings", "ignore:fetch_arrow:DeprecationWarning")
    config.addinivalue_line("filterwarnings", "ignore:fetch_record_batch:DeprecationWarning")
    # py4j leaves its sockets to the garbage collector.
    config.addinivalue_line("filterwarnings", "ignore:unclosed <socket:ResourceWarning")
    config.addinivalue_line(
        "filterwarnings", "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where LOCALSPEND_CI is set, chromium and Java must be there: a test that misses them fails."""
    report = yield
    needs = [name for name in ("browser", "spark") if item.get_closest_marker(name)]
    if report.skipped and needs and os.environ.get("LOCALSPEND_CI"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, though it needs {needs[0]}: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def duck() -> ibis.BaseBackend:
    """DuckDB in memory."""
    return engine.duckdb()


@pytest.fixture(scope="session")
def spark() -> Iterator[ibis.BaseBackend]:
    """Spark in local mode; skips where pyspark or Java is absent."""
    pytest.importorskip("pyspark")
    if not shutil.which("java"):
        pytest.skip("no Java here")
    # Thousands of small plans, each run once: what Java's second compiler makes of them is never used.
    os.environ.setdefault("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    connection = engine.spark()
    yield connection
    connection._session.stop()


@pytest.fixture(params=["duck", pytest.param("spark", marks=pytest.mark.spark)])
def connection(request: pytest.FixtureRequest) -> ibis.BaseBackend:
    """Each engine in turn: the same case must give the same answer on both."""
    backend: ibis.BaseBackend = request.getfixturevalue(request.param)
    return backend
