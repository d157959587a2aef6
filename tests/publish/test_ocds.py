"""OCDS: valid by the official schema of 1.1.5 and by a stricter one of our own; identifiers, values, masking."""

import copy
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from localspend import publish
from localspend.errors import UsageError
from localspend.publish import Published, release
from localspend.publish.asked import PLACEHOLDER, Asked
from localspend.publish.currencies import CURRENCIES
from localspend.quality.ledgers import schema_error
from localspend.quality.notice import notice
from tests.publish import network, ocds_schema, odd, official
from tests.shared import shared

Json = dict[str, Any]
#: References between parts, and what an extension must be declared for, no JSON Schema can say.
BEYOND_A_SCHEMA = (("releases", 0, "contracts", 0, "awardID"), ("releases", 0, "buyer", "id"), ("extensions",))


def package(published: Published, name: str) -> Json:
    found: Json = json.loads((published.folder / "ocds" / f"{name}.json").read_bytes())
    return found


def by_title(published: Published) -> dict[str, Json]:
    return {one["tender"].get("title", ""): one for one in package(published, "releases")["releases"]}


@pytest.mark.parametrize("name", ["releases", "records"])
def test_package_is_as_the_standard_asks(published: Published, name: str) -> None:
    assert ocds_schema.faults(package(published, name)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("releases", 0, "ocid"), None),
        (("releases", 0, "date"), "2024-04-30T00:00:00"),
        (("releases", 0, "tag"), []),
        (("releases", 0, "colour"), "red"),
        (("releases", 0, "contracts", 0, "awardID"), "nobody"),
        (("releases", 0, "contracts", 0, "status"), "open"),
        (("releases", 0, "buyer", "id"), "nobody"),
        (("extensions",), None),
        (("version",), "1.1.5"),
        (("uri",), "no address"),
        (("publisher",), None),
    ],
)
def test_faults_are_found(published: Published, path: tuple[str | int, ...], value: object) -> None:
    broken: Any = copy.deepcopy(package(published, "releases"))
    at = broken
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    assert ocds_schema.faults(broken)
    assert official.faults(broken) or path in BEYOND_A_SCHEMA


@pytest.mark.parametrize("name", ["releases", "records"])
def test_package_is_valid_by_the_official_schema(published: Published, name: str) -> None:
    assert official.faults(package(published, name)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *(((field,), None) for field in ("ocid", "id", "date", "tag", "initiationType")),
        (("tag",), "award"),
        (("buyer",), "Small Council"),
        (("tender",), [{"id": "1"}]),
        (("parties",), {"id": "1"}),
        (("awards",), {"id": "1"}),
        (("contracts", 0, "value"), "60000"),
        (("contracts", 0, "value", "amount"), "60000"),
    ],
)
def test_check_of_shape_sees_what_the_official_schema_sees(
    published: Published, path: tuple[str | int, ...], value: object
) -> None:
    one = next(r for r in package(published, "releases")["releases"] if r["contracts"][0].get("value"))
    assert schema_error.notice(notice(one, "n.json", 1, date(2026, 6, 30))) == []
    broken: Any = copy.deepcopy(one)
    at = broken
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    assert official.faults({**package(published, "releases"), "releases": [broken]})
    assert schema_error.notice(notice(broken, "n.json", 1, date(2026, 6, 30)))


