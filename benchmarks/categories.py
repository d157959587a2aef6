"""How often a payment or a notice gets the category that its publisher gave it, beside the plain nearest text.

What: payments whose publisher wrote a procurement class beside them (Wakefield 2014 by its own 120 classes, Sheffield
2011 and 2017 by ProClass, whose places on CPV stand in categories_answers.csv), of which only the other words are
shown to the chooser; and notices (Contracts Finder), title and description against their CPV code. Right at group
level means the same three digits; a label that spans a division only is no question at group level.
Peer: the title of the CPV code nearest by TF-IDF cosine, which always answers.
How: the three weights are fitted (--fit) on Sheffield and the notices of 2017 to 2020; what is shown for these is
apart. Needs ../shared (or --shared FOLDER); says so and ends where it is not there.
"""

import argparse
import csv
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from benchmarks.measure import say
from localspend.categories import choose, index
from localspend.categories.words import words
from localspend.sources import codes

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared" / "data"
FITTED = ("Sheffield", "Contracts Finder 2017-20")


class Item(NamedTuple):
    """One text with the stems of CPV codes that count as right, and how many payments it stands for."""

    publisher: str
    text: str
    more: str
    sic: tuple[str, ...]
    right: tuple[str, ...]
    payments: int


Answer = Callable[[Item], str]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.categories", description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--fit", action="store_true", help="fit the weights anew and print them")
    parser.add_argument("--large", action="store_true", help="(for `python -m benchmarks`; changes nothing)")
    asked = parser.parse_args()
    if not (asked.shared / "spend").is_dir():
        print(f"{asked.shared} is not there, so nothing was measured")
        return
    items = list(every(asked.shared))
    texts = [text for path in ("cpv-2008-en.json", "uk-sic-2007.tsv", "uk-sic-2007-activity-index.xls")
             for text in codes.texts(asked.shared / "codes" / path)]  # fmt: skip
    if asked.fit:
        fit([item for item in items if item.publisher in FITTED], index.build())
        return
    titles = [(code, text) for scheme, code, text in texts if scheme == "cpv"]
    peer = nearest(titles)
    methods = {
        "localspend": ours(index.build()),
        "localspend with the codes' files": ours(index.build(), index.build(texts)),
        "nearest CPV title": lambda item: peer(item)[0],
    }
    for publisher in dict.fromkeys(item.publisher for item in items):
        chosen = [item for item in items if item.publisher == publisher]
        for name, method in methods.items():
            report(publisher, name, chosen, method)
        told = sum(item.payments for item in chosen if methods["localspend"](item) != "unknown")
        report(publisher, "nearest CPV title, as often", chosen, surest(chosen, peer, told))


def report(publisher: str, name: str, items: Sequence[Item], method: Answer) -> None:
    """A line for each level: how much was answered, and how much of that was right."""
    told = [(item, method(item)) for item in items]
    for level, digits in (("division", 2), ("group", 3)):
        asked = [(item, code) for item, code in told if digits == 2 or all(len(s) > 2 for s in item.right)]
        for unit, weigh in (("texts", lambda _: 1), ("payments", lambda item: item.payments)):
            total = sum(weigh(item) for item, _ in asked)
            answered = sum(weigh(item) for item, code in asked if code != "unknown" and len(stem(code)) >= digits)
            right = sum(weigh(item) for item, code in asked if is_right(code, item.right, digits))
            if total and answered:
                say(f"{publisher}, {level}, {name}", f"{total:,} {unit}: {answered / total:.0%} answered, "
                    f"{right / answered:.1%} of these right")  # fmt: skip


def is_right(code: str, right: Iterable[str], digits: int) -> bool:
    """Whether `code` says at least `digits` digits and agrees with one of the stems `right` in them."""
    return code != "unknown" and len(stem(code)) >= digits and any(code[:digits] == s[:digits] for s in right)


def stem(code: str) -> str:
    """The digits that say something."""
    return code.rstrip("0").ljust(2, "0")


def ours(known: index.Index, wider: index.Index | None = None) -> Answer:
    """What the build does with a category text, a description and the supplier's activities."""

    def answer(item: Item) -> str:
        return choose.decide(known, item.text, item.more, item.sic, wider).code

    return answer


