"""What a value of an option may be: pounds and days, as they are written here."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click

#: Pounds, with thousands in threes; k and m as people say them.
WRITTEN = re.compile(r"£?\s*(-?(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?)\s*(k|m|million)?", re.IGNORECASE)
TIMES = {"k": 1_000, "m": 1_000_000, "million": 1_000_000}


class Pounds(click.ParamType[Decimal]):
    """Pounds as they are written: 180000, 180,000.50, £180,000, £180k, £1.2m."""

    name = "pounds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        found = WRITTEN.fullmatch(str(value).strip())
        if found is None:
            self.fail(f"{value!r} is no amount in pounds; write it as 180000 or £180,000", param, ctx)
        return Decimal(re.sub("[, ]", "", found[1])) * TIMES.get((found[2] or "").lower(), 1)


class PerCent(click.ParamType[Decimal]):
    """A rate: 20, 17.5, 20%."""

    name = "per cent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        text = str(value).strip().removesuffix("%").strip()
        if not re.fullmatch(r"-?\d+(\.\d+)?", text):
            self.fail(f"{value!r} is no rate; write it as 20", param, ctx)
        return Decimal(text)


class Named(click.ParamType[tuple[str, Decimal]]):
    """KIND=POUNDS."""

    name = "kind=pounds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Decimal]:
        kind, sign, amount = str(value).partition("=")
        if not sign:
            self.fail(f"{value!r} has no amount; write it as works=250000", param, ctx)
        return kind, Pounds().convert(amount, param, ctx)


class Day(click.ParamType[date]):
    """A day as 2026-11-22, so that nobody has to guess which number is the month."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        text = str(value).strip()
        try:
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
                return date.fromisoformat(text)
        except ValueError:
            self.fail(f"there is no such day as {text}", param, ctx)
        return self.fail(f"{text!r} is not written as a day; write it as {_british(text)}", param, ctx)


def _british(text: str) -> str:
    """22/11/2026 as it is to be written; an example where it is no such day."""
    for form in ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y"):
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return "2026-11-22"


POUNDS, PER_CENT, NAMED, DAY = Pounds(), PerCent(), Named(), Day()
