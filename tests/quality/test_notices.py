"""Checks of notices: each passes here, fails there, and does not apply to something. The table is the specification."""

import copy
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from localspend.quality import CHECKS
from localspend.quality.kept import kept
from localspend.quality.notice import Notice, notice

AS_OF = date(2026, 6, 30)
BASE: dict[str, Any] = {
    "ocid": "ocds-h6vhtk-000001",
    "id": "000001-2026",
    "date": "2026-03-01T09:00:00Z",
    "tag": ["tender"],
    "initiationType": "tender",
    "buyer": {"id": "GB-PPON-1", "name": "Example Council"},
    "tender": {
        "title": "Roof repairs at the depot",
        "description": "Repairs",
        "legalBasis": {"scheme": "UKPGA", "id": "2023/54"},
        "procurementMethod": "open",
        "value": {"amount": 250000, "currency": "GBP"},
        "classification": {"scheme": "CPV", "id": "45261910"},
        "tenderPeriod": {"endDate": "2026-04-10T12:00:00Z"},
        "contractPeriod": {"startDate": "2026-06-01T00:00:00Z", "endDate": "2028-05-31T00:00:00Z"},
        "items": [{"id": "1", "deliveryAddresses": [{"region": "UKG31"}]}],
        "suitability": {"sme": True},
    },
    "parties": [
        {
            "id": "GB-PPON-1", "name": "Example Council", "roles": ["buyer"],
            "identifier": {"scheme": "GB-PPON", "id": "ABCD-1234-EFGH"}, "address": {"postalCode": "B1 1BB"},
        },
        {
            "id": "S1", "name": "Example Roofing Ltd", "roles": ["supplier"], "details": {"scale": "small"},
            "identifier": {"scheme": "GB-COH", "id": "01234567"},
            "address": {"streetAddress": "1 Mill Lane, Birmingham, B9 4AA", "countryName": "England"},
        },
    ],
    "awards": [
        {
            "id": "A1", "date": "2026-05-01T00:00:00Z", "value": {"amount": 240000, "currency": "GBP"},
            "suppliers": [{"id": "S1", "name": "Example Roofing Ltd"}],
        },
    ],
    "contracts": [{"id": "C1", "awardID": "A1", "dateSigned": "2026-05-20T00:00:00Z"}],
}  # fmt: skip
GONE = object()


def release(**changes: Any) -> dict[str, Any]:
    """BASE with changes at paths such as tender__value__amount or parties__1__identifier; GONE takes a key out."""
    made = copy.deepcopy(BASE)
    for path, value in changes.items():
        *parents, last = path.split("__")
        held: Any = made
        for key in parents:
            held = held[int(key)] if isinstance(held, list) else held[key]
        if value is GONE:
            del held[last]
        else:
            held[int(last) if isinstance(held, list) else last] = value
    return made


def facts(*releases: Mapping[str, Any]) -> list[Notice]:
    return [notice(dict(one), "n.json", i, AS_OF) for i, one in enumerate(releases, 1)]


def judge(check: str, *releases: Mapping[str, Any]) -> list[list[str] | None]:
    """For each release the places that fail, None where the check does not apply to it."""
    module, every = CHECKS[check], facts(*releases)
    if hasattr(module, "notice"):
        found = [module.notice(n) for n in every]
    else:
        said = {n.line: places for n, places in module.notices(list(map(kept, every)), AS_OF)}
        found = [said.get(n.line) for n in every]
    return [None if places is None else [where for where, _ in places] for places in found]


Releases = Sequence[Mapping[str, Any]]
OTHER = {"ocid": "ocds-h6vhtk-000002", "id": "000002-2026"}
AGAIN = {"id": "000003-2026"}
NO_SUPPLIER = release(parties=[], awards=[], contracts=[])
PLAN = release(tag=["planning"], tender=GONE, parties=[], awards=[], contracts=[], date="2026-01-01")

