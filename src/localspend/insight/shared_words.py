"""What lines of several institutions say in the same words: a phrase, found by its rare words.

Words are letters alone, in lower case, of four or more, but for words that any ledger line has (STOP). A word counts
where two institutions spend enough on lines that have it. The key of a text is a pair of its three rarest such words,
or its one word where it has no other: 'lift maintenance' and 'vehicle maintenance' share no key. So texts are compared
by equal keys, at most three each, and never each with each. A key holds within one CPV division: 'fire door inspection'
of repairs is not that of training.
"""

import ibis
from ibis import Table

from localspend import engine
from localspend.categories import levels
from localspend.insight.yearly import a_year
from localspend.suppliers import mask
from localspend.tables import MONEY

#: Words that say nothing of what is bought.
STOP = (
    "account", "accounts", "amount", "annual", "april", "august", "balance", "batch", "bill", "bills", "charge",
    "charges", "company", "contract", "contracts", "cost", "costs", "council", "date", "december", "department",
    "description", "expenditure", "expense", "expenses", "february", "fees", "from", "general", "goods", "hospital",
    "invoice", "invoices", "item", "items", "january", "july", "june", "limited", "line", "march", "miscellaneous",
    "month", "monthly", "november", "number", "october", "office", "order", "orders", "other", "others", "payment",
    "payments", "period", "purchase", "purchases", "quarter", "quarterly", "reference", "september", "service",
    "services", "site", "sundry", "supplier", "suppliers", "supplies", "supply", "team", "that", "their", "this",
    "total", "trust", "unit", "university", "various", "week", "weekly", "with", "work", "works", "year", "yearly",
)  # fmt: skip
SLOTS = 3


def described(payments: Table, suppliers: Table, *, unmasked: bool) -> Table:
    """`payments` with `division` and `text`, their words in lower case; lines of payees that are masked are left out.

    A description may name a person: what is said of sole traders is withheld with their names.
    """
    hidden = suppliers.filter(suppliers.kind.isin(list(mask.hidden(unmasked=unmasked))))
    lines = payments.filter(payments.description.notnull(), payments.supplier_id.notnull())
    lines = lines.anti_join(hidden, "supplier_id")
    text = lines.description.lower().re_replace(r"[^\p{L}]+", " ").strip()
    lines = lines.mutate(text=text, division=levels.division(lines.category_code))
    return lines.filter(lines.text.length() > 3)


def phrases(lines: Table, covered: Table, *, least_part: int) -> Table:
    """division, text, key: the best key of each text of `lines` that has one; a key is one or two words.

    Best is the key that most institutions share, then that with the most pounds.
    """
    sums = lines.group_by("institution_id", "division", "text").aggregate(amount=lines.amount.sum().cast(MONEY))
    texts = engine.materialise(a_year(sums, covered, "amount"))
    keys = engine.materialise(_keys(_telling_words(texts, least_part)))
    parts = texts.join(keys, ["division", "text"])
    parts = parts.group_by("division", "key", "institution_id").aggregate(amount=parts.amount.sum().cast(MONEY))
    parts = parts.filter(parts.amount >= least_part)
    whole = parts.group_by("division", "key").aggregate(institutions=parts.count(), amount=parts.amount.sum())
    whole = whole.filter(whole.institutions > 1)
    both = keys.join(whole, ["division", "key"])
    order = [both.institutions.desc(), both.amount.desc(), both.key.asc()]
    best = ibis.window(group_by=["division", "text"], order_by=order)
    ranked = both.mutate(nth=ibis.row_number().over(best))
    return engine.materialise(ranked.filter(ranked.nth == 0).select("division", "text", "key"))


def _telling_words(texts: Table, least_part: int) -> Table:
    """division, text, word, alone, nth: the SLOTS rarest shared words of a text; alone where it has no other word."""
    each = texts.select("division", "text").distinct()
    words = each.mutate(word=each.text.split(" ")).unnest("word")
    words = words.filter(words.word.length() > 3, words.word.notin(STOP)).distinct()
    many = words.group_by("division", "text").aggregate(many=words.count())
    words = engine.materialise(words)
    spent = texts.join(words, ["division", "text"])
    spent = spent.group_by("division", "word", "institution_id").aggregate(
        amount=spent.amount.sum(), texts=spent.count()
    )
    spent = spent.filter(spent.amount >= least_part)
    shared = spent.group_by("division", "word").aggregate(institutions=spent.count(), texts=spent.texts.sum())
    shared = shared.filter(shared.institutions > 1)
    found = words.join(shared, ["division", "word"]).join(many, ["division", "text"])
    rarest = ibis.window(group_by=["division", "text"], order_by=[found.texts.asc(), found.word.asc()])
    ranked = found.mutate(nth=ibis.row_number().over(rarest), alone=found.many == 1)
    return ranked.filter(ranked.nth < SLOTS).select("division", "text", "word", "alone", "nth")


def _keys(words: Table) -> Table:
    """division, text, key: every pair of a text's words, or its only one."""
    slots = {f"word_{n}": words.word.max(where=words.nth == n) for n in range(SLOTS)}
    each = words.group_by("division", "text").aggregate(alone=words.alone.max(), **slots)
    pairs = [(a, b) for a in range(SLOTS) for b in range(a + 1, SLOTS)]
    found = [_pair(each, f"word_{a}", f"word_{b}") for a, b in pairs]
    single = each.filter(each.alone).select("division", "text", key=each.word_0)
    return ibis.union(single, *found)


def _pair(each: Table, left: str, right: str) -> Table:
    both = each.filter(each[left].notnull() & each[right].notnull())
    first, second = ibis.least(both[left], both[right]), ibis.greatest(both[left], both[right])
    return both.select("division", "text", key=first.concat(" ", second))
