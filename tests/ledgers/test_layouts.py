# ruff: noqa: E501 - a table whose lines are files reads best unwrapped
"""Ledgers of invented publishers: each row of the table is a file, and what a person would read in it."""

import gzip
import json
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from localspend.sources.ledgers import Reading, amounts, read
from tests.ledgers.make import names, ods, put, text, xlsx, zipped

NAMES = names(12)


def each(row: Callable[[int, str], Sequence[Any]]) -> list[Sequence[Any]]:
    """One row a supplier."""
    return [row(i, name) for i, name in enumerate(NAMES)]


def plain(i: int, name: str) -> Sequence[Any]:
    return [name, f"{13 + i}/01/2020", "10.00"]


HEAD = ["Supplier", "Payment Date", "Amount"]
PLAIN = text([HEAD, *each(plain)])
YEAR = "2020-01-13..2020-01-24"

UNIVERSITY = [
    ["University of Exampleton: transactions over £25,000"],
    ["Period: April 2023"],
    [],
    ["Faculty", "Creditor Name", "Date Paid", "Doc. No", "Net Amt (£)", "VAT (£)", "Gross Amt (£)", "Narrative"],
    *each(
        lambda i, n: ["Arts", n, f"{i + 1:02}-Apr-2023", f"D{i}", f"£{1000 + i}.50", "£200.10", "£1,200.60", "paint"]
    ),
]
POLICE = [
    ["Force", "Supplier", "Payment Date", "Amount (excl. VAT)", "Subjective Description", "Voucher Number"],
    *each(lambda i, n: ["Example Police", n, f"2022-05-{i + 1:02}", f"{500 + i}", "Fuel", f"V{i}"]),
    ["", "", "", "6066", "", ""],
]
HOUSING = {
    "Notes": [["This workbook holds payments over £250"], ["Contact finance@example.org"]],
    "Q1": [
        ["Example Homes"],
        ["Spend over £250 - Q1 2021/22"],
        [],
        [
            "Posting Date",
            "Vendor",
            "Vendor No",
            "Cost Centre Description",
            "Amount in local currency",
            "Document Number",
        ],
        *each(lambda i, n: [date(2021, 4, i + 1), n, 100 + i, "Repairs", 1000.25 + i, 5000 + i]),
        ["", "", "", "Total", 12069.00, ""],
    ],
}
PARISH = each(lambda i, n: ["13/05/2019", n, "grass cutting", 100 + i, f"{50 + i}.00", "10.00", f"{60 + i}.00"])
LGTC = [
    [
        "Organisation Name", "Organisation Code", "Effective Date", "Directorate", "Service Category URI",
        "Supplier (Beneficiary) Name", "Supplier (Beneficiary) ID", "Payment Date", "Transaction Number", "Net Amount",
        "Irrecoverable VAT", "Purpose of Expenditure", "Procurement (Merchant) Category",
    ],
    *each(lambda i, n: [
        "Example Borough Council", "E07000001", "2023-03-31", "Place", "http://x/y", n, f"S{i}", f"2023-03-{i + 1:02}",
        70000 + i, f"{500 + i}.00", "0.00", "Road repairs", "Civil works",
    ]),
]  # fmt: skip
PAGES = [
    *(line for _ in range(3) for line in ([["Supplier", "Date", "Amount"]] + [[n, "20/03/2020", "10.00"] for n in NAMES[:4]] + [["Page total", "", "40.00"]])),
    ["Report total", "", "120.00"],
]  # fmt: skip
SUBTOTALS = [
    ["Service", "Supplier", "Date", "Amount", "Trans No"],
    ["Highways", "Total Gas & Power Ltd", "03/04/2018", "100.00", "T1"],
    ["Highways", "Anvil Joinery Ltd", "04/04/2018", "50.00", "T2"],
    ["Highways Total", "", "", "150.00", ""],
    ["Parks", "TOTAL", "05/04/2018", "25.00", "T3"],
    ["Parks", "Beck & Sons", "15/04/2018", "25.00", "T4"],
    ["Parks Total", "", "", "50.00", ""],
    ["Grand Total", "", "", "200.00", ""],
]
HTML = "<html><table><tr><th>Supplier<th>Date Paid<th>Amount &pound;</tr>" + "".join(
    f"<tr><td>{n.replace('&', '&amp;')}</td><td>{i + 13}/01/2020</td><td>1,00{i % 10}.00</td></tr>"
    for i, n in enumerate(NAMES)
)
BROKEN_QUOTES = (
    b'Supplier,Payment Date,Amount\r\n"Big "Bob" Ltd",13/01/2020,10.00\r\nO"Neil & Co,14/01/2020,10.00\r\n'
    b'"unclosed Ltd,15/01/2020,10.00\r\nNext Ltd,16/01/2020,10.00\r\n'
)
RECORDS = [{"supplierName": n, "paymentDate": "2020-01-13T00:00:00", "netAmount": 10.1, "vatAmount": 2} for n in NAMES]

