"""Notices files -> findings: each release once through the cheap checks, all of them through those that compare."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import ibis

from localspend.pipeline import check_lines
from localspend.quality import CHECKS, said
from localspend.quality.finding import Finding, Spot
from localspend.quality.headings import HEADINGS
from localspend.quality.notice import Judged, Notice, Place, notice
from localspend.quality.shapes import writable
from localspend.sources.notices.read import releases

#: Checks whose values are suppliers' names.
NAMING = ("one_id_many_names",)
ACROSS = {name: module for name, module in CHECKS.items() if hasattr(module, "notices")}


_NOTHING: list[Any] = []


@dataclass(frozen=True)
class Rule:
    """A check, ready for many releases. bit: of its heading, 0 where no record fails by it."""

    name: str
    notice: Callable[[Notice], list[Place] | None]
    bit: int
    whole: bool


def _rule(name: str, module: ModuleType) -> Rule:
    bit = 1 << HEADINGS.index(module.HEADING) if getattr(module, "MARKS", True) else 0
    return Rule(name, getattr(module, "notice", lambda n: None), bit, getattr(module, "WHOLE", False))


RULES = {name: _rule(name, module) for name, module in CHECKS.items()}
SINGLE = [RULES[name] for name, module in CHECKS.items() if hasattr(module, "notice")]


@dataclass
class Tallied:
    """What was found in notices. failing, judged: for each release the headings (by place in HEADINGS, a bit each) of
    which a check fails, or says anything. by_buyer: the checks that pass and those that fail somewhere."""

    most: int | None
    findings: dict[str, dict[str, Finding]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    failing: list[int] = field(default_factory=list)
    judged: list[int] = field(default_factory=list)
    by_buyer: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict)
    paths: dict[str, int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def file(self, path: str) -> None:
        """Begin a file: a finding a check, not applicable until a release says otherwise."""
        self.paths.setdefault(path, 0)
        self.findings.setdefault(path, {name: Finding(name, path, _why_not(module)) for name, module in CHECKS.items()})

    def add(self, n: Notice, rules: Iterable[Rule]) -> None:
        """Judge one release by itself."""
        self.failing.append(0)
        self.judged.append(0)
        findings, place = self.findings[n.path], len(self.notices)
        passes, fails = self.by_buyer.setdefault(n.buyer_name, (set(), set()))
        for rule in rules:
            found = rule.notice(n)
            if found is not None:
                self._tally(n, place, rule, found, findings[rule.name])
                (fails if found else passes).add(rule.name)
        self.notices.append(_light(n))

    def judge(self, rule: Rule, place: int, judged: Judged) -> None:
        """What a check that compares releases says of one."""
        n, found = judged
        if found is not None:
            self._tally(n, place, rule, found, self.findings[n.path][rule.name])
            self.by_buyer[n.buyer_name][1 if found else 0].add(rule.name)

    def _tally(self, n: Notice, place: int, rule: Rule, found: list[Place], finding: Finding) -> None:
        finding.of += 1
        self.judged[place] |= rule.bit
        if not found:
            return
        finding.count += 1
        self.failing[place] |= rule.bit
        for where, value in found:
            if self.most is None or len(finding.spots) < self.most:
                finding.spots.append(Spot(None if rule.whole else n.line, where or None, writable(value)))


def _why_not(module: ModuleType) -> str:
    if "notices" in module.APPLIES:
        return said(module, "Does not apply")
    return "It looks at tables of payments, contracts or suppliers, not at notices."


@contextmanager
def _held_for_good() -> Iterator[None]:
    """Python would look for cycles among all releases again and again while their number grows; there are none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@_held_for_good()
def read(path: Path, as_of: date, tallied: Tallied) -> None:
    """Read the file at `path` and judge each of its releases."""
    tallied.file(str(path))
    for found in releases(path):
        name = f"{path}!{found.member}" if found.member else str(path)
        if name not in tallied.paths:
            tallied.file(name)
        tallied.paths[name] += found.release is not None
        if found.note:
            tallied.notes[name] = found.note
        n = notice(found.release or {}, name, found.line, as_of, found.problem)
        if found.release is None:
            n.misshapen = n.misshapen[:1]
        tallied.add(n, SINGLE if found.release is not None else (RULES["schema_error"],))
    if any(name.startswith(f"{path}!") for name in tallied.paths):
        # An archive is its members.
        del tallied.paths[str(path)], tallied.findings[str(path)]


def _light(n: Notice) -> Notice:
    """What comparing needs: the rest of a release is let go, lest memory and its upkeep grow with the file."""
    n.parties, n.values, n.grosses, n.periods, n.regions = _NOTHING, _NOTHING, _NOTHING, _NOTHING, _NOTHING
    n.misshapen = n.undatable = _NOTHING
    n.cpvs, n.lot_values, n.suppliers = n.cpvs[:1] or _NOTHING, n.lot_values[:1] or _NOTHING, n.suppliers or _NOTHING
    n.awards, n.contracts = n.awards[:1] or _NOTHING, n.contracts[:1] or _NOTHING
    n.description = n.description and n.description[:1]
    return n


@_held_for_good()
def compare(tallied: Tallied, as_of: date) -> None:
    """The checks that look at all releases."""
    places = {id(n): place for place, n in enumerate(tallied.notices)}
    read = [n for n in tallied.notices if n.ocid or n.id]
    for name, module in ACROSS.items():
        for judged in module.notices(read, as_of):
            tallied.judge(RULES[name], places[id(judged[0])], judged)


def awarded(notices: Sequence[Notice]) -> list[str] | None:
    """The suppliers that awards name, None where there is no award."""
    names = {s.key for n in notices for s in n.suppliers if n.awards and s.key}
    return sorted(names) if names else None


def mask_names(tallied: Tallied, connection: ibis.BaseBackend, *, unmasked: bool) -> None:
    """Put what may be shown in the place of suppliers' names that findings hold."""
    found = [one for held in tallied.findings.values() for name, one in held.items() if name in NAMING]
    names = sorted({spot.value for one in found for spot in one.spots if spot.value})
    if not names:
        return
    shown = check_lines.shown(connection, names, unmasked=unmasked)
    for one in found:
        one.spots = [replace(spot, value=shown.get(spot.value or "")) for spot in one.spots]
