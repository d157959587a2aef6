"""What needs a person: names whose payee is not certain, largest £ first, and decisions that deserve another look.

Certain is what a number, a name, a reference or a person settled, and what is nobody's organisation: private people,
redacted names, payments inside. A name that no register knows is certain only where it reads as a sole trader or a
partnership, which registers leave out.
"""

from decimal import Decimal
from typing import Any

import ibis
from ibis.expr.types import BooleanValue, Table

from localspend.suppliers import kinds, local, mask, normalise
from localspend.tables import MONEY

#: The share of the value that decisions should make certain.
ENOUGH = Decimal("0.97")
#: Kinds that no register lists, so that none is missing there.
UNLISTED = (*kinds.NOBODY, "sole-trader", "partnership")


def uncertain(links: Table) -> BooleanValue:
    """Whether a person could still say who was paid."""
    settled = (links.judgement == "accept") | (links.method == "human")
    return ~settled & ((links.judgement == "review") | ~links.kind.isin(UNLISTED))


def waiting(payments: Table, links: Table) -> Table:
    """One row a written name that needs a person: supplier_text, kind, amount, payments, institutions, supplier_id (the
    suggestion, if any), name, probability, explanation; largest amount first.

    Counted payments only. A name stands once, for a decision holds for every institution that writes it. Payments
    without any name are nobody's to decide.
    """
    t = _with_links(payments, links)
    t = t.filter(t.open, t.supplier_text.fill_null("") != "")
    grouped = t.group_by("supplier_text").aggregate(
        kind=t.kind.min(),
        amount=t.amount.sum().cast(MONEY),
        payments=t.count(),
        institutions=t.institution_id.nunique(),
        supplier_id=t.suggested.min(),
        name=t.found_name.min(),
        suggestions=t.suggested.nunique(),
        probability=t.probability.max(),
        explanation=t.explanation.min(),
    )
    one = grouped.suggestions == 1
    found = grouped.mutate(
        supplier_id=ibis.ifelse(one, grouped.supplier_id, ibis.null(str)),
        name=ibis.ifelse(one, grouped["name"], ibis.null(str)),
    )
    return largest_first(found.drop("suggestions"))


def largest_first(waiting: Table) -> Table:
    """`waiting` in its order, which a join loses."""
    return waiting.order_by(waiting.amount.desc(), waiting.supplier_text)


def settling(decisions: Table) -> Table:
    """The names that a standing decision settles for all: supplier_text. One with a rejected link may wait still."""
    t = decisions.filter(decisions.verdict != "reject", decisions.institution_id.isnull())
    return t.select("supplier_text").distinct()


def _with_links(payments: Table, links: Table) -> Table:
    """Counted payments with kind, probability, explanation, found_name, suggested and open of their link."""
    keys = ("institution_id", "supplier_text", "supplier_ref")
    known = links.mutate(
        open=uncertain(links),
        suggested=ibis.ifelse(links.judgement == "review", links.supplier_id, ibis.null(str)),
        **{f"{key}_key": links[key].fill_null("") for key in keys},
    )
    known = known.select(
        "kind", "probability", "explanation", "found_name", "suggested", "open", *(f"{key}_key" for key in keys)
    )
    paid = payments.filter(payments.status == "counted")
    paid = paid.select(*keys, "amount", **{f"{key}_key": paid[key].fill_null("") for key in keys})
    return paid.left_join(known, [f"{key}_key" for key in keys])


