"""download notices, against a server on this machine that misbehaves as the portals do; the clock is ours."""

import json
import urllib.parse
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner

from localspend.cli import download as cli
from localspend.errors import InputError, UsageError
from localspend.sources.notices import download
from localspend.sources.notices.download import Portal, windows
from localspend.sources.notices.polite import PERIOD, REQUESTS, Asker
from localspend.sources.notices.read import releases

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 2, 1, tzinfo=UTC)


class Portals(ThreadingHTTPServer):
    """A portal of `count` releases a day, two minutes apart, `limit` a page; `faults` are used up one a request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.count, self.limit = 24, 5
        self.faults: list[str] = []
        self.always_lost: set[str] = set()
        self.asked: list[str] = []
        self.times: list[float] = []
        self.clock = Clock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api"


class Clock:
    """Time that passes only when somebody waits, and a little with each request."""

    def __init__(self) -> None:
        self.time = 0.0
        self.waited: list[float] = []

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.time += seconds


def release(number: int) -> dict[str, Any]:
    when = datetime.fromtimestamp(START.timestamp() + number * 3600, UTC)
    return {"ocid": f"ocds-x-{number}", "id": f"r{number}", "tag": ["tender"], "date": when.isoformat(), "n": number}


class Handler(BaseHTTPRequestHandler):
    server: Portals

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.times.append(self.server.clock.time)
        self.server.clock.time += 0.1
        fault = self.server.faults.pop(0) if self.server.faults else ""
        if fault.isdigit():
            self._send(b"later", int(fault))
        elif fault.startswith("after"):
            self._send(b"later", 429, {"Retry-After": fault.removeprefix("after ")})
        elif fault == "page":
            self._send(b"<!DOCTYPE html>")
        elif fault == "cut":
            self._send(self._package("")[:100], 200, {"Content-Length": None})
        elif fault == "break":
            self._send(self._package("")[:100], 200, {"Content-Length": "100000"})
        else:
            self._send(self._package(fault))

    def _package(self, fault: str) -> bytes:
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        begin, until = (datetime.fromisoformat(query[name]) for name in ("updatedFrom", "updatedTo"))
        held = [release(n) for n in range(self.server.count)]
        held = [one for one in held if begin <= datetime.fromisoformat(one["date"]) < until]
        at = int(query.get("cursor", 0))
        page = held[at : at + self.server.limit]
        package: dict[str, Any] = {"releases": page, "links": {}}
        lost = fault == "lost" or f"{query['updatedFrom']} {query['updatedTo']}" in self.server.always_lost
        if len(held) > at + self.server.limit and not lost:
            following = urllib.parse.urlencode(query | {"cursor": at + self.server.limit})
            host = "http://elsewhere.example" if fault == "elsewhere" else ""
            package["links"]["next"] = f"{host}/api?{following}"
        if fault == "loop":
            package["links"]["next"] = self.path
        text = json.dumps(package, indent=1)
        return text.replace('"n": 0', '"n": 1e9999,\n"caf\xe9": Infinity').encode("latin-1")

    def _send(self, body: bytes, code: int = 200, headers: Mapping[str, str | None] | None = None) -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def portal() -> Iterator[Portals]:
    server = Portals()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def known(limit: int = 5) -> Portal:
    return Portal("find-a-tender", "http://nowhere", "http://page", "updatedFrom", "updatedTo", limit, "OGL", "Us")


def fetched(portal: Portals, out: Path, end: datetime = END, limit: int = 5) -> list[int]:
    """The numbers of the releases that a download of START to `end` leaves in `out`."""
    asker = Asker(portal.clock.now, portal.clock.wait)
    download.download(known(limit), START, end, out, asker=asker, address=portal.address, today=LATER)
    return held(out)


def held(out: Path) -> list[int]:
    found = [one for path in sorted(out.glob("*.jsonl")) for one in releases(path)]
    assert all(one.problem is None for one in found)
    return sorted(int(str(one.release["id"])[1:]) for one in found if one.release)


ALL = list(range(12))


def test_a_portal_that_behaves_gives_every_release_once(portal: Portals, tmp_path: Path) -> None:
    assert fetched(portal, tmp_path) == ALL
    assert [path.name for path in sorted(tmp_path.glob("*.jsonl"))] == [
        "find-a-tender-2026-01-01T0000-2026-01-01T0600.jsonl",
        "find-a-tender-2026-01-01T0600-2026-01-01T1200.jsonl",
    ]
    assert "OGL" in (tmp_path / "ATTRIBUTION.txt").read_text()


def test_each_release_stays_as_written_on_a_line_of_its_own(portal: Portals, tmp_path: Path) -> None:
    fetched(portal, tmp_path)
    first = sorted(tmp_path.glob("*.jsonl"))[0].read_text(encoding="utf-8").splitlines()
    assert len(first) == 6
    assert '"n": 1e9999, "café": Infinity' in first[0]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_next_link_that_vanishes_once_loses_no_page(portal: Portals, tmp_path: Path, place: int) -> None:
    portal.faults = [""] * place + ["lost"]
    assert fetched(portal, tmp_path) == ALL


def test_a_next_link_that_vanishes_twice_in_a_row_loses_no_page(portal: Portals, tmp_path: Path) -> None:
    portal.faults = ["lost", "lost"]
    assert fetched(portal, tmp_path) == ALL


def test_a_window_whose_next_link_is_always_lost_is_halved(portal: Portals, tmp_path: Path) -> None:
    portal.always_lost = {"2026-01-01T00:00:00Z 2026-01-01T06:00:00Z"}
    assert fetched(portal, tmp_path) == ALL
    assert any("updatedTo=2026-01-01T03" in path for path in portal.asked)


def test_a_portal_with_smaller_pages_than_asked_for_is_seen_through(portal: Portals, tmp_path: Path) -> None:
    portal.always_lost = {"2026-01-01T06:00:00Z 2026-01-01T12:00:00Z"}
    assert fetched(portal, tmp_path, limit=100) == ALL


def test_a_next_link_that_leads_to_itself_ends(portal: Portals, tmp_path: Path) -> None:
    portal.faults = ["loop"]
    assert fetched(portal, tmp_path) == ALL


def test_a_window_without_releases_is_empty_and_complete(portal: Portals, tmp_path: Path) -> None:
    portal.count = 0
    assert fetched(portal, tmp_path) == []
    assert list(tmp_path.glob("*.jsonl")) == []
    asked = len(portal.asked)
    assert fetched(portal, tmp_path) == []
    assert len(portal.asked) == asked


def test_no_more_than_twelve_requests_in_two_minutes(portal: Portals, tmp_path: Path) -> None:
    fetched(portal, tmp_path, datetime(2026, 1, 2, tzinfo=UTC))
    assert len(portal.times) > REQUESTS
    spans = [later - sooner for sooner, later in zip(portal.times, portal.times[REQUESTS:], strict=False)]
    assert min(spans) >= PERIOD - 0.2


@pytest.mark.parametrize(
    ("fault", "seconds"), [("403", 300.0), ("429", 300.0), ("after 17", 17.0), ("503", 5.0), ("break", 5.0)]
)
def test_a_busy_portal_is_waited_for(portal: Portals, tmp_path: Path, fault: str, seconds: float) -> None:
    portal.faults = ["", fault]
    assert fetched(portal, tmp_path) == ALL
    assert portal.clock.waited[0] == seconds


def test_a_portal_that_asks_for_a_day_is_told_to_the_user(portal: Portals, tmp_path: Path) -> None:
    portal.faults = ["after 86400"]
    with pytest.raises(InputError, match="86400 seconds"):
        fetched(portal, tmp_path)


@pytest.mark.parametrize(("fault", "said"), [("404", "404"), ("page", "no package"), ("elsewhere", "elsewhere")])
def test_what_is_no_portal_is_refused(portal: Portals, tmp_path: Path, fault: str, said: str) -> None:
    portal.faults = [fault]
    with pytest.raises(InputError, match=said):
        fetched(portal, tmp_path)
    assert list(tmp_path.glob("*.jsonl")) == []


def test_a_broken_download_goes_on_where_it_stopped(portal: Portals, tmp_path: Path) -> None:
    # The first window takes two walks of two pages; the second one breaks for good.
    portal.faults = [""] * 4 + ["403"] * 6
    with pytest.raises(InputError, match="6 times"):
        fetched(portal, tmp_path)
    assert held(tmp_path) == ALL[:6]
    asked = len(portal.asked)
    assert fetched(portal, tmp_path) == ALL
    assert not any("updatedFrom=2026-01-01T00" in path for path in portal.asked[asked:])
    asked = len(portal.asked)
    assert fetched(portal, tmp_path) == ALL
    assert len(portal.asked) == asked


def test_a_window_that_is_not_over_is_fetched_again(portal: Portals, tmp_path: Path) -> None:
    for count in (7, 12):
        portal.count = count
        asker = Asker(portal.clock.now, portal.clock.wait)
        now = datetime(2026, 1, 1, 7, tzinfo=UTC)
        found = download.download(known(), START, END, tmp_path, asker=asker, address=portal.address, today=now)
        assert held(tmp_path) == list(range(count))
    assert [one.now for one in found] == [False, True]


def test_a_portal_that_never_says_the_same_twice_is_told(portal: Portals, tmp_path: Path) -> None:
    portal.faults = ["lost", "", ""] * 4
    with pytest.raises(InputError, match="other releases each time"):
        fetched(portal, tmp_path)


def test_windows_are_six_hours_from_midnight() -> None:
    begin, end = datetime(2026, 1, 1, 5, tzinfo=UTC), datetime(2026, 1, 1, 13, tzinfo=UTC)
    assert [(a.hour, b.hour) for a, b in windows(begin, end)] == [(5, 6), (6, 12), (12, 13)]


def test_the_command_says_what_it_fetched(portal: Portals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    monkeypatch.setattr("localspend.sources.notices.polite.REQUESTS", 10**6)
    portal.limit = 100
    words = ["notices", "--from", "2026-01-01", "--to", "2026-01-01", "--base-url", portal.address, "out"]
    done = CliRunner().invoke(cli.command, words, obj=None, catch_exceptions=False)
    assert "24 releases in 4 windows of six hours (4 fetched now) in out" in done.output


@pytest.mark.parametrize(
    "words",
    [
        ["notices"],
        ["notices", "--from", "2026-01-01"],
        ["notices", "--from", "soon", "--to", "later"],
        ["notices", "--from", "2026-01-02", "--to", "2026-01-01"],
        ["notices", "--from", "2026-01-01", "--to", "2026-01-02", "--source", "elsewhere"],
        ["postcodes", "--from", "2026-01-01"],
    ],
)
def test_words_that_do_not_go_together_are_refused(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError):
        CliRunner().invoke(cli.command, words, obj=None, catch_exceptions=False)


def test_no_address_is_claimed_that_nobody_has_tried() -> None:
    assert set(download.portals()) == {"find-a-tender", "contracts-finder"}
    assert all(one.checked is False for one in download.portals().values())


@pytest.mark.parametrize(("fault", "said"), [("cut", "breaks off"), ("page", "no package")])
def test_what_comes_in_the_midst_of_a_window_costs_only_that_window(
    portal: Portals, tmp_path: Path, fault: str, said: str
) -> None:
    """A page that breaks off without having said how long it is; a web page, sent as if all were well."""
    fetched(portal, tmp_path, START.replace(hour=6))
    portal.faults = ["", fault]
    with pytest.raises(InputError, match=said):
        fetched(portal, tmp_path)
    assert held(tmp_path) == ALL[:6]
    assert fetched(portal, tmp_path) == ALL


def test_a_state_that_somebody_spoilt_is_fetched_again(portal: Portals, tmp_path: Path) -> None:
    fetched(portal, tmp_path)
    state = tmp_path / ".notices.json"
    state.write_text(json.dumps(dict.fromkeys(json.loads(state.read_text("utf-8")), "many")), "utf-8")
    assert fetched(portal, tmp_path) == ALL
