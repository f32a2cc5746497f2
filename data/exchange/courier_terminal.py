"""A terminal's end of the courier: it packs what the hub has not answered, and takes the answer.

Packed lines stay on their way (传送中) until an answer, by stick or by line, says that the hub has
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from data.clock import Clock, from_text, to_text
from data.exchange import (
    courier,
    courier_body,
    courier_parts,
    incoming,
    publishing,
    scans,
    shuttle,
)
from data.exchange.courier import Manifest, Opened, Packed
from data.exchange.courier_answer import Answer
from data.exchange.courier_body import Body, Ends, Filled
from data.exchange.courier_parts import Asks, Kind, written
from data.exchange.refusals import HubRefusal, behind_hub
from data.exchange.shapes import Cursor
from data.exchange.shuttle import Tally
from data.store import calendars, catalogues, courier_notes, feeds, hub_settings, outbox, verdicts
from data.store.blobs import Blobs
from data.store.engine import Store, Unit
from data.store.hub_settings import Joined
from data.store.signing import GENESIS, Signer


class Known(BaseModel):
    """What a terminal remembers of the files to and from its hub.

    packed: serial of the file packed last
    taken: serial of the answer taken last
    resend_after: the hub lacks what it had once: the number after which all is packed again
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    packed: int = 0
    taken: int = 0
    resend_after: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The terminal that packs and unpacks; `label` is its number, as 0001-03."""

    store: Store
    signer: Signer
    blobs: Blobs
    clock: Clock
    label: str
    joined: Joined


def pack(desk: Desk, path: Path) -> Packed:
    """Write all that the hub has not answered, and what the terminal would ask for."""
    feed, joined = desk.signer.feed, desk.joined
    hub_key = bytes.fromhex(joined.hub_public_key)
    courier.check_target(path, feed, joined.hub_feed)
    with desk.store.write() as unit:
        known = courier_notes.read(unit, joined.hub_feed, Known)
        _check_begun(unit, desk, known)
        known = known.model_copy(update={"packed": known.packed + 1})
        courier_notes.write(unit, joined.hub_feed, known)
    ends = Ends(
        form="batch",
        serial=known.packed,
        made_at=to_text(desk.clock.now()),
        writer_name=desk.label,
        reader_key=hub_key,
        reader_name=joined.hub_name,
    )
    lost: list[str] = []
    manifest = courier_body.write(
        path, ends, desk.signer, lambda body: _fill(body, desk, known, lost)
    )
    with desk.store.write() as unit:
        outbox.mark_packed(unit, feed, after=manifest.after, upto=manifest.last)
    return Packed(manifest, tuple(lost))


def check(desk: Desk, found: Opened) -> None:
    """HubRefusal or InputError where an answer is not one to be taken; nothing has changed."""
    manifest, joined = found.manifest, desk.joined
    courier.check_reader(manifest, desk.signer.feed, "answer")
    if manifest.writer != joined.hub_feed:
        raise HubRefusal(
            "courier_other_hub",
            f"这个文件是“{manifest.writer_name}”打包的，本终端加入的是中心“{joined.hub_name}”。",
            hint="请换成本中心的文件；中心从备份恢复过的，请先重新加入。",
        )
    with desk.store.read() as unit:
        known = courier_notes.read(unit, joined.hub_feed, Known)
        _check_begun(unit, desk, known)
        if _is_old(manifest, known, joined):
            raise HubRefusal(
                "courier_older",
                "这个答复比本机已经收到的旧，没有采用。",
                hint="里面的内容已经收到；旧文件可以删除。",
            )
        _check_feed(unit, desk.signer.feed, manifest)
    courier_parts.check(found, desk.signer)


def take_verdicts(desk: Desk, answer: Answer, manifest: Manifest, tally: Tally) -> None:
    """Note which of our lines the hub has, and which of them do not count."""
    store, feed = desk.store, desk.signer.feed
    hub_key = bytes.fromhex(desk.joined.hub_public_key)
    for words in answer.verdicts():
        with store.write() as unit:
            fresh = {word.event for word in words if verdicts.find(unit, word.event) is None}
            aside = incoming.take_verdicts(unit, words, hub_key)
            tally.set_aside += [word for word in aside if word.event_id in fresh]
            tally.pushed += len(fresh)
    with store.write() as unit:
        tally.pushed += outbox.mark_answered(unit, feed, manifest.last)
        lacks = manifest.last < _answered(unit, feed)
        known = courier_notes.read(unit, desk.joined.hub_feed, Known)
        after = manifest.last if lacks else None
        changed = known.model_copy(update={"resend_after": after})
        courier_notes.write(unit, desk.joined.hub_feed, changed)


def take_scans(desk: Desk, answer: Answer) -> int:
    """Keep the scans that came; how many."""
    offset = taken = 0
    for part in answer.pieces():
        is_last = len(part.value) < scans.PART
        desk.blobs.add_part(part.name, offset, part.value, is_last=is_last)
        offset = 0 if is_last else offset + len(part.value)
        taken += is_last
    shuttle.forget_fetched(desk.store, desk.blobs)
    return taken


def note_taken(desk: Desk, answer: Answer, manifest: Manifest) -> None:
    """The whole answer was taken: an older one is not, from now on."""
    with desk.store.write() as unit:
        known = courier_notes.read(unit, desk.joined.hub_feed, Known)
        changed = known.model_copy(update={"taken": manifest.serial})
        courier_notes.write(unit, desk.joined.hub_feed, changed)
        joined = hub_settings.read_joined(unit) or desk.joined
        here = max(joined.scans_sent, answer.told.scans_here)
        hub_settings.change_joined(unit, scans_sent=here)


def _check_begun(unit: Unit, desk: Desk, known: Known) -> None:
    """A terminal with a past that joined anew tells the hub of it by line first."""
    if not desk.joined.is_new or known.packed:
        return
    if _answered(unit, desk.signer.feed) or feeds.whole_of_others(unit):
        raise HubRefusal(
            "courier_line_first",
            "这台终端重新加入以后还没有联网同步过，现在不能用 U 盘传送。",
            hint="请先联网执行一次 window sync；以后可以用 U 盘。",
        )


def _answered(unit: Unit, feed: str) -> int:
    """The number of the own feed up to which the hub has answered."""
    head = feeds.head(unit, feed)
    return outbox.answered_up_to(unit, feed, head.number if head else 0)


def _is_old(manifest: Manifest, known: Known, joined: Joined) -> bool:
    """Whether the hub said something newer, by stick or by line."""
    if manifest.serial < known.taken:
        return True
    if joined.last_contact is None:
        return False
    heard = from_text(joined.last_contact) + timedelta(seconds=joined.clock_difference)
    return from_text(manifest.made_at) < heard


def _check_feed(unit: Unit, feed: str, manifest: Manifest) -> None:
    """The hub's end of our feed is a line of ours, so that all before it is the same too."""
    head = feeds.head(unit, feed)
    own = head.number if head else 0
    if manifest.last > own:
        raise behind_hub(manifest.last, own)
    if _link(unit, feed, manifest.last) != manifest.link:
        raise HubRefusal(
            "feed_forked",
            f"中心收到的第 {manifest.last} 条和本机的不一样，终端的日志分叉了，没有采用。",
            hint="请用备份恢复这台终端(window restore)，换新的终端号。",
        )


