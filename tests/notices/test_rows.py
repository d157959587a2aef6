"""The tables' rows from releases in the shapes of each portal, all invented."""

import copy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from localspend.sources.notices import facts
from localspend.sources.notices.merge import Part, compiled
from localspend.sources.notices.rows import rows

Rows = dict[str, list[dict[str, Any]]]


def made(*releases: dict[str, Any], ocid: str = "ocds-h6vhtk-1") -> Rows:
    base = {"ocid": ocid, "tag": ["tender"], "date": "2026-03-01T09:00:00+00:00"}
    parts = [Part(base | {"id": f"r{n}"} | copy.deepcopy(one), "f.json", n) for n, one in enumerate(releases, 1)]
    process = compiled(ocid, parts)
    return rows(process) | {"remarks": [{"check": one.check} for one in process.remarks]}


def notice(*releases: dict[str, Any], ocid: str = "ocds-h6vhtk-1") -> dict[str, Any]:
    [one] = made(*releases, ocid=ocid)["notices"]
    return one


ACT = {"id": "2023/54", "scheme": "UKPGA"}
BELOW = {
    "parties": [
        {
            "id": "GB-PPON-PAAA-1111-AAAA",
            "name": "Elmbridge &amp; Fenwick Council",
            "identifier": {"scheme": "GB-PPON", "id": "PAAA-1111-AAAA"},
            "additionalIdentifiers": [{"scheme": "GB-LAE", "id": "ELM"}],
            "roles": ["buyer"],
        }
    ],
    "buyer": {"id": "GB-PPON-PAAA-1111-AAAA", "name": "Elmbridge &amp; Fenwick Council"},
    "tender": {
        "legalBasis": ACT,
        "title": "Grass cutting",
        "status": "active",
        "value": {"amount": 90000, "amountGross": 108000, "currency": "GBP"},
        "procurementMethodDetails": "Below threshold - open competition",
        "tenderPeriod": {"endDate": "2026-04-01T23:59:59+01:00"},
        "otherRequirements": {
            "reservedParticipation": ["shelteredWorkshop"],
            "reservedParticipationLocation": {"gazetteer": {"scheme": "NUTS", "identifiers": ["UKG31"]}},
        },
        "items": [
            {"id": "1", "relatedLot": "1", "additionalClassifications": [{"scheme": "CPV", "id": "77310000"}]},
            {"id": "2", "relatedLot": "2", "classification": {"scheme": "CPV", "id": "77340000-5"}},
        ],
        "lots": [
            {
                "id": "1",
                "title": "North",
                "value": {"amount": 50000, "currency": "GBP"},
                "contractPeriod": {"startDate": "2026-05-01T00:00:00+01:00", "endDate": "2027-04-30T23:59:59+01:00"},
            },
            {"id": "2", "title": "South", "contractPeriod": {"endDate": "2028-04-30T23:59:59+01:00"}},
        ],
    },
}


def test_a_tender_under_the_act() -> None:
    one = notice(BELOW)
    assert one["buyer_id"] == "GB-PPON-PAAA-1111-AAAA"
    assert one["buyer_ids"] == ["GB-PPON-PAAA-1111-AAAA", "GB-LAE-ELM"]
    assert one["buyer_name"] == "Elmbridge & Fenwick Council"
    assert (one["legal_basis"], one["legal_basis_from"]) == ("procurement-act-2023", "stated")
    assert (one["stage"], one["portal"]) == ("tender", "find-a-tender")
    assert (one["value"], one["value_kind"], one["currency"]) == (Decimal("90000.00"), "estimate", "GBP")
    assert (one["published_on"], one["deadline"]) == (date(2026, 3, 1), date(2026, 4, 1))
    assert (one["start_on"], one["end_on"]) == (date(2026, 5, 1), date(2028, 4, 30))
    assert (one["cpv"], one["reservation"]) == ("77310000", "shelteredWorkshop, location UKG31")


def test_its_lots_have_their_own_values_and_codes() -> None:
    lots = made(BELOW)["lots"]
    assert [(one["lot_id"], one["title"], one["value"], one["cpv"]) for one in lots] == [
        ("1", "North", Decimal("50000.00"), "77310000"),
        ("2", "South", None, "77340000"),
    ]


