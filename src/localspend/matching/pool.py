"""The pool: firms that could be asked, held so that millions are searched in a second.

Three kinds of postings lead from what a firm says to the firm: words of its name, activities (SIC codes), and other
evidence of what it can do (CPV codes that it was paid for). Each is sorted keys and a slice of firm numbers a key,
written as plain arrays and read through the page cache: only what a need touches is loaded.
"""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from localspend.categories.words import words

#: Columns of a pool's firms; postcode is written `B9 4AA`, tier is '' where there are no areas, gone is why it cannot
#: be asked ('' for one that can), facts is what the register says beside.
FIRMS = pa.schema(
    {
        "supplier_id": pa.string(), "name": pa.string(), "name_shown": pa.string(), "kind": pa.string(),
        "size": pa.string(), "size_basis": pa.string(), "turnover": pa.string(), "postcode": pa.string(),
        "ward": pa.string(), "district": pa.string(), "tier": pa.string(), "office_shared": pa.bool_(),
        "easting": pa.float64(),
        "northing": pa.float64(), "sic": pa.list_(pa.string()), "status": pa.string(), "gone": pa.string(),
    }
)  # fmt: skip
#: What institutions paid firms for: one row a firm, category, institution and year; amount in pounds as text.
PAID = pa.schema(
    {
        "supplier_id": pa.string(), "category_code": pa.string(), "institution": pa.string(), "year": pa.int32(),
        "amount": pa.string(),
    }
)  # fmt: skip
#: Evidence other than SIC of what firms can do, from the table capabilities.
ABLE = pa.schema({"supplier_id": pa.string(), "category_code": pa.string(), "strength": pa.float64()})
#: Words of a name that say nothing of what the firm does.
LEGAL = frozenset(words("limited ltd plc llp lp cic cio uk co company companies group holdings international"))


@dataclass(frozen=True)
class Postings:
    """Sorted keys; the firms of key n are `firms[starts[n] : starts[n + 1]]`, and `strengths` beside them, if any."""

    keys: pa.Array
    starts: np.ndarray[Any, Any]
    firms: np.ndarray[Any, Any]
    strengths: np.ndarray[Any, Any] | None = None

    def find(self, key: str) -> int | None:
        """The place of `key`, or None."""
        at = self.place(key)
        return at if at < len(self.keys) and self.keys[at].as_py() == key else None

    def place(self, key: str) -> int:
        """How many keys stand before `key`."""
        return bisect.bisect_left(range(len(self.keys)), key, key=lambda n: self.keys[n].as_py())

    def of(self, key: str) -> np.ndarray[Any, Any]:
        """The numbers of the firms that have `key`."""
        at = self.find(key)
        return self.firms[:0] if at is None else self.at(at)

    def at(self, place: int) -> np.ndarray[Any, Any]:
        """The numbers of the firms of the key at `place`."""
        return self.firms[self.starts[place] : self.starts[place + 1]]

    def strengths_at(self, place: int) -> np.ndarray[Any, Any]:
        """The strengths beside `at`."""
        assert self.strengths is not None
        return self.strengths[self.starts[place] : self.starts[place + 1]]


@dataclass(frozen=True)
class Pool:
    """Firms (FIRMS), what they were paid for (PAID), the postings that lead to them, and notes about where they are
    from. `tiers` are the network's areas, innermost first, then the rest; none for a register alone. `home` are the
    districts that have firms inside the areas."""

    firms: pa.Table
    paid: pa.Table
    names: Postings
    activities: Postings
    able: Postings
    tiers: tuple[str, ...] = ()
    about: str = ""
    home: tuple[str, ...] = ()

    def __len__(self) -> int:
        return int(self.firms.num_rows)

    def number(self, supplier_id: str) -> int | None:
        """The number of the firm with that id, or None."""
        at = pc.index(self.firms["supplier_id"], supplier_id).as_py()
        return None if at < 0 else int(at)


