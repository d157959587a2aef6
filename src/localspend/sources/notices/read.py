"""Releases in a file of notices: OCDS 1.0 and 1.1 releases, release packages, record packages, JSON Lines, arrays.

Read one by one in bounded memory, from a plain file, gzip, or each member of a zip. What cannot be read is told with
its line and left out; the rest is read. Numbers with a fraction or an exponent are Decimal, so that 1e9999 is no
infinity; Infinity and NaN, which Find a Tender writes, are texts.
Source: https://standard.open-contracting.org/1.1/en/schema/
"""

import io
import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from localspend.sources.notices import documents, values
from localspend.sources.notices.opened import CHUNK, UNREADABLE, WESTERN, Document, Part, cut, damage, is_plain, streams

#: Lines that are longer are not held whole, but read release by release.
WHOLE = 1024**2
_LOOK = 5
_HEAD = 256 * 1024
#: What is looked at of a file that is none of ours, and the members of a zip that are looked at.
_FIRST, _MEMBERS = 256, 50
_OCDS = re.compile(r'"ocid"\s*:|"(releases|records)"\s*:\s*\[')
_WESTERN = "the bytes are not UTF-8: read as ISO-8859-1"


class Found(NamedTuple):
    """A release, or what stands in its place.

    release: the release; where `problem` says why it is not used, it is given only if it could be parsed, for checks.
    line: the 1-based physical line where its line starts in JSON Lines, else (also where the document is a single line)
    the item number in the document.
    member: the archive member, "" for a file that is no archive. note: what was mended while reading, "" for nothing.
    """

    release: dict[str, Any] | None
    line: int
    member: str = ""
    problem: str | None = None
    note: str = ""


def releases(path: Path, part: Part | None = None) -> Iterator[Found]:
    """Each release in the file at `path`, or in a part of it, in its order, and each thing that is none, with why.

    Raises OSError where the file itself cannot be opened.
    """
    for member, stream in streams(path, part):
        if isinstance(stream, str):
            yield Found(None, 1, member, stream)
            continue
        last = 0
        for found in _lines(stream, [], part.line) if part else _read(stream):
            last = found.line
            yield found._replace(member=member) if member else found
        if why := damage(stream):
            yield Found(None, last + 1, member, f"the file breaks off or is damaged here: {why}")


def parts(path: Path, size: int) -> Sequence[Part | None]:
    """Parts of about `size` bytes of a file of JSON Lines that is not packed, so that several can read it.

    Any other file can only be read whole: [None].
    """
    if path.stat().st_size <= size or not is_plain(path):
        return [None]
    for _, stream in streams(path):
        if not isinstance(stream, str) and _by_line(stream, _head(stream)):
            return cut(path, size)
    return [None]


def _head(stream: IO[bytes]) -> list[bytes]:
    """The first lines, up to one that is long."""
    head: list[bytes] = []
    for _ in range(_LOOK):
        line = stream.readline(WHOLE)
        head.append(line)
        if not line or len(line) >= WHOLE:
            break
    return head


def _by_line(stream: IO[bytes], head: list[bytes]) -> bool:
    """Whether each line stands for itself, as `head` shows, the first lines of `stream`."""
    first = next((line.strip() for line in head if line.strip()), b"")
    # One document can hold a release a line: its first line then ends in the middle.
    lines = any(_whole(line) for line in head) and (_whole(first) or first[-1:] not in (b"[", b"{", b","))
    # A line that is too long to be looked at whole is a release or a package by itself.
    return (lines or (len(head[0]) >= WHOLE and first[:1] == b"{")) and not _alone(stream, head)


def _read(stream: IO[bytes]) -> Iterator[Found]:
    """JSON Lines where the first lines show it, else one document (or several, one after another)."""
    head = _head(stream)
    if _by_line(stream, head):
        yield from _lines(stream, head)
    elif not b"".join(head).strip():
        yield Found(None, 1, problem="the file is empty")
    else:
        yield from _document(Document(stream, b"".join(head)), None)


def _whole(line: bytes) -> bool:
    """Whether one line is a JSON object or array by itself."""
    text = line.decode("utf-8-sig", "replace").strip()
    if len(line) >= WHOLE or text[:1] not in ("{", "[") or text[-1:] not in ("}", "]"):
        return False
    try:
        value = values.parsed(text)
    except values.TooDeep:
        return True
    except ValueError:
        return False
    return bool(value) and (isinstance(value, dict) or isinstance(value[0], dict))


def _alone(stream: IO[bytes], head: list[bytes]) -> bool:
    """Whether the file is one line, `head` being what was read of it; `stream` stays where it is."""
    if any(line.strip() for line in head[1:]):
        return False
    if not head[-1]:
        return True
    if not stream.seekable():
        return False
    place, inside = stream.tell(), not head[-1].endswith(b"\n")
    try:
        while piece := stream.read(CHUNK):
            after = piece.partition(b"\n")[2] if inside else piece
            inside = inside and b"\n" not in piece
            if after.strip():
                return False
        return True
    finally:
        stream.seek(place)


def _lines(stream: IO[bytes], head: list[bytes], first: int = 1) -> Iterator[Found]:
    more = iter(partial(stream.readline, WHOLE), b"")
    for number, line in enumerate(chain((one for one in head if one), more), first):
        if len(line) >= WHOLE and not line.endswith(b"\n"):
            document = Document(stream, line, one_line=True)
            yield from _document(document, number)
            document.skip()
        elif line.strip():
            yield from _line(line, number)


def _line(line: bytes, number: int) -> Iterator[Found]:
    note = ""
    try:
        text = line.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        text, note = line.decode("utf-8-sig", WESTERN), _WESTERN
    try:
        value = values.parsed(text)
    except values.TooDeep:
        # Of a package, one release is; the others are read.
        yield from _document(Document(io.BytesIO(line), b""), number)
    except ValueError as error:
        whole = _document(Document(io.BytesIO(line), b""), number)
        yield from (found for found in whole if found.release is not None)
        why = getattr(error, "msg", error)
        yield Found(None, number, problem=f"this line is no whole JSON: {why}", note=note)
    else:
        for release, problem in documents.unfold(value):
            yield Found(release, number, problem=problem, note=note)


def _document(document: Document, line: int | None) -> Iterator[Found]:
    """The releases in a document; numbered by items, or all at `line`."""
    item = 0
    try:
        for release, problem in documents.stream(document):
            item += 1
            yield Found(release, line or item, problem=problem, note=_WESTERN if document.western else "")
    except (values.Broken, values.TooDeep) as error:
        yield Found(None, line or item + 1, problem=str(error))


def recognised(path: Path) -> bool:
    """Whether the file at `path` begins as notices do: JSON that names an ocid, or says that it holds releases."""
    try:
        return any(_begins(stream) for _, stream in islice(streams(path), _MEMBERS) if not isinstance(stream, str))
    except UNREADABLE:
        return False


def _begins(stream: IO[bytes]) -> bool:
    start = stream.read(_FIRST)
    if start.decode("utf-8-sig", WESTERN).lstrip()[:1] not in ("{", "["):
        return False
    return bool(_OCDS.search((start + stream.read(_HEAD)).decode("utf-8-sig", WESTERN)))
