"""Companies House: the monthly bulk file in all its 55 columns, its parts, and slices with fewer or renamed columns.

Kind and legal form come from CompanyCategory; size from Accounts.AccountCategory, where that says anything (small holds
micro companies that did not file as such; FULL and GROUP accounts leave the size unknown).
Source: Companies House, "Free Company Data Product" and its list of values.
"""

from importlib.resources import files

import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources import blocks
from localspend.sources.blocks import Faults
from localspend.sources.registers.columns import chosen, dates, interleaved, known, pick, table, usable

NUMBERS = {
    "companynumber",
    "companyno",
    "companyregistrationnumber",
    "crn",
    "companyhousenumber",
    "companieshousenumber",
}
NAMES = {"companyname", "company", "name", "registeredname", "entityname"}
ALIASES = {
    "number": sorted(NUMBERS),
    "name": ["companyname", "registeredname", "entityname", "name", "company"],
    "postcode": ["regaddresspostcode", "registeredofficeaddresspostalcode", "postcode", "postalcode", "regpostcode"],
    "country": ["regaddresscountry", "registeredofficeaddresscountry", "addresscountry", "country"],
    "origin": ["countryoforigin"],
    "category": ["companycategory", "companytype", "type", "category"],
    "status": ["companystatus", "status"],
    "dissolved": ["dissolutiondate", "dissolvedon", "dateofcessation"],
    "incorporated": ["incorporationdate", "incorporatedon", "dateofcreation"],
    "parent": ["ultimateparentcompanynumber", "ultimateparentnumber", "parentcompanynumber", "parentnumber"],
    "accounts": ["accountsaccountcategory", "accountcategory", "accountscategory"],
}
PREVIOUS = 10
#: CompanyCategory (in small letters, its beginning) -> kind, legal form, VCSE (null where the form does not decide it).
FORMS: dict[str, tuple[str, str | None, bool | None]] = {
    "private limited company": ("company", "ltd", None),
    "pri/ltd by guar": ("company", "limited-by-guarantee", None),
    "pri/lbg": ("company", "limited-by-guarantee", None),
    "private limited by guarantee": ("company", "limited-by-guarantee", None),
    "priv ltd sect. 30": ("company", "limited-by-guarantee", None),
    "community interest company": ("company", "cic", True),
    "charitable incorporated organisation": ("charity", "cio", True),
    "scottish charitable incorporated organisation": ("charity", "scio", True),
    "registered society": ("mutual", "registered-society", True),
    "industrial and provident society": ("mutual", "registered-society", True),
    "limited liability partnership": ("company", "llp", False),
    "limited partnership": ("company", "limited-partnership", False),
    "scottish partnership": ("partnership", "scottish-partnership", False),
    "public limited company": ("company", "plc", False),
    "old public company": ("company", "plc", False),
    "private unlimited": ("company", "unlimited", None),
    "investment company": ("company", "investment-company", False),
    "protected cell company": ("company", "investment-company", False),
    "royal charter": ("company", "royal-charter", None),
    "overseas": ("company", "overseas", False),
    "other company type": ("company", None, None),
    "european public limited": ("company", "se", False),
    "united kingdom societas": ("company", "se", False),
    "united kingdom economic interest": ("company", "eeig", None),
    "further education": ("public-body", "further-education", False),
}
SIZES = {
    "MICRO ENTITY": "micro",
    "SMALL": "small",
    "TOTAL EXEMPTION SMALL": "small",
    "TOTAL EXEMPTION FULL": "small",
    "PARTIAL EXEMPTION": "small",
    "UNAUDITED ABRIDGED": "small",
    "AUDITED ABRIDGED": "small",
    "MEDIUM": "medium",
}
SIZE_BASIS = "Companies House accounts category"
NUMBER = r"^([0-9]{8}|[A-Z]{2}[0-9]{6}|[A-Z]{2}[0-9]{5}[A-Z]|R[0-9]{7})$"
ABROAD = pa.array(files(__package__).joinpath("countries.txt").read_text("utf-8").splitlines())


def reader(names: list[str]) -> "_Companies":
    """A reader of batches with the columns `names`."""
    return _Companies(names)


