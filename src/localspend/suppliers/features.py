"""How a written name compares with a name of the register: numbers that a person can be told in words."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rapidfuzz.distance import JaroWinkler, Levenshtein
from rapidfuzz.process import cpdist

from localspend.suppliers.alignment import LITTLE, ORDER, Words, align, everyday, given_names
from localspend.suppliers.variants import CUT_FROM

Floats = npt.NDArray[np.float64]
#: What is asked of each pair, with how a person is told of it.
FEATURES = {
    "evidence": "what the words in common are worth, beyond chance in a register of this size",
    "evidence_short": "how far the words in common fall short of telling one company from chance",
    "name_covered": "share of the written name that the register's name has",
    "entry_covered": "share of the register's name that is written",
    "extra": "weight of the words that the register's name does not have",
    "extra_known": "such words are words of other names in the register",
    "missing": "weight of the register's words that are not written",
    "extra_before_form": "weight of such words before a legal form that is written",
    "missing_and_short": "words that are not written, where those in common say little",
    "sister": "only words such as GROUP, UK or HOLDINGS differ",
    "both_differ": "each name has words that the other has not",
    "misspelt": "weight of the words that agree but for a typing error",
    "shortened": "weight of the words that are written shortened",
    "cut": "the written name ends inside a word, as in a ledger that cuts names",
    "same_letters": "the same letters",
    "same_letters_no_form": "the same letters, no legal form written",
    "commonplace": "the same letters, but of common words: two firms may well have hit on them",
    "commonplace_no_form": "the same common words, no legal form written",
    "same_words": "the same words in another order",
    "likeness": "Jaro-Winkler likeness of all letters",
    "edits": "share of letters that must be changed",
    "same_form": "the same legal form",
    "no_form": "no legal form is written",
    "other_form": "another legal form",
    "other_kind": "one is a partnership or a charity by its legal form, the other is not",
    "same_postcode": "the same postcode",
    "near_postcode": "a postcode of the same district",
    "other_postcode": "another postcode",
    "previous": "a name that the organisation had before",
    "gone": "dissolved before the last payment, or nobody says when",
    "out_of_time": "paid before it was founded, or more than a year after it was dissolved",
    "numbers_differ": "different numbers in the names",
    "initials_differ": "an initial that the register's name does not have",
    "top_missing": "the rarest word of the register's name is not written",
    "top_inexact": "the rarest word of the register's name agrees only by its spelling",
    "own_word": "a word that agrees by its spelling is a word of its own",
    "other_body": "it names a kind of body, such as a school, that the register's name does not",
    "rarest": "how rare the rarest word is that both names have",
    "beginning": "only the beginning of what is written",
    "beginning_with_form": "the beginning of what is written, up to a legal form",
    "trading": "the trading name that is written",
    "person": "a person's name, no legal form",
    "short": "a name of few letters",
}
PAIR = dict.fromkeys(FEATURES, "float64")


def compare(rarity: Mapping[str, float], size: int) -> Callable[[pa.RecordBatch], pa.RecordBatch]:
    """A function from pairs to variant_id, entry_id and FEATURES; pairs that are plainly unlike are left out.

    `rarity` is the weight of each word of the entries; a word that is not there is as rare as can be. A pair has the
    columns of NEEDED: of the written name, and of the register's (with _entry where both have it).
    """
    most = float(np.log(size + 1))
    # In a small register every word is rare: STORES is no name for all that.
    held = dict(rarity) | {word: min(rarity.get(word, most), most / 2) for word in everyday()}
    held |= dict.fromkeys(LITTLE, 0.0)

    def weigh(word: str) -> float:
        return held.get(word, most)

    def batch(pairs: pa.RecordBatch) -> pa.RecordBatch:
        names, entries = pairs.column("letters").to_pylist(), pairs.column("letters_entry").to_pylist()
        likeness = cpdist(names, entries, scorer=JaroWinkler.normalized_similarity, dtype=np.float64)
        edits = cpdist(names, entries, scorer=Levenshtein.normalized_distance, dtype=np.float64)
        place = pairs.column("place").to_numpy()
        first = place < FIRST
        alike = (likeness > 0.9) | (edits < 0.28)
        worth = np.flatnonzero(
            alike | (place < ALWAYS) | (first & ((likeness > 0.72) | (edits < 0.55))) | _begin(names, entries)
        )
        kept = pairs.take(pa.array(worth))
        given = {name: kept.column(name).to_pylist() for name in NEEDED}
        made = measured(given, weigh, most)
        turned = made["same_words"] > 0  # letter by letter such names are unlike
        made |= {"likeness": np.where(turned, 1.0, likeness[worth]), "edits": np.where(turned, 0.0, edits[worth])}
        columns = [kept.column(name) for name in KEPT] + [pa.array(made[name]) for name in FEATURES]
        return pa.RecordBatch.from_arrays(columns, [*KEPT, *FEATURES])

    return batch


def _begin(names: Sequence[str], entries: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Whether one of the two is the beginning of the other."""
    return np.array([a.startswith(b) or b.startswith(a) for a, b in zip(names, entries, strict=True)], bool)


@cache
def _trade() -> frozenset[str]:
    """Common words that are nobody's surname."""
    return everyday() - SURNAMES


SURNAMES = frozenset(
    """
    ART BAR BOOKS CABLE CAR CHAMBERS CHEESE CHURCH CITY CLEAR DANCE DAY
    EAST FARM FIRE FIRST FISH FRAMES FRUIT GARDEN GLASS GREAT
    GREEN HALL HOME HOUSE INN LAND LAW LIFE LINE MARINE MOTOR NEW NORTH PAPER PARK PET PLANT PLAY POWER PRESS RAIL ROAD
    ROYAL SALES SEEDS SERVICE SHEDS SHIPPING SIGNS SOUND SOUTH SPRINGS STEEL STONE STORES STREET TEA TEAM TOWN TREE
    UNION WALES WALL WATER WEAR WEB WEST WOOD WORK WORLD
    """.split()  # noqa: SIM905
)