#: name -> file, payments, pounds, first..last date, and some roles
LEDGERS: dict[str, tuple[bytes, int, str, str, dict[str, str]]] = {
    "university.csv": (text(UNIVERSITY, ";", "cp1252"), 12, "12072.00", "2023-04-01..2023-04-12", {
        "supplier": "Creditor Name", "amount": "Net Amt (£)", "vat": "VAT (£)", "paid_on": "Date Paid",
        "department": "Faculty", "reference": "Doc. No", "description": "Narrative"}),
    "police.txt": (text(POLICE, "\t", "utf-16"), 12, "6066.00", "2022-05-01..2022-05-12", {
        "institution": "Force", "amount": "Amount (excl. VAT)", "category_text": "Subjective Description"}),
    "housing.xlsx": (xlsx(HOUSING), 12, "12069.00", "2021-04-01..2021-04-12", {
        "paid_on": "Posting Date", "supplier_ref": "Vendor No", "department": "Cost Centre Description"}),
    "parish.csv": (text([["Date", "Payee", "Details", "Chq No", "Net", "VAT", "Total"], *PARISH,
                         ["", "", "", "TOTAL", "666.00", "120.00", "786.00"]]),
                   12, "666.00", "2019-05-13..2019-05-13", {"amount": "Net", "vat": "VAT", "reference": "Chq No"}),
    "sums-tell-net.csv": (text([["Date", "To whom paid", "For", "Ref", "Amount", "VAT", "Total"], *PARISH]),
                          12, "666.00", "2019-05-13..2019-05-13", {"amount": "Amount", "supplier": "To whom paid"}),
    "only-gross.csv": (text([["Supplier", "Invoice Date", "Gross Value", "VAT"],
                             *each(lambda i, n: [n, "13/02/2020", "120.00", "20.00"])]),
                       12, "1440.00", "2020-02-13..2020-02-13", {"amount": "Gross Value", "paid_on": "Invoice Date"}),
    "transparency-code.csv": (text(LGTC), 12, "6066.00", "2023-03-01..2023-03-12", {
        "supplier": "Supplier (Beneficiary) Name", "supplier_ref": "Supplier (Beneficiary) ID", "amount": "Net Amount",
        "category_text": "Procurement (Merchant) Category", "description": "Purpose of Expenditure",
        "institution": "Organisation Name", "vat": "Irrecoverable VAT", "paid_on": "Payment Date"}),
    "cards.csv": (text([["Transaction Date", "Posting Date", "Merchant Name", "Original Currency", "Original Amount",
                         "Billing Amount GBP"],
                        *each(lambda i, n: [f"{i + 10}/07/2021", f"{i + 11}/07/2021", n, "EUR", "120.00", "100.00"])]),
                  12, "1200.00", "2021-07-11..2021-07-22", {"amount": "Billing Amount GBP"}),
    "currencies.csv": (text([["Supplier", "Date Paid", "Currency", "Amount"],
                             *each(lambda i, n: [n, "13/01/2020", "GBP" if i else "EUR", "10.00"])]),
                       11, "110.00", "2020-01-13..2020-01-13", {}),
    "balance.csv": (text([["Date", "Payee", "Amount Paid", "Balance"],
                          *each(lambda i, n: [f"{i + 13}/01/2020", n, "10.00", f"{9000 - i}.00"])]),
                    12, "120.00", YEAR, {"amount": "Amount Paid"}),
    "debits-and-credits.csv": (text([["Date", "Supplier", "Debit", "Credit"],
                                     *each(lambda i, n: ["13/01/2020", n, *(["10.00", ""] if i % 4 else ["", "3.00"])])]),
                               12, "81.00", "2020-01-13..2020-01-13", {"amount": "Debit"}),
    "annual.csv": (text([["Supplier", "Payment Date", "Annual Value", "Total Value", "Invoice Amount"],
                         *each(lambda i, n: [n, f"{13 + i}/01/2020", "100.00", "500.00", "10.00"])]),
                   12, "120.00", YEAR, {"amount": "Invoice Amount"}),
    "no-header.csv": (text(each(lambda i, n: ["Adults", n, f"{i + 13}/01/2020", f"INV{i}", "10.10"])),
                      12, "121.20", YEAR, {}),
    "misspelt.csv": (text([["Suplier Nmae", "Payemnt Date", "Ammount", "Departmnet", "Refrence"],
                           *each(lambda i, n: [*plain(i, n), "Parks", f"a{i}"])]),
                     12, "120.00", YEAR, {"department": "Departmnet", "reference": "Refrence"}),
    "plain-words.csv": (text([["Body", "Organisation paid", "When", "How much", "What for"],
                              *each(lambda i, n: ["Example Town Council", *plain(i, n), "mowing"])]),
                        12, "120.00", YEAR, {"supplier": "Organisation paid", "amount": "How much"}),
    "systems.csv": (text([["SUPPLIER_NM", "PAYMENT_DT", "PAYMENT_AMT", "DEPT_NM"], *each(lambda i, n: [*plain(i, n), "Parks"])]),
                    12, "120.00", YEAR, {"supplier": "SUPPLIER_NM", "department": "DEPT_NM"}),
    "records.json": (json.dumps({"result": {"records": RECORDS}}).encode(), 12, "121.20", "2020-01-13..2020-01-13",
                     {"amount": "netAmount", "vat": "vatAmount"}),
    "lines.jsonl": ("\n".join(map(json.dumps, RECORDS)).encode(), 12, "121.20", "2020-01-13..2020-01-13", {}),
    "page.xls": (HTML.encode(), 12, "12046.00", YEAR, {"amount": "Amount £"}),
    "sheet.ods": (ods([HEAD, *each(lambda i, n: [n, f"{13 + i}/01/2020", 10.0])]), 12, "120.00", YEAR, {}),
    "text.xls": (PLAIN, 12, "120.00", YEAR, {}),
    "packed.csv.gz": (gzip.compress(PLAIN), 12, "120.00", YEAR, {}),
    "bare-cr.csv": (text([HEAD, *each(plain)], end="\r"), 12, "120.00", YEAR, {}),
    "mixed-ends.csv": (PLAIN.replace(b"\r\n", b"\n", 4).replace(b"\r\nJuno", b"\rJuno"), 12, "120.00", YEAR, {}),
    "pipes.csv": (text([HEAD, *each(plain)], "|"), 12, "120.00", YEAR, {}),
    "decimal-commas.csv": (b"\xef\xbb\xbf" + text([HEAD, *each(lambda i, n: [n, f"{13 + i}/01/2020", "1.234,50"])], ";"),
                           12, "14814.00", YEAR, {}),
    "quoted-ends.csv": (text([["Supplier\nName", "Payment\nDate", "Net\nAmount", "Details"],
                              *each(lambda i, n: [*plain(i, n), "one\ntwo"])]), 12, "120.00", YEAR, {}),
    "broken-quotes.csv": (BROKEN_QUOTES, 4, "40.00", "2020-01-13..2020-01-16", {}),
    "one-bad-byte.csv": (text([HEAD, *each(lambda i, n: [n + " café", f"{13 + i}/01/2020", "£10.00"])])
                         .replace(b"Juno", b"Jun\xa3", 1), 12, "120.00", YEAR, {}),
    "deep.csv": (text([[f"note {i} about this file"] for i in range(30)] + [HEAD, *each(plain)]), 12, "120.00", YEAR, {}),
    "wide.csv": (text([[*HEAD, *[""] * 67], *each(lambda i, n: [*plain(i, n), *[""] * 67])]), 12, "120.00", YEAR, {}),
    "credits.csv": (text([HEAD, *([n, "13/01/2020", a] for n, a in
                                  zip(NAMES, ["100.00", "(20.00)", "30.00-", "1.00 CR", "-5"], strict=False))]),
                    5, "44.00", "2020-01-13..2020-01-13", {}),
    "subtotals.csv": (text(SUBTOTALS), 4, "200.00", "2018-04-03..2018-04-15", {}),
    "pages.csv": (text(PAGES), 12, "120.00", "2020-03-20..2020-03-20", {}),
    "wrong-total.csv": (text([HEAD, *each(plain), ["Total", "", "999.99"]]), 12, "120.00", YEAR, {}),
    "summary-below.csv": (text([[*HEAD, "Ref"], *each(lambda i, n: [*plain(i, n), f"R{i}"]), [], ["By directorate"],
                                ["Adults", "", "70.00"], ["Place", "", "50.00"]]), 12, "120.00", YEAR, {}),
    "sap.csv": (text([["Vendor Name", "Posting date", "Sum of Amount in local cur."], *each(plain),
                      ["Overall Result", "", "120.00"]]), 12, "120.00", YEAR, {}),
    "continued.csv": (text([["Supplier", "Payment Date", "Amount", "Description"],
                            *(row for i, n in enumerate(NAMES) for row in ([*plain(i, n), "long text that"], ["", "", "", "goes on"]))]),
                      12, "120.00", YEAR, {}),
    "serials.csv": (text([HEAD, *each(lambda i, n: [n, 43843 + i, "10.00"])]), 12, "120.00", YEAR, {}),
    "american.csv": (text([["Invoice Date", "Pay Date", "Vendor Name", "Invoice Amount"],
                           *each(lambda i, n: [f"1/{i + 1}/2020", f"1/{i + 13}/2020", n, "10.00"])]),
                     12, "120.00", YEAR, {"paid_on": "Pay Date", "invoice_date": "Invoice Date"}),
    "months.csv": (text([["Supplier", "Month", "Amount"], *each(lambda i, n: [n, "Jan-20", "10.00"])]), 12, "120.00", "..", {}),
    "hashes.csv": (text([HEAD, *each(lambda i, n: [n, "########", "10.00"])]), 12, "120.00", "..", {}),
    "top-300.csv": (text([["Supplier Name", "Post Code", "Total Spend 2018-19"], *each(lambda i, n: [n, "B1 1BB", f"£{1000 + i}"])]),
                    12, "12066.00", "..", {"supplier_postcode": "Post Code"}),
    "years.xlsx": (xlsx({"Top": [["Supplier", "Postcode", "2016/17", "2017/18"], *each(lambda i, n: [n, "B1 1BB", 1000, 2000])]}),
                   24, "36000.00", "..", {"supplier_postcode": "Postcode"}),
    "thousands.csv": (text([["Supplier", "Spend 2022/23 (£000s)"], *each(lambda i, n: [n, "1.5"])]), 12, "18000.00", "..", {}),
    "copies.xlsx": (xlsx({"Data": [HEAD, *each(lambda i, n: [n, date(2020, 1, 13 + i), 10])],
                          "Data (2)": [HEAD, *each(lambda i, n: [n, date(2020, 1, 13 + i), 10])]}), 12, "120.00", YEAR, {}),
    "summary.xlsx": (xlsx({"Summary": [["Supplier", "Total"], *[[n, 12 if n in NAMES[:2] else 6] for n in NAMES[:10]]],
                           "Data": [HEAD, *each(lambda i, n: [n, date(2020, 1, 13 + i), 6])]}), 12, "72.00", YEAR, {}),
    "months.xlsx": (xlsx({"Jan": [["January 2020"], HEAD, *each(lambda i, n: [n, date(2020, 1, 13 + i), 10])],
                          "Feb": [HEAD, *each(lambda i, n: [n, date(2020, 2, 13 + i), 10]), ["Total", "", 120]],
                          "Glossary": [["Term", "Meaning"], ["Net", "Without VAT"]]}),
                    24, "240.00", "2020-01-13..2020-02-24", {}),
    "register-beside.xlsx": (xlsx({"Payments": [HEAD, *each(lambda i, n: [n, date(2020, 1, 13 + i), 10])],
                                   "Contracts": [["Contract Title", "Supplier", "Start Date", "End Date", "Value"],
                                                 *each(lambda i, n: ["T", n, date(2020, 1, 1), date(2021, 1, 1), 1000])]}),
                             12, "120.00", YEAR, {}),
    "continued-pages.xlsx": (xlsx({"Page 1": [["Ref", *HEAD], *([i, n, date(2020, 1, 13 + i), 10.5] for i, n in enumerate(NAMES[:6]))],
                                   "Page 2": [["Example Council"], *([i, n, date(2020, 1, 19 + i), 10.5] for i, n in enumerate(NAMES[6:]))]}),
                             12, "126.00", YEAR, {}),
}  # fmt: skip


