"""The layout of a sheet: its header, its columns' roles and what it is; or that of the sheet which it continues."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from localspend.sources.ledgers import header as headers
from localspend.sources.ledgers import kinds, lexicon, roles
from localspend.sources.ledgers.header import Header
from localspend.sources.ledgers.manifest import Rule
from localspend.sources.ledgers.roles import Roles
from localspend.sources.ledgers.sheet import Sheet
from localspend.sources.ledgers.values import Profile, profile

#: Rows looked at to judge columns, spread over the whole sheet.
SAMPLE = 600


@dataclass(frozen=True)
class Layout:
    """header.names has one name a column, "" where there is none. kind: payments, contracts, suppliers or None."""

    header: Header
    roles: Roles
    profiles: tuple[Profile, ...]
    kind: str | None
    continues: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return self.header.names

    def name(self, role: str) -> str:
        """The header of a role's column, or "column 3" where it has none."""
        index = self.roles.columns[role]
        return self.names[index] or f"column {index + 1}"

    def profiles_filled(self, role: str) -> float:
        """The share of sampled rows in which a role's cell is filled; 0 where no column has the role."""
        index = self.roles.columns.get(role)
        return 0.0 if index is None else self.profiles[index].filled


def of(sheet: Sheet, before: Layout | None = None, rule: Rule | None = None) -> Layout:
    """The layout of `sheet`; `before` is that of the first sheet with payments of the same file; `rule` overrides."""
    rule = rule or Rule()
    top = sheet.head(headers.DEPTH + 8)
    if rule.header is not None:
        found = headers.stated(top, rule.header)
    elif sheet.header is not None:
        found = Header((), sheet.header, headers.strength(sheet.header))
    else:
        found = headers.find(top)
        found = found if found.rows else _of_another_list(top)
    names, sample, profiles = _judged(sheet, found)
    if kinds.is_pivot(top):
        return Layout(replace(found, names=names), Roles({}), profiles, rule.kind)
    if not any(names) and before is not None:
        aligned = _continued(before, profiles, sample)
        if aligned is not None:
            return Layout(replace(found, names=names), aligned, profiles, "payments", continues=True)
    if not any(names) and rule.header is None:
        found = headers.unknown(top)
        names, sample, profiles = _judged(sheet, found)
    found = replace(found, names=names)
    given = roles.assign(names, profiles, sample)
    if rule.columns or rule.amount_basis or rule.date_basis:
        given = _overridden(given, names, rule)
    return Layout(found, given, profiles, rule.kind or kinds.kind(names, profiles, given))


def _judged(sheet: Sheet, found: Header) -> tuple[tuple[str, ...], list[list[str]], tuple[Profile, ...]]:
    """A name for each column, rows from below the header, and what the columns hold there."""
    sample = spread(sheet, max(found.rows, default=-1) + 1)
    names = (*found.names, *[""] * (sheet.width - len(found.names)))[: sheet.width]
    return names, sample, tuple(profile([row[i] for row in sample]) for i in range(sheet.width))


def _of_another_list(top: Sequence[Sequence[str]]) -> Header:
    """The header of a list that is no ledger, so that its rows are never taken for a ledger without a header."""
    for i, row in enumerate(top[:20]):
        if kinds.other_list(row):
            return Header((i,), tuple(" ".join(cell.split()) for cell in row))
    return Header((), ())


def _overridden(given: Roles, names: Sequence[str], rule: Rule) -> Roles:
    """`given` with the columns that a person named."""
    columns = {role: index for role, index in given.columns.items() if role not in rule.columns}
    why = dict(given.why)
    for role, said in rule.columns.items():
        index = _index(said, names)
        if index is not None:
            columns = {other: i for other, i in columns.items() if i != index}
            columns[role] = index
            why[role] = "columns.toml says so"
    basis = rule.amount_basis or (lexicon_basis(names[columns["amount"]]) if "amount" in rule.columns else None)
    return replace(
        given,
        columns=columns,
        why=why,
        amount_basis=basis or given.amount_basis,
        date_basis=rule.date_basis or given.date_basis or ("payment" if "paid_on" in columns else None),
        stand_ins=() if "paid_on" in rule.columns else given.stand_ins,
    )