def _link(unit: Unit, feed: str, number: int) -> str:
    return feeds.links(unit, feed, after=number - 1, upto=number).get(number, GENESIS)


def _fill(body: Body, desk: Desk, known: Known, lost: list[str]) -> Filled:
    """What is asked for, lines, scans: in the order of `Kind`."""
    feed, joined = desk.signer.feed, desk.joined
    with desk.store.read() as unit:
        after = _answered(unit, feed)
        asks = _asks(unit, joined)
    if known.resend_after is not None:
        after = min(after, known.resend_after)
    body.add(Kind.ASKS, written(asks, Kind.ASKS))
    last = after
    while batch := shuttle.next_batch(desk.store, feed, last):
        body.add(Kind.BATCH, written(batch, Kind.BATCH))
        last += len(batch.lines)
    count = courier_parts.put_scans(body, desk.blobs, _scans(desk, upto=last), lost)
    with desk.store.read() as unit:
        link = _link(unit, feed, last)
    return Filled(after, last, link, last - after, count)


def _asks(unit: Unit, joined: Joined) -> Asks:
    return Asks(
        cursor=Cursor(epoch=joined.epoch, order=joined.order, within=joined.within),
        staff=joined.staff,
        lists=publishing.facts_of(catalogues.versions(unit)),
        calendars=tuple(calendars.files(unit)),
        scans=joined.scans_wanted,
    )


def _scans(desk: Desk, *, upto: int) -> Iterator[str]:
    """The scans that own lines name and that are not known to be at the hub, each once."""
    after, seen = desk.joined.scans_sent, set[str]()
    while after < upto and (batch := shuttle.next_batch(desk.store, desk.signer.feed, after)):
        lines = [line for line in batch.lines if line.number <= upto]
        named = scans.named_in_text(line.body for line in lines) - seen
        yield from sorted(named)
        seen |= named
        after += len(batch.lines)
