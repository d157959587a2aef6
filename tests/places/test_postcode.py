"""find_postcode: what people type, and what is none."""

import ibis
import pyarrow as pa
import pytest

from localspend import engine
from localspend.places import find_postcode

WRITTEN = {
    "B9 4AA": "B9 4AA",
    "b94aa": "B9 4AA",
    "  B9  4AA. ": "B9 4AA",
    "LS1-4AP": "LS1 4AP",
    "B 15 2TT": "B15 2TT",
    "SW1A 1AA": "SW1A 1AA",
    "EC1A1BB": "EC1A 1BB",
    "Unit 2, 5 High St, Birmingham B9 4AA": "B9 4AA",
    "E1 4BC Road, Leeds,\nLS1 4AB": "LS1 4AB",
    "B15 2TT, United Kingdom": "B15 2TT",
    # A letter where only a digit can stand, and a digit where only a letter can.
    "S1O 2TN": "S10 2TN",
    "B1 IAA": "B1 1AA",
    "0X1 1AA": "OX1 1AA",
    "12 The Moor, Sheffield S1O 2TN": "S10 2TN",
    # Not postcodes: a bad unit, a sector alone, other countries, nothing.
    "B9 4AO": None,
    "B9": None,
    "D02 X285": None,
    "K1A 0B1": None,
    "75001": None,
    "Sheffield": None,
    "": None,
    None: None,
}


def test_postcode_is_found_as_royal_mail_writes_it(connection: ibis.BaseBackend) -> None:
    table = engine.from_arrow(connection, pa.table({"text": pa.array(list(WRITTEN), pa.string())}))
    found = table.mutate(found=find_postcode(table.text)).to_pyarrow().to_pylist()
    assert {row["text"]: row["found"] for row in found} == WRITTEN


@pytest.mark.shared
def test_every_postcode_of_code_point_open_is_found_as_it_is(duck: ibis.BaseBackend) -> None:
    from tests.shared import shared

    lines = (shared("places/code-point-open-2025-west-midlands") / "b.csv").read_text().splitlines()
    written = [line[1 : line.index('"', 1)] for line in lines]
    table = engine.from_arrow(duck, pa.table({"text": written}))
    missed = table.filter(
        find_postcode(table.text.re_replace(" ", "")).fill_null("") != table.text.re_replace(" +", " ")
    )
    assert missed.to_pyarrow().to_pylist() == []