def balanced(reading: Reading) -> None:
    """What must always hold: rows and pounds add up, and every row is in exactly one table."""
    assert reading.rows_read == reading.rows_payment + sum(reading.rows_excluded.values())
    lines, excluded = reading.lines, reading.excluded
    assert (lines.num_rows, excluded.num_rows) == (reading.rows_payment, sum(reading.rows_excluded.values()))
    assert amounts.total(lines["amount"]) == reading.amount_total
    assert lines["paid_on"].null_count == reading.undated_rows
    places = pa.concat_tables([table.select(["source_sheet", "source_line"]) for table in (lines, excluded)])
    assert places.group_by(places.column_names).aggregate([]).num_rows == reading.rows_read


@pytest.mark.parametrize("name", LEDGERS)
def test_ledger_is_read_as_a_person_would(name: str, tmp_path: Path) -> None:
    data, payments, pounds, span, roles = LEDGERS[name]
    [reading] = read(put(tmp_path, name, data))
    assert (reading.outcome, reading.kind) == ("read", "payments")
    assert (reading.rows_payment, reading.amount_total) == (payments, Decimal(pounds))
    assert f"{reading.first_date or ''}..{reading.last_date or ''}" == span
    assert {role: reading.columns.get(role) for role in roles} == roles
    balanced(reading)


