"""The gazetteer: everything that the network's places files say of each postcode, merged into one row."""

from collections.abc import Mapping, Sequence
from importlib.resources import files

import ibis
import pyarrow as pa
import pyarrow.csv as pcsv
from ibis.expr.types import Table

from localspend import engine
from localspend.errors import InputError
from localspend.tables import postcodes

_PLACES = ("easting", "northing", "lsoa11", "lsoa21", "ward", "district", "county", "region", "country")


def gazetteer(parts: Mapping[str, Sequence[Table]]) -> Table:
    """`parts` (kind -> tables as geography.convert gives them) -> tables/postcodes.

    Where two files differ, the one that is given first wins, field by field. What a postcode file does not say is
    filled from look-ups: lsoa21 from lsoa11 where the small area was not split (a split one stays null: the postcode's
    half is not known), ward and district from the small area (the ONS's best fit; its parts must agree), county, region
    and country from the district. A district that a merger ended becomes the one that it is part of now.
    deprivation_decile is that of the Indices of 2025 where such a file is among the parts, else of 2019; never mixed.
    Raises InputError without any postcodes.
    """
    if not parts.get("postcodes"):
        raise InputError(
            "no file gives postcodes", todo="Put Code-Point Open into places/: `localspend download postcodes`"
        )
    known = _merged(parts["postcodes"])
    known = _with_lsoa21(known, parts.get("lsoa_change", ()))
    known = _with_wards(known, parts.get("small_areas", ()), parts.get("lsoa_change", ()))
    known = _with_regions(known)
    return engine.conform(_with_decile(known, parts.get("deprivation", ())), postcodes.COLUMNS)


def _merged(tables: Sequence[Table]) -> Table:
    """One row a postcode; of each field the value of the first file that has it."""
    # A file that knows wards is the fuller one, so it speaks first; otherwise the order is the caller's.
    ordered = sorted(tables, key=lambda table: not _knows_wards(table))
    numbered = [table.mutate(file=ibis.literal(f"{n:03}")) for n, table in enumerate(ordered)]
    every = _one(numbered)
    # The smallest of "000E05011120", "001E05011121" is that of the first file, and the same on every engine and run.
    firsts = {name: (every.file + every[name].cast("string")).min().substr(3) for name in _PLACES}
    return every.group_by("postcode").aggregate(**firsts)


def _knows_wards(table: Table) -> bool:
    return bool(table.filter(table.ward.notnull()).limit(1).to_pyarrow().num_rows)


def _with_lsoa21(known: Table, changes: Sequence[Table]) -> Table:
    """lsoa21 where its LSOA of 2011 became just one."""
    if not changes:
        return known
    pairs = _one(changes)
    single = pairs.group_by("lsoa11").aggregate(only=pairs.lsoa21.min(), n=pairs.lsoa21.nunique()).filter(ibis._.n == 1)
    single = single.select(from11="lsoa11", only="only")
    joined = known.left_join(single, known.lsoa11 == single.from11)
    return joined.mutate(lsoa21=ibis.coalesce(joined.lsoa21, joined.only)).drop("from11", "only")


def _with_wards(known: Table, small_areas: Sequence[Table], changes: Sequence[Table]) -> Table:
    """Ward and district from the small area, where the postcode file has none and the small area lies in just one."""
    if not small_areas:
        return known
    pairs = _one(small_areas)
    pairs = pairs.union(_of_2011(pairs, changes)) if changes else pairs
    for key in ("lsoa21", "lsoa11"):
        best = (
            pairs.filter(pairs[key].notnull())
            .group_by(key)
            .aggregate(ward_by=_only(pairs.ward), district_by=_only(pairs.district))
        )
        best = best.rename(small=key)
        joined = known.left_join(best, known[key] == best.small)
        known = joined.mutate(
            ward=ibis.coalesce(joined.ward, joined.ward_by), district=ibis.coalesce(joined.district, joined.district_by)
        ).drop("small", "ward_by", "district_by")
    return known


def _of_2011(pairs: Table, changes: Sequence[Table]) -> Table:
    """The look-up for LSOAs of 2011: a split one has several rows, and so a ward only where its parts share it."""
    change = _one(changes).select(old="lsoa11", new="lsoa21")
    joined = change.join(pairs, change.new == pairs.lsoa21)
    return joined.select(lsoa11="old", lsoa21=ibis.null(str), ward="ward", district="district")


def _with_regions(known: Table) -> Table:
    """County, region and country from the district: this program's own list, as the look-ups seldom have all three.

    A postcode of a district that a merger ended is in the one that it became part of, or it would be in none.
    """
    listed = districts(known.get_backend()).select(
        "now", code="district", county_by="county", region_by="region", country_by="country"
    )
    joined = known.left_join(listed, known.district == listed.code)
    filled = {n: ibis.coalesce(joined[n], joined[f"{n}_by"]) for n in ("county", "region", "country")}
    now = ibis.coalesce(joined.now, joined.district)
    return joined.mutate(**filled, district=now).drop("code", "county_by", "region_by", "country_by", "now")


def _with_decile(known: Table, deprivation: Sequence[Table]) -> Table:
    if not deprivation:
        return known.mutate(deprivation_decile=ibis.null("int32"))
    every = _one(deprivation)
    kinds = set(every.select("kind").distinct().to_pyarrow().column("kind").to_pylist())
    key = "lsoa21" if "lsoa21" in kinds else "lsoa11"
    deciles = every.filter(every.kind == key).group_by("code").aggregate(deprivation_decile=ibis._.decile.min())
    return known.left_join(deciles, known[key] == deciles.code).drop("code")


def districts(connection: ibis.BaseBackend) -> Table:
    """Every district of the UK, with those that mergers ended in 2023: district, name, county, region,
    country, now (the district that an ended one is part of). County includes the six metropolitan counties.
    Made by scripts/list_districts.py.
    """
    with files(__package__).joinpath("districts.csv").open("rb") as stream:
        names = ("district", "name", "county", "region", "country", "now")
        convert = pcsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True)
        table = pcsv.read_csv(stream, convert_options=convert)
    return engine.from_arrow(connection, table)


def _one(tables: Sequence[Table]) -> Table:
    return tables[0] if len(tables) == 1 else ibis.union(*tables)


def _only(column: ibis.Value) -> ibis.Value:
    """The value of a group that has just one."""
    return ibis.ifelse(column.nunique() == 1, column.min(), ibis.null(str))
