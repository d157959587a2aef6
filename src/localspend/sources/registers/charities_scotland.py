"""Charities of Scotland: OSCR's register of charities, and its list of former ones.

It does not give company numbers: a charity that is a company is known as such by its constitutional form alone.
Source: OSCR, "Charity register download".
"""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources import blocks
from localspend.sources.blocks import Faults
from localspend.sources.registers.charities import charity, registered
from localspend.sources.registers.columns import dates, interleaved, known, table, usable

REGISTER = "oscr"
TOLD_BY = {"charitynumber", "charityname", "charitystatus", "constitutionalform"}
Reader = Callable[[pa.RecordBatch, int, Faults], pa.Table]


def charities(names: list[str]) -> Reader:
    """A reader of the register: a row a charity, and one for the name that it is known as."""
    columns = known(names)

    def cell(batch: pa.RecordBatch, name: str) -> pa.Array:
        return blocks.trimmed(batch, columns.get(name))

    def read(batch: pa.RecordBatch, first: int, faults: Faults) -> pa.Table:
        written = cell(batch, "charitynumber")
        numbers = _numbers(written)
        good = usable(numbers, cell(batch, "charityname"), first, written, faults)
        batch, numbers = batch.filter(good), numbers.filter(good)
        ceased = dates(cell(batch, "ceaseddate"))
        status = pc.coalesce(pc.if_else(pc.is_valid(ceased), "Removed", None), cell(batch, "charitystatus"))
        own = charity(REGISTER, "GB-SC", numbers, pa.nulls(batch.num_rows, pa.string())) | {
            "name": cell(batch, "charityname"),
            "name_kind": "current",
            "legal_form": _form(cell(batch, "constitutionalform")),
            "register_status": status,
            "vcse": registered(status),
            "incorporated_on": dates(cell(batch, "registereddate")),
            "dissolved_on": ceased,
            "postcode": blocks.postcode(cell(batch, "postcode")),
        }
        current, called = table(batch.num_rows, own), cell(batch, "knownas")
        working = table(batch.num_rows, own | {"name": called, "name_kind": "working"})
        rows = pc.indices_nonzero(pc.fill_null(pc.not_equal(called, current.column("name").combine_chunks()), False))
        order = [pa.array(range(batch.num_rows), pa.int32()), rows.cast(pa.int32())]
        return interleaved([current, working.take(rows)], order)

    return read


def _numbers(written: pa.Array) -> pa.Array:
    """SC012345; null for what is no number of that register."""
    tight = pc.replace_substring_regex(pc.utf8_upper(written), "[^A-Z0-9]", "")
    return pc.if_else(pc.match_substring_regex(tight, "^SC[0-9]{6}$"), tight, None)


def _form(written: pa.Array) -> pa.Array:
    """scio or charitable-company; null for trusts and associations."""
    small = pc.utf8_lower(pc.fill_null(written, ""))
    company = pc.if_else(pc.starts_with(small, "company"), "charitable-company", None)
    return pc.if_else(pc.match_substring_regex(small, "scio|scottish charitable incorporated"), "scio", company)