def _index(said: str | int | bool, names: Sequence[str]) -> int | None:
    if said is False:
        return None
    if isinstance(said, int):
        return said - 1 if said <= len(names) else None
    wanted = " ".join(said.lower().split())
    return next((i for i, name in enumerate(names) if name.lower() == wanted), None)


def lexicon_basis(name: str) -> str:
    """net, gross or unknown, as an amount's header says."""
    basis = lexicon.basis(name)
    return basis if basis in ("net", "gross") else "unknown"


def spread(sheet: Sheet, start: int) -> list[list[str]]:
    """Rows of `sheet` from `start` on, evenly spread, without the nearly empty ones."""
    count = sheet.rows - start
    step = max(1, count // SAMPLE)
    rows = sheet.pick(range(start, sheet.rows, step)) if count > 0 else []
    full = [row for row in rows if sum(bool(cell.strip()) for cell in row) >= 2]
    return full or rows


def _continued(before: Layout, profiles: Sequence[Profile], sample: Sequence[Sequence[str]]) -> Roles | None:
    """The roles of a sheet without a header, column by column in the order of the sheet before it."""
    pairs = _align(before.profiles, profiles)
    columns = {role: pairs[index] for role, index in before.roles.columns.items() if index in pairs}
    if not {"supplier", "amount"} <= set(columns):
        return None
    for role in {"supplier", "amount", "paid_on"} & set(before.roles.columns):
        if role not in columns or likeness(before.profiles[before.roles.columns[role]], profiles[columns[role]]) < 0.4:
            return None
    why = {role: f"as on the first sheet ('{before.name(role)}'): its values are alike" for role in columns}
    return replace(before.roles, columns=columns, why=why, more_address=())


def _align(first: Sequence[Profile], second: Sequence[Profile]) -> dict[int, int]:
    """The best match of columns in their order: column of the first sheet -> column of the second."""
    best: list[list[tuple[float, dict[int, int]]]] = [[(0.0, {})] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in range(len(first) - 1, -1, -1):
        for j in range(len(second) - 1, -1, -1):
            score = likeness(first[i], second[j])
            with_pair = (best[i + 1][j + 1][0] + score, {i: j, **best[i + 1][j + 1][1]})
            options = [best[i + 1][j], best[i][j + 1], *([with_pair] if score > 0 else [])]
            best[i][j] = max(options, key=lambda option: option[0])
    return best[0][0][1]


def likeness(a: Profile, b: Profile) -> float:
    """How alike the values of two columns are, -1 to 1."""
    if not a.count or not b.count:
        return 0.1 if a.count == b.count else -0.1
    apart = sum(
        abs(x - y)
        for x, y in (
            (a.when, b.when),
            (a.numbers, b.numbers),
            (a.letters, b.letters),
            (a.organisations, b.organisations),
            (a.filled, b.filled),
            (min(a.length, 40) / 40, min(b.length, 40) / 40),
            (a.distinct, b.distinct),
        )
    )
    return 1.0 - apart / 2


def explain(layout: Layout) -> list[str]:
    """Why each column has its role, a line a column."""
    by_column = {index: role for role, index in layout.roles.columns.items()}
    lines = []
    for i, name in enumerate(layout.names):
        shown = f"'{name}'" if name else f"column {i + 1} (no name)"
        if i in by_column:
            lines.append(f"{shown} is {by_column[i]}: {layout.roles.why.get(by_column[i], '')}")
        elif layout.profiles[i].count or name:
            lines.append(f"{shown} has no role and is kept as it is: {roles.describe(layout.profiles[i])}")
    return lines
