"""Names in an answer: who may be read, and whose identifier would tell."""

import ibis
import pytest

from localspend.insight.facts import shown
from tests.insight.tables import payees

PAYEES = (
    {"supplier_id": "GB-COH-1", "name": "Bakery Ltd"},
    {"supplier_id": "local-jo", "kind": "sole-trader", "name": "Jo Bloggs Gardens", "name_shown": "Sole trader 1"},
    {"supplier_id": "local-ann", "kind": "private-person", "name": "Ann Example", "name_shown": "Private person"},
    {"supplier_id": "GB-COH-2", "kind": None, "name": None, "name_shown": None},
)


@pytest.mark.parametrize(
    ("unmasked", "sole_trader"),
    [(False, ("Sole trader 1", None)), (True, ("Jo Bloggs Gardens", "local-jo"))],
)
def test_names_and_identifiers(
    connection: ibis.BaseBackend, unmasked: bool, sole_trader: tuple[str, str | None]
) -> None:
    rows = shown.named(payees(connection, *PAYEES), unmasked).to_pyarrow().to_pylist()
    assert {(row["supplier"], row["supplier_id"]) for row in rows} == {
        ("Bakery Ltd", "GB-COH-1"),
        sole_trader,
        ("Private person", None),
        ("not named", "GB-COH-2"),
    }