#: check -> releases that pass, releases of which the last fails and where, releases to which it does not apply.
CASES: dict[str, tuple[Releases, Releases, str, Releases]] = {
    "id_missing": ([BASE], [release(parties__1__identifier={})], "parties/1", [NO_SUPPLIER]),
    "id_scheme_weak": (
        [BASE],
        [release(parties__1__identifier={"scheme": "GB-FTS", "id": "1"})],
        "parties/1",
        [NO_SUPPLIER],
    ),
    "id_malformed": ([BASE], [release(parties__1__identifier__id="1234567")], "parties/1", [NO_SUPPLIER]),
    "one_id_many_names": (
        [BASE, release(**OTHER, parties__1__name="EXAMPLE ROOFING LIMITED")],
        [BASE, BASE, release(**OTHER, parties__1__name="Quite Another Ltd")],
        "parties/1",
        [NO_SUPPLIER],
    ),
    "one_name_many_ids": (
        [BASE, release(**OTHER)],
        [BASE, BASE, release(**OTHER, parties__1__identifier__id="07654321")],
        "parties/1",
        [NO_SUPPLIER],
    ),
    "exact_duplicate": ([BASE, release(**AGAIN)], [BASE, BASE], "id", [release(ocid="")]),
    "near_duplicate": (
        [BASE, release(**OTHER, tender__title="Cleaning", tender__value__amount=7)],
        [BASE, release(**OTHER, tender__description="Repairs.")],
        "ocid",
        [],
    ),
    "joint_procurement_duplicate": (
        [BASE, release(**OTHER, buyer={"id": "2", "name": "Other Council"}, tender__value__amount=9)],
        [BASE, release(**OTHER, buyer={"id": "2", "name": "Other Council"})],
        "tender/title",
        [BASE],
    ),
    "cross_portal_duplicate": (
        [BASE, release(ocid="ocds-b5fd17-1", tender__title="Cleaning")],
        [BASE, release(ocid="ocds-b5fd17-1")],
        "ocid",
        [BASE, release(**OTHER)],
    ),
    "release_as_record": ([BASE, release(**OTHER)], [BASE, release(**AGAIN)], "ocid", [release(ocid="")]),
    "date_missing": ([BASE], [release(tender__tenderPeriod={})], "tender/tenderPeriod/endDate", []),
    "date_unparseable": (
        [BASE],
        [release(awards__0__date="May 2026")],
        "awards/0/date",
        [{"ocid": "x", "id": "1", "tag": ["tender"]}],
    ),
    "date_future": ([BASE], [release(date="2026-07-01")], "date", [release(date=GONE, awards=[])]),
    "award_before_tender": (
        [release(tender__datePublished="2026-03-01")],
        [release(tender__datePublished="2026-05-02")],
        "awards/0/date",
        [BASE],
    ),
    "end_before_start": (
        [BASE],
        [release(tender__contractPeriod__endDate="2026-05-31")],
        "tender/contractPeriod/endDate",
        [release(tender__contractPeriod=GONE)],
    ),
    "published_after_deadline": (
        [BASE],
        [release(date="2026-04-11")],
        "tender/tenderPeriod/endDate",
        [release(tender__tenderPeriod=GONE)],
    ),
    "standstill_too_short": (
        [BASE],
        [release(contracts__0__dateSigned="2026-05-13")],
        "contracts/0/dateSigned",
        [release(tender__legalBasis=GONE), release(contracts=[])],
    ),
    "value_missing": ([BASE], [release(awards__0__value={})], "awards/0/value/amount", [PLAN]),
    "value_zero": ([BASE], [release(tender__value__amount=0)], "tender/value/amount", [PLAN]),
    "value_placeholder": ([BASE], [release(tender__value__amount=999999)], "tender/value/amount", [PLAN]),
    "net_gross_mismatch": (
        [release(tender__value__amountGross=300000)],
        [release(tender__value__amountGross=400000)],
        "tender/value/amountGross",
        [BASE],
    ),
    "currency_missing": ([BASE], [release(tender__value__currency=GONE)], "tender/value/currency", [PLAN]),
    "cpv_missing": ([BASE], [release(tender__classification=GONE)], "tender/classification/id", [PLAN]),
    "cpv_generic": (
        [BASE],
        [release(tender__classification__id="45000000")],
        "tender/classification/id",
        [release(tender__classification=GONE)],
    ),
    "field_blank_rate": ([BASE], [release(tender__description="")], "tender/description", [PLAN]),
    "postcode_missing": (
        [BASE],
        [release(parties__1__address__streetAddress="1 Mill Lane")],
        "parties/1/address",
        [NO_SUPPLIER],
    ),
    "postcode_invalid": (
        [BASE],
        [release(parties__0__address__postalCode="B1")],
        "parties/0/address/postalCode",
        [NO_SUPPLIER],
    ),
    "region_default_all": (
        [BASE],
        [release(tender__items__0__deliveryAddresses=[{"countryName": "United Kingdom"}])],
        "tender/items/0/deliveryAddresses",
        [release(tender__items=[])],
    ),
    "award_id_repeated": (
        [BASE, release(contracts=[{"id": "A1"}])],
        [release(awards=[{"id": "A1"}, {"id": "A2"}, {"id": "A1"}])],
        "awards/2/id",
        [release(awards=[], contracts=[]), release(awards=[{"date": "2026-05-01"}], contracts=[])],
    ),
    "redacted": ([BASE], [release(parties__1__name="REDACTED")], "parties/1", [NO_SUPPLIER]),
    "schema_error": ([BASE], [release(tender=[{"title": "x"}])], "tender", []),
    "framework_ceiling_as_spend": (
        [release(tender__title="Roofing framework")],
        [
            release(
                tender__title="Roofing framework",
                awards=[
                    {"id": n, "date": "2026-05-01", "value": {"amount": 9000, "currency": "GBP"}, "suppliers": []}
                    for n in ("1", "2")
                ],
            )
        ],
        "awards/0/value/amount",
        [BASE],
    ),
    "award_missing_after_300_days": (
        [release(tender__tenderPeriod__endDate="2025-01-10")],
        [release(tender__tenderPeriod__endDate="2025-01-10", awards=[], contracts=[])],
        "tender/tenderPeriod/endDate",
        [BASE],
    ),
    "suitability_flag_contradicts_size": (
        [BASE],
        [release(tender__value__amount=500_000_000)],
        "tender/suitability/sme",
        [release(tender__suitability=GONE)],
    ),
}


