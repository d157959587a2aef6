"""What the checks say of releases, tallied: which checks judge each, which fail there, and where."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType

from localspend.quality import CHECKS, said
from localspend.quality.finding import Finding, Spot
from localspend.quality.kept import Judged, Kept, kept
from localspend.quality.notice import Notice, Place
from localspend.quality.shapes import writable


@dataclass(frozen=True, slots=True)
class Rule:
    """A check, ready for many releases. bit: its own, in the order of CHECKS. whole: it is about whole files."""

    name: str
    notice: Callable[[Notice], list[Place] | None]
    bit: int
    whole: bool


def _rule(place: int, name: str, module: ModuleType) -> Rule:
    return Rule(name, getattr(module, "notice", lambda n: None), 1 << place, getattr(module, "WHOLE", False))


RULES = {name: _rule(place, name, module) for place, (name, module) in enumerate(CHECKS.items())}
SINGLE = [RULES[name] for name, module in CHECKS.items() if hasattr(module, "notice")]


def _bits() -> "array[int]":
    return array("Q")


@dataclass
class Tallied:
    """What was found in notices, release by release.

    kept, judged, failing: of each release what is kept, the checks that say anything of it and those that fail there (a
    bit each). spots: (path, check) -> the places that fail, at most `most`. paths: file or member of an archive -> its
    releases. notes: what there is to say of it.
    """

    most: int | None
    kept: list[Kept] = field(default_factory=list)
    judged: "array[int]" = field(default_factory=_bits)
    failing: "array[int]" = field(default_factory=_bits)
    spots: dict[tuple[str, str], list[Spot]] = field(default_factory=lambda: defaultdict(list))
    paths: dict[str, int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def add(self, n: Notice, rules: Iterable[Rule]) -> None:
        """Judge one release by itself."""
        judged = failing = 0
        for rule in rules:
            found = rule.notice(n)
            if found is None:
                continue
            judged |= rule.bit
            if found:
                failing |= rule.bit
                self._failed(rule, n.path, n.line, found)
        self.kept.append(kept(n))
        self.judged.append(judged)
        self.failing.append(failing)

    def judge(self, rule: Rule, place: int, judged: Judged) -> None:
        """What a check that compares releases says of one, which stands at `place`."""
        n, found = judged
        if found is None:
            return
        self.judged[place] |= rule.bit
        if found:
            self.failing[place] |= rule.bit
            self._failed(rule, n.path, n.line, found)

    def _failed(self, rule: Rule, path: str, line: int, found: list[Place]) -> None:
        spots = self.spots[path, rule.name]
        if self.most is not None:
            found = found[: self.most - len(spots)]
        for where, value in found:
            spots.append(Spot(None if rule.whole else line, where or None, writable(value)))

    def join(self, later: "Tallied") -> None:
        """Add what was found in the files, or the part of a file, that come next."""
        self.kept += later.kept
        self.judged += later.judged
        self.failing += later.failing
        for where, spots in later.spots.items():
            self.spots[where] = (self.spots[where] + spots)[: self.most]
        for path, releases in later.paths.items():
            self.paths[path] = self.paths.get(path, 0) + releases
        self.notes |= later.notes

    @cached_property
    def outcomes(self) -> Counter[tuple[str, str, int, int]]:
        """(path, buyer's name, judged, failing) -> how many releases; ask when all checks have judged."""
        whose = ((n.path, n.buyer_name) for n in self.kept)
        return Counter((*who, j, f) for who, j, f in zip(whose, self.judged, self.failing, strict=True))

    @cached_property
    def findings(self) -> dict[str, dict[str, Finding]]:
        """path -> check -> what it found; ask when all checks have judged."""
        made = {
            path: {name: Finding(name, path, _why_not(CHECKS[name]), spots=self.spots[path, name]) for name in RULES}
            for path in self.paths
        }
        for (path, _, judged, failing), releases in self.outcomes.items():
            for rule in RULES.values():
                if judged & rule.bit:
                    made[path][rule.name].of += releases
                    made[path][rule.name].count += releases * bool(failing & rule.bit)
        return made


def _why_not(module: ModuleType) -> str:
    if "notices" in module.APPLIES:
        return said(module, "Does not apply")
    return "It looks at tables of payments, contracts or suppliers, not at notices."
