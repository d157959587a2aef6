"""The sample network: five invented institutions, about 4,000 invented suppliers, three years of payments.

Places and postcodes are real (ATTRIBUTION.txt); everything else is made up, the same for the same seed, in the
shapes that real publishers use. The program has no knowledge of it: it reads the folder as it would any other.
"""

from pathlib import Path
from random import Random

from localspend.sample import contracts, ground, lists, registers, settings, suppliers
from localspend.sample.institutions import CARDS, INSTITUTIONS
from localspend.sample.ledgers import cards, council, homes, nhs, police, university
from localspend.sample.payments import Payment, spend
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
CONTRACTS = {"council": "contracts-register.csv", "police": "Contracts register.xlsx"}
FEWEST = 360


def write(folder: Path, *, seed: int = 20260101, scale: float = 1.0) -> Truth:
    """Write a network into `folder` (made if need be) and return what it really holds.

    scale is the share of the payments; suppliers, files and faults stay. The same seed and scale give the same bytes.
    """
    made = suppliers.invent(Random(f"{seed} suppliers"), ground.postcodes())
    folder.mkdir(parents=True, exist_ok=True)
    settings.write(folder, SUPPLIER_LISTS)
    registers.write(folder / "registers", Random(f"{seed} registers"), made)
    truth = Truth()
    for kind, institution in INSTITUTIONS.items():
        rng = Random(f"{seed} {kind}")
        many = max(round(institution.payments * scale), FEWEST)
        paid = spend(rng, kind, made, many, institution.style)
        truth.institutions[institution.id] = _publish(folder / "sources" / institution.id, kind, paid, rng)
    rng = Random(f"{seed} cards")
    bought = spend(rng, "cards", made, max(round(CARDS * scale), FEWEST), "lower")
    council_id = INSTITUTIONS["council"].id
    cards.write(folder / "sources" / council_id, bought, truth.institutions[council_id], rng)
    return truth


def _publish(folder: Path, kind: str, paid: list[Payment], rng: Random) -> Account:
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
        rows = contracts.lines(rng, paid)
        contracts.write(folder / CONTRACTS[kind], rows)
        account.contracts, account.files = len(rows) - 1, account.files + 1
    return account