#: Candidates by weight that are compared even where their letters are not much alike.
FIRST = 6
#: The best by weight are compared whatever their letters: words in another order are unlike letter by letter.
ALWAYS = 5


KEPT = ("variant_id", "entry_id")
NEEDED = (
    "core", "letters", "legal_form", "role", "written", "written_postcode", "last_paid", "person",
    "core_entry", "letters_entry", "legal_form_entry", "postcode", "current", "live",
    "incorporated_on", "dissolved_on", "used_until",
)  # fmt: skip


def measured(pairs: Mapping[str, Sequence[Any]], weigh: Callable[[str], float], most: float) -> dict[str, Floats]:
    """FEATURES of each pair but likeness and edits, one array a feature."""
    found = {name: np.zeros(len(pairs["core"])) for name in FEATURES}
    words: list[dict[str, float]] = []
    for n, pair in enumerate(zip(*(pairs[name] for name in NEEDED), strict=True)):
        words.append(_of_words(pair, weigh, most))
        for name in _of_facts(pair):
            found[name][n] = 1.0
    columns = np.array([list(values.values()) for values in words], float).T
    return found | dict(zip(words[0] if words else (), columns, strict=True))


def _of_words(pair: tuple[Any, ...], weigh: Callable[[str], float], most: float) -> dict[str, float]:
    core, letters, written, entry, entry_letters = pair[0], pair[1], pair[4], pair[8], pair[9]
    if letters == entry_letters:
        w = Words(same=sum(map(weigh, entry.split(" "))), rarest=most)
    else:
        w = align(core, entry, weigh, ends_cut=written >= CUT_FROM and not pair[2] and pair[3] < 2)
    inexact = w.misspelt + w.shortened + w.cut
    whole = w.same + inexact
    evidence = (w.same + 0.5 * inexact - most) / 10
    common = min(max(0.2 - evidence, 0.0), 1.5) if letters == entry_letters else 0.0
    return {
        "evidence": min(max(evidence, 0.0), 1.5),
        "evidence_short": min(max(-evidence, 0.0), 1.5),
        "name_covered": whole / (whole + w.extra) if whole else 0.0,
        "entry_covered": whole / (whole + w.missing) if whole else 0.0,
        "extra": min(w.extra, 20.0) / 10,
        "extra_known": float(w.extra_known),
        "missing": min(w.missing, 20.0) / 10,
        "extra_before_form": min(w.extra, 20.0) / 10 if pair[2] else 0.0,
        "missing_and_short": min(w.missing, 20.0) / 10 * min(max(-evidence, 0.0), 1.5),
        "sister": float(w.sister),
        "both_differ": float(w.extra > 0 and w.missing > 0),
        "misspelt": w.misspelt / 10,
        "shortened": w.shortened / 10,
        "cut": float(w.cut > 0),
        "same_letters": float(letters == entry_letters),
        "same_letters_no_form": float(letters == entry_letters and not pair[2]),
        "commonplace": common,
        "commonplace_no_form": 0.0 if pair[2] else common,
        "same_words": float(letters != entry_letters and sorted(core.split(" ")) == sorted(entry.split(" "))),
        "initials_differ": float(w.initials and letters != entry_letters),
        "top_missing": float(w.top == "missing"),
        "top_inexact": float(w.top in ORDER),
        "own_word": float(w.own_word),
        "other_body": float(w.body),
        "rarest": w.rarest / most,
        "short": float(len(letters) < 6),
    }


#: Bills are paid late, and a company that is gone has a liquidator.
LATE = timedelta(days=365)
#: Legal forms that no company limited by shares or guarantee has.
APART = frozenset({"llp", "cio"})


def _of_facts(pair: tuple[Any, ...]) -> list[str]:
    form, role, postcode, paid, person = pair[2], pair[3], pair[5], pair[6], pair[7]
    entry_form, entry_postcode, current, live, founded, gone_on, _ = pair[10:17]
    # A register leaves the form out of some names: then what is written contradicts nothing.
    facts = ["no_form" if not form else "same_form" if entry_form in (form, None) else "other_form"]
    if form and entry_form and (form in APART) != (entry_form in APART):
        facts.append("other_kind")
    if postcode and entry_postcode:
        same, near = postcode == entry_postcode, postcode.split(" ")[0] == entry_postcode.split(" ")[0]
        facts.append("same_postcode" if same else "near_postcode" if near else "other_postcode")
    if not current:
        facts.append("previous")
    if not live and not (paid and gone_on and paid <= gone_on):
        facts.append("gone")
    if paid and ((founded and paid < founded) or (gone_on and paid > gone_on + LATE)):
        facts.append("out_of_time")
    if person and _only_person(pair[0].split(" ")):
        facts.append("person")
    if role >= 2:
        facts.append("beginning" if role == 2 else "trading")
        if role == 2 and form:
            facts.append("beginning_with_form")
    if pair[1] != pair[9] and _numbers(pair[0]) != _numbers(pair[8]):
        facts.append("numbers_differ")
    return facts


def _only_person(words: list[str]) -> bool:
    """Whether what reads as a person's name is no more: it has no trade, nor two words besides given names."""
    others = [word for word in words if len(word) > 1 and word not in given_names()]
    return _trade().isdisjoint(words) and not (len(words) > 2 and len(others) > 1)


def _numbers(core: str) -> list[str]:
    return sorted(re.findall("[0-9]+", core)) if any(map(str.isdigit, core)) else []
