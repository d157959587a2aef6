"""One insight asked of a snapshot: its rows, what was assumed, and what to know when reading them."""

from typing import Any

from localspend.errors import UsageError
from localspend.insight import INSIGHTS, question
from localspend.insight.counted import chosen, records
from localspend.insight.headline import headline
from localspend.workspace import Snapshot


def answer(snapshot: Snapshot, name: str, asked: dict[str, Any]) -> dict[str, Any]:
    """insight, version, rows, notes and assumptions; for spend also headline."""
    manifest, connection = snapshot.manifest, snapshot.connect()
    areas = [area["id"] for area in manifest["network"]["areas"]]
    _known("--institution", asked["institution"], [one["id"] for one in manifest["network"]["institutions"]])
    _known("--inside", asked["inside"], areas)
    if asked["inside"] and name != "spend":
        raise UsageError(f"{name} is not about one area", where="--inside", todo="Ask `insight spend` so")
    payments = chosen(snapshot.table(connection, "payments"), institution=asked["institution"], year=asked["year"])
    suppliers = snapshot.table(connection, "suppliers")
    module = INSIGHTS[name]
    more = [snapshot.table(connection, "places")] if name == "wards" else []
    second = snapshot.table(connection, "supplier_links") if name == "coverage" else suppliers
    options = {"unmasked": asked["unmasked"]} if name == "top-suppliers" else {}
    document: dict[str, Any] = {
        "insight": name,
        "version": module.VERSION,
        "rows": records(question(name)(payments, second, *more, **options), module.COLUMNS),
    }
    notes = list(manifest.get("notes", []))
    if name == "spend":
        found = headline(payments, suppliers, areas=areas, inside=asked["inside"], covers=manifest.get("covers"))
        notes = found.pop("notes") + notes
        document["headline"] = found
    assumptions = {**asked, "snapshot": snapshot.id, "areas": areas, "register_covers": manifest.get("covers")}
    return {**document, "notes": notes, "assumptions": assumptions}


def _known(option: str, value: str | None, known: list[str]) -> None:
    if value is not None and value not in known:
        raise UsageError(f"this network has no '{value}'", where=option, todo=f"It has: {', '.join(known)}")
