"""What waits for a person, and which decisions deserve another look."""

from decimal import Decimal
from typing import Any

import ibis

from localspend.suppliers import local, normalise, review
from localspend.tables import payments, supplier_links, suppliers
from tests.rows import rows, table

DECISION = dict.fromkeys(("id", "supplier_text", "institution_id", "verdict", "supplier_id"), "string")


def paid(text: str, amount: str, **more: Any) -> dict[str, Any]:
    return {"institution_id": "one", "supplier_text": text, "amount": Decimal(amount), "status": "counted", **more}


def link(text: str, judgement: str, kind: str = "unknown", **more: Any) -> dict[str, Any]:
    return {
        "institution_id": "one",
        "supplier_text": text,
        "judgement": judgement,
        "kind": kind,
        "method": "scored",
        **more,
    }


PAYMENTS = [
    paid("Acme Ltd", "900.00"),
    paid("Bakers", "60.10"),
    paid("Bakers", "10.00", institution_id="two"),
    paid("Corner Shop", "20.00"),
    paid("Corner Shop", "999.00", status="excluded"),
    paid("Mr A Person", "9.90"),
]
LINKS = [
    link("Acme Ltd", "accept", "company", supplier_id="GB-COH-1", found_id="GB-COH-1"),
    link("Bakers", "review", supplier_id="GB-COH-2", found_name="BAKERS LTD", probability=0.7),
    link("Bakers", "review", supplier_id="GB-COH-2", found_name="BAKERS LTD", probability=0.6, institution_id="two"),
    link("Corner Shop", "none"),
    link("Mr A Person", "none", "private-person"),
]


def test_names_wait_largest_first_and_sum_to_the_penny(connection: ibis.BaseBackend) -> None:
    money, links = table(connection, payments.COLUMNS, PAYMENTS), table(connection, supplier_links.COLUMNS, LINKS)
    found = rows(review.waiting(money, links))
    assert [(row["supplier_text"], row["amount"], row["supplier_id"], row["institutions"]) for row in found] == [
        ("Bakers", Decimal("70.10"), "GB-COH-2", 2),
        ("Corner Shop", Decimal("20.00"), None, 1),
    ]
    assert review.summary(money, links) == {
        "total": Decimal("1000.00"),
        "certain": Decimal("909.90"),
        "uncertain": Decimal("90.10"),
        "share_certain": Decimal("0.9099"),
        "names_waiting": 2,
        "decisions_to_enough": 1,
    }


def test_nothing_paid_needs_no_decision(duck: ibis.BaseBackend) -> None:
    found = review.summary(table(duck, payments.COLUMNS, []), table(duck, supplier_links.COLUMNS, []))
    assert (found["total"], found["share_certain"], found["decisions_to_enough"]) == (0, None, None)


def own(connection: ibis.BaseBackend, text: str) -> str:
    """What the payee `text` is called where no register knows it."""
    t = table(connection, {"text": "string"}, [{"text": text}])
    t = normalise.normalised(t, "text")
    return str(rows(t.select(node=local.node(t)))[0]["node"])


def test_payment_without_a_name_is_nobodys_to_decide(duck: ibis.BaseBackend) -> None:
    money = table(duck, payments.COLUMNS, [paid("", "40.00") | {"supplier_text": None}, paid("Bakers", "60.00")])
    links = table(duck, supplier_links.COLUMNS, [link("", "none") | {"supplier_text": None}, link("Bakers", "none")])
    assert [row["supplier_text"] for row in rows(review.waiting(money, links))] == ["Bakers"]
    found = review.summary(money, links)
    assert (found["names_waiting"], found["uncertain"]) == (1, Decimal("100.00"))
    assert found["decisions_to_enough"] is None


def test_decision_that_the_evidence_contradicts_is_told(connection: ibis.BaseBackend) -> None:
    def decided(identity: str, text: str, verdict: str, supplier_id: str | None = None) -> dict[str, Any]:
        return {"id": identity, "supplier_text": text, "verdict": verdict, "supplier_id": supplier_id}

    bakers = paid("Bakers", "1.00", supplier_id="GB-COH-2")
    gone, shop, cafe = "local-0000000000000000", own(connection, "Own Shop Ltd"), own(connection, "Cafe A")
    human = [link(text, "accept", method="human") for text in ("Own Shop Ltd", "Lost Shop", "Cafe A", "Cafe B")]
    money = [bakers, paid("Own Shop Ltd", "1.00", supplier_id=shop), paid("Lost Shop", "1.00", supplier_id="local-1")]
    money += [paid(text, "1.00", supplier_id=cafe) for text in ("Cafe A", "Cafe B")]
    said = [
        decided("s7", "Own Shop Ltd", "same-as", shop),
        decided("s8", "Lost Shop", "same-as", gone),
        decided("s9", "Cafe B", "same-as", cafe),
        decided("t1", "Cafe A", "same-as", own(connection, "Cafe B")),
        decided("t2", "Bakers", "none") | {"institution_id": "elsewhere"},
        decided("s1", "Acme Ltd", "accept", "GB-COH-1"),
        decided("s2", "Acme Ltd", "accept", "GB-COH-9"),
        decided("s3", "Acme Ltd", "none"),
        decided("s4", "Bakers", "accept", "GB-COH-2"),
        decided("s5", "Gone From The Ledger", "none"),
        decided("s6", "Corner Shop", "accept", "GB-COH-3"),
    ]
    known = [
        {"supplier_id": "GB-COH-3", "register_status": "Dissolved"},
        {"supplier_id": "GB-COH-2", "register_status": "Active"},
    ]
    found = review.doubted(
        table(connection, DECISION, said),
        table(connection, supplier_links.COLUMNS, LINKS + human),
        table(connection, suppliers.COLUMNS, known),
        table(connection, payments.COLUMNS, money),
    )
    assert {row["id"]: row["doubt"] for row in rows(found)} == {
        "s2": "the evidence now says GB-COH-1",
        "s3": "the evidence now says GB-COH-1",
        "s5": "no ledger at hand has this name",
        "s6": "the register says that it is dissolved",
        "s7": "no other name is of that payee, so it says nothing",
        "s8": "there is no payee local-0000000000000000",
        "t2": "no ledger of elsewhere has this name",
    }


def test_a_decided_name_that_no_ledger_has_is_masked_by_its_words(duck: ibis.BaseBackend) -> None:
    said = [
        {"id": "s1", "supplier_text": "Mrs A Example", "verdict": "none"},
        {"id": "s2", "supplier_text": "Sarah Example", "verdict": "none"},
        {"id": "s3", "supplier_text": "Acme Ltd", "verdict": "none"},
    ]
    none = [table(duck, columns, []) for columns in (supplier_links.COLUMNS, suppliers.COLUMNS, payments.COLUMNS)]
    shown = [row["supplier_text"] for row in rows(review.doubted(table(duck, DECISION, said), *none), "id")]
    assert shown == ["Private person", "Private person", "Acme Ltd"]
