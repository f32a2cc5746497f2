"""The hub of this machine: the same acts as over HTTP, straight on the store of its home."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from data.exchange.counter import HubCounter
from data.exchange.refusals import KEPT, HubUnreachable
from data.exchange.shapes import (
    MOST_LINES,
    Ask,
    Batch,
    Claim,
    Cursor,
    LeaseFact,
    Publications,
    Pulled,
    Pushed,
    StaffFact,
    TaskFact,
)
from data.store.members import Member

LOOK = 0.5  # seconds between two looks for news; a look is one read


@dataclass(frozen=True, slots=True)
class LocalHub:
    """A hub as one of its members sees it."""

    counter: HubCounter
    member: Member
    _closed: threading.Event = field(default_factory=threading.Event, compare=False)

    def close(self) -> None:
        """From any thread: who waits for news is answered."""
        self._closed.set()
        self.counter.store.close()

    def last_number(self, feed: str | None = None) -> int:
        return self.counter.last_number(self.member, feed)

    def push(self, batch: Batch) -> Pushed:
        return self.counter.push(self.member, batch)

    def pull(self, cursor: Cursor, most: int = MOST_LINES) -> Pulled:
        return self.counter.pull(self.member, cursor, most)

    def wait(self, cursor: Cursor, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while True:
            self._check_there()
            if self.counter.is_news(self.member, cursor):
                return True
            left = until - time.monotonic()
            if left <= 0 or self._closed.wait(min(LOOK, left)):
                return False

    def _check_there(self) -> None:
        """An open file would not tell that its folder is gone."""
        store = self.counter.store
        if store.IS_FILE and not store.path.exists():
            raise HubUnreachable("hub_unreachable", f"这里没有中心：{store.path.parent}", hint=KEPT)

    def tasks(self, address: str) -> tuple[TaskFact, ...]:
        return self.counter.tasks(self.member, address)

    def claim(self, wanted: Claim) -> tuple[LeaseFact, ...]:
        return self.counter.claim(self.member, wanted)

    def renew(self, lease: LeaseFact) -> LeaseFact:
        return self.counter.renew(self.member, lease)

    def give_back(self, lease: LeaseFact) -> None:
        self.counter.give_back(self.member, lease)

    def ask(self, wanted: Ask) -> None:
        self.counter.ask(self.member, wanted)

    def lacking(self, digests: tuple[str, ...]) -> dict[str, int]:
        return self.counter.lacking(self.member, digests)

    def put_part(self, digest: str, offset: int, part: bytes) -> None:
        self.counter.put_part(self.member, digest, offset, part)

    def get_part(self, digest: str, offset: int, most: int) -> bytes:
        return self.counter.get_part(self.member, digest, offset, most)

    def publications(self) -> Publications:
        return self.counter.publications(self.member)

    def catalogue(self, digest: str) -> str:
        return self.counter.catalogue(self.member, digest)

    def calendar(self, digest: str) -> tuple[str, str]:
        return self.counter.calendar(self.member, digest)

    def staff(self) -> tuple[StaffFact, ...]:
        return self.counter.staff(self.member)
