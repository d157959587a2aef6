"""Which names of a register a written name could be: those that share a telling key with it, the best few of them."""

import ibis
from ibis.expr.types import Table

from localspend import engine
from localspend.suppliers import keys, normalise
from localspend.suppliers.index import Index

#: Candidates of a name that are compared in earnest.
MOST = 30
#: A word that fewer names of the register have may be a misspelling of another.
DOUBTFUL = 30
#: What a key counts, in tenths, that was reached by a spelling.
NEAR = 6
#: Letters of a word that leads to others by its spelling.
LONG = 4
#: What the key of all letters counts, with one word put right.
MENDED = 8


def candidates(variants: Table, index: Index) -> Table:
    """One row a variant and entry: variant_id, entry_id, weight, place (from 0). `variants` has variant_id, core and
    letters.

    weight is the sum of log(names in the register / names with the key), in thousandths, over the keys that both have.
    """
    written = engine.materialise(keys.words(variants, "variant_id").union(_joined(variants)).distinct())
    near = engine.materialise(_near(written, index))
    words = engine.materialise(_words(written, near, index))
    alone = words.filter(words.shared <= keys.CAP).select("variant_id", "key", "part")
    common = words.filter(words.shared > keys.CAP).group_by("variant_id", "key").aggregate(part=words.part.max())
    letters = keys.of_letters(variants, "variant_id").mutate(part=10)
    mended = _mended(variants, written, near, index)
    together = keys.pairs(engine.materialise(common), "variant_id").mutate(part=8)
    asked = (
        ibis.union(alone, together, letters, mended)
        .group_by("variant_id", "key")
        .aggregate(part=lambda t: t.part.max())
    )
    asked = engine.materialise(asked)
    found = index.keys.join(asked, "key")
    rarity = (ibis.literal(float(index.size + 1)) / found.shared.cast("float64")).ln()
    # In whole numbers, whose sum is the same in any order.
    weight = (rarity * found.part * 100).round().cast("int64")
    scored = found.group_by("variant_id", "entry_id").aggregate(weight=weight.sum())
    order = [scored.weight.desc(), scored.entry_id]
    ranked = scored.mutate(place=ibis.row_number().over(group_by="variant_id", order_by=order))
    return ranked.filter(ranked.place < MOST)


def _near(written: Table, index: Index) -> Table:
    """The words of the register that are a letter apart from those written: word, near, near_key, near_shared, and
    shared, how many names have the word itself."""
    known = written.select("word", "key").distinct().left_join(index.words.select("key", "shared"), "key")
    known = engine.materialise(known.select("word", "key", shared=known.shared.fill_null(0)))
    spelt = keys.less_a_letter(known).join(index.spellings, "spelling", rname="{name}_near")
    spelt = spelt.select("word", "shared", "key", near_key="key_near", near_shared="shared_near")
    spelt = engine.materialise(spelt.filter(spelt.key != spelt.near_key).drop("key").distinct())
    return spelt.join(index.words.select(near_key="key", near="word"), "near_key")


def _words(written: Table, near: Table, index: Index) -> Table:
    """The words of each variant that the register knows, as written, joined, or a letter apart: variant_id, key,
    shared, part (what the key counts)."""
    exact = written.join(index.words.select("key", "shared"), "key").select("variant_id", "key", "shared", part=10)
    doubtful = near.filter(near.shared < DOUBTFUL, near.word.length() >= LONG)
    other = written.join(doubtful, "word", rname="{name}_near")
    return exact.union(other.select("variant_id", key="near_key", shared="near_shared", part=NEAR))


def _mended(variants: Table, written: Table, near: Table, index: Index) -> Table:
    """The letters of each name that the register does not have, with one word put right: variant_id, key, part."""
    whole = index.keys.select("key").semi_join(variants.select(key=keys.whole(variants.letters)), "key")
    strange = variants.mutate(key=keys.whole(variants.letters)).anti_join(engine.materialise(whole), "key")
    t = written.select("variant_id", "word").join(near.select("word", "near"), "word")
    t = t.join(strange.select("variant_id", "core"), "variant_id")
    words = (" " + t.core + " ").replace(" " + t.word + " ", " " + t.near + " ").strip()
    mended = t.select("variant_id", letters=normalise.letters(words))
    glued = strange.filter(strange.core.re_search("[A-Z]AND( |$)"))
    glued = glued.select("variant_id", letters=normalise.letters(glued.core.re_replace("AND( |$)", " AND ").strip()))
    t = mended.union(glued)
    return t.select("variant_id", key=keys.whole(t.letters), part=MENDED)


def _joined(variants: Table) -> Table:
    """Neighbouring words written as one."""
    t = variants.mutate(split=variants.core.split(" "))
    t = t.filter(t.split.length() >= 2)
    t = t.mutate(at=ibis.range(0, t.split.length() - 1).unnest())
    pair = t.split[t["at"]] + t.split[t["at"] + 1]
    return t.select("variant_id", word=pair, key=keys.word(pair))
