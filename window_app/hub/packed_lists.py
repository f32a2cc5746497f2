"""List versions as they travel: packed once, however many terminals fetch a new one."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from threading import Lock

MOST = 2  # versions kept: the one in force and the next
EFFORT = 4  # of 1 to 9: a county's list a tenth larger than at 6, in half the time


class PackedLists:
    """Versions by digest, gzip of their JSON; one is made at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._packed: dict[str, bytes] = {}

    def get(self, digest: str, read: Callable[[], str]) -> bytes:
        """The packed version; `read` gives its JSON where it is not kept, and may refuse."""
        with self._lock:
            found = self._packed.pop(digest, None)
            if found is None:
                found = gzip.compress(read().encode("utf-8"), EFFORT, mtime=0)
            self._packed[digest] = found
            if len(self._packed) > MOST:
                del self._packed[next(iter(self._packed))]
            return found
