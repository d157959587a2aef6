"""What every peer is given: registers and names in capitals, without punctuation, legal form and ledger notes apart.

Standard library only: peers run in an environment without localspend.
"""

import csv
import json
import random
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

#: How many answers a name gets.
FIRST = 5
FORMS = {
    "LIMITED": "LTD", "LTD": "LTD", "CYFYNGEDIG": "LTD", "PLC": "PLC", "PUBLIC LIMITED COMPANY": "PLC", "LLP": "LLP",
    "CIC": "CIC", "COMMUNITY INTEREST COMPANY": "CIC",
}  # fmt: skip
_FORM = re.compile(rf" ({'|'.join(sorted(FORMS, key=len, reverse=True))})$")
_NOTE = re.compile(r"[\s\-(*]+(BACS|DO NOT USE|CIS|DD|OLD|A/C ?\d+|#\d+|- ?\d{4,})[\s)*]*$")
_TRADING = re.compile(r"\s+(?:T/A|TRADING AS)\s+")


class Entry(NamedTuple):
    """A name, current or previous, of a company of the register."""

    number: str
    core: str
    form: str
    postcode: str
    live: bool
    current: bool


class Asked(NamedTuple):
    """A written name; line 1 is the header, so the first is on line 2. other: the name that it trades as."""

    line: int
    core: str
    form: str
    postcode: str
    other: str


def plain(text: str) -> tuple[str, str]:
    """A name in capitals, letters, digits and single blanks, and its legal form."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    text = text.upper().replace("&", " AND ").replace("+", " AND ").replace("'", "").replace(".", "")
    text = re.sub(r"[^A-Z0-9]+", " ", text).strip().removeprefix("THE ")
    found = _FORM.search(text)
    return (text[: found.start()], FORMS[found[1]]) if found else (text, "")


def entries(register: Path) -> Iterator[Entry]:
    """The current and the previous names of a register in the columns of Companies House."""
    with register.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        head = {name: n for n, name in enumerate(next(reader))}
        before = [n for name, n in head.items() if name.startswith("PreviousName_") and name.endswith("CompanyName")]
        name, number, postcode = head["CompanyName"], head["CompanyNumber"], head["RegAddress.PostCode"]
        status = head["CompanyStatus"]
        for row in reader:
            live = row[status] != "Dissolved"
            yield Entry(row[number], *plain(row[name]), row[postcode], live, True)
            for place in before:
                if row[place]:
                    yield Entry(row[number], *plain(row[place]), row[postcode], live, False)


def asked(names: Path, sample: int = 0) -> list[Asked]:
    """The written names, or a seeded sample of them."""
    found = []
    with names.open(encoding="utf-8", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), 2):
            text = row["supplier_text"].upper()
            text = _NOTE.sub("", _NOTE.sub("", text))
            first, *others = _TRADING.split(text, maxsplit=1)
            found.append(Asked(line, *plain(first), row["postcode"], plain(others[0])[0] if others else ""))
    return sorted(random.Random("sample").sample(found, sample)) if 0 < sample < len(found) else found


def readings(names: Sequence[Asked]) -> list[tuple[int, str]]:
    """Line and name to look up: the name, and what it trades as."""
    return [(one.line, core) for one in names for core in (one.core, one.other) if core]


def bonus(one: Asked, entry: Entry) -> float:
    """What evidence beside the name adds to a likeness from 0 to 1, so that equal names are told apart."""
    score = -0.002 * (not entry.live) - 0.001 * (not entry.current)
    if one.form and entry.form:
        score += 0.002 if one.form == entry.form else -0.01
    if one.postcode:
        score += 0.05 if one.postcode == entry.postcode else -0.01
    return score


def write(
    out: Path,
    found: Iterable[tuple[int, Sequence[tuple[str, float]]]],
    *,
    first_of: int = FIRST,
    margin: float = 0.0,
    **took: float,
) -> None:
    """Write each line's candidates (number, score) as answers, the best score of a company only, and what it took.

    `margin` is the share of the runner-up's score that is taken from the first's.
    """
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["line", "rank", "company_number", "score"])
        for line, candidates in found:
            best: dict[str, float] = {}
            for number, score in candidates:
                best[number] = max(score, best.get(number, score))
            first = sorted(best.items(), key=lambda one: (-one[1], one[0]))[:first_of]
            if margin and len(first) > 1:
                first[0] = (first[0][0], first[0][1] - margin * first[1][1])
            writer.writerows([line, rank, number, f"{score:.6f}"] for rank, (number, score) in enumerate(first, 1))
            if not first:
                writer.writerow([line, 1, "", 0])
    out.with_suffix(".json").write_text(json.dumps(took), encoding="utf-8")
