"""The tables of a snapshot from what the stages found: functions from tables to tables, the same on both engines."""

from collections.abc import Sequence

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from localspend import engine
from localspend.categories.categorise import Words, categorise
from localspend.network import Area, Institution
from localspend.places import find_postcode, locate
from localspend.suppliers import describe, mask
from localspend.tables import contracts, institutions, payments, supplier_links, suppliers
from localspend.tables.arrow import arrow_schema

#: What network.toml says of an institution and a snapshot keeps.
TOLD = ("name", "kind", "authority", "nation", "shares", "postcode")


def identified_lines(lines: Table, year_starts_in: int) -> Table:
    """Ledger lines with payment_id and year. `sha256` and `copy` tell byte-identical files apart."""
    parts = [
        lines.sha256,
        lines["copy"].cast("string"),
        lines.source_sheet.fill_null(""),
        lines.source_line.cast("string"),
    ]
    starts_late = lines.paid_on.month() < year_starts_in
    return lines.mutate(
        payment_id=ibis.literal("|").join(parts).hexdigest("sha256").substr(0, 20),
        year=(lines.paid_on.year() - starts_late.cast("int32")).cast("int32"),
    )


def identified(links: Table) -> Table:
    """Linked names with kind of payee and `paid_id`, the identifier of who was paid."""
    return describe.identified(links)


def described(names: Table, organisations: Table) -> Table:
    """A row for everybody paid or listed, before anybody asks where they are."""
    return describe.suppliers(names, organisations)


def with_places(described: Table, postcodes: Table, areas: Sequence[Area]) -> Table:
    """The suppliers table: `describe.suppliers` placed by register or written address, and by trading address."""
    placed = locate(described, postcodes, areas)
    trading = locate(
        described.select("supplier_id", "address_country", postcode=described.trading_postcode), postcodes, areas
    )
    tiers = trading.filter(trading.postcode.notnull()).select("supplier_id", tier_trading="tier")
    return engine.conform(placed.left_join(tiers, "supplier_id").drop("supplier_id_right"), suppliers.COLUMNS)


def links_table(identified: Table) -> Table:
    """The supplier_links table: what `accept` linked, and what `review` suggests."""
    return engine.conform(identified, supplier_links.COLUMNS)


def paid_to(table: Table, identified: Table, *, by_ref: bool) -> Table:
    """`table` with supplier_id and kind_written, by institution, name as written and (for payments) reference."""
    known = identified.mutate(
        text_key=identified.supplier_text.fill_null(""), ref_key=identified.supplier_ref.fill_null("")
    )
    asked = table.mutate(
        text_key=table.supplier_text.fill_null(""),
        ref_key=table.supplier_ref.fill_null("") if by_ref else ibis.literal(""),
    )
    known = known.select("institution_id", "text_key", "ref_key", "paid_id", kind_written="kind")
    return asked.left_join(known, ["institution_id", "text_key", "ref_key"], rname="{name}_known").rename(
        supplier_id="paid_id"
    )


def payments_table(
    lines: Table, identified: Table, placed: Table, rules: Table, duplicates: Table, words: Words
) -> Table:
    """The payments table from identified lines, names, suppliers, category rules and words, and second copies."""
    t = paid_to(lines, identified, by_ref=True)
    t = t.left_join(
        placed.select("supplier_id", "kind", "name_shown", "tier", "sic"), "supplier_id", rname="{name}_placed"
    )
    coded = categorise(
        t.select(
            "institution_id",
            "source_id",
            "category_text",
            "raw",
            "kind",
            "sic",
            id="payment_id",
            text=ibis.coalesce(t.category_text, t.description),
            more=ibis.coalesce(t.description, t.department),
        ),
        rules,
        words,
    )
    t = t.left_join(coded, t.payment_id == coded.id)
    t = t.left_join(duplicates.mutate(is_copy=True), "payment_id", rname="{name}_copy")
    duplicate = t.is_copy.fill_null(False)
    return engine.conform(
        t.mutate(
            supplier_shown=mask.linked(t).fill_null("No name given"),
            status=ibis.ifelse(duplicate, "excluded", "counted"),
            excluded_because=ibis.ifelse(duplicate, "duplicate", ibis.null(str)),
            tier=t.tier.fill_null("unknown"),
        ),
        payments.COLUMNS,
    )


def contracts_table(read: Table, identified: Table, placed: Table, rules: Table, words: Words) -> Table:
    """The contracts table: published registers with their suppliers linked."""
    t = paid_to(read, identified, by_ref=False)
    t = t.left_join(placed.select("supplier_id", "kind", "name_shown", "sic"), "supplier_id", rname="{name}_placed")
    identity = ibis.literal("|").join([t.source_id, t.source_sheet.fill_null(""), t.source_line.cast("string")])
    t = t.mutate(contract_id=identity.hexdigest("sha256").substr(0, 20))
    coded = categorise(
        t.select(
            "institution_id",
            "source_id",
            "category_text",
            "kind",
            "sic",
            id="contract_id",
            raw=ibis.null("string"),
            text=ibis.coalesce(t.category_text, t.title, t.description),
            more=ibis.coalesce(t.title, t.description),
        ),
        rules,
        words,
    )
    t = t.left_join(coded, t.contract_id == coded.id)
    return engine.conform(
        t.mutate(supplier_shown=mask.linked(t)),
        contracts.COLUMNS,
    )


def institutions_table(connection: ibis.BaseBackend, members: Sequence[Institution], postcodes: Table) -> Table:
    """The institutions table: members of the network where their own postcodes are."""
    rows = [{"institution_id": one.id, **{key: getattr(one, key) for key in TOLD}} for one in members]
    told = engine.from_arrow(connection, pa.Table.from_pylist(rows, arrow_schema(institutions.COLUMNS)))
    told = told.select("institution_id", *TOLD).mutate(postcode=find_postcode(told.postcode.fill_null("")))
    where = postcodes.select("postcode", "ward", "district", "county", "region")
    return engine.conform(told.left_join(where, "postcode"), institutions.COLUMNS)
