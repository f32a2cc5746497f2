"""The hub itself: what a terminal that has joined may ask of it, in units of work on its store.

The HTTP face and the local file use this alike. The caller is already known as a member.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from data.clock import Clock, to_text
from data.errors import InputError
from data.exchange import asking, giving, own_acts, publishing, receiving, recovering
from data.exchange.giving import lease_fact
from data.exchange.receiving import Desk
from data.exchange.refusals import HubRefusal
from data.exchange.scans import DIGEST, PART
from data.exchange.shapes import (
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
from data.rules.scans import LARGEST, LARGEST_WORDS
from data.store import cases, feeds, members, queue, scan_readers, taken
from data.store.blobs import Blobs
from data.store.engine import Store, Unit
from data.store.feeds import Feed
from data.store.members import FeedRefused, Member
from data.store.queue import Lease
from data.store.settings import HUB_STATION
from data.store.signing import Signer

LEASE = timedelta(minutes=15)  # renewed while the screen is open
MOST_TASKS = 500


@dataclass(frozen=True, slots=True)
class HubCounter:
    """One hub: its store, its key, the clock, its name, its epoch, and its scans.

    `was_restored`: from a backup, in this epoch
    """

    store: Store
    signer: Signer
    clock: Clock
    name: str
    epoch: str
    blobs: Blobs
    was_restored: bool = False

    def order(self) -> int:
        """The order number given last."""
        with self.store.read() as unit:
            return taken.last_number(unit)

    def last_number(self, member: Member, feed: str | None = None) -> int:
        """The last number that is here of the member's feed, or of the one it came in for.

        Or of this hub's own from before it was restored. Whoever asks begins an exchange: why its
        feed was refused is forgotten, and comes again with what is refused again.
        """
        with self.store.read() as unit:
            if feed is not None and self._former(unit, feed) is None:
                feed = _writer(unit, member, feed).feed
            head = feeds.head(unit, feed or member.feed)
        if member.refused is not None:
            with self.store.write() as unit:
                members.note_taken(unit, member.feed)
        return head.number if head else 0

    def push(self, member: Member, batch: Batch) -> Pushed:
        """Take a batch of the member's feed, or of the one it came in for.

        Why a feed is refused is noted, to be seen here until it is taken again.
        """
        try:
            with self.store.write() as unit:
                desk = Desk(self.signer, self.epoch, self._now())
                former = self._former(unit, batch.feed)
                if former is not None:
                    return receiving.receive_former(unit, desk, former, batch)
                writer = _writer(unit, member, batch.feed)
                answer = receiving.receive(unit, desk, writer, batch)
                members.note_taken(unit, member.feed)
                if writer.is_awaited and answer.last >= batch.answered:
                    members.arrived(unit, writer.feed)
                return answer
        except HubRefusal as no:
            with self.store.write() as unit:
                why = FeedRefused(no.code, no.message, self._now())
                members.note_refused(unit, member.feed, why)
            raise

    def pull(self, member: Member, cursor: Cursor, most: int) -> Pulled:
        with self.store.write() as unit:
            if member.takes_over:
                own_acts.replace_forerunner(unit, self.signer, member, at=self._now())
            members.note_seen(unit, member.feed, at=self._now())
            if not (self.was_restored and members.awaited(unit)):
                giving.lease_unasked(unit, member, person="")
        # One look for all addresses: what is committed between two would be skipped.
        with self.store.read() as unit:
            return giving.give(unit, member, cursor, epoch=self.epoch, most=most, now=self._now())

    def is_news(self, member: Member, cursor: Cursor) -> bool:
        with self.store.read() as unit:
            return giving.is_news(unit, member, cursor, epoch=self.epoch)

    def tasks(self, member: Member, address: str) -> tuple[TaskFact, ...]:
        _check_address(member, address)
        with self.store.write() as unit:
            queue.sweep(unit, now=self._now())
            found = queue.of_address(unit, address, most=MOST_TASKS)
            return tuple(self._task_fact(unit, task.case_id, task, lease) for task, lease in found)

    def claim(self, member: Member, wanted: Claim) -> tuple[LeaseFact, ...]:
        """Lease tasks; one that this member has already is given again as it stands."""
        _check_address(member, wanted.address)
        with self.store.write() as unit:
            if self.was_restored:
                recovering.check_all_here(unit)
            queue.sweep(unit, now=self._now())
            until = self._until(unit, member, wanted.address)
            if wanted.number is None:
                leases = queue.claim(
                    unit,
                    wanted.address,
                    most=wanted.count,
                    feed=member.feed,
                    person=wanted.person,
                    until=until,
                )
            else:
                leases = [self._claim_one(unit, member, wanted, until)]
        return tuple(lease_fact(lease) for lease in leases)

    def renew(self, member: Member, lease: LeaseFact) -> LeaseFact:
        with self.store.write() as unit:
            until = self._until(unit, member, lease.address)
            renewed = queue.renew(unit, _lease(member, lease), until=until)
        if renewed is None:
            raise HubRefusal(
                "lease_lost",
                "这件的领取已经失效，别人可以领或者已经领走。",
                hint="没有保存的意见还在画面上；请重新领取后再办。",
            )
        return lease_fact(renewed)

    def give_back(self, member: Member, lease: LeaseFact) -> None:
        with self.store.write() as unit:
            queue.give_back(unit, _lease(member, lease))

    def ask(self, member: Member, wanted: Ask) -> None:
        """Let the window that holds a case hear that it is wanted at the caller's station."""
        with self.store.write() as unit:
            asking.ask(unit, self.signer, member, wanted, at=self._now())

    def lacking(self, _member: Member, digests: Sequence[str]) -> dict[str, int]:
        """Scans that are not here whole: SHA-256 -> bytes that are here of them."""
        wanted = [one for one in digests if _is_digest(one) and not self.blobs.has(one)]
        return {one: self.blobs.part_size(one) for one in wanted}

    def put_part(self, member: Member, digest: str, offset: int, part: bytes) -> None:
        """Take a part of a scan where the last ended; one shorter than PART is the last."""
        if not _is_digest(digest):
            raise HubRefusal("scan_unknown", "扫描件的摘要不对。")
        if offset + len(part) > LARGEST:
            raise HubRefusal("scan_too_large", f"扫描件太大，每份最大 {LARGEST_WORDS}。")
        was_here = self.blobs.has(digest)
        try:
            is_whole = self.blobs.add_part(digest, offset, part, is_last=len(part) < PART)
        except InputError as error:
            raise HubRefusal(error.code, error.message, hint=error.hint) from error
        if is_whole and not was_here:
            with self.store.write() as unit:
                scan_readers.keep(unit, [digest], member.feed)

    def get_part(self, member: Member, digest: str, offset: int, most: int) -> bytes:
        """Up to `most` bytes of a scan, fewer at its end.

        For whoever sees a case that names it, or sent it; to others it is as if it were not here.
        """
        with self.store.read() as unit:
            may = scan_readers.may_read(unit, digest, feed=member.feed, addresses=member.addresses)
        if not may or not _is_digest(digest) or not self.blobs.has(digest):
            raise HubRefusal("scan_unknown", "中心还没有这份扫描件。", hint="下次同步会再取。")
        return self.blobs.read(digest)[offset : offset + most]

    def publications(self, member: Member) -> Publications:
        with self.store.read() as unit:
            return publishing.publications(unit, member)

    def catalogue(self, _member: Member, digest: str) -> str:
        with self.store.read() as unit:
            return publishing.catalogue(unit, digest)

    def calendar(self, _member: Member, digest: str) -> tuple[str, str]:
        with self.store.read() as unit:
            return publishing.calendar(unit, digest)

    def staff(self, member: Member) -> tuple[StaffFact, ...]:
        with self.store.read() as unit:
            return publishing.accounts(unit, member)

    def _former(self, unit: Unit, feed: str) -> Feed | None:
        """The feed that this hub wrote before it was restored, where it is that."""
        if not self.was_restored or feed == self.signer.feed:
            return None
        found = feeds.facts(unit, [feed])
        return found[0] if found and found[0].station == HUB_STATION else None

    def _claim_one(self, unit: Unit, member: Member, wanted: Claim, until: str | None) -> Lease:
        case = cases.by_number(unit, wanted.number or "")
        if case is None:
            raise HubRefusal("case_unknown", f"中心没有这件：{wanted.number}")
        held = queue.held(unit, case.case_id)
        if held is not None and held.feed == member.feed:
            return held
        if held is not None:
            raise HubRefusal(
                "task_taken", f"这件正由{held.person}办理。", hint="请领别的件，或者等他放回。"
            )
        lease = queue.claim_one(
            unit,
            case.case_id,
            wanted.address,
            feed=member.feed,
            person=wanted.person,
            until=until,
        )
        if lease is None:
            raise HubRefusal("not_offered", "这件现在没有移交给这里，不能领取。")
        return lease

    def _until(self, unit: Unit, member: Member, address: str) -> str | None:
        own = address.startswith("station:")
        if own and members.alone_at(unit, member.place.station):
            return None
        return to_text(self.clock.now() + LEASE)

    def _task_fact(
        self, unit: Unit, case_id: str, task: queue.Task, lease: Lease | None
    ) -> TaskFact:
        case = cases.by_id(unit, case_id)
        assert case is not None
        return TaskFact(
            case_id=case_id,
            number=case.number,
            address=task.address,
            step=task.step,
            due=task.due,
            leased_to=lease.person if lease else None,
            until=lease.until if lease else None,
        )

    def _now(self) -> str:
        return to_text(self.clock.now())


def _writer(unit: Unit, member: Member, feed: str) -> Member:
    """Whose feed the caller speaks of: its own, or that of the terminal it came in for."""
    if feed == member.feed:
        return member
    old = members.by_feed(unit, feed) if feed == member.replaces else None
    if old is None:
        raise HubRefusal("feed_not_yours", "这批数据不是这台终端写的。")
    return old


def _check_address(member: Member, address: str) -> None:
    if address not in member.addresses:
        raise HubRefusal("address_not_yours", f"这台终端不能领 {address} 的件。")


def _is_digest(text: str) -> bool:
    return DIGEST.fullmatch(text) is not None


def _lease(member: Member, fact: LeaseFact) -> Lease:
    return Lease(fact.case_id, fact.address, fact.fence, member.feed, fact.person, fact.until)
