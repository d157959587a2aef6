"""The call list: for each institution ten categories that leak, local suppliers to ring, the next date, whom to ask.

A category is on it when a local supplier of it is known: first those that a peer institution already pays, then, where
there are fewer than ten, those for which a local firm seems able by what its register or its other customers say. A
sole trader whose name is withheld is 'a sole trader' here: the peer that pays it knows the name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from localspend.insight.facts.counted import UNKNOWN
from localspend.reports import words
from localspend.reports.account import Account
from localspend.reports.grids import Column, Grid
from localspend.reports.grids_of_levers import happens, recurs
from localspend.reports.levers import Rows

CATEGORIES = 10
SUPPLIERS = 3
YEAR = 12
SHY = "A sole trader or partnership"


@dataclass(frozen=True)
class Supplier:
    """Somebody to ring. `peer` already pays it (`paid` pounds, last on `last`); `evidence` says why it seems able."""

    name: str
    where: str
    size: str
    peer: str = ""
    paid: Decimal | None = None
    last: date | None = None
    evidence: str = ""


@dataclass(frozen=True)
class Entry:
    """One category: what leaves (pounds of all the files; a year where they cover twelve months), and what to do."""

    category: str
    code: str
    leaves: Decimal
    movable: Decimal | None
    a_year: Decimal | None
    proven: bool
    suppliers: tuple[Supplier, ...]
    next_on: date | None
    next_says: str

    @property
    def part(self) -> Decimal | None:
        """The share of what leaves that could be paid to others."""
        return self.movable / self.leaves if self.movable is not None and self.leaves > 0 else None

    @property
    def peers(self) -> list[str]:
        """The institutions to ask, each once."""
        return list(dict.fromkeys(one.peer for one in self.suppliers if one.peer))


@dataclass(frozen=True)
class Sheet:
    """One institution's page."""

    institution_id: str
    institution: str
    months: int
    first: date | None
    last: date | None
    entries: tuple[Entry, ...]


Covered = tuple[int, date | None, date | None]
UNCOVERED: Covered = (0, None, None)


def sheets(account: Account) -> list[Sheet]:
    """A page for each institution of the network, in its order."""
    covered = _covered(account)
    return [
        Sheet(one, name, *covered.get(name, UNCOVERED), tuple(_entries(account, one, covered.get(name, UNCOVERED)[0])))
        for one, name in account.names.institutions.items()
    ]


def _covered(account: Account) -> dict[str, Covered]:
    """Institution -> months with payments, first day, last day."""
    rows, found = account.grids["Coverage"].dicts(), {}
    for name in {row["Institution"]: None for row in rows}:
        mine = [row for row in rows if row["Institution"] == name and row["Year"] is not None]
        days = [row[key] for row in mine for key in ("First payment", "Last payment") if row[key]]
        months = sum(row["Months with payments"] for row in mine)
        found[name] = (months, min(days, default=None), max(days, default=None))
    return found


def _entries(account: Account, institution: str, months: int) -> list[Entry]:
    """Ten at most: proven before able, and of each the most pounds that could be moved first."""
    leaks, proven = _leaks(account, institution), _proven(account, institution)
    with_peer = [code for code in leaks if code in proven]
    able_only = [code for code in leaks if code not in proven and code in account.levers.able]
    kept = [*with_peer, *able_only][:CATEGORIES]
    return [_entry(account, institution, code, leaks[code], proven.get(code), months) for code in kept]


Leak = tuple[Decimal, Decimal | None]


def _leaks(account: Account, institution: str) -> dict[str, Leak]:
    """Category -> pounds that leave the innermost area and those that could be moved; the most to move first.

    Where nothing is known of any pound's influence, what leaves decides the order, and nothing is said of moving.
    """
    inner = account.names.area_ids[:1]
    rows = [
        row for row in account.levers.of("leakage")
        if row["institution_id"] == institution and row["tier"] in inner and row["amount"] > 0
        and row["category_code"] != UNKNOWN
    ]  # fmt: skip
    judged = any(
        row["institution_id"] == institution and row["influence"] != UNKNOWN for row in account.levers.of("influence")
    )
    if judged:
        rows = [row for row in rows if row["amount_influenceable"] > 0]
    rows.sort(key=lambda row: (-row["amount_influenceable"], -row["amount"], row["category_code"]))
    return {row["category_code"]: (row["amount"], row["amount_influenceable"] if judged else None) for row in rows}


