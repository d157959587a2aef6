"""What a check of lines (payments, contracts, listed suppliers) is given, and the table that it gives.

A check's `lines(t, given)` takes the lines of one kind of file and gives one row for each line that it could judge:
LOOKED. A line to which the check does not apply has no row. `role` says which column it is about (a role of the
reader's: supplier, amount, paid_on, ...), `value` is what stands there where it fails. A check of whole files has no
line_id, but `path`.
"""

from dataclasses import dataclass
from datetime import date

import ibis
from ibis.expr.types import BooleanValue, Table, Value

#: Columns that a check may lean on, beside those of tables/ledger_lines.
#: line_id: counts the lines of all files. list: payments, contracts, suppliers. left_out: why a line is no record, null
#: for records. roles: |supplier|amount|…|, the roles that the file's columns have. kind: what the payee is by its
#: name. key, letters: the name for comparing. postcode: as found. company_id: the identifier that company_number gives.
#: alike: a number that lines which are equal in every cell share. amount of a contract is its value.
ADDED = {
    "line_id": "int64",
    "path": "string",
    "publisher": "string",
    "list": "string",
    "left_out": "string",
    "roles": "string",
    "dates_ambiguous": "boolean",
    "told_first": "date",
    "told_last": "date",
    "date_written": "string",
    "amount_written": "string",
    "start_written": "string",
    "end_written": "string",
    "alike": "int64",
    "title": "string",
    "start_on": "date",
    "end_on": "date",
    "sme": "boolean",
    "kind": "string",
    "key": "string",
    "letters": "string",
    "postcode": "string",
    "company_id": "string",
}
LOOKED = {"line_id": "int64", "role": "string", "value": "string", "fails": "boolean"}


@dataclass(frozen=True)
class Given:
    """What a check may know beside its lines.

    as_of: the day that dates are judged by. every: the lines of all files. left_out: lines that are no records.
    awarded: `letters` of the suppliers that award notices name, None where no notice was given.
    """

    as_of: date
    every: Table
    left_out: Table
    awarded: Table | None = None


def looked(t: Table, role: str | Value, value: Value | None, fails: BooleanValue) -> Table:
    """LOOKED for each row of `t`."""
    fails = fails.fill_null(False)
    none = ibis.null(str)
    return t.select(
        "line_id",
        role=ibis.ifelse(fails, role, none),
        value=none if value is None else ibis.ifelse(fails, value.cast("string"), none),
        fails=fails,
    )


def having(t: Table, *roles: str) -> Table:
    """The lines of files that have a column for one of `roles`."""
    return t.filter(ibis.or_(*(t.roles.contains(f"|{role}|") for role in roles)))


def several(what: Value, by: Value | list[Value] | None) -> BooleanValue:
    """Whether a group's lines have more than one `what` (Spark counts no distinct values in a window)."""
    return what.min().over(group_by=by) != what.max().over(group_by=by)


def when(t: Table) -> Value:
    """The role of a line's date: start_on in a contract register, else paid_on."""
    return ibis.ifelse(t["list"] == "contracts", "start_on", "paid_on")


def worth(t: Table) -> Value:
    """The role of a line's pounds: value in a contract register, else amount."""
    return ibis.ifelse(t["list"] == "contracts", "value", "amount")
