"""Splink: Fellegi and Sunter's weights, trained by expectation maximisation or on the labels of the train half.

Blocks: rare words, pairs of words, beginnings and ends, postcodes. A name alone is not what Splink is best at (its
documentation says so), so it is given every part of the name that a good user would take out of it.
"""

import csv
import logging
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_level_library as levels
from splink import comparison_library as comparisons

from benchmarks.identity.peers import names as given
from benchmarks.identity.peers.command import Peer, main

SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "Jaro-Winkler": {"comparisons": "likeness", "labels": False},
    "words": {"comparisons": "words", "labels": False},
    "one comparison": {"comparisons": "one", "labels": False},
    "one comparison, labels": {"comparisons": "one", "labels": True},
    "words, labels": {"comparisons": "words", "labels": True},
}
#: Words that more entries have are no block by themselves; pairs and beginnings that more have are none at all.
CAP = 400
#: The least weight that is kept; scores count from it, so that a runner-up that is not there weighs nothing.
LEAST = -8.0

PARTS = """
create table {table} as
with words as (
    select unique_id, unnest(string_split(name, ' ')) as word from {source}
), ranked as (
    select unique_id, word, coalesce(common.shared, 0) as shared
    from (select distinct unique_id, word from words where length(word) > 1) left join common using (word)
), held as (
    select unique_id,
        arg_min(word, shared) as rare,
        list(word order by shared, word) as words,
        list(word order by shared, word) filter (shared <= {cap}) as rare_words
    from ranked group by unique_id
)
select s.unique_id, s.name, s.form, s.postcode, s.label, replace(name, ' ', '') as letters, rare, words, rare_words,
    case when len(words) > 1 then list_aggregate(list_sort(words[1:2]), 'string_agg', ' ') end as pair,
    substr(replace(name, ' ', ''), 1, 9) as beginning, right(replace(name, ' ', ''), 12) as ending
from {source} s left join held using (unique_id)
"""


