"""The courier: what waits goes as one file on a stick, and the answer comes back the same way.

Nothing counts as sent before the answer is here, by stick or by line; both may be used together.
"""

from __future__ import annotations

from pathlib import Path

from data.clock import to_text
from data.errors import Refusal
from data.exchange import courier, courier_hub, courier_terminal, shuttle
from data.exchange.counter import HubCounter
from data.exchange.courier import FRONT, Opened, Packed
from data.exchange.courier_answer import Answer
from data.exchange.courier_hub import Brought
from data.exchange.courier_terminal import Desk
from data.exchange.refusals import HubRefusal
from data.exchange.shuttle import Tally
from data.store import calendars, catalogues, hub_settings
from data.store.hub_settings import Joined
from data.store.verdicts import SetAside
from window_app.services import confirmed_papers, published, syncing
from window_app.services.office import Office
from window_app.views import CarriedView, PackedView


def is_hub(office: Office) -> bool:
    """Whether an opened home is a hub's."""
    with office.store.read() as unit:
        return hub_settings.read_identity(unit) is not None


def pack(office: Office, path: Path) -> PackedView | Refusal:
    """Write what the hub has not answered into a file for it."""
    joined = syncing.joined_to(office)
    if isinstance(joined, Refusal):
        return joined
    try:
        return _packed(courier_terminal.pack(_desk(office, joined), path), path)
    except HubRefusal as no:
        return Refusal(no.code, no.message, hint=no.hint)


def unpack(office: Office, path: Path) -> CarriedView | Refusal:
    """Take the hub's answer out of a file: verdicts, what others did, scans, lists, accounts."""
    joined = syncing.joined_to(office)
    if isinstance(joined, Refusal):
        return joined
    desk = _desk(office, joined)
    try:
        with courier.opened(path) as found:
            courier_terminal.check(desk, found)
            answer = _take(office, desk, found)
    except HubRefusal as no:
        return Refusal(no.code, no.message, hint=no.hint)
    confirmed_papers.print_all(office)
    return answer


def pack_answer(hub: HubCounter, label: str, path: Path) -> PackedView | Refusal:
    """Write the hub's answer for a terminal into a file."""
    try:
        return _packed(courier_hub.pack(hub, label, path), path)
    except HubRefusal as no:
        return Refusal(no.code, no.message, hint=no.hint)


def unpack_at_hub(hub: HubCounter, path: Path) -> CarriedView | Refusal:
    """Take a terminal's file in."""
    try:
        brought = courier_hub.unpack(hub, path)
    except HubRefusal as no:
        return Refusal(no.code, no.message, hint=no.hint)
    return _brought(hub, brought)


def _take(office: Office, desk: Desk, found: Opened) -> CarriedView | Refusal:
    """Each part is a unit of work of its own; broken off, the same file goes on from there."""
    answer, tally, manifest = Answer(found, desk.signer), Tally(), found.manifest
    lists, dates = _published(office)
    refusals = [
        syncing.tried(lambda: published.take_all(office, answer)),
        syncing.tried(lambda: courier_terminal.take_verdicts(desk, answer, manifest, tally)),
        syncing.tried(lambda: shuttle.pull_all(desk.store, answer, tally)),
    ]
    scans = courier_terminal.take_scans(desk, answer)
    answer.close()
    refused = [refusal for refusal in refusals if refusal is not None]
    if refused:
        return refused[0]
    courier_terminal.note_taken(desk, answer, manifest)
    lists_now, dates_now = _published(office)
    with office.store.read() as unit:
        aside = tuple(syncing.aside_view(unit, word) for word in tally.set_aside)
    return CarriedView(
        pushed=tally.pushed,
        pulled=tally.pulled,
        queued=syncing.unsent(office),
        set_aside=aside,
        hub_time=manifest.made_at,
        clock_difference=desk.joined.clock_difference,
        writer=manifest.writer_name,
        scans=scans,
        lists=lists_now - lists,
        calendars=dates_now - dates,
    )


def _brought(hub: HubCounter, brought: Brought) -> CarriedView:
    words = [
        SetAside(one.event, one.code or "", one.why or "", one.at, one.hub_feed)
        for one in brought.set_aside
    ]
    with hub.store.read() as unit:
        aside = tuple(syncing.aside_view(unit, word) for word in words)
    return CarriedView(
        pushed=0,
        pulled=brought.fresh,
        queued=0,
        set_aside=aside,
        hub_time=to_text(hub.clock.now()),
        clock_difference=0.0,
        writer=brought.label,
        scans=brought.scans,
        left_out=brought.left_out,
    )


def _packed(packed: Packed, path: Path) -> PackedView:
    manifest = packed.manifest
    return PackedView(
        file=str(path),
        lines=manifest.lines,
        scans=manifest.scans,
        bytes=FRONT + manifest.body_bytes,
        reader=manifest.reader_name,
        lost=len(packed.lost),
    )


def _published(office: Office) -> tuple[int, int]:
    """How many list versions and calendar files are here."""
    with office.store.read() as unit:
        return len(catalogues.versions(unit)), len(calendars.files(unit))


def _desk(office: Office, joined: Joined) -> Desk:
    label = office.terminal.label
    return Desk(office.store, office.signer, office.blobs, office.clock, label, joined)
