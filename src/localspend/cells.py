"""Cells that a spreadsheet would run as a formula are neutralised in everything that we write."""

import re

#: A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV injection").
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?")


def safe(text: str) -> str:
    """`text`, with an apostrophe before it if a spreadsheet would take it for a formula; plain numbers stay numbers."""
    return f"'{text}" if text.startswith(_DANGEROUS) and not _NUMBER.fullmatch(text) else text
