"""What `localspend rules` shows in a terminal."""

from typing import Any

from localspend.cli.screen import Screen
from localspend.rules.answer import UNREAD
from localspend.rules.wording import own_rule


def answer(document: dict[str, Any]) -> None:
    """The regime, the routes, what binds on all of them, and what is not checked."""
    screen = Screen()
    worth, limit = document["valuation"], document["threshold"]
    screen.say(f"{document['regime']}: £{worth['estimated']:,.2f} (VAT {worth['vat']})", style="bold")
    if limit is not None:
        screen.say(f"Threshold: £{limit:,.2f}")
    for line in document["why"]:
        screen.say(f"  {line}")
    if document["safest_route"]:
        screen.say(f"The safest simple route: {document['safest_route']}, which leaves nobody out.")
    _routes(screen, document)
    screen.say(f"\n{document['suitability']}")
    _reservation(screen, document)
    screen.say("\nDuties:")
    for duty in document["duties"]:
        screen.say(f"  {duty['says']} ({duty['source']})")
    _own(screen, document)
    _unchecked(screen, document["unchecked"])
    screen.say(f"\n{document['says']}")


def _routes(screen: Screen, document: dict[str, Any]) -> None:
    """Each route with its own notices; what every route has is said once."""
    routes = [route["name"] for route in document["routes"]]
    must: dict[tuple[str, str], list[str]] = {}
    for notice in document["notices"]:
        if notice["required"]:
            said = (f"{notice['code']} {notice['name']}", notice["when"])
            must.setdefault(said, []).append(notice["route"])
    for route in document["routes"]:
        screen.say(f"\n{route['name']}: {route['says']}\n  Small firms: {route['small_firms']}")
        for (name, when), on in must.items():
            if route["name"] in on and on != routes:
                screen.say(f"  {name}: {when}")
    if every := [said for said, on in must.items() if on == routes]:
        screen.say("\nNotices on every route:" if len(routes) > 1 else "\nNotices:")
        for name, when in every:
            screen.say(f"  {name}: {when}")
    if document["periods"]:
        screen.say("\nShortest times:")
        for period in document["periods"]:
            days = f"{period['days']} days: " if period["days"] else ""
            screen.say(f"  {days}{period['what']}")


def _reservation(screen: Screen, document: dict[str, Any]) -> None:
    for verdict, entries in document["reservation"].items():
        for entry in entries:
            screen.say(f"\n{entry['area']}: {verdict}. {entry.get('basis') or entry['why']} {entry.get('ask', '')}")
    for line in document["lawful"]:
        screen.say(f"  Lawful: {line}")


def _own(screen: Screen, document: dict[str, Any]) -> None:
    """What the snapshot says of the institution that asks."""
    for band in document.get("own_rules", []):
        screen.say(f"\n{own_rule(band)}")
    paid = document.get("aggregation") or {}
    if own := paid.get("own"):
        from localspend.rules.beside import many

        screen.say(f"\nYou paid £{own['amount']:,.2f} for this in a year, to {many(own['suppliers'], 'supplier')}.")
    for heading, line in (
        ("Aggregation", paid.get("warning")),
        ("Together", paid.get("joint")),
        ("Just below", (document.get("splitting") or {}).get("warning")),
    ):
        if line:
            screen.say(f"\n{heading}: {line}")


def _unchecked(screen: Screen, lines: list[str]) -> None:
    """What is assumed, a line each; the sources that nobody has read in the law, in one."""
    unread = [line.removeprefix(UNREAD) for line in lines if line.startswith(UNREAD)]
    screen.say("\nNot checked:")
    for line in lines:
        if not line.startswith(UNREAD):
            screen.say(f"  {line}")
    if unread:
        screen.say(f"  {UNREAD}{' | '.join(unread)}")


def barriers(document: dict[str, Any]) -> None:
    """Each barrier of a draft, why it matters and what to write instead."""
    screen = Screen()
    screen.say(f"{document['title']}: {len(document['barriers'])} to consider", style="bold")
    for one in document["barriers"]:
        screen.say(f"\n{one['heading']}: {one['barrier']} ({one['where']})")
        screen.say(f"  {one['text']}\n  Why: {one['why']}\n  Instead: {one['instead']}")
    for note in document["notes"]:
        screen.say(f"\nNote: {note}")
    screen.say(f"\n{document['says']}")
