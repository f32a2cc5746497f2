"""The hub's end of the courier: it takes a terminal's file in as it takes batches, and answers.

What came by the line meanwhile is known already; nothing counts twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from data.clock import from_text, to_text
from data.exchange import courier, courier_body, courier_parts, publishing, receiving, scans
from data.exchange.counter import HubCounter
from data.exchange.courier import Manifest, Opened, Packed
from data.exchange.courier_body import Body, Ends, Filled
from data.exchange.courier_parts import Asks, Kind, Told, named, parts, written
from data.exchange.refusals import HubRefusal, base_awaited
from data.exchange.shapes import (
    MOST_LINES,
    Batch,
    CalendarFile,
    Cursor,
    Line,
    Publications,
    Verdict,
)
from data.store import courier_notes, feeds, members, verdicts
from data.store.feeds import Head
from data.store.members import Member


class Met(BaseModel):
    """What the hub remembers of one terminal's files.

    taken, packed: serials of the file taken in last, and of the answer packed last
    after: the number of its feed up to which the terminal had heard an answer
    scans_here: up to which number of its feed the scans it names are here
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    taken: int = 0
    packed: int = 0
    after: int = 0
    scans_here: int = 0
    asks: Asks | None = None


@dataclass(slots=True)
class Brought:
    """What a terminal's file brought.

    fresh: lines the hub had not; left_out: lines written after the terminal was revoked
    set_aside: verdicts on fresh lines that do not count
    """

    label: str
    fresh: int = 0
    left_out: int = 0
    scans: int = 0
    last: int = 0
    set_aside: list[Verdict] = field(default_factory=list)


def unpack(hub: HubCounter, path: Path) -> Brought:
    """Take a terminal's file in; HubRefusal or InputError where it is not to be taken."""
    with courier.opened(path) as found:
        manifest = found.manifest
        courier.check_reader(manifest, hub.signer.feed, "batch")
        member = _writer(hub, manifest)
        courier_parts.check(found, hub.signer)
        if member.revoked_at is not None:
            _check_early(hub, found, member.revoked_at)
        brought, asks = _take(hub, found, member)
    with hub.store.write() as unit:
        met = courier_notes.read(unit, _between(hub, member.feed), Met)
        heard = {"taken": manifest.serial, "after": manifest.after, "asks": asks}
        here = {} if brought.left_out else {"scans_here": manifest.last}
        changed = met.model_copy(update={**heard, **here})
        courier_notes.write(unit, _between(hub, member.feed), changed)
    return brought


def pack(hub: HubCounter, label: str, path: Path) -> Packed:
    """Write the answer for a terminal: all it has not heard since its file that was taken last."""
    with hub.store.write() as unit:
        member = _addressed(members.by_label(unit, *_parts_of(label)), label)
        head = feeds.head(unit, member.feed)
        assert head is not None  # a member's feed was added when it joined
        met = courier_notes.read(unit, _between(hub, member.feed), Met)
        courier.check_target(path, hub.signer.feed, member.feed)
        met = met.model_copy(update={"packed": met.packed + 1})
        courier_notes.write(unit, _between(hub, member.feed), met)
    ends = Ends(
        form="answer",
        serial=met.packed,
        made_at=to_text(hub.clock.now()),
        writer_name=hub.name,
        reader_key=head.public_key,
        reader_name=member.label,
    )
    lost: list[str] = []
    manifest = courier_body.write(
        path, ends, hub.signer, lambda body: _fill(body, hub, member, met, head, lost)
    )
    return Packed(manifest, tuple(lost))


def _between(hub: HubCounter, feed: str) -> str:
    """The name of the note: a restored hub has a new key, and begins anew."""
    return f"{hub.signer.feed}/{feed}"


def _parts_of(label: str) -> tuple[str, str]:
    station, _, terminal = label.partition("-")
    return station, terminal


def _addressed(member: Member | None, label: str) -> Member:
    if member is None:
        raise HubRefusal("terminal_unknown", f"中心没有终端 {label}。")
    if member.revoked_at is not None:
        raise HubRefusal("courier_revoked_reader", f"终端 {label} 已经停用，没有给它打包。")
    return member


def _writer(hub: HubCounter, manifest: Manifest) -> Member:
    """The terminal that wrote a file that is not older than the last one."""
    with hub.store.read() as unit:
        member = members.by_feed(unit, manifest.writer)
        met = courier_notes.read(unit, _between(hub, manifest.writer), Met)
    if member is None:
        raise HubRefusal(
            "courier_writer_unknown",
            f"打包的终端“{manifest.writer_name}”没有加入这个中心，没有采用。",
            hint="终端要先用 window hub join 加入这个中心。",
        )
    if manifest.serial < met.taken:
        raise HubRefusal(
            "courier_replayed",
            f"这是终端 {member.label} 第 {manifest.serial} 次打包的，"
            f"第 {met.taken} 次的已经收过，没有采用。",
            hint="后一次的包括前一次的全部内容；旧文件可以删除。",
        )
    return member


