"""The institutions' own supplier lists: their number for a supplier, its address, and its company number if known."""

from collections.abc import Iterable
from pathlib import Path

from localspend.sample import formats
from localspend.sample.payments import Payment
from localspend.sample.suppliers import Supplier

HEADER = ["Supplier No", "Supplier Name", "Address", "Post Code", "Company Number"]


def number(payments: Iterable[Payment]) -> None:
    """Give each payment the institution's number for its supplier."""
    names = sorted({p.payee.name for p in payments if p.payee})
    refs = {name: f"S{n:05}" for n, name in enumerate(names, 1)}
    for payment in payments:
        payment.ref = refs[payment.payee.name] if payment.payee else ""


def lines(payments: Iterable[Payment]) -> list[list[str]]:
    """The list, its header first. Two numbers in three are known; the address is where the supplier works."""
    known = {p.ref: p.payee for p in payments if p.payee}
    return [HEADER, *(line(known[ref], ref, n) for n, ref in enumerate(sorted(known)))]


def line(supplier: Supplier, ref: str, n: int) -> list[str]:
    """One line of the list."""
    address = f"{n % 190 + 1} Invented Street" if supplier.postcode else "Abroad"
    return [ref, supplier.name, address, supplier.postcode, supplier.number if n % 3 else ""]


def write(path: Path, rows: list[list[str]]) -> None:
    """As a workbook or as text, by the name of the file."""
    if path.suffix == ".xlsx":
        formats.write_workbook(path, {"Suppliers": rows})
    else:
        formats.write_text(path, rows, encoding="cp1252")
