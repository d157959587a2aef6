"""The sentences of the report: what the figures say, and what they cannot."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from localspend.insight.facts.headline import covers_all
from localspend.reports import words
from localspend.reports.account import Account

#: An interval wider than this says little, and the report says so.
WIDE = Decimal("0.5")


def period(account: Account) -> str:
    """'from January 2023 to December 2025', or what stands for it."""
    first, last = account.first_date, account.last_date
    if first is None or last is None:
        return "on dates that are not known"
    if (first.year, first.month) == (last.year, last.month):
        return f"in {words.month(first)}"
    span = (last.year - first.year) * 12 + last.month - first.month + 1
    covered = _months(account)
    if covered < span:
        return f"in {covered} months between {words.month(first)} and {words.month(last)}"
    return f"from {words.month(first)} to {words.month(last)}"


def _months(account: Account) -> int:
    """Months with payments: of each year, those of the institution that covers most of it."""
    rows = account.grids["Coverage"].dicts()
    return sum(max(row["Months with payments"] for row in rows if row["Year"] == year) for year in account.years)


def lead(account: Account) -> str:
    """The headline for the innermost area."""
    if not account.headline["by_area"]:
        return f"{words.about(account.total)} was paid {period(account)}. The network names no area to ask about."
    return sentence(account, account.headline["by_area"][0])


def sentence(account: Account, area: Mapping[str, Any]) -> str:
    """The headline for one area."""
    name = account.names.areas[area["area"]]
    head = f"Of {words.about(account.total)} paid {period(account)},"
    if area["low"] is None:
        return f"{head} no share can be given for {name}: credits outweigh payments in a part of it."
    return f"{head} {words.between(area['low'], area['high'])} went to payees in {name}."


def explanation(account: Account) -> list[str]:
    """Why it is an interval, and how much is on either side of it."""
    if not account.headline["by_area"]:
        return []
    area = account.headline["by_area"][0]
    name, local = account.names.areas[area["area"]], area["known_local"]
    found = [
        f"{words.about(local)} is known to have gone to payees with an address in {name}, and "
        f"{words.about(area['known'] - local)} to payees with an address elsewhere."
    ]
    if account.unknown > 0:
        share = account.unknown / account.total if account.total > 0 else None
        part = f" ({words.percent(share)} of the money)" if share is not None else ""
        found.append(
            f"Where the other {words.about(account.unknown)}{part} went is not known. It may all have stayed or all "
            "have left: that is why the answer is an interval and not one figure."
        )
    redacted = account.grids["Not known"].rows[1][1]
    if redacted > 0:
        found.append(f"Of that, {words.about(redacted)} went to names that the publishers redacted.")
    if area["low"] is not None and area["high"] - area["low"] > WIDE:
        found.append(
            "The interval is too wide to judge by. It narrows when more payees are placed: with supplier lists from "
            "the institutions, or with a register that covers the whole country."
        )
    return found


def coverage(account: Account) -> str | None:
    """What a register that covers only some tiers does to the figures; None where it covers all."""
    covers = account.manifest.get("covers")
    if covers_all(covers, account.names.area_ids):
        return None
    names = words.listed([account.names.tier(tier) for tier in covers]) if covers else "none of the network's areas"
    return (
        f"The register of companies that this report was built with covers only {names}. A payee that was found in it "
        "is there by construction, and a payee that was not found may be anywhere. So no share among known payees is "
        "given anywhere in this report: it would look high and mean nothing. What is known to be local is a floor."
    )


def live_only(account: Account) -> str | None:
    """What a register without closed companies does to older payments; None where it holds closed ones too."""
    if not account.live_only:
        return None
    return (
        "No company that was found in a register has closed: the register seems to hold only companies that existed on "
        "its date. One that has closed since it was paid is not found, and its pounds are counted as not known."
    )


def registers(account: Account) -> list[str]:
    """The registers that were used, with their number of names."""
    given = account.manifest.get("reference") or []
    return [item["message"] for item in given if item.get("rows") and item.get("message")]


def warnings_of_coverage(account: Account) -> list[str]:
    """Years that must not be compared as they stand: a line a year, and one for what has no date."""
    rows = account.grids["Coverage"].dicts()
    everyone = {row["Institution"] for row in rows if row["Year"] is not None}
    found = []
    for year in account.years:
        mine = {row["Institution"]: row["Months with payments"] for row in rows if row["Year"] == year}
        short = [f"{name} ({count} months)" for name, count in sorted(mine.items()) if count < 12]
        missing = sorted(everyone - set(mine))
        parts = []
        if short:
            parts.append(f"fewer than twelve months from {words.listed(short)}")
        if missing:
            parts.append(f"nothing from {words.listed(missing)}")
        if parts:
            found.append(f"{year}: {'; '.join(parts)}.")
    undated = sum((row["Paid"] for row in rows if row["Year"] is None), Decimal(0))
    if undated:
        found.append(f"{words.about(undated)} has no readable date and is in no year.")
    return found


def starts(account: Account) -> str:
    """What a year is."""
    month = account.manifest["network"].get("year_starts_in") or 1
    if month == 1:
        return "Years are calendar years."
    name = words.MONTHS[month - 1]
    return f"A year begins on 1 {name}: 2024 means {name} 2024 to {words.MONTHS[month - 2]} 2025."


def pooled_and_mean(account: Account) -> list[str]:
    """Both averages named, area by area; nothing where one institution makes them the same."""
    if len(account.names.institutions) < 2:
        return []
    found = []
    for area in account.headline["by_area"]:
        pooled, mean = area["pooled"], area["mean_of_institutions"]
        if pooled["low"] is None or mean["low"] is None:
            continue
        found.append(
            f"{account.names.areas[area['area']]}: {words.percent(pooled['low'])} to {words.percent(pooled['high'])} "
            f"with all pounds in one pot (pooled); {words.percent(mean['low'])} to {words.percent(mean['high'])} as "
            "the mean of the institutions' own shares."
        )
    return found


def payees_known(account: Account) -> str:
    """How much of the money the list of top payees can speak of."""
    together = account.grids["Concentration"].dicts()
    known = together[-1]["Paid to them"] if together else Decimal(0)
    return (
        f"The list holds payees that can be told apart, who received {words.about(known)} in all. Private people, "
        "names that the publisher redacted and payments inside an institution are not listed."
    )
