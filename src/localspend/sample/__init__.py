"""The sample network: five invented institutions, about 4,000 invented suppliers, three years of payments.

Places and postcodes are real (ATTRIBUTION.txt); everything else is made up, the same for the same seed, in the
shapes that real publishers use. The program has no knowledge of it: it reads the folder as it would any other.
"""

from pathlib import Path
from random import Random

from localspend.sample import contracts, ground, lists, notices, planted, planting, registers, settings, suppliers
from localspend.sample.institutions import CARDS, INSTITUTIONS
from localspend.sample.ledgers import cards, council, homes, nhs, police, university
from localspend.sample.payments import Payment, spend
from localspend.sample.planted import Planted
from localspend.sample.suppliers import Supplier
from localspend.sample.truth import Account, Truth

#: Kind -> the ledger's writer; the institution's own supplier list; its register of contracts.
LEDGERS = {
    "council": council.write,
    "nhs": nhs.write,
    "university": university.write,
    "police": police.write,
    "housing-association": homes.write,
}
SUPPLIER_LISTS = {"university": "supplier list.xlsx", "housing-association": "supplier-list.csv"}
CONTRACTS = {
    "council": "contracts-register.csv",
    "university": "contracts register.csv",
    "police": "Contracts register.xlsx",
}
FEWEST = 360


def write(folder: Path, *, seed: int = 20260101, scale: float = 1.0) -> Truth:
    """Write a network into `folder` (made if need be) and return what it really holds.

    scale is the share of the payments; suppliers, files, faults and what is planted stay. The same seed and scale give
    the same bytes.
    """
    made, plan = invent(seed)
    folder.mkdir(parents=True, exist_ok=True)
    registers.write(folder / "registers", Random(f"{seed} registers"), [*made, *plan.suppliers])
    truth = Truth(planted=plan)
    for kind, institution in INSTITUTIONS.items():
        rng = Random(f"{seed} {kind}")
        paid = ledger(rng, kind, made, plan, scale=scale)
        at = folder / "sources" / institution.id
        account = truth.institutions[institution.id] = _publish(at, kind, paid, rng, plan)
        truth.notices[institution.id] = notices.write(at / notices.FILE, Random(f"{seed} {kind} notices"), kind, paid)
        account.files += 1
    rng = Random(f"{seed} cards")
    council_id = INSTITUTIONS["council"].id
    bought = ledger(rng, "cards", made, plan, scale=scale)
    cards.write(folder / "sources" / council_id, bought, truth.institutions[council_id], rng)
    settings.write(folder, SUPPLIER_LISTS, plan)
    return truth


def invent(seed: int) -> tuple[list[Supplier], Planted]:
    """The suppliers of a seed, and what is planted with suppliers of its own."""
    places = ground.postcodes()
    made = suppliers.invent(Random(f"{seed} suppliers"), places)
    return made, planted.plan(Random(f"{seed} planted"), made, places)


def ledger(rng: Random, kind: str, made: list[Supplier], plan: Planted, *, scale: float) -> list[Payment]:
    """Every payment of a ledger, in order of date: drawn at random, then what is planted."""
    many, style = CARDS, "lower"
    if kind in INSTITUTIONS:
        many, style = INSTITUTIONS[kind].payments, INSTITUTIONS[kind].style
    drawn = spend(rng, kind, made, max(round(many * scale), FEWEST), style, plan)
    return planting.plant(rng, kind, drawn, style, plan)


def _publish(folder: Path, kind: str, paid: list[Payment], rng: Random, plan: Planted) -> Account:
    """Write what one institution publishes or hands over."""
    account = Account()
    if kind in SUPPLIER_LISTS:
        lists.number(paid)
    LEDGERS[kind](folder, paid, account)
    if kind in SUPPLIER_LISTS:
        rows = lists.lines(paid)
        lists.write(folder / SUPPLIER_LISTS[kind], rows)
        account.listed_suppliers, account.files = len(rows) - 1, account.files + 1
    if kind in CONTRACTS:
        rows = contracts.lines(rng, kind, paid, plan)
        contracts.write(folder / CONTRACTS[kind], rows)
        account.contracts, account.files = len(rows) - 1, account.files + 1
    return account
