"""Notices files -> findings: each release once through the cheap checks, all of them through those that compare."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import ModuleType

import ibis

from localspend.pipeline import check_lines
from localspend.quality import CHECKS, said
from localspend.quality.finding import Finding, Spot
from localspend.quality.headings import HEADINGS
from localspend.quality.notice import Judged, Notice, notice
from localspend.sources.notices.read import releases

SINGLE = {name: module for name, module in CHECKS.items() if hasattr(module, "notice")}
#: Checks whose values are suppliers' names.
NAMING = ("one_id_many_names",)
ACROSS = {name: module for name, module in CHECKS.items() if hasattr(module, "notices")}


@dataclass
class Tallied:
    """What was found in notices. failing, judged: for each release the headings (by place in
    HEADINGS, a bit each) of which a check fails, or says anything."""

    most: int | None
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    failing: list[int] = field(default_factory=list)
    judged: list[int] = field(default_factory=list)
    by_buyer: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    paths: dict[str, int] = field(default_factory=dict)

    def judge(self, name: str, module: ModuleType, place: int, judged: Judged) -> None:
        n, found = judged
        if found is None:
            return
        finding = self.findings[name, n.path]
        finding.of += 1
        whole = getattr(module, "WHOLE", False)
        bit = 1 << HEADINGS.index(module.HEADING) if getattr(module, "MARKS", True) else 0
        self.judged[place] |= bit
        outcomes = self.by_buyer.setdefault(n.buyer_name, {"pass": set(), "fail": set(), "not-applicable": set()})
        outcomes["fail" if found else "pass"].add(name)
        if not found:
            return
        finding.count += 1
        self.failing[place] |= bit
        for where, value in found:
            if self.most is None or len(finding.spots) < self.most:
                finding.spots.append(Spot(None if whole else n.line, where or None, value))

    def file(self, path: str) -> None:
        """Begin a file: a finding a check, not applicable until a release says otherwise."""
        self.paths.setdefault(path, 0)
        for name, module in CHECKS.items():
            self.findings.setdefault((name, path), Finding(name, path, said(module, "Does not apply")))


def read(path: Path, as_of: date, tallied: Tallied) -> None:
    """Read the file at `path` and judge each of its releases."""
    tallied.file(str(path))
    for found in releases(path):
        name = f"{path}!{found.member}" if found.member else str(path)
        if name not in tallied.paths:
            tallied.file(name)
        tallied.paths[name] += found.release is not None
        n = notice(found.release or {}, name, found.line, as_of, found.problem)
        if found.release is None:
            n.misshapen = n.misshapen[:1]
        tallied.failing.append(0)
        tallied.judged.append(0)
        place = len(tallied.failing) - 1
        for check, module in SINGLE.items():
            if found.release is not None or check == "schema_error":
                tallied.judge(check, module, place, (n, module.notice(n)))
        tallied.notices.append(_light(n))


def _light(n: Notice) -> Notice:
    """What comparing needs: the rest of a release is let go."""
    n.parties, n.values, n.grosses, n.periods, n.regions, n.misshapen, n.undatable = [], [], [], [], [], [], []
    n.cpvs = n.cpvs[:1]
    return n


def compare(tallied: Tallied, as_of: date) -> None:
    """The checks that look at all releases."""
    places = {id(n): place for place, n in enumerate(tallied.notices)}
    read = [n for n in tallied.notices if n.ocid or n.id]
    for name, module in ACROSS.items():
        for judged in module.notices(read, as_of):
            tallied.judge(name, module, places[id(judged[0])], judged)


def awarded(notices: Sequence[Notice]) -> list[str] | None:
    """The suppliers that awards name, None where there is no award."""
    names = {s.key for n in notices for s in n.suppliers if n.awards and s.key}
    return sorted(names) if names else None


def mask_names(tallied: Tallied, connection: ibis.BaseBackend, *, unmasked: bool) -> None:
    """Put what may be shown in the place of suppliers' names that findings hold."""
    found = [one for (name, _), one in tallied.findings.items() if name in NAMING]
    names = sorted({spot.value for one in found for spot in one.spots if spot.value})
    if not names:
        return
    shown = check_lines.shown(connection, names, unmasked=unmasked)
    for one in found:
        one.spots = [replace(spot, value=shown.get(spot.value or "")) for spot in one.spots]
