"""The hub of this machine: the same acts as over HTTP, straight on the store of its home."""

from __future__ import annotations

import time
from dataclasses import dataclass

from data.exchange.counter import HubCounter
from data.exchange.shapes import (
    MOST_LINES,
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

    def close(self) -> None:
        self.counter.store.close()

    def last_number(self) -> int:
        return self.counter.last_number(self.member)

    def push(self, batch: Batch) -> Pushed:
        return self.counter.push(self.member, batch)

    def pull(self, cursor: Cursor, most: int = MOST_LINES) -> Pulled:
        return self.counter.pull(self.member, cursor, most)

    def wait(self, cursor: Cursor, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not self.counter.is_news(self.member, cursor):
            left = until - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(LOOK, left))
        return True

    def tasks(self, address: str) -> tuple[TaskFact, ...]:
        return self.counter.tasks(self.member, address)

    def claim(self, wanted: Claim) -> tuple[LeaseFact, ...]:
        return self.counter.claim(self.member, wanted)

    def renew(self, lease: LeaseFact) -> LeaseFact:
        return self.counter.renew(self.member, lease)

    def give_back(self, lease: LeaseFact) -> None:
        self.counter.give_back(self.member, lease)

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
