"""Real names: what `match` says of names that councils published, beside their labels and verdicts made by hand.

    python -m benchmarks.identity.real [--shared ../shared/data]

Labels of two kinds: numbers that Wakefield published itself, and automatic ones (Bolton, Salford), whose own names of
companies are added to the register in a second run, so that most names have an entry. Verdicts (judged.csv) were given
by hand, without seeing what `match` says, to pairs of a name and a company: its disagreements with the labels, and a
sample of what it accepts and suggests among the payees of the ledgers. A name is kept there as a hash only.
"""

import argparse
import csv
import hashlib
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from benchmarks.identity.evaluate import Share
from benchmarks.identity.peers.letters import letters
from benchmarks.identity.peers.names import plain
from benchmarks.measure import WORK

REGISTERS = ("companieshouse_southyorkshire_2024-11.csv", "BasicCompanyData-2020-05-01_sample.csv")
JUDGED = Path(__file__).with_name("judged.csv")
Rows = list[dict[str, str]]


class Label(NamedTuple):
    """A written name, who labelled it, and the numbers that it is said to have."""

    text: str
    source: str
    numbers: frozenset[str]


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[3] / "shared" / "data")
    parser.add_argument("--work", type=Path, default=WORK / "real")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    registers = [asked.shared / "registers" / name for name in REGISTERS]
    labelled = read(asked.shared / "labels" / "supplier-company-numbers.csv")
    by_name, silver = labels(labelled), asked.work / "named-by-the-labels.csv"
    named = {(r["company_number"], r["matched_name"]) for r in labelled if r["company_number"] and r["matched_name"]}
    write(silver, ["company_number", "name"], sorted(named))
    names = asked.work / "labelled.csv"
    write(names, ["supplier_text"], [(label.text,) for label in by_name])
    for title, used in (("the registers at hand", registers), ("and the labels' own names", [*registers, silver])):
        print(f"\nlabelled names, {title}")
        against_labels(by_name, matched(names, used, asked.work / "labelled-answers.csv"), register_names(used))
    payees = asked.work / "payees.csv"
    spent = ledger_payees(asked.shared / "spend", payees, asked.work)
    found = matched(payees, registers, asked.work / "payees-answers.csv")
    print("\nverdicts by hand")
    against_verdicts(found, read(JUDGED), register_names(registers))
    print("\ncoverage of the ledgers: payments, names, value")
    coverage(found, spent)


def read(path: Path) -> Rows:
    """The rows of a CSV."""
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        return list(csv.DictReader(stream))


def write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def labels(rows: Rows) -> list[Label]:
    """Each written name once for each source."""
    numbers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        numbers[row["supplier_name_raw"], row["source"]].add(row["company_number"])
    return [Label(*key, frozenset(found - {""})) for key, found in numbers.items()]