def _check_early(hub: HubCounter, found: Opened, revoked_at: str) -> None:
    """What a revoked terminal wrote before may come; a file with nothing of that may not."""
    for part in parts(found, hub.signer):
        if part.kind is Kind.BATCH and any(
            _is_early(line.at, revoked_at) for line in part.value.lines
        ):
            return
    raise HubRefusal(
        "courier_revoked_writer",
        f"终端“{found.manifest.writer_name}”已经停用，文件里没有停用以前办的件，没有采用。",
    )


def _is_early(at: str, revoked_at: str) -> bool:
    try:
        return from_text(at) <= from_text(revoked_at)
    except (ValueError, TypeError):
        return False


def _take(hub: HubCounter, found: Opened, member: Member) -> tuple[Brought, Asks | None]:
    had = hub.last_number(member)
    brought, asks, offset = Brought(member.label, last=had), None, 0
    for part in parts(found, hub.signer):
        match part.kind:
            case Kind.ASKS:
                asks = part.value
            case Kind.BATCH:
                _take_batch(hub, member, part.value, had, brought)
            case Kind.SCAN:
                hub.put_part(member, part.name, offset, part.value)
                is_last = len(part.value) < scans.PART
                offset = 0 if is_last else offset + len(part.value)
                brought.scans += is_last
    return brought, asks


def _take_batch(hub: HubCounter, member: Member, batch: Batch, had: int, brought: Brought) -> None:
    """One batch, as it would come by the line."""
    early = batch.lines
    if member.revoked_at is not None:
        early = () if brought.left_out else tuple(_until(batch, member.revoked_at))
        brought.left_out += len(batch.lines) - len(early)
    if not early:
        return
    try:
        answer = hub.push(member, batch.model_copy(update={"lines": early}))
    except HubRefusal as no:
        if no.code != "feed_gap":
            raise
        hint = f"请把答复打包带回终端 {member.label}；终端收到答复以后从缺少的一条起重新打包。"
        raise HubRefusal(no.code, no.message, hint=hint) from no
    brought.fresh += answer.last - brought.last
    brought.last = answer.last
    if len(answer.verdicts) < len(early):
        raise base_awaited()
    for line, word in zip(early, answer.verdicts, strict=True):
        if line.number > had and word.outcome == "set_aside":
            brought.set_aside.append(word)


def _until(batch: Batch, revoked_at: str) -> Iterator[Line]:
    for line in batch.lines:
        if not _is_early(line.at, revoked_at):
            return
        yield line


def _fill(
    body: Body, hub: HubCounter, member: Member, met: Met, head: Head, lost: list[str]
) -> Filled:
    """Publications, verdicts, others' lines, scans: in the order of `Kind`."""
    _put_published(body, hub, member, met)
    _put_verdicts(body, hub, member, after=met.after, upto=head.number)
    asks = met.asks
    cursor, wanted, lines, more = asks.cursor if asks else Cursor(), set[str](), 0, True
    while more:
        page = hub.pull(member, cursor, MOST_LINES)
        body.add(Kind.LINES, written(page, Kind.LINES))
        wanted |= scans.named_in_text(line.body for line in page.lines)
        cursor, more, lines = page.cursor, page.more, lines + len(page.lines)
    wanted |= set(asks.scans) if asks else set()
    count = courier_parts.put_scans(body, hub.blobs, sorted(wanted), lost)
    return Filled(met.after, head.number, head.link, lines, count)


def _put_published(body: Body, hub: HubCounter, member: Member, met: Met) -> None:
    told, asks = hub.publications(member), met.asks
    lists, calendars = (asks.lists, asks.calendars) if asks else ((), ())
    brings = Publications(
        catalogues=tuple(one for one in told.catalogues if publishing.lacks(lists, one)),
        calendars=tuple(one for one in told.calendars if one not in calendars),
        staff=told.staff,
    )
    said = Told(publications=brings, scans_here=met.scans_here)
    body.add(Kind.TOLD, written(said, Kind.TOLD))
    for digest in brings.calendars:
        name, content = hub.calendar(member, digest)
        file = written(CalendarFile(name=name, content=content), Kind.CALENDAR)
        body.add(Kind.CALENDAR, named(digest, file))
    if asks is None or asks.staff != told.staff:
        body.add(Kind.STAFF, written(hub.staff(member), Kind.STAFF))
    for fact in brings.catalogues:
        body.add(Kind.CATALOGUE, named(fact.digest, hub.catalogue(member, fact.digest).encode()))


def _put_verdicts(body: Body, hub: HubCounter, member: Member, *, after: int, upto: int) -> None:
    """What was set aside of a stretch of the feed; the rest of it counts."""
    most = MOST_LINES
    while True:
        with hub.store.read() as unit:
            found = verdicts.of_feed(unit, member.feed, after=after, upto=upto, most=most)
        if not found:
            return
        words = tuple(receiving.told(word) for _, word in found)
        body.add(Kind.VERDICTS, written(words, Kind.VERDICTS))
        after = found[-1][0]
