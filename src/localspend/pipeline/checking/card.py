"""What the checks found -> scorecards: one for all that was given, one for each publisher."""

from collections.abc import Iterator
from typing import Any

import numpy

from localspend.pipeline.checking.judged import Lines
from localspend.pipeline.checking.lines import publishers
from localspend.pipeline.checking.tally import RULES, Tallied
from localspend.quality import CHECKS
from localspend.quality.headings import HEADINGS
from localspend.quality.scorecard import Card, card

#: Publishers with a scorecard of their own, those with most records.
PUBLISHERS = 100
#: Heading -> the bits of the checks by which a release can fail it.
MARKS = {
    heading: sum(
        RULES[name].bit
        for name, module in CHECKS.items()
        if heading == module.HEADING and getattr(module, "MARKS", True)
    )
    for heading in HEADINGS
}


def cards(lines: Lines, tallied: Tallied) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The scorecard of all, and those of the publishers, as documents."""
    whole, by = card(), dict[str, Card]()
    for publisher, mask in _publishers(lines):
        _add_lines(lines, mask, whole)
        _add_lines(lines, mask, by.setdefault(publisher, card()))
    for (_, buyer, judged, failing), releases in tallied.outcomes.items():
        theirs = by.setdefault(buyer or "no buyer named", card())
        for heading, marks in MARKS.items():
            for one in (whole, theirs):
                one[heading].records += releases * bool(judged & marks)
                one[heading].passing += releases * (bool(judged & marks) and not failing & marks)
        for rule in RULES.values():
            if judged & rule.bit:
                outcome = "fail" if failing & rule.bit else "pass"
                theirs[CHECKS[rule.name].HEADING].outcomes[outcome].add(rule.name)
    of_path = publishers([file.path for file in lines.read])
    noticed = (one for held in tallied.findings.values() for one in held.values())
    for found in (*lines.findings.values(), *noticed):
        heading = CHECKS[found.check].HEADING
        whole[heading].outcomes[found.outcome].add(found.check)
        if found.path in of_path:
            by[of_path[found.path]][heading].outcomes[found.outcome].add(found.check)
    most = sorted(by, key=lambda name: -by[name][HEADINGS[0]].records)[:PUBLISHERS]
    return _document(whole), {name: _document(by[name]) for name in most}


def _publishers(lines: Lines) -> Iterator[tuple[str, numpy.ndarray]]:
    """Each publisher with its lines."""
    codes = lines.rows["publisher"].combine_chunks().dictionary_encode()
    numbers = codes.indices.to_numpy()
    for code, publisher in enumerate(codes.dictionary.to_pylist()):
        yield publisher, numbers == code


def _add_lines(lines: Lines, mask: numpy.ndarray, to: Card) -> None:
    nothing = numpy.zeros(len(mask), dtype=bool)
    for heading, tally in to.items():
        judged = mask & lines.judged.get(heading, nothing)
        passing = judged & ~lines.failing.get(heading, nothing)
        tally.records += int(judged.sum())
        tally.passing += int(passing.sum())
        tally.pennies += int(lines.pennies[judged].sum())
        tally.pennies_passing += int(lines.pennies[passing].sum())


def _document(found: Card) -> dict[str, Any]:
    return {heading: tally.document() for heading, tally in found.items()}
