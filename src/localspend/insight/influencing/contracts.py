"""Until when a payment is under contract, as far as the institution's register of contracts says.

A payment belongs to the contract whose reference it gives as contract or order number; else to those of its
institution with the same supplier and the same CPV division, where one is live; else to any of them with the same
supplier. Of those that end on or after the day of the payment the latest end counts; extensions do not. An end in 2099
or later stands for a date that nobody knew. Private people, redacted names and internal payments share an id, so it
links none of theirs.
"""

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, StringValue, Value

from localspend.insight.facts.counted import UNNAMED

#: Years from here on are placeholders.
NEVER = 2099
#: What a register writes to say that there is no framework.
NONE = r"(?i)^\W*(no|n|n/?a|none|nil|false|0|not applicable|non.?framework.*|no framework.*)?\W*$"
CALLED_OFF = r"(?i)\b(framework|call(ed)?.?off|dynamic purchasing system|dps)\b"
NOT_CALLED_OFF = r"(?i)\b(not? (a |an |from a |under a )?framework|non.?framework)\b"


def with_contracts(paid: Table, contracts: Table) -> Table:
    """`paid` (with payee_kind) with contestable_on and names_framework: a framework is named, or the contract's."""
    live = contracts.mutate(
        ref=_key(contracts.contract_ref),
        division=_division(contracts.category_code),
        under=says_framework(contracts),
        ends=ibis.ifelse(contracts.end_on.year() < NEVER, contracts.end_on, ibis.null("date")),
    )
    known_id = ibis.ifelse(paid.payee_kind.isin(UNNAMED), ibis.null(str), paid.supplier_id)
    keys = {"ref": _key(paid.contract_ref), "po": _key(paid.po_number), "division": _division(paid.category_code)}
    paid = paid.mutate(**keys, known_id=known_id)
    by = {"ref": {"ref": "ref"}, "po": {"po": "ref"}, "both": {"known_id": "supplier_id", "division": "division"},
          "payee": {"known_id": "supplier_id"}}  # fmt: skip
    for name, keys in by.items():
        paid = _beside(paid, live, name, keys)
    ends = [_still(paid, paid[f"{name}_ends"]) for name in by]
    under = [ibis.ifelse(end.notnull(), paid[f"{name}_under"], ibis.null(bool))
             for end, name in zip(ends, by, strict=True)]  # fmt: skip
    named = paid.framework_ref.notnull() & ~paid.framework_ref.re_search(NONE)
    # A reference leads to its contract, whether or not the register says when that ends.
    referred = paid.ref_under.fill_null(False) | paid.po_under.fill_null(False)
    paid = paid.mutate(
        contestable_on=ibis.coalesce(*ends),
        names_framework=named.fill_null(False) | referred | ibis.coalesce(*under, False),
    )
    extra = [f"{name}_{what}" for name in by for what in ("ends", "under")]
    return paid.drop("ref", "po", "division", "known_id", *extra)


def says_framework(contracts: Table) -> BooleanValue:
    """Whether a contract's own row says that it is called off from a framework agreement."""
    named = contracts.framework.notnull() & ~contracts.framework.re_search(NONE)
    words = contracts.procedure.fill_null("") + " " + contracts.title.fill_null("")
    called = words.re_search(CALLED_OFF) & ~words.re_search(NOT_CALLED_OFF)
    return named.fill_null(False) | called


def _beside(paid: Table, live: Table, name: str, keys: dict[str, str]) -> Table:
    """`paid` with <name>_ends, the last end of the contracts of its key, and <name>_under: is any called off?"""
    told = live.filter(*(live[column].notnull() for column in keys.values()))
    if "ref" not in keys.values():
        told = told.filter(told.ends.notnull())
    found = told.group_by("institution_id", *keys.values()).aggregate(
        **{f"{name}_ends": told.ends.max(), f"{name}_under": told.under.cast("int8").max() == 1}
    )
    found = found.rename({f"{name}_{column}": column for column in ("institution_id", *keys.values())})
    on = [paid.institution_id == found[f"{name}_institution_id"]]
    on += [paid[ours] == found[f"{name}_{theirs}"] for ours, theirs in keys.items()]
    return paid.left_join(found, on).drop(*(f"{name}_{column}" for column in ("institution_id", *keys.values())))


def _still(paid: Table, ends: Value) -> Value:
    """`ends` unless the payment came later; a payment without a date may have come before."""
    return ibis.ifelse(paid.paid_on.isnull() | (ends >= paid.paid_on), ends, ibis.null("date"))


def _key(text: StringValue) -> StringValue:
    return text.upper().re_replace(r"[^A-Z0-9]", "").nullif("")


def _division(code: StringValue) -> StringValue:
    return ibis.ifelse(code == "unknown", ibis.null(str), code.substr(0, 2))
