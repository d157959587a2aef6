"""Answers and truth in, figures out."""

import math

import pytest
from benchmarks.identity.evaluate import Answer, Share, Truth, among_first, figures, read_answers, threshold

TRUTH = {
    2: Truth("1", "clean", "train"),
    3: Truth("2", "cut", "train"),
    4: Truth("", "absent-person", "train"),
    5: Truth("3", "cut+typing", "test"),
    6: Truth("4", "clean", "test"),
    7: Truth("", "absent-heldout", "test"),
    8: Truth("", "absent-public", "test"),
}
ANSWERS = {
    2: [Answer("1", 0.9)],
    3: [Answer("2", 0.7)],
    4: [Answer("9", 0.6)],
    5: [Answer("9", 0.5), Answer("3", 0.4)],
    6: [Answer("4", 0.8)],
    7: [Answer("5", 0.7)],
}


def test_threshold_is_the_lowest_score_of_the_train_half_that_is_precise_enough() -> None:
    assert threshold(ANSWERS, TRUTH, 0.98) == 0.7
    assert threshold(ANSWERS, TRUTH, 0.6) == 0.6


def test_equal_scores_are_accepted_together_or_not_at_all() -> None:
    equal = {2: [Answer("1", 0.9)], 4: [Answer("9", 0.9)]}
    assert threshold(equal, TRUTH, 0.98) == math.inf


def test_figures_come_from_the_test_half_alone() -> None:
    found = figures(ANSWERS, TRUTH, 0.7)
    assert (found.precision, found.recall) == (Share(1, 2), Share(1, 2))
    assert (found.held_out, found.absent) == (Share(1, 1), Share(1, 2))
    assert found.by_noise == {"clean": Share(1, 1), "cut": Share(0, 1), "typing": Share(0, 1)}


def test_entry_among_the_first_five_counts_though_it_is_not_first() -> None:
    assert among_first(ANSWERS, TRUTH, 1) == Share(1, 2)
    assert among_first(ANSWERS, TRUTH, 5) == Share(2, 2)


def test_interval_is_wilsons() -> None:
    assert Share(8, 10).interval == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert Share(0, 0).interval == (0.0, 1.0)


def test_asked_line_without_answer_is_kept(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "answers.csv"
    path.write_text("line,rank,company_number,score\n3,2,2,0.4\n3,1,1,0.5\n4,1,,0\n", encoding="utf-8")
    assert read_answers(path) == {3: [Answer("1", 0.5), Answer("2", 0.4)], 4: []}
