import pytest

from localspend.categories import codes


@pytest.mark.parametrize(
    ("scheme", "code", "category"),
    [
        ("cpv", "77314000", "77310000"),
        ("cpv", "85311100", "85311000"),
        ("cpv", "20240401", None),
        ("proclass", "391411", "45230000"),
        ("proclass", "270000", "72000000"),
        ("proclass", "329899", "85312000"),
        ("proclass", "290001", None),
        ("proclass", "321500", "none"),
        ("proclass", "123", None),
        ("mcc", "5411", "15000000"),
        ("mcc", "2019", None),
    ],
)
def test_a_code_of_each_scheme(scheme, code, category):
    assert codes.category(scheme, code) == category
