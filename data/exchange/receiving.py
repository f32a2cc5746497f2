"""What the hub does with a batch: chain and signatures, then a verdict for every line.

A feed with a gap, a fork or a wrong signature is refused from there on; a line that does not fit
its case is kept, set aside, and answered with the reason. A line that came before is answered as
it was then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from data.errors import InputError
from data.exchange import judging, recovering
from data.exchange.judging import Objection
from data.exchange.lines import event_of
from data.exchange.refusals import HubRefusal, behind_hub
from data.exchange.scans import named_in_text
from data.exchange.shapes import Batch, Line, Outcome, Pushed, Verdict
from data.rules.case import Case
from data.rules.event import Event
from data.rules.projection import NotApplicable, apply
from data.store import cases, feeds, people, queue, scan_readers, signing, taken, verdicts
from data.store.engine import Unit
from data.store.feeds import Feed
from data.store.members import Member, Place
from data.store.queue import Task
from data.store.signing import Signer
from data.store.verdicts import SetAside

# What an event whose body is not what its kind needs comes to when it is applied.
UNFIT = (NotApplicable, ValidationError, KeyError, TypeError, ValueError, AttributeError)

_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
BODY_WRONG = Objection("body_wrong", "这一步的内容不全，或者和办件对不上。")


@dataclass(frozen=True, slots=True)
class Desk:
    """Who receives: the hub's key and epoch, and the moment."""

    signer: Signer
    epoch: str
    now: str


def receive(unit: Unit, desk: Desk, writer: Member, batch: Batch) -> Pushed:
    """Take a batch in, in the caller's unit of work; HubRefusal where the feed itself is wrong."""
    if batch.feed != writer.feed:
        raise HubRefusal("feed_not_yours", "这批数据不是这台终端写的。")
    taken.lock(unit)
    head = feeds.head(unit, writer.feed)
    assert head is not None  # a member's feed was added when it joined
    number, link = head.number, head.link
    if batch.after > number:
        raise HubRefusal(
            "feed_gap",
            f"中心只收到第 {number} 条，这批从第 {batch.after + 1} 条开始，中间缺少。",
            hint="终端会从缺少的一条起重新传送。",
        )
    if batch.after < number and not batch.lines:
        raise behind_hub(number, batch.after)
    fresh = _fresh(unit, batch, number)
    answers = [_known(unit, desk, line) for line in batch.lines[: len(batch.lines) - len(fresh)]]
    for line in fresh:
        event = _checked(line, number + 1, link, head.public_key)
        if feeds.has(unit, event.id):
            raise HubRefusal("event_twice", f"第 {event.number} 条的标识别的事件用过，没有收下。")
        if recovering.waits(unit, writer, batch, event):
            break
        answers.append(_take(unit, desk, writer, event, line.body or "", batch))
        number, link = event.number, event.link
    if fresh:
        feeds.move_on(unit, writer.feed, number, link)
        taken.ring(unit)
    return Pushed(epoch=desk.epoch, last=number, verdicts=tuple(answers), time=desk.now)


def receive_former(unit: Unit, desk: Desk, hub: Feed, batch: Batch) -> Pushed:
    """Lines that this hub wrote before it was restored, as a terminal pulled them; there are gaps.

    HubRefusal where one is not what was signed.
    """
    taken.lock(unit)
    place = Place(hub.station, "county")
    writer = Member(hub.feed, hub.terminal, place, None, is_awaited=True)
    batch = batch.model_copy(
        update={"answered": max((line.number for line in batch.lines), default=0)}
    )
    answers: list[Verdict] = []
    for line in batch.lines:
        key = bytes.fromhex(hub.public_key)
        event = _checked(line, line.number, line.previous or signing.GENESIS, key)
        if feeds.has(unit, event.id):
            answers.append(_known(unit, desk, line))
            continue
        if recovering.waits(unit, writer, batch, event):
            break
        feeds.loosen(unit, hub.feed)
        answers.append(_take(unit, desk, writer, event, line.body or "", batch))
        taken.ring(unit)
    return Pushed(epoch=desk.epoch, last=0, verdicts=tuple(answers), time=desk.now)


def _fresh(unit: Unit, batch: Batch, number: int) -> Sequence[Line]:
    """The lines the hub has not; those it has must be the very same."""
    wanted = range(batch.after + 1, batch.after + 1 + len(batch.lines))
    if [line.number for line in batch.lines] != list(wanted):
        raise HubRefusal("feed_gap", "这批数据编号不连续，没有收下。")
    old = [line for line in batch.lines if line.number <= number]
    known = feeds.links(unit, batch.feed, after=batch.after, upto=number)
    for line in old:
        if known.get(line.number) != line.link:
            raise HubRefusal(
                "feed_forked",
                f"第 {line.number} 条和中心收到的不一样，终端的日志分叉了，没有收下。",
                hint="请用备份恢复这台终端(window restore)，换新的终端号。",
            )
    return batch.lines[len(old) :]


