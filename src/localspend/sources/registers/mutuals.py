"""Mutual societies: the Financial Conduct Authority's Mutuals Public Register (SocietyList.csv).

Co-operatives, community benefit societies, credit unions, friendly and building societies; registered ones and former.
Source: FCA, Mutuals Public Register, whose own header says "Full Registation Number".
"""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources import blocks
from localspend.sources.blocks import Faults
from localspend.sources.registers.charities import registered
from localspend.sources.registers.columns import dates, known, pick, postcode_at_end, table, usable

REGISTER = "mutuals"
TOLD_BY = {"societyname", "societystatus", "registeredas"}
NUMBERS = ("fullregistationnumber", "fullregistrationnumber", "registrationnumber", "societynumber")
#: What a society is registered as (in small letters, a part of it) -> legal form.
FORMS = {
    "credit union": "credit-union",
    "building society": "building-society",
    "friendly": "friendly-society",
    "benevolent|working men": "friendly-society",
    "co-?operative|community benefit|registered society|industrial and provident": "registered-society",
}
Reader = Callable[[pa.RecordBatch, int, Faults], pa.Table]


def societies(names: list[str]) -> Reader:
    """A reader of the register: a row a society."""
    columns = known(names)

    def cell(batch: pa.RecordBatch, *names: str) -> pa.Array:
        return blocks.trimmed(batch, pick(columns, names))

    def read(batch: pa.RecordBatch, first: int, faults: Faults) -> pa.Table:
        numbers = cell(batch, *NUMBERS)
        good = usable(numbers, cell(batch, "societyname"), first, numbers, faults)
        batch, numbers = batch.filter(good), numbers.filter(good)
        form = _form(cell(batch, "registeredas"))
        status = cell(batch, "societystatus")
        social = pc.and_(pc.equal(form, "registered-society"), registered(status))
        return table(
            batch.num_rows,
            {
                "supplier_id": pc.binary_join_element_wise("GB-MPR", numbers, "-"),
                "register": REGISTER,
                "number": numbers,
                "name": cell(batch, "societyname"),
                "name_kind": "current",
                "kind": "mutual",
                "legal_form": form,
                "vcse": pc.if_else(pc.fill_null(social, False), True, None),
                "register_status": status,
                "incorporated_on": dates(cell(batch, "registrationdate")),
                "dissolved_on": dates(cell(batch, "deregistrationdate")),
                "postcode": postcode_at_end(cell(batch, "societyaddress")),
                "size": "unknown",
            },
        )

    return read


def _form(written: pa.Array) -> pa.Array:
    small = pc.utf8_lower(pc.fill_null(written, ""))
    found = pa.nulls(len(small), pa.string())
    for part, form in FORMS.items():
        found = pc.coalesce(found, pc.if_else(pc.match_substring_regex(small, part), form, None))
    return found