def test_a_tender_without_lots_and_awards_has_no_rows_for_them() -> None:
    found = made({"tender": {"title": "Paths"}})
    assert (found["lots"], found["awards"], found["award_suppliers"], found["remarks"]) == ([], [], [], [])
    assert found["notices"][0]["value_kind"] is None


JOINT = {
    "tag": ["award"],
    "parties": [
        {
            "id": "GB-CFS-1",
            "name": "Ash Ltd",
            "address": {"streetAddress": "1 High Street, London, b9 4aa, England", "postalCode": ""},
            "details": {"scale": "sme", "vcse": False},
            "roles": ["supplier"],
        },
        {
            "id": "GB-COH-1234567",
            "name": "Birch Trust",
            "identifier": {"scheme": "GB-COH", "id": "1234567"},
            "additionalIdentifiers": [{"scheme": "GB-CHC", "id": "1100001"}],
            "address": {"streetAddress": "Flat 2, 99 Somewhere", "postalCode": "B1 1BB"},
            "roles": ["supplier"],
        },
    ],
    "awards": [
        {
            "id": "a1",
            "date": "2025-01-20T00:00:00Z",
            "value": {"amount": 1000000, "currency": "GBP"},
            "suppliers": [{"id": "GB-CFS-1", "name": "Ash Ltd"}, {"id": "GB-COH-1234567", "name": "Birch Trust"}],
        }
    ],
}


def test_a_joint_award_has_its_value_once_whoever_shares_it() -> None:
    found = made(JOINT)
    assert [(one["value"], one["value_kind"], one["suppliers"]) for one in found["awards"]] == [
        (Decimal("1000000.00"), "award", 2)
    ]
    assert [one["supplier_text"] for one in found["award_suppliers"]] == ["Ash Ltd", "Birch Trust"]
    assert not any("value" in name or "amount" in name for one in found["award_suppliers"] for name in one)


def test_suppliers_bring_numbers_and_postcodes_but_no_address_and_no_local_number() -> None:
    ash, birch = made(JOINT)["award_suppliers"]
    assert (ash["company_number"], ash["charity_number"], ash["postcode"]) == (None, None, "B9 4AA")
    assert (birch["company_number"], birch["charity_number"], birch["postcode"]) == ("1234567", "1100001", "B1 1BB")
    assert (ash["scale"], ash["vcse"]) == ("sme", False)
    assert "High Street" not in str(ash)
    assert "GB-CFS" not in str(ash)


def test_an_early_contracts_finder_release_in_which_ids_are_places() -> None:
    def release(number: str, name: str, street: str) -> dict[str, Any]:
        party = {"id": "1", "name": name, "address": {"streetAddress": street}, "roles": ["supplier"], "sme": True}
        award = {"id": number, "suppliers": [{"id": "1", "name": name}], "value": {"amount": 5}}
        return {"tag": ["tender"], "date": "2018-01-0" + number, "parties": [party], "awards": [award]}

    found = made(
        release("1", "Ash Ltd", "Here, B9 4AA"), release("2", "Birch Ltd", "There, B9 4AB"), ocid="ocds-b5fd17-1"
    )
    assert [(one["supplier_text"], one["postcode"]) for one in found["award_suppliers"]] == [
        ("Ash Ltd", "B9 4AA"),
        ("Birch Ltd", "B9 4AB"),
    ]
    assert found["notices"][0]["stage"] == "award"


def test_an_ocds_1_0_release_with_organisations_in_place() -> None:
    supplier = {
        "name": "Ash Ltd",
        "identifier": {"scheme": "GB-COH", "id": "01234567"},
        "address": {"postalCode": "B9 4AA"},
    }
    release = {
        "buyer": {"name": "The Council", "identifier": {"scheme": "GB-LAE", "id": "BIR"}},
        "awards": [{"id": "1", "suppliers": [supplier], "value": {"amount": 5}}],
    }
    found = made(release)
    assert found["notices"][0]["buyer_id"] == "GB-LAE-BIR"
    [row] = found["award_suppliers"]
    assert (row["company_number"], row["postcode"]) == ("01234567", "B9 4AA")


