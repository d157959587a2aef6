"""Notices from a portal's API, window by window, so that no release is missed: a file of JSON Lines a window.

A portal gives but some of the releases of a long period, and its links to the next page sometimes vanish. So a window
is six hours; it is walked again until two walks count the same releases and bring no new one, and halved where its
last page is full though no next page is named. Each file is written whole; `.notices.json` beside them counts the
releases of each complete window, so that a broken download goes on where it stopped.
"""

import io
import json
import re
import tomllib
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from localspend import workspace
from localspend.errors import InputError, UsageError
from localspend.sources.download import attribute
from localspend.sources.fetch import Progress
from localspend.sources.notices.opened import Document
from localspend.sources.notices.polite import AGAIN, Asker
from localspend.sources.notices.values import Broken, Reading, TooDeep

WINDOW = timedelta(hours=6)
#: A window is not halved below this, and not walked more often than that.
SHORTEST, WALKS = timedelta(minutes=1), 6
STATE = ".notices.json"
_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
#: (ocid, id) of a release -> the release as written, on one line.
Releases = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Portal:
    """One entry of portals.toml."""

    name: str
    address: str
    page: str
    start: str
    end: str
    limit: int
    licence: str
    attribution: str
    checked: str | bool = False


@dataclass(frozen=True)
class Fetched:
    """One window: its file (None where nothing was published), its releases, whether it was fetched now."""

    path: Path | None
    releases: int
    now: bool


def portals() -> dict[str, Portal]:
    """What can be downloaded from, by name."""
    text = files(__package__).joinpath("portals.toml").read_text("utf-8")
    return {
        name: Portal(name=name, start=entry.pop("from"), end=entry.pop("to"), **entry)
        for name, entry in tomllib.loads(text).items()
    }


def download(
    portal: Portal,
    start: datetime,
    end: datetime,
    out: Path,
    *,
    asker: Asker | None = None,
    address: str | None = None,
    today: datetime | None = None,
    progress: Progress = lambda *_: None,
) -> list[Fetched]:
    """The releases that `portal` published from `start` (included) to `end`, in the folder `out`.

    address: another server with the same API. today: this moment, if another than the clock's; a window that is not
    over yet is fetched, and fetched again the next time. Raises UsageError for a period that is none, InputError where
    the portal refuses, or never gives the same window twice; what was complete by then is kept.
    """
    if start >= end:
        raise UsageError("the period ends before it begins", todo="Give --from and --to as days, such as 2026-01-31")
    out.mkdir(parents=True, exist_ok=True)
    state, asker, address = _state(out), asker or Asker(), address or portal.address
    walker, over = _Walker(portal, address, asker), today or datetime.now(UTC)
    done, due = [], list(windows(start, end))
    for n, (begin, until) in enumerate(due, 1):
        name = f"{portal.name}-{begin:%Y-%m-%dT%H%M}-{until:%Y-%m-%dT%H%M}"
        path = out / f"{name}.jsonl"
        fresh = name not in state or (state[name] > 0 and not path.is_file())
        if fresh:
            found = walker.window(begin, until)
            if found:
                workspace.write_whole(path, "".join(f"{line}\n" for line in found.values()))
            count = len(found)
            if until <= over:
                state[name] = count
                workspace.write_whole(out / STATE, json.dumps(state, indent=1, sort_keys=True) + "\n")
        else:
            count = state[name]
        done.append(Fetched(path if count else None, count, fresh))
        progress(f"fetching notices of {portal.name}", n, len(due))
    attribute(out, out / portal.name, "notices", portal.page, portal.licence, portal.attribution)
    return done


