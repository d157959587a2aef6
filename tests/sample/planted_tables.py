"""The sample as a snapshot would hold it if nothing were misread: from the generator's own objects, without files.

What is tested with these tables is what an insight finds, not how well names are matched or categories are told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from random import Random
from typing import Any

import ibis
import pyarrow as pa

from localspend import engine, sample
from localspend.sample import contracts as registers
from localspend.sample import settings
from localspend.sample.ground import TIERS
from localspend.sample.institutions import INSTITUTIONS
from localspend.sample.payments import LAST, Payment
from localspend.sample.planted import Planted
from localspend.sample.suppliers import Supplier
from localspend.sample.trades import PURCHASES, TRADES
from localspend.tables import (
    award_suppliers,
    awards,
    capabilities,
    contracts,
    firms,
    interventions,
    notices,
    payments,
    standing_orders,
    suppliers,
    thresholds,
)
from localspend.tables.arrow import arrow_schema

AREAS = TIERS[:3]
#: Kind in the generator -> kind in the table, where they differ.
KINDS = {"cic": "company", "charitable-company": "charity", "llp": "company", "overseas": "company"}
VCSE = ("cic", "charitable-company", "charity", "mutual")
MASKED = {"sole-trader": "Sole trader (name withheld)", "partnership": "Partnership (name withheld)"}
#: Trades that nobody may choose a payee for.
BOUND = {"body": "public-body", "person": "person", "redacted": "redacted", "energy": "utility", "community": "grant"}
#: rule, buyer, amount, from, to: what the law asks of those whose registers the sample has.
LAW = (
    ("notifiable", "central", 12_000, date(2025, 2, 24), None),
    ("notifiable", "sub-central", 30_000, date(2025, 2, 24), None),
    ("above-threshold", "sub-central", 214_904, date(2025, 2, 24), date(2025, 12, 31)),
    ("above-threshold", "sub-central", 207_720, date(2026, 1, 1), None),
)
Row = dict[str, Any]


@dataclass
class Made:
    """One seed's network: every payment of every ledger, and what was planted."""

    seed: int
    scale: float

    @cached_property
    def invented(self) -> tuple[list[Supplier], Planted]:
        """The suppliers, and the plan."""
        return sample.invent(self.seed)

    @property
    def planted(self) -> Planted:
        """What was planted."""
        return self.invented[1]

    @cached_property
    def paid(self) -> dict[str, list[Payment]]:
        """Ledger -> its payments."""
        made, plan = self.invented
        kinds = [*INSTITUTIONS, "cards"]
        return {k: sample.ledger(Random(f"{self.seed} {k}"), k, made, plan, scale=self.scale) for k in kinds}

    def tables(self, connection: ibis.BaseBackend) -> dict[str, ibis.Table]:
        """Table of a snapshot -> it."""
        rows: dict[str, tuple[dict[str, str], Iterable[Row]]] = {
            "payments": (payments.COLUMNS, self._payments()),
            "suppliers": (suppliers.COLUMNS, self._suppliers()),
            "contracts": (contracts.COLUMNS, self._contracts()),
            "firms": (firms.COLUMNS, self._firms()),
            "capabilities": (capabilities.COLUMNS, self._capabilities()),
            "interventions": (interventions.COLUMNS, self._interventions()),
            "thresholds": (thresholds.COLUMNS, _thresholds()),
            "standing_orders": (standing_orders.COLUMNS, _standing_orders()),
            # Nothing is planted in notices: what payments and registers show is to be found without them.
            "notices": (notices.COLUMNS, ()),
            "awards": (awards.COLUMNS, ()),
            "award_suppliers": (award_suppliers.COLUMNS, ()),
        }
        return {name: _table(connection, columns, list(made)) for name, (columns, made) in rows.items()}

    def _payments(self) -> Iterator[Row]:
        for ledger, paid in self.paid.items():
            institution, gross = institution_of(ledger), ledger == "cards"
            for payment in paid:
                line = {"source_id": ledger, "source_line": payment.number}
                yield {"institution_id": institution, **line, **_payment(payment, institution, gross=gross)}

    def _paid_suppliers(self) -> list[Supplier]:
        found = {p.payee.name: p.payee for paid in self.paid.values() for p in paid if p.payee}
        return [found[name] for name in sorted(found)]

    def _suppliers(self) -> Iterator[Row]:
        for supplier in self._paid_suppliers():
            yield {**_supplier(supplier), "register_status": "Active", "kind_basis": "the register"}
        for i in INSTITUTIONS.values():
            for kind in ("redacted", "private-person"):
                identity, name = f"local-{kind}-{i.id}", f"{kind} (name withheld)"
                yield {"supplier_id": identity, "name": name, "name_shown": name, "kind": kind, "tier": "unknown"}

    def _firms(self) -> Iterator[Row]:
        paid = self._paid_suppliers()
        known = {s.name for s in paid}
        made, _ = self.invented
        live = [s for s in made if s.name not in known and s.number and s.tier in AREAS and not s.dissolved]
        for supplier in (*paid, *live):
            if supplier.kind != "public-body":
                yield {**_supplier(supplier), "paid": supplier.name in known}

    def _capabilities(self) -> Iterator[Row]:
        codes: dict[str, set[str]] = {}
        for purchase in (p for bought in PURCHASES.values() for p in bought if p.cpv):
            codes.setdefault(purchase.trade, set()).add(purchase.cpv)
        by_name = {s.name: s for s in (*self.invented[0], *self.planted.suppliers)}
        for firm in self._firms():
            said = {"supplier_id": firm["supplier_id"], "basis": "sic", "strength": 0.6, "evidence": "its trade"}
            yield from ({**said, "category_code": c} for c in sorted(codes.get(by_name[firm["name"]].trade, ())))
        paying: dict[tuple[str, str], set[str]] = {}
        for ledger, paid in self.paid.items():
            for p in paid:
                if p.payee and p.purchase.cpv:
                    paying.setdefault((identity_of(p.payee), p.purchase.cpv), set()).add(institution_of(ledger))
        for (supplier, code), payers in paying.items():
            strength = round(len(payers) / (len(payers) + 1), 2)
            said = {"basis": "paid-for", "strength": strength, "evidence": f"paid by {len(payers)} institutions"}
            yield {"supplier_id": supplier, "category_code": code, **said}

    def _contracts(self) -> Iterator[Row]:
        for ledger in sample.CONTRACTS:
            rng = Random(f"{self.seed} {ledger} contracts")
            for n, agreed in enumerate(registers.agreed(rng, ledger, self.paid[ledger], self.planted), 1):
                title = f"{agreed.purchase.category} {agreed.start.year}"
                yield {
                    "contract_id": f"{ledger} {n}", "institution_id": institution_of(ledger), "source_id": ledger,
                    "contract_ref": f"SC{n:04}", "source_line": n + 1, "title": title, "description": title,
                    "supplier_text": agreed.payee.name, "supplier_shown": agreed.payee.name,
                    "supplier_id": identity_of(agreed.payee), "category_code": agreed.purchase.cpv or "unknown",
                    "value": pounds(agreed.value), "value_kind": "total", "start_on": agreed.start,
                    "end_on": agreed.end, "sme": agreed.payee.size != "large",
                }  # fmt: skip

    def _interventions(self) -> Iterator[Row]:
        for pilot in self.planted.pilots:
            yield {
                "intervention": pilot.id, "institution_id": pilot.at.institution_id, "from_on": pilot.from_on,
                "area": pilot.area, "category_codes": [pilot.at.purchase.cpv], "by": "tests", "why": "planted",
            }  # fmt: skip