def surest(items: Sequence[Item], peer: Callable[[Item], tuple[str, float]], payments: int) -> Answer:
    """The peer's answers for those items that it is surest of, up to as many `payments` as we answer."""
    kept: set[Item] = set()
    for item in sorted(items, key=lambda item: -peer(item)[1]):
        if (payments := payments - item.payments) < 0:
            break
        kept.add(item)
    return lambda item: peer(item)[0] if item in kept else "unknown"


def nearest(titles: Sequence[tuple[str, str]]) -> Callable[[Item], tuple[str, float]]:
    """The peer: TF-IDF vectors of the titles of all CPV codes; the nearest code by cosine (the widest of several), and
    the cosine."""
    split = [(code, Counter(words(text))) for code, text in titles]
    frequency = Counter(word for _, found in split for word in found)
    rarity = {word: math.log(len(split) / n) + 1 for word, n in frequency.items()}
    rarest = max(rarity.values())
    norms = [math.sqrt(sum((n * rarity[w]) ** 2 for w, n in found.items())) or 1.0 for _, found in split]
    places: dict[str, list[int]] = defaultdict(list)
    for place, (_, found) in enumerate(split):
        for word in found:
            places[word].append(place)

    def answer(item: Item) -> tuple[str, float]:
        sums: dict[int, float] = defaultdict(float)
        asked = words(f"{item.text} {item.more}" if len(item.text) < 4 else item.text)
        for word in asked:
            for place in places.get(word, ()):
                sums[place] += rarity[word] ** 2
        if not sums:
            return "unknown", 0.0
        norm = math.sqrt(sum(rarity.get(word, rarest) ** 2 for word in asked))
        best = max(sums, key=lambda place: (sums[place] / norms[place], -len(stem(split[place][0]))))
        return split[best][0], sums[best] / norms[best] / norm

    return answer


def fit(items: Sequence[Item], known: index.Index) -> None:
    """Climb from a seed to the weights under which the labels are likeliest, then scale them as far as no more is
    promised than is kept: the last line but one, where the mean probability is no more than the share that is right.

    The activity is held at half of the text: Sheffield classes suppliers, which would flatter the activity.
    """
    whole: Counter[tuple[str, str]] = Counter()
    for item in items:
        whole[item.publisher, item.text] += item.payments
    cases = [
        (choose.likeness(known, i.text, i.more), i.sic, i.right, i.payments / math.sqrt(whole[i.publisher, i.text]))
        for i in items
    ]
    random = Random(7)
    best = (6.0, 3.0)
    score = likelihood(cases, (best[0], best[0] / 2, best[1]))
    for step in range(200):
        tried = (
            max(0.1, best[0] + random.gauss(0, 1.5 * 0.98**step)),
            max(0.1, best[1] + random.gauss(0, 1.5 * 0.98**step)),
        )
        found = likelihood(cases, (tried[0], tried[0] / 2, tried[1]))
        if found > score:
            best, score = tried, found
    for quarter in range(4, 20):
        weights = tuple(quarter / 4 * value for value in (best[0], best[0] / 2, best[1]))
        said, right = promised(items, known, weights)
        print(f"TEXT, ACTIVITY, NOTHING = {', '.join(f'{v:.2f}' for v in weights)}: said {said:.1%}, right {right:.1%}")
        if said > right:
            break


def promised(items: Sequence[Item], known: index.Index, weights: Any) -> tuple[float, float]:
    """The mean probability of what would be answered under `weights`, and the share of it that is right (divisions)."""
    answered = said = right = 0.0
    for item in items:
        chosen = choose.choose(choose.likeness(known, item.text, item.more), item.sic, weights)
        if chosen.probability is not None:
            answered += item.payments
            said += item.payments * chosen.probability
            right += item.payments * is_right(chosen.code, item.right, 2)
    return (said / answered, right / answered) if answered else (0.0, 0.0)


#: A publisher may class the supplier, not the payment: so many labels are taken to say nothing of the text.
BESIDE = 0.25
#: How likely a blind guess is to be right: a few of 45 divisions are bought most.
CHANCE = 0.1


