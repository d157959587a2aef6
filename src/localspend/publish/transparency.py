"""What the Local Government Transparency Code 2015 asks for: spend over £500 and contracts over £5,000, as CSV.

One file an institution, where its payments have one kind of date and one of amount; else one for each, since a heading
can say only one. Counted payments only. UTF-8 with a mark, so that spreadsheets show £ as £; CRLF; ISO dates; plain
amounts. Payees and their purposes are masked. Source: DLUHC, Local Government Transparency Code 2015, part 2.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis
from ibis import Table

from localspend.publish import csv_file
from localspend.publish.source import Source
from localspend.suppliers import mask

#: More than so many pounds is published; of credits too.
SPEND, CONTRACTS = 500, 5_000
#: date_basis -> the heading that says so. A transaction's date is what people head with Date.
DATE = {
    "payment": "Payment date",
    "clearing": "Clearing date",
    "posting": "Posting date",
    "ledger": "Ledger date",
    "transaction": "Transaction date",
    "invoice": "Invoice date",
}
AMOUNT = {"net": "Net amount", "gross": "Gross amount"}
VALUE = {"total": "Total contract value", "annual": "Annual value"}
YES = {"sme": "SME", "vcse": "VCSE"}


def write(source: Source, folder: Path) -> list[str]:
    """Write `<institution>/spend-over-500*.csv` and `contracts-over-5000*.csv`; says what is not as the Code asks."""
    notes = []
    for one in source.ids:
        (folder / one).mkdir()
        spend = _of(source, "payments", one)
        many = _spend(spend.filter(spend.status == "counted", spend.amount.abs() > SPEND), folder / one)
        registered = _of(source, "contracts", one)
        many += _contracts(registered.filter((registered.value > CONTRACTS) | registered.value.isnull()), folder / one)
        if not many:
            (folder / one).rmdir()
            notes.append(f"{one}: no payment over £{SPEND} and no contract over £{CONTRACTS:,} is known.")
    return notes


def _of(source: Source, name: str, institution: str) -> Table:
    table = source.table(name)
    return table.filter(table.institution_id == institution)


def _spend(spend: Table, folder: Path) -> int:
    """Write the payments, a file for each kind of date and amount; returns how many files."""
    kinds = spend.group_by("date_basis", "amount_basis").aggregate(many=spend.count()).to_pyarrow().to_pylist()
    files = _files(kinds)
    for (day, basis), undated in files.items():
        name = "spend-over-500" if len(files) == 1 else f"spend-over-500-{day or 'undated'}-{basis}"
        dated = spend.date_basis.isnull() if day is None else spend.date_basis == day
        if undated:
            dated = dated | spend.date_basis.isnull()
        rows = spend.filter(dated, spend.amount_basis == basis).mutate(
            reference=spend.reference.fill_null(""), shown=spend.supplier_shown.fill_null(mask.PRIVATE["redacted"])
        )
        headings = {
            "paid_on": DATE.get(day or "", "Date"),
            "department": "Department",
            "shown": "Supplier",
            "description": "Purpose",
            "category_text": "Category",
            "amount": AMOUNT.get(basis, "Amount"),
            "vat": "VAT",
            "reference": "Transaction number",
        }
        csv_file.write(rows, folder / f"{name}.csv", headings, ["paid_on", "payment_id"], mark=True)
    return len(files)


def _files(kinds: list[dict[str, Any]]) -> dict[tuple[str | None, str], bool]:
    """(kind of date, of amount) of each file -> whether payments without a date go into it too.

    They go to the most usual kind of date with the same kind of amount.
    """
    dated = sorted(
        (kind for kind in kinds if kind["date_basis"] is not None), key=lambda k: (-k["many"], k["date_basis"])
    )
    files = {(kind["date_basis"], kind["amount_basis"]): False for kind in dated}
    for basis in sorted(kind["amount_basis"] for kind in kinds if kind["date_basis"] is None):
        home = next((key for key in files if key[1] == basis), (None, basis))
        files[home] = True
    return files


def _contracts(registered: Table, folder: Path) -> int:
    """Write the contracts, a file for each kind of value; returns how many files."""
    found = registered.select(kind=registered.value_kind.fill_null("unknown")).distinct().to_pyarrow()
    kinds = sorted(found["kind"].to_pylist())
    for kind in kinds:
        name = "contracts-over-5000" if len(kinds) == 1 else f"contracts-over-5000-{kind}"
        rows = registered.filter(registered.value_kind.fill_null("unknown") == kind)
        number = rows.supplier_id.startswith("GB-COH-").fill_null(False)
        said: Mapping[str, ibis.Value] = {
            column: ibis.cases((rows[column], "Yes"), (~rows[column], "No"), else_=ibis.null(str)) for column in YES
        }
        told = rows.mutate(number=number.ifelse(rows.supplier_id.substr(7), ibis.null(str)), **said)
        headings = {
            "contract_ref": "Contract reference",
            "title": "Title",
            "description": "Description",
            "department": "Department",
            "supplier_shown": "Supplier",
            "number": "Company number",
            "value": VALUE.get(kind, "Value"),
            "start_on": "Start date",
            "end_on": "End date",
            "extension_to": "Extension end date",
            "review_on": "Review date",
            "procedure": "Procurement process",
            "framework": "Framework reference",
            "category_text": "Category",
            **YES,
        }
        csv_file.write(told, folder / f"{name}.csv", headings, ["contract_ref", "contract_id"], mark=True)
    return len(kinds)