def windows(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Six hours each, beginning at midnight, six, noon and six, so that they are the same on another day."""
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    begin = day + WINDOW * ((start - day) // WINDOW)
    while begin < end:
        yield max(begin, start), min(begin + WINDOW, end)
        begin += WINDOW


class _Walker:
    def __init__(self, portal: Portal, address: str, asker: Asker) -> None:
        self._portal, self._address, self._asker = portal, address, asker
        #: Releases on a page that another one follows; a portal may give fewer than it is asked for.
        self._size = 0

    def window(self, begin: datetime, until: datetime) -> Releases:
        """Every release of the window: those of all walks together."""
        found: Releases = {}
        counted = -1
        for _ in range(WALKS):
            walked, cut = self._walk(begin, until)
            settled = len(walked) == counted and walked.keys() <= found.keys()
            counted = len(walked)
            found |= walked
            if not settled:
                continue
            if cut and until - begin > SHORTEST:
                middle = begin + (until - begin) / 2
                return found | self.window(begin, middle) | self.window(middle, until)
            # A walk that lost a page is the shorter one, even where the next one lost the same.
            if len(walked) == len(found):
                return found
        raise InputError(
            f"the portal gave other releases each time that {begin:%d %B %Y, %H:%M} to {until:%H:%M} was asked for",
            where=self._address,
            todo=AGAIN,
        )

    def _walk(self, begin: datetime, until: datetime) -> tuple[Releases, bool]:
        """The releases from the first page to the last; whether the last is full, so that a link may be missing."""
        query = {
            self._portal.start: begin.strftime(_FORMAT),
            self._portal.end: until.strftime(_FORMAT),
            "limit": self._portal.limit,
        }
        address: str | None = f"{self._address}?{urllib.parse.urlencode(query)}"
        found: Releases = {}
        seen: set[str] = set()
        full = False
        while address and address not in seen:
            seen.add(address)
            page, link = _page(self._asker.get(address), address)
            found |= page
            address = self._next(address, link)
            if address:
                self._size = max(self._size, len(page))
            full = len(page) >= (self._size or self._portal.limit)
        return found, full or address is not None

    def _next(self, address: str, link: Any) -> str | None:
        if not isinstance(link, str) or not link.strip():
            return None
        following = urllib.parse.urljoin(address, link)
        ours, theirs = urllib.parse.urlsplit(self._address), urllib.parse.urlsplit(following)
        if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
            raise InputError(f"the next page lies elsewhere: {theirs.netloc}", where=address, todo="Look why")
        return following


def _page(content: bytes, address: str) -> tuple[Releases, Any]:
    """The releases on a page as written, and its link to the next. Raises InputError for what is no package."""
    reading = Reading(Document(io.BytesIO(content), b""))
    found: Releases = {}
    rest: Mapping[str, Any] = {}
    try:
        if reading.peek() != "{":
            raise Broken("what came is no package of releases")
        rest = dict(_entries(reading, lambda release, raw: found.__setitem__(_key(release, raw), raw)))
    except (Broken, TooDeep) as error:
        raise InputError(str(error), where=address, todo=AGAIN) from error
    if "releases" not in rest:
        raise InputError("what came is no package of releases", where=address, todo="Look what the portal sends there")
    links = rest.get("links")
    return found, links.get("next") if isinstance(links, dict) else None


def _entries(reading: Reading, keep: Callable[[Any, str], None]) -> Iterator[tuple[str, Any]]:
    for _ in reading.elements("}"):
        key = reading.key()
        if key == "releases" and reading.peek() == "[":
            for _ in reading.elements("]"):
                release = reading.value()
                # Line breaks stand between parts only: in a text JSON writes them as \\n.
                keep(release, re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", reading.raw))
            yield key, None
        else:
            yield key, reading.value()


def _key(release: Any, raw: str) -> tuple[str, str]:
    ids = (release.get("ocid"), release.get("id")) if isinstance(release, dict) else (None, None)
    return (str(ids[0]), str(ids[1])) if None not in ids else ("", raw)


def _state(out: Path) -> dict[str, int]:
    try:
        held = json.loads((out / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    # What somebody changed by hand is fetched again.
    return {k: v for k, v in held.items() if type(v) is int} if isinstance(held, dict) else {}


def moment(text: str, *, end: bool = False) -> datetime:
    """A day (its end where `end` says so) or a moment, in UTC. Raises UsageError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no day", todo="Write it as 2026-01-31") from None
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return found + timedelta(days=1) if end and len(text.strip()) == 10 else found
