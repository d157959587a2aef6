"""One process out of several releases: nothing is lost where ids repeat, and an update is no second award."""

import copy
from typing import Any

from localspend.sources.notices.merge import Part, Process, compiled

DATES = ["2025-03-01T09:00:00Z", "2025-03-02T09:00:00Z", "2025-03-03T09:00:00Z"]


def award(number: str | None = "1", supplier: str = "Ash Ltd", amount: float = 100, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"suppliers": [{"id": "s1", "name": supplier}], "value": {"amount": amount}, **more}
    return made if number is None else {"id": number} | made


def merged(*releases: dict[str, Any]) -> Process:
    """The process of these releases, dated one after another unless they say otherwise."""
    parts = [
        Part({"ocid": "ocds-x-1", "id": f"r{n}", "tag": ["award"], "date": DATES[n % 3]} | release, "a.jsonl", n + 1)
        for n, release in enumerate(releases)
    ]
    return compiled("ocds-x-1", copy.deepcopy(parts))


def kept(process: Process) -> list[tuple[str, str, float]]:
    return [(a["id"], a["suppliers"][0]["name"], a["value"]["amount"]) for a in process.compiled["awards"]]


def said(process: Process) -> list[str]:
    return [remark.check for remark in process.remarks]


def test_releases_with_ids_of_their_own_are_merged_and_nothing_is_said() -> None:
    process = merged(
        {"tag": ["tender"], "tender": {"title": "Paths", "value": {"amount": 5}}},
        {"tender": {"status": "complete"}, "awards": [award("1"), award("2", "Birch Ltd")]},
    )
    assert process.compiled["tender"] == {"title": "Paths", "value": {"amount": 5}, "status": "complete"}
    assert kept(process) == [("1", "Ash Ltd", 100), ("2", "Birch Ltd", 100)]
    assert said(process) == []


def test_two_awards_of_one_release_with_one_id_are_both_kept() -> None:
    process = merged({"awards": [award("1"), award("1", "Birch Ltd", 200)]})
    assert kept(process) == [("1", "Ash Ltd", 100), ("1 (2)", "Birch Ltd", 200)]
    assert said(process) == ["award_id_repeated"]
    assert process.published == {"1": "1", "1 (2)": "1"}


def test_a_process_without_awards_has_nothing_to_repeat() -> None:
    process = merged({"tender": {"title": "Paths"}})
    assert "awards" not in process.compiled
    assert said(process) == []


def test_the_same_award_word_for_word_counts_once() -> None:
    process = merged({"awards": [award(), award()]})
    assert kept(process) == [("1", "Ash Ltd", 100)]
    assert said(process) == ["award_id_repeated"]


def test_another_supplier_under_the_same_id_in_a_later_release_is_another_award() -> None:
    process = merged({"awards": [award()]}, {"awards": [award("1", "Birch Ltd", 200)]})
    assert kept(process) == [("1", "Ash Ltd", 100), ("1 (2)", "Birch Ltd", 200)]
    assert said(process) == ["award_id_repeated"]


def test_other_lots_under_the_same_id_in_a_later_release_are_another_award() -> None:
    process = merged({"awards": [award(relatedLots=["1"])]}, {"awards": [award(relatedLots=["2"])]})
    assert [one["relatedLots"] for one in process.compiled["awards"]] == [["1"], ["2"]]


def test_an_update_replaces_what_it_updates() -> None:
    process = merged({"awards": [award()]}, {"tag": ["awardUpdate"], "awards": [award("1", "Ash Limited", 150)]})
    assert kept(process) == [("1", "Ash Limited", 150)]
    assert said(process) == []


def test_a_corrected_value_of_the_same_suppliers_and_day_is_no_second_award() -> None:
    day = {"date": "2025-02-01T00:00:00Z"}
    process = merged({"awards": [award(amount=100, **day)]}, {"awards": [award(amount=150, **day)]})
    assert kept(process) == [("1", "Ash Ltd", 150)]


def test_an_update_finds_the_award_that_it_means_among_those_with_one_id() -> None:
    process = merged(
        {"awards": [award(), award("1", "Birch Ltd", 200)]},
        {"tag": ["awardUpdate"], "awards": [award("1", "Birch Ltd", 250)]},
    )
    assert kept(process) == [("1", "Ash Ltd", 100), ("1 (2)", "Birch Ltd", 250)]


def test_an_id_that_looks_like_ours_is_not_taken_twice() -> None:
    process = merged({"awards": [award("1 (2)", "Cedar Ltd"), award("1"), award("1", "Birch Ltd")]})
    assert [name for name, _, _ in kept(process)] == ["1 (2)", "1", "1 (3)"]


