"""Joining: a one-time code lets a terminal in, with its key, its number and its accounts."""

from __future__ import annotations

from datetime import timedelta

from data.clock import from_text, to_text
from data.exchange import own_acts, publishing
from data.exchange.counter import LEASE, HubCounter
from data.exchange.own_acts import SYSTEM
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Enrolled, Enrolment, StaffFact
from data.store import feeds, members, queue, staff
from data.store.engine import Unit
from data.store.feeds import Feed
from data.store.members import Invitation, Member, Place
from data.store.signing import fingerprint

CODE_LASTS = timedelta(days=7)


def invite(hub: HubCounter, place: Place, *, replaces: str | None = None, by: str = SYSTEM) -> str:
    """A one-time code for a place; `replaces` is the label of a lost or restored terminal.

    `by`: who gives it, for the hub's journal.
    """
    now = hub.clock.now()
    code = members.new_code()
    with hub.store.write() as unit:
        old = _labelled(unit, replaces) if replaces is not None else None
        until = to_text(now + CODE_LASTS)
        feed = old.feed if old else None
        members.invite(unit, code, place, replaces=feed, at=to_text(now), until=until)
        body = {"station": place.station, "department": place.department, "replaces": replaces}
        own_acts.note(unit, hub.signer, "terminal_invited", body, by, to_text(now))
    return code


def enrol(hub: HubCounter, wish: Enrolment) -> Enrolled:
    """Let a terminal join; HubRefusal where code, place or number does not fit."""
    feed = fingerprint(bytes.fromhex(wish.public_key))
    token = members.new_token()
    now = to_text(hub.clock.now())
    with hub.store.write() as unit:
        own_acts.lock(unit)  # before any row, as whoever pushes does
        found = members.invitation(unit, wish.code, now=now)
        if found is None:
            raise HubRefusal(
                "code_wrong",
                "加入码不对，用过了，或者过期了。",
                hint="请中心管理员用 window hub enrol 再给一个。",
            )
        if wish.moved and found.replaces != feed:
            raise HubRefusal(
                "joined_elsewhere",
                "这台终端已经加入别的中心，这里不认识它。",
                hint="一台终端只加入一个中心；中心恢复到新地址的，用恢复时给这台终端的加入码。",
            )
        if found.replaces == feed:  # its token was lost, or the hub was restored
            members.join_again(unit, found, feed=feed, token=token, at=now)
        else:
            _take_in(unit, found, wish, feed, token=token, at=now)
        body = {"feed": feed, "terminal": f"{wish.station}-{wish.terminal}"}
        own_acts.note(unit, hub.signer, "terminal_joined", body, SYSTEM, now)
        for fact in wish.staff:
            _know(unit, fact)
    return Enrolled(
        token=token,
        epoch=hub.epoch,
        hub_feed=hub.signer.feed,
        hub_public_key=hub.signer.public_key.hex(),
        hub_name=hub.name,
    )


def _take_in(
    unit: Unit, found: Invitation, wish: Enrolment, feed: str, *, token: str, at: str
) -> None:
    _check(unit, found, wish, feed)
    public = {"public_key": wish.public_key, "terminal": wish.terminal}
    feeds.add(unit, Feed(feed=feed, station=wish.station, **public), is_whole=True)
    members.join(unit, found, feed=feed, terminal=wish.terminal, token=token, at=at)
    replaced = members.by_feed(unit, found.replaces) if found.replaces else None
    if replaced is not None and replaced.revoked_at is None:
        _shut_out(unit, replaced, at=at)
    if not members.alone_at(unit, wish.station):
        until = to_text(from_text(at) + LEASE)
        queue.limit(unit, f"station:{wish.station}", until=until)


def _check(unit: Unit, found: Invitation, wish: Enrolment, feed: str) -> None:
    if found.place.station != wish.station:
        raise HubRefusal(
            "code_of_other_station",
            f"这个加入码是给站点 {found.place.station} 的，本终端是 {wish.station}。",
        )
    if members.by_feed(unit, feed) is not None:
        raise HubRefusal(
            "already_joined",
            "这台终端已经加入过。",
            hint="令牌丢了的，请中心管理员用 window hub enrol --replaces 给这台终端一个新的码。",
        )
    if members.by_label(unit, wish.station, wish.terminal) is not None:
        raise HubRefusal(
            "terminal_used",
            f"终端号 {wish.station}-{wish.terminal} 已经给过别的终端。",
            hint="终端号只给一次；请换一个从未用过的终端号重新建站。",
        )


def revoke(hub: HubCounter, label: str, *, by: str = SYSTEM) -> Member:
    """Take a terminal's token away; its tasks wait for others, what it wrote before stays."""
    at = to_text(hub.clock.now())
    with hub.store.write() as unit:
        own_acts.lock(unit)
        found = _labelled(unit, label)
        if found.revoked_at is not None:
            raise HubRefusal("terminal_revoked_before", f"终端 {label} 已经停用过。")
        _shut_out(unit, found, at=at)
        body = {"feed": found.feed, "terminal": label}
        own_acts.note(unit, hub.signer, "terminal_revoked", body, by, at)
    return found


def _shut_out(unit: Unit, member: Member, *, at: str) -> None:
    members.revoke(unit, member.feed, at=at)
    queue.give_back_all(unit, member.feed)


def _labelled(unit: Unit, label: str) -> Member:
    station, _, terminal = label.partition("-")
    found = members.by_label(unit, station, terminal)
    if found is None:
        raise HubRefusal("terminal_unknown", f"中心没有终端 {label}。")
    return found


def _know(unit: Unit, fact: StaffFact) -> None:
    """An account of a newcomer; one that the hub knows already stays as it is."""
    if staff.find(unit, fact.name) is None:
        staff.put(unit, publishing.account_of(fact), fact.password_hash)
