"""How long a build takes, and how much memory.

What: the sample (about 250,000 payments) built from nothing, and built again when nothing changed; with `--large`
also a network of 3 million payments by 75,000 suppliers, four institutions and three years, against a register of
60,000 of them. Peer: none does the same work. How: whole commands (`localspend build`), imports and all; files are
made first and not timed; memory is that of the process and those it starts.
"""

import argparse
import shutil
from itertools import accumulate
from pathlib import Path
from random import Random

from benchmarks.measure import WORK, localspend, say
from localspend import sample
from localspend.sample import ground
from localspend.sample.institutions import INSTITUTIONS
from localspend.sample.settings import area, institution, listed, quoted

PAYMENTS, SUPPLIERS, REGISTERED = 3_000_000, 75_000, 60_000
BUYERS = list(INSTITUTIONS.values())[:4]
MONTHS = [(year, month) for year in (2023, 2024, 2025) for month in range(1, 13)]
FIRST = ("Arden", "Bourne", "Calthorpe", "Digby", "Elmdon", "Farley", "Gosta", "Holte", "Inkford", "Jaffray")
SECOND = (
    "Joinery",
    "Catering",
    "Systems",
    "Paper",
    "Cleaning",
    "Transport",
    "Interiors",
    "Training",
    "Surveys",
    "Paving",
)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="also the network of 3 million payments")
    of_sample(WORK / "sample")
    if parser.parse_args().large:
        of_large(WORK / "large")


def of_sample(folder: Path) -> None:
    """From nothing, then unchanged."""
    if not (folder / "network.toml").is_file():
        sample.write(folder)
    forget(folder)
    cold = localspend("build", folder)
    say("sample, from nothing", f"{cold.seconds:.1f} s, {cold.memory / 2**20:,.0f} MiB", hoped="under 60 s")
    again = localspend("build", folder)
    say("sample, nothing changed", f"{again.seconds:.2f} s", hoped="under 3 s")


def of_large(folder: Path) -> None:
    """From nothing."""
    if not (folder / "whole").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        write_large(folder)
    forget(folder)
    cold = localspend("build", folder)
    say(f"{PAYMENTS:,} payments", f"{cold.seconds:.0f} s, {cold.memory / 2**20:,.0f} MiB", hoped="under 4,096 MiB")


def forget(folder: Path) -> None:
    """Remove what earlier builds left."""
    for name in ("snapshots", ".cache"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / "current").unlink(missing_ok=True)


def write_large(folder: Path) -> None:
    """The large network: a ledger a month and institution, some suppliers paid far more often than others."""
    rng = Random("large")
    names = [f"{FIRST[n % 10]} {SECOND[n // 10 % 10]} {n:05} {'Ltd' if n % 3 else 'Limited'}" for n in range(SUPPLIERS)]
    often = list(accumulate(1 / (rank + 20) for rank in range(SUPPLIERS)))
    write_settings(folder)
    write_register(folder / "registers", names[:REGISTERED], rng)
    rows = PAYMENTS // (len(BUYERS) * len(MONTHS)) + 1
    left = PAYMENTS
    for buyer in BUYERS:
        target = folder / "sources" / buyer.id
        target.mkdir(parents=True)
        for year, month in MONTHS:
            paid = rng.choices(names, cum_weights=often, k=min(rows, left))
            left -= len(paid)
            write_ledger(target / f"{year}-{month:02}.csv", paid, year, month, rng)
    (folder / "whole").touch()


def write_ledger(path: Path, paid: list[str], year: int, month: int, rng: Random) -> None:
    """One month of one institution."""
    with path.open("w", encoding="utf-8") as file:
        file.write("Payment Date,Supplier Name,Amount,Department,Expense Type,Transaction Number\n")
        for n, name in enumerate(paid):
            pounds = rng.lognormvariate(7, 1.5)
            day = rng.randint(1, 28)
            file.write(
                f"{day:02}/{month:02}/{year},{name},{pounds:.2f},Services,{name.split()[1]},{year}{month:02}{n:06}\n"
            )


def write_register(folder: Path, names: list[str], rng: Random) -> None:
    """A slice of Companies House's columns, at real postcodes."""
    places = ground.postcodes()
    folder.mkdir(parents=True)
    with (folder / "companies.csv").open("w", encoding="utf-8") as file:
        file.write(
            "CompanyName,CompanyNumber,RegAddress.PostCode,CompanyCategory,CompanyStatus,Accounts.AccountCategory\n"
        )
        for n, name in enumerate(names):
            postcode = rng.choice(places[rng.choices(ground.TIERS, (1, 3, 3, 6))[0]])
            legal = name.upper().removesuffix(" LTD").removesuffix(" LIMITED") + " LIMITED"
            file.write(f"{legal},{96_000_000 + n},{postcode},Private Limited Company,Active,MICRO ENTITY\n")


def write_settings(folder: Path) -> None:
    """network.toml and the sample's places."""
    shutil.copytree(ground.PLACES, folder / "places")
    parts = [f"name = {quoted('A large network (invented)')}\n", *(institution(buyer, None) for buyer in BUYERS)]
    parts += [
        area(ground.TIERS[0], "East Birmingham", "wards", ground.EAST),
        area(ground.TIERS[1], "Birmingham", "districts", [ground.BIRMINGHAM]),
        f"[reference]\ncovers = {listed([*ground.TIERS[:2], 'rest-of-uk'])}\n",
    ]
    (folder / "network.toml").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
