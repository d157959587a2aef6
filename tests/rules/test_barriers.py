"""Barriers: each wording or number that keeps small firms out, one that does not, and drafts that cannot be read."""

import json
from pathlib import Path
from typing import Any

import pytest

from localspend.errors import InputError
from localspend.rules.barriers.headings import HEADINGS
from localspend.rules.barriers.record import barriers

QUIET = "Questions may be sent by 3 May. Everybody who answers gets feedback. "


def found(tmp_path: Path, text: str = "", **form: Any) -> dict[str, str]:
    """Barrier -> where it was found, in a short form that says nothing else amiss."""
    path = tmp_path / "draft.toml"
    fields = "".join(f"{key} = {value}\n" for key, value in form.items())
    path.write_text(f'title = "Grass cutting"\n{fields}text = """\n{QUIET}\n{text}\n"""\n', encoding="utf-8")
    return {one["barrier"]: one["where"] for one in barriers(path)["barriers"]}


WORDINGS = {
    "accreditation at bid stage": (
        "Bidders must hold ISO 9001 certification.",
        "Bidders must hold ISO 9001 or an equivalent.",
    ),
    "insurance in place at bid stage": (
        "Insurance of £2 million must have in place at the time of tender.",
        "Insurance of £2 million is taken out before the start.",
    ),
    "audited accounts": ("Send three years of audited accounts.", "Send a bank reference."),
    "track record of the same size": (
        "Give three examples of contracts of a similar size.",
        "Give three examples of work of a similar kind, private customers welcome.",
    ),
    "public sector experience": (
        "Proven local authority experience is needed.",
        "Experience of parks is needed.",
    ),
    "long payment terms": ("Payment is made within 60 days.", "Payment is made within 30 days."),
    "unlimited liability": ("The contractor accepts unlimited liability.", "Liability is capped at £20,000."),
    "performance bond or parent guarantee": (
        "A performance bond is needed.",
        "A performance bond is not required.",
    ),
    "no consortia": ("Consortia will not be accepted.", "Consortia are welcome."),
    "site visit without notice": ("There is a mandatory site visit on Monday.", "Visit the site if you wish."),
    "many copies or long forms": ("Send four hard copies.", "Send two pages by e-mail."),
    "electronic portal only": ("Bids are taken only through our portal.", "Bids by e-mail or post."),
    "input specification": ("No variants will be considered.", "Variants are welcome."),
    "right to end at will": (
        "The council may terminate the contract at any time.",
        "Either party may terminate the contract at any time with three months' notice, both parties alike.",
    ),
    'a brand without "or equivalent"': (
        "Mowers manufactured by Acme.",
        "Mowers manufactured by Acme or equivalent.",
    ),
    "turnover demanded": ("An annual turnover of £1m is asked for.", "No turnover is asked for."),
    "jargon": ("Reply to the ITT after the PQQ; the KPI set is in the SLA.", "Reply to the questions."),
    "trades bundled together": (
        "Cleaning, gardening and security of the sites.",
        "Cleaning of the sites.",
    ),
}


@pytest.mark.parametrize("barrier", WORDINGS)
def test_a_wording_that_keeps_small_firms_out_is_found_with_its_line(tmp_path: Path, barrier: str) -> None:
    hard, fair = WORDINGS[barrier]
    whole = barrier in ("jargon", "trades bundled together")
    assert found(tmp_path, hard) == {barrier: "the whole draft" if whole else "line 4"}
    assert found(tmp_path, fair) == {}


@pytest.mark.parametrize(
    ("barrier", "hard", "fair"),
    [
        ("short time to answer", {"tender_days": 5}, {"tender_days": 14}),
        ("price outweighs everything", {"price_weight": 80}, {"price_weight": 60}),
        ("long payment terms", {"payment_days": 45}, {"payment_days": 30}),
        ("one big lot", {"value": 600000, "months": 36}, {"value": 600000, "months": 36, "lots": 4}),
    ],
)
def test_a_number_out_of_proportion_is_found(tmp_path: Path, barrier: str, hard: Any, fair: Any) -> None:
    assert list(found(tmp_path, **hard)) == [barrier]
    assert found(tmp_path, **fair) == {}


def test_turnover_and_insurance_are_judged_against_the_value(tmp_path: Path) -> None:
    text = "Turnover of £90,000 a year. Public liability insurance of £5 million."
    assert found(tmp_path, text, value=50_000) == {"insurance out of proportion": "line 5"}
    assert found(tmp_path, text, value=1_200_000, months=36, lots=4) == {}
    assert found(tmp_path, text, value=40_000) == {
        "turnover demanded": "line 5",
        "insurance out of proportion": "line 5",
    }


def test_long_official_sentences_are_hard_to_read(tmp_path: Path) -> None:
    sentence = (
        "Notwithstanding the aforementioned administrative considerations, organisations participating in "
        "competitive tendering opportunities necessarily demonstrate comprehensive organisational capability, "
        "satisfactorily substantiated by documentation. "
    )
    assert "hard to read" in found(tmp_path, sentence * 6)
    assert found(tmp_path, "We cut the grass. We do it each week. " * 20) == {}


def test_what_is_not_said_is_a_barrier_too(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("Grass cutting\nCut the grass.\n", encoding="utf-8")
    assert [one["barrier"] for one in barriers(path)["barriers"]] == ["no word of engagement", "no word of feedback"]


def test_a_notice_is_read_with_the_path_of_each_text(tmp_path: Path) -> None:
    tender = {
        "title": "Grass cutting",
        "description": QUIET + "Bidders must hold ISO 9001 certification.",
        "value": {"amount": 400000},
        "tenderPeriod": {"startDate": "2026-03-01T00:00:00Z", "endDate": "2026-03-06T00:00:00Z"},
    }
    path = tmp_path / "notice.json"
    path.write_text(json.dumps({"releases": [{"tender": tender}]}), encoding="utf-8")
    assert {one["barrier"]: one["where"] for one in barriers(path)["barriers"]} == {
        "accreditation at bid stage": "tender.description",
        "one big lot": "lots",
        "short time to answer": "tender period",
    }


def test_record_has_a_line_for_each_of_the_twelve_headings(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("Grass cutting\nConsortia will not be accepted.\n", encoding="utf-8")
    document = barriers(path)
    assert [line.partition(":")[0] for line in document["record"][1:]] == list(HEADINGS.values())
    assert "no consortia. Proposed: Welcome consortia" in " ".join(document["record"])
    assert sum(one["found"] for one in document["headings"]) == len(document["barriers"])


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.toml", b"title = ", "not valid TOML"),
        ("a.toml", b'titel = "x"', "the key titel is not known"),
        ("a.toml", b'value = "lots"', "'lots' is no number"),
        ("a.json", b"{", "it is no JSON"),
        ("a.json", b"[" * 100_000, "it is no JSON"),
        ("a.json", b'{"ocid": 1}', "no tender is in it"),
        ("a.txt", b"\xff\xfe\x00", "it is not UTF-8 text"),
        ("a.txt", b" \n", "nothing is in it"),
    ],
)
def test_a_draft_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        barriers(path)
    assert caught.value.what.startswith(what)
