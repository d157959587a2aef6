"""Make a register of companies and names as ledgers write them, with the truth: the same for the same seeds.

    python -m benchmarks.identity.generate --companies 500000 --names 40000 --seed 1 --out FOLDER

Writes register.csv (columns of Companies House), names.csv (supplier_text, postcode) and truth.csv (line,
company_number, noise, half). A fifth of the names has no entry: people, public bodies, redacted, and companies held out
of the register.
"""

import argparse
import csv
import random
from collections.abc import Callable
from pathlib import Path

from benchmarks.identity.companies import Company, Register, hash_of
from benchmarks.identity.words import Vocabulary
from benchmarks.identity.writing import bare, nobody, written

#: Text, postcode, number and noise of one written name.
Line = tuple[str, str, str, str]
ABSENT = 0.2
#: Of the names without an entry, those of companies that are held out.
HELD_OUT = 0.45
#: How often a ledger gives a postcode, and how often it is that of the registered office.
POSTCODE = 0.25
REGISTERED = 0.7
PREVIOUS = 0.3
MOST_PREVIOUS = 3
#: Payees traded when they were paid: dissolved companies are as likely as this, beside live ones.
DISSOLVED_PAID = 0.1
HEAD = ["CompanyName", "CompanyNumber", "RegAddress.PostCode", "CompanyStatus", "DissolutionDate", "IncorporationDate"]


def main() -> None:
    """Generate what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--companies", type=int, default=500_000)
    parser.add_argument("--names", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--vocabulary-seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    generate(asked.out, asked.companies, asked.names, asked.seed, asked.vocabulary_seed)


def generate(out: Path, companies: int, names: int, seed: int, vocabulary: int) -> None:
    """Write the three files into the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(f"names {seed}")
    held = round(names * ABSENT * HELD_OUT)
    chosen = rng.sample(range(companies + held), held + round(names * (1 - ABSENT)))
    held_out, asked = set(chosen[:held]), set(chosen[held:])
    payees: list[tuple[Company, bool]] = []
    owed = 0
    with (out / "register.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        before = [
            f"PreviousName_{n}.{part}" for n in range(1, MOST_PREVIOUS + 1) for part in ("CONDATE", "CompanyName")
        ]
        writer.writerow([*HEAD, *before])
        register = Register(seed, vocabulary)
        for n, company in enumerate(register.companies(companies + held)):
            if n in held_out:
                payees.append((company, True))
                continue
            writer.writerow(_row(company))
            owed += n in asked
            if owed and (not company.dissolved or rng.random() < DISSOLVED_PAID):
                payees.append((company, False))
                owed -= 1
    words = Vocabulary(vocabulary)
    lines = [
        _clear(register, company, lambda c=company, a=absent: _line(rng, words, c, a)) for company, absent in payees
    ]
    lines += [_clear(register, None, lambda: _nobody(rng, words)) for _ in range(names - len(lines))]
    rng.shuffle(lines)
    _write(out, rng, lines)


def _clear(register: Register, company: Company | None, draw: Callable[[], Line]) -> Line:
    """A line whose answer is clear: what is written is not, letter for letter, the name of another company."""
    own = {hash_of(bare(name)) for name in (company.name, *(n for n, _ in company.previous))} if company else set()
    while True:
        line = draw()
        written = hash_of(bare(line[0].upper()))
        if written in own or written not in register.taken:
            return line


def _nobody(rng: random.Random, words: Vocabulary) -> Line:
    text, kind = nobody(rng, words)
    return text, "", "", kind


def _row(company: Company) -> list[str]:
    day = "%d/%m/%Y"
    cells = [
        company.name,
        company.number,
        company.postcode,
        "Dissolved" if company.dissolved else "Active",
        company.dissolved.strftime(day) if company.dissolved else "",
        company.founded.strftime(day),
    ]
    for name, until in company.previous[:MOST_PREVIOUS]:
        cells += [until.strftime(day), name]
    return cells + [""] * (len(HEAD) + 2 * MOST_PREVIOUS - len(cells))


def _line(rng: random.Random, words: Vocabulary, company: Company, absent: bool) -> Line:
    previous = company.previous and rng.random() < PREVIOUS
    text, done = written(rng, words, rng.choice(company.previous)[0] if previous else company.name)
    done += ["previous"] if previous else []
    postcode = ""
    if rng.random() < POSTCODE:
        postcode = (
            company.postcode if rng.random() < REGISTERED else f"LS{rng.randrange(1, 29)} {rng.randrange(1, 9)}AB"
        )
    kind = "absent-heldout" if absent else "+".join(done) or "clean"
    return text, postcode, "" if absent else company.number, kind


def _write(out: Path, rng: random.Random, lines: list[Line]) -> None:
    with (
        (out / "names.csv").open("w", encoding="utf-8", newline="") as names,
        (out / "truth.csv").open("w", encoding="utf-8", newline="") as truth,
    ):
        asked, known = csv.writer(names, lineterminator="\n"), csv.writer(truth, lineterminator="\n")
        asked.writerow(["supplier_text", "postcode"])
        known.writerow(["line", "company_number", "noise", "half"])
        for n, (text, postcode, number, noise) in enumerate(lines, 2):
            asked.writerow([text, postcode])
            known.writerow([n, number, noise, rng.choice(("train", "test"))])


if __name__ == "__main__":
    main()