def run(peer: Peer, register: Path, names: Path, out: Path) -> None:
    """Answer each name with the companies of the greatest weight."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    started = time.monotonic()
    connection = duckdb.connect()
    connection.execute(f"set threads = {peer.cores}; set preserve_insertion_order = false")
    entries = list(given.entries(register))
    asked = given.asked(names, peer.sample)
    readings = given.readings(asked)
    prepare(connection, entries, asked, readings, labels(names) if peer.values["labels"] else {})
    linker = trained(connection, peer)
    indexed = time.monotonic()
    found = predicted(connection, linker, entries, asked, readings)
    given.write(
        out,
        found.items(),
        margin=peer.margin,
        names=len(asked),
        index=indexed - started,
        match=time.monotonic() - indexed,
    )


def labels(names: Path) -> dict[int, str]:
    """The number that is right, of the lines of the train half."""
    with (names.parent / "truth.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        return {int(row["line"]): row["company_number"] for row in rows if row["half"] == "train"}


def prepare(
    connection: duckdb.DuckDBPyConnection,
    entries: Sequence[given.Entry],
    asked: Sequence[given.Asked],
    readings: Sequence[tuple[int, str]],
    known: Mapping[int, str],
) -> None:
    """The tables `names` and `register` with every part of a name that is compared or blocked on."""
    by_line = {one.line: one for one in asked}
    register = pa.table(
        {
            "unique_id": pa.array(range(len(entries))),
            "name": [entry.core for entry in entries],
            "form": pa.array([entry.form or None for entry in entries], pa.string()),
            "postcode": pa.array([entry.postcode or None for entry in entries], pa.string()),
            "label": pa.array([entry.number if entry.current else None for entry in entries], pa.string()),
        }
    )
    written = pa.table(
        {
            "unique_id": pa.array(range(len(readings))),
            "name": [core for _, core in readings],
            "form": pa.array([by_line[line].form or None for line, _ in readings], pa.string()),
            "postcode": pa.array([by_line[line].postcode or None for line, _ in readings], pa.string()),
            "label": pa.array([known.get(line) or None for line, _ in readings], pa.string()),
        }
    )
    connection.register("register_given", register)
    connection.register("names_given", written)
    connection.execute(
        "create table common as select word, count(*) as shared from "
        "(select unnest(string_split(name, ' ')) as word from register_given) group by word"
    )
    for table in ("names", "register"):
        connection.execute(PARTS.format(table=table, source=f"{table}_given", cap=CAP))
    for part in ("pair", "beginning", "ending", "postcode"):
        connection.execute(
            f"update register set {part} = null where {part} in "
            f"(select {part} from register group by {part} having count(*) > {CAP})"
        ) if part != "postcode" else None


def _name() -> comparisons.CustomComparison:
    """Likeness of the whole name, equal names weighed by how many have them."""
    return comparisons.CustomComparison(
        output_column_name="letters",
        comparison_levels=[
            levels.NullLevel("letters"),
            levels.ExactMatchLevel("letters", term_frequency_adjustments=True),
            levels.CustomLevel(f"length(letters_l) >= 18 and ({_begins('l', 'r')} or {_begins('r', 'l')})", "cut"),
            *(levels.JaroWinklerLevel("letters", least) for least in (0.97, 0.94, 0.91, 0.87)),
            levels.ElseLevel(),
        ],
    )


def _begins(one: str, other: str) -> str:
    return f"starts_with(letters_{one}, letters_{other})"


def _words() -> comparisons.CustomComparison:
    """How many words both have."""
    both = "len(list_intersect(words_l, words_r))"
    return comparisons.CustomComparison(
        output_column_name="words",
        comparison_levels=[
            levels.NullLevel("words"),
            levels.CustomLevel(f"{both} = len(words_l) and {both} = len(words_r)", "all"),
            levels.CustomLevel(f"{both} >= 2 and {both} = least(len(words_l), len(words_r))", "all of the shorter"),
            levels.CustomLevel(f"{both} >= 2", "two"),
            levels.CustomLevel(f"{both} = 1 and least(len(words_l), len(words_r)) = 1", "the only word"),
            levels.CustomLevel(f"{both} = 1", "one"),
            levels.ElseLevel(),
        ],
    )


def _rare() -> comparisons.CustomComparison:
    """The rarest word."""
    return comparisons.CustomComparison(
        output_column_name="rare",
        comparison_levels=[
            levels.NullLevel("rare"),
            levels.ExactMatchLevel("rare", term_frequency_adjustments=True),
            levels.CustomLevel("list_contains(words_l, rare_r) or list_contains(words_r, rare_l)", "among the words"),
            levels.DamerauLevenshteinLevel("rare", 1),
            levels.JaroWinklerLevel("rare", 0.92),
            levels.ElseLevel(),
        ],
    )


def _one() -> comparisons.CustomComparison:
    """Words and likeness together, so that what depends on each other is not counted twice."""
    both = "len(list_intersect(words_l, words_r))"
    alike = "jaro_winkler_similarity(letters_l, letters_r)"
    edits = "damerau_levenshtein(letters_l, letters_r)"
    return comparisons.CustomComparison(
        output_column_name="letters",
        comparison_levels=[
            levels.NullLevel("letters"),
            levels.ExactMatchLevel("letters", term_frequency_adjustments=True),
            levels.CustomLevel(f"{both} = len(words_l) and {both} = len(words_r)", "the same words"),
            levels.CustomLevel(f"length(letters_l) >= 12 and {edits} <= 1", "one edit"),
            levels.CustomLevel(f"length(letters_l) >= 18 and ({_begins('l', 'r')} or {_begins('r', 'l')})", "cut"),
            levels.CustomLevel(f"{edits} <= 1", "one edit of a short name"),
            levels.CustomLevel(f"length(letters_l) >= 12 and {edits} <= 2", "two edits"),
            levels.CustomLevel(f"{both} >= 2 and {both} = len(words_l)", "all that is written"),
            levels.CustomLevel(f"{both} >= 2 and {both} = len(words_r)", "all of the register's"),
            levels.CustomLevel(f"{alike} >= 0.95 and {both} >= 1", "very like, a word"),
            levels.CustomLevel(f"{alike} >= 0.9 and {both} >= 2", "like, two words"),
            levels.CustomLevel(f"{alike} >= 0.9 and {both} >= 1", "like, a word"),
            levels.CustomLevel(f"{alike} >= 0.92", "like"),
            levels.CustomLevel(f"{both} >= 2", "two words"),
            levels.ElseLevel(),
        ],
    )


def _compared(how: str) -> list[Any]:
    names = {"likeness": [_name()], "words": [_name(), _words(), _rare()], "one": [_one(), _rare()]}[how]
    return [*names, comparisons.ExactMatch("form"), comparisons.PostcodeComparison("postcode")]


def trained(connection: duckdb.DuckDBPyConnection, peer: Peer) -> Linker:
    """A linker whose weights are learnt."""
    api = DuckDBAPI(connection)
    tables = [api.register(table, dataset_display_name=f"{n}_{table}") for n, table in enumerate(("names", "register"))]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=_compared(peer.values["comparisons"]),
        blocking_rules_to_generate_predictions=[
            block_on("letters"),
            block_on("rare_words", arrays_to_explode=["rare_words"]),
            block_on("pair"),
            block_on("beginning"),
            block_on("ending"),
            block_on("postcode", "substr(letters, 1, 2)"),
        ],
        retain_matching_columns=False,
        additional_columns_to_retain=[],
    )
    linker = Linker(tables, settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on("letters")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e7, seed=1)
    if peer.values["labels"]:
        linker.training.estimate_m_from_label_column("label")
    else:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on("postcode"), max_pairs=2e6, fix_probability_two_random_records_match=True
        )
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on("beginning"), max_pairs=2e6, fix_probability_two_random_records_match=True
        )
    return linker


def predicted(
    connection: duckdb.DuckDBPyConnection,
    linker: Linker,
    entries: Sequence[given.Entry],
    asked: Sequence[given.Asked],
    readings: Sequence[tuple[int, str]],
) -> dict[int, list[tuple[str, float]]]:
    """The heaviest candidates of each line."""
    pairs = linker.inference.predict(threshold_match_weight=LEAST)
    table = connection.execute(
        "select case when source_dataset_l like '%names' then unique_id_l else unique_id_r end as asked,"
        " case when source_dataset_l like '%names' then unique_id_r else unique_id_l end as entry, match_weight"
        f" from {pairs.physical_name}"
        " qualify row_number() over (partition by asked order by match_weight desc, entry) <= 10"
    ).to_arrow_table()
    found: dict[int, list[tuple[str, float]]] = {one.line: [] for one in asked}
    for reading, entry, weight in zip(*(column.to_pylist() for column in table.columns), strict=True):
        one = entries[entry]
        score = weight - LEAST - 0.5 * (not one.live) - 0.3 * (not one.current)
        found[readings[reading][0]].append((one.number, score))
    return found


if __name__ == "__main__":
    main(run, SETTINGS)
