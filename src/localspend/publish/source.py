"""The snapshot as the public may see it: masked tables, without the lines of those who share aggregates only."""

from datetime import date
from functools import cached_property
from typing import Any

import ibis
from ibis.expr.types import StringValue, Table

from localspend import ask, engine
from localspend.errors import InputError, UsageError
from localspend.insight.answer import last_day
from localspend.insight.privacy.sharing import reserved
from localspend.publish.asked import Asked
from localspend.workspace import Snapshot

#: Words before somebody's name: a purpose or title that holds one may say for whom, and is withheld.
TITLED = r"(?i:\b(?:mr|mrs|miss|mx)\b)|\bMs\b"
#: Tables of processes: published where the process is one of a published institution.
OF_NOTICES = ("lots", "awards", "award_suppliers", "notice_releases")


class Source:
    """A snapshot, what was asked, and the institutions whose lines may be published."""

    def __init__(self, snapshot: Snapshot, asked: Asked) -> None:
        self.snapshot, self.asked = snapshot, asked
        self.manifest = snapshot.manifest
        self.connection = snapshot.connect()
        self.institutions = self._institutions()
        self.ids = [one["id"] for one in self.institutions]
        self._tables: dict[str, Table] = {}

    def table(self, name: str) -> Table:
        """The snapshot's table `name`, masked, of the published institutions only."""
        if name not in self._tables:
            self._tables[name] = self._shown(name)
        return self._tables[name]

    @property
    def notes(self) -> list[str]:
        """Who was left out, and why."""
        kept = self._reserved()
        if self.asked.institution is not None or not kept:
            return []
        return [f"{', '.join(kept)}: shares aggregates, not lines, so nothing of it was published."]

    @cached_property
    def day(self) -> date:
        """The day of publication: as asked, else the last payment's, else the last contract's start."""
        if self.asked.dated is not None:
            return self.asked.dated
        try:
            return last_day(self.table("payments"))
        except UsageError:
            found: date | None = self.table("contracts").start_on.max().to_pyarrow().as_py()
        if found is None:
            raise UsageError("nothing in this snapshot has a date", where="--date", todo="Give it, as 2026-03-31")
        return found

    @property
    def publisher(self) -> str:
        """The publisher's name: as asked, else the only institution's, else the network's."""
        alone = self.institutions[0]["name"] if len(self.institutions) == 1 else self.manifest["network"]["name"]
        return self.asked.publisher_name or str(alone)

    def _institutions(self) -> list[dict[str, Any]]:
        members, wanted = self.manifest["network"]["institutions"], self.asked.institution
        if wanted is not None and wanted not in [one["id"] for one in members]:
            known = ", ".join(one["id"] for one in members)
            raise UsageError(f"this network has no '{wanted}'", where="--institution", todo=f"It has: {known}")
        kept = self._reserved()
        found = [one for one in members if wanted in (None, one["id"]) and one["id"] not in kept]
        if not found:
            raise InputError(
                f"{wanted or 'every institution of this network'} shares aggregates, not lines: nothing to publish",
                where="network.toml", todo="Where it agrees to publish, take out `shares` or set it to \"lines\"",
            )  # fmt: skip
        return found

    def _reserved(self) -> list[str]:
        return reserved({one["id"]: one for one in self.manifest["network"]["institutions"]})

    @cached_property
    def _people(self) -> Table:
        return ask.people(self.snapshot, self.connection)

    def _whole(self, name: str) -> Table:
        """The table as it is, of the published institutions."""
        table = self.snapshot.table(self.connection, name)
        if name in OF_NOTICES:
            return table.semi_join(self._whole("notices"), "ocid")
        return table.filter(table.institution_id.isin(self.ids)) if "institution_id" in table.columns else table

    def _shown(self, name: str) -> Table:
        table = self._whole(name)
        if name == "suppliers":
            # Those whom only an institution that publishes no lines pays would give it away.
            paid = [self._whole(one).select("supplier_id") for one in ("payments", "contracts", "award_suppliers")]
            table = table.semi_join(ibis.union(*paid, distinct=True), "supplier_id")
        table = ask.masked(table, self._people)
        told = {column: untitled(table[column]) for column in ("title", "description") if column in table.columns}
        return engine.materialise(table.mutate(**told))


def untitled(words: StringValue) -> StringValue:
    """`words`, or null where they name somebody by title (Mr, Mrs, Miss, Ms, Mx)."""
    return words.re_search(TITLED).fill_null(False).ifelse(ibis.null(str), words)
