"""Replay: what the events say, held against what the tables hold.

A set-aside event, and every main-line event based on it, is left out of the projection.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from data.errors import InputError, StoreDamaged
from data.rules.case import Case
from data.rules.event import Event
from data.rules.projection import apply
from data.store import cases, journal, people, signing
from data.store.engine import Unit

# What comes of a body that is JSON, and no longer what was written.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold, and where: feed and number, or the case."""

    feed: str | None
    number: int | None
    case: str | None
    problem: str


@dataclass(frozen=True, slots=True)
class Report:
    cases: int
    events: int
    problems: tuple[Problem, ...]


def verify(unit: Unit, *, replay: bool, progress: Callable[[int], None] | None = None) -> Report:
    """Check every feed's chain and signatures; with `replay` the projections too."""
    problems: list[Problem] = []
    count = 0
    for feed in journal.feeds(unit):
        public_key = _key(feed["public_key"])
        if signing.fingerprint(public_key) != feed["feed"]:
            problems.append(_at(feed["feed"], None, "公钥和终端指纹对不上"))
        previous, number = signing.GENESIS, 0
        for event, body in journal.feed_lines(unit, feed["feed"]):
            if feed["is_whole"]:
                problems.extend(_check(event, body, number + 1, previous, public_key))
            else:
                problems.extend(_check_alone(event, body, public_key))
            previous, number, count = event.link, event.number, count + 1
            if progress is not None:
                progress(count)
        if feed["is_whole"] and (number, previous) != (feed["number"], feed["link"]):
            problems.append(_at(feed["feed"], number, "日志末尾缺少事件"))
    problems.extend(_strangers(unit))
    ids = journal.case_ids(unit)
    if replay:
        problems.extend(_replay(unit, ids))
    return Report(len(ids), count, tuple(problems))


def project(events: Sequence[Event], set_aside: Collection[str]) -> tuple[Case | None, str | None]:
    """The case its events give, verdicts minded; with what does not fit, in words."""
    left_out = based_on(events, set_aside)
    main = [e for e in events if e.is_main_line and e.id not in left_out]
    follows = {e.base: e for e in main}
    case: Case | None = None
    used = 0
    base: str | None = None
    while (event := follows.get(base)) is not None and used <= len(main):
        case, base, used = apply(case, event), event.hash, used + 1
    if case is None:
        return None, None if left_out else "没有收件事件"
    notes = [e for e in events if not e.is_main_line and e.id not in left_out]
    for note in sorted(notes, key=lambda e: e.order):
        case = apply(case, note)
    return case, None if used == len(main) else "主线事件接不上或者分叉"


def based_on(events: Sequence[Event], set_aside: Collection[str]) -> frozenset[str]:
    """The events set aside, and every main-line event that rests on one, directly or not."""
    bad = {e.hash: e.id for e in events if e.id in set_aside}
    more = bad
    while more:
        more = {
            e.hash: e.id for e in events if e.is_main_line and e.base in more and e.hash not in bad
        }
        bad = {**bad, **more}
    return frozenset(bad.values())


def _key(text: str) -> bytes:
    """A stored public key; empty, which no fingerprint fits, where it is none."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _check(
    event: Event, body: str | None, number: int, previous: str, public_key: bytes
) -> Iterator[Problem]:
    """Everything that a changed byte in one line would break."""
    if event.number != number:
        yield _at(event.feed, event.number, "日志编号不连续")
    if body is None:
        yield _at(event.feed, event.number, "事件内容不见了")
    yield from _check_alone(event, body, public_key)
    try:
        if signing.link(event.feed, event.number, previous, event.hash) != event.link:
            yield _at(event.feed, event.number, "日志链断开")
    except InputError:  # told as a changed event
        return


def _check_alone(event: Event, body: str | None, public_key: bytes) -> Iterator[Problem]:
    """What holds of a line without the one before it; a pulled line may come without its body."""
    if body is not None and signing.digest(body.encode("utf-8")) != event.body_hash:
        yield _at(event.feed, event.number, "事件内容被改动")
    try:
        if signing.event_hash(event) != event.hash:
            yield _at(event.feed, event.number, "事件被改动")
    except InputError:  # what was written in no canonical form was not written by us
        yield _at(event.feed, event.number, "事件被改动")
    if not signing.is_signed(event.link, event.signature, public_key):
        yield _at(event.feed, event.number, "签名不对")


def _strangers(unit: Unit) -> Iterator[Problem]:
    for feed, number in journal.without_feed(unit):
        yield _at(feed, number, "事件的终端不在登记之内")


def _replay(unit: Unit, ids: Sequence[str]) -> Iterator[Problem]:
    aside = frozenset(journal.set_aside(unit))
    seen: list[Event] = []
    for case_id in ids:
        try:
            events = journal.events_of(unit, case_id)
            case, problem = project(events, aside)
        except (*UNREADABLE, StoreDamaged) as error:
            yield Problem(None, None, case_id, f"事件不能重放：{type(error).__name__}")
            continue
        left_out = based_on(events, aside)
        seen.extend(e for e in events if e.id not in left_out)
        if problem is not None:
            yield Problem(None, None, case_id, problem)
        if case is not None and cases.projection(unit, case_id) != _expected(case):
            yield Problem(None, None, case.number, "办件表和事件对不上")
    for case_id in cases.unknown(unit, ids):
        yield Problem(None, None, case_id, "办件没有事件")
    with suppress(StoreDamaged):  # the line that does not read was named with its feed
        seen.extend(e for e in journal.home_events(unit) if e.id not in aside)
    if not _people_fit(unit, seen):
        yield Problem(None, None, None, "基础信息、证照档案或失信标记和事件对不上")


def _people_fit(unit: Unit, events: Sequence[Event]) -> bool:
    try:
        return people.stored(unit) == people.expected(events)
    except UNREADABLE:
        return False


def _expected(case: Case) -> tuple[list[dict[str, object]], ...]:
    row: dict[str, object] = {**cases.case_row(case)}
    marks = [{"case_id": case.case_id, **mark} for mark in cases.mark_rows(case)]
    tasks: list[dict[str, object]] = [{**task} for task in cases.task_rows(case)]
    return [row], marks, tasks


def _at(feed: str, number: int | None, problem: str) -> Problem:
    return Problem(feed, number, None, problem)