def test_archive_gives_a_reading_a_member(tmp_path: Path) -> None:
    inner = zipped({"may.csv": PLAIN})
    path = put(
        tmp_path, "z.zip", zipped({"a/april.csv": PLAIN, "b.zip": inner, "r.pdf": b"%PDF-1", "__MACOSX/x": b"1"})
    )
    found = {reading.source_id: reading.outcome for reading in read(path, name="z")}
    assert found == {"z!a/april.csv": "read", "z!b.zip!may.csv": "read", "z!r.pdf": "refused"}


REGISTER = [
    ["Contract Ref", "Contract Title", "Supplier", "Start Date", "End Date", "Review Date", "Contract Value", "SME", "VCSE"],
    *each(lambda i, n: [f"C{i}", f"Supply of item {i}", n, "01/04/2022", "31/03/2025", "30/09/2024", "£10k", "Yes", "N"]),
]  # fmt: skip


def test_contract_register_is_read_as_contracts(tmp_path: Path) -> None:
    [reading] = read(put(tmp_path, "register.csv", text(REGISTER)))
    assert (reading.kind, reading.rows_payment, reading.contracts.num_rows) == ("contracts", 0, 12)
    row = reading.contracts.to_pylist()[0]
    assert (row["contract_ref"], row["title"], row["value"]) == ("C0", "Supply of item 0", Decimal("10000.00"))
    assert (row["start_on"], row["end_on"], row["sme"], row["vcse"]) == (
        date(2022, 4, 1),
        date(2025, 3, 31),
        True,
        False,
    )
    assert row["source_line"] == 2


