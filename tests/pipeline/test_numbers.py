"""Numbers all the way: registers of charities and a ledger with numbers of three kinds -> suppliers."""

from pathlib import Path

from localspend import workspace
from localspend.ask import query
from localspend.pipeline.build import build
from tests.pipeline import small

CHARITIES = "registered_charity_number\tlinked_charity_number\tcharity_name\tcharity_registration_status\t"
CHARITIES += "charity_company_registration_number\tcharity_contact_postcode\n"
CHARITIES += "1100001\t0\tACME CARE\tRegistered\t01234567\tB1 1AB\n1100002\t0\tVILLAGE HALL\tRegistered\t\tB1 1AB\n"
LEDGER = """Payment Date,Supplier Name,Net Amount,Company Number,Charity Number,VAT Reg No
01/06/2024,Acme care for the old,10.00,,1100001,
02/06/2024,The Hall,20.00,,1100002,
03/06/2024,Village Hall bookings,30.00,1100002,,
04/06/2024,Plumbers,40.00,02345678,,
05/06/2024,Zorbix the plumber,50.00,09999999,,434031494
06/06/2024,Zorbix heating,60.00,,,GB434031494
"""


def test_numbers_lead_to_one_supplier_each(tmp_path: Path) -> None:
    home = small.write(tmp_path)
    (home / "registers" / "charities.txt").write_text(CHARITIES, encoding="utf-8")
    (home / "sources" / "council" / "2024-06.csv").write_text(LEDGER, encoding="utf-8")
    built = build(home)
    assert built.refused == ()
    sql = "SELECT supplier_id, kind, vcse FROM payments JOIN suppliers USING (supplier_id) "
    sql += "WHERE month(paid_on) = 6 ORDER BY source_line"
    _, found = query(workspace.current(home), sql)
    assert found[:3] == [
        ("GB-COH-01234567", "charity", True),
        ("GB-CHC-1100002", "charity", True),
        ("GB-CHC-1100002", "charity", True),
    ]
    # The number is that of a company whose name shares no word: a person is asked first.
    assert found[3][0].startswith("local-")
    assert found[4:] == [("GB-COH-09999999", "company", None)] * 2


def test_notes_beside_registers_are_no_registers(tmp_path: Path) -> None:
    home = small.write(tmp_path)
    (home / "registers" / "ATTRIBUTION.txt").write_text("companies.csv\nLicence: free\n", encoding="utf-8")
    assert build(home).refused == ()
