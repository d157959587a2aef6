"""Barriers: each wording or number that keeps small firms out, one that does not, and drafts that cannot be read."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from localspend.errors import InputError
from localspend.rules.barriers import record
from localspend.rules.barriers.draft import read
from localspend.rules.barriers.headings import HEADINGS
from localspend.rules.barriers.market import Market


def barriers(path: Path, market: Market | None = None) -> dict[str, Any]:
    return record.barriers(read(path), market)


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


@pytest.mark.parametrize(
    ("sentence", "times"),
    [
        ("You must have a turnover of £2,000,000 and professional indemnity of £10 million.", "11.1"),
        ("We ask for £2m turnover and £5m indemnity.", "11.1"),
        ("Insurance of £5m, turnover £900,000.", "5.0"),
        ("Public liability insurance of £10 million, and a minimum turnover of £540,000 a year.", "3.0"),
    ],
)
def test_a_sum_belongs_to_its_own_word(tmp_path: Path, sentence: str, times: str) -> None:
    path = tmp_path / "draft.toml"
    path.write_text(f'title = "Grass"\nvalue = 180000\ntext = "{sentence}"\n', encoding="utf-8")
    told = [one["text"] for one in barriers(path)["barriers"] if one["barrier"] == "turnover demanded"]
    assert told == [f"{sentence} ({times} times a year of the contract)"]


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
        ("a.toml", b"value = 1e999999999", "'1E+999999999' is no number"),
        ("a.toml", b"text = " + b"[" * 20_000, "not valid TOML"),
        ("a.json", b'{"tender": {"lots": null}}', "nothing is said in its tender"),
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


FAIR = [
    "Payment is made within 30 days of a valid invoice.",
    "We pay within 10 days, and our suppliers pay theirs within 30 days.",
    "Payment is made within 30 days and tenders stay open for 60 days.",
    "Insurance can be taken out on award.",
    "Public liability insurance of £2 million before the work starts.",
    "The winner must hold employers' liability insurance of £5 million, as the law asks.",
    "Liability is capped at £10 million.",
    "ISO 9001 or equivalent.",
    "Suppliers must hold ISO 14001, or an approved equivalent.",
    "No accreditation is required to quote.",
    "You do not need audited accounts; a letter from your bank will do.",
    "Two years' accounts, or a cash-flow forecast if you are new.",
    "We do not ask for a minimum turnover.",
    "Firms with a turnover under £500,000 are welcome.",
    "No turnover of any size is set as a condition.",
    "Previous public sector experience is not required.",
    "Give three examples of similar work, for private customers too.",
    "New firms are welcome; tell us of your experience.",
    "Quotes must be returned within 14 days.",
    "The contractor responds within 2 days of a call.",
    "After the quotes are opened we tell you why within 5 days.",
    "Price counts 40% and quality 60%.",
    "The lowest price does not win by itself.",
    "Consortia and subcontracting are welcome, and no consortium is left out.",
    "A performance bond is not required.",
    "Quotes come through our portal or by e-mail.",
    "Either party may end the contract at any time with a month's notice.",
    "The council may end the contract with three months' notice.",
    "Brand-new mowers, of any brand.",
    "Certified by Refcom or another equivalent body.",
    "Two years of audited accounts or equivalent.",
    "Employer's (Compulsory) Liability Insurance = 10 Million GBP",
    "Uniforms branded with the council's logo.",
    "A gas certificate must be issued after each service.",
    "It is cleaned weekly, and it has a grounds team of its own.",
    "Prices are fixed for three years, then follow an index: CPI once a year.",
    "You may bid for one lot or for several.",
    "No hard copies are needed.",
    "Our terms are two pages; remarks on them are welcome.",
    "Somebody must be on site within two hours of a call.",
    "The competition is reserved to firms that declare a base in the county.",
    "You indemnify us up to the value of the contract.",
    "There is no registration fee.",
    "The winner sends a copy of the safety policy.",
]


@pytest.mark.parametrize("sentence", FAIR)
def test_a_fair_sentence_is_no_barrier(tmp_path: Path, sentence: str) -> None:
    assert found(tmp_path, sentence) == {}
    assert found(tmp_path, sentence, value=20_000) == {}


HARD = {
    "Public liability insurance of £10m.": "insurance out of proportion",
    "Public liability insurance of £10,000,000.": "insurance out of proportion",
    "£10 million public liability cover.": "insurance out of proportion",
    "Insurance of 10 million pounds.": "insurance out of proportion",
    "Professional indemnity insurance of ten million.": "insurance out of proportion",
    "Cover of GBP 10m for product liability.": "insurance out of proportion",
    "Bidders must hold public liability insurance.": "insurance in place at bid stage",
    "Turnover must be twice the contract value.": "turnover demanded",
    "A turnover of at least 3 times the value of the contract.": "turnover demanded",
    "Annual turnover of one million pounds.": "turnover demanded",
    "A minimum of 2 years\u2019 accounts.": "audited accounts",
    "Accounts for the last three years.": "audited accounts",
    "ISO 9001 is mandatory.": "accreditation at bid stage",
    "Suppliers shall hold ISO/IEC 27001.": "accreditation at bid stage",
    "Payment is 60 days end of month.": "long payment terms",
    "Payment is 30 days end of month.": "long payment terms",
    "Invoices are settled after forty-five days.": "long payment terms",
    "Payment of £5,000 follows within 35 days.": "long payment terms",
    "We work on 90 day payment terms.": "long payment terms",
    "Quotes must be returned within 48 hours.": "short time to answer",
    "Submit your tender within five working days.": "short time to answer",
    "Price is weighted 70%.": "price outweighs everything",
    "The contract goes to the lowest price.": "price outweighs everything",
    "At least five years' trading.": "years of trading demanded",
    "Firms must pass a pre-qualification questionnaire.": "a selection stage of its own",
    "Prices are fixed for the whole term.": "fixed price without review",
    "Liquidated damages apply.": "penalties for late work",
    "Firms must bid for all lots.": "all parts or none",
    "Our terms and conditions are non-negotiable.": "terms that may not be discussed",
    "Tenderers must have an office within 10 miles of the town hall.": "an address demanded",
    "Local suppliers only.": "an address demanded",
    "The supplier shall indemnify the council against all losses.": "all risk on the supplier",
    "A portal fee of £40 is due.": "a fee to take part",
    "Attach copies of your equality and environmental policies.": "policies at bid stage",
    "Employers Liability £10m, Public Liability £10m and Professional Indemnity £5m.": "insurance out of proportion",
    "A minimum turnover of £500,000 in each of the last two years.": "turnover demanded",
    "Our payment terms are 60 days from receipt of invoice.": "long payment terms",
    "Contractors must be CHAS accredited.": "accreditation at bid stage",
}


@pytest.mark.parametrize("sentence", HARD)
def test_an_odd_way_of_writing_is_found_too(tmp_path: Path, sentence: str) -> None:
    assert HARD[sentence] in found(tmp_path, sentence)


def of_text(tmp_path: Path, text: str, name: str = "draft.txt") -> dict[str, Any]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return barriers(tmp_path / name)


def test_every_heading_of_the_cabinet_office_can_be_found(tmp_path: Path) -> None:
    from localspend.rules.barriers.phrases import _rows

    by_words = {row["heading"] for row in _rows()}
    by_numbers = {
        "time",
        "bias",
        "terms",
        "specification",
        "financial",
        "engagement",
        "feedback",
        "process",
        "resource",
    }
    assert by_words | by_numbers == set(HEADINGS)
    assert by_words <= set(HEADINGS)


def test_two_megabytes_are_read_in_seconds_and_told_once(tmp_path: Path) -> None:
    sentence = "Consortia will not be accepted. The grass is cut. "
    document = of_text(tmp_path, "Grass\n" + f"{sentence}\n" * 40_000)
    assert [one["where"] for one in document["barriers"] if one["barrier"] == "no consortia"] == [
        "line 2 and 39999 more"
    ]
    without_end = of_text(tmp_path, "Grass " + "the turnover is manufactured by the insurance " * 42_000)
    assert 'a brand without "or equivalent"' in {one["barrier"] for one in without_end["barriers"]}


def test_a_draft_of_more_than_a_thousand_pages_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "all.txt"
    path.write_bytes(b"Bids only through the portal. " * 200_000)
    with pytest.raises(InputError, match="more than 5 MB"):
        read(path)


def test_a_first_line_without_end_is_no_title(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("Cut the grass at forty schools " * 100, encoding="utf-8")
    assert len(read(path).title) <= 120


def test_a_draft_in_welsh_is_not_judged_by_english_words(tmp_path: Path) -> None:
    welsh = (
        "Mae'r cyngor yn gwahodd dyfynbrisiau am dorri glaswellt mewn tri pharc. Anfonwch eich pris erbyn dydd Gwener. "
    )
    document = of_text(tmp_path, f"Torri glaswellt\n{welsh * 6}")
    assert document["barriers"] == []
    assert any("not in English" in note for note in document["notes"])


def test_a_draft_without_a_value_says_what_could_not_be_judged(tmp_path: Path) -> None:
    assert any("No value is given" in note for note in of_text(tmp_path, "Grass\nWe cut.\n")["notes"])


ODD = [
    {"title": "Grass cutting", "lots": None},
    {"title": "Grass cutting", "lots": 5, "value": None, "tenderPeriod": None},
    {
        "title": "Grass cutting",
        "lots": [None, "x", {"value": {"amount": "1e400"}}],
        "items": [1, {"classification": 2}],
    },
    {"title": "Grass cutting", "value": {"amount": float("nan")}, "contractPeriod": {"startDate": 1, "endDate": []}},
    {"title": "Grass cutting", "value": 5, "lots": {"id": 1}, "description": None},
    {"title": "Grass cutting", "value": {"amount": -5, "currency": "EUR"}},
    {
        "title": "Grass cutting",
        "lots": [{"awardCriteria": {"criteria": [{"type": "price", "numbers": [{"number": "x"}]}]}}],
    },
]


@pytest.mark.parametrize("tender", ODD)
def test_an_odd_notice_is_read_for_what_it_says(tmp_path: Path, tender: dict[str, Any]) -> None:
    found_in = of_text(tmp_path, json.dumps({"releases": [{"tender": tender}]}), "notice.json")
    assert found_in["title"] == "Grass cutting"
    assert {one["barrier"] for one in found_in["barriers"]} == {"no word of engagement", "no word of feedback"}


def test_a_notice_gives_its_numbers(tmp_path: Path) -> None:
    lot = {
        "value": {"amount": 200000, "currency": "GBP"},
        "contractPeriod": {"startDate": "2026-04-01T00:00:00Z", "endDate": "2027-03-31T00:00:00Z"},
        "suitability": {"sme": False},
        "awardCriteria": {
            "criteria": [{"type": "price", "numbers": [{"number": 80, "weight": "percentageExact"}]}],
        },
    }
    tender = {"title": "Grass cutting", "description": QUIET, "lots": [lot], "tenderPeriod": {"endDate": "2026-03-06"}}
    document = {"releases": [{"date": "2026-03-02T09:00:00Z", "tender": tender}]}
    listed = of_text(tmp_path, json.dumps(document), "notice.json")["barriers"]
    assert {one["barrier"]: one["text"] for one in listed} == {
        "one big lot": "one lot of about £200,000 a year",
        "price outweighs everything": "80%",
        "said to be unsuitable for small firms": "Not suitable for small firms (sme: false).",
        "short time to answer": "4 days",
    }


def test_size_is_set_against_what_firms_nearby_could_carry(tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    path.write_text(f'title = "Grass"\nvalue = 90000\ncategory = "77310000"\ntext = "{QUIET}"\n', encoding="utf-8")
    rooms = (Decimal(20_000), Decimal(30_000), Decimal(120_000))
    [one] = barriers(path, Market("East", "77310000", rooms))["barriers"]
    assert one["barrier"] == "larger than firms nearby can carry"
    assert "of 3 firms known to do this in East 1 could" in one["text"]
    assert "£30,000" in one["instead"]
    assert barriers(path, Market("East", "77310000", (Decimal(90_000),) * 3))["barriers"] == []
    nobody = barriers(path, Market("East", "77310000", ()))
    assert any("No firm of East is known" in note for note in nobody["notes"])


def test_a_long_draft_for_a_small_contract(tmp_path: Path) -> None:
    text = "We cut the grass each week. " * 400
    assert found(tmp_path, text, value=8_000) == {"long for what it is worth": "the whole draft"}
    assert found(tmp_path, text, value=80_000) == {}
