"""The reverse: a firm -> contracts that end and needs that recur which it could win, early, with reasons.

From the insight `pipeline`: contracts that end and rhythms of payment in the months ahead. One is matched where its
category is that of something the firm can do, or one level wider or narrower. Where the buyer is from the firm is a
fact and leaves nothing out. It cannot say that the institution will buy again, nor how.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from localspend.categories.knowledge import sold_under
from localspend.categories.titles import title
from localspend.errors import UsageError
from localspend.insight.answer import Asked, answer
from localspend.matching import activities
from localspend.matching.near import Postcodes
from localspend.matching.pool import Pool
from localspend.workspace import Snapshot

#: An activity that sells a category this seldom is no capability.
LEAST = 0.3
WORDS = {"end": "the contract ends on", "extension": "its extension ends on", "review": "it is reviewed on",
         "payment": "the next payment is expected about"}  # fmt: skip


def reverse(
    snapshot: Snapshot, pool: Pool, supplier_id: str, *, postcodes: Postcodes | None = None, unmasked: bool = False
) -> dict[str, Any]:
    """firm, capabilities, opportunities (earliest first) and notes. Raises UsageError for a firm that is not there."""
    at = pool.number(supplier_id)
    if at is None:
        todo = "Such as GB-COH-01234567; `localspend find NEED` shows ids"
        raise UsageError(f"no firm here has the id {supplier_id}", where="--firm", todo=todo)
    firm = pool.firms.slice(at, 1).to_pylist()[0]
    able = capabilities(pool, at, firm["sic"] or ())
    coming = answer(snapshot, "pipeline", Asked(unmasked=unmasked))
    buyers = {one["id"]: one for one in snapshot.manifest["network"]["institutions"]}
    found = [made for row in coming["rows"] if (made := _opportunity(row, able, firm, buyers, postcodes))]
    found.sort(key=lambda one: (one["next_date"], -one["strength"], one["institution_id"], one["category_code"]))
    notes = [*coming["notes"], "Notices of opportunities are not read yet: these are known before any is published."]
    if firm["gone"]:
        notes.insert(0, f"This firm cannot be asked: {firm['gone']}.")
    return {
        "firm": {"supplier_id": supplier_id, "name": firm["name"] if unmasked else firm["name_shown"]},
        "capabilities": [{"category_code": c, "title": title(c), "strength": round(s, 2), "evidence": why}
                         for c, (s, why) in sorted(able.items(), key=lambda item: (-item[1][0], item[0]))],
        "opportunities": found,
        "notes": notes,
    }  # fmt: skip


def capabilities(pool: Pool, number: int, sic: Sequence[str]) -> dict[str, tuple[float, str]]:
    """CPV code -> strength and evidence: what the firm was paid for, and what its activities usually sell."""
    able: dict[str, tuple[float, str]] = {}
    for code in sic:
        for sells, strength in sold_under(code).items():
            if strength >= max(LEAST, able.get(sells, (0.0, ""))[0]):
                able[sells] = (strength, f"its registered activity is {activities.said(code)}")
    for place, code in enumerate(pool.able.keys.to_pylist()):
        held = pool.able.at(place)
        if number in held:
            strength = float(pool.able.strengths_at(place)[held.tolist().index(number)])
            if strength >= able.get(code, (0.0, ""))[0]:
                able[code] = (strength, "institutions of the network paid it for this")
    return able


def alike(left: str, right: str) -> bool:
    """Whether two CPV codes are the same, or one lies one level below the other (categories/levels.py)."""
    if "unknown" in (left, right):
        return False
    one, other = (code.rstrip("0").ljust(2, "0") for code in (left, right))
    return (one.startswith(other) or other.startswith(one)) and abs(len(one) - len(other)) <= 1


def _opportunity(
    row: Mapping[str, Any], able: Mapping[str, tuple[float, str]], firm: Mapping[str, Any],
    buyers: Mapping[str, Mapping[str, Any]], postcodes: Postcodes | None,
) -> dict[str, Any] | None:  # fmt: skip
    code = row["category_code"] or "unknown"
    fits = [(strength, has, why) for has, (strength, why) in able.items() if alike(has, code)]
    if not fits:
        return None
    strength, has, why = max(fits)
    buyer = buyers.get(row["institution_id"], {})
    said = [why, f"{WORDS.get(row['next_is'], 'it is due on')} {row['next_date']:%d %B %Y}".replace(" 0", " ")]
    if has != code:
        said.append(
            f"a level {'finer' if len(has.rstrip('0')) > len(code.rstrip('0')) else 'wider'}: {title(has).lower()}"
        )
    if row["supplier_id"] == firm["supplier_id"]:
        said.append("it is the supplier now")
    return {
        "institution_id": row["institution_id"], "buyer": buyer.get("name", row["institution_id"]),
        "title": row["title"] or title(code), "category_code": code, "amount": row["amount"],
        "amount_kind": row["amount_kind"], "next_date": row["next_date"], "next_is": row["next_is"],
        "basis": row["basis"], "probability": row["probability"], "strength": round(strength, 2),
        "distance_km": _distance(firm, buyer, postcodes), "reasons": said, "facts": _facts(firm, buyer),
    }  # fmt: skip


def _distance(firm: Mapping[str, Any], buyer: Mapping[str, Any], postcodes: Postcodes | None) -> float | None:
    """Kilometres between the firm's address and the buyer's, None where either is not known."""
    if postcodes is None or not buyer.get("postcode") or firm["easting"] is None:
        return None
    spot = postcodes.spot(buyer["postcode"])
    if spot.easting is None or spot.northing is None:
        return None
    return round(math.hypot(spot.easting - firm["easting"], spot.northing - firm["northing"]) / 1000, 1)


def _facts(firm: Mapping[str, Any], buyer: Mapping[str, Any]) -> list[str]:
    if firm["district"] and firm["district"] == buyer.get("district"):
        return ["the buyer is in its district"]
    return []
