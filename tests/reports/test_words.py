"""Figures in words, colours that can be told apart, classes of the map."""

from decimal import Decimal

import pytest

from localspend.reports import colours, map, words


@pytest.mark.parametrize(
    ("amount", "short", "full"),
    [
        ("0", "£0", "£0.00"),
        ("1234.56", "£1,235", "£1,234.56"),
        ("1234567.89", "£1.2m", "£1,234,567.89"),
        ("783986834.86", "£784m", "£783,986,834.86"),
        ("1791110573.11", "£1.79bn", "£1,791,110,573.11"),
        ("-2500000", "−£2.5m", "−£2,500,000.00"),
        ("1000000", "£1m", "£1,000,000.00"),
    ],
)
def test_pounds_in_prose_and_in_tables(amount: str, short: str, full: str) -> None:
    assert (words.about(Decimal(amount)), words.pounds(Decimal(amount))) == (short, full)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ("0.0540", "0.4043", "between 5.4% and 40.4%"),
        ("0.0003", "0.1", "between <0.1% and 10.0%"),
        ("0", "1", "between 0.0% and 100.0%"),
        ("0.3332", "0.3334", "33.3%"),
        (None, None, "a share that cannot be given"),
    ],
)
def test_interval_in_prose(low: str | None, high: str | None, said: str) -> None:
    assert words.between(low and Decimal(low), high and Decimal(high)) == said  # type: ignore[arg-type]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    pale, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (pale + 0.05) / (dark + 0.05)


def test_colours_meet_wcag_aa() -> None:
    for text in (colours.INK, colours.MUTED, colours.SCALE[0], colours.SCALE[1], colours.ACCENT):
        assert contrast(text, colours.GROUND) >= 4.5, text
    assert contrast(colours.LINE, colours.GROUND) >= 3
    shades = [luminance(colour) for colour in colours.SCALE]
    assert shades == sorted(shades), "dark to pale, so that they differ in grey too"


@pytest.mark.parametrize("areas", [0, 1, 2, 3, 4])
def test_every_tier_has_its_own_colour(areas: int) -> None:
    assert len(set(colours.of_tiers(areas))) == areas + 3


def test_map_classes_are_round_and_few_wards_have_one_class() -> None:
    assert map.breaks([Decimal(n) for n in (12, 19, 180, 240, 1900, 2600, 31000, 44000, 52000, 9)]) == [
        Decimal(20),
        Decimal(200),
        Decimal(3000),
        Decimal(40000),
    ]
    assert map.breaks([Decimal(1), Decimal(2)]) == []
