"""Marks each payment with influence: by the contract register, the shipped rules, and what institutions decided."""

from collections.abc import Mapping, Sequence

from ibis import Table

from localspend.insight.influence_contracts import with_contracts
from localspend.insight.influence_decided import decide
from localspend.insight.influence_rules import Rule, judged, shipped


def marked(
    paid: Table,
    suppliers: Table,
    contracts: Table,
    decided: Table,
    institution_kinds: Mapping[str, str],
    rules: Sequence[Rule] | None = None,
) -> Table:
    """`paid` with influence, influence_reason, influence_basis and contestable_on filled; the same columns and rows.

    `decided` as in influence_decided; `institution_kinds` is the kind of each institution by id.
    """
    written, columns = paid, paid.columns
    payee = suppliers.select(payee="supplier_id", payee_kind="kind", payee_body="legal_form")
    paid = paid.drop("influence", "influence_reason", "influence_basis", "contestable_on")
    paid = paid.left_join(payee, paid.supplier_id == payee.payee).drop("payee")
    paid = paid.mutate(payee_kind=paid.payee_kind.fill_null("unknown"))
    paid = with_contracts(paid, contracts)
    paid = judged(paid, written, shipped() if rules is None else rules, institution_kinds)
    return decide(paid, written, decided).select(*columns)
