"""Why a name was linked, or not: its candidates, and what each feature weighs, in words."""

from typing import Any

from ibis.expr.types import Table

from localspend.suppliers import decide, features, match, score
from localspend.suppliers.index import Index

SHOWN = 5


def lines(names: Table, index: Index, *, accept: float) -> list[dict[str, Any]]:
    """The best candidates of the one name in `names`, best first, each with its reasons, heaviest first."""
    ranked = match.ranked(names, index)
    said = {row["supplier_id"]: row for row in decide.decided(ranked, accept=accept).to_pyarrow().to_pylist()}
    held = score.weights()["weights"]
    shown = ranked.filter(ranked.place < SHOWN).order_by("place").to_pyarrow().to_pylist()
    return [
        {
            "company_number": row["supplier_id"],
            "matched_name": row["name"],
            "probability": said[row["supplier_id"]]["probability"]
            if row["supplier_id"] in said
            else row["probability"],
            "weighed": row["probability"],
            "judgement": said[row["supplier_id"]]["judgement"] if row["supplier_id"] in said else "less likely",
            "explanation": said[row["supplier_id"]]["explanation"] if row["supplier_id"] in said else "",
            "features": sorted(
                (
                    {"feature": name, "value": round(row[name], 3), "weight": round(row[name] * held[name], 2)}
                    for name in features.FEATURES
                    if row[name] and round(row[name] * held[name], 2)
                ),
                key=lambda reason: -abs(reason["weight"]),
            ),
        }
        for row in shown
    ]


def text(name: str, found: list[dict[str, Any]]) -> str:
    """`lines` for a person."""
    if not found:
        return f"{name}: no name of the register is like it"
    out = [f"{name}: {found[0]['judgement']} ({found[0]['explanation']})"]
    start = score.weights()["intercept"]
    for one in found:
        doubt = f" ({one['weighed']:.4f} but for the doubt)" if one["weighed"] > one["probability"] else ""
        out.append(f"\n{one['matched_name']}  {one['company_number']}  probability {one['probability']:.4f}{doubt}")
        out += [f"  {r['weight']:+6.2f}  {features.FEATURES[r['feature']]} ({r['value']:g})" for r in one["features"]]
        total = start + sum(r["weight"] for r in one["features"])
        out.append(f"  {start:+6.2f}  any name of a register\n  {total:+6.2f}  in all; 0 is as likely as nobody")
    return "\n".join(out)