@pytest.fixture(scope="module")
def oddly(tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = odd.written(tmp_path_factory.mktemp("odd"))
    return publish.write(folder, folder / "public", Asked(what="ocds", ocid_prefix="ocds-b5fd17"))


@pytest.mark.parametrize("name", ["releases", "records"])
def test_odd_sources_are_published_valid(oddly: Published, name: str) -> None:
    assert len(package(oddly, name)[name]) == len(odd.NOTICES) + 3
    assert official.faults(package(oddly, name)) == []


def test_value_in_no_known_currency_is_left_out_and_said(oddly: Published) -> None:
    tender = by_title(oddly)["No id"]["tender"]
    assert "value" not in tender
    assert [lot.get("value") for lot in tender["lots"]] == [None, {"amount": 3, "currency": "GBP"}, None]
    assert any("2 values of notices are in no currency" in note for note in oddly.notes)


def test_currencies_are_those_of_the_standard() -> None:
    listed = official.schema("release")["definitions"]["Value"]["properties"]["currency"]["enum"]
    assert {code for code in listed if code} == CURRENCIES


@pytest.mark.shared
def test_real_notices_are_published_valid(tmp_path: Path) -> None:
    """Every buyer of the shared notices as a member of one network."""
    network.of_buyers(tmp_path, shared("notices"))
    made = publish.write(tmp_path, tmp_path / "public", Asked(what="ocds", dated=date(2026, 6, 30)))
    assert len(package(made, "releases")["releases"]) > 250
    for name in ("releases", "records"):
        assert official.faults(package(made, name)) == []


def test_contract_is_an_award_and_a_contract_of_one_process(published: Published) -> None:
    found = by_title(published)["Widgets for all"]
    award, contract = found["awards"][0], found["contracts"][0]
    assert (contract["id"], contract["awardID"], contract["status"]) == ("C1", award["id"], "active")
    assert contract["value"] == award["value"] == {"amount": 60000, "currency": "GBP"}
    assert contract["period"] == {
        "startDate": "2023-04-01T00:00:00Z",
        "endDate": "2027-03-31T23:59:59Z",
        "maxExtentDate": "2028-03-31T23:59:59Z",
    }
    assert found["tender"]["procurementMethodDetails"] == "Open tender"
    assert found["tag"] == ["award", "contract"]


def test_parties_have_org_ids_where_registers_know_them(published: Published) -> None:
    buyer, supplier = by_title(published)["Widgets for all"]["parties"]
    assert buyer["identifier"] == {"scheme": "GB-LAE", "id": "SML", "legalName": "Small Council"}
    assert (supplier["id"], supplier["identifier"]["scheme"]) == ("GB-COH-01234567", "GB-COH")
    assert supplier["identifier"]["legalName"] == "ACME WIDGETS LIMITED"


def test_sole_trader_is_named_nowhere(published: Published) -> None:
    for name in ("releases", "records"):
        text = (published.folder / "ocds" / f"{name}.json").read_text(encoding="utf-8")
        assert "Ann Sample" not in text
        assert "Mrs A Example" not in text
    withheld = [one for one in package(published, "releases")["releases"] if "title" not in one["tender"]]
    supplier = withheld[0]["parties"][1]
    assert supplier["name"] == "Sole trader (name withheld)"
    assert supplier["id"].startswith("withheld-")
    assert set(supplier) == {"id", "name", "roles"}


def test_contract_without_a_value_has_none(published: Published) -> None:
    found = by_title(published)["Value to be agreed"]
    assert "value" not in found["awards"][0]
    assert "value" not in found["contracts"][0]


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("1234.56", "total", 1234.56),
        ("5000.00", "unknown", 5000),
        ("99999999999.99", "total", 99999999999.99),
        ("1200.00", "annual", None),
    ],
)
def test_value_is_exact_and_a_value_a_year_is_none(value: str, kind: str, shown: float | None) -> None:
    found = release.money({"value": Decimal(value), "value_kind": kind})
    assert (found and found["amount"]) == shown
    if found:
        assert Decimal(repr(found["amount"])) == Decimal(value)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2024, 5, 1), date(2025, 4, 30), "pending"),
        (date(2024, 4, 1), date(2024, 4, 30), "active"),
        (date(2023, 4, 1), date(2024, 4, 29), "terminated"),
        (None, None, None),
    ],
)
def test_status_follows_the_dates(start: date | None, end: date | None, said: str | None) -> None:
    row = {"start_on": start, "end_on": end, "extension_to": None}
    assert release.status(row, date(2024, 4, 30)) == said


def test_process_of_notices_keeps_its_ocid_its_lots_and_no_ceiling(published: Published) -> None:
    whole = package(published, "releases")
    assert [one for one in whole["extensions"] if "ocds_lots_extension" in one] == whole["extensions"]
    found = {one["ocid"]: one for one in whole["releases"]}
    lots, framework = found["ocds-b5fd17-aaa"], found["ocds-b5fd17-bbb"]
    assert [lot["id"] for lot in lots["tender"]["lots"]] == ["L1", "L2"]
    assert [award["relatedLots"] for award in lots["awards"]] == [["L1"], ["L2"]]
    assert lots["awards"][1]["suppliers"][0]["name"] == "Sole trader (name withheld)"
    assert lots["tender"]["value"] == {"amount": 90000.5, "currency": "GBP"}
    assert (lots["tag"], framework["tag"]) == (["award"], ["tender"])
    assert "value" not in framework["tender"]
    assert any("1 processes have a ceiling" in note for note in published.notes)


def test_record_compiles_its_only_release(published: Published) -> None:
    for one in package(published, "records")["records"]:
        whole, last = one["compiledRelease"], one["releases"][0]
        assert whole["tag"] == ["compiled"]
        assert whole["id"] == f"{one['ocid']}-{last['date']}"
        assert {**whole, "id": last["id"], "tag": last["tag"]} == last


def test_placeholder_prefix_is_said_plainly(built: Path, published: Published, tmp_path: Path) -> None:
    assert any(PLACEHOLDER in note and "do not publish" in note for note in published.notes)
    own = publish.write(built, tmp_path / "own", Asked(what="ocds", ocid_prefix="ocds-b5fd17"))
    assert not any(PLACEHOLDER in note for note in own.notes)
    assert all(one["ocid"].startswith("ocds-b5fd17-") for one in package(own, "releases")["releases"])


def test_publisher_and_licence_are_as_asked(built: Path, tmp_path: Path) -> None:
    asked = Asked(
        what="ocds", licence="CC0-1.0", publisher_name="Me", publisher_id="GB-LAE-SML", publisher_uri="https://x.org/"
    )
    found = package(publish.write(built, tmp_path / "out", asked), "releases")
    assert found["publisher"] == {"name": "Me", "scheme": "GB-LAE", "uid": "SML", "uri": "https://x.org/"}
    assert found["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert ocds_schema.faults(found) == []


def test_institution_without_contracts_has_no_ocds(built: Path, tmp_path: Path) -> None:
    made = publish.write(built, tmp_path / "out", Asked(what="ocds", institution="hospital"))
    assert made.files == ()
    assert "No contract" in made.notes[0]


@pytest.mark.parametrize(
    "wrong", [{"ocid_prefix": "b5fd17"}, {"publisher_id": "Small Council"}, {"publisher_uri": "example.org"}]
)
def test_malformed_identity_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        Asked(**wrong)  # type: ignore[arg-type]
