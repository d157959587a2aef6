"""The rules of influence that ship with the program (influencing/rules.csv), and which of them a payment meets.

A rule meets a payment if everything that it names fits; what is blank fits all. Of the rules that fit, the first of the
file decides. payee_kinds and bodies: kind and legal_form of the payee · institution_kinds: kind of the buyer ·
category_codes: a CPV code that begins so, or `known` · framework: yes, where a framework agreement is named ·
words: a pattern of whole words, in any case, in one of `fields` (category, description: as published; supplier: the
name), unless except_words stand there too. influence is yes, no or unknown; justification and approver say why, and
who answers for it.
"""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import ibis
import pyarrow as pa
from ibis import Table
from ibis.expr.types import BooleanValue, StringValue

from localspend import engine
from localspend.tables.arrow import arrow_schema

VERSION = "1"
FIELDS = {"category": "category_text", "description": "description", "supplier": "supplier_text"}
VERDICTS = {"told": "int64", "influence": "string", "influence_reason": "string"}
Rule = Mapping[str, str]


@cache
def shipped() -> tuple[Rule, ...]:
    """The rules of influencing/rules.csv, first to last."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def judged(paid: Table, written: Table, rules: Sequence[Rule], institution_kinds: Mapping[str, str]) -> Table:
    """`paid` with influence and influence_reason of the first of `rules` that fits.

    `written` is where texts are read from: the payments as computed, or an engine would compute `paid` for each.
    Needs institution_id, category_text, description, supplier_text, category_code, payee_kind, payee_body and
    names_framework. A payment that no rule fits is unknown (no-rule).
    """
    worded = [rule for rule in rules if rule["words"]]
    for field in FIELDS:
        paid = _with_words(paid, written, field, worded)
    kinds = list(institution_kinds.items())
    buyer = ibis.cases(*((paid.institution_id == one, kind) for one, kind in kinds), else_="other") if kinds else None
    paid = paid.mutate(buyer_kind=ibis.literal("other") if buyer is None else buyer)
    first = ibis.cases(*((_fits(paid, rule, worded), n) for n, rule in enumerate(rules)), else_=len(rules))
    # The verdicts come from a table: an expression that names the rule again for each would be written out each time.
    told = [{"told": n, "influence": rule["influence"], "influence_reason": rule["reason"]}
            for n, rule in enumerate(rules)]  # fmt: skip
    verdicts = engine.from_arrow(written.get_backend(), pa.Table.from_pylist(told, arrow_schema(VERDICTS)))
    both = paid.mutate(met=first.cast("int64")).left_join(verdicts, ibis._.met == verdicts.told)
    both = both.mutate(
        influence=both.influence.fill_null("unknown"), influence_reason=both.influence_reason.fill_null("no-rule")
    )
    return both.drop("met", "told", "buyer_kind", *(f"in_{field}" for field in FIELDS))


def _with_words(paid: Table, written: Table, field: str, worded: Sequence[Rule]) -> Table:
    """`paid` with in_<field>: a bit for each of the `worded` rules that the text meets. Each text is read once."""
    texts = written.filter(written[FIELDS[field]].notnull()).select(text=FIELDS[field]).distinct()
    bits = [ibis.ifelse(_worded(texts.text, rule), 1 << n, 0) for n, rule in enumerate(worded) if _reads(rule, field)]
    met = sum(bits, start=ibis.literal(0, "int64")).cast("int64")
    found = texts.mutate(**{f"in_{field}": met})
    return paid.left_join(found, paid[FIELDS[field]] == found.text).drop("text")


def _reads(rule: Rule, field: str) -> bool:
    return field in rule["fields"].split("|")


def _worded(text: StringValue, rule: Rule) -> BooleanValue:
    met = text.re_search(whole_words(rule["words"]))
    return met & ~text.re_search(whole_words(rule["except_words"])) if rule["except_words"] else met


def whole_words(pattern: str) -> str:
    """`pattern` where it stands as whole words, in any case (anchors stand for themselves)."""
    return rf"(?i)(?:^|\b)(?:{pattern})(?:\b|$)"


def _fits(paid: Table, rule: Rule, worded: Sequence[Rule]) -> BooleanValue:
    fits = ibis.literal(True)
    for column, name in (("payee_kind", "payee_kinds"), ("payee_body", "bodies"), ("buyer_kind", "institution_kinds")):
        if rule[name]:
            fits = fits & paid[column].fill_null("").isin(rule[name].split("|"))
    if codes := rule["category_codes"]:
        code = paid.category_code.fill_null("unknown")
        fits = fits & (code != "unknown" if codes == "known" else code.re_search(rf"^({codes})"))
    if rule["framework"]:
        fits = fits & paid.names_framework.fill_null(False)
    if rule["words"]:
        met = [(paid[f"in_{field}"].fill_null(0) & (1 << worded.index(rule))) != 0
               for field in FIELDS if _reads(rule, field)]  # fmt: skip
        fits = fits & ibis.or_(*met)
    return fits
