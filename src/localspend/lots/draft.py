"""A first requirement from what an institution paid in a year under a contract that ends: for an officer to correct.

A ledger knows pounds by department, category and description, seldom sites and never lots; so the units are only as
fine as those tell apart, and the file says what was assumed. Credits are netted against what they correct.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import ibis
from ibis import Table

from localspend.errors import InputError, UsageError
from localspend.insight.answer import last_day
from localspend.insight.facts.counted import UNKNOWN
from localspend.insight.rhythms.recurring import months_later
from localspend.lots import draft_words
from localspend.lots.requirement import Unit
from localspend.suppliers.mask import hidden
from localspend.tables import MONEY
from localspend.tables.contracts import COLUMNS

#: What a ledger may tell units apart by, in the order of how often it is a site or a service.
BY = ("department", "category_text", "description")
#: More units than this are no draft that a person corrects.
MOST_UNITS = 60
#: Payments that a unit has at least on average: what is new in every payment is a number, not a site.
LEAST_PAYMENTS = 2
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """title, CPV code ('' where nobody knows it), units, what the reader has to know, and the bases of the amounts."""

    title: str
    category: str
    units: tuple[Unit, ...]
    notes: tuple[str, ...]
    bases: tuple[str, ...] = ()

    def toml(self) -> str:
        """As REQUIREMENT.toml, what was assumed as comments."""
        return draft_words.toml(self.title, self.category, self.units, self.notes, self.bases)


def ending(contracts: Table, payments: Table, *, months: int = 24) -> Table:
    """The contracts that end within so many months of the last payment, the soonest first, with the year's pounds."""
    as_of = last_day(payments)
    ends = ibis.greatest(contracts.end_on, contracts.extension_to)
    due = contracts.filter(ends >= as_of, ends <= months_later(as_of, months), contracts.supplier_id.notnull())
    due = due.mutate(ends=ends, division=due.category_code.fill_null(UNKNOWN)[0:2])
    paid = _year(payments, as_of).mutate(division=payments.category_code.fill_null(UNKNOWN)[0:2])
    keys = ("institution_id", "supplier_id", "division")
    paid = paid.group_by(*keys).aggregate(paid_in_year=paid.amount.sum().cast(MONEY))
    rows = due.inner_join(paid, keys).filter(lambda t: t.paid_in_year > 0)
    rows = rows.select(
        "contract_id", "contract_ref", "institution_id", "title", "supplier_shown", "ends", "paid_in_year"
    )
    return rows.distinct().order_by("ends", "contract_id")


def draft(contracts: Table, payments: Table, suppliers: Table, contract: Row) -> Draft:
    """The draft for a contract as `registered` or `unregistered` gives it. Raises InputError."""
    name = contract["contract_ref"] or contract["contract_id"] or contract["supplier_id"]
    mine = payments.filter(payments.institution_id == contract["institution_id"])
    as_of = last_day(mine)
    year = _year(mine, as_of)
    paid, basis = _paid(year, contract)
    kind = suppliers.filter(suppliers.supplier_id == contract["supplier_id"]).select("kind").to_pyarrow().to_pylist()
    masked = bool(kind) and kind[0]["kind"] in hidden()
    rows = _rows(paid, BY[:2] if masked else BY)
    if not rows:
        raise InputError(
            "no payment of its payee was found in the last year of the ledger", where=name,
            todo="Write the units by hand: docs/lots.md has an example",
        )  # fmt: skip
    by = _told_apart(rows)
    units, left = _units(rows, by)
    if not units:
        raise InputError("credits outweigh every payment of the year", where=name, todo="Write the units by hand")
    bases = _bases(paid)
    first = mine.filter(mine.paid_on.notnull()).paid_on.min().to_pyarrow().as_py()
    notes = [*draft_words.about(contract, as_of, basis), *draft_words.held(first, as_of)]
    notes += [*draft_words.divided(by, units), *left, *draft_words.basis(bases)]
    notes += draft_words.others(_others(contracts, contract))
    title = " ".join((contract["title"] or name).split())
    return Draft(title, _category(contract, paid), tuple(units), tuple(notes), tuple(bases))


def registered(contracts: Table, wanted: str, institution: str | None = None) -> Row:
    """The row of a contract, by the register's reference or contract_id. Raises InputError, UsageError."""
    named = (contracts.contract_id == wanted) | (contracts.contract_ref.upper() == wanted.upper())
    found = contracts.filter(named)
    if institution:
        found = found.filter(found.institution_id == institution)
    rows = found.order_by("institution_id", "contract_id").to_pyarrow().to_pylist()
    if not rows:
        todo = "`localspend lots draft DIR` lists the contracts that end soon"
        raise InputError("no contract of the registers has this number", where=wanted, todo=todo)
    if len({(row["institution_id"], row["supplier_id"]) for row in rows}) > 1:
        these = "; ".join(f"{row['contract_id']} ({row['institution_id']}, {row['supplier_shown']})" for row in rows)
        raise UsageError(
            "several contracts have this number", where=wanted, todo=f"Say --institution, or its id: {these}"
        )
    if rows[0]["supplier_id"] is None:
        todo = "Say who it is with `localspend decide`, or write the units by hand"
        raise InputError("nobody knows which payee has this contract", where=wanted, todo=todo)
    first: Row = rows[0]
    return first


