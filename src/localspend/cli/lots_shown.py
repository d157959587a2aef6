"""What `localspend lots` shows in a terminal."""

from datetime import date
from decimal import Decimal
from typing import Any

from rich.table import Table as Shown

from localspend.cli.screen import Screen

#: Contracts that a terminal shows.
SHOWN = 20


def _pounds(text: Any) -> str:
    return f"£{Decimal(text):,.2f}"


def _day(day: Any) -> str:
    return f"{day.day} {day:%B %Y}" if isinstance(day, date) else str(day)


def _screen() -> Screen:
    return Screen()


def answer(document: dict[str, Any]) -> None:
    """The options, or what conflicts."""
    screen = _screen()
    for conflict in document["conflicts"]:
        screen.say(f"{conflict['why']} {', '.join(conflict['units'])}")
    for option in document["options"]:
        could = option["could_be_led_by"]
        led, micro, cost = map(_pounds, (could["micro_or_small"], could["micro"], option["cost_of_lotting"]))
        table = Shown("lot", "units", "value", "expected bidders", "firms to think of", title_justify="left")
        table.title = (
            f"{option['name']}: {option['status']}. Micro and small firms could lead {led} of "
            f"{_pounds(document['value'])}, micro firms alone {micro}; lotting costs {cost}"
        )
        for n, lot in enumerate(option["lots"], 1):
            bidders = lot["expected_bidders"]
            span = f"{bidders['low']} to {bidders['high']}"
            table.add_row(str(n), ", ".join(lot["units"]), _pounds(lot["value"]), span, "; ".join(lot["firms"][:3]))
        screen.print(table)
        if cap := option.get("award_cap"):
            screen.say(cap["says"])
    if document.get("legal"):
        screen.say(f"Legal regime: {document['legal']['regime'] or 'not known'}. {document['legal']['says']}")
    for note in [*([document["says"]] if "says" in document else []), *document.get("notes", [])]:
        screen.say(f"Note: {note}")


def contracts(rows: list[dict[str, Any]]) -> None:
    """The contracts that end soon, each with the words that ask for its draft."""
    screen = _screen()
    for row in rows[:SHOWN]:
        paid = f"{_pounds(row['paid_in_year'])} paid in a year"
        screen.say(f"{_day(row['ends'])}: {row['title']}, {row['supplier_shown']}, {paid}")
        screen.say(f"    --contract {row['contract_ref'] or row['contract_id']} --institution {row['institution_id']}")
    if not rows:
        screen.say("No contract that is in a register ends after the last payment; --payee asks without one")
    if len(rows) > SHOWN:
        screen.say(f"and {len(rows) - SHOWN:,} later: --institution shows those of one, --json all")


def backtest(document: dict[str, Any]) -> None:
    """What quotes teach, and how well they were foretold."""
    screen, found = _screen(), document["backtest"]
    screen.say(document["believed"]["says"])
    if found["log_loss"] is None:
        screen.say("One need alone cannot be foretold by others: no backtest.")
        return
    loss = found["log_loss"]
    screen.say(
        f"Log loss, the smaller the better: recalibrated {loss['recalibrated']}, priors {loss['priors']}, one rate for "
        f"all {loss['one_rate']}. Bids within the range that should hold eight in ten: {found['within']:.0%} of needs."
    )
    table = Shown("quotes", "foretold to bid", "did bid")
    for row in found["calibration"]:
        table.add_row(str(row["quotes"]), f"{row['foretold']:.1%}", f"{row['did']:.1%}")
    screen.print(table)
