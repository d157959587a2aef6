"""A contracting process that an institution's notices told of, as an OCDS release under its own ocid.

What was compiled from all its releases is published as one. Ceilings of frameworks have no place in the core of OCDS
and would be taken for estimates: they are left out, for a lot and an award as for the whole.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ibis.expr.types import Table

from localspend.publish.currencies import CURRENCIES, currency
from localspend.publish.parts import Json, filled, moment, number, period, supplier_party
from localspend.publish.source import Source

#: Stage of a process -> the tag of a release that tells it.
TAGS = {
    "planning": "planning",
    "tender": "tender",
    "award": "award",
    "contract": "contract",
    "implementation": "implementation",
    "terminated": "contractTermination",
}
#: The closed code lists.
TENDER = ("planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn")
AWARD = ("pending", "active", "cancelled", "unsuccessful")
Rows = dict[str, list[Json]]


def releases(source: Source, buyers: Mapping[str, Json]) -> Iterator[Json]:
    """One release a process of the published institutions, in the order of their ocids."""
    lots, awards, suppliers = (_by_ocid(source, name) for name in ("lots", "awards", "award_suppliers"))
    for row in source.table("notices").order_by("ocid").to_pyarrow().to_pylist():
        one = row["ocid"]
        yield release(row, buyers[row["institution_id"]], lots[one], awards[one], suppliers[one], source.day)


def release(row: Json, buying: Json, lots: list[Json], awards: list[Json], suppliers: list[Json], day: date) -> Json:
    """The release of a row of `notices` with its lots, awards and their suppliers."""
    told = row["updated_on"] or row["published_on"] or day
    parties: dict[str, Json] = {buying["id"]: buying}
    given = [_award(one, row, suppliers, parties) for one in awards]
    tag = TAGS.get(row["stage"] or "", "tender")
    return filled(
        ocid=row["ocid"],
        id=f"{row['ocid']}-{told:%Y%m%d}",
        date=moment(told),
        tag=[tag],
        initiationType="tender",
        language="en",
        parties=list(parties.values()),
        buyer={"id": buying["id"], "name": buying["name"]},
        tender=_tender(row, lots),
        awards=given,
    )


def _tender(row: Json, lots: list[Json]) -> Json:
    deadline = row["deadline"]
    return filled(
        id=row["ocid"],
        title=row["title"],
        status=row["status"] if row["status"] in TENDER else None,
        value=_money(row, "estimate"),
        procurementMethodDetails=row["procedure"],
        tenderPeriod={"endDate": moment(deadline, last=True)} if deadline else None,
        contractPeriod=period(row["start_on"], row["end_on"], None),
        lots=[filled(id=lot["lot_id"], title=lot["title"], value=_lot_money(lot, row)) for lot in lots],
        items=_items(row, lots),
    )


def _items(row: Json, lots: list[Json]) -> list[Json]:
    """What is bought: the code of the notice, then those of its lots."""
    codes = [(row["cpv"], None), *((lot["cpv"], lot["lot_id"]) for lot in lots)]
    return [
        filled(id=str(n), classification={"scheme": "CPV", "id": code}, relatedLot=lot)
        for n, (code, lot) in enumerate(codes, 1)
        if code
    ]


def _award(award: Json, row: Json, suppliers: list[Json], parties: dict[str, Json]) -> Json:
    """An award; its suppliers are added to `parties`."""
    named = []
    for one in (s for s in suppliers if s["award_id"] == award["award_id"] and s["supplier_shown"]):
        identity = one["supplier_id"] or f"local-{row['ocid']}-{award['award_id']}-{one['position']}"
        party = supplier_party(identity, one["supplier_shown"], one["postcode"], None)
        known = parties.setdefault(identity, party)
        known["roles"] = sorted({*known["roles"], "supplier"})
        named.append({"id": identity, "name": known["name"]})
    return filled(
        id=award["award_id"],
        title=award["title"],
        status=award["status"] if award["status"] in AWARD else None,
        date=award["awarded_on"] and moment(award["awarded_on"]),
        value=_money(award, "award"),
        contractPeriod=period(award["start_on"], award["end_on"], None),
        suppliers=list({one["id"]: one for one in named}.values()),
        relatedLots=award["lot_ids"].split(", ") if award["lot_ids"] else None,
    )


def _money(row: Json, kind: str) -> Json | None:
    """The value of a notice or award, unless it is a ceiling or nobody knows in which currency."""
    value: Decimal | None = row["value"]
    code = currency(row["currency"])
    if value is None or row["value_kind"] != kind or code is None:
        return None
    return {"amount": number(value), "currency": code}


def _lot_money(lot: Json, row: Json) -> Json | None:
    return _money({**lot, "value_kind": row["value_kind"] or "estimate"}, "estimate")


def _by_ocid(source: Source, name: str) -> Rows:
    """The rows of a table by their process. Those of the members only: a few thousand."""
    found: Rows = defaultdict(list)
    table = source.table(name)
    for row in table.order_by([c for c in ("ocid", "award_id", "lot_id", "position") if c in table.columns]) \
            .to_pyarrow().to_pylist():  # fmt: skip
        found[row["ocid"]].append(row)
    return found


def left_out(source: Source) -> list[str]:
    """What the releases do not say."""
    notices = source.table("notices")
    many: Any = notices.filter(notices.value_kind == "ceiling").count().to_pyarrow().as_py()
    said = [f"{many:,} processes have a ceiling, which is no estimate: it was left out."] if many else []
    unknown = sum(map(_in_no_currency, (notices, source.table("awards"), source.table("lots"))))
    if unknown:
        said.append(f"{unknown:,} values of notices are in no currency that OCDS knows: they were left out.")
    return said


def _in_no_currency(t: Table) -> int:
    """How many values OCDS has no code for, or which say none."""
    many: int = t.filter(t.value.notnull(), ~t.currency.fill_null("").strip().upper().isin(CURRENCIES)) \
        .count().to_pyarrow().as_py()  # fmt: skip
    return many