def unregistered(suppliers: Table, payee: str, institution: str, category: str | None = None) -> Row:
    """What is paid to a payee without a contract that a register tells of, as a row of contracts. Raises InputError."""
    found = suppliers.filter(suppliers.supplier_id == payee).select("name_shown").to_pyarrow().to_pylist()
    if not found:
        todo = "`localspend insight top-suppliers DIR --json` gives ids"
        raise InputError("no payee has this id", where=payee, todo=todo)
    told = {"institution_id": institution, "supplier_id": payee, "supplier_shown": found[0]["name_shown"]}
    return {**dict.fromkeys(COLUMNS), **told, "category_code": category}


def _year(payments: Table, as_of: date) -> Table:
    since = payments.paid_on > months_later(as_of, -12)
    return payments.filter(payments.status == "counted", payments.paid_on <= as_of, since)


def _paid(year: Table, contract: Row) -> tuple[Table, str]:
    """The payments of a contract: those that name it, else its payee's in its category, else all of its payee's."""
    if contract["contract_ref"]:
        named = year.filter(year.contract_ref == contract["contract_ref"])
        if _many(named):
            return named, "the payments that name the contract"
    payee = year.filter(year.supplier_id == contract["supplier_id"])
    code = contract["category_code"] or UNKNOWN
    if code != UNKNOWN:
        alike = payee.filter(payee.category_code[0:2] == code[0:2])
        if _many(alike):
            return alike, "its payee's payments of the same kind (CPV division), for no payment names the contract"
    return payee, "all its payee's payments, for none names the contract or is of a kind known to be the same"


def _rows(paid: Table, by: Sequence[str]) -> list[Row]:
    columns = {name: paid[name].fill_null("").strip() if name in by else ibis.literal("") for name in BY}
    told = paid.mutate(**columns)
    rows = told.group_by(*BY).aggregate(amount=told.amount.sum().cast(MONEY), payments=told.count())
    return list(rows.order_by(*BY).to_pyarrow().to_pylist())


def _told_apart(rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns that tell the most units apart which a person can still correct; none where nothing does."""
    payments = sum(row["payments"] for row in rows)
    best: tuple[int, tuple[str, ...]] = (1, ())
    for many in (1, 2, 3):
        for by in combinations(BY, many):
            groups = len({tuple(row[name] for name in by) for row in rows})
            if best[0] < groups <= min(MOST_UNITS, payments // LEAST_PAYMENTS):
                best = (groups, by)
    return best[1]


def _units(rows: Sequence[Row], by: Sequence[str]) -> tuple[list[Unit], list[str]]:
    """A unit for each value of `by` with pounds; and what was left out."""
    worth: dict[tuple[str, ...], Decimal] = {}
    for row in rows:
        key = tuple(row[name] for name in by)
        worth[key] = worth.get(key, Decimal(0)) + row["amount"]
    units: list[Unit] = []
    left = []
    for key, amount in worth.items():
        told = dict(zip(by, key, strict=True))
        if amount <= 0:
            left.append(f"Left out, for credits outweigh payments: {_named(told)} (£{amount:,.2f}).")
            continue
        service = told.get("category_text") or told.get("description") or ""
        units.append(Unit(_fresh(_slug(key), units), amount, _postcode(told), service))
    return units, left


def _named(told: Mapping[str, str]) -> str:
    return ", ".join(value or f"no {name.replace('_', ' ')}" for name, value in told.items()) or "all"


def _slug(key: Sequence[str]) -> str:
    plain = unicodedata.normalize("NFKD", " ".join(key)).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))[:48].strip("-") or "whole"


def _fresh(slug: str, units: Sequence[Unit]) -> str:
    taken = {unit.id for unit in units}
    names: Iterator[str] = (slug if n == 1 else f"{slug}-{n}" for n in range(1, len(units) + 2))
    return next(name for name in names if name not in taken)


def _postcode(told: Mapping[str, str]) -> str:
    """A postcode within the department or the description, as a site's often has."""
    found = POSTCODE.search(" ".join((told.get("department", ""), told.get("description", ""))).upper())
    return found[0] if found else ""


def _category(contract: Row, paid: Table) -> str:
    code = contract["category_code"] or UNKNOWN
    if code != UNKNOWN:
        return str(code)
    known = paid.filter(paid.category_code.notnull(), paid.category_code != UNKNOWN).group_by("category_code")
    most = known.aggregate(lambda t: t.amount.sum().cast(MONEY).name("amount"))
    rows = most.order_by(ibis.desc("amount"), "category_code").limit(1).to_pyarrow().to_pylist()
    return str(rows[0]["category_code"]) if rows else ""


def _bases(paid: Table) -> list[str]:
    return sorted(row["amount_basis"] for row in paid.select("amount_basis").distinct().to_pyarrow().to_pylist())


def _others(contracts: Table, contract: Row) -> int:
    """Other contracts of the same payee, whose payments may be among these."""
    same = contracts.filter(
        contracts.institution_id == contract["institution_id"], contracts.supplier_id == contract["supplier_id"],
        contracts.contract_id != contract["contract_id"],
    )  # fmt: skip
    return _many(same.select("contract_id").distinct()) if contract["contract_id"] else 0


def _many(table: Table) -> int:
    return int(table.count().to_pyarrow().as_py())
