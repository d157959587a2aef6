"""Postcodes as people write them: found in a cell or an address, and written as Royal Mail does."""

import ibis
from ibis.expr.types import StringValue

#: Letters that stand in each place of a postcode (Royal Mail, "PAF programmer's guide").
_AREA = "[A-PR-UWYZ][A-HK-Y]?"
_UNIT = "[ABD-HJLNP-UW-Z][ABD-HJLNP-UW-Z]"
_GAP = r"[\s.,\-]*"
_OUTWARD = f"{_AREA}[0-9][0-9A-HJKMNPR-Y]?"
#: As above with O or I typed for a nought or a one, or the reverse; tried only where nothing reads as it should.
_AREA_TYPED = "(?:0[LX]|1[GPV]|[A-PR-UWYZ][A-HK-Y]?)"
_DIGIT_TYPED = "[0-9OI]"


def find_postcode(text: StringValue) -> StringValue:
    """The UK postcode in `text` (`B9 4AA`), else null: a cell that is one, or the last one in an address.

    Blanks, points and case do not matter; O for nought and I for one are put right where only a digit can stand.
    Nothing is said of whether the postcode is in use.
    """
    upper = text.upper()
    tight = upper.re_replace(r"[^A-Z0-9]+", "")
    written = [
        _pair(tight, f"^({_OUTWARD})([0-9]{_UNIT})$"),
        _pair(upper, rf"(?s)^(?:.*[^A-Z0-9])?({_OUTWARD}){_GAP}([0-9]{_UNIT})(?:[^A-Z0-9].*)?$"),
        _mended(tight, "^", "", "$"),
        _mended(upper, r"(?s)^(?:.*[^A-Z0-9])?", _GAP, r"(?:[^A-Z0-9].*)?$"),
    ]
    return ibis.coalesce(*written)


def _pair(text: StringValue, pattern: str) -> StringValue:
    outward = text.re_extract(pattern, 1)
    return (outward + " " + text.re_extract(pattern, 2)).nullif(" ")


def _mended(text: StringValue, before: str, gap: str, after: str) -> StringValue:
    """A postcode with letters for digits: area, digits and unit are taken apart and each is put right."""
    pattern = f"{before}({_AREA_TYPED})({_DIGIT_TYPED}{{1,2}}){gap}({_DIGIT_TYPED})({_UNIT}){after}"
    area, digits, sector, unit = (text.re_extract(pattern, n) for n in range(1, 5))
    area = area.replace("0", "O").replace("1", "I")
    return (area + _digits(digits) + " " + _digits(sector) + unit).nullif(" ")


def _digits(text: StringValue) -> StringValue:
    return text.replace("O", "0").replace("I", "1")