def test_order_book_is_read_as_contracts(tmp_path: Path) -> None:
    rows = [
        ["PO Number", "PO Date", "Supplier", "Order Value"],
        *each(lambda i, n: [f"PO{i}", "13/01/2020", n, "10.00"]),
    ]
    [reading] = read(put(tmp_path, "orders.csv", text(rows)))
    assert (reading.kind, reading.contracts["contract_ref"][0].as_py()) == ("contracts", "PO0")


def test_supplier_list_is_evidence_and_no_payment(tmp_path: Path) -> None:
    head = ["Supplier No", "Supplier Name", "Address 1", "Town", "Postcode", "Company No"]
    rows = [head, *each(lambda i, n: [i, n, "1 High St", "Leeds", "LS1 1AA", f"0123456{i % 10}"])]
    [reading] = read(put(tmp_path, "suppliers.xlsx", xlsx({"S": rows})))
    assert (reading.kind, reading.rows_payment) == ("suppliers", 0)
    row = reading.listed.to_pylist()[0]
    assert (row["supplier_ref"], row["supplier_address"], row["supplier_postcode"]) == (
        "0",
        "1 High St, Leeds",
        "LS1 1AA",
    )


def test_supplier_list_says_how_large_a_firm_is(tmp_path: Path) -> None:
    head = ["Supplier No", "Supplier Name", "Company No", "Number of Employees", "Annual Turnover", "Balance Sheet"]
    rows = [head, *each(lambda i, n: [i, n, f"0123456{i % 10}", "1,250", "£3.2m", "450000"])]
    [reading] = read(put(tmp_path, "suppliers.csv", text(rows)))
    row = reading.listed.to_pylist()[0]
    assert (row["employees"], row["turnover"], row["balance_sheet"]) == ("1,250", "£3.2m", "450000")


