"""Ask a portal no faster than it bears, wait when it says so, and give up in words.

At most REQUESTS in any PERIOD. 403 and 429 both mean "later" there: wait as long as Retry-After says, else five
minutes.
"""

import http.client
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable

from localspend.errors import InputError
from localspend.sources.fetch import AGENT, TIMEOUT, seconds_to_wait

REQUESTS, PERIOD = 12, 120.0
BUSY, BUSY_WAIT = (403, 429), 300.0
_FAULTS, _PAUSE = (408, 425, 500, 502, 503, 504), 5.0
TRIES = 6
#: The longest that a portal may ask us to wait, in seconds.
LONGEST = 3600.0
#: A page of 100 releases has about 1 MB.
MOST_BYTES = 64 * 1024**2


class Asker:
    """Asks one portal. `now` and `wait` are the clock, in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic, wait: Callable[[float], None] = time.sleep) -> None:
        self._now, self._wait = now, wait
        self._asked: deque[float] = deque(maxlen=REQUESTS)

    def get(self, address: str) -> bytes:
        """The answer. Raises InputError where the portal refuses, or stays busy or broken."""
        pause, why = _PAUSE, ""
        for tried in range(TRIES):
            self._slowly()
            try:
                request = urllib.request.Request(address, headers={"User-Agent": AGENT, "Accept": "application/json"})
                with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                    return _whole(answer)
            except urllib.error.HTTPError as error:
                why = f"the server answers {error.code} {error.reason}"
                later = seconds_to_wait(error.headers.get("Retry-After"))
                error.close()
                if error.code not in (*BUSY, *_FAULTS):
                    raise InputError(why, where=address, todo="Look whether the portal has moved") from error
                needed = later or (BUSY_WAIT if error.code in BUSY else pause)
            except (OSError, http.client.HTTPException) as error:
                why, needed = f"the connection broke ({error})", pause
            if needed > LONGEST:
                raise InputError(f"{why} and asks to wait {needed:.0f} seconds", where=address, todo=AGAIN)
            if tried + 1 < TRIES:
                self._wait(needed)
            pause *= 2
        raise InputError(f"{why}, {TRIES} times", where=address, todo=AGAIN)

    def _slowly(self) -> None:
        if len(self._asked) == REQUESTS:
            due = self._asked[0] + PERIOD - self._now()
            if due > 0:
                self._wait(due)
        self._asked.append(self._now())


AGAIN = "Run the same command later: what is complete is kept, and it goes on from there"


def _whole(answer: http.client.HTTPResponse) -> bytes:
    content = answer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise InputError("the answer does not end", where=answer.url, todo="Look what the portal sends there")
    length = answer.headers.get("Content-Length")
    if length and length.isdigit() and len(content) < int(length):
        raise ConnectionError(f"{len(content):,} of {int(length):,} bytes arrived")
    return content
