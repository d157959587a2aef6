"""Charities of England and Wales: the Charity Commission's register extract, and its companion of other names.

A charity that is a company too has the company's identifier, so that both registers speak of one organisation. A linked
charity (a fund or branch under the number of its main charity) is an organisation of its own, 1100001-1.
Source: Charity Commission, "Full register download" (publicextract.charity, publicextract.charity_other_names).
"""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources import blocks
from localspend.sources.blocks import Faults
from localspend.sources.registers.columns import chosen, dates, known, table, usable
from localspend.sources.registers.companies import company_number

REGISTER = "charity-commission"
MAIN = {"registeredcharitynumber", "linkedcharitynumber", "charityname", "charityregistrationstatus"}
OTHER = {"registeredcharitynumber", "linkedcharitynumber", "charityname", "charitynametype"}
#: The Commission's kinds of other names -> name_kind.
NAME_KINDS = {"working name": "working", "previous name": "previous"}
Reader = Callable[[pa.RecordBatch, int, Faults], pa.Table]


def charities(names: list[str]) -> Reader:
    """A reader of publicextract.charity: a row a charity, registered or removed."""
    columns = known(names)

    def cell(batch: pa.RecordBatch, name: str) -> pa.Array:
        return blocks.trimmed(batch, columns.get(name))

    def read(batch: pa.RecordBatch, first: int, faults: Faults) -> pa.Table:
        written = cell(batch, "registeredcharitynumber")
        numbers = _numbers(written, cell(batch, "linkedcharitynumber"))
        good = usable(numbers, cell(batch, "charityname"), first, written, faults)
        batch, numbers = batch.filter(good), numbers.filter(good)
        main = pc.invert(pc.match_substring(numbers, "-"))
        company = pc.if_else(main, company_number(cell(batch, "charitycompanyregistrationnumber")), None)
        status = cell(batch, "charityregistrationstatus")
        cio = pc.equal(pc.utf8_lower(cell(batch, "charityiscio")), "true")
        form = pc.if_else(pc.is_valid(company), "charitable-company", None)
        return table(
            batch.num_rows,
            charity(REGISTER, "GB-CHC", numbers, company)
            | {
                "name": cell(batch, "charityname"),
                "name_kind": "current",
                "legal_form": pc.if_else(pc.fill_null(cio, False), "cio", form),
                "register_status": status,
                "vcse": registered(status),
                "incorporated_on": dates(cell(batch, "dateofregistration")),
                "dissolved_on": dates(cell(batch, "dateofremoval")),
                "postcode": blocks.postcode(cell(batch, "charitycontactpostcode")),
            },
        )

    return read


def other_names(names: list[str]) -> Reader:
    """A reader of publicextract.charity_other_names: working and previous names, of which only number and name are
    known; `kind` is null, as a sign that the rest stands with the charity's own row."""
    columns = known(names)

    def read(batch: pa.RecordBatch, first: int, faults: Faults) -> pa.Table:
        written, called = (blocks.trimmed(batch, columns[name]) for name in ("registeredcharitynumber", "charityname"))
        numbers = _numbers(written, blocks.trimmed(batch, columns["linkedcharitynumber"]))
        good = usable(numbers, called, first, written, faults)
        batch, numbers = batch.filter(good), numbers.filter(good)
        kinds = chosen(pc.utf8_lower(blocks.trimmed(batch, columns["charitynametype"])), dict(NAME_KINDS), pa.string())
        return table(
            batch.num_rows,
            charity(REGISTER, "GB-CHC", numbers, pa.nulls(batch.num_rows, pa.string()))
            | {"name": called.filter(good), "name_kind": pc.fill_null(kinds, "working"), "kind": None},
        )

    return read


def charity(register: str, scheme: str, numbers: pa.Array, companies: pa.Array) -> dict[str, pa.Array | str | None]:
    """The columns that every register of charities fills alike; `companies` are company numbers, null for none."""
    own = pc.binary_join_element_wise(scheme, numbers, "-")
    return {
        "supplier_id": pc.coalesce(pc.binary_join_element_wise("GB-COH", companies, "-"), own),
        "register": register,
        "number": numbers,
        "kind": "charity",
        "size": "unknown",
    }


def registered(status: pa.Array) -> pa.Array:
    """True where the register says that the organisation is on it still, else null: a former charity may be anything.

    What is removed was removed, deregistered or ceased; what the register has no word for is on it.
    """
    gone = pc.match_substring_regex(pc.utf8_lower(pc.fill_null(status, "")), "remov|deregister|ceased|cancel|dissolv")
    return pc.if_else(gone, None, True)


def _numbers(written: pa.Array, linked: pa.Array) -> pa.Array:
    """1100001 for a main charity, 1100001-1 for one that is linked to it; null for what is no number."""
    number = pc.if_else(pc.match_substring_regex(written, "^[0-9]{5,7}$"), written, None)
    part = pc.if_else(pc.match_substring_regex(pc.fill_null(linked, "0"), "^0*$"), None, linked)
    return pc.coalesce(pc.binary_join_element_wise(number, part, "-"), number)
