"""Numbers as publishers write them: which kind each is, and one way to write it."""

import ibis

from localspend.suppliers import numbers
from tests.rows import rows, table

COMPANIES = {
    "01234567": "GB-COH-01234567",
    "1234567": "GB-COH-01234567",
    " 0123 4567 ": "GB-COH-01234567",
    "5424123.0": "GB-COH-05424123",
    "12345": "GB-COH-00012345",
    "SC12345": "GB-COH-SC012345",
    "oc 300001": "GB-COH-OC300001",
    "NI012345": "GB-COH-NI012345",
    "CE001234": "GB-COH-CE001234",
    "IP28356R": "GB-COH-IP28356R",
    "RS7123": "GB-COH-RS007123",
    "GB-COH-01234567": "GB-COH-01234567",
    "GB-CHC-1100001": None,
    "GB123456782": None,
    "123456782": None,
    "00000000": None,
    "1234": None,
    "XX123456": None,
    "Not yet available": None,
    "": None,
}
CHARITIES = {
    "1100001": "GB-CHC-1100001",
    "212345": "GB-CHC-212345",
    "1100001-1": "GB-CHC-1100001-1",
    "1100001-0": "GB-CHC-1100001",
    "1100001.0": "GB-CHC-1100001",
    "SC012345": "GB-SC-SC012345",
    "sc12345": "GB-SC-SC012345",
    "SCO12345": "GB-SC-SC012345",
    "100002": "GB-NIC-100002",
    "NIC100002": "GB-NIC-100002",
    "GB-CHC-1100001": "GB-CHC-1100001",
    "GB-SC-SC012345": "GB-SC-SC012345",
    "GB-NIC-100002": "GB-NIC-100002",
    "01234567": None,
    "9100001": None,
    "123456782": None,
    "12": None,
}
#: 123456782 fits modulo 97, 434031494 too; 100000062 fits with 55 added.
VATS = {
    "GB 123 4567 82": "GB123456782",
    "123456782": "GB123456782",
    "123456782001": "GB123456782",
    "VAT 434031494": "GB434031494",
    "GB434031494": "GB434031494",
    "GBGD001": "GBGD001",
    "123456783": None,
    "000000000": None,
    "01234567": None,
    "GB12345678": None,
}


def read(connection: ibis.BaseBackend, cells: dict[str, str | None], which: str) -> dict[str, str | None]:
    asked = table(connection, {"cell": "string"}, [{"cell": cell} for cell in cells])
    found = rows(asked.mutate(answer=getattr(numbers, which)(asked["cell"])))
    return {row["cell"]: row["answer"] for row in found}


def test_company_numbers_are_padded_and_others_are_none(connection: ibis.BaseBackend) -> None:
    assert read(connection, COMPANIES, "company_id") == COMPANIES


def test_charity_numbers_say_their_register(connection: ibis.BaseBackend) -> None:
    assert read(connection, CHARITIES, "charity_id") == CHARITIES


def test_vat_numbers_have_right_check_digits(connection: ibis.BaseBackend) -> None:
    assert read(connection, VATS, "vat_number") == VATS


def test_vat_number_by_the_later_rule(duck: ibis.BaseBackend) -> None:
    total = sum(int(digit) * weight for digit, weight in zip("1000000", numbers.WEIGHTS, strict=True))
    later = f"1000000{(-total - 55) % 97:02}"
    assert read(duck, {later: None}, "vat_number") == {later: "GB" + later}