def _checked(line: Line, number: int, previous: str, key: bytes) -> Event:
    """The event of a line whose place, hashes and signature hold."""
    event = event_of(line)
    body = line.body
    if body is None or signing.digest(body.encode("utf-8")) != event.body_hash:
        raise HubRefusal("body_changed", f"第 {number} 条的内容被改动，没有收下。")
    try:
        content = signing.event_hash(event)
        link = signing.link(event.feed, event.number, previous, content)
    except InputError as error:
        raise HubRefusal("chain_broken", f"第 {number} 条被改动，没有收下。") from error
    if event.number != number or content != event.hash or link != event.link:
        raise HubRefusal("chain_broken", f"第 {number} 条和前一条接不上，没有收下。")
    if not signing.is_signed(event.link, event.signature, key):
        raise HubRefusal("signature_wrong", f"第 {number} 条的签名不对，没有收下。")
    return event


def _known(unit: Unit, desk: Desk, line: Line) -> Verdict:
    """The answer of the first time."""
    aside = verdicts.find(unit, line.id)
    return told(aside) if aside else _word(desk, line.id, "known")


def _take(unit: Unit, desk: Desk, writer: Member, event: Event, body: str, batch: Batch) -> Verdict:
    feeds.store_line(unit, event, body)
    if event.case_id is None:
        return _take_fact(unit, desk, event)
    said = recovering.told_before(unit, desk.signer, batch, event)
    if said is not None:
        verdicts.keep(unit, said)
        return told(said)
    case = cases.by_id(unit, event.case_id)
    again = recovering.was_taken(writer, batch, event)
    against = (
        _unkept(body)
        or _based_aside(unit, event)
        or judging.objection(unit, event, case, writer, again=again)
    )
    after: Case | None = None
    if against is None:
        try:
            after = apply(case, event)
            people.check(event)
        except UNFIT:
            against = BODY_WRONG
    if against is not None or after is None:
        assert against is not None
        return _set_aside(unit, desk, event, against)
    if again:
        recovering.recall(unit, event, case)
    admit(unit, event, case, after, received_at=desk.now)
    scan_readers.keep(unit, named_in_text([body]), event.case_id)
    return _word(desk, event.id, "taken")


def _take_fact(unit: Unit, desk: Desk, event: Event) -> Verdict:
    """A fact without a case: what it teaches of people is known here too."""
    try:
        people.check(event)
    except UNFIT:
        return _set_aside(unit, desk, event, BODY_WRONG)
    people.project(unit, event)
    return _word(desk, event.id, "taken")


def admit(unit: Unit, event: Event, before: Case | None, after: Case, *, received_at: str) -> None:
    """Write what follows from an event that applies: order, projection, scope and task."""
    number = taken.next_number(unit)
    taken.take(unit, event, number, received_at=received_at)
    cases.save(unit, after, event)
    people.project(unit, event)
    if event.is_main_line:
        taken.widen(unit, after.case_id, _addresses(after), number)
        _queue(unit, event, before, after)


def _addresses(case: Case) -> set[str]:
    """Whose business the case is: its station, and whoever holds it or is offered it."""
    holder = {case.holder.address} if case.holder.address else set()
    return {f"station:{case.station}"} | holder


def _queue(unit: Unit, event: Event, before: Case | None, after: Case) -> None:
    """A task for what is newly offered; none for what is held or ended."""
    if after.holder.kind != "task":
        queue.acknowledge(unit, after.case_id)
        return
    offered = before is None or before.holder != after.holder or (event.body or {}).get("offer_to")
    if offered:
        due = after.due.promised if after.due else None
        task = Task(after.case_id, after.holder.address or "", after.next_step, due)
        queue.offer(unit, task)


def _unkept(body: str) -> Objection | None:
    """PostgreSQL keeps no text with NUL in it."""
    # The plain search costs a fiftieth of the pattern's, and nearly always ends it.
    return BODY_WRONG if "\\u0000" in body and _NUL.search(body) else None


def _based_aside(unit: Unit, event: Event) -> Objection | None:
    if event.is_main_line and event.base and verdicts.rests_on_one(unit, event.base):
        return Objection("rests_on_set_aside", "它的前一步没有生效，这一步也不生效。")
    return None


def _set_aside(unit: Unit, desk: Desk, event: Event, against: Objection) -> Verdict:
    word = SetAside(event.id, against.code, against.why, desk.now, desk.signer.feed)
    word = replace(word, signature=desk.signer.sign(word.digest))
    verdicts.keep(unit, word)
    return told(word)


def told(word: SetAside) -> Verdict:
    """A verdict as it travels."""
    return Verdict(
        event=word.event_id,
        outcome="set_aside",
        code=word.code,
        why=word.why,
        at=word.at,
        hub_feed=word.hub_feed,
        signature=word.signature,
    )


def _word(desk: Desk, event: str, outcome: Outcome) -> Verdict:
    return Verdict.model_construct(
        event=event,
        outcome=outcome,
        code=None,
        why=None,
        at=desk.now,
        hub_feed=desk.signer.feed,
        signature="",
    )