def matched(names: Path, registers: Sequence[Path], out: Path) -> Rows:
    """What `localspend match` answers."""
    given = [word for path in registers for word in ("--register", str(path))]
    command = [sys.executable, "-m", "localspend", "match", str(names), *given, "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return read(out)


def register_names(paths: Sequence[Path]) -> dict[str, str]:
    """Number -> name."""
    return {
        r.get("CompanyNumber") or r["company_number"]: r.get("CompanyName") or r["name"] for p in paths for r in read(p)
    }


def the_plain_way(names: Iterable[str], register: Mapping[str, str]) -> dict[str, str]:
    """Written name -> the one company whose letters are the same; empty for none or several."""
    known: dict[str, set[str]] = defaultdict(set)
    for number, name in register.items():
        known[letters(plain(name)[0])].add(number)
    same = {text: known.get(letters(plain(text)[0]), set()) for text in names}
    return {text: next(iter(found)) if len(found) == 1 else "" for text, found in same.items()}


def against_labels(asked: Sequence[Label], answers: Rows, register: Mapping[str, str]) -> None:
    """Precision, recall and false accepts of both ways, by source, with 95% intervals."""
    ours = [r["company_number"] if r["judgement"] == "accept" else "" for r in answers]
    plainly = the_plain_way((label.text for label in asked), register)
    for source in sorted({label.source for label in asked}):
        for way, said in (("match", ours), ("letters alone", [plainly[label.text] for label in asked])):
            mine = [(label, answer) for label, answer in zip(asked, said, strict=True) if label.source == source]
            present = [(label, answer) for label, answer in mine if label.numbers & register.keys()]
            absent = [answer for label, answer in mine if not label.numbers & register.keys()]
            right = sum(answer in label.numbers for label, answer in present)
            accepted = sum(bool(answer) for _, answer in mine)
            print(f"  {source}, {way}: precision {Share(right, accepted)}, recall {Share(right, len(present))}, ")
            print(
                f"    of {len(absent)} whose number is not there accepted {Share(sum(map(bool, absent)), len(absent))}"
            )


def against_verdicts(answers: Rows, judged: Rows, register: Mapping[str, str]) -> None:
    """How the verdicts fall among what both ways accept of the ledgers' payees, and what they leave."""
    verdicts = {(row["name_sha256"], row["company_number"]): row["verdict"] for row in judged}
    print(f"  {len(verdicts)} pairs: {dict(Counter(verdicts.values()))}")
    plainly = the_plain_way((row["supplier_text"] for row in answers), register)
    accepted = {"match": Counter[str](), "letters alone": Counter[str]()}
    left: Counter[str] = Counter()
    for row in answers:
        number = row["company_number"]
        verdict = verdicts.get((hashed(row["supplier_text"]), number), "not judged")
        if row["judgement"] == "accept":
            accepted["match"][verdict] += 1
        elif verdict != "not judged":
            left[verdict] += 1
        if equal := plainly[row["supplier_text"]]:
            accepted["letters alone"][verdicts.get((hashed(row["supplier_text"]), equal), "not judged")] += 1
    for way, found in accepted.items():
        sure = found["right"] + found["wrong"]
        print(f"  {way} accepts {found.total()} of {len(answers)}: {dict(found)}; right {Share(found['right'], sure)}")
    print(f"  match leaves to a person: {dict(left)}")


def hashed(text: str) -> str:
    """The hash by which a written name stands in judged.csv."""
    return hashlib.sha256(" ".join(text.upper().split()).encode()).hexdigest()[:16]


def ledger_payees(spend: Path, out: Path, work: Path) -> dict[str, tuple[int, Decimal, str]]:
    """Write the different payees of the ledgers that can be read; name -> payments, pounds, first institution."""
    spent: dict[str, tuple[int, Decimal, str]] = {}
    last: dict[str, str] = {}
    for folder in sorted(spend.iterdir()):
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".json"):
            made = work / "read.csv"
            made.unlink(missing_ok=True)
            command = [sys.executable, "-m", "localspend", "read", str(path), "--out", str(made)]
            subprocess.run(command, check=False, capture_output=True)
            for row in read(made) if made.exists() else ():
                text = row["supplier_text"].strip()
                count, amount, first = spent.get(text, (0, Decimal(0), folder.name))
                spent[text] = (count + 1, amount + Decimal(row["amount"]), first)
                last[text] = max(last.get(text, ""), row["paid_on"])
    spent.pop("", None)
    write(out, ["supplier_text", "paid_on"], [(text, last[text]) for text in spent])
    return spent


def coverage(answers: Rows, spent: Mapping[str, tuple[int, Decimal, str]]) -> None:
    """Shares of payments, names and pounds whose payee is accepted, by institution."""
    linked = {row["supplier_text"] for row in answers if row["judgement"] == "accept"}
    for institution in sorted({said[2] for said in spent.values()}):
        mine = {text: said for text, said in spent.items() if said[2] == institution}
        found = {text: said for text, said in mine.items() if text in linked}
        payments = Share(sum(said[0] for said in found.values()), sum(said[0] for said in mine.values()))
        value = sum((s[1] for s in found.values()), Decimal(0)) / sum((s[1] for s in mine.values()), Decimal(1))
        print(f"  {institution}: {payments.value:.2%}, {Share(len(found), len(mine)).value:.2%}, {value:.2%}")


if __name__ == "__main__":
    main()
