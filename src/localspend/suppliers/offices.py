"""Registered offices that many companies share: an accountant's or a formation agent's address, where nobody works."""

from ibis.expr.types import Table

#: Companies of the register at hand at one postcode from which on it is taken for such an address.
SHARED_FROM = 100


def offices(organisations: Table) -> Table:
    """postcode and office_companies, how many live companies of the register at hand have their office there."""
    t = organisations.filter(
        organisations.name_kind == "current",
        organisations.register.startswith("companies-house"),
        organisations.postcode.notnull(),
        organisations.dissolved_on.isnull(),
    )
    return t.group_by(office="postcode").aggregate(office_companies=t.supplier_id.nunique())
