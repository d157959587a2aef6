"""Benchmark: our shares beside published ones, with the method of each."""

from collections.abc import Sequence

from ibis import Table

VERSION = "1"
COLUMNS = {
    "measure": "string",
    "place": "string",
    "period": "string",
    "published": "decimal(9, 4)",
    "ours_low": "decimal(9, 4)",
    "ours_high": "decimal(9, 4)",
    "comparable": "string",
    "method": "string",
    "source": "string",
}


def benchmark(payments: Table, suppliers: Table, *, areas: Sequence[str]) -> Table:
    raise NotImplementedError
