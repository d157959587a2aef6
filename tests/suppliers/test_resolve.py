"""Who was paid: numbers, then exact names, then nobody; a person above all."""

from typing import Any

import ibis

from localspend.suppliers import describe, index, registered, resolve
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
    ("Acme Widgets PLC", None): "GB-COH-01234567",
    ("Acme Widgets", None): "GB-COH-01234567",
    ("ACME WIDGETS LTD - BACS", None): "GB-COH-01234567",
    ("Pub Holdings T/A Acme Widgets Ltd", None): "GB-COH-01234567",
    ("Sample Hospital NHS FT", None): "GB-NHS-RRK",
    ("Acme Trading", "01234567"): "GB-COH-01234567",
    ("Acme Trading", "1234567"): "GB-COH-01234567",
    ("Acme Trading", " 0123 4567 "): "GB-COH-01234567",
    ("Not In This Slice Ltd", "07654321"): "GB-COH-07654321",
}
REVIEWED = {
    ("Brum Cleaning Ltd", None): "the same name; another organisation fits equally",
    ("Trading Name", "01234567"): "the publisher gives company number 01234567, which is that of ACME WIDGETS LIMITED: "
    "the names share no word",
}
NOBODY = [
    ("Someone", "GB123456789"),
    ("Someone", "00000000"),
    ("Someone", "12"),
    ("Someone", "Not yet available"),
]


def linked(
    connection: ibis.BaseBackend, names: list[dict[str, Any]], decided: Any = (), more: Any = ()
) -> list[dict[str, Any]]:
    given = [{"name_id": n, "institution_id": "one", "personal": False} | name for n, name in enumerate(names)]
    register = registered.united(table(connection, organisations.COLUMNS, [*REGISTER, *more]))
    links = resolve.link(
        table(connection, NAME, given), register, index.build(register), table(connection, DECIDED, decided)
    )
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
    texts = [("one", "Corner Cafe"), ("two", "CORNER CAFE "), ("three", "Corner Cafe Ltd")]
    found = [row["paid_id"] for row in linked(duck, [{"institution_id": i, "supplier_text": t} for i, t in texts])]
    assert found[0] == found[1] != found[2]


def test_reference_of_a_linked_name_links_its_other_names(duck: ibis.BaseBackend) -> None:
    names = [
        {"supplier_ref": "7", "supplier_text": "Acme Widgets Ltd"},
        {"supplier_ref": "7", "supplier_text": "ACME Leeds depot"},
        {"supplier_ref": "7", "supplier_text": "Refund"},
        {"supplier_ref": "7", "supplier_text": "Acme Leeds depot", "institution_id": "two"},
        {"supplier_ref": "8", "supplier_text": "Acme Widgets Limited"},
        {"supplier_ref": "8", "supplier_text": "Old Painters Ltd"},
        {"supplier_ref": "8", "supplier_text": "Painters and Acme"},
    ]
    found = linked(duck, names)
    assert [row["method"] if row["judgement"] == "accept" else "none" for row in found] == [
        "exact",
        "reference",
        "none",
        "none",
        "exact",
        "exact",
        "none",
    ]
    assert found[1]["paid_id"] == "GB-COH-01234567"


def test_decision_for_a_charity_holds_when_it_is_found_to_be_a_company(duck: ibis.BaseBackend) -> None:
    charity = org("1100001", "ACME CHARITY", supplier_id="GB-COH-01234567", register="charity-commission", vcse=True)
    decided = {"line": 1, "supplier_text": "Widget people", "verdict": "accept", "supplier_id": "GB-CHC-1100001"}
    [found] = linked(duck, [{"supplier_text": "Widget people"}], [decided], [charity | {"kind": "charity"}])
    assert (found["paid_id"], found["method"]) == ("GB-COH-01234567", "human")


def test_vat_number_joins_names_that_share_a_word(connection: ibis.BaseBackend) -> None:
    names = [
        {"supplier_text": "Acme Widgets Ltd", "vat_number": "GB123456782"},
        {"supplier_text": "ACME Leeds depot", "vat_number": "GB123456782", "institution_id": "two"},
        {"supplier_text": "Group canteen", "vat_number": "GB123456782", "institution_id": "two"},
        {"supplier_text": "Zorbix the plumber", "vat_number": "GB434031494"},
        {"supplier_text": "Zorbix heating", "vat_number": "GB434031494", "institution_id": "two"},
    ]
    found = linked(connection, names)
    assert found[1]["paid_id"] == "GB-COH-01234567"
    assert found[1]["explanation"] == "the VAT number is that of a name that was linked, and they share a word"
    assert found[2]["judgement"] == "none"
    assert found[3]["paid_id"] == found[4]["paid_id"] != found[2]["paid_id"]
