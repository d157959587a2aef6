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
from localspend.insight.facts.yearly import a_year
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
    """`payments` that have a description, with `division`; lines of payees that are masked are left out.

    A description may name a person: what is said of sole traders is withheld with their names.
    """
    hidden = suppliers.filter(suppliers.kind.isin(list(mask.hidden(unmasked=unmasked))))
    lines = payments.filter(payments.description.notnull(), payments.supplier_id.notnull())
    lines = lines.anti_join(hidden, "supplier_id")
    return lines.mutate(division=levels.division(lines.category_code))


def phrases(lines: Table, covered: Table, *, least_part: int, most: int) -> Table:
    """division, description, text, key: the best key of each description that has one of the `most` largest.

    text is the description's words in lower case; a key is one or two of them. Best is the key that most institutions
    share, then that with the most pounds.
    """
    sums = lines.group_by("institution_id", "division", "description").aggregate(amount=lines.amount.sum().cast(MONEY))
    sums = engine.materialise(a_year(sums, covered, "amount"))
    # Each pattern is sought once, in distinct descriptions; texts are far fewer, as numbers are no words.
    # Blanks at the ends stay: what Ibis strips on Spark is not only blanks, but an "f" too.
    written = sums.mutate(text=sums.description.lower().re_replace(r"[^\p{L}]+", " "))
    written = engine.materialise(written.select("institution_id", "division", "description", "text", "amount"))
    texts = written.group_by("institution_id", "division", "text").aggregate(amount=written.amount.sum())
    texts = engine.materialise(texts.mutate(id=ibis.row_number()))
    split = texts.text.split(" ").filter(lambda word: (word.length() > 3) & word.notin(STOP)).unique()
    marked = engine.materialise(_marked(texts.mutate(words=split), least_part))
    best = engine.materialise(_best_keys(marked, least_part, most))
    of_text = marked.select("id", "division", "mark").join(best, ["division", "mark"], rname="{name}_best")
    of_text = texts.join(of_text.select("id", "key"), "id", rname="{name}_mark").select("division", "text", "key")
    found = written.join(of_text.distinct(), ["division", "text"], rname="{name}_text")
    return engine.materialise(found.select("division", "description", "text", "key").distinct())


def _marked(texts: Table, least_part: int) -> Table:
    """id, institution_id, division, amount, mark: the text's SLOTS rarest shared words, or its only word, in a string.

    From here on there are as many rows as marks: texts that differ in a number or a name are one.
    """
    many = texts.words.length()
    words = texts.select("id", "institution_id", "division", "amount", "words", alone=many == 1).unnest("words")
    words = words.rename(word="words")
    spent = words.group_by("division", "word", "institution_id").aggregate(
        amount=words.amount.sum(), texts=words.count()
    )
    spent = spent.filter(spent.amount >= least_part)
    shared = spent.group_by("division", "word").aggregate(institutions=spent.count(), texts=spent.texts.sum())
    shared = shared.filter(shared.institutions > 1)
    # A number that orders words by rarity, before the word itself: the least of such strings are the rarest words.
    rarity = shared.texts.cast("string").lpad(12, "0").concat(" ", shared.word)
    shared = engine.materialise(shared.select("division", "word", rarity=rarity))
    found = words.join(shared, ["division", "word"])
    each = found.group_by("id", "institution_id", "division", "amount", "alone").aggregate(found=found.rarity.collect())
    each = each.mutate(rarest=each.found.sort()[:SLOTS].map(lambda one: one.re_replace("^[0-9]+ ", "")))
    # Two words make a need; one does only where the text has no other.
    each = each.filter(each.alone | (each.rarest.length() > 1))
    return each.select("id", "institution_id", "division", "amount", mark=each.rarest.join(" "))


def _best_keys(marked: Table, least_part: int, most: int) -> Table:
    """division, mark, key: the best key of each mark, for the `most` keys with the most pounds."""
    marks = marked.group_by("institution_id", "division", "mark").aggregate(amount=marked.amount.sum().cast(MONEY))
    marks = engine.materialise(marks)
    keys = engine.materialise(_keys(marks.select("division", "mark").distinct()))
    whole = _shared(marks.join(keys, ["division", "mark"]), least_part)
    both = keys.join(whole, ["division", "key"], rname="{name}_whole")
    order = [both.institutions.desc(), both.amount.desc(), both.key.asc()]
    best = both.mutate(nth=ibis.row_number().over(ibis.window(group_by=["division", "mark"], order_by=order)))
    best = best.filter(best.nth == 0).select("division", "mark", "key")
    # What is left of a key when texts went to better ones.
    left = _shared(marks.join(best, ["division", "mark"]), least_part)
    top = left.order_by([left.amount.desc(), left.division, left.key]).limit(most)
    return best.semi_join(top, ["division", "key"])


def _shared(parts: Table, least_part: int) -> Table:
    """division, key, institutions, amount: the keys on which two institutions or more spend `least_part` or more."""
    parts = parts.group_by("division", "key", "institution_id").aggregate(amount=parts.amount.sum())
    parts = parts.filter(parts.amount >= least_part)
    whole = parts.group_by("division", "key").aggregate(institutions=parts.count(), amount=parts.amount.sum())
    return whole.filter(whole.institutions > 1)


def _keys(marks: Table) -> Table:
    """division, mark, key: every pair of a mark's words in alphabetical order, or its only one."""
    words = marks.mutate(words=marks.mark.split(" "))
    single = words.filter(words.words.length() == 1).select("division", "mark", key="mark")
    first = words.unnest("words").rename(left="words")
    pairs = first.join(first.rename(right="left"), ["division", "mark"], rname="{name}_right")
    pairs = pairs.filter(pairs.left < pairs.right)
    return single.union(pairs.select("division", "mark", key=pairs.left.concat(" ", pairs.right)))