def likelihood(cases: Sequence[tuple[dict[str, float], Any, tuple[str, ...], float]], weights: Any) -> float:
    """The mean log probability of the right codes; a text that stands for more payments counts more, by the root."""
    total = 0.0
    for likeness, sic, right, weight in cases:
        shares = choose.probabilities(likeness, sic, weights)
        hit = sum(
            share
            for code, share in shares.items()
            if code not in choose.NO_CATEGORY and any(code.startswith(s) or s.startswith(stem(code)) for s in right)
        )
        total += weight * math.log((1 - BESIDE) * (hit + CHANCE * shares["unknown"]) + BESIDE * CHANCE)
    return total / sum(case[3] for case in cases)


def every(shared: Path) -> Iterator[Item]:
    """The held-back items, in a fixed order."""
    answers = _answers()
    sic = _activities(shared / "registers" / "companieshouse_southyorkshire_2024-11.csv")
    yield from _sheffield(shared / "spend" / "sheffield", answers["sheffield"], sic)
    yield from _wakefield(shared / "spend" / "wakefield" / "wakefield__clean__2014-Q2.csv", answers["wakefield"], sic)
    for name, file in (("2017-20", "2017-2020-packages"), ("2025", "2025-releases")):
        yield from _notices(f"Contracts Finder {name}", shared / "notices" / f"contracts-finder-{file}.jsonl")


def _answers() -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    with (HERE / "categories_answers.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["publisher"]][row["label"]] = tuple(row["stems"].split())
    return found


def _activities(register: Path) -> dict[str, tuple[str, ...]]:
    """Name without its legal form -> SIC codes, of names that one company has."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    with register.open(encoding="utf-8", errors="replace") as file:
        for row in csv.DictReader(file):
            cells = [value for key, value in row.items() if key and "sic" in key.lower() and value]
            found[_plain(next(iter(row.values())) or "")].add(tuple(c[:5] for c in cells if c[:5].isdigit()))
            if name := row.get("CompanyName"):
                found[_plain(name)].add(tuple(c[:5] for c in cells if c[:5].isdigit()))
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


def _plain(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", re.sub(r"\b(LIMITED|LTD|PLC|LLP)\b", "", name.upper().replace("&", "AND")))


def _counted(publisher: str, rows: Iterable[tuple[str, str, str, tuple[str, ...]]], sic: Any) -> Iterator[Item]:
    """Items of (text, more, supplier, right): same words and same activities count once, with their payments."""
    found = Counter((text, more, sic.get(_plain(name), ()), right) for text, more, name, right in rows)
    for (text, more, activities, right), payments in sorted(found.items()):
        yield Item(publisher, text, more, activities, right, payments)


def _sheffield(folder: Path, answers: dict[str, tuple[str, ...]], sic: Any) -> Iterator[Item]:
    rows = []
    for path in sorted(folder.glob("*clean*.csv")):
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            rows += [
                (row["Expense Code Description"], "", row["Supplier Name"], answers[label])
                for row in csv.DictReader(file)
                if (label := row["Proclass Details Level 1"]) in answers
            ]
    yield from _counted("Sheffield", rows, sic)


def _wakefield(path: Path, answers: dict[str, tuple[str, ...]], sic: Any) -> Iterator[Item]:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        lines = list(csv.reader(file))
    head = lines[0]
    label = [n for n, name in enumerate(head) if name == "Procurement Classification"][-1]
    text, name = head.index("Purpose of Spend"), head.index("Supplier Name")
    rows = [(r[text], "", r[name], answers[r[label]]) for r in lines[1:] if len(r) > label and r[label] in answers]
    yield from _counted("Wakefield", rows, sic)


def _notices(publisher: str, path: Path) -> Iterator[Item]:
    seen = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        for release in document.get("releases", [document]):
            tender = release.get("tender", {})
            found = tuple(sorted({code[:4].rstrip("0").ljust(2, "0") for code in _cpv(tender)}))
            if found and release["ocid"] not in seen:
                seen.add(release["ocid"])
                yield Item(publisher, tender.get("title", ""), tender.get("description", "") or "", (), found[:3], 1)


def _cpv(tender: dict[str, Any]) -> Iterator[str]:
    """The main CPV code where there is one, else those of the items."""
    main = tender.get("classification") or {}
    if main.get("scheme") == "CPV":
        yield main["id"][:8]
        return
    for item in tender.get("items", []):
        if item.get("classification", {}).get("scheme") == "CPV":
            yield item["classification"]["id"][:8]


if __name__ == "__main__":
    main()
