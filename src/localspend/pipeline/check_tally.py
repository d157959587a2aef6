"""What the checks say of releases, tallied: findings, marks of the scorecard, and what is kept to compare."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import ModuleType

from localspend.quality import CHECKS, said
from localspend.quality.finding import Finding, Spot
from localspend.quality.headings import HEADINGS
from localspend.quality.kept import Judged, Kept, kept
from localspend.quality.notice import Notice, Place
from localspend.quality.shapes import writable


@dataclass(frozen=True, slots=True)
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


@dataclass(slots=True)
class Outcomes:
    """The checks that pass, and those that fail, somewhere in a buyer's releases."""

    passing: set[str] = field(default_factory=set)
    failing: set[str] = field(default_factory=set)


@dataclass
class Tallied:
    """What was found in notices. failing, judged: for each release the headings (by place in HEADINGS, a bit each) of
    which a check fails, or says anything. paths: file or member of an archive -> its releases.
    """

    most: int | None
    findings: dict[str, dict[str, Finding]] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    failing: bytearray = field(default_factory=bytearray)
    judged: bytearray = field(default_factory=bytearray)
    by_buyer: dict[str, Outcomes] = field(default_factory=lambda: defaultdict(Outcomes))
    paths: dict[str, int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def file(self, path: str) -> None:
        """Begin a file: a finding a check, not applicable until a release says otherwise."""
        self.paths.setdefault(path, 0)
        self.findings.setdefault(path, {name: Finding(name, path, _why_not(module)) for name, module in CHECKS.items()})

    def add(self, n: Notice, rules: Iterable[Rule]) -> None:
        """Judge one release by itself."""
        findings, outcomes = self.findings[n.path], self.by_buyer[n.buyer_name]
        failing = judged = 0
        for rule in rules:
            found = rule.notice(n)
            if found is None:
                continue
            finding = findings[rule.name]
            finding.of += 1
            judged |= rule.bit
            if found:
                failing |= rule.bit
                outcomes.failing.add(rule.name)
                self._failed(finding, rule, n.line, found)
            else:
                outcomes.passing.add(rule.name)
        self.failing.append(failing)
        self.judged.append(judged)
        self.kept.append(kept(n))

    def judge(self, rule: Rule, place: int, judged: Judged) -> None:
        """What a check that compares releases says of one."""
        n, found = judged
        if found is None:
            return
        finding, outcomes = self.findings[n.path][rule.name], self.by_buyer[n.buyer_name]
        finding.of += 1
        self.judged[place] |= rule.bit
        if found:
            self.failing[place] |= rule.bit
            outcomes.failing.add(rule.name)
            self._failed(finding, rule, n.line, found)
        else:
            outcomes.passing.add(rule.name)

    def _failed(self, finding: Finding, rule: Rule, line: int, found: list[Place]) -> None:
        finding.count += 1
        room = len(found) if self.most is None else self.most - len(finding.spots)
        for where, value in found[: max(room, 0)]:
            finding.spots.append(Spot(None if rule.whole else line, where or None, writable(value)))

    def join(self, later: "Tallied") -> None:
        """Add what was found in the files, or the part of a file, that come next."""
        for path, findings in later.findings.items():
            if path not in self.findings:
                self.findings[path] = findings
                continue
            for name, finding in findings.items():
                self.findings[path][name].join(finding, self.most)
        self.kept += later.kept
        self.failing += later.failing
        self.judged += later.judged
        for buyer, outcomes in later.by_buyer.items():
            self.by_buyer[buyer].passing |= outcomes.passing
            self.by_buyer[buyer].failing |= outcomes.failing
        for path, releases in later.paths.items():
            self.paths[path] = self.paths.get(path, 0) + releases
        self.notes |= later.notes


def _why_not(module: ModuleType) -> str:
    if "notices" in module.APPLIES:
        return said(module, "Does not apply")
    return "It looks at tables of payments, contracts or suppliers, not at notices."
