"""Questions of rules as tests write them: amounts as text, dates as ISO."""

from datetime import date
from decimal import Decimal
from typing import Any

from localspend.rules.answer import rules
from localspend.rules.requirement import Requirement


def requirement(**asked: Any) -> Requirement:
    """The requirement that `asked` describes."""
    amounts = {key: tuple(map(Decimal, asked[key])) for key in ("options", "lots", "also") if key in asked}
    pairs = {key: tuple((k, Decimal(v)) for k, v in asked[key]) for key in ("parts", "joint") if key in asked}
    texts = {key: tuple(asked[key]) for key in ("reserve", "reserve_size") if key in asked}
    given = {"value": Decimal(asked.get("value", "0")), "on": date.fromisoformat(asked.get("on", "2026-11-22"))}
    if "vat_rate" in asked:
        given["vat_rate"] = Decimal(asked["vat_rate"])
    if "own_areas" in asked:
        given["own_areas"] = frozenset(asked["own_areas"])
    return Requirement(**{**asked, **amounts, **pairs, **texts, **given})


def answer(**asked: Any) -> dict[str, Any]:
    """What rules says."""
    return rules(requirement(**asked))


def required(document: dict[str, Any], route: str) -> set[str]:
    """The notices that must be published on a route."""
    return {notice["code"] for notice in document["notices"] if notice["route"] == route and notice["required"]}


def verdicts(document: dict[str, Any]) -> dict[str, str]:
    """Area or size -> allowed, refused or unsettled."""
    return {entry["area"]: verdict for verdict, entries in document["reservation"].items() for entry in entries}
