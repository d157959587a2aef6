"""What institutions decided about influence themselves: lines of decisions/influence.csv, which stand over every rule.

matches says what `value` is: category (a CPV code, which stands for all beneath it, or a publisher's category text),
supplier (an id, or a name as written) or text (words in the category text, the description or the name). Texts are the
same but for case and what is no letter or digit. institution_id blank: all. The last line that fits wins.
"""

from collections.abc import Collection, Sequence

import ibis
from ibis import Table
from ibis.expr.types import StringValue

from localspend import engine

COLUMNS = dict.fromkeys(("institution_id", "matches", "value", "influence", "reason", "by", "why"), "string")
DECIDED = "decided"
TEXTS = ("category_text", "description", "supplier_text")


def decide(paid: Table, written: Table, decided: Table) -> Table:
    """`paid` (with influence and influence_reason by rule) with what was decided, and influence_basis.

    `written` is where texts are read from: the payments as computed, or an engine would compute `paid` for each.
    `decided`: COLUMNS and line. A decision without a reason has the reason 'decided'.
    """
    kinds = set(decided.select("matches").distinct().to_pyarrow()["matches"].to_pylist())
    if not kinds:
        return paid.mutate(influence_basis=ibis.literal("rule"))
    decided = decided.mutate(words=_folded(decided.value))
    lines: list[str] = []
    for column, chosen, same in _ways(decided, kinds):
        name = f"line_{len(lines)}"
        paid = _with_line(paid, written, column, chosen, same, name)
        lines.append(name)
    each = [paid[name].fill_null(0) for name in lines]
    last = ibis.greatest(*each)
    paid = paid.mutate(decided_line=last).drop(*lines)
    said = decided.select("line", said=decided.influence, word=decided.reason.fill_null(DECIDED))
    both = paid.left_join(said, paid.decided_line == said.line)
    told = both.said.notnull()
    return both.mutate(
        influence=ibis.ifelse(told, both.said, both.influence),
        influence_reason=ibis.ifelse(told, both.word, both.influence_reason),
        influence_basis=ibis.ifelse(told, "decision", "rule"),
    ).drop("decided_line", "line", "said", "word")


def _ways(decided: Table, kinds: Collection[str]) -> Sequence[tuple[str, Table, str]]:
    """Column of payments, the decisions that look at it, and how they compare; for the `kinds` that there are."""
    kind = decided.matches
    coded = decided.value.re_search(r"^[0-9]{8}$")
    by_category, by_supplier = decided.filter(kind == "category"), decided.filter(kind == "supplier")
    ways = {
        "category": [
            ("category_code", by_category.filter(coded), "begins"),
            ("category_text", by_category.filter(~coded), "words"),
        ],
        "supplier": [("supplier_id", by_supplier, "value"), ("supplier_text", by_supplier, "words")],
        "text": [(column, decided.filter(kind == "text"), "holds") for column in TEXTS],
    }
    return [way for name, some in ways.items() if name in kinds for way in some]


def _with_line(paid: Table, written: Table, column: str, chosen: Table, same: str, name: str) -> Table:
    """`paid` with `name`: the last line of `chosen` that fits its `column`. Each text is compared once."""
    chosen = chosen.select("line", "value", "words", whose=chosen.institution_id)
    texts = written.filter(written[column].notnull()).select("institution_id", text=written[column]).distinct()
    texts = texts.mutate(folded=_folded(texts.text))
    both = texts.cross_join(chosen)
    fits = {
        # 45200000 stands for everything that begins with 452; a division is two digits at least.
        "begins": both.text.startswith(both.value.substr(0, 2) + both.value.substr(2, 6).re_replace("0+$", "")),
        "words": both.folded == both.words,
        "value": both.text == both.value,
        "holds": (" " + both.folded + " ").contains(" " + both.words + " "),
    }[same]
    fit = both.filter(fits & (both.whose.isnull() | (both.whose == both.institution_id)))
    found = fit.group_by(of="institution_id", is_text="text").aggregate(**{name: fit.line.max()})
    return paid.left_join(found, [paid.institution_id == found.of, paid[column] == found.is_text]).drop("of", "is_text")


def _folded(text: StringValue) -> StringValue:
    return engine.trimmed(text.lower().re_replace(r"[^\p{L}\p{N}]+", " "))