def summary(payments: Table, links: Table) -> dict[str, Any]:
    """Counted pounds: total, certain, uncertain; the share that is certain; and how many decisions, largest first, make
    ENOUGH of the value certain (fewer are not enough; null where even all are not)."""
    t = _with_links(payments, links)
    names = t.group_by("supplier_text", is_open=t.open.fill_null(False)).aggregate(amount=t.amount.sum())
    rows = names.to_pyarrow().to_pylist()
    total = sum((row["amount"] for row in rows), Decimal(0))
    certain = sum((row["amount"] for row in rows if not row["is_open"]), Decimal(0))
    waiting = sorted((row["amount"] for row in rows if row["is_open"] and row["supplier_text"]), reverse=True)
    decisions, reached = 0, certain
    for amount in waiting:
        if total <= 0 or reached >= ENOUGH * total:
            break
        decisions, reached = decisions + 1, reached + amount
    return {
        "total": total,
        "certain": certain,
        "uncertain": total - certain,
        "share_certain": (certain / total).quantize(Decimal("0.0001")) if total > 0 else None,
        "names_waiting": len(waiting),
        "decisions_to_enough": decisions if total > 0 and reached >= ENOUGH * total else None,
    }


def doubted(decisions: Table, links: Table, suppliers: Table, payments: Table) -> Table:
    """Standing decisions that deserve another look: id, supplier_text, verdict, supplier_id, doubt (a sentence).

    `decisions` has id, supplier_text, institution_id (null: any), verdict and supplier_id. A name that no ledger has is
    shown as its words demand.
    """
    words = normalise.normalised(decisions, "supplier_text").mutate(personal=True)
    decisions = kinds.with_kind(words).select(*decisions.columns, kind_said="kind")
    same = [
        decisions.supplier_text == links.supplier_text,
        decisions.institution_id.isnull() | (decisions.institution_id == links.institution_id),
    ]
    joined = decisions.left_join(
        links.select("supplier_text", "institution_id", "found_id", "kind", "method"), same, rname="{name}_link"
    )
    known = suppliers.select(decided_id="supplier_id", register_status="register_status")
    t = joined.left_join(known, joined.supplier_id == known.decided_id)
    alone, payees = _alone(payments), _payees(links, suppliers)
    t = t.left_join(alone, t.supplier_text == alone.alone)
    t = t.left_join(payees, t.supplier_id == payees.payee)
    to_local = (t.method == "human") & t.supplier_id.startswith("local-")
    said = t.verdict.isin(["accept", "same-as"])
    other = said & t.found_id.notnull() & (t.found_id != t.supplier_id)
    where = ibis.ifelse(t.institution_id.isnull(), "no ledger at hand", "no ledger of " + t.institution_id)
    doubt = ibis.cases(
        (t.supplier_text_link.isnull(), where + " has this name"),
        (other, "the evidence now says " + t.found_id),
        ((t.verdict == "none") & t.found_id.notnull(), "the evidence now says " + t.found_id),
        ((said & to_local & t.payee.isnull()).fill_null(False), "there is no payee " + t.supplier_id),
        ((said & to_local & t.alone.notnull()).fill_null(False), "no other name is of that payee, so it says nothing"),
        (
            said & t.register_status.lower().re_search("dissolved|removed|deregistered|struck").fill_null(False),
            "the register says that it is " + t.register_status.lower(),
        ),
        else_=ibis.null(str),
    )
    found = t.mutate(doubt=doubt).filter(lambda r: r.doubt.notnull())
    found = found.mutate(supplier_text=mask.shown(found.supplier_text, ibis.coalesce(found.kind, found.kind_said)))
    return found.select("id", "supplier_text", "verdict", "supplier_id", "doubt").distinct().order_by("id", "doubt")


def _payees(links: Table, suppliers: Table) -> Table:
    """payee: every supplier, and what each name would be by itself: of joined names only one gives its identifier."""
    t = normalise.normalised(links.select("supplier_text"), "supplier_text")
    return t.select(payee=local.node(t)).union(suppliers.select(payee="supplier_id")).distinct()


def _alone(payments: Table) -> Table:
    """alone: names that share their supplier with no other name."""
    t = payments.filter(payments.supplier_text.notnull())
    named = t.select("supplier_id", alone="supplier_text").distinct()
    shared = named.group_by("supplier_id").aggregate(names=named.count())
    return named.semi_join(shared.filter(shared.names == 1), "supplier_id").select("alone").distinct()