def institution_of(ledger: str) -> str:
    """Whose ledger it is; purchase cards are the council's."""
    return INSTITUTIONS["council" if ledger == "cards" else ledger].id


def identity_of(supplier: Supplier) -> str:
    """The supplier's identifier in a snapshot."""
    if supplier.number:
        return f"GB-COH-{supplier.number}"
    return f"local-{sha256(supplier.name.encode()).hexdigest()[:16]}"


def pounds(pence: int) -> Decimal:
    """Pence as pounds."""
    return Decimal(pence).scaleb(-2)


def worth(payment: Payment, ledger: str) -> int:
    """Pence as the ledger's file shows them: purchase cards are gross."""
    return payment.pence + (payment.vat if ledger == "cards" else 0)


def _table(connection: ibis.BaseBackend, columns: dict[str, str], rows: list[Row]) -> ibis.Table:
    """The rows as a table of `columns`; only those that a row names take time."""
    named = {key for row in rows for key in row} or set(columns)
    schema = arrow_schema({name: kind for name, kind in columns.items() if name in named})
    return engine.conform(engine.from_arrow(connection, pa.Table.from_pylist(rows, schema=schema)), columns)


def _payment(payment: Payment, institution: str, *, gross: bool) -> Row:
    payee, purchase = payment.payee, payment.purchase
    nobody = "private-person" if purchase.trade == "person" else "redacted"
    bound = BOUND.get(purchase.trade)
    return {
        "payment_id": f"{institution} {gross} {payment.number}", "source_sheet": "", "paid_on": payment.on,
        "date_basis": "payment", "year": payment.on.year, "amount": pounds(worth(payment, "cards" if gross else "")),
        "amount_basis": "gross" if gross else "net", "supplier_text": payment.written,
        "supplier_shown": MASKED.get(payee.kind, payment.written) if payee else "Name withheld",
        "department": purchase.department, "category_text": purchase.category,
        "description": payment.description or None, "status": "counted",
        "supplier_id": identity_of(payee) if payee else f"local-{nobody}-{institution}",
        "category_code": purchase.cpv or "unknown", "category_basis": "rule" if purchase.cpv else None,
        "influence": "no" if bound else "yes", "influence_reason": bound or "open", "influence_basis": "rule",
        "tier": payee.tier if payee else "unknown",
    }  # fmt: skip


