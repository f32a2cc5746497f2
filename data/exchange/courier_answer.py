"""The hub's answer in a courier file, read part by part where a hub would be asked over a line."""

from __future__ import annotations

from collections.abc import Iterator

from data.exchange import courier, courier_parts
from data.exchange.courier import Opened
from data.exchange.courier_parts import Kind, Part, Told
from data.exchange.shapes import MOST_LINES, Cursor, Publications, Pulled, StaffFact, Verdict
from data.store.signing import Signer


class Answer:
    """An answer as it is read, in the order of its parts: what a hub publishes and gives."""

    def __init__(self, found: Opened, signer: Signer) -> None:
        self._parts = courier_parts.parts(found, signer)
        self._ahead: Part | None = None
        self.told: Told = self._only(Kind.TOLD).value

    def publications(self) -> Publications:
        return self.told.publications

    def calendar(self, digest: str) -> tuple[str, str]:
        file = self._called(Kind.CALENDAR, digest).value
        return file.name, file.content

    def staff(self) -> tuple[StaffFact, ...]:
        accounts: tuple[StaffFact, ...] = self._only(Kind.STAFF).value
        return accounts

    def catalogue(self, digest: str) -> str:
        return str(self._called(Kind.CATALOGUE, digest).value, "utf-8")

    def verdicts(self) -> Iterator[tuple[Verdict, ...]]:
        while part := self._next(Kind.VERDICTS):
            yield part.value

    def pull(self, cursor: Cursor, most: int = MOST_LINES) -> Pulled:
        """The next page of what others wrote; it was asked for when the terminal packed."""
        page: Pulled = self._only(Kind.LINES).value
        return page

    def pieces(self) -> Iterator[Part]:
        while part := self._next(Kind.SCAN):
            yield part

    def close(self) -> None:
        """Read on to the end, so that a file that changed since it was checked is noticed."""
        for _ in self._parts:
            pass

    def _next(self, kind: Kind) -> Part | None:
        """The next part of a kind, past all that stands before it."""
        while self._ahead is None or self._ahead.kind < kind:
            self._ahead = next(self._parts, None)
            if self._ahead is None:
                return None
        if self._ahead.kind is not kind:
            return None
        found, self._ahead = self._ahead, None
        return found

    def _only(self, kind: Kind) -> Part:
        part = self._next(kind)
        if part is None:
            raise courier.damaged()
        return part

    def _called(self, kind: Kind, digest: str) -> Part:
        """The part with this digest: parts stand in the order in which they were told of."""
        part = self._only(kind)
        while part.name != digest:
            part = self._only(kind)
        return part
