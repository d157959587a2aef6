"""Public bodies and housing providers: the NHS's ODS files and boards, the housing regulator's list, a plain list."""

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources import blocks
from localspend.sources.blocks import Faults
from localspend.sources.registers.columns import chosen, dates, known, pick, table, usable

ICB_NAMES = {f"icb{year}nm" for year in range(20, 40)}
ICB_CODES = {f"icb{year}cdh" for year in range(20, 40)}
PROVIDER_NUMBERS = {"registrationnumber", "regnumber", "registrationno", "rpcode"}
IDENTIFIERS = {"identifier", "orgid", "organisationid", "organisationcode", "odscode", "bodyid"}
BODY_NAMES = {"name", "organisationname", "bodyname", "publicbody", "organisation"}
#: The corporate form of a housing provider -> kind, legal form.
PROVIDERS = {
    "registered society": ("mutual", "registered-society"),
    "charity": ("charity", None),
    "charitable company": ("charity", "charitable-company"),
    "company": ("company", None),
    "charitable incorporated organisation": ("charity", "cio"),
    "limited liability partnership": ("company", "llp"),
    "registered local authority": ("public-body", "local-authority"),
}
#: The regulator's designation -> VCSE.
DESIGNATIONS = {"non-profit": True, "profit": False, "profit making": False, "local authority": False}
ODS_CODE, ODS_NAME, ODS_POSTCODE, ODS_OPENED, ODS_CLOSED = "1", "2", "10", "11", "12"
Reader = Callable[[pa.RecordBatch, int, Faults], pa.Table]


def is_ods(cells: list[str]) -> bool:
    """Whether a first line is that of an ODS file (no header: code, name, ... postcode, opened, closed)."""
    return len(cells) >= 12 and bool(
        re.fullmatch(r"[A-Z0-9]{3,6}", cells[0]) and re.fullmatch(r"(19|20)\d{6}", cells[10])
    )


def ods(names: list[str]) -> Reader:
    """A reader of ODS files; a closed body keeps its date of closing."""

    def read(batch: pa.RecordBatch, first: int, faults: Faults) -> pa.Table:
        codes, called = blocks.trimmed(batch, ODS_CODE), blocks.trimmed(batch, ODS_NAME)
        good = usable(codes, called, first, codes, faults)
        batch = batch.filter(good)
        closed = dates(blocks.trimmed(batch, ODS_CLOSED))
        columns = _public("nhs", "GB-NHS", codes.filter(good), called.filter(good)) | {
            "legal_form": "nhs",
            "register_status": pc.if_else(pc.is_valid(closed), "Closed", "Active"),
            "incorporated_on": dates(blocks.trimmed(batch, ODS_OPENED)),
            "dissolved_on": closed,
            "postcode": blocks.postcode(blocks.trimmed(batch, ODS_POSTCODE)),
        }
        return table(batch.num_rows, columns)

    return read


def boards(names: list[str]) -> Reader:
    """A reader of the ONS's list of integrated care boards."""
    columns = known(names)
    code, name = pick(columns, sorted(ICB_CODES)), pick(columns, sorted(ICB_NAMES))

    def read(batch: pa.RecordBatch, first: int, faults: Faults) -> pa.Table:
        codes, called = blocks.trimmed(batch, code), blocks.trimmed(batch, name)
        good = usable(codes, called, first, codes, faults)
        codes = codes.filter(good)
        return table(len(codes), _public("nhs", "GB-NHS", codes, called.filter(good)) | {"legal_form": "nhs"})

    return read


def providers(names: list[str]) -> Reader:
    """A reader of the regulator's list of registered providers of social housing."""
    columns = known(names)
    number, name = pick(columns, sorted(PROVIDER_NUMBERS)), pick(columns, ["organisationname", "name", "providername"])

    def read(batch: pa.RecordBatch, first: int, faults: Faults) -> pa.Table:
        numbers, called = blocks.trimmed(batch, number), blocks.trimmed(batch, name)
        good = usable(numbers, called, first, numbers, faults)
        batch, numbers, called = batch.filter(good), numbers.filter(good), called.filter(good)
        form = pc.utf8_lower(blocks.trimmed(batch, columns["corporateform"]))
        designation = pc.utf8_lower(blocks.trimmed(batch, columns["designation"]))
        kinds = {text: kind for text, (kind, _) in PROVIDERS.items()}
        legal = {text: form for text, (_, form) in PROVIDERS.items()}
        return table(
            batch.num_rows,
            _public("housing-providers", "GB-SHPE", numbers, called)
            | {
                "kind": pc.fill_null(chosen(form, dict(kinds), pa.string()), "unknown"),
                "legal_form": chosen(form, dict(legal), pa.string()),
                "vcse": chosen(designation, dict(DESIGNATIONS), pa.bool_()),
                "incorporated_on": None,
                "register_status": "Registered",
                "postcode": blocks.postcode(blocks.trimmed(batch, pick(columns, ["postcode", "postalcode"]))),
            },
        )

    return read


def listed(names: list[str]) -> Reader:
    """A reader of a plain list: name, identifier (org-id such as `GB-LAE-BIR`, or the list's own), kind, postcode."""
    columns = known(names)
    number, name = pick(columns, sorted(IDENTIFIERS)), pick(columns, sorted(BODY_NAMES))
    kind, postcode = pick(columns, ["kind", "type", "bodykind"]), pick(columns, ["postcode", "postalcode"])

    def read(batch: pa.RecordBatch, first: int, faults: Faults) -> pa.Table:
        written, called = blocks.trimmed(batch, number), blocks.trimmed(batch, name)
        good = usable(written, called, first, written, faults)
        batch, written, called = batch.filter(good), written.filter(good), called.filter(good)
        official = pc.match_substring_regex(written, "^[A-Z]{2}-[A-Z0-9]+-.")
        own = pc.binary_join_element_wise("local-body", written, "-")
        return table(
            batch.num_rows,
            _public("public-bodies", "", written, called)
            | {
                "supplier_id": pc.if_else(official, written, own),
                "legal_form": blocks.trimmed(batch, kind),
                "postcode": blocks.postcode(blocks.trimmed(batch, postcode)),
            },
        )

    return read


def _public(register: str, scheme: str, numbers: pa.Array, names: pa.Array) -> dict[str, pa.Array | str | None]:
    return {
        "supplier_id": pc.binary_join_element_wise(scheme, numbers, "-"),
        "register": register,
        "number": numbers,
        "name": names,
        "name_kind": "current",
        "kind": "public-body",
        "vcse": pc.take(pa.array([False]), pa.array([0] * len(numbers), pa.int8())),
        "size": "unknown",
    }
