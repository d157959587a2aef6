"""How likely a firm does what is needed."""

from pathlib import Path

from localspend.matching.need import understand
from localspend.matching.pool import Pool
from localspend.matching.rank import Ranking, ranked
from tests.matching.pools import made

BOTH = {"supplier_id": "GB-COH-00000001", "name": "Green Grounds Maintenance Ltd", "sic": ["81300"]}
ACTIVITY = {"supplier_id": "GB-COH-00000002", "name": "Bloggs and Sons Ltd", "sic": ["81300"]}
NAME = {"supplier_id": "GB-COH-00000003", "name": "Town Grounds Maintenance Ltd"}
OTHER = {"supplier_id": "GB-COH-00000004", "name": "Legal Eagles Ltd", "sic": ["69102"]}


def scores(pool: Pool, text: str) -> dict[str, float]:
    found: Ranking = ranked(pool, understand(text, pool))
    ids = [pool.firms["supplier_id"][int(n)].as_py() for n in found.firms]
    return dict(zip(ids, map(float, found.scores), strict=True))


def test_name_and_activity_together_tell_more_than_either(tmp_path: Path) -> None:
    found = scores(made(tmp_path, [BOTH, ACTIVITY, NAME, OTHER]), "grounds maintenance")
    assert next(iter(found)) == BOTH["supplier_id"]
    assert {ACTIVITY["supplier_id"], NAME["supplier_id"]} <= found.keys()
    assert all(0 <= score <= 1 for score in found.values())


def test_firm_of_another_trade_is_not_found(tmp_path: Path) -> None:
    assert OTHER["supplier_id"] not in scores(made(tmp_path, [BOTH, OTHER]), "grounds maintenance")


def test_nothing_is_found_for_a_need_that_no_firm_meets(tmp_path: Path) -> None:
    assert scores(made(tmp_path, [BOTH, OTHER]), "zeppelin moorings") == {}


def test_empty_pool_finds_nothing(tmp_path: Path) -> None:
    assert scores(made(tmp_path, []), "grounds maintenance") == {}


def test_payments_for_the_need_make_a_firm_capable_without_name_or_activity(tmp_path: Path) -> None:
    plain = {"supplier_id": "local-1", "name": "Bloggs"}
    able = [{"supplier_id": "local-1", "category_code": "77310000", "strength": 0.5}]
    assert scores(made(tmp_path, [plain, OTHER], able=able), "77310000").keys() == {"local-1"}


def test_care_home_is_no_home_care(tmp_path: Path) -> None:
    homes = {"supplier_id": "GB-COH-00000001", "name": "Sunny Care Home Ltd"}
    care = {"supplier_id": "GB-COH-00000002", "name": "Sunny Home Care Ltd"}
    found = scores(made(tmp_path, [homes, care]), "home care")
    assert found["GB-COH-00000002"] > found.get("GB-COH-00000001", 0)


def test_word_that_names_another_trade_tells_little(tmp_path: Path) -> None:
    doctors = [{"supplier_id": f"GB-COH-1000000{n}", "name": f"Dr {n} Surgery Ltd", "sic": ["86220"]} for n in range(8)]
    feller = {"supplier_id": "GB-COH-00000001", "name": "Oak Tree Surgery Ltd", "sic": ["02400"]}
    found = scores(made(tmp_path, [*doctors, feller]), "tree surgery")
    assert next(iter(found)) == "GB-COH-00000001"
    assert all(found["GB-COH-00000001"] - score > 0.3 for one, score in found.items() if one != "GB-COH-00000001")


def test_same_pool_gives_the_same_order_whatever_that_of_its_rows(tmp_path: Path) -> None:
    firms = [BOTH, ACTIVITY, NAME, OTHER]
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = made(tmp_path / "one", firms), made(tmp_path / "two", firms[::-1])
    assert list(scores(one, "grounds maintenance").items()) == list(scores(two, "grounds maintenance").items())