class _Companies:
    """One file's columns, found once; called with each batch."""

    def __init__(self, names: list[str]) -> None:
        columns = known(names)
        self.column = {role: pick(columns, aliases) for role, aliases in ALIASES.items()}
        self.sic = [
            columns[key] for key in columns if key.startswith("siccodesictext") or key in ("siccode", "siccodes")
        ]
        self.previous = [
            (columns[f"previousname{n}companyname"], columns.get(f"previousname{n}condate"))
            for n in range(1, PREVIOUS + 1)
            if f"previousname{n}companyname" in columns
        ]

    def __call__(self, batch: pa.RecordBatch, first: int, faults: Faults) -> pa.Table:
        """The names in `batch`, whose first record is number `first` of the file."""
        written = blocks.trimmed(batch, self.column["number"])
        numbers = company_number(written)
        good = usable(numbers, blocks.trimmed(batch, self.column["name"]), first, written, faults)
        batch, numbers = batch.filter(good), numbers.filter(good)
        current = table(batch.num_rows, self._current(batch, numbers))
        parts, order = [current], [pa.array(range(batch.num_rows), pa.int32())]
        for name, until in self.previous:
            names = blocks.trimmed(batch, name)
            rows = pc.indices_nonzero(pc.is_valid(names)).cast(pa.int32())
            if len(rows):
                parts.append(
                    _previous(current.take(rows), names.take(rows), dates(blocks.trimmed(batch, until)).take(rows))
                )
                order.append(rows)
        return interleaved(parts, order)

    def _current(self, batch: pa.RecordBatch, numbers: pa.Array) -> dict[str, pa.Array | str | None]:
        cell = {role: blocks.trimmed(batch, name) for role, name in self.column.items()}
        form = _form(cell["category"])
        size = chosen(pc.utf8_upper(cell["accounts"]), dict(SIZES), pa.string())
        postcode = blocks.postcode(cell["postcode"])
        return {
            "supplier_id": pc.binary_join_element_wise("GB-COH", numbers, "-"),
            "register": "companies-house",
            "number": numbers,
            "name": cell["name"],
            "name_kind": "current",
            "kind": pc.take(pa.array([*(kind for kind, _, _ in FORMS.values()), "company"]), form),
            "legal_form": pc.take(pa.array([*(legal for _, legal, _ in FORMS.values()), None], pa.string()), form),
            "vcse": pc.take(pa.array([*(vcse for _, _, vcse in FORMS.values()), None], pa.bool_()), form),
            "register_status": cell["status"],
            "incorporated_on": dates(cell["incorporated"]),
            "dissolved_on": dates(cell["dissolved"]),
            "parent_id": pc.binary_join_element_wise("GB-COH", company_number(cell["parent"]), "-"),
            "postcode": postcode,
            "address_country": _abroad(cell["country"], cell["origin"], numbers, postcode),
            "size": pc.fill_null(size, "unknown"),
            "size_basis": pc.if_else(pc.is_valid(size), SIZE_BASIS, None),
            "sic": sic_codes([blocks.trimmed(batch, name) for name in self.sic], batch.num_rows),
        }


def company_number(cells: pa.Array) -> pa.Array:
    """Company numbers in eight characters (`SC12345` -> `SC012345`, `5424123` -> `05424123`); null for what is none."""
    tight = pc.replace_substring_regex(pc.utf8_upper(cells), r"\.0$|[^A-Z0-9.]", "")
    parts = pc.extract_regex(tight, "^(?P<letters>[A-Z]{0,2})(?P<digits>[0-9]+[A-Z]?)$")
    letters, digits = pc.struct_field(parts, "letters"), pc.struct_field(parts, "digits")
    # Arrow pads to one width a call, and the width here depends on the letters before.
    padded = pc.coalesce(
        *(pc.if_else(pc.equal(pc.utf8_length(letters), n), pc.utf8_lpad(digits, 8 - n, "0"), None) for n in (0, 1, 2))
    )
    whole = pc.binary_join_element_wise(letters, padded, "")
    valid = pc.and_(pc.match_substring_regex(whole, NUMBER), pc.invert(pc.match_substring_regex(whole, "^0+$")))
    return pc.if_else(valid, whole, None)


def sic_codes(columns: list[pa.Array], rows: int) -> pa.Array:
    """Five-digit SIC codes of each record as a list; texts such as `None Supplied` add none."""
    if not columns:
        return pa.nulls(rows, pa.list_(pa.string()))
    codes = [pc.struct_field(pc.extract_regex(cells, r"^(?P<code>\d{4,5})\b"), "code") for cells in columns]
    every = pc.utf8_lpad(pa.concat_arrays(codes), 5, "0")
    across = pa.array([n * rows + row for row in range(rows) for n in range(len(codes))], pa.int64())
    flat = pc.take(every, across)
    counts = sum((pc.cast(pc.is_valid(cells), pa.int32()).to_numpy() for cells in codes), start=0)
    ends = pa.array([0], pa.int32()), pc.cumulative_sum(pa.array(counts, pa.int32()))
    return pa.ListArray.from_arrays(pa.concat_arrays(list(ends)), flat.drop_null())


def _form(category: pa.Array) -> pa.Array:
    """Which of FORMS each category begins with; the last place stands for none of them."""
    small = pc.utf8_lower(category)
    found = pa.nulls(len(category), pa.int32())
    for place, beginning in enumerate(FORMS):
        found = pc.coalesce(found, pc.if_else(pc.starts_with(small, beginning), pa.scalar(place, pa.int32()), None))
    return pc.fill_null(found, len(FORMS))


def _abroad(country: pa.Array, origin: pa.Array, numbers: pa.Array, postcode: pa.Array) -> pa.Array:
    """The country of an address outside the UK; null for the UK, or where the register does not say.

    An overseas company whose address has neither country nor UK postcode is taken to be where it was formed.
    """
    stated = _country(country)
    overseas = pc.match_substring_regex(numbers, "^(FC|OE|NF|SF|BR)")
    formed = pc.if_else(pc.and_(overseas, pc.is_null(postcode)), _country(origin), None)
    return pc.coalesce(stated, formed)


def _country(cells: pa.Array) -> pa.Array:
    upper = pc.utf8_upper(cells)
    return pc.if_else(pc.is_in(upper, ABROAD), upper, None)


def _previous(current: pa.Table, names: pa.Array, until: pa.Array) -> pa.Table:
    changed = {"name": names, "name_kind": pa.array(["previous"] * len(names), pa.string()), "used_until": until}
    return pa.table({name: changed.get(name, current.column(name)) for name in current.column_names})
