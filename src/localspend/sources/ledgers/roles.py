"""Which column is what: the words of its header and the values beneath it, weighed together for all columns at once.

Neither is trusted alone: a column headed "Supplier" full of numbers is a reference, and a misspelt or missing header
still finds its role through its values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from localspend.sources.ledgers import lexicon, money
from localspend.sources.ledgers.money import Money
from localspend.sources.ledgers.values import Profile

#: What a column must score to get a role.
ENOUGH = 3.5
TEXT_ROLES = tuple(role for role in lexicon.PHRASES if role != "vat")
#: Bases of dates, best first. An accounting period's end is better than an undated file, but only just.
DATE_ORDER = ("payment", "clearing", "posting", "ledger", "transaction", "invoice")


@dataclass(frozen=True)
class Roles:
    """columns: role -> column index. why: role -> reason. date_basis, amount_basis: as in the tables. stand_ins: other
    date columns with their basis, best first, for rows in which paid_on is blank. money: how to read the amounts.
    """

    columns: Mapping[str, int]
    why: Mapping[str, str] = field(default_factory=dict)
    date_basis: str | None = None
    amount_basis: str = "unknown"
    more_address: tuple[int, ...] = ()
    stand_ins: tuple[tuple[int, str], ...] = ()
    money: Money = field(default_factory=Money)


def assign(names: Sequence[str], profiles: Sequence[Profile], sample: Sequence[Sequence[str]]) -> Roles:
    """The roles of a payments ledger's columns; `sample` is some of its rows."""
    columns: dict[str, int] = {}
    why: dict[str, str] = {}
    chosen = money.choose(names, profiles, sample)
    columns.update(chosen.columns)
    why.update(chosen.why)
    when, stand_ins = _dates(names, profiles, set(columns.values()))
    columns.update({role: index for role, (index, _, _) in when.items()})
    why.update({role: reason for role, (_, _, reason) in when.items()})
    text = _texts(names, profiles, set(columns.values()) | set(chosen.spare))
    columns.update({role: index for role, (index, _) in text.items()})
    why.update({role: reason for role, (_, reason) in text.items()})
    return Roles(
        columns=columns,
        why=why,
        date_basis=when["paid_on"][1] if "paid_on" in when else None,
        amount_basis=chosen.basis,
        more_address=_more_address(names, columns, profiles),
        stand_ins=stand_ins,
        money=chosen,
    )


def _dates(
    names: Sequence[str], profiles: Sequence[Profile], taken: set[int]
) -> tuple[dict[str, tuple[int, str | None, str]], tuple[tuple[int, str], ...]]:
    """paid_on and invoice_date: (column, basis, reason); and the columns that stand in for a blank paid_on."""
    found: list[tuple[float, int, str, float]] = []
    for i, (name, profile) in enumerate(zip(names, profiles, strict=True)):
        if i in taken or not profile.count or profile.when < 0.4:
            continue
        basis, score = date_basis(name)
        if not score and profile.dates < 0.8:
            continue
        full = profile.dates + profile.serials
        rank = 0 if basis == "period" or full < 0.3 else len(DATE_ORDER) - DATE_ORDER.index(basis) + 1
        rank = min(rank, 1 if score else 0) if score < 5 and name else rank
        found.append((rank + score / 100 + full * profile.filled, i, basis, full))
    if not found:
        return {}, ()
    found.sort(key=lambda item: (-item[0], item[1]))
    _, index, basis, full = found[0]
    reason = f"the words name a {basis} date" if names[index] else "its values are dates"
    shown = None if basis == "period" else basis
    result: dict[str, tuple[int, str | None, str]] = {
        "paid_on": (index, shown, f"{reason}; {full:.0%} of its values are dates")
    }
    for _, other, other_basis, other_full in found[1:]:
        if other_basis == "invoice" and other_full >= 0.3 and "invoice_date" not in result:
            result["invoice_date"] = (other, None, f"an invoice date beside the {basis} date")
    spare = tuple((i, name) for rank, i, name, full in found[1:] if rank >= 2 and shown)
    return result, spare


def date_basis(name: str) -> tuple[str, float]:
    """The basis that a header's words give a date, and how surely; transaction where nothing is said."""
    scores = lexicon.scores(name)
    best = max(
        (
            (scores.get(f"date:{basis}", (0.0, ""))[0], -rank, basis)
            for rank, basis in enumerate((*DATE_ORDER, "period"))
        ),
    )
    return (best[2], best[0]) if best[0] >= 1.5 else ("transaction", best[0])


def _texts(names: Sequence[str], profiles: Sequence[Profile], taken: set[int]) -> dict[str, tuple[int, str]]:
    """The remaining roles, best first; each column and each role once."""
    offers = sorted(
        (
            (weigh(role, name, profile), role, i)
            for i, (name, profile) in enumerate(zip(names, profiles, strict=True))
            if i not in taken
            for role in TEXT_ROLES
        ),
        key=lambda offer: (-offer[0], offer[2]),
    )
    result: dict[str, tuple[int, str]] = {}
    used: set[int] = set()
    for score, role, i in offers:
        if score < ENOUGH:
            break
        if role not in result and i not in used:
            phrase = lexicon.scores(names[i]).get(role, (0.0, ""))[1]
            words = f"the words are like '{phrase}'" if phrase else "its values alone"
            result[role] = (i, f"{words} ({score:.1f}); {describe(profiles[i])}")
            used.add(i)
    if "supplier" not in result:
        result.update(_by_values(names, profiles, taken | used))
    if "supplier" not in result and "description" in result and profiles[result["description"][0]].legal >= 0.2:
        index, _ = result.pop("description")
        result["supplier"] = (index, "no header names the supplier; these details are names of companies")
    if (
        "supplier" not in result
        and "supplier_ref" in result
        and lexicon.score(names[result["supplier_ref"][0]], "supplier_ref") >= 9
    ):
        result["supplier"] = (result["supplier_ref"][0], "no column names the supplier: its number stands in")
    return result


