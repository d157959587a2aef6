"""The reverse: a firm -> contracts that end, needs that recur and notices that are open which it could win, early.

From the insight `pipeline` (contracts that end and rhythms of payment in the months ahead) and from open notices. One
is matched where its category is that of something the firm can do, or one level wider or narrower. How far the buyer
is, and the firm's size and turnover, are facts that leave nothing out. It cannot say that the institution will buy
again, nor how.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow.compute as pc

from localspend.categories.knowledge import sold_under
from localspend.categories.titles import title
from localspend.errors import UsageError
from localspend.insight.answer import Asked, answer
from localspend.matching import activities
from localspend.matching.asked import day
from localspend.matching.near import Postcodes
from localspend.matching.noticed import BEGINS, CLOSES, noticed
from localspend.matching.pool import Pool
from localspend.matching.reasons import facts
from localspend.workspace import Snapshot

#: An activity that sells a category this seldom is no capability.
LEAST = 0.3
#: What is this near may be decided already.
SOON = 90
LIKE = 5
WORDS = {"end": "the contract ends on", "extension": "its extension ends on", "review": "it is reviewed on",
         "payment": "the next payment is expected about", CLOSES: "the notice closes on",
         BEGINS: "the contract is to begin on"}  # fmt: skip


def reverse(
    snapshot: Snapshot, pool: Pool, firm: str, *, postcodes: Postcodes | None = None, unmasked: bool = False,
    as_of: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """firm, capabilities, opportunities (earliest first) and notes; `firm` is an id or a name as it is shown.

    as_of is the day from which it looks ahead, the last day of the payments where none is given. Raises UsageError for
    a firm that is not there.
    """
    at = number(pool, firm, unmasked=unmasked)
    row = pool.firms.slice(at, 1).to_pylist()[0]
    able = capabilities(pool, at, row["sic"] or ())
    coming = answer(snapshot, "pipeline", Asked(unmasked=unmasked, as_of=as_of))
    looked = coming["assumptions"]["as_of"]
    buyers = {one["id"]: one for one in snapshot.manifest["network"]["institutions"]}
    notices = noticed(snapshot, looked)
    every = [one | {"codes": [one["category_code"] or "unknown"]} for one in coming["rows"]] + notices
    found = [made for one in every if (made := opportunity(one, able, row, buyers, postcodes, looked))]
    found.sort(key=lambda one: (one["next_date"] or date.max, -one["strength"], one["buyer"], one["category_code"]))
    notes = [
        f"Seen from {day(looked)}.",
        *coming["notes"],
        f"Beside these, {len(notices)} open notices were looked at.",
    ]
    if row["gone"]:
        notes.insert(0, f"This firm cannot be asked: {row['gone']}.")
    if not able:
        notes.insert(0, "Nothing is known of what it does: no activity in a register, and no payment for anything.")
    return {
        "firm": {"supplier_id": row["supplier_id"], "name": row["name"] if unmasked else row["name_shown"],
                 "facts": facts(row, None)},
        "as_of": looked,
        "capabilities": [{"category_code": c, "title": title(c), "strength": round(s, 2), "evidence": why}
                         for c, (s, why) in sorted(able.items(), key=lambda item: (-item[1][0], item[0]))],
        "opportunities": found,
        "next": steps(found),
        "notes": notes,
    }  # fmt: skip


def steps(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """What a firm does about what is coming, in plain words."""
    kinds = {one["next_is"] for one in found}
    said = []
    if CLOSES in kinds:
        said.append("Read the notices that are open, and answer before they close.")
    if kinds & {"end", "extension", "review", BEGINS}:
        said.append(
            "Write to the buyer well before the date: ask how and when it will be bought, and whether in lots of your "
            "size. What is too large for you alone may be done with another firm, or for the one that wins."
        )
    if "payment" in kinds:
        said.append("What rests on payments alone is a guess: ask the buyer whether it is needed again.")
    if found:
        said.append(
            "Register once, free, on the central digital platform (Find a Tender): notices stand there, and from "
            "1 April 2026 the winner of a notifiable contract must be on it."
        )
    return said


def number(pool: Pool, firm: str, *, unmasked: bool) -> int:
    """The number of the firm with that id, or that name as it is shown. Raises UsageError for none, or several."""
    at = pool.number(firm)
    if at is not None:
        return at
    wanted, names = " ".join(firm.lower().split()), pc.utf8_lower(pool.firms["name" if unmasked else "name_shown"])
    same = pc.indices_nonzero(pc.equal(names, wanted)).to_pylist()
    if len(same) == 1:
        return int(same[0])
    near = same or pc.indices_nonzero(pc.match_substring(names, wanted)).to_pylist()[:LIKE] if wanted else []
    known = [pool.firms.slice(n, 1).to_pylist()[0] for n in near[:LIKE]]
    ids = ", ".join(f"{one['supplier_id']} ({one['name'] if unmasked else one['name_shown']})" for one in known)
    todo = f"Perhaps {ids}" if ids else "Such as GB-COH-01234567; `localspend find NEED` shows ids"
    many = f"{len(same)} firms here are called" if same else "no firm here has the id or the name"
    raise UsageError(f"{many} {firm}", where="--firm", todo=todo)


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


def opportunity(
    row: Mapping[str, Any], able: Mapping[str, tuple[float, str]], firm: Mapping[str, Any],
    buyers: Mapping[str, Mapping[str, Any]], postcodes: Postcodes | None, as_of: date,
) -> dict[str, Any] | None:  # fmt: skip
    """What is coming as an opportunity for a firm that is `able`; None where nothing of it is alike."""
    fits = [
        (has == code, strength, has, why, code)
        for code in row["codes"] for has, (strength, why) in able.items() if alike(has, code)
    ]  # fmt: skip
    if not fits:
        return None
    _, strength, has, why, code = max(fits)
    buyer = buyers.get(row["institution_id"], {})
    return {
        "institution_id": row["institution_id"],
        "buyer": buyer.get("name") or row.get("buyer") or row["institution_id"] or "a buyer that is not named",
        "title": row["title"] or title(code), "category_code": code, "amount": row["amount"],
        "amount_kind": row["amount_kind"], "next_date": row["next_date"], "next_is": row["next_is"],
        "basis": row["basis"], "ocid": row.get("ocid"), "probability": row.get("probability"),
        "strength": round(strength, 2), "distance_km": _distance(firm, buyer, postcodes),
        "reasons": [why, *_level(has, code), *_when(row), *_held(row, firm)],
        "facts": _facts(row, firm, buyer, as_of),
    }  # fmt: skip


def _level(has: str, code: str) -> list[str]:
    if has == code:
        return []
    finer = len(has.rstrip("0")) > len(code.rstrip("0"))
    return [f"that is {title(has).lower()}, a level {'finer' if finer else 'wider'} than what is bought"]


def _when(row: Mapping[str, Any]) -> list[str]:
    if row["next_date"] is None:
        return ["the buyer plans it, and has not said when"]
    return [f"{WORDS.get(row['next_is'], 'it is due on')} {day(row['next_date'])}"]


def _held(row: Mapping[str, Any], firm: Mapping[str, Any]) -> list[str]:
    if row.get("supplier_id") == firm["supplier_id"]:
        return ["it is the supplier now"]
    return [f"held now by {row['supplier']}"] if row.get("supplier") else []


def _distance(firm: Mapping[str, Any], buyer: Mapping[str, Any], postcodes: Postcodes | None) -> float | None:
    """Kilometres between the firm's address and the buyer's, None where either is not known."""
    if postcodes is None or not buyer.get("postcode") or firm["easting"] is None:
        return None
    spot = postcodes.spot(buyer["postcode"])
    if spot.easting is None or spot.northing is None:
        return None
    return round(math.hypot(spot.easting - firm["easting"], spot.northing - firm["northing"]) / 1000, 1)


def _facts(
    row: Mapping[str, Any], firm: Mapping[str, Any], buyer: Mapping[str, Any], as_of: date
) -> list[str]:  # fmt: skip
    said = []
    if row["next_date"] is not None and (row["next_date"] - as_of).days < SOON and row["next_is"] != "payment":
        said.append("under three months away: ask now, it may be decided already")
    if row["amount"] and firm["turnover"] and Decimal(firm["turnover"]) > 0:
        said.append(f"{row['amount'] / Decimal(firm['turnover']):.0%} of its turnover on an institution's list")
    if row.get("reservation"):
        said.append(f"reserved: {row['reservation']}")
    if row.get("sme"):
        said.append("the notice says that it suits small and medium-sized firms")
    if firm["district"] and firm["district"] == buyer.get("district"):
        said.append("the buyer is in its district")
    return said
