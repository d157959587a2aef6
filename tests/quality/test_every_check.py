"""Every check: a passing, a failing and a not-applicable case, and words that help and accuse nobody."""

import re

import pytest

from localspend.quality import CHECKS, said
from localspend.quality.headings import HEADINGS
from tests.quality import test_lines, test_notices

KINDS = {"ledger", "register", "notices"}
#: Checks of lines whose cases are tests of their own, since they take other arguments or give other answers.
APART = {
    "field_blank_rate": test_lines.test_blank_field_is_one_entry_with_its_rate,
    "supplier_paid_never_awarded": test_lines.test_paid_but_never_awarded_needs_awards,
}
ACCUSING = re.compile(
    r"(?i)\b(fraud\w*|corrupt\w*|illegal\w*|unlawful\w*|guilty|suspicious|wrongdoing|cheat\w*|liar)\b"
)


@pytest.mark.parametrize("name", CHECKS)
def test_has_a_passing_a_failing_and_a_not_applicable_case(name: str) -> None:
    """What each case does is asserted where it stands; here, that none is absent."""
    applies = set(CHECKS[name].APPLIES)
    assert applies <= KINDS
    assert applies, "it looks at nothing"
    if applies & {"ledger", "register"} and name not in APART:
        passing, failing, _ = test_lines.CASES[name]
        assert passing
        assert failing
    if "notices" in applies:
        passes, fails, where, _ = test_notices.CASES[name]
        assert passes
        assert fails
        assert where


def test_not_applicable_is_shown_by_a_record_or_by_there_being_none() -> None:
    """Where no record is given as the case, every record of that kind can be judged: it must say so itself."""
    silent = {name: bool(case[2]) for name, case in test_lines.CASES.items()}
    for name, case in test_notices.CASES.items():
        silent[name] = silent.get(name, False) or bool(case[3])
    every = {name for name, shown in silent.items() if not shown}
    told = {name: said(CHECKS[name], "Does not apply") for name in every}
    assert all(re.search(r"no (lines|records|payments|releases)", words) for words in told.values()), told


@pytest.mark.parametrize("name", CHECKS)
def test_says_what_passes_when_not_how_to_mend_it_and_where_it_is_from(name: str) -> None:
    module = CHECKS[name]
    assert module.HEADING in HEADINGS
    assert module.VERSION.isdigit()
    words = {what: said(module, what) for what in ("", "Does not apply", "Fix", "Source")}
    assert all(words.values()), words
    title, _, passes = words[""].partition(": ")
    assert title
    assert passes, "what passes comes after the title"
    assert not ACCUSING.search(" ".join(words.values()))
