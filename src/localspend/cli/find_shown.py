"""What `localspend find` shows a person."""

from typing import Any

from localspend.cli.screen import Screen
from localspend.matching.asked import day

NEVER_SHOWN = 40
#: What an amount is, said behind it.
AMOUNTS = {"annual": " a year", "total": " in total", "estimate": " (estimate)", "ceiling": " at most", "unknown": ""}


def show(document: dict[str, Any]) -> None:
    """Print an answer, a history or what a firm could win."""
    screen = Screen()
    if "opportunities" in document:
        _opportunities(screen, document)
    elif "never_asked" in document:
        _history(screen, document)
    else:
        _firms(screen, document)
    for note in document.get("notes", []):
        screen.say(f"Note: {note}")


def _firms(screen: Screen, document: dict[str, Any]) -> None:
    likely = ", ".join(one["title"] for one in document["need"]["categories"][:2]) or "no category that is known"
    screen.say(f"{document['need']['text']}: {len(document['firms'])} firms to consider ({likely})", style="bold")
    for n, firm in enumerate(document["firms"], 1):
        far = "" if firm["distance_km"] is None else f", {firm['distance_km']} km"
        screen.say(f"\n{n}. {firm['name']}  {firm['supplier_id']}  {firm['score']:.2f}  ({firm['tier']}{far})")
        screen.say(f"   {'; '.join(firm['reasons'])}")
        if firm["facts"]:
            screen.say(f"   Facts: {'; '.join(firm['facts'])}")
    screen.say("")
    for one in document["left_out"]:
        screen.say(f"Left out: {one['supplier_id']}: {one['why']}")
    for band in document["own_rules"]:
        screen.say(
            f"\nOwn rule of {band['institution_id']} from £{band['lower']:,.2f}: {band['route']} ({band['flag']})"
        )
    if drawn := document.get("draw"):
        _draw(screen, drawn)
    reached = f" Widened to {document['widened_to']}." if document["widened_to"] else ""
    screen.say(f"\nPlace: {document['place_used']}.{reached} {document['basis']} A decision aid, not legal advice.")


def _draw(screen: Screen, drawn: dict[str, Any]) -> None:
    kept = "recorded in decisions/invitations.csv" if drawn["recorded"] else "not recorded: there is no network here"
    screen.say(f"\nDraw {drawn['draw']} among {drawn['among']:,} with the seed {drawn['seed']!r}; {kept}", style="bold")
    for one in drawn["invited"]:
        new = " (never invited before)" if one["new"] else ""
        screen.say(f"  {one['name']}  {one['supplier_id']}{new}")


def _history(screen: Screen, document: dict[str, Any]) -> None:
    screen.say(f"{document['draws']} draws; {len(document['never_asked']):,} firms were never asked", style="bold")
    for one in document["invited"]:
        times = "once" if one["times"] == 1 else f"{one['times']} times"
        screen.say(f"  {times}, last {one['last']}: {one['name'] or one['supplier_id']}")
    for one in document["never_asked"][:NEVER_SHOWN]:
        screen.say(f"  never: {one['name']}  {one['supplier_id']}")
    if len(document["never_asked"]) > NEVER_SHOWN:
        screen.say("  ... --json gives all")


def _opportunities(screen: Screen, document: dict[str, Any]) -> None:
    firm, found = document["firm"], document["opportunities"]
    does = ", ".join(one["title"].lower() for one in document["capabilities"][:3]) or "nothing that is known"
    screen.say(f"{firm['name']}: {len(found)} of what is coming are like what it does ({does})", style="bold")
    for one in found:
        kind = AMOUNTS.get(one["amount_kind"], one["amount_kind"])
        amount = "value not known" if one["amount"] is None else f"£{one['amount']:,.0f}{kind}"
        far = "" if one["distance_km"] is None else f", {one['distance_km']} km away"
        when = day(one["next_date"]) if one["next_date"] else "no date yet"
        screen.say(f"\n{when}: {one['title']}, {one['buyer']}{far}: {amount}")
        screen.say(f"   {'; '.join(one['reasons'])}")
        if one["facts"]:
            screen.say(f"   Facts: {'; '.join(one['facts'])}")
    if document["next"]:
        screen.say("\nWhat to do next:")
    for step in document["next"]:
        screen.say(f"  {step}")
