"""Scored candidates -> one answer a name: accept, review or none, with the runner-up and the reason.

Whatever its probability, a link waits for a person where the rarest word agrees only by its spelling, where numbers
differ, and where two organisations fit equally: a wrong link costs more than a missing one.
"""

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

from localspend.suppliers import score
from localspend.suppliers.index import Index

#: Organisations that differ by less are equal.
EQUAL = 0.1


def ranked(measured: Table, variants: Table, index: Index) -> Table:
    """The organisations that each name could be, best first: name_id, supplier_id, place (from 0), probability, logit,
    total, and of the entry that fits best: entry_id, name, live, role and the FEATURES."""
    entries = index.entries.semi_join(measured, "entry_id").select("entry_id", "supplier_id", "name", "live")
    read = variants.select("variant_id", "name_id", "role", "doubtful")
    t = measured.join(read, "variant_id").join(entries, "entry_id")
    t = t.mutate(logit=score.logit(t))
    own = ibis.row_number().over(
        group_by=["name_id", "supplier_id"], order_by=[t.logit.desc(), t.entry_id, t.role, t.variant_id]
    )
    t = t.mutate(own=own)
    t = t.filter(t.own == 0).drop("own")
    order = [t.logit.desc(), t.live.desc(), t.supplier_id]
    t = t.mutate(
        place=ibis.row_number().over(group_by="name_id", order_by=order),
        total=(t.logit.exp().sum().over(group_by="name_id") + 1.0),
        next_logit=t.logit.lead().over(group_by="name_id", order_by=order),
        next_live=t.live.lead().over(group_by="name_id", order_by=order),
    )
    return t.mutate(probability=(t.logit.exp() / t.total).round(4))


def decided(ranked: Table, *, accept: float | None = None) -> Table:
    """One row a name that has a candidate: name_id, supplier_id, entry_id, name, probability, method, judgement,
    explanation.

    `accept` is the least probability to accept; None takes that of the 0.98 point.
    """
    t = ranked.filter(ranked.place == 0)
    doubts = _doubts(t)
    doubt = ibis.cases(*doubts, else_=ibis.null(str))
    sure = (t.probability >= (score.accept() if accept is None else accept)) & doubt.isnull()
    method = ibis.ifelse((t.same_letters > 0) & (t.other_form == 0), "exact", "scored")
    judgement = ibis.cases((sure, "accept"), (t.probability >= score.weights()["review"], "review"), else_="none")
    return t.select(
        "name_id",
        "supplier_id",
        "entry_id",
        "name",
        probability=ibis.ifelse(doubt.isnull(), t.probability, ibis.least(t.probability, DOUBTED)),
        method=method,
        judgement=judgement,
        explanation=_said(t, doubt),
    )


#: The most that a link is worth as long as a doubt stands.
DOUBTED = 0.5


def _doubts(t: Table) -> list[tuple[BooleanValue, str]]:
    """What keeps a link from being accepted, with the words for it; the first that holds is told."""
    equal = ((t.logit - t.next_logit) < EQUAL) & (t.next_live | ~t.live)
    here = t.same_postcode > 0
    rare_elsewhere = (t.rarest > RARE) | here
    part = (t.beginning > 0) | (t.trading > 0)
    inexact = (t.misspelt > 0) | (t.shortened > 0) | (t.cut > 0)
    shorter = (t.missing > 0) & (t.same_form > 0) & ~inexact & (t.same_letters == 0)
    longer = (t.extra_before_form > 0) & (t.same_form > 0) & (t.missing == 0) & ~inexact & (t.same_letters == 0)
    return [
        (equal.fill_null(False), "another organisation fits equally"),
        (t.out_of_time > 0, "it did not exist when it was paid"),
        # Of two names that differ by the legal form alone Companies House registers one (Names Regulations 2015).
        ((t.other_form > 0) & (t.same_letters == 0) & ~here, "another legal form is written"),
        (t.other_kind > 0, "a partnership or a charity is not a company"),
        # Sisters often share an office: a postcode does not tell them apart.
        (t.doubtful, "only a part of what is written, which may name another"),
        (part & (t.commonplace > 1), "only a part of what is written, of common words"),
        ((t.same_words > 0) & ~here, "the words stand in another order"),
        (shorter & ~here, "a legal form ends a name, and the register's has more words before it"),
        (longer, "a legal form ends a name, and this one has more words before it"),
        (
            (t.shortened > 0) & (t.extra_known > 0),
            "a word is shortened and another is not in the register's name",
        ),
        (t.numbers_differ > 0, "the numbers in the names differ"),
        (t.initials_differ > 0, "it has an initial that the register's name has not"),
        ((t.person > 0) & ~here, "it reads as a person's name"),
        ((t.own_word > 0) & ~here, "a word that agrees by its spelling is a word of its own"),
        ((t.other_body > 0) & ~here, "it names a kind of body that the register's name does not"),
        ((t.top_inexact > 0) & ~rare_elsewhere, "its rarest word agrees only by its spelling"),
        ((t.top_missing > 0) & ~rare_elsewhere, "its rarest word is not written"),
    ]


#: What makes a second word rare: the share of the rarity that a word can have at most.
RARE = 0.55


def _said(t: Table, doubt: StringValue) -> StringValue:
    """Why, in a sentence: how the names agree, what differs, and what makes it doubtful."""
    agree = ibis.cases(
        (t.same_letters > 0, ibis.literal("the same name")),
        (t.same_words > 0, ibis.literal("the same words in another order")),
        (t.cut > 0, ibis.literal("the name as a ledger cuts it")),
        ((t.misspelt > 0) & (t.shortened > 0), ibis.literal("the same but for spelling and shortened words")),
        (t.misspelt > 0, ibis.literal("the same but for spelling")),
        (t.shortened > 0, ibis.literal("the same but for shortened words")),
        else_=ibis.literal("the same words"),
    )
    facts: list[tuple[BooleanValue, str]] = [
        ((t.extra > 0) & (t.same_letters == 0), ", with words that the register does not have"),
        ((t.missing > 0) & (t.same_letters == 0), ", without words that the register has"),
        (t.no_form > 0, ", no legal form written"),
        ((t.other_form > 0) & (t.same_letters > 0), ", another legal form"),
        (t.same_postcode > 0, ", the same postcode"),
        (t.other_postcode > 0, ", another postcode"),
        (t.previous > 0, ", a name that it had before"),
        (t.gone > 0, ", dissolved now"),
        (t.beginning > 0, ", by the beginning of what is written"),
        (t.trading > 0, ", by the trading name"),
    ]
    said = agree
    for holds, words in facts:
        said = said + ibis.ifelse(holds, ibis.literal(words), ibis.literal(""))
    return ibis.ifelse(doubt.isnull(), said, said + "; " + doubt)
