"""The keys by which names find each other: words, pairs of words, beginnings, all letters, and words less a letter.

A key is an integer, so that joins are on integers. A key that many names share says nothing and is left out of an
index: rare words stand alone, common words go in pairs.
"""

import ibis
from ibis.expr.types import IntegerValue, StringValue, Table

#: A key that more names share than this is left out; a word that more names share is common.
CAP = 150
#: Letters of the beginnings that are keys.
BEGINNINGS = (8, 14)
#: Letters of words that are looked up less a letter.
SPELT = (2, 18)


def word(text: StringValue) -> IntegerValue:
    """The key of a word."""
    return text.hash()


def words(names: Table, identity: str) -> Table:
    """One row a name and different word: `identity`, word, key. `names` has `identity` and core."""
    t = names.select(identity, word=names.core.split(" ").unnest())
    t = t.filter(~t.word.isin(["AND", "THE", "OF"]), t.word != "").distinct()
    return t.mutate(key=word(t.word))


def pairs(common: Table, identity: str) -> Table:
    """One row a name and pair of its words: `identity`, key. `common` has `identity` and key, the key of a word."""
    other = common.view()
    joined = common.join(other, [common[identity] == other[identity], common.key < other.key], rname="{name}_other")
    return joined.select(identity, key=joined.key ^ joined.key_other)


def of_letters(names: Table, identity: str) -> Table:
    """One row a name and key of its letters: all of them, and each beginning that is shorter than the name."""
    letters = names.letters
    every = [names.select(identity, key=whole(letters))]
    for length in BEGINNINGS:
        long = names.filter(letters.length() >= length)
        every.append(long.select(identity, key=(f"{length}" + long.letters.substr(0, length)).hash()))
    return ibis.union(*every)


def whole(letters: StringValue) -> IntegerValue:
    """The key of all letters of a name."""
    return ("=" + letters).hash()


def less_a_letter(known: Table) -> Table:
    """One row a word and spelling of it with one letter left out, or none: spelling (a key) and the columns of `known`.

    Two words that are one typing error apart share a spelling. `known` has word; words with digits have none.
    """
    low, high = SPELT
    t = known.filter(known.word.length() >= low, known.word.length() <= high, ~known.word.re_search("[0-9]"))
    t = t.mutate(at=ibis.range(0, t.word.length() + 1).unnest())
    left = t.word.substr(0, t["at"]) + t.word.substr(t["at"] + 1)
    return t.mutate(spelling=("~" + left).hash()).drop("at")
