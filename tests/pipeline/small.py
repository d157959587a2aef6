"""A network of a dozen payments, small enough to know by heart."""

from pathlib import Path

TOML = """name = "Small network"
[[institutions]]
id = "council"
name = "Small Council"
kind = "council"
[[institutions]]
id = "hospital"
name = "Small Hospital"
kind = "nhs"
[[areas]]
id = "inner"
name = "Inner"
wards = ["E05000001"]
[[areas]]
id = "city"
name = "City"
districts = ["E08000001"]
"""

#: Code-Point Open's ten columns: two postcodes inside, one in the city, one elsewhere.
POSTCODES = """"B1 1AA",10,406000,286000,"E92000001","","","","E08000001","E05000001"
"B1 1AB",10,406100,286100,"E92000001","","","","E08000001","E05000001"
"B2 2AA",10,407000,287000,"E92000001","","","","E08000001","E05000002"
"LS1 1AA",10,430000,433000,"E92000001","","","","E08000035","E05001420"
"""

REGISTER = """CompanyName,CompanyNumber,RegAddress.PostCode,CompanyCategory,CompanyStatus,Accounts.AccountCategory
ACME WIDGETS LIMITED,01234567,B1 1AA,Private Limited Company,Active,MICRO ENTITY
CITY CLEANING LTD,02345678,B2 2AA,Private Limited Company,Active,TOTAL EXEMPTION FULL
FAR AWAY PLC,03456789,LS1 1AA,Public Limited Company,Active,FULL
"""

COUNCIL = """Payment Date,Supplier Name,Net Amount,Transaction No,Expense Type
01/04/2024,Acme Widgets Ltd,"1,000.00",T1,Widgets
02/04/2024,City Cleaning Limited,500.00,T2,Cleaning
03/04/2024,Far Away PLC,250.50,T3,Widgets
04/04/2024,Mrs A Example,75.25,T4,Direct payments
30/04/2024,Acme Widgets Ltd,-100.00,T5,Widgets
Grand Total,,"1,725.75",,
"""

HOSPITAL = """Department Family,Entity,Date,Expense Type,Supplier,Transaction Number,Amount
NHS,Small Hospital,15/05/2024,Cleaning,CITY CLEANING LTD,H1,30000.00
NHS,Small Hospital,16/05/2024,Rent,Nobody Knows Us,H2,26000.00
"""

RULES = """id,at,by,why,withdraws,institution_id,category_text,category_code
c1,2024-01-01,Ann,cleaning services,,,Cleaning,90000000
"""

FILES = {
    "network.toml": TOML,
    "places/codepo.csv": POSTCODES,
    "registers/companies.csv": REGISTER,
    "sources/council/2024-04.csv": COUNCIL,
    "sources/hospital/may.csv": HOSPITAL,
    "decisions/categories.csv": RULES,
}


def write(folder: Path) -> Path:
    """The small network under `folder`."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
