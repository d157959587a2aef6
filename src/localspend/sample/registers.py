"""The register: Companies House's own 55 columns (its stray blanks in the header too), and a list of public bodies."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from localspend.sample import words
from localspend.sample.ground import TIERS
from localspend.sample.suppliers import KINDS, Supplier
from localspend.sample.trades import TRADES

_HEAD = """
CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1, RegAddress.AddressLine2,
RegAddress.PostTown,RegAddress.County,RegAddress.Country,RegAddress.PostCode,CompanyCategory,CompanyStatus,
CountryOfOrigin,DissolutionDate,IncorporationDate,Accounts.AccountRefDay,Accounts.AccountRefMonth,
Accounts.NextDueDate,Accounts.LastMadeUpDate,Accounts.AccountCategory,Returns.NextDueDate,Returns.LastMadeUpDate,
Mortgages.NumMortCharges,Mortgages.NumMortOutstanding,Mortgages.NumMortPartSatisfied,Mortgages.NumMortSatisfied,
SICCode.SicText_1,SICCode.SicText_2,SICCode.SicText_3,SICCode.SicText_4,LimitedPartnerships.NumGenPartners,
LimitedPartnerships.NumLimPartners,URI,"""
HEADER = [
    *_HEAD.replace("\n", "").rstrip(",").split(","),
    *(f"PreviousName_{n}.{end}" for n in range(1, 11) for end in ("CONDATE", " CompanyName")),
    "ConfStmtNextDueDate",
    " ConfStmtLastMadeUpDate",
]
ACCOUNTS = {
    "micro": ("MICRO ENTITY", "MICRO ENTITY", "MICRO ENTITY", "TOTAL EXEMPTION FULL", "NO ACCOUNTS FILED"),
    "small": ("SMALL", "TOTAL EXEMPTION FULL", "UNAUDITED ABRIDGED"),
    "medium": ("MEDIUM", "MEDIUM", "FULL"),
    "large": ("FULL", "GROUP"),
}
ABROAD = ("GERMANY", "UNITED STATES", "NETHERLANDS", "FRANCE")
#: Companies in the register that nobody pays: some share a name with a payee.
BYSTANDERS = 300
PARTS = 2


def write(folder: Path, rng: Random, suppliers: Sequence[Supplier]) -> None:
    """Write the register in zipped parts, as it is published, and the public bodies."""
    folder.mkdir(parents=True)
    rows = sorted((company(rng, s) for s in (*suppliers, *bystanders(rng, suppliers)) if s.number), key=lambda r: r[0])
    step = -(-len(rows) // PARTS)
    for part in range(PARTS):
        name = f"BasicCompanyData-2026-01-01-part{part + 1}_{PARTS}"
        text = io.StringIO()
        csv.writer(text).writerow(HEADER)
        csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows[part * step : (part + 1) * step])
        with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
            archive.writestr(zipfile.ZipInfo(f"{name}.csv"), text.getvalue(), zipfile.ZIP_DEFLATED)
    write_bodies(folder / "public-bodies.csv", (s for s in suppliers if s.kind == "public-body"))


def write_bodies(path: Path, bodies: Iterable[Supplier]) -> None:
    """The list of public bodies: name, identifier, kind, postcode."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["name", "identifier", "kind", "postcode"])
        lines.writerows([b.name, f"XI-SAMPLE-{n:03}", "local-authority", b.postcode] for n, b in enumerate(bodies, 1))


def bystanders(rng: Random, suppliers: Sequence[Supplier]) -> list[Supplier]:
    """Companies that were never paid; a tenth are the dissolved namesakes of ones that were."""
    companies = rng.sample([s for s in suppliers if s.kind == "company"], BYSTANDERS)
    made = []
    for n, other in enumerate(companies):
        name = other.name if n % 10 == 0 else f"{rng.choice(words.INITIALS)}{rng.choice(words.INITIALS)} {other.name}"
        at = companies[n - 1]
        number = f"96{n:06d}"
        made.append(
            Supplier(name, "company", number, other.trade, at.tier, "micro", at.postcode, at.postcode, "", n % 10 == 0)
        )
    return made


def company(rng: Random, supplier: Supplier) -> list[str]:
    """One line of the register."""
    began = date(1975, 1, 1) + timedelta(rng.randrange(17_000))
    ended = _day(date(2025, 3, 1) + timedelta(rng.randrange(280))) if supplier.dissolved else ""
    area = supplier.registered.rstrip("0123456789 ").rstrip() if supplier.registered else ""
    town = words.TOWNS.get("".join(c for c in area.split(" ")[0] if c.isalpha()), "INVENTED TOWN")
    abroad = supplier.tier not in TIERS
    category = "Public Limited Company" if supplier.name.endswith(" PLC") else KINDS[supplier.kind][2]
    trade = TRADES.get(supplier.trade)
    previous = [_day(date(2018, 1, 1) + timedelta(rng.randrange(2400))), supplier.previous.upper()]
    return [
        supplier.name.upper(),
        supplier.number,
        "",
        "",
        f"{rng.randrange(1, 200)} INVENTED {rng.choice(words.WORKS).upper()}",
        "",
        town if not abroad else "INVENTED CITY",
        "",
        rng.choice(ABROAD) if abroad else rng.choice(("ENGLAND", "UNITED KINGDOM", "")),
        supplier.registered,
        category,
        "Dissolved" if supplier.dissolved else rng.choices(("Active", "Liquidation"), (99, 1))[0],
        "United Kingdom",
        ended,
        _day(began),
        "31",
        "3",
        "31/12/2026",
        "31/03/2025",
        rng.choice(ACCOUNTS[supplier.size]),
        "",
        "",
        *("0", "0", "0", "0"),
        trade.sic if trade else "94990 - Activities of other membership organisations n.e.c.",
        "",
        "",
        "",
        "0",
        "0",
        f"http://business.data.gov.uk/id/company/{supplier.number}",
        *(previous if supplier.previous else ("", "")),
        *[""] * 18,
        _day(began.replace(year=2026, day=1)),
        _day(began.replace(year=2025, day=1)),
    ]


def _day(on: date) -> str:
    return f"{on:%d/%m/%Y}"
