"""How names are written, and what each may be read as."""

import ibis
import pytest

from localspend import engine
from localspend.suppliers import normalise
from localspend.suppliers.variants import ROLES, variants
from tests.rows import rows, table

#: Name as written -> its core, its legal form.
NAMES = {
    "The Acme Widget Company Limited": ("ACME WIDGET CO", "ltd"),
    "ACME WIDGET CO. LTD.": ("ACME WIDGET CO", "ltd"),
    "Smith & Sons plc": ("SMITH AND SONS", "plc"),
    "SMITH + SONS P.L.C.": ("SMITH AND SONS", "plc"),
    "O’Neill's Café Ltd": ("ONEILLS CAFE", "ltd"),
    "Cartrefi Cymru Cyfyngedig": ("CARTREFI CYMRU", "ltd"),
    "Straße Łódź GmbH": ("STRASSE LODZ GMBH", None),
    "Birmingham Women's & Children's NHS FT": ("BIRMINGHAM WOMENS AND CHILDRENS NHS FOUNDATION TRUST", None),
    "Univ Hospitals NHS Foundation Trust": ("UNIVERSITY HOSPITALS NHS FOUNDATION TRUST", None),
    "Sandwell MBC": ("SANDWELL METROPOLITAN BOROUGH COUNCIL", None),
    "Midlands Play C.I.C.": ("MIDLANDS PLAY", "cic"),
    "12345": ("12345", None),
    "😀 شركة": (None, None),
    "": (None, None),
}


def test_name_has_one_spelling(connection: ibis.BaseBackend) -> None:
    given = table(connection, {"text": "string"}, [{"text": text} for text in NAMES])
    made = rows(engine.materialise(normalise.normalised(given, "text").rename(form="legal_form")))
    assert {row["text"]: (row["core"], row["form"]) for row in made} == NAMES


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("Acme Widgets Ltd - BACS", {("clean", "ACME WIDGETS", "ltd")}),
        ("ACME WIDGETS LTD 00123456", {("clean", "ACME WIDGETS", "ltd")}),
        ("Acme Ltd T/A Corner Shop", {("whole", "ACME", "ltd"), ("trading", "CORNER SHOP", None)}),
        ("Corner Shop trading as Acme Ltd", {("whole", "CORNER SHOP", None), ("trading", "ACME", "ltd")}),
        ("Acme Widgets Ltd (Leeds Branch)", {("head", "ACME WIDGETS", "ltd")}),
        ("Acme Widgets (formerly Zenith Ltd)", {("other", "ZENITH", "ltd")}),
        ("Acme Widgets LImited", {("whole", "ACME WIDGETS", "ltd")}),
        ("Acme Widgets Limted", {("whole", "ACME WIDGETS", "ltd")}),
        ("ACME WIDGETSLTD", {("whole", "ACME WIDGETS", "ltd")}),
        ("Acme Unlimited", {("whole", "ACME UNLIMITED", None)}),
        ("7", {("whole", "7", None)}),
    ],
)
def test_name_is_read_in_the_ways_of_a_ledger(
    duck: ibis.BaseBackend, written: str, readings: set[tuple[str, str, str | None]]
) -> None:
    names = table(duck, {"name_id": "int64", "supplier_text": "string"}, [{"name_id": 1, "supplier_text": written}])
    found = {(ROLES[row["role"]], row["core"], row["legal_form"]) for row in rows(variants(names))}
    assert readings <= found


@pytest.mark.parametrize("written", ["", "   ", "-", "😀😀", "***"])
def test_name_without_letters_is_read_as_nothing(duck: ibis.BaseBackend, written: str) -> None:
    names = table(duck, {"name_id": "int64", "supplier_text": "string"}, [{"name_id": 1, "supplier_text": written}])
    assert rows(variants(names)) == []
