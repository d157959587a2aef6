"""Two names word by word: what agrees, how, and what is left alone."""

import pytest

from localspend.suppliers.alignment import Words, align

RARE, COMMON = 12.0, 2.0
KNOWN = {"PLUMBING", "SERVICES", "CONSTRUCTION", "PROPERTY", "HOUSE", "HEART", "CARE", "AND"}


def weigh(word: str) -> float:
    """Words of trade are common; SMITH is known; a word that no register has is as rare as can be."""
    return 0.0 if word == "AND" else COMMON if word in KNOWN else 8.0 if word == "SMITH" else RARE


def found(name: str, entry: str, *, ends_cut: bool = False) -> Words:
    return align(name, entry, weigh, ends_cut=ends_cut)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("ZEPHYRON PLUMBING", "ZEPHYRON PLUMBING"),
        ("ZEPHY RON PLUMBING", "ZEPHYRON PLUMBING"),  # parted
        ("ZEPHYRONPLUMBING", "ZEPHYRON PLUMBING"),  # joined
        ("SMITH AND ZEPHYRON", "SMITH ZEPHYRON"),
        ("SMITH ANDZEPHYRON", "SMITH ZEPHYRON"),
    ],
)
def test_words_agree_however_they_are_parted(name: str, entry: str) -> None:
    w = found(name, entry)
    assert w.same >= RARE
    assert (w.extra, w.missing, w.misspelt, w.shortened) == (0, 0, 0, 0)


def test_slip_in_the_rarest_word_is_told_and_doubted() -> None:
    w = found("ZEPHRYON PLUMBING", "ZEPHYRON PLUMBING")
    assert (w.misspelt, w.top) == (RARE, "misspelt")


def test_slip_in_a_word_of_every_day_is_that_word() -> None:
    w = found("ZEPHYRON CONSTRUCITON", "ZEPHYRON CONSTRUCTION")
    assert (w.same, w.top) == (RARE + COMMON, "same")
    assert 0 < w.misspelt < COMMON


def test_slip_in_a_name_of_common_words_is_not_forgiven() -> None:
    assert found("CONSTRUCITON HOUSE", "CONSTRUCTION HOUSE").top == "misspelt"


def test_word_of_its_own_is_no_slip() -> None:
    assert found("SMITH HOUSE", "SMITHE HOUSE").own_word
    assert not found("SMITH HOUSE", "SMITHS HOUSE").own_word  # a plural is the same word
    assert found("HEART HOUSE", "HEARTH HOUSE").missing == RARE  # a word of every day is itself


def test_shortened_word_stands_for_a_common_one_only() -> None:
    assert found("ZEPHYRON SERV", "ZEPHYRON SERVICES").shortened == COMMON
    assert found("ZEPH PLUMBING", "ZEPHYRON PLUMBING").missing == RARE


def test_word_that_was_cut_is_the_beginning_of_another() -> None:
    assert found("ZEPHYRON CONSTRU", "ZEPHYRON CONSTRUCTION", ends_cut=True).cut == COMMON
    assert found("ZEPHYRON C", "ZEPHYRON CONSTRUCTION", ends_cut=True).cut > 0
    assert found("ZEPHYRON L", "ZEPHYRON", ends_cut=True).extra == 0  # of LIMITED
    assert found("ZEPHYRON H", "ZEPHYRON", ends_cut=True).extra > 0  # HOLDINGS is another company


def test_initials_in_another_order_are_other_people() -> None:
    assert found("M R ZEPHYRON", "R M ZEPHYRON").initials
    assert not found("M R ZEPHYRON", "M R ZEPHYRON PLUMBING").initials


def test_only_words_of_groups_differ_between_sisters() -> None:
    assert found("ZEPHYRON PLUMBING HOLDINGS", "ZEPHYRON PLUMBING").sister
    assert not found("ZEPHYRON PLUMBING CARE", "ZEPHYRON PLUMBING").sister
