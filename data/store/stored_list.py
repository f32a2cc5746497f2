"""A stored version of the list as windows use it: the head in memory, items one at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from pydantic import PrivateAttr

from data.rules.item import Item
from data.rules.listing import Listing

# An item takes about 45 KB; the longest list of cases shows two hundred, each with its item.
_KEPT = 256

Fetch = Callable[[str], Item | None]


class StoredList(Listing):
    """A published list whose items are fetched when they are asked for, and the last ones kept."""

    _fetch: Fetch = PrivateAttr()

    @classmethod
    def of(cls, head: str, fetch: Fetch) -> StoredList:
        """From the stored head; `fetch` reads the item of a code."""
        found = cls.model_validate_json(head)
        found._fetch = lru_cache(_KEPT)(fetch)
        return found

    def item(self, code: str) -> Item | None:
        return self._fetch(code)
