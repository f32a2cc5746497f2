"""One exchange with the hub: what it publishes, our lines, others' lines, and the scans.

Each part goes on where the last exchange broke off. A part that the hub refuses hinders no other.
"""

from __future__ import annotations

from collections.abc import Callable

from data.clock import from_text, to_text
from data.errors import Refusal
from data.exchange import shuttle
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Hub
from data.exchange.shuttle import Tally
from data.store import cases, hub_settings, journal, outbox
from data.store.engine import Unit
from data.store.hub_settings import FeedRefused, Joined
from data.store.verdicts import SetAside
from window_app.services import answering, confirmed_papers, published
from window_app.services.office import Office
from window_app.views import AsideView, SyncView

MOST_DIFFERENCE = 120.0  # seconds between the hub's clock and ours that are said


def joined_to(office: Office) -> Joined | Refusal:
    """The hub this terminal joined."""
    with office.store.read() as unit:
        joined = hub_settings.read_joined(unit)
    return joined or Refusal(
        "not_joined",
        "这台终端还没有加入中心，不用同步。",
        hint="请向中心管理员要一个加入码，再用 window hub join 加入。",
    )


def exchange(office: Office, hub: Hub) -> SyncView | Refusal:
    """Everything that waits, both ways; what the hub refused, once the rest is done.

    HubUnreachable where it does not answer: what was to be sent stays queued.
    """
    tally, store, feed = Tally(), office.store, office.signer.feed
    refusals = [
        tried(lambda: published.take_all(office, hub)),
        _push(office, hub, tally),
        tried(lambda: shuttle.pull_all(store, hub, tally)),
        tried(lambda: shuttle.send_scans(store, feed, office.blobs, hub)),
        tried(lambda: shuttle.fetch_scans(store, office.blobs, hub)),
    ]
    if answering.answer_all(office):
        refusals.append(_push(office, hub, tally))
    view = _noted(office, tally)
    confirmed_papers.print_all(office)
    refused = [refusal for refusal in refusals if refusal is not None]
    return refused[0] if refused else view


def unsent(office: Office) -> int:
    """How many own events are still to be sent; those set aside have been."""
    with office.store.read() as unit:
        return sum(outbox.waiting(unit))


def _push(office: Office, hub: Hub, tally: Tally) -> Refusal | None:
    """Send our feed; why the hub takes no more of it is kept, to be shown until it does."""
    refusal = tried(lambda: shuttle.push_all(office.store, office.signer.feed, hub, tally))
    kept = None
    if refusal is not None:
        at = to_text(office.now())
        kept = FeedRefused(code=refusal.code, message=refusal.message, hint=refusal.hint, at=at)
    with office.store.write() as unit:
        hub_settings.change_joined(unit, refused=kept)
    return refusal


def tried(part: Callable[[], None]) -> Refusal | None:
    """Do a part of an exchange; why the hub refused it."""
    try:
        part()
    except HubRefusal as no:
        return Refusal(no.code, no.message, hint=no.hint)
    return None


def _noted(office: Office, tally: Tally) -> SyncView:
    now = office.now()
    hub_time = tally.hub_time or to_text(now)
    difference = round((from_text(hub_time) - now).total_seconds(), 3)
    with office.store.write() as unit:
        hub_settings.change_joined(unit, last_contact=to_text(now), clock_difference=difference)
        aside = tuple(aside_view(unit, word) for word in tally.set_aside)
    return SyncView(tally.pushed, tally.pulled, unsent(office), aside, hub_time, difference)


def aside_view(unit: Unit, word: SetAside) -> AsideView:
    """What was set aside, as it is shown."""
    event = journal.find(unit, word.event_id)
    case = cases.by_id(unit, event.case_id) if event and event.case_id else None
    return AsideView(case.number if case else "", event.kind if event else "", word.why)
