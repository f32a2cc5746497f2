"""A hub that was restored from a backup: what its terminals had sent comes again.

Until every terminal has sent again what an earlier hub had answered, no task is leased, and a line
that rests on one the hub has lost waits for it. What was answered as taken is taken again without
asking for the lease, whose fence is forgotten; what was set aside stays so.
"""

from __future__ import annotations

from dataclasses import replace

from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Batch
from data.rules.case import Case
from data.rules.event import Event, Kind
from data.store import feeds, members, queue, signing
from data.store.engine import Unit
from data.store.members import Member
from data.store.settings import HUB_STATION
from data.store.signing import Signer
from data.store.verdicts import SetAside


def check_all_here(unit: Unit) -> None:
    """HubRefusal as long as a terminal is awaited: who holds what is not known yet."""
    missing = members.awaited(unit)
    if missing:
        labels = "、".join(member.label for member in missing)
        raise HubRefusal(
            "hub_recovering",
            f"中心刚从备份恢复，正在等终端 {labels} 重新传送，暂时不能领取。",
            hint="这些终端重新加入、同步一次就好；不再用的终端请中心管理员停用。",
        )


def was_taken(writer: Member, batch: Batch, event: Event) -> bool:
    """Whether an earlier hub took this line, as its terminal knows."""
    return writer.is_awaited and event.number <= batch.answered


def waits(unit: Unit, writer: Member, batch: Batch, event: Event) -> bool:
    """Whether a line waits for what other terminals have to send again first."""
    if not writer.is_awaited or event.case_id is None or event.kind == Kind.RECEIVED:
        return False
    if not members.awaited(unit, besides=writer.feed):
        return False
    if event.base is not None and not feeds.has_hash(unit, event.base):
        return True
    is_new = not was_taken(writer, batch, event)
    return is_new and event.is_main_line and "fence" in (event.body or {})


def told_before(unit: Unit, signer: Signer, batch: Batch, event: Event) -> SetAside | None:
    """What an earlier hub set aside stays so; signed anew, since terminals know this hub's key."""
    for word in batch.aside:
        if word.event != event.id or word.outcome != "set_aside":
            continue
        said = SetAside(
            word.event, word.code or "", word.why or "", word.at, word.hub_feed, word.signature
        )
        for hub in feeds.facts(unit, [word.hub_feed]):
            key = bytes.fromhex(hub.public_key)
            if hub.station == HUB_STATION and signing.is_signed(said.digest, said.signature, key):
                said = replace(said, hub_feed=signer.feed)
                return replace(said, signature=signer.sign(said.digest))
    return None


def recall(unit: Unit, event: Event, case: Case | None) -> None:
    """Know the fence again under which a line was written on today's head."""
    body = event.body or {}
    fence = body.get("fence")
    if case is not None and event.base == case.head and isinstance(fence, int):
        queue.recall(unit, case.case_id, fence=fence, feed=event.feed, person=event.actor)
