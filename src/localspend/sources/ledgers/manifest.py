"""`columns.toml`: what a person says of files that the reader gets wrong. It overrides what is found.

[[file]]
match = "*purchase-card*"              # a glob over the file's name, path or source_id; the first that fits holds
header = 2                             # the header's row, [2, 3] for two rows, 0 for none
columns = { supplier = "Paid to", amount = 7, vat = false }   # header as written, column number, or no column
date_order = "mdy"                     # dmy or mdy
date_basis = "posting"                 # payment, clearing, posting, ledger, transaction, invoice
amount_basis = "net"                   # net, gross, unknown
sheets = ["April"]                     # only these sheets
kind = "payments"                      # payments, contracts, suppliers or ignore
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from localspend.errors import InputError
from localspend.sources.ledgers import lexicon
from localspend.sources.ledgers.roles import DATE_ORDER

ROLES = frozenset({"paid_on", "invoice_date", "amount", *lexicon.PHRASES, *lexicon.CONTRACT_PHRASES} - {"notice"})
_CHOICES = {
    "date_order": ("dmy", "mdy"),
    "date_basis": DATE_ORDER,
    "amount_basis": ("net", "gross", "unknown"),
    "kind": ("payments", "contracts", "suppliers", "ignore"),
}
_KEYS = frozenset({"match", "header", "columns", "sheets", *_CHOICES})


@dataclass(frozen=True)
class Rule:
    """What a person said of a file. header: row numbers from 1, () for none, None where nothing was said."""

    header: tuple[int, ...] | None = None
    columns: Mapping[str, str | int | bool] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    date_order: str | None = None
    date_basis: str | None = None
    amount_basis: str | None = None
    kind: str | None = None


def load(path: Path) -> dict[str, Any]:
    """The manifest at `path`, checked. InputError names the key that is wrong."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=str(path), todo="Check the name") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"this is not TOML: {error}", where=str(path), todo="Mend that line") from error
    check(document, str(path))
    return document


def check(document: Mapping[str, Any], where: str) -> None:
    """Raise InputError for a key or a value that means nothing."""
    for key in document:
        if key != "file":
            raise _wrong(where, key, "is unknown", "Only [[file]] tables stand in columns.toml")
    entries = document.get("file", [])
    if not isinstance(entries, list):
        raise _wrong(where, "file", "must be a list", "Write [[file]], with two brackets")
    for number, entry in enumerate(entries, 1):
        _check_entry(entry, f"{where}, [[file]] number {number}")


def _check_entry(entry: Mapping[str, Any], where: str) -> None:
    for key in entry:
        if key not in _KEYS:
            raise _wrong(where, key, "is unknown", f"Keys are {', '.join(sorted(_KEYS))}")
    if not isinstance(entry.get("match"), str):
        raise _wrong(where, "match", "is missing", "Say which files are meant, such as match = '*2016*.xls'")
    for key, choices in _CHOICES.items():
        if key in entry and entry[key] not in choices:
            raise _wrong(where, key, f"cannot be {entry[key]!r}", f"It is one of {', '.join(choices)}")
    for role, column in entry.get("columns", {}).items():
        if role not in ROLES:
            raise _wrong(where, f"columns.{role}", "is no role", f"Roles are {', '.join(sorted(ROLES))}")
        if not (isinstance(column, str) or column is False or (isinstance(column, int) and column >= 1)):
            raise _wrong(where, f"columns.{role}", "names no column", "Give a header, a number from 1, or false")
    _rows(entry.get("header"), where)


def _rows(value: Any, where: str) -> tuple[int, ...] | None:
    numbers = value if isinstance(value, list) else [] if value in (None, 0) else [value]
    if any(not isinstance(number, int) or number < 1 for number in numbers):
        raise _wrong(where, "header", "is no row number", "Count rows from 1; 0 says that there is no header")
    return None if value is None else tuple(numbers)


def _wrong(where: str, key: str, what: str, todo: str) -> InputError:
    return InputError(f"{key} {what}", where=where, todo=todo)


def rule(manifest: Mapping[str, Any] | None, source_id: str) -> Rule:
    """The first rule of `manifest` that fits the file; an empty one where none does."""
    for entry in (manifest or {}).get("file", []):
        if _fits(entry["match"], source_id):
            return Rule(
                header=_rows(entry.get("header"), "columns.toml"),
                columns=entry.get("columns", {}),
                sheets=tuple(entry.get("sheets", ())),
                **{key: entry.get(key) for key in _CHOICES},
            )
    return Rule()


def _fits(pattern: str, source_id: str) -> bool:
    name = PurePosixPath(source_id.replace("!", "/")).name
    return fnmatch(source_id, pattern) or fnmatch(name, pattern) or fnmatch(source_id, f"*/{pattern}")
