"""What an engine must do alike: the cases that Ibis does not make alike by itself."""

import ibis
import pytest

from localspend import engine


@pytest.mark.parametrize(
    ("given", "wanted"),
    [(" fire staff ", "fire staff"), ("vat", "vat"), ("\t\n x \r", "x"), ("", ""), (" ", "")],
)
def test_trimmed_takes_blanks_alone(connection: ibis.BaseBackend, given: str, wanted: str) -> None:
    table = engine.from_arrow(connection, ibis.memtable({"text": [given]}).to_pyarrow())
    assert table.select(text=engine.trimmed(table.text)).to_pyarrow().to_pylist() == [{"text": wanted}]