def test_contracts_repeat_as_awards_do() -> None:
    process = merged({"contracts": [{"id": "1", "awardID": "a"}, {"id": "1", "awardID": "b"}]})
    assert [(one["id"], one["awardID"]) for one in process.compiled["contracts"]] == [("1", "a"), ("1 (2)", "b")]
    assert said(process) == ["contract_id_repeated"]


def test_a_contract_follows_its_award_to_its_new_id() -> None:
    process = merged(
        {"awards": [award()]},
        {"awards": [award("1", "Birch Ltd", 200)], "contracts": [{"id": "c", "awardID": "1"}]},
    )
    assert process.compiled["contracts"][0]["awardID"] == "1 (2)"


def test_awards_without_an_id_are_kept_and_told() -> None:
    process = merged({"awards": [award(None), award(None, "Birch Ltd")]})
    assert [one["id"] for one in process.compiled["awards"]] == ["no-id-1", "no-id-2"]
    assert said(process) == ["award_id_missing", "award_id_missing"]
    assert process.published == {"no-id-1": None, "no-id-2": None}


def test_suppliers_that_share_an_id_within_an_award_are_both_kept() -> None:
    both = [{"id": "0", "name": "Ash Ltd"}, {"id": "0", "name": "Birch Ltd"}]
    process = merged({"awards": [award() | {"suppliers": both}]}, {"tag": ["awardUpdate"], "tender": {"title": "x"}})
    assert process.compiled["awards"][0]["suppliers"] == both


def test_lists_that_should_be_objects_are_mended_and_told() -> None:
    process = merged(
        {"tender": [{"title": "Paths", "value": [{"amount": 5}]}], "awards": award(), "buyer": "us"},
        {"tag": ["awardUpdate"], "tender": {"value": {"amount": 6}}},
    )
    assert process.compiled["tender"] == {"title": "Paths", "value": {"amount": 6}}
    assert kept(process) == [("1", "Ash Ltd", 100)]
    assert said(process) == ["notice_shape"] * 4


def test_releases_that_cannot_be_merged_whole_are_merged_in_what_is_read() -> None:
    process = merged(
        {"tender": {"title": "Paths", "extra": "none"}, "awards": [award()]},
        {"tag": ["awardUpdate"], "tender": {"extra": {"a": 2}, "status": "complete"}},
    )
    assert process.compiled["tender"] == {"title": "Paths", "status": "complete"}
    assert kept(process) == [("1", "Ash Ltd", 100)]
    assert said(process) == ["notice_unmergeable"]


def test_order_is_that_of_time_whatever_the_zone_and_undated_comes_first() -> None:
    process = merged(
        {"date": "2025-06-01T00:30:00+01:00", "tender": {"title": "early"}},
        {"date": "2025-05-31T23:45:00Z", "tender": {"title": "late"}},
        {"date": None, "tender": {"title": "undated"}},
    )
    assert process.compiled["tender"]["title"] == "late"
    assert [part.line for part in process.parts] == [3, 1, 2]
    assert said(process) == ["notice_undated"]


def test_a_release_that_two_files_hold_is_compiled_once_and_kept_twice() -> None:
    one = {"id": "r", "date": DATES[0], "awards": [award(None)]}
    process = merged(one, one)
    assert len(process.parts) == 2
    assert len(process.compiled["awards"]) == 1


def test_ids_that_are_no_ids_do_no_harm() -> None:
    process = merged({"id": ["x"], "awards": [award() | {"id": {"a": 1}}, award() | {"id": 7}]}, {"id": {"a": 1}})
    assert [one["id"] for one in process.compiled["awards"]] == ["no-id-1", "7"]


def test_merging_without_repeats_gives_what_the_standard_tool_gives() -> None:
    from ocdsmerge import Merger

    from localspend.sources.notices.merge import RULES

    releases = [
        {"tag": ["tender"], "tender": {"id": "t", "items": [{"id": "1", "quantity": 2}], "submissionMethod": ["a"]}},
        {"tender": {"items": [{"id": "1", "unit": {"name": "m"}}, {"id": "2"}], "submissionMethod": ["b"]}},
        {"awards": [award()], "tender": {"items": None}},
    ]
    process = merged(*copy.deepcopy(releases))
    plain = [
        {"ocid": "ocds-x-1", "id": f"r{n}", "tag": ["award"], "date": DATES[n]} | r for n, r in enumerate(releases)
    ]
    assert process.compiled == Merger(merge_rules=RULES).create_compiled_release(plain)
