"""Who was paid: numbers, then exact names, then nobody; a person above all."""

from typing import Any

import ibis

from localspend.suppliers import describe, resolve
from localspend.tables import organisations
from tests.rows import rows, table

NAME = {"name_id": "int64", **resolve.NAMES}
DECIDED = {
    "line": "int64",
    **dict.fromkeys(("supplier_text", "institution_id", "verdict", "supplier_id", "by", "why"), "string"),
}


def org(number: str, name: str, **more: Any) -> dict[str, Any]:
    base = {"supplier_id": f"GB-COH-{number}", "register": "companies-house", "number": number, "name": name}
    return base | {"name_kind": "current", "kind": "company", "register_status": "Active", **more}


REGISTER = [
    org("01234567", "ACME WIDGETS LIMITED", postcode="B9 4AA", size="micro", size_basis="accounts"),
    org("01234567", "ZENITH WIDGETS LIMITED", name_kind="previous"),
    org("02000001", "BRUM CLEANING LTD"),
    org("02000002", "BRUM CLEANING LTD"),
    org("03000001", "TWICE MADE LTD", register_status="Dissolved"),
    org("03000002", "TWICE MADE LTD"),
    org("04000001", "OLD PAINTERS LTD", register_status="Dissolved"),
    org("OC300001", "THE SMITH & JONES LLP"),
    org("RRK", "Sample Hospital NHS Foundation Trust", supplier_id="GB-NHS-RRK", register="nhs", kind="public-body"),
]


#: A name (and perhaps a number) as written -> judgement, and the organisation or why there is none.
ACCEPTED = {
    ("Acme Widgets Ltd.", None): "GB-COH-01234567",
    ("ACME WIDGETS LIMITED", None): "GB-COH-01234567",
    ("Zenith Widgets Ltd", None): "GB-COH-01234567",
    ("Smith and Jones LLP", None): "GB-COH-OC300001",
    ("SMITH & JONES LIMITED LIABILITY PARTNERSHIP", None): "GB-COH-OC300001",
    ("Twice Made Ltd", None): "GB-COH-03000002",
    ("Old Painters Limited", None): "GB-COH-04000001",
    ("Sample Hospital NHS FT", None): "GB-NHS-RRK",
    ("Trading Name", "01234567"): "GB-COH-01234567",
    ("Trading Name", "1234567"): "GB-COH-01234567",
    ("Trading Name", " 0123 4567 "): "GB-COH-01234567",
    ("Not In This Slice Ltd", "07654321"): "GB-COH-07654321",
}
REVIEWED = {
    ("Brum Cleaning Ltd", None): "2 organisations of the register have this name",
    ("Acme Widgets", None): "the same name but for the legal form, which is not written",
}
NOBODY = [
    ("Acme Widgets LLP", None),
    ("Acme Widget Ltd", None),
    ("Widgets Ltd", None),
    ("Acme Widgets PLC", None),
    ("Someone", "GB123456789"),
    ("Someone", "00000000"),
    ("Someone", "12"),
    ("Someone", "Not yet available"),
]


def linked(connection: ibis.BaseBackend, names: list[dict[str, Any]], decided: Any = ()) -> list[dict[str, Any]]:
    given = [{"name_id": n, "institution_id": "one", "personal": False} | name for n, name in enumerate(names)]
    register = table(connection, organisations.COLUMNS, REGISTER)
    links = resolve.link(table(connection, NAME, given), register, table(connection, DECIDED, decided))
    return rows(describe.identified(links), "name_id")


def test_names_and_numbers_are_linked_or_honestly_not(connection: ibis.BaseBackend) -> None:
    asked = [*ACCEPTED, *REVIEWED, *NOBODY]
    found = linked(connection, [{"supplier_text": text, "company_number": number} for text, number in asked])
    told = dict(zip(asked, found, strict=True))
    assert {key: told[key]["paid_id"] for key in ACCEPTED} == ACCEPTED
    assert {told[key]["judgement"] for key in ACCEPTED} == {"accept"}
    assert {key: told[key]["explanation"] for key in REVIEWED} == REVIEWED
    assert {told[key]["judgement"] for key in REVIEWED} == {"review"}
    assert {told[key]["judgement"] for key in NOBODY} == {"none"}
    assert all(told[key]["paid_id"].startswith("local-") for key in [*REVIEWED, *NOBODY])


def test_person_overrules_name_and_number(duck: ibis.BaseBackend) -> None:
    def decide(verdict: str, supplier_id: str | None = None, line: int = 1) -> dict[str, Any]:
        return {"line": line, "supplier_text": "Acme Widgets Ltd", "verdict": verdict, "supplier_id": supplier_id}

    def found(*decided: dict[str, Any]) -> dict[str, Any]:
        return linked(duck, [{"supplier_text": "Acme Widgets Ltd"}], decided)[0]

    assert found(decide("none"))["paid_id"].startswith("local-")
    assert found(decide("reject", "GB-COH-01234567"))["judgement"] == "none"
    assert found(decide("reject", "GB-COH-99999999"))["judgement"] == "accept"
    rejected = decide("reject", "GB-COH-01234567")
    assert found(rejected, decide("reject", "GB-COH-99999999", line=2))["judgement"] == "none"
    changed = found(decide("none"), decide("accept", "GB-COH-02000001", line=2))
    assert (changed["method"], changed["paid_id"]) == ("human", "GB-COH-02000001")
    assert found(decide("none") | {"institution_id": "two"})["judgement"] == "accept"


def test_same_unknown_name_of_two_institutions_is_one_supplier(duck: ibis.BaseBackend) -> None:
    texts = [("one", "Corner Cafe"), ("two", "CORNER CAFE "), ("two", "Corner Cafe Ltd")]
    found = [row["paid_id"] for row in linked(duck, [{"institution_id": i, "supplier_text": t} for i, t in texts])]
    assert found[0] == found[1] != found[2]