def test_a_contract_details_notice_has_three_values_that_stay_apart() -> None:
    found = made(
        BELOW,
        {
            "tag": ["award", "contract"],
            "date": "2026-06-01T09:00:00+01:00",
            "awards": [{"id": "1", "suppliers": [{"name": "Ash Ltd"}], "value": {"amount": 80000}}],
            "contracts": [
                {
                    "id": "c1",
                    "awardID": "1",
                    "value": {"amount": 79000},
                    "period": {"startDate": "2026-06-15", "endDate": "2027-06-14"},
                    "documents": [{"id": "x", "noticeType": "UK7"}],
                }
            ],
        },
    )
    one, [award] = found["notices"][0], found["awards"]
    assert (one["stage"], one["value"]) == ("contract", Decimal("90000.00"))
    assert (award["value"], award["contract_value"]) == (Decimal("80000.00"), Decimal("79000.00"))
    assert (one["start_on"], one["end_on"]) == (date(2026, 6, 15), date(2027, 6, 14))
    assert [(row["tag"], row["notice_type"]) for row in found["notice_releases"]] == [
        ("tender", None),
        ("award, contract", "UK7"),
    ]


@pytest.mark.parametrize(
    ("tender", "expected"),
    [
        pytest.param({"techniques": {"hasFrameworkAgreement": True}}, ("ceiling", "stated"), id="a framework"),
        pytest.param(
            {"techniques": {"hasDynamicPurchasingSystem": True}}, ("ceiling", "stated"), id="a dynamic system"
        ),
        pytest.param({"title": "Minor works framework"}, ("ceiling", "title"), id="so called"),
        pytest.param(
            {"title": "Works under a framework", "procurementMethodDetails": "Call-off from a framework agreement"},
            ("estimate", None),
            id="a call-off from one",
        ),
        pytest.param({"techniques": {"hasFrameworkAgreement": False}}, ("estimate", None), id="none"),
    ],
)
def test_a_ceiling_is_no_estimate(tender: dict[str, Any], expected: tuple[str, str | None]) -> None:
    release = {
        "tender": {"value": {"amount": 5}} | tender,
        "awards": [{"id": n, "value": {"amount": 5}, "suppliers": [{"name": f"{n} Ltd"}]} for n in ("1", "2")],
    }
    found = made(release)
    one = found["notices"][0]
    assert (one["value_kind"], one["value_kind_from"]) == expected
    assert {row["value_kind"] for row in found["awards"]} == {"ceiling" if expected[0] == "ceiling" else "award"}


@pytest.mark.parametrize(
    ("ocid", "release", "expected"),
    [
        ("ocds-h6vhtk-1", {"tender": {"legalBasis": ACT}}, ("procurement-act-2023", "stated")),
        (
            "ocds-h6vhtk-1",
            {"tender": {"legalBasis": {"id": "32014L0024", "scheme": "CELEX"}}},
            ("earlier-directives", "stated"),
        ),
        (
            "ocds-h6vhtk-1",
            {"tender": {"legalBasis": {"id": "2023/1348", "scheme": "UKSI"}}},
            ("provider-selection-regime", "stated"),
        ),
        ("ocds-kuma6s-1", {"tender": {"documents": [{"noticeType": "UK4"}]}}, ("procurement-act-2023", "notice-type")),
        ("ocds-r6ebe6-1", {"tender": {"title": "x"}}, ("scottish-regulations", "portal")),
        (
            "ocds-r6ebe6-1",
            {"tender": {"legalBasis": {"id": "32014L0024", "scheme": "CELEX"}}},
            ("scottish-regulations", "stated"),
        ),
        ("ocds-b5fd17-1", {"date": "2025-02-23T10:00:00Z", "tender": {"title": "x"}}, ("earlier-directives", "date")),
        ("ocds-b5fd17-1", {"date": "2025-02-24T10:00:00Z", "tender": {"title": "x"}}, (None, None)),
    ],
)  # fmt: skip
def test_the_law_and_how_it_is_known(
    ocid: str, release: dict[str, Any], expected: tuple[str | None, str | None]
) -> None:
    one = notice(release, ocid=ocid)
    assert (one["legal_basis"], one["legal_basis_from"]) == expected


