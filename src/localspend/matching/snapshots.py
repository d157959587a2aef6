"""The tables of a snapshot as a pool takes them."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from ibis import Table

from localspend.insight.privacy.sharing import reserved
from localspend.matching import pool
from localspend.matching.gone import gone_by
from localspend.tables import MONEY
from localspend.workspace import Snapshot


def tables(snapshot: Snapshot, manifest: Mapping[str, Any]) -> tuple[pa.Table, pa.Table, pa.Table]:
    """FIRMS, PAID and ABLE; without the payments of institutions that share aggregates only."""
    connection = snapshot.connect()
    institutions = {one["id"]: one for one in manifest["network"]["institutions"]}
    firms = snapshot.table(connection, "firms")
    suppliers = snapshot.table(connection, "suppliers").select("supplier_id", "register_status")
    payments = snapshot.table(connection, "payments")
    capabilities = snapshot.table(connection, "capabilities")
    return (
        _firms(firms, suppliers),
        _paid(payments, institutions),
        capabilities.filter(capabilities.basis != "sic").select(*pool.ABLE.names).to_pyarrow().cast(pool.ABLE),
    )


def _firms(firms: Table, suppliers: Table) -> pa.Table:
    # Snapshots made before `firms` had the column know the status of suppliers alone.
    if "register_status" not in firms.columns:
        firms = firms.left_join(suppliers, "supplier_id").drop("supplier_id_right")
    both = firms.mutate(turnover=firms.turnover.cast("string"), status=firms.register_status.fill_null(""))
    both = both.to_pyarrow()
    gone = gone_by(both["status"], pa.chunked_array([pa.nulls(len(both), pa.date32())]))
    return both.append_column("gone", gone).select(pool.FIRMS.names).cast(pool.FIRMS)


def _paid(payments: Table, institutions: Mapping[str, Mapping[str, Any]]) -> pa.Table:
    counted = payments.filter(
        payments.status == "counted", payments.supplier_id.notnull(), payments.category_code.notnull(),
        payments.institution_id.notin(reserved(institutions) or [""]),
    )  # fmt: skip
    by = counted.group_by("supplier_id", "category_code", "institution_id", "year").aggregate(
        pounds=counted.amount.sum().cast(MONEY)
    )
    by = by.filter(by.pounds > 0)
    found = by.mutate(amount=by.pounds.cast("string"), institution=by.institution_id).select(*pool.PAID.names)
    rows = found.to_pyarrow()
    named = [
        institutions[one].get("name", one) if one in institutions else one for one in rows["institution"].to_pylist()
    ]
    return rows.set_column(rows.column_names.index("institution"), "institution", pa.array(named, pa.string()))
