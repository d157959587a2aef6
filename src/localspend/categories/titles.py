"""Plain words for any CPV code: ours, else those of the nearest code above it."""

from localspend.categories.knowledge import vocabulary

#: The 45 divisions of CPV 2008 by their two digits.
DIVISIONS = {
    code[:2]: title for code, (title, _) in vocabulary().items() if code != "unknown" and code.endswith("000000")
}


def title(code: str) -> str:
    """`77310000` -> 'Planting and upkeep of green areas'; a code that is none is given back as it is."""
    known = vocabulary()
    if code == "unknown":
        return "Not known"
    above = (code[:digits].ljust(8, "0") for digits in range(8, 1, -1))
    return next((known[wider][0] for wider in above if wider in known), code)
