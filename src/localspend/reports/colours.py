"""The colours of the report: one hue from dark to pale, told apart by lightness, so in grey as well.

Text colours keep at least 4.5:1 on their ground, lines that mean something at least 3:1 (WCAG 2.2 AA; tested).
"""

INK = "#17212b"
MUTED = "#4d5a66"
GROUND = "#ffffff"
LINE = "#5d7482"
UNKNOWN = "#b9b4aa"
ACCENT = "#9a4a12"
#: Dark to pale.
SCALE = ("#0b3a53", "#17607f", "#3f88a5", "#86b8cc", "#c9dfe8")
OUTSIDE_UK = "#efe6d2"


def of_tiers(areas: int) -> list[str]:
    """A colour for each area (innermost darkest), the rest of the UK, outside the UK, and what is not known."""
    inner = [_mixed(SCALE[0], SCALE[3], n / areas) for n in range(areas)]
    return [*inner, SCALE[-1], OUTSIDE_UK, UNKNOWN]


def _mixed(one: str, other: str, part: float) -> str:
    pairs = ((int(one[n : n + 2], 16), int(other[n : n + 2], 16)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)
