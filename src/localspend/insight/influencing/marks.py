"""Marks each payment with influence: by the contract register, the shipped rules, and what institutions decided."""

from collections.abc import Mapping, Sequence

from ibis import Table

from localspend.insight.influencing.contracts import with_contracts
from localspend.insight.influencing.decided import decide
from localspend.insight.influencing.rules import Rule, judged, shipped

NEEDED = (
    "payment_id", "institution_id", "paid_on", "supplier_id", "supplier_text", "category_text", "description",
    "category_code", "contract_ref", "po_number", "framework_ref",
)  # fmt: skip
FILLED = ("influence", "influence_reason", "influence_basis", "contestable_on")


def marked(
    paid: Table,
    suppliers: Table,
    contracts: Table,
    decided: Table,
    institution_kinds: Mapping[str, str],
    rules: Sequence[Rule] | None = None,
) -> Table:
    """`paid` with influence, influence_reason, influence_basis and contestable_on filled; the same columns and rows.

    `decided` as in decided.py; `institution_kinds` is the kind of each institution by id.
    """
    payee = suppliers.select(payee="supplier_id", payee_kind="kind", payee_body="legal_form")
    # Narrow, because an engine's plan grows with every column that a join carries.
    narrow = paid.select(*NEEDED)
    marks = narrow.left_join(payee, narrow.supplier_id == payee.payee).drop("payee")
    marks = marks.mutate(payee_kind=marks.payee_kind.fill_null("unknown"))
    marks = with_contracts(marks, contracts)
    marks = judged(marks, paid, shipped() if rules is None else rules, institution_kinds)
    marks = decide(marks, paid, decided).select("payment_id", *FILLED)
    return paid.drop(*FILLED).left_join(marks, "payment_id").select(*paid.columns)
