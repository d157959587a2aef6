"""What the checks found -> scorecards: one for all that was given, one for each publisher."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy

from localspend.pipeline import check_lines
from localspend.pipeline.check_judged import Lines
from localspend.pipeline.check_tally import Tallied
from localspend.quality import CHECKS
from localspend.quality.headings import HEADINGS
from localspend.quality.scorecard import Card, card

#: Publishers with a scorecard of their own, those with most records.
PUBLISHERS = 100


def cards(lines: Lines, tallied: Tallied) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The scorecard of all, and those of the publishers, as documents."""
    whole, by = card(), dict[str, Card]()
    for publisher, mask in _publishers(lines):
        _add_lines(lines, mask, whole)
        _add_lines(lines, mask, by.setdefault(publisher, card()))
    marks = zip((n.buyer_name for n in tallied.kept), tallied.failing, tallied.judged, strict=True)
    for (buyer, failing, judged), releases in Counter(marks).items():
        for one in (whole, by.setdefault(buyer or "no buyer named", card())):
            for place, heading in enumerate(HEADINGS):
                one[heading].records += releases * (judged >> place & 1)
                one[heading].passing += releases * ((judged & ~failing) >> place & 1)
    of_path = check_lines.publishers([file.path for file in lines.read])
    noticed = (one for held in tallied.findings.values() for one in held.values())
    for found in (*lines.findings.values(), *noticed):
        heading = CHECKS[found.check].HEADING
        whole[heading].outcomes[found.outcome].add(found.check)
        if found.path in of_path:
            by[of_path[found.path]][heading].outcomes[found.outcome].add(found.check)
    for buyer, outcomes in tallied.by_buyer.items():
        for outcome, names in (("pass", outcomes.passing), ("fail", outcomes.failing)):
            for name in names:
                by[buyer or "no buyer named"][CHECKS[name].HEADING].outcomes[outcome].add(name)
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
