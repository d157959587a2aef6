"""Fetch one public file over HTTP: resumed where it broke off, asked again when told to wait, whole or not there.

What has arrived lies in .NAME.part (hidden, so that no build reads it), and what the server said of it beside that, so
that the next call, or the next day's, goes on from there if the server still has the same file.
"""

import email.utils
import http.client
import json
import os
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from localspend.errors import InputError

Progress = Callable[[str, int, int], None]
TRIES = 6
#: Seconds to wait after a fault (doubled each time), and the longest that a server may ask for.
PAUSE, LONGEST = 2.0, 300.0
TIMEOUT = 60
CHUNK = 1 << 20
AGENT = "localspend (public reference data; see the project's README)"
_LATER = {408, 425, 429, 500, 502, 503, 504}


def fetch(
    address: str, target: Path, *, expects: str, progress: Progress, wait: Callable[[float], None] = time.sleep
) -> Path:
    """Fetch `address` into `target`, which appears only when whole and what `expects` says (zip, csv, geojson).

    Raises InputError when the server refuses, breaks off too often, asks for too long a wait or sends something else.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = unfinished(target)
    pause, why = PAUSE, ""
    for _ in range(TRIES):
        try:
            _receive(address, part, target.name, progress)
            break
        except urllib.error.HTTPError as error:
            if error.code == 416:
                _forget(part)  # what we hold is not a beginning of what the server has now
            elif error.code not in _LATER:
                what = f"the server answers {error.code} {error.reason}"
                raise InputError(what, where=address, todo=WHAT_TO_DO) from error
            why = f"the server answers {error.code} {error.reason}"
            asked = seconds_to_wait(error.headers.get("Retry-After"))
            if asked > LONGEST:
                raise InputError(
                    f"{why} and asks to wait {asked:.0f} seconds", where=address, todo="Try later"
                ) from error
        except (OSError, http.client.HTTPException) as error:
            why, asked = f"the connection broke ({error})", 0.0
        wait(max(pause, asked))
        pause *= 2
    else:
        held = f"; {part.stat().st_size:,} bytes are kept and the next call goes on from there" if part.exists() else ""
        raise InputError(f"{why}, {TRIES} times{held}", where=address, todo="Try again later")
    try:
        check(part, expects, address)
    except InputError:
        _forget(part)
        raise
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(target)
    _note(part).unlink(missing_ok=True)
    return target


WHAT_TO_DO = "Look whether the publisher has moved it, and put the file in its folder by hand"


def unfinished(target: Path) -> Path:
    """Where `target` lies until it is whole."""
    return target.with_name(f".{target.name}.part")


def _receive(address: str, part: Path, name: str, progress: Progress) -> None:
    """One request: append to `part` if the server goes on where we stopped, else start anew. OSError if cut short."""
    held, mark = _held(part, address)
    headers = {"User-Agent": AGENT} | ({"Range": f"bytes={held}-", "If-Range": mark} if held else {})
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=TIMEOUT) as answer:
        goes_on = answer.status == 206 and str(answer.headers.get("Content-Range", "")).startswith(f"bytes {held}-")
        start = held if goes_on else 0
        length = answer.headers.get("Content-Length")
        total = start + int(length) if length else 0
        mark = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        _note(part).write_text(json.dumps({"address": address, "mark": mark}), encoding="utf-8")
        with part.open("ab" if goes_on else "wb") as stream:
            while chunk := answer.read(CHUNK):
                stream.write(chunk)
                progress(f"fetching {name}", stream.tell(), total)
            arrived = stream.tell()
    if total and arrived < total:
        raise ConnectionError(f"{arrived:,} of {total:,} bytes arrived")


def _held(part: Path, address: str) -> tuple[int, str]:
    """How much of the file is here already, and the server's mark of that version; nothing without a mark."""
    try:
        note = json.loads(_note(part).read_text(encoding="utf-8"))
        size = part.stat().st_size
    except (OSError, ValueError):
        return 0, ""
    same = note.get("address") == address and note.get("mark") and not str(note["mark"]).startswith("W/")
    return (size, str(note["mark"])) if same else (0, "")


def _note(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


def seconds_to_wait(retry_after: str | None) -> float:
    """Retry-After in seconds: a number, or a date."""
    if not retry_after:
        return 0.0
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return 0.0


def check(path: Path, expects: str, address: str) -> None:
    """Raises InputError where `path` is not what was asked for; servers send a page with status 200 when they fail."""
    with path.open("rb") as stream:
        head = stream.read(2048).lstrip(b"\xef\xbb\xbf \r\n\t")
    if head[:9].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise InputError(f"a web page came instead of a {expects} file", where=address, todo=WHAT_TO_DO)
    right = {
        "zip": lambda: zipfile.is_zipfile(path),
        "csv": lambda: b"," in head and b"\0" not in head,
        "geojson": lambda: head.startswith(b"{"),
    }[expects]()
    if not right:
        raise InputError(f"what came is no {expects} file", where=address, todo=WHAT_TO_DO)


def page(address: str, *, wait: Callable[[float], None] = time.sleep) -> bytes:
    """A small answer in memory, asked for again as fetch() does. Raises InputError."""
    pause, why = PAUSE, ""
    for _ in range(TRIES):
        asked = 0.0
        try:
            request = urllib.request.Request(address, headers={"User-Agent": AGENT})
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as error:
            why = f"the server answers {error.code} {error.reason}"
            asked = seconds_to_wait(error.headers.get("Retry-After"))
            if error.code not in _LATER or asked > LONGEST:
                raise InputError(why, where=address, todo=WHAT_TO_DO) from error
        except (OSError, http.client.HTTPException) as error:
            why = f"the connection broke ({error})"
        wait(max(pause, asked))
        pause *= 2
    raise InputError(f"{why}, {TRIES} times", where=address, todo="Try again later")


def document(address: str, *, wait: Callable[[float], None] = time.sleep) -> dict[str, Any]:
    """A JSON object from `address`. Raises InputError."""
    try:
        found = json.loads(page(address, wait=wait))
    except ValueError as error:
        raise InputError(f"what came is no JSON ({error})", where=address, todo=WHAT_TO_DO) from error
    if not isinstance(found, dict) or "error" in found:
        raise InputError(f"the server refuses: {str(found)[:200]}", where=address, todo=WHAT_TO_DO)
    return found