def test_table_names_every_check_of_notices() -> None:
    assert set(CASES) == {name for name, module in CHECKS.items() if "notices" in module.APPLIES}


@pytest.mark.parametrize("check", CASES)
def test_passes_fails_and_does_not_apply(check: str) -> None:
    passing, failing, where, silent = CASES[check]
    assert [places for places in judge(check, *passing) if places] == []
    assert [] in judge(check, *passing), "nothing was judged"
    failed = judge(check, *failing)[-1]
    assert failed
    assert failed[0] == where
    assert judge(check, *silent) == [None] * len(silent)


def test_call_off_from_a_framework_has_no_ceiling() -> None:
    shared = [{"id": n, "value": {"amount": 9000, "currency": "GBP"}, "suppliers": []} for n in ("1", "2")]
    called = release(tender__title="Roofing framework: further competition", awards=shared)
    assert judge("framework_ceiling_as_spend", called) == [None]


def test_standstill_differs_by_law() -> None:
    """Ten calendar days under the directives, eight working days (12 to 13 May 2026, here) under the Act."""
    earlier = {"scheme": "CELEX", "id": "32014L0024"}
    signed = release(contracts__0__dateSigned="2026-05-12")
    assert judge("standstill_too_short", signed) == [["contracts/0/dateSigned"]]
    assert judge("standstill_too_short", {**signed, "tender": {**signed["tender"], "legalBasis": earlier}}) == [[]]


def test_mark_against_small_firms_that_win_contradicts_itself() -> None:
    assert judge("suitability_flag_contradicts_size", release(tender__suitability={"sme": False})) == [
        ["tender/suitability/sme"]
    ]


def test_a_portals_own_number_in_the_partys_id_is_weak() -> None:
    weak = release(parties__1__id="GB-FTS-176944", parties__1__identifier={})
    assert judge("id_scheme_weak", weak) == [["parties/1"]]


def test_suppliers_that_only_an_award_names_are_judged() -> None:
    assert judge("id_missing", release(parties=[])) == [["awards/0/suppliers/0"]]


HOSTILE = [
    {},
    {"ocid": 7, "id": [], "date": {}, "tag": "tender", "tender": "x", "parties": {}, "awards": None, "buyer": []},
    {"parties": [None, 1, "x", []], "awards": [[]], "contracts": {"id": 1}, "tender": {"lots": {"value": 3}}},
    {"tender": {"value": {"amount": "1e9999", "currency": 3}, "items": "x", "classification": []}},
    {"tender": {"value": {"amount": float("inf")}, "tenderPeriod": {"endDate": 20260401}}},
    {"tender": {"suitability": {"sme": []}, "title": ["x"], "contractPeriod": [{"startDate": "9999-99-99"}]}},
    {"parties": [{"id": {}, "name": 5, "roles": 7, "identifier": "x", "address": 3, "details": None}]},
    {"tender": {"status": [], "title": {}, "classification": {"id": {}}, "aboveThreshold": []}, "tag": [{}, None]},
    {"parties": ["x", {"id": "y", "name": "Y", "roles": ["supplier"]}]},
    {"parties": {"id": "x", "roles": ["supplier"]}, "awards": {"suppliers": {"id": "x"}}, "ocid": "\ud800"},
    {"awards": [{"id": [], "suppliers": "x", "value": [], "contractPeriod": "x", "date": 5}]},
]


@pytest.mark.parametrize("check", CASES)
def test_no_release_however_odd_breaks_a_check(check: str) -> None:
    found = judge(check, *HOSTILE, *json.loads(json.dumps([BASE])))
    assert len(found) == len(HOSTILE) + 1
    if hasattr(CHECKS[check], "notice"):
        assert found[-1] == judge(check, BASE)[0], "a release in order is judged as it is alone"


def test_misshapen_release_is_told_place_by_place() -> None:
    found = judge("schema_error", HOSTILE[1])[0]
    assert found is not None
    assert {"id", "date", "tag", "initiationType", "tender", "parties", "buyer"} <= set(found)
