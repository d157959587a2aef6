"""Quotable: the spending that could be bought by asking for quotes, and who gets it now.

What an institution paid one payee for one category in one year is put in a band by its value with VAT:
under-5000 (below 5,000 pounds), under-notifiable (below the value from which a contract is notifiable), under-threshold
(below the procurement threshold: notices, yet no full tender), above (not quotable), or unknown (no payee, no year, or
no such value in the table of thresholds). Rows add up to all counted pounds; a total of credits is under-5000.

Values are those that the table thresholds holds for as_of, for all years: what could be quoted for if it were bought
now. nhs and central buyers have the values for central government, others those for sub-central authorities, unless
`authority` in network.toml says which; works (CPV division 45) have their own. Amounts net of VAT, or of a basis that
is not known, are raised by vat (0.2), as the values include VAT; gross ones are not.

Cannot say: what a contract was worth. The law counts the whole of a contract with its extensions, and like needs
together, so a total over a year is a lower bound: some of what is below here was rightly tendered. Nor whether anybody
else could have been asked (see influence). Social, health, education and some other services have a higher threshold,
which is not applied: for them `above` is too large. Part 6 of the Act does not bind schools.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table

from localspend import engine
from localspend.insight.facts.counted import UNKNOWN
from localspend.tables import MONEY
from localspend.tables.arrow import arrow_schema

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "year": "int32",
    "band": "string",
    "category_code": "string",
    "tier": "string",
    "size": "string",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "suppliers": "int64",
}
CENTRAL = ("nhs", "central")
#: From here a council must publish a contract (Local Government Transparency Code 2015).
PUBLISHED = 5_000
GROUP = ("institution_id", "year", "supplier_id", "category_code")
LIMITS = {"institution_id": "string", "contract": "string", "notifiable": "float64", "threshold": "float64"}


def quotable(
    payments: Table,
    suppliers: Table,
    thresholds: Table,
    *,
    institutions: Mapping[str, Mapping[str, Any]],
    as_of: date,
    vat: float = 0.2,
) -> Table:
    """COLUMNS: pounds as published, payments and distinct payees by band, category, place and size."""
    paid = payments.filter(payments.status == "counted")
    basis = paid.amount_basis.fill_null(UNKNOWN) == "gross"
    paid = paid.select(
        "institution_id", "year", "supplier_id", "amount", category_code=paid.category_code.fill_null(UNKNOWN),
        tier=paid.tier.fill_null(UNKNOWN), gross=basis.ifelse(paid.amount, 0).cast(MONEY),
    )  # fmt: skip
    each = paid.group_by(*GROUP, "tier").aggregate(
        amount=paid.amount.sum().cast(MONEY), gross=paid.gross.sum().cast(MONEY), lines=paid.count()
    )
    whole = ibis.window(group_by=list(GROUP))
    with_vat = each.gross.sum().over(whole).cast("float64") + (
        (each.amount - each.gross).sum().over(whole).cast("float64") * (1 + vat)
    )
    works = each.category_code.startswith("45").ifelse("works", "goods-services")
    rows = each.mutate(value=with_vat.round(2), contract=works)
    limits = engine.from_arrow(payments.get_backend(), _limits(thresholds, institutions, as_of))
    rows = rows.left_join(limits, ["institution_id", "contract"])
    size = suppliers.select("supplier_id", payee_size="size")
    rows = rows.mutate(band=_band(rows)).left_join(size, "supplier_id")
    rows = rows.mutate(size=rows.payee_size.fill_null(UNKNOWN))
    return (
        rows.group_by("institution_id", "year", "band", "category_code", "tier", "size")
        .aggregate(
            amount=rows.amount.sum().cast(MONEY),
            payments=rows.lines.sum().cast("int64"),
            suppliers=rows.supplier_id.nunique(),
        )
        .select(*COLUMNS)
    )


def notes(rows: list[dict[str, Any]]) -> list[str]:
    """What to know when reading the rows."""
    said = [
        "Bands rest on what one payee got for one category in a year. The law counts whole contracts, with extensions "
        "and like needs together: a total over a year is the least that a contract can have been worth.",
        "Amounts whose VAT basis is not known are taken as net of VAT.",
    ]
    if any(row["band"] == UNKNOWN for row in rows):
        said.append("Band unknown: no payee, no readable date, or no value in the table of thresholds.")
    return said


def _band(rows: Table) -> ibis.Value:
    whose = rows.supplier_id.notnull() & rows.year.notnull()
    return ibis.cases(
        (~whose, UNKNOWN),
        (rows.value < PUBLISHED, "under-5000"),
        (rows.value < rows.notifiable, "under-notifiable"),
        (rows.notifiable.notnull() & (rows.value < rows.threshold), "under-threshold"),
        (rows.threshold.notnull(), "above"),
        else_=UNKNOWN,
    )


def _limits(thresholds: Table, institutions: Mapping[str, Mapping[str, Any]], as_of: date) -> pa.Table:
    """LIMITS: the values in force for each institution and kind of contract, null where there is none."""
    now = thresholds.filter(
        thresholds.from_on <= as_of, thresholds.to_on.fill_null(as_of) >= as_of, thresholds.amount.notnull()
    )
    found = {(r["rule"], r["buyer"], r["contract"]): float(r["amount"]) for r in now.to_pyarrow().to_pylist()}
    made = []
    for name, institution in institutions.items():
        buyer = buyer_of(institution)
        for contract in ("goods-services", "works"):
            values = {
                rule: found.get((rule, buyer, contract), found.get((rule, "any", contract)))
                for rule in ("notifiable", "above-threshold")
            }
            made.append((name, contract, *values.values()))
    rows = [dict(zip(LIMITS, row, strict=True)) for row in made]
    return pa.Table.from_pylist(rows, arrow_schema(LIMITS))


def buyer_of(institution: Mapping[str, Any]) -> str:
    """Central or sub-central, as the law's values tell buyers apart."""
    if institution.get("authority") in ("central", "sub-central"):
        return str(institution["authority"])
    return "central" if institution.get("kind") in CENTRAL else "sub-central"
