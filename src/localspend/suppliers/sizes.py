"""Three sizes of a firm, which are not one: the statistical band, the Companies Act's, the Procurement Act's SME.

Employees, turnover and balance sheet are kept as told; each size is derived from them by its own function. Limits are
data with dates and sources (sizes.csv): the most that a firm of that size may have. The Companies Act asks for two of
three, for two years running; here one year is looked at, and companies that may not be small whatever their size
(public companies, insurers) are not known.
"""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import ibis
from ibis.expr.types import BooleanValue, DateValue, NumericValue, StringValue

#: What of a firm its sizes are derived from, in this order.
FACTS = ("employees", "turnover", "balance_sheet")
_THOUSANDS = {"k": 1_000, "m": 1_000_000}
_NUMBER = r"^(?i)£?([0-9]+(?:\.[0-9]+)?)([km]?)$"
_BANDS = (
    (r"\b(?:0|1) ?(?:-|to) ?9\b|\b(?:under|fewer than|less than|<) ?10\b", "micro"),
    (r"\b10 ?(?:-|to) ?49\b", "small"),
    (r"\b50 ?(?:-|to) ?249\b", "medium"),
    (r"\b250 ?(?:\+|and|or|plus)|\bover 2(?:49|50)\b|>= ?250", "large"),
)


@cache
def limits(law: str) -> tuple[dict[str, str], ...]:
    """The lines of sizes.csv for a law, the smallest size of the newest limits first."""
    with (Path(__file__).parent / "sizes.csv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["law"] == law]
    return tuple(
        sorted(lines, key=lambda line: (-date.fromisoformat(line["from"]).toordinal(), int(line["employees"])))
    )


def number(written: StringValue) -> NumericValue:
    """A number as a list gives it (`1,250`, `£3.2m`), or null."""
    bare = written.re_replace(r"[\s,]", "").lower()
    times = ibis.cases(*((bare.endswith(k), n) for k, n in _THOUSANDS.items()), else_=1)
    told = ibis.ifelse(bare.re_search(_NUMBER), bare.re_extract(_NUMBER, 1), ibis.null(str))
    return (told.try_cast("decimal(18, 4)") * times).cast("decimal(18, 2)")


def band_of(written: StringValue) -> StringValue:
    """A publisher's words for size -> micro, small, medium, large or null; SME alone says none of them."""
    words = written.lower()
    named = ((words.re_search(rf"\b{size}\b"), size) for size in ("micro", "small", "medium", "large"))
    ranges = ((words.re_search(pattern), size) for pattern, size in _BANDS)
    both = words.re_search(r"\bsmall\b.*\bmedium\b")  # "small or medium" is an SME
    return ibis.cases((both, ibis.null(str)), *ranges, *named, else_=ibis.null(str))


def statistical(employees: NumericValue) -> StringValue:
    """The band by headcount that statistics use: micro, small, medium, large; null where the headcount is not known."""
    steps = ((employees <= int(line["employees"]), line["size"]) for line in limits("statistical"))
    return ibis.cases((employees.isnull(), ibis.null(str)), *steps, else_="large")


def companies_act(
    employees: NumericValue, turnover: NumericValue, balance_sheet: NumericValue, *, on: DateValue
) -> StringValue:
    """micro, small, medium or large by the limits in force on a day: two of three must be met; null where what is known
    does not decide it."""
    facts = (employees, turnover, balance_sheet)
    lines = limits("companies-act")
    steps = (step for line in lines for step in _act_steps(line, facts, on))
    return ibis.cases(*steps, else_=ibis.null(str))


def _act_steps(
    line: dict[str, str], facts: tuple[NumericValue, ...], on: DateValue
) -> Iterator[tuple[BooleanValue, StringValue]]:
    """What a line decides: met twice, it is that size; undecided, nothing is; failed twice and the largest, large."""
    in_force = on >= ibis.date(line["from"])
    met = _count(*(fact <= int(line[name]) for fact, name in zip(facts, FACTS, strict=True)))
    failed = _count(*(fact > int(line[name]) for fact, name in zip(facts, FACTS, strict=True)))
    yield in_force & (met >= 2), ibis.literal(line["size"])
    yield in_force & (failed < 2), ibis.null(str)
    if line["size"] == "medium":
        yield in_force, ibis.literal("large")


def procurement_act(employees: NumericValue, turnover: NumericValue, balance_sheet: NumericValue) -> StringValue:
    """yes, no or unknown: is it a small or medium-sized enterprise to the Procurement Act 2023?"""
    (line,) = limits("procurement-act")
    few = employees <= int(line["employees"])
    little = (turnover <= int(line["turnover"])) | (balance_sheet <= int(line["balance_sheet"]))
    much = (turnover > int(line["turnover"])) & (balance_sheet > int(line["balance_sheet"]))
    return ibis.cases(((~few | much).fill_null(False), "no"), ((few & little).fill_null(False), "yes"), else_="unknown")


def _count(*answers: BooleanValue) -> NumericValue:
    first, *rest = (answer.fill_null(False).cast("int8") for answer in answers)
    return sum(rest, start=first)
