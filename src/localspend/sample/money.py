"""Pence as the publishers' different systems write them."""


def plain(pence: int) -> str:
    """-1234.50"""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02}"


def commas(pence: int) -> str:
    """1,234.50"""
    return f"{abs(pence) // 100:,}.{abs(pence) % 100:02}"


def brackets(pence: int) -> str:
    """(1,234.50) for a credit."""
    return f"({commas(pence)})" if pence < 0 else commas(pence)


def trailing(pence: int) -> str:
    """£1,234.50 CR for a credit."""
    return f"£{commas(pence)}{' CR' if pence < 0 else ''}"


def pounds(pence: int) -> float:
    """A spreadsheet's number: the nearest to the pence that it can hold."""
    return pence / 100
