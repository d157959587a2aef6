import ibis
import pytest

from localspend import engine
from localspend.categories import levels


def table(connection, rows):
    schema = {"left": "string", "right": "string"}
    return engine.from_arrow(connection, ibis.memtable(rows, schema=ibis.schema(schema)).to_pyarrow())


def one(connection, left, right, expression):
    made = table(connection, [{"left": left, "right": right}])
    return made.select(found=expression(made)).to_pyarrow().to_pylist()[0]["found"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("77314000", ("77000000", "77300000", "77310000", "77314", 5)),
        ("77000000", ("77000000", "77000000", "77000000", "77", 2)),
        ("30000000", ("30000000", "30000000", "30000000", "30", 2)),
        ("03100000", ("03000000", "03100000", "03100000", "031", 3)),
        ("unknown", ("unknown", "unknown", "unknown", None, None)),
        (None, (None, None, None, None, None)),
    ],
)
def test_a_code_at_each_level(duck, code, expected):
    functions = (levels.division, levels.group, levels.class_, levels.stem, levels.depth)
    assert tuple(one(duck, code, code, lambda t, f=f: f(t.left)) for f in functions) == expected


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        ("77310000", "77310000", True),
        ("77310000", "77300000", True),
        ("77310000", "77314000", True),
        ("77310000", "77000000", False),
        ("77310000", "77320000", False),
        ("30000000", "30100000", True),
        ("30000000", "31000000", False),
        ("unknown", "unknown", False),
        ("77310000", None, False),
    ],
)
def test_a_capability_answers_a_need_one_level_up_or_down(duck, left, right, alike):
    assert one(duck, left, right, lambda t: levels.alike(t.left, t.right)) is alike
    assert one(duck, right, left, lambda t: levels.alike(t.left, t.right)) is alike


def test_levels_agree_on_every_engine(connection):
    made = table(connection, [{"left": "77310000", "right": "77300000"}, {"left": "unknown", "right": "45210000"}])
    found = made.select(
        "left", up=levels.division(made.left), stem=levels.stem(made.left), near=levels.alike(made.left, made.right)
    )
    assert sorted(found.to_pyarrow().to_pylist(), key=lambda row: row["left"]) == [
        {"left": "77310000", "up": "77000000", "stem": "7731", "near": True},
        {"left": "unknown", "up": "unknown", "stem": None, "near": False},
    ]


def test_within_is_at_any_depth(duck):
    assert one(duck, "77314000", "77000000", lambda t: levels.within(t.left, t.right)) is True
    assert one(duck, "77000000", "77314000", lambda t: levels.within(t.left, t.right)) is False
