"""Columns of registration numbers in ledgers: which role each header and its values get."""

import pytest

from localspend.sources.ledgers import roles
from localspend.sources.ledgers.values import profile

COMPANIES = ["01234567", "SC123456", "7654321"]
CHARITIES = ["1100001", "212345", "SC012345"]
VATS = ["GB123456782", "434031494", "123 4567 82"]


@pytest.mark.parametrize(
    ("header", "values", "role"),
    [
        ("Company Number", COMPANIES, "company_number"),
        ("Charity Number", CHARITIES, "charity_number"),
        ("Registered Charity No.", CHARITIES, "charity_number"),
        ("Charity Registration", CHARITIES, "charity_number"),
        ("Company/Charity number", COMPANIES + CHARITIES, "company_number"),
        ("Company or Charity Registration Number", CHARITIES, "company_number"),
        ("Registration number", COMPANIES, "company_number"),
        ("VAT Reg No", VATS, "vat_number"),
    ],
)
def test_number_column_has_its_role(header: str, values: list[str], role: str) -> None:
    names = ["Date", "Supplier Name", "Amount", header]
    sample = [["01/04/2024", f"Acme {n} Ltd", "1.00", value] for n, value in enumerate(values)]
    profiles = [profile([row[i] for row in sample]) for i in range(len(names))]
    assert roles.assign(names, profiles, sample).columns.get(role) == 3


def test_charity_flag_is_no_charity_number() -> None:
    names = ["Date", "Supplier Name", "Amount", "Charity"]
    sample = [["01/04/2024", f"Acme {n} Ltd", "1.00", "Yes"] for n in range(3)]
    profiles = [profile([row[i] for row in sample]) for i in range(len(names))]
    assert roles.assign(names, profiles, sample).columns["vcse"] == 3