def _by_values(names: Sequence[str], profiles: Sequence[Profile], taken: set[int]) -> dict[str, tuple[int, str]]:
    """The supplier, where no header names it: the column that most often holds organisations."""
    offers = [
        (p.organisations, i)
        for i, p in enumerate(profiles)
        if i not in taken and p.variety > 3 and p.letters > 0.6 and p.length < 60
    ]
    share, index = max(offers, default=(0.0, -1))
    least = 0.15 if not any(names) else 0.3
    reason = f"no header names the supplier; {share:.0%} of these values are organisations"
    return {"supplier": (index, reason)} if share >= least else {}


def weigh(role: str, name: str, profile: Profile) -> float:
    """How surely a column has a text role: its words' score, changed by what its values say."""
    score = lexicon.score(name, role)
    if not profile.count:
        return score * 0.5
    return max(0.0, score * _fit(role, profile) + _bonus(role, name, profile, score))


def _fit(role: str, p: Profile) -> float:
    """The factor by which the values beneath change the words' score."""
    if p.dates > 0.6 and role not in ("description", "category_text"):
        return 0.0
    if p.links > 0.5:
        return 0.0
    if role == "supplier":
        if p.flags > 0.5 or p.letters < 0.25:
            return 0.1
        return (0.35 if p.variety == 1 and p.count >= 20 else 1.0) * (0.5 if p.length > 70 else 1.0)
    if role == "institution":
        return (1.0 if p.variety <= max(3, 0.1 * p.count) and p.numbers < 0.7 else 0.2) * (1 if p.length > 5 else 0.75)
    if role == "department" and p.variety == 1 and p.count >= 20:
        return 0.5
    if role in ("supplier_size", "vcse"):
        return 1.0 if p.flags + p.sizes >= 0.3 else 0.25
    if role in ("department", "category_text"):
        return (0.5 if p.numbers + p.codes > 0.8 or p.letters < 0.3 else 1.0) * (0.4 if p.flags > 0.8 else 1.0)
    if role == "description":
        return (0.3 if p.letters < 0.25 else 1.0) * (0.3 if p.flags > 0.8 else 1.0)
    if role == "reference" and p.variety == 1 and p.count >= 20:
        return 0.2
    if role in ("reference", "supplier_ref", "po_number", "contract_ref", "framework_ref"):
        return (0.2 if p.decimals > 0.5 else 1.0) * (0.4 if p.flags > 0.9 else 1.0)
    needed = {
        "supplier_postcode": p.postcodes,
        "company_number": max(p.companies, p.charities),
        "charity_number": p.charities,
        "vat_number": p.vats,
    }
    if role in needed:
        return 1.0 if needed[role] >= 0.3 else 0.35
    if role == "supplier_address":
        return 0.2 if p.numbers > 0.6 or p.flags > 0.6 else 1.0
    return 1.0


def _bonus(role: str, name: str, p: Profile, score: float) -> float:
    """What the values add by themselves; a column without a name has only them."""
    if role == "supplier" and p.letters > 0.5 and p.numbers < 0.3 and p.length < 60:
        return (3 * p.organisations if score else 0.0) + (
            4 * p.organisations + min(p.distinct, 0.3) if not name and p.variety > 3 else 0.0
        )
    if role == "supplier_postcode" and p.postcodes > 0.8 and p.length < 10:
        return 5.0
    if role == "supplier_ref" and p.numbers > 0.8 and p.decimals < 0.1 and lexicon.score(name, "supplier") >= 9:
        return 8.0
    if role == "category_text" and not score and _describes_a_category(name):
        return 5.0 if p.letters > 0.6 and p.distinct < 0.25 and p.length < 40 and p.count > 20 else 0.0
    if role == "department" and not name and p.letters > 0.8 and p.variety > 1 and p.distinct < 0.3:
        return 3.6
    if role == "category_text" and not name and p.letters > 0.8 and p.variety > 1 and p.distinct < 0.5:
        return 3.55
    return 0.0


def _describes_a_category(name: str) -> bool:
    """True for a description that is of nothing else that we know."""
    return "description" in lexicon.words(name).split() and lexicon.score(name, "department") < 5


def _more_address(names: Sequence[str], columns: Mapping[str, int], profiles: Sequence[Profile]) -> tuple[int, ...]:
    """Further columns of the address: line 2, town, county."""
    if "supplier_address" not in columns:
        return ()
    used = set(columns.values())
    return tuple(
        i
        for i, (name, profile) in enumerate(zip(names, profiles, strict=True))
        if i not in used and weigh("supplier_address", name, profile) >= 5
    )


def describe(profile: Profile) -> str:
    """A profile in words."""
    if not profile.count:
        return "it is empty"
    for share, what in (
        (profile.dates, "dates"),
        (profile.decimals, "amounts"),
        (profile.numbers, "numbers"),
        (profile.postcodes, "postcodes"),
        (profile.organisations, "names of organisations"),
        (profile.letters, "words"),
    ):
        if share >= 0.5:
            return f"{share:.0%} of its values are {what}"
    return "its values are mixed"
