"""What a check found in one file: three-valued, counted, with the places that fail."""

from dataclasses import dataclass, field
from decimal import Decimal

PASS, FAIL, NOT_APPLICABLE = "pass", "fail", "not-applicable"


@dataclass(frozen=True)
class Spot:
    """A place that fails. column: a letter in a table, a path such as tender/value/amount in a notice."""

    line: int | None
    column: str | None
    value: str | None
    sheet: str = ""
    header: str | None = None

    def words(self) -> str:
        """The place as somebody says it who has the file open in a spreadsheet."""
        column = self.column and (f"column {self.column}" if len(self.column) <= 3 else self.column)
        named = f"{column} ({self.header})" if column and self.header else column or self.header
        row = f"row {self.line}" if self.line is not None else None
        sheet = f"sheet {self.sheet}" if self.sheet else None
        return ", ".join(filter(None, [sheet, named, row])) or "the whole file"


@dataclass
class Finding:
    """One check on one file: `count` of the `of` records that it could judge fail; pounds: what those are worth."""

    check: str
    path: str
    why_not: str
    of: int = 0
    count: int = 0
    pounds: Decimal | None = None
    spots: list[Spot] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        if not self.of:
            return NOT_APPLICABLE
        return FAIL if self.count else PASS

    @property
    def reason(self) -> str:
        """Why it does not apply, or how many of the records that it judged fail."""
        if not self.of:
            return self.why_not
        return f"{self.count:,} of {self.of:,} ({self.count / self.of:.1%})" if self.count else f"none of {self.of:,}"
