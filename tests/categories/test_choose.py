"""Words and activities -> a category, or none: read as a specification."""

import pytest

from localspend.categories import choose, index
from localspend.categories.choose import Choice
from localspend.categories.words import words

OWN = index.build()
LANDSCAPE, SOLICITOR = "81300", "69102"


def decide(text=None, more=None, sic=(), wider=None):
    return choose.decide(OWN, text, more, sic, wider)


def test_endings_abbreviations_and_joining_words_make_no_difference():
    assert words("Repairs & Maint. of Buildings") == words("repair and maintenance building")
    assert words("12/2019 -") == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Grounds Maintenance", "77000000"),
        ("AGENCY STAFF", "79620000"),
        ("Skip Hire", "90500000"),
        ("Home to School Transport", "60130000"),
        ("Residential care", "85311000"),
        ("Legal Fees", "79100000"),
    ],
)
def test_words_that_ledgers_use_lead_to_a_category(text, code):
    chosen = decide(text)
    assert (chosen.code, chosen.basis) == (code, "text")
    assert chosen.probability >= choose.THRESHOLD


@pytest.mark.parametrize("text", ["Salaries", "Direct payments", "NNDR", "Council tax refund", "Foster allowances"])
def test_what_is_no_purchase_has_no_category_whoever_is_paid(text):
    assert decide(text, sic=(LANDSCAPE,)) == choose.NOTHING_KNOWN


def test_words_that_say_nothing_leave_it_to_the_description_or_the_activity():
    assert decide("Third party payments") == choose.NOTHING_KNOWN
    assert decide("Third party payments", sic=(SOLICITOR,)).basis == "sic"
    assert decide("Third party payments", "grass cutting").code == "77310000"


def test_an_activity_alone_decides_where_there_are_no_words():
    assert decide(sic=(SOLICITOR,))[:2] == ("79100000", "sic")


def test_a_holding_company_says_nothing():
    assert decide(sic=("70100",)) == choose.NOTHING_KNOWN


def test_unknown_words_and_a_faint_likeness_decide_nothing():
    assert decide("Zorblax quux") == choose.NOTHING_KNOWN
    assert decide("Zorblax quux yonder mower of grass in the village") == choose.NOTHING_KNOWN


def test_where_words_leave_two_classes_open_the_activity_tips_the_scale():
    assert decide("Facilities").code == "unknown"
    assert decide("Horticultural products", sic=(LANDSCAPE,)).code[:2] == "77"


def test_between_classes_of_one_group_the_group_is_chosen():
    chosen = choose.choose({"77310000": 0.9, "77320000": 0.9}, ())
    assert chosen == Choice("77300000", "text", chosen.probability)


def test_probabilities_add_up_to_one():
    shares = choose.probabilities(OWN.likeness("building repairs"), (LANDSCAPE,))
    assert sum(shares.values()) == pytest.approx(1)


def test_files_of_codes_answer_only_what_our_words_leave_open():
    wider = index.build([("sic", "81300", "Turfing of verges"), ("cpv", "33111000", "Zorblax quux")])
    assert decide("Zorblax quux") == choose.NOTHING_KNOWN
    assert decide("Zorblax quux", wider=wider).code == "33110000"
    assert decide("Legal fees", wider=wider) == decide("Legal fees")