def _supplier(supplier: Supplier) -> Row:
    trade = TRADES.get(supplier.trade)
    return {
        "supplier_id": identity_of(supplier), "name": supplier.name,
        "name_shown": MASKED.get(supplier.kind, supplier.name), "kind": KINDS.get(supplier.kind, supplier.kind),
        "vcse": supplier.kind in VCSE, "size": supplier.size, "size_basis": "accounts",
        "postcode": supplier.postcode or None, "postcode_basis": "registered-office", "office_shared": False,
        "tier": supplier.tier, "sic": [trade.sic[:5]] if trade else [],
    }  # fmt: skip


def _thresholds() -> Iterator[Row]:
    for rule, buyer, amount, start, end in LAW:
        for contract in ("goods-services", "works") if rule == "notifiable" else ("goods-services",):
            said = {"rule": rule, "buyer": buyer, "contract": contract, "source": "Procurement Act 2023"}
            yield {**said, "from_on": start, "to_on": end, "amount": Decimal(amount), "checked": False}


def _standing_orders() -> Iterator[Row]:
    for lower, quotes, route in settings.BANDS:
        said = {"institution_id": INSTITUTIONS["council"].id, "vat": "excluded", "from_on": date(2022, 4, 1)}
        yield {**said, "lower": Decimal(lower), "quotes": quotes, "route": route, "source": settings.STANDING_ORDERS}


def context(institution: str | None = None) -> Row:
    """What a snapshot and a reader say to an insight."""
    of = {i.id: {"id": i.id, "name": i.name, "kind": i.kind, "authority": i.authority} for i in INSTITUTIONS.values()}
    return {
        "areas": list(AREAS), "inside": AREAS[0], "as_of": LAST, "institution": institution, "institutions": of,
        "unmasked": True,
    }  # fmt: skip