def _proven(account: Account, institution: str) -> dict[str, Rows]:
    """Category -> payees that peers pay, nearest first; those of the outermost area follow those of the innermost."""
    found: dict[str, Rows] = {}
    seen: set[tuple[Any, ...]] = set()
    for row in (*account.levers.of("peer-proven"), *account.levers.wider):
        key = (row["category_code"], row["supplier_id"] or row["supplier"], row["peer_id"])
        if row["institution_id"] == institution and key not in seen:
            seen.add(key)
            found.setdefault(row["category_code"], []).append(row)
    tiers = account.names.tiers
    for rows in found.values():
        rows.sort(key=lambda r: (tiers.index(r["tier"]) if r["tier"] in tiers else len(tiers), -r["peer_paid"],
                                 r["supplier"]))  # fmt: skip
    return found


def _entry(account: Account, institution: str, code: str, leak: Leak, proven: Rows | None, months: int) -> Entry:
    suppliers = [_paid_by_peer(account, row) for row in _distinct(proven)] if proven else []
    if not suppliers:
        suppliers = [_seems_able(account, row) for row in account.levers.able[code]]
    next_on, says = _next(account, institution, code)
    leaves, movable = leak
    a_year = (leaves * YEAR / months).quantize(Decimal("0.01")) if months >= YEAR else None
    return Entry(
        words.category(code), code, leaves, movable, a_year, bool(proven), tuple(suppliers[:SUPPLIERS]), next_on, says
    )


def _distinct(rows: Rows) -> Rows:
    """Each payee once, with the peer that pays it most; masked ones of a peer look alike and are one line."""
    best: dict[Any, dict[str, Any]] = {}
    for row in rows:
        key = row["supplier_id"] or (row["supplier"], row["peer_id"])
        if key not in best or row["peer_paid"] > best[key]["peer_paid"]:
            best[key] = row
    return list(best.values())


def _paid_by_peer(account: Account, row: Mapping[str, Any]) -> Supplier:
    return Supplier(
        _shown(row), _where(account, row), words.size(row["size"]), account.names.institution(row["peer_id"]),
        row["peer_paid"], row["last_paid_on"],
    )  # fmt: skip


def _seems_able(account: Account, row: Mapping[str, Any]) -> Supplier:
    evidence = words.ABLE.get(row["basis"], words.spoken(row["basis"]))
    return Supplier(_shown(row), _where(account, row), words.size(row["size"]), evidence=evidence)


def _shown(row: Mapping[str, Any]) -> str:
    """A payee without an id is one whose name is withheld."""
    return str(row["supplier"]) if row["supplier_id"] else SHY


def _where(account: Account, row: Mapping[str, Any]) -> str:
    """Ward and area, where both are known; the ward alone where it is in the innermost area."""
    ward = account.levers.wards.get(row["supplier_id"] or "")
    area = account.names.tier(row["tier"])
    if ward and row["tier"] in account.names.area_ids[:1]:
        return ward
    return f"{ward}, {area}" if ward else area


def _next(account: Account, institution: str, code: str) -> tuple[date | None, str]:
    """The next date of this category at this institution: a contract's end before the rhythm of payments.

    A register seldom gives a category: its contract stands for what the institution mainly pays that payee for.
    """
    rows = [
        row for row in account.levers.of("pipeline")
        if row["institution_id"] == institution and row["bought"] == code
    ]  # fmt: skip
    if not rows:
        return None, "No date is known: ask when it is next bought"
    row = min(rows, key=lambda r: (recurs(r), r["next_date"], -(r["amount"] or 0), r["title"] or ""))
    if recurs(row):
        return row["next_date"], f"the next payment is due, by its rhythm of {row['period_days']} days"
    says, of = happens(row), f" ({row['supplier']})" if row["supplier"] else ""
    return row["next_date"], f"{says[:1].lower()}{says[1:]}{': ' + row['title'] if row['title'] else ''}{of}"


def grid(pages: Sequence[Sheet]) -> Grid:
    """The call list as a sheet of the workbook: a row a supplier."""
    heads = (
        Column("Institution"), Column("What leaves"), Column("CPV code"), Column("Leaves in all", "pounds"),
        Column("Of that, could be paid to others", "pounds"), Column("Leaves a year", "pounds"),
        Column("Supplier to ring"), Column("Where it is"), Column("Size"), Column("Why it is here"),
        Column("Already paid by"), Column("Paid by that peer", "pounds"), Column("Last paid", "date"),
        Column("Next date", "date"), Column("What happens then"), Column("Whom to ask"),
    )  # fmt: skip
    made = [
        (page.institution, entry.category, entry.code, entry.leaves, entry.movable, entry.a_year, one.name, one.where,
         one.size, "A peer pays it" if one.peer else one.evidence, one.peer, one.paid, one.last, entry.next_on,
         entry.next_says, f"{one.peer}: how they buy from them" if one.peer else "")
        for page in pages for entry in page.entries for one in entry.suppliers
    ]  # fmt: skip
    note = "A year is given where the files of the institution cover twelve months or more."
    empty = "Nothing that leaves was found for which a local supplier is known."
    return Grid("Call list", "Whom to ring, for each institution and what leaves it", heads, made, note, empty)
