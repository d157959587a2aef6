"""Charities of Northern Ireland: the Charity Commission for Northern Ireland's export.

Its company numbers stand without their NI, and 0 is none.
Source: Charity Commission for Northern Ireland, "Download the register".
"""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources import blocks
from localspend.sources.blocks import Faults
from localspend.sources.registers.charities import charity, registered
from localspend.sources.registers.columns import dates, known, pick, postcode_at_end, table, usable
from localspend.sources.registers.companies import company_number

REGISTER = "ccni"
TOLD_BY = {"regcharitynumber", "charityname", "status"}
Reader = Callable[[pa.RecordBatch, int, Faults], pa.Table]


def charities(names: list[str]) -> Reader:
    """A reader of the export: a row a charity."""
    columns = known(names)

    def cell(batch: pa.RecordBatch, *names: str) -> pa.Array:
        return blocks.trimmed(batch, pick(columns, names))

    def read(batch: pa.RecordBatch, first: int, faults: Faults) -> pa.Table:
        written = cell(batch, "regcharitynumber")
        numbers = _numbers(written, cell(batch, "subcharitynumber"))
        good = usable(numbers, cell(batch, "charityname"), first, written, faults)
        batch, numbers = batch.filter(good), numbers.filter(good)
        main = pc.invert(pc.match_substring(numbers, "-"))
        company = pc.if_else(main, _company(cell(batch, "companynumber")), None)
        status = cell(batch, "status")
        return table(
            batch.num_rows,
            charity(REGISTER, "GB-NIC", numbers, company)
            | {
                "name": cell(batch, "charityname"),
                "name_kind": "current",
                "legal_form": pc.if_else(pc.is_valid(company), "charitable-company", None),
                "register_status": status,
                "vcse": registered(status),
                "incorporated_on": dates(cell(batch, "dateregistered")),
                "dissolved_on": dates(cell(batch, "dateremoved", "removeddate")),
                "postcode": postcode_at_end(cell(batch, "publicaddress")),
            },
        )

    return read


def _numbers(written: pa.Array, sub: pa.Array) -> pa.Array:
    bare = pc.replace_substring_regex(pc.utf8_upper(written), r"^NIC|\s", "")
    number = pc.if_else(pc.match_substring_regex(bare, "^[0-9]{5,6}$"), bare, None)
    part = pc.if_else(pc.match_substring_regex(pc.fill_null(sub, "0"), "^0*$"), None, sub)
    return pc.coalesce(pc.binary_join_element_wise(number, part, "-"), number)


def _company(written: pa.Array) -> pa.Array:
    short = pc.match_substring_regex(pc.fill_null(written, ""), "^0*[1-9][0-9]{0,5}$")
    digits = pc.utf8_lpad(pc.utf8_ltrim(pc.if_else(short, written, "0"), "0"), 6, "0")
    return company_number(pc.if_else(short, pc.binary_join_element_wise("NI", digits, ""), written))
