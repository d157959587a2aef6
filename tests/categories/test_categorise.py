"""Rule, code, words, activity: in that order, the same on every engine."""

import ibis
import pyarrow as pa
import pytest

from localspend import engine
from localspend.categories import index
from localspend.categories.categorise import Words, categorise
from localspend.categories.rules import RULE_COLUMNS
from localspend.tables.arrow import arrow_schema

ASKED = {
    "id": "string",
    "institution_id": "string",
    "source_id": "string",
    "category_text": "string",
    "raw": "string",
    "text": "string",
    "more": "string",
    "kind": "string",
    "sic": "array<string>",
}
WORDS = Words(index.build())


def asked(connection, *rows):
    made = [
        {"id": str(n), "institution_id": "council", "source_id": "a.csv", "kind": "company", **row}
        | {"text": row.get("text", row.get("category_text"))}
        for n, row in enumerate(rows)
    ]
    return engine.from_arrow(connection, pa.Table.from_pylist(made, arrow_schema(ASKED)))


def rule(connection, *rows):
    made = [{"line": n, "by": "Ann", "why": "agreed", **row} for n, row in enumerate(rows)]
    return engine.from_arrow(connection, pa.Table.from_pylist(made, arrow_schema(RULE_COLUMNS)))


def found(table):
    rows = table.order_by("id").to_pyarrow().to_pylist()
    return [(row["category_code"], row["category_basis"]) for row in rows]


def test_a_rule_stands_before_a_code_a_code_before_words_and_words_before_an_activity(connection):
    lines = asked(
        connection,
        {"category_text": "Legal fees", "sic": ["81300"]},
        {"category_text": "77310000-6 Legal fees"},
        {"category_text": "Skip hire", "sic": ["81300"]},
        {"category_text": "Third party payments", "sic": ["69102"]},
        {"category_text": "Direct payments", "sic": ["81300"]},
        {"category_text": None},
        {"category_text": "Third party payments", "more": "Grass cutting June 2024"},
        # Spark's trim takes the letters v and f for blanks.
        {"category_text": "Vehicle repairs", "sic": ["45200"]},
        {"category_text": "Fly tipping"},
    )
    ruled = rule(connection, {"category_text": "LEGAL  fees", "category_code": "85000000"})
    made = categorise(lines, ruled, WORDS)
    assert found(made) == [
        ("85000000", "rule"),
        ("77310000", "code"),
        ("90500000", "text"),
        ("79100000", "sic"),
        ("unknown", None),
        ("unknown", None),
        ("77310000", "text"),
        ("50110000", "text"),
        ("90500000", "text"),
    ]
    sure = [row["category_probability"] for row in made.order_by("id").to_pyarrow().to_pylist()]
    assert [s is None for s in sure] == [True, True, False, False, True, True, False, False, False]


@pytest.mark.parametrize("kind", ["private-person", "redacted", "internal"])
def test_what_a_hidden_payee_is_paid_for_is_not_guessed_at(duck, kind):
    lines = asked(duck, {"category_text": "Legal fees", "kind": kind})
    assert found(categorise(lines, rule(duck), WORDS)) == [("unknown", None)]


def test_a_column_of_codes_is_believed_when_nearly_all_of_it_is_known(duck):
    numbers = [{"category_text": code} for code in ("391411", "270000", "401303")]
    assert found(categorise(asked(duck, *numbers), rule(duck), WORDS)) == [
        ("45230000", "code"),
        ("72000000", "code"),
        ("85311000", "code"),
    ]
    strange = [*numbers, {"category_text": "900001"}]
    assert found(categorise(asked(duck, *strange), rule(duck), WORDS)) == [("unknown", None)] * 4


def test_a_column_that_says_what_it_holds_is_believed(duck):
    lines = asked(
        duck,
        {"raw": '{"ProClass Code": "391411"}'},
        {"raw": '{"CPV code": "77314000-5", "Voucher": "20240401"}'},
        {"raw": '{"Voucher": "77314000", "Note": "per cpv"}'},
        {"raw": '{"MCC": "5411"}'},
        {"raw": '{"ProClass": "321500"}', "sic": ["81300"]},
    )
    assert found(categorise(lines, rule(duck), WORDS)) == [
        ("45230000", "code"),
        ("77310000", "code"),
        ("unknown", None),
        ("15000000", "code"),
        ("unknown", None),
    ]


def test_no_payment_is_no_row(duck):
    nothing = asked(duck, {"category_text": "x"}).filter(ibis.literal(False))
    assert found(categorise(nothing, rule(duck), WORDS)) == []
