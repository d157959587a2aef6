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
    steps = SCALE[:-1]
    inner = [steps[round(n * (len(steps) - 1) / max(areas, 1))] for n in range(areas)]
    return [*inner, SCALE[-1], OUTSIDE_UK, UNKNOWN]
