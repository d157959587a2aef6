# ruff: noqa: E501 - a table whose lines are headings reads best unwrapped
"""Headings and habits of British publishers, their names and payments invented: which column is what, and what counts."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from localspend.sources.ledgers import Reading, read
from tests.ledgers.make import names, put, text, xlsx

NAMES = names(24)
#: Heading -> what stands beneath it. S supplier, D payment date, I earlier date, N net, V VAT, G gross, C code, W words.
KINDS = "SDINVGCW"

HEADINGS = {
    # supplier, date, amount and its basis are what a finance officer of that body would point at
    "metropolitan district": ("Transaction Date=D|Gross Amount £=G|Supplier Name=S|Expense Area=W|Expense Type=W|Expense Code=C|VCSE=", "Supplier Name", "Transaction Date", "Gross Amount £", "gross"),
    "three amounts": ("Authority Name=W|Date of Payment=D|DocumentNo=C|Gross=G|VAT=V|Net=N|Vendor Name=S|Service Area=W|GL Description=W", "Vendor Name", "Date of Payment", "Net", "net"),
    "text beside code": ("Directorate(T)=W|Service(T)=W|Supplier(T)=S|Supplier=C|Amount=N|Pay Date=D|Proclass(T)=W", "Supplier(T)", "Pay Date", "Amount", "unknown"),
    "empty supplier column": ("Invoice Date=D|Transaction Number=C|Amount=N|Supplier Name=|Supplier Name(T)=S|Expense Code=C|Expense Code(T)=W", "Supplier Name(T)", "Invoice Date", "Amount", "unknown"),
    "the Code's own words": ("date the expenditure was incurred=D|local authority department which incurred the expenditure=W|beneficiary=S|summary of the purpose of the expenditure=W|amount=N|merchant category=W", "beneficiary", "date the expenditure was incurred", "amount", "unknown"),
    "numbered headings": ("2. REF=C|3. DATE INCURRED=I|4. DATE PAID=D|5. BENEFICIARY=S|7. DEPARTMENT=W|9. MERCHANT CATEGORY=W|10. VAT=V|Total=N", "5. BENEFICIARY", "4. DATE PAID", "Total", "unknown"),
    "central department": ("Department Family=W|Entity=W|Date of Payment=D|Expense type=W|Supplier=S|Transaction number=C|£ (Inc. VAT)=G|Description=W|Supplier Type=W", "Supplier", "Date of Payment", "£ (Inc. VAT)", "gross"),
    "police, SAP words": ("Vendor=C|Vendor Name=S|Doc. Date=I|Pstng Date=D|Amount LC=N|G/L=C|G/L Account Name=W", "Vendor Name", "Pstng Date", "Amount LC", "unknown"),
    "both bases": ("Payment Date=D|Directorate=W|Supplier Name=S|Invoice Amount Excl. VAT=N|Invoice Amount Incl. VAT=G|Transaction Number=C", "Supplier Name", "Payment Date", "Invoice Amount Excl. VAT", "net"),
    "housing association": ("Supplier ID=C|Supplier=S|Invoice Value=G|Amount Paid=N|Date Paid=D", "Supplier", "Date Paid", "Amount Paid", "unknown"),
    "bilingual": ("Enw'r Cyflenwr / Supplier Name=S|Dyddiad Talu / Payment Date=D|Swm / Amount (£)=N|Adran / Department=W", "Enw'r Cyflenwr / Supplier Name", "Dyddiad Talu / Payment Date", "Swm / Amount (£)", "unknown"),
    "Welsh": ("Cyflenwr=S|Dyddiad=D|Swm=N", "Cyflenwr", "Dyddiad", "Swm", "unknown"),
    "misspelt": ("Entuty=W|Suppklier Nmae=S|Paymnet Date=D|Amuont=N", "Suppklier Nmae", "Paymnet Date", "Amuont", "unknown"),
    "cashbook": ("Date=D|Details=S|Amount=N", "Details", "Date", "Amount", "unknown"),
    "report server": ("Supplier_Name=S|Pay_Date=D|textbox33=W|textbox40=N", "Supplier_Name", "Pay_Date", "textbox40", "unknown"),
}  # fmt: skip


def cell(kind: str, i: int) -> str:
    day, net = i + 1, Decimal(1000 + i) + Decimal("0.55")
    vat = (net / 5).quantize(Decimal("0.01"))
    values = (NAMES[i], f"{day:02}/04/2023", f"{day:02}/03/2023", net, vat, net + vat, 70000 + 7 * i, "paint for huts")
    return str(dict(zip(KINDS, values, strict=True)).get(kind, ""))


def ledger(headings: str) -> list[list[str]]:
    columns = [part.rsplit("=", 1) for part in headings.split("|")]
    return [[name for name, _ in columns], *([cell(kind, i) for _, kind in columns] for i in range(len(NAMES)))]


def only(tmp_path: Path, data: bytes, name: str = "spend-april-2023.csv") -> Reading:
    [reading] = read(put(tmp_path, name, data))
    return reading


@pytest.mark.parametrize("shape", HEADINGS)
def test_columns_are_those_a_finance_officer_would_name(shape: str, tmp_path: Path) -> None:
    headings, supplier, when, amount, basis = HEADINGS[shape]
    reading = only(tmp_path, text(ledger(headings)))
    assert (reading.columns["supplier"], reading.columns["paid_on"], reading.columns["amount"]) == (
        supplier,
        when,
        amount,
    )
    assert set(reading.lines["amount_basis"].to_pylist()) == {basis}
    kind = dict(part.rsplit("=", 1) for part in headings.split("|"))[amount]
    assert reading.amount_total == sum(Decimal(cell(kind, i)) for i in range(len(NAMES)))
    assert (str(reading.first_date), str(reading.last_date)) == ("2023-04-01", "2023-04-24")


ROWS = ledger("Supplier=S|Payment Date=D|Service=W|Amount=N")
SUM = Decimal("24289.20")
BARE = [",".join(row) for row in ledger("Supplier=S|Payment Date=D|Ref=C|Amount=N")]

#: What stands around or instead of plain rows -> payments, their sum, and words of the message.
HABITS = {
    "counts and averages below": (text([*ROWS, ["Total", "", "", str(SUM)], ["Average", "", "", "1012.05"], ["Number of payments", "", "", "24"]]), 24, SUM, ""),
    "subtotal beside its department": (text([*ROWS[:13], ["", "", "Sub-total", "12072.60"], *ROWS[13:], ["", "", "Sub-total", "12216.60"]]), 24, SUM, ""),
    "wrong grand total": (text([*ROWS, ["Grand Total", "", "", "24289.21"]]), 24, SUM, "not what the payments add up to"),
    "credits marked in a column": (text([["Supplier", "Date", "Type", "Value"], *([r[0], r[1], "CRN" if i % 6 == 0 else "INV", "10.00"] for i, r in enumerate(ROWS[1:]))]), 24, Decimal("160.00"), "marks as credits"),
    "thousands cut at commas": ("\n".join(["Supplier,Date,Amount", *(f"{r[0]},{r[1]},{Decimal(r[3]):,}" for r in ROWS[1:])]).encode(), 24, SUM, "cut at the commas"),
    "a comma in a name": ("\n".join([*BARE[:9], f"Smith, {BARE[9]}", *BARE[10:]]).encode(), 23, SUM - Decimal("1008.55"), "line 10 has lost its separators"),
    "a comma in a name, date first": ("\n".join(["Date,Supplier,Ref,Amount", *(f"{r[1]},{'Smith, ' * (i == 8)}{r[0]},70001234,{r[3]}" for i, r in enumerate(ROWS[1:]))]).encode(), 23, SUM - Decimal("1008.55"), "line 10 has lost its separators"),
    "a note beyond the header": (text([["Supplier", "Payment Date", "Amount", ""], *([r[0], r[1], r[3], "late" if i == 5 else ""] for i, r in enumerate(ROWS[1:]))]), 24, SUM, ""),
    "saved as CSV twice": ("\n".join(f'"{line}"' for line in BARE).encode(), 24, SUM, ""),
    "SpreadsheetML": (('<?xml version="1.0"?><Workbook xmlns:ss="s"><Worksheet><Table>' + "".join("<Row>" + "".join(f'<Cell ss:Index="{j}"><Data>{c}</Data></Cell>' for j, c in enumerate(row, 2)) + "</Row>" for row in ROWS) + "</Table></Worksheet></Workbook>").encode(), 24, SUM, ""),
    "days apart by spaces": (text([[c.replace("/", " ") for c in row] for row in ROWS]), 24, SUM, ""),
}  # fmt: skip


@pytest.mark.parametrize("habit", HABITS)
def test_payments_count_once_whatever_stands_around_them(habit: str, tmp_path: Path) -> None:
    data, rows, total, said = HABITS[habit]
    reading = only(tmp_path, data)
    assert (reading.rows_payment, reading.amount_total) == (rows, total)
    assert said in reading.message
    assert reading.rows_read == rows + sum(reading.rows_excluded.values())
    assert reading.undated_rows == 0


NOT_SPEND = {
    "debts": "Debtor=S|Invoice No=C|Due Date=D|Outstanding Balance=N|Days overdue=C",
    "section 106": "Application No=C|Developer=S|Contribution Type=W|Amount Received=N|Date Received=D",
    "business rates": "Account Number=C|Liable party name=S|Property address=W|Rateable Value=C|Net charge=N",
    "gifts": "Date=D|Officer=W|Offered by=S|Description of gift=W|Estimated value=N",
    "rents": "Property=W|Tenant=S|Annual Rent=N|Lease Start=D|Lease Expiry=D",
    "pay": "Organisation=W|Name=S|Position=W|Amount (£)=N|Date from=D",
    "waivers": "Date of Waiver=D|Supplier=S|Reason=W|Value of waiver=N",
    "quotations": "Supplier=S|Quote 1=N|Quote 2=G",
}


@pytest.mark.parametrize("what", NOT_SPEND)
def test_list_in_which_nobody_is_paid_is_refused(what: str, tmp_path: Path) -> None:
    assert only(tmp_path, text(ledger(NOT_SPEND[what])), "list.csv").outcome == "refused"


def test_dates_that_a_spreadsheet_turned_round_are_pointed_out(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Supplier", "Payment Date", "Amount"]]
    rows += [[name, date(2023, i + 1, 4) if i < 12 else f"{i + 1}/04/2023", 10.0] for i, name in enumerate(NAMES)]
    reading = only(tmp_path, xlsx({"April": rows}), "april.xlsx")
    assert "12 dates seem to have day and month exchanged" in reading.message
    rows[1:13] = [[name, date(2023, 4, i + 1), 10.0] for i, name in enumerate(NAMES[:12])]
    assert "exchanged" not in only(tmp_path, xlsx({"April": rows}), "april.xlsx").message


def test_capital_beside_revenue_is_no_credit(tmp_path: Path) -> None:
    rows = [
        ["Supplier", "Date", "Type", "Value"],
        *([r[0], r[1], "CR"[i % 2], "10.00"] for i, r in enumerate(ROWS[1:])),
    ]
    assert only(tmp_path, text(rows)).amount_total == Decimal("240.00")


def test_number_headed_vendor_beside_its_name_is_its_number(tmp_path: Path) -> None:
    reading = only(tmp_path, text(ledger("Vendor=C|Vendor Name=S|Date=D|Amount=N|Cost Centre Desc=W|Directorate=W")))
    assert reading.columns["supplier_ref"] == "Vendor"
    assert "Cost Centre Desc" not in (reading.columns.get("category_text"), reading.columns.get("description"))
