"""An institution's own rules, from the TOML file that `standing_orders` of network.toml names.

[[bands]]
lower = 25000               # pounds: from this value ...
vat = "excluded"            # ... with VAT included or excluded
quotes = 3                  # how many are sought; left out where it is no matter of quotes
route = "three written quotes"
portal = "the council's own page"          # where it is advertised
approvals = "the head of the service"      # who must agree beforehand
from_on = 2024-04-01        # left out: always
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import ibis
import pyarrow as pa

from localspend import engine
from localspend.errors import InputError
from localspend.network import Institution, Network
from localspend.rules import files
from localspend.tables.arrow import arrow_schema
from localspend.tables.standing_orders import COLUMNS

TEXTS = ("route", "portal", "approvals", "source")
KEYS = ("lower", "vat", "quotes", "from_on", *TEXTS)
VAT = ("included", "excluded")
WHAT_TO_DO = "See docs/rules.md for an example"


def table(connection: ibis.BaseBackend, network: Network) -> ibis.Table:
    """The standing_orders table (tables/standing_orders.py) of every institution that names a file. InputError."""
    rows = [row for one in network.institutions for row in bands(network, one)]
    return engine.from_arrow(connection, pa.Table.from_pylist(rows, arrow_schema(COLUMNS)))


def bands(network: Network, institution: Institution) -> list[dict[str, Any]]:
    """The bands of one institution, smallest first. Raises InputError with the file and the key."""
    path = files.standing_orders(network, institution)
    if path is None:
        return []
    listed = _document(path).get("bands")
    if not isinstance(listed, list) or not listed or not all(isinstance(item, dict) for item in listed):
        _wrong(path, "bands", "must be written as [[bands]], at least once")
    # What no file says stands in the file itself.
    shared = {"institution_id": institution.id, "source": institution.standing_orders}
    rows = [shared | _band(path, f"bands[{n}]", item) for n, item in enumerate(listed)]
    keys = [(row["lower"], row["from_on"] or date.min) for row in rows]
    if repeated := [n for n, key in enumerate(keys) if key in keys[:n]]:
        _wrong(path, f"bands[{repeated[0]}].lower", "repeats an earlier band of the same first day")
    return [row for _, row in sorted(zip(keys, rows, strict=True), key=lambda pair: pair[0])]


def _document(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise InputError("the file is not UTF-8 text", where=str(path), todo="Save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not valid TOML: {error}", where=str(path), todo=WHAT_TO_DO) from None


def _band(path: Path, at: str, item: Mapping[str, Any]) -> dict[str, Any]:
    if strange := sorted(set(item) - set(KEYS)):
        _wrong(path, f"{at}.{strange[0]}", f"is not known; a band has {', '.join(KEYS)}")
    lower, quotes, from_on = item.get("lower"), item.get("quotes"), item.get("from_on")
    # In Python, though not in TOML, true is a whole number and a moment is a date.
    if isinstance(lower, bool) or not isinstance(lower, int | Decimal) or not Decimal(lower).is_finite() or lower < 0:
        _wrong(path, f"{at}.lower", "must be pounds, such as 25000")
    if item.get("vat") not in VAT:
        _wrong(path, f"{at}.vat", 'must be "included" or "excluded": a fifth lies between them')
    if quotes is not None and (isinstance(quotes, bool) or not isinstance(quotes, int) or quotes < 0):
        _wrong(path, f"{at}.quotes", "must be a whole number")
    if from_on is not None and (isinstance(from_on, datetime) or not isinstance(from_on, date)):
        _wrong(path, f"{at}.from_on", "must be a date such as 2024-04-01")
    texts = {key: _text(path, f"{at}.{key}", item[key]) for key in TEXTS if key in item}
    made = {"lower": Decimal(lower).quantize(Decimal("0.01")), "vat": item["vat"]}
    silent = dict.fromkeys(("route", "portal", "approvals"))
    return {**made, **silent, "quotes": quotes, "from_on": from_on, **texts}


def _text(path: Path, at: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        _wrong(path, at, "must be text in quotes")
    return value.strip()


def _wrong(path: Path, key: str, why: str) -> NoReturn:
    raise InputError(f"{key} {why}", where=str(path), todo=WHAT_TO_DO)
