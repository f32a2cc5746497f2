"""What every service works with: the store, the key, the clock, the calendar and the list.

Built by `bootstrap`; holds no act of its own beyond keeping the clock and the list straight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from data.clock import Clock, from_text, legal_day, to_text
from data.errors import Refusal, StorageError
from data.rules.calendar import WorkCalendar
from data.rules.case import Case
from data.rules.event import MAIN_LINE, Event, Kind
from data.rules.item import Item
from data.rules.listing import LightRule, Listing
from data.store import calendars, catalogues, journal, leases
from data.store.blobs import Blobs
from data.store.catalogues import Version
from data.store.engine import Store, Unit
from data.store.home import Home
from data.store.home_keys import HomeKeys
from data.store.journal import Entry
from data.store.settings import Terminal
from data.store.signing import Signer
from printing.printers import Printer
from window_app.services.lanes import Lanes
from window_app.views import Trouble

if TYPE_CHECKING:
    from data.exchange.shapes import Hub
    from printing.faces import Faces

# How far the clock may stand from the journal before legal acts wait for a supervisor.
MOST_BEHIND = timedelta(minutes=2)
MOST_AHEAD = timedelta(days=35)


class Order(Protocol):
    """The hub's order of events, which those of its own feed have their places in too."""

    def lock(self, unit: Unit) -> None:
        """Nobody else takes an event in until the unit of work is done."""

    def admit(self, unit: Unit, event: Event, before: Case | None, after: Case) -> None:
        """Give an event its place; terminals pull it from now on."""


@dataclass(slots=True)
class Office:
    """One opened home.

    reach: a line to the hub that this terminal joined, closed after use; HubUnreachable where
    there is none. None in a home that was opened to look only.
    order: in a hub's home, the order that all events on cases have there.
    """

    home: Home
    store: Store
    signer: Signer
    clock: Clock
    terminal: Terminal
    blobs: Blobs
    printer: Callable[[str], Printer]
    faces: Callable[[], Faces]
    default_printer: str
    keys: HomeKeys | None = None  # of an encrypted home
    second_backup: Path | None = None
    reach: Callable[[], Hub] | None = None
    order: Order | None = None
    on_screen: set[str] = field(default_factory=set)  # numbers of the cases that are open
    troubles: tuple[Trouble, ...] = ()  # what the last waking found
    lanes: Lanes = field(default_factory=Lanes)
    _lists: dict[str, Listing] = field(default_factory=dict)
    _calendar: WorkCalendar | None = None

    def now(self) -> datetime:
        return self.clock.now()

    def today(self) -> date:
        """The legal day."""
        return legal_day(self.now())

    @property
    def calendar(self) -> WorkCalendar:
        """The working days, under the overrides of the list in force; read when first asked."""
        if self._calendar is None:
            with self.store.read() as unit:
                found = self.live_list(unit)
                overrides = () if isinstance(found, Refusal) else found.calendar
                self._calendar = calendars.load(unit, overrides)
        return self._calendar

    def forget_calendar(self) -> None:
        """A new calendar or list has come."""
        self._calendar = None

    def live_list(self, unit: Unit) -> Listing | Refusal:
        """The list in force today."""
        version = self.live_version(unit)
        return version if isinstance(version, Refusal) else self._list(unit, version.digest)

    def live_version(self, unit: Unit) -> Version | Refusal:
        """Which list is in force today, without loading it."""
        found = catalogues.live(unit, self.today())
        return found or Refusal(
            "no_list_in_force",
            "今天没有生效的事项清单，不能收件。",
            hint="请清单管理员用 window catalogue import 导入清单。",
        )

    def list_of(self, unit: Unit, case: Case) -> Listing:
        """The list by which a case was received; StorageError where it has not come here yet."""
        try:
            return self._list(unit, case.catalogue_digest)
        except KeyError as error:
            raise StorageError(
                "list_missing",
                f"这件按清单版本 {case.version} 收件，这里还没有这个版本，不能办。",
                hint="请先同步；中心也没有的，请中心的清单管理员导入。办件没有改动。",
            ) from error

    def item_of(self, unit: Unit, case: Case) -> Item | None:
        """The item as the case's list has it; None where that has not come here yet."""
        try:
            return self._list(unit, case.catalogue_digest).item(case.item)
        except KeyError:
            return None

    def lights_of(self, unit: Unit, case: Case) -> tuple[LightRule, ...]:
        """By which rules a case's light is told: its list's, or today's until that has come."""
        try:
            return self._list(unit, case.catalogue_digest).lights
        except KeyError:
            found = self.live_list(unit)
        return () if isinstance(found, Refusal) else found.lights

    def _list(self, unit: Unit, digest: str) -> Listing:
        if digest not in self._lists:
            self._lists[digest] = catalogues.open_list(unit, self.store, digest)
        return self._lists[digest]

    def open_case(
        self, unit: Unit, case_id: str, body: dict[str, object], actor: str
    ) -> tuple[Event, Case]:
        """Write the `received` of a new case: the event, and the case."""
        entry = Entry(Kind.RECEIVED, body, actor, to_text(self.now()), case_id)
        written = journal.append(unit, self.signer, entry)
        assert written.case is not None
        return written.event, written.case

    def append(
        self, unit: Unit, kind: str, body: dict[str, object], actor: str, case: Case
    ) -> tuple[Event, Case]:
        """Write one event of this moment on a case: the event, and the case after it.

        What is written on a task names the fence of the lease under which it is written.
        """
        if kind in MAIN_LINE and case.holder.kind == "task":
            lease = leases.find(unit, case.case_id)
            body = body if lease is None else {**body, "fence": lease.fence}
        entry = Entry(kind, body, actor, to_text(self.now()), case.case_id)
        written = journal.append(unit, self.signer, entry, case)
        assert written.case is not None
        if self.order is not None:
            self.order.admit(unit, written.event, case, written.case)
        return written.event, written.case

    def note(self, unit: Unit, kind: str, body: dict[str, object], actor: str) -> Event:
        """Write one event that has no case: staff, list, calendar, clock."""
        if self.order is not None:
            self.order.lock(unit)
        entry = Entry(kind, body, actor, to_text(self.now()))
        return journal.append(unit, self.signer, entry).event

    def clock_refusal(self, unit: Unit) -> Refusal | None:
        """Why legal acts wait: the clock stands behind the journal, or far ahead of it."""
        last = journal.last_moment(unit, self.signer.feed)
        if last is None:
            return None
        gap = self.now() - from_text(last)
        if -MOST_BEHIND <= gap <= MOST_AHEAD:
            return None
        how = "落后于" if gap < timedelta(0) else "远远超前于"
        return Refusal(
            "clock_unconfirmed",
            f"本机时间{how}最后一次办件的时间，暂时不能办件。",
            hint="请校准时间；时间确实正确的，由监督员执行 window clock confirm。",
        )