def build(firms: pa.Table, paid: pa.Table, able: pa.Table, folder: Path) -> None:
    """Write a pool of `firms` (FIRMS), `paid` (PAID) and `able` (ABLE) into `folder`, in the order of supplier_id."""
    firms = firms.cast(FIRMS).sort_by("supplier_id").combine_chunks()
    paid = paid.cast(PAID).sort_by([(name, "ascending") for name in ("supplier_id", "category_code", "year")])
    _write(firms, folder / "firms.arrow")
    _write(paid.combine_chunks(), folder / "paid.arrow")
    _post(*_name_words(firms["name"]), folder, "names")
    codes = firms["sic"].combine_chunks()
    _post(pc.list_flatten(codes), pc.list_parent_indices(codes), folder, "activities")
    at = pc.index_in(able["supplier_id"].combine_chunks(), firms["supplier_id"].combine_chunks())
    held = able.append_column("firm", at).filter(pc.is_valid(at)).combine_chunks()
    _post(
        held["category_code"].combine_chunks(), held["firm"].combine_chunks(), folder, "able",
        held["strength"].combine_chunks().to_numpy(zero_copy_only=False),
    )  # fmt: skip


def read(folder: Path, tiers: Sequence[str] = (), about: str = "", areas: Sequence[str] = ()) -> Pool:
    """The pool that `build` wrote into `folder`; `areas` are those tiers that are the network's own."""
    firms, paid = _read(folder / "firms.arrow"), _read(folder / "paid.arrow")
    names, activities, able = (_postings(folder, name) for name in ("names", "activities", "able"))
    return Pool(firms, paid, names, activities, able, tuple(tiers), about, _home(firms, areas) if areas else ())


def _home(firms: pa.Table, areas: Sequence[str]) -> tuple[str, ...]:
    within = firms.filter(pc.is_in(firms["tier"], pa.array(list(areas), pa.string())))["district"]
    return tuple(sorted(pc.unique(within.drop_null()).to_pylist()))


def _name_words(names: pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """The words of each name as they are compared, and the firm of each; a word stands once a firm."""
    plain = pc.replace_substring_regex(pc.utf8_lower(pc.replace_substring(names, "'", "")), "[^a-z]+", " ")
    split = pc.utf8_split_whitespace(pc.fill_null(plain, "")).combine_chunks()
    coded = pc.list_flatten(split).dictionary_encode()
    roots = [next(iter(words(word)), None) if word else None for word in coded.dictionary.to_pylist()]
    kept = pa.array([None if root in LEGAL else root for root in roots], pa.string())
    pairs = pa.table({"word": kept.take(coded.indices), "firm": pc.list_parent_indices(split).cast(pa.int32())})
    pairs = pairs.filter(pc.is_valid(pairs["word"])).group_by(["word", "firm"]).aggregate([]).combine_chunks()
    return pairs["word"].combine_chunks(), pairs["firm"].combine_chunks()


def _post(
    keys: pa.Array, firms: pa.Array, folder: Path, name: str, strengths: np.ndarray[Any, Any] | None = None
) -> None:
    coded = keys.dictionary_encode()
    order = pc.array_sort_indices(coded.dictionary).to_numpy()
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    place = rank[coded.indices.to_numpy(zero_copy_only=False)] if len(keys) else np.empty(0, np.int64)
    numbers = firms.to_numpy(zero_copy_only=False).astype(np.int32)
    sorted_by = np.lexsort((numbers, place))
    _write(pa.table({"key": coded.dictionary.take(pa.array(order))}), folder / f"{name}.arrow")
    np.save(folder / f"{name}_firms.npy", numbers[sorted_by])
    counts = np.bincount(place, minlength=len(order))
    np.save(folder / f"{name}_starts.npy", np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))
    if strengths is not None:
        np.save(folder / f"{name}_strengths.npy", strengths[sorted_by].astype(np.float32))


def _postings(folder: Path, name: str) -> Postings:
    beside = folder / f"{name}_strengths.npy"
    keys = _read(folder / f"{name}.arrow")["key"].combine_chunks()
    starts, firms = (_array(folder / f"{name}_{part}.npy") for part in ("starts", "firms"))
    return Postings(keys, starts, firms, _array(beside) if beside.is_file() else None)


def _array(path: Path) -> np.ndarray[Any, Any]:
    # An empty array cannot be mapped into memory.
    return np.load(path, mmap_mode="r" if path.stat().st_size > 4096 else None)  # type: ignore[no-any-return]


def _write(table: pa.Table, path: Path) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _read(path: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