@pytest.mark.parametrize(
    ("release", "stage"),
    [
        ({"tag": ["planning"], "tender": {"status": "planned"}}, "planning"),
        ({"tag": ["planning"]}, "planning"),
        ({"tag": ["tender"], "tender": {"status": "active"}}, "tender"),
        ({"tag": ["tender"], "awards": [{"id": "1", "status": "active"}]}, "award"),
        ({"tag": ["contract"]}, "contract"),
        ({"tag": ["implementation"]}, "implementation"),
        ({"tag": ["tenderCancellation"]}, "terminated"),
        ({"tag": ["tender"], "tender": {"status": "withdrawn"}}, "terminated"),
        ({"tag": ["contractTermination"], "contracts": [{"id": "1", "status": "terminated"}]}, "terminated"),
        ({"tag": ["award"], "awards": [{"id": "1", "status": "unsuccessful"}]}, "terminated"),
    ],
)
def test_how_far_a_process_has_come(release: dict[str, Any], stage: str) -> None:
    assert notice(release)["stage"] == stage


@pytest.mark.parametrize(
    ("amount", "expected", "wrong"),
    [
        (100, Decimal("100.00"), False),
        (Decimal("0.125"), Decimal("0.13"), False),
        ("25000.50", Decimal("25000.50"), False),
        (None, None, False),
        ("", None, False),
        (Decimal("1e9999"), None, True),
        ("Infinity", None, True),
        (" 000", None, True),
        ("1,000", None, True),
        ([1], None, True),
        (True, None, True),
        (10**15, None, True),
        (-5, Decimal("-5.00"), False),
    ],
)
def test_amounts_are_money_or_told(amount: object, expected: Decimal | None, wrong: bool) -> None:
    found, said = facts.money({"amount": amount})
    assert (found, bool(said)) == (expected, wrong)
    checks = [one["check"] for one in made({"tender": {"value": {"amount": amount}}})["remarks"]]
    assert checks == (["notice_value_unusable"] if wrong else [])


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"postalCode": "b94aa"}, "B9 4AA"),
        ({"postalCode": "", "streetAddress": "1 Road, Town, EC1A 1BB, B9 4AA, UK"}, "B9 4AA"),
        ({"streetAddress": "London, E181AN"}, "E18 1AN"),
        ({"locality": "Leeds LS1 1AA"}, "LS1 1AA"),
        ({"postalCode": "unknown", "streetAddress": "no code"}, None),
        ({"streetAddress": "XB9 4AAX"}, None),
        ({"postalCode": 7}, None),
        ({}, None),
    ],
)
def test_a_postcode_is_found_in_the_street_address(address: dict[str, Any], expected: str | None) -> None:
    assert facts.postcode({"address": address}) == expected


def test_only_identifiers_of_a_register_are_identities() -> None:
    party = {
        "id": "GB-FTS-123",
        "identifier": {"scheme": "GB-COH", "id": "GB-COH-01234567"},
        "additionalIdentifiers": [
            {"scheme": "GB-FTS", "id": "123"},
            {"scheme": "", "id": "9"},
            {"scheme": "GB-PPON", "id": "PAAA-1111-AAAA"},
        ],
    }
    assert facts.identifiers(party) == ["GB-COH-01234567", "GB-PPON-PAAA-1111-AAAA"]
    assert facts.identifiers({"id": "GB-CFS-7"}) == []
    assert facts.identifiers({"id": "12"}) == []


def test_a_lot_whose_id_repeats_is_kept_under_another() -> None:
    found = made({"tender": {"lots": [{"id": "1"}, {"id": "1"}, {}]}})
    assert [one["lot_id"] for one in found["lots"]] == ["1", "1 (2)", "no-id-3"]


def test_contact_persons_are_in_no_row() -> None:
    release = copy.deepcopy(BELOW)
    release["parties"][0]["contactPoint"] = {"name": "Jo Bloggs", "email": "jo@example.org"}  # type: ignore[index]
    assert "Bloggs" not in str(made(release))
