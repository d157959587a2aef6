"""Identifiers as registers write them. Source: org-id.guide; Companies House, "URI customer guide" (prefixes)."""

import re

PREFIXES = (
    "SC|NI|OC|SO|NC|IP|SP|NP|RS|CE|CS|FC|BR|GE|GN|IC|SI|LP|SL|NL|AC|SA|NA|RC|SR|NR|ZC|SZ|SE|NF|SF|PC|NO|NV|NZ|OE|GS|R0"
)
#: A whole Companies House number.
COMPANY = rf"^([0-9]{{8}}|({PREFIXES})[0-9]{{6}}|(IP|SP|NP)[0-9]{{5}}[A-Z])$"
COMPANY_PATTERN = re.compile(COMPANY)
#: Schemes that number an organisation on one portal only; no other list knows the number.
WEAK = frozenset({"GB-FTS", "GB-CFS", "GB-SRS", "GB-PCS", "GB-S2W"})
#: Kinds of payee that no register lists, or whose name is not given.
UNLISTED = ("private-person", "redacted", "internal")


def padded(number: str) -> str | None:
    """A company number with the leading noughts that a spreadsheet took; None where it cannot be one."""
    bare = "".join(number.split()).upper()
    if re.fullmatch(r"[0-9]{5,8}", bare):
        return bare.zfill(8)
    lettered = re.fullmatch(rf"({PREFIXES})([0-9]{{4,6}})", bare)
    return lettered[1] + lettered[2].zfill(6) if lettered else None