@pytest.mark.parametrize(
    ("head", "row", "looks"),
    [
        (["Name", "Job Title", "Directorate", "Salary"], ["A Person", "Head of X", "Place", "£60,000"], "staff"),
        (["Reference", "Applicant", "Ward", "Proposal"], ["1/P", "Mr A", "Example", "Porch"], "planning"),
        (["Term", "Meaning"], ["Net", "without VAT"], "supplier"),
    ],
)  # fmt: skip
def test_list_of_other_things_is_refused_and_none_of_it_shown(
    head: list[str], row: list[str], looks: str, tmp_path: Path
) -> None:
    [reading] = read(put(tmp_path, "other.csv", text([head, *[row] * 12])))
    assert reading.outcome == "refused"
    assert looks in reading.message
    assert row[0] not in reading.message
    assert reading.lines.num_rows == reading.excluded.num_rows == reading.rows_read == 0


def test_sheet_of_staff_beside_payments_is_named_and_not_stored(tmp_path: Path) -> None:
    staff = [["Name", "Job Title", "Salary"], *[["A Person", "Head of X", 60000]] * 5]
    data = xlsx({"Payments": [HEAD, *each(lambda i, n: [n, date(2020, 1, 13), 10])], "People": staff})
    [reading] = read(put(tmp_path, "mixed.xlsx", data))
    assert (reading.outcome, reading.rows_read) == ("read", 13)
    assert "sheet 'People' was not read: it looks like a list of staff" in reading.message
    assert "A Person" not in str(reading.excluded.to_pylist())
