"""Figures and codes in the words of a British reader."""

from datetime import date
from decimal import Decimal
from typing import Any

from localspend.categories.titles import title

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
NOT_KNOWN = "Not known"
TIERS = {"rest-of-uk": "Rest of the UK", "outside-uk": "Outside the UK", "unknown": "Not known"}
SIZES = {
    "micro": "Micro (fewer than 10 staff)",
    "small": "Small (10 to 49)",
    "medium": "Medium (50 to 249)",
    "large": "Large (250 or more)",
    "unknown": "Not known",
}
#: By what a payee was linked to an organisation (insight coverage).
LINKS = {
    "number": "A number that was given",
    "exact": "The name, but for its legal form",
    "scored": "The name, written otherwise",
    "reference": "The institution's reference",
    "vat": "A VAT number",
    "human": "A person's decision",
    "waiting": "A suggestion that waits for a person",
    "unlisted": "Sole traders and partnerships, which no register lists",
    "unnamed": "Private people, redacted names, payments inside",
    "unknown": "No register at hand knows the name",
}
#: What a payee's place rests on (insight offices).
ADDRESSES = {
    "registered-office": "Registered office",
    "shared-office": "Registered office that many companies share",
    "supplier-list": "Address in the institution's supplier list",
    "written-in-source": "Address beside the payments",
    "unknown": "No address known",
}
KINDS = {
    "company": "Company",
    "charity": "Charity",
    "mutual": "Mutual or co-operative",
    "public-body": "Public body",
    "partnership": "Partnership",
    "sole-trader": "Sole trader",
    "private-person": "Private person",
    "redacted": "Redacted by the publisher",
    "internal": "Inside the institution",
    "unknown": "Not known",
}
#: Whether an institution could pay somebody else (insight influence), and who says so.
INFLUENCE = {"yes": "Yes", "no": "No", "unknown": "Not known"}
BASES = {"rule": "A rule that people approved", "decision": "A person's decision", "contract": "A contract's dates"}
#: How a shared need was found, and what to do about it (insight shared-needs).
NEEDS = {
    "supplier": "The same payee",
    "category": "The same category",
    "text": "The same words",
    "words": "The same words",
}
ADVICE = {"buy-jointly": "Buy jointly", "synchronise": "Let the ends meet, buy apart", "keep-small": "Keep it small"}
#: What a date of the pipeline is known from.
COMING = {"contract": "A contract register", "payments": "The rhythm of payments"}
#: What happens on it (pipeline.next_is), and how a register means a contract's value.
THEN = {
    "end": "The contract ends",
    "extension": "Its extension ends",
    "review": "The contract is reviewed",
    "payment": "The next payment is due",
}
VALUES = {"annual": "A year", "total": "The whole contract", "unknown": NOT_KNOWN}
#: What a published share is of (insight benchmark).
MEASURES = {"inside": "Share to payees inside the area", "sme": "Share to micro, small and medium firms"}
#: Why a firm seems able (capabilities.basis).
ABLE = {
    "sic": "Its registered activity fits",
    "paid-for": "An institution has paid it for this",
    "says": "It says so",
    "notice": "A notice awarded it this",
}
#: Bands of what was paid to one payee for one category in a year (insight quotable), smallest first.
BANDS = {
    "under-5000": "Under £5,000",
    "under-notifiable": "£5,000 and more, no notice needed",
    "under-threshold": "A notice, no full tender",
    "above": "Above the threshold: a full tender",
    "unknown": NOT_KNOWN,
}
VERDICTS = {
    "moved": "Money moved",
    "no-change": "No change beyond what chance explains",
    "cannot-tell": "Cannot tell",
}


def pounds(value: Decimal | None) -> str:
    """£1,234,567.89, for tables."""
    if value is None:
        return "not given"
    return f"{'−' if value < 0 else ''}£{abs(value):,.2f}"


def about(value: Decimal) -> str:
    """£1.2m, for sentences: three figures at most."""
    size, sign = abs(value), "−" if value < 0 else ""
    for limit, unit, places in ((Decimal(10) ** 9, "bn", 2), (Decimal(10) ** 6, "m", 1)):
        if size >= limit:
            figure = size / limit
            shown = f"{figure:,.{0 if figure >= 100 else places}f}"
            return f"{sign}£{shown.rstrip('0').rstrip('.') if '.' in shown else shown}{unit}"
    return f"{sign}£{size:,.0f}"


def percent(value: Decimal | float | None) -> str:
    """12.3%, for tables."""
    if value is None:
        return "not given"
    return "<0.1%" if 0 < value < 0.0005 else f"{value:.1%}"


def span(low: Decimal | None, high: Decimal | None) -> str:
    """5.4% to 40.4%, for tables; one figure where both are the same."""
    if low is None or high is None:
        return "not given"
    one, other = percent(low), percent(high)
    return one if one == other else f"{one} to {other}"


def between(low: Decimal | None, high: Decimal | None) -> str:
    """'between 5.4% and 40.4%', with the figures of the tables."""
    if low is None or high is None:
        return "a share that cannot be given"
    one, other = percent(low), percent(high)
    return one if one == other else f"between {one} and {other}"


def month(value: date) -> str:
    """November 2026."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def listed(items: list[str]) -> str:
    """a, b and c."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def category(code: str | None) -> str:
    """A CPV code in plain words; the code where it is none."""
    return title(code) if code else NOT_KNOWN


def size(code: str | None) -> str:
    """The size of a payee."""
    return SIZES.get(code or "unknown", str(code))


def verdict(code: str | None) -> str:
    """What an evaluation found."""
    return VERDICTS.get(code or "cannot-tell", spoken(code))


def spoken(code: str | None) -> str:
    """A code as words: 'not-influenceable' is 'Not influenceable'; a sentence stays as it is."""
    text = code or ""
    if " " not in text:
        text = text.replace("-", " ").replace("_", " ")
    return text[:1].upper() + text[1:]


def interval(low: Decimal, high: Decimal) -> str:
    """'£31m to £45m', for short answers; one figure where both read the same."""
    one, other = about(low), about(high)
    return one if one == other else f"{one} to {other}"


def day(value: date) -> str:
    """03/04/2025."""
    return f"{value:%d/%m/%Y}"


def points(value: float | None) -> str:
    """A difference of shares in percentage points, with its sign."""
    return "not given" if value is None else f"{value * 100:+.1f} points".replace("-", "−")


def cell(value: Any, kind: str) -> str:
    """A typed cell of a grid as a reader sees it."""
    if value is None:
        return {"share": "not given", "range": "not given", "pounds": "not known", "year": "No readable date"}.get(
            kind, NOT_KNOWN.lower()
        )
    if kind == "pounds":
        return pounds(value)
    if kind == "share":
        return percent(value)
    if kind == "date":
        return day(value)
    if kind == "points":
        return points(value)
    if kind == "ratio":
        return f"{value:.2f}"
    return f"{value:,}" if kind == "count" else str(value)
