"""A line of a contract register as an OCDS release."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from localspend import engine
from localspend.publish import noticed
from localspend.publish.parts import Json, filled, moment, number, org_id, period, supplier_party
from localspend.publish.source import Source

#: What stands for nothing known in category_code.
UNKNOWN = "unknown"


class Told:
    """The contracts and notices of a source as releases."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.buyers = {one["id"]: buyer(one) for one in source.institutions}
        self.has_lots = bool(source.table("lots").count().to_pyarrow().as_py())

    def releases(self) -> Iterator[Json]:
        """One release a line of a register, in the order of their ids; then one a process of notices."""
        yield from self._registered()
        yield from noticed.releases(self.source, self.buyers)

    def _registered(self) -> Iterator[Json]:
        contracts, suppliers = self.source.table("contracts"), self.source.table("suppliers")
        known = suppliers.select("supplier_id", "name_shown", "postcode", "kind")
        rows = contracts.left_join(known, "supplier_id").drop("supplier_id_right").order_by("contract_id")
        for batch in engine.batches(rows):
            for row in batch.to_pylist():
                yield release(row, self.buyers[row["institution_id"]], self.source.asked.ocid_prefix, self.source.day)

    @property
    def notes(self) -> list[str]:
        """What the releases do not say."""
        contracts = self.source.table("contracts")
        annual = contracts.filter(contracts.value_kind == "annual", contracts.value.notnull()).count().to_pyarrow()
        said = f"{annual.as_py():,} contracts have an annual value, which OCDS has no place for: they have no value."
        return [*([said] if annual.as_py() else []), *noticed.left_out(self.source)]


def release(row: Json, buying: Json, prefix: str, day: date) -> Json:
    """The release of `row` (contracts with its supplier's name_shown, postcode, kind), published on `day`."""
    supplier = party(row)
    award_id = f"{row['contract_id']}-award"
    words = filled(title=row["title"], description=row["description"], items=items(row))
    value = money(row)
    span = period(row["start_on"], row["end_on"], row["extension_to"])
    reference = {"id": buying["id"], "name": buying["name"]}
    award = filled(
        id=award_id, **words, status="active", value=value, contractPeriod=span,
        suppliers=[{"id": supplier["id"], "name": supplier["name"]}] if supplier else None,
    )  # fmt: skip
    contract = filled(
        id=row["contract_ref"] or row["contract_id"], awardID=award_id, **words,
        status=status(row, day), value=value, period=span,
    )  # fmt: skip
    return filled(
        ocid=f"{prefix}-{row['contract_id']}",
        id=f"{row['contract_id']}-{day:%Y%m%d}",
        date=moment(day),
        tag=["award", "contract"],
        initiationType="tender",
        language="en",
        parties=[buying, *([supplier] if supplier else [])],
        buyer=reference,
        tender=filled(id=row["contract_id"], title=row["title"], procurementMethodDetails=row["procedure"]),
        awards=[award],
        contracts=[contract],
    )


def buyer(institution: Json) -> Json:
    """An institution of the network as a party."""
    given = institution.get("identifier")
    found: Json = {"id": given or f"local-{institution['id']}", "name": institution["name"], "roles": ["buyer"]}
    if given:
        scheme, number = org_id(given)
        found["identifier"] = {"scheme": scheme, "id": number, "legalName": institution["name"]}
    return found


def party(row: Json) -> Json | None:
    """The supplier of a contract as a party, or None where the register names nobody."""
    if row["supplier_shown"] is None:
        return None
    # A name that is shown as withheld must not come back through an identifier.
    identity = row["supplier_id"] or f"local-{row['contract_id']}-supplier"
    return supplier_party(identity, row["supplier_shown"], row["postcode"], row["name_shown"])


def items(row: Json) -> list[Json] | None:
    """What is bought, as CPV, as far as the category is known. The category is this program's, not the register's."""
    code = row["category_code"]
    if code in (None, UNKNOWN):
        return None
    classification = filled(scheme="CPV", id=code, description=row["category_text"])
    return [filled(id="1", description=row["title"], classification=classification)]


def money(row: Json) -> Json | None:
    """The value of the whole contract in pounds; None for a value a year."""
    value: Decimal | None = row["value"]
    if value is None or row["value_kind"] == "annual":
        return None
    return {"amount": number(value), "currency": "GBP"}


def status(row: Json, day: date) -> str | None:
    """pending, active or terminated, as the dates say on `day`; None where they do not."""
    if row["start_on"] is not None and row["start_on"] > day:
        return "pending"
    end = max(filter(None, (row["end_on"], row["extension_to"])), default=None)
    return None if end is None else "terminated" if end < day else "active"
