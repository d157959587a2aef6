"""How an answer names a payee: sole traders and partnerships when asked for, private people never."""

import ibis
from ibis import Table

from localspend.suppliers import mask


def named(rows: Table, unmasked: bool) -> Table:
    """`rows` (kind, name, name_shown, supplier_id) with `supplier`, the text shown; supplier_id null where masked.

    A local identifier is made from the name: whoever guesses the name could check it. So call this last: rows of two
    masked payees can no longer be told apart. What the register does not name is 'not named'.
    """
    may_show = ibis.literal(unmasked) & rows.kind.isin(list(mask.SHY))
    told = rows.kind.fill_null("unknown").notin(list(mask.hidden(unmasked=unmasked)))
    return rows.mutate(
        supplier=may_show.fill_null(False).ifelse(rows.name, rows.name_shown).fill_null("not named"),
        supplier_id=told.ifelse(rows.supplier_id, ibis.null(str)),
    )
