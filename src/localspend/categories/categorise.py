"""What was bought, for every payment or contract: a rule, else the publisher's code, else words and activities.

Each question is asked once: of the distinct texts and activities, never of every row. A payee that stands for many
(private people, redacted, internal) gets a category from a rule or a code only. WHAT IT CANNOT SAY: a payment that
covers several things has one category; what the publisher's words do not tell, and a supplier of several activities,
stay 'unknown'.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import ibis
import pyarrow as pa
from ibis.expr.types import StringValue, Table

from localspend import engine
from localspend.categories import codes, rules
from localspend.categories.choose import decide
from localspend.categories.index import Index

VERSION = "2"
#: Payees whose names hide who they are; their purchases are not guessed at.
HIDDEN = ("private-person", "redacted", "internal")
KEYS = ("text_key", "more_key", "sic_key")
DECIDED = {
    "text_key": "string",
    "more_key": "string",
    "sic_key": "string",
    "category_code": "string",
    "category_basis": "string",
    "category_probability": "float64",
}
#: A description counts by its first characters: the words that follow are names, places and dates.
LONGEST = 120


class Words(NamedTuple):
    """The index of our own words; where a network has files of codes, a wider one, and the titles of SIC codes."""

    own: Index
    wider: Index | None = None
    activities: Mapping[str, str] = MappingProxyType({})


def categorise(asked: Table, ruled: Table, known: Words) -> Table:
    """id, category_code ('unknown' where nothing decides), category_basis (rule, code, text, sic or null) and
    category_probability (null for a rule, a code or 'unknown').

    `asked`: id, institution_id, source_id, category_text, raw (JSON or null), text (what is compared), more (a
    description), kind (of payee), sic (array). `ruled`: standing decisions (rules.RULE_COLUMNS).
    """
    t = asked.left_join(codes.coded(asked), "source_id", rname="{name}_coded")
    t = engine.materialise(t.select("id", "institution_id", "category_text", found_code=codes.written(t), **_keys(t)))
    texts = t.filter(t.category_text.notnull()).select("institution_id", "category_text").distinct()
    by_rule = rules.categorise(texts, ruled).rename(rule_code="category_code")
    by_code = codes.categories(t.select("found_code").distinct()).rename(own_code="category_code")
    t = t.left_join(by_rule, ["institution_id", "category_text"], rname="{name}_ruled")
    t = engine.materialise(t.left_join(by_code, "found_code", rname="{name}_own"))
    open_rows = t.filter(t.rule_code.isnull(), t.own_code.isnull(), ~t.hidden)
    decided = decisions(open_rows.select(*KEYS).distinct(), known)
    t = t.left_join(decided, list(KEYS), rname="{name}_words")
    return _chosen(t).select("id", "category_code", "category_basis", "category_probability")


def _keys(t: Table) -> dict[str, ibis.Value]:
    """What is asked of words and activities: never null, and the same for rows that differ by numbers alone."""
    return {
        "text_key": _plain(t.text),
        "more_key": _plain(t.more),
        "sic_key": t.sic.join(",").fill_null(""),
        "hidden": t.kind.isin(HIDDEN).fill_null(False),
    }


def _plain(text: StringValue) -> StringValue:
    letters = engine.trimmed(text.fill_null("").lower().re_replace(r"[^a-z&']+", " "))
    return letters.substr(0, LONGEST)


def _chosen(t: Table) -> Table:
    """The first of rule, code and words that decides; a code for what is no purchase decides that it has none."""
    rule, code = t.rule_code.notnull(), t.own_code.notnull()
    nothing = t.own_code == "none"
    words = t.category_basis.notnull()
    return t.mutate(
        category_code=ibis.cases(
            (rule, t.rule_code), (nothing, "unknown"), (code, t.own_code), (words, t.category_code), else_="unknown"
        ),
        category_basis=ibis.cases(
            (rule, "rule"), (nothing, ibis.null("string")), (code, "code"), else_=t.category_basis
        ),
        category_probability=ibis.ifelse(rule | code, ibis.null("float64"), t.category_probability),
    )


def decisions(keys: Table, known: Words) -> Table:
    """DECIDED for the distinct `keys`: by text and activities; where these do not tell, with the description."""
    short = engine.materialise(keys.mutate(more_key=ibis.literal("")).distinct())
    first = engine.materialise(engine.map_batches(short, _decider(known), DECIDED))
    open_ = first.filter(first.category_basis.isnull() | (first.category_basis != "text")).select("text_key", "sic_key")
    longer = keys.filter(keys.more_key != "").semi_join(open_, ["text_key", "sic_key"])
    second = engine.map_batches(engine.materialise(longer), _decider(known), DECIDED)
    second = engine.materialise(second.filter(second.category_basis.notnull()))
    beside = keys.anti_join(second, list(KEYS)).left_join(
        first.drop("more_key"), ["text_key", "sic_key"], rname="{name}_first"
    )
    return second.union(beside.select(*DECIDED))


def _decider(known: Words) -> engine.Batches:
    """Keys in, decisions out. Texts come again with other activities, so that the last few thousand are kept."""

    def decided(batch: pa.RecordBatch) -> pa.RecordBatch:
        own, wider = _remembering(known.own), _remembering(known.wider) if known.wider else None
        rows = [batch.column(name).to_pylist() for name in KEYS]
        found = [
            decide(own, text, more, tuple(filter(None, sic.split(","))), wider)
            for text, more, sic in zip(*rows, strict=True)
        ]
        columns = [*rows, *([choice[n] for choice in found] for n in range(3))]
        kinds = [*[pa.string()] * 5, pa.float64()]
        return pa.RecordBatch.from_arrays(
            [pa.array(values, kind) for values, kind in zip(columns, kinds, strict=True)], names=list(DECIDED)
        )

    return decided


class _remembering:
    """An index that remembers its last answers."""

    def __init__(self, index: Index) -> None:
        self.likeness = lru_cache(maxsize=20_000)(index.likeness)
