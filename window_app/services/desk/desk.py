"""Everything the desk's screens ask for. Methods that touch the store are for thread workers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from data.clock import to_text
from data.errors import InputError, Refusal
from data.rules.check_digits import normalise
from data.rules.identity import check_credit_code, check_identity
from data.rules.numbers import LENGTH, parse_case_number
from data.store import cases, forms
from window_app.desk_views import (
    CaseLine,
    CasePage,
    EnquiryView,
    FoundCases,
    HomeView,
    ItemLine,
    ItemPreview,
    Scanned,
)
from window_app.services import (
    access,
    deciding,
    guiding,
    waking,
)
from window_app.services.connection import Connection
from window_app.services.desk import enquiring, home, items, no_effect, pages, reminding
from window_app.services.desk.case_acts import CaseActs
from window_app.services.desk.evaluating import Evaluating
from window_app.services.desk.exchanges import Exchanges
from window_app.services.desk.finding import number_patterns
from window_app.services.desk.handing_out import HandingOut
from window_app.services.desk.home import MOST
from window_app.services.desk.intakes import Intakes
from window_app.services.desk.paper_tray import PaperTray
from window_app.services.desk.session import IntakeSession
from window_app.services.desk.station import Person as Person
from window_app.services.desk.station import Station as Station
from window_app.services.desk.station import StationFact as StationFact
from window_app.services.lists import USUAL
from window_app.services.office import Office
from window_app.views import DocumentView, Trouble

if TYPE_CHECKING:
    from data.store.item_search import ItemIndex


class Desk(Intakes):
    """The window's desk over one opened office."""

    def __init__(
        self,
        office: Office,
        *,
        facts: Sequence[StationFact] = (),
        settle: Callable[[], None] | None = None,
    ) -> None:
        """`settle` is called once the list is loaded, after somebody has logged in.

        `facts` stand on the login card below those of the station.
        """
        super().__init__(office)
        self._office.lanes.patience = 0.0  # the clerk goes on, papers come out beside
        self._settle = settle
        self._facts = tuple(facts)
        self.connection = Connection(office)

    @cached_property
    def _index(self) -> ItemIndex:
        from data.store import catalogue_index  # nobody searches before the login

        assert not isinstance(self._list, Refusal)
        with self._office.store.read() as unit:
            return catalogue_index.load(unit, self._list)

    @cached_property
    def issuing(self) -> HandingOut:
        """Results that wait to be fetched."""
        return HandingOut(self._office)

    @cached_property
    def acts(self) -> CaseActs:
        """What may be done with a case."""
        return CaseActs(self._office)

    @cached_property
    def exchanges(self) -> Exchanges:
        """The line to the hub, and what is on its way."""
        return Exchanges(self._office, self.connection)

    @cached_property
    def papers(self) -> PaperTray:
        """The papers of cases: print one again, one that failed."""
        return PaperTray(self._office)

    @cached_property
    def ratings(self) -> Evaluating:
        """The page that faces the applicant."""
        return Evaluating(self._office)

    # The shell.

    def station(self) -> Station:
        """Where this terminal stands, and what should be known before work."""
        line = self.connection.look()
        with self._office.store.read() as unit:
            clock = self._office.clock_refusal(unit)
            version = self._office.live_version(unit)
        facts: list[StationFact] = []
        if isinstance(version, Refusal):
            facts.append(StationFact("清单", "bad", version.message))
        else:
            facts.append(StationFact("清单", "ok", f"{version.name} {version.version} 版"))
        if line.hub_name is not None and line.unsent:
            word = f"待传 {line.unsent}"
            facts.append(StationFact(word, "warn", "连上中心后自动传送，不影响收件。"))
        if clock is not None:
            facts.append(StationFact("时钟", "bad", clock.message))
        if self._office.terminal.is_demo:
            facts.append(StationFact("演示", "warn", "演示站，数据用完即弃。"))
        facts += [StationFact(t.word, t.tone, t.sentence) for t in self._office.troubles]
        facts += self._facts
        terminal = self._office.terminal
        return Station(terminal.hall, f"{terminal.terminal}号窗口", tuple(facts))

    def sign_in(self, staff: str, password: str) -> Person | Refusal:
        """Who it is; the list is loaded for the first of the day."""
        found = access.log_in(self._office, staff, password)
        if isinstance(found, Refusal):
            return found
        self.items("")
        if self._settle is not None:
            self._settle()
            self._settle = None
        return Person(found)

    def wake(self) -> tuple[Trouble, ...]:
        """Before the first act of a day; what was found wrong with the home.

        The list in force may be another from this day on.
        """
        for known in ("_list", "_index", "_used"):
            self.__dict__.pop(known, None)
        waking.wake(self._office)
        return self._office.troubles

    # Home and looking.

    def home(self, who: Person) -> HomeView:
        with self._office.store.read() as unit:
            return home.home_view(unit, self._office, who.account)

    def my_day(self, who: Person) -> HomeView:
        """What a person took in today, and today's figures of that."""
        with self._office.store.read() as unit:
            return home.day_view(unit, self._office, who.account)

    def wanted(self, word: str, text: str = "") -> FoundCases:
        """The cases that a reminder counts, the least time left first; narrowed by a text."""
        with self._office.store.read() as unit:
            if word == reminding.NO_EFFECT:
                lines = no_effect.lines(unit, self._office)
            else:
                lines = reminding.listed(word, home.wanted_lines(unit, self._office))
        if text:
            hits = {line.number for line in self.find(text)}
            lines = [line for line in lines if line.number in hits]
        why = f"没有找到“{text}”的办件。" if text else f"没有{word}的办件。"
        return FoundCases(tuple(lines), "" if lines else why)

    def scan(self, text: str) -> Scanned:
        """What the one box was given: a case, an identity number, or words to search."""
        typed = normalise(text)
        if not typed:
            return Scanned(problem="请扫码，或者输入编号、证件号、事项名称或拼音。")
        if typed.isdigit() and len(typed) == LENGTH:
            return self._scanned_case(typed)
        if check_identity(typed, self._office.today()).valid or check_credit_code(typed).valid:
            return Scanned(identity=typed)
        found = self.items(text)
        return Scanned(items=tuple(found), problem=None if found else f"没有找到“{text.strip()}”。")

    def items(self, text: str, *, first: int = 50) -> Sequence[ItemLine]:
        """Items for what was typed so far; all, most used first, for nothing."""
        if isinstance(self._list, Refusal):
            return []
        listing, index, terminal = self._list, self._index, self._office.terminal
        hits = index.search(text, first=first, used=self._used)
        return [
            items.item_line(listing, terminal, index.entry(hit.code), hit.marked) for hit in hits
        ]

    def preview(self, code: str) -> ItemPreview | None:
        if isinstance(self._list, Refusal):
            return None
        item = self._list.item(code)
        return items.preview(self._list, self._office.terminal, item) if item else None

    def find(self, text: str, *, first: int = MOST) -> Sequence[CaseLine]:
        """Cases by number, its tail, name or identity number; newest first."""
        wanted = normalise(text)
        if not wanted:
            return []
        numbers = number_patterns(text)
        with self._office.store.read() as unit:
            found = cases.search(unit, wanted, numbers=numbers, limit=first)
            return [home.case_line(unit, self._office, case) for case in found]

    def case_page(self, number: str, *, unmask_for: Person | None = None) -> CasePage | Refusal:
        """A case; unmasked for a person, which is written down. It is open here until `left`."""
        found = pages.case_page(self._office, number, unmask_for.account if unmask_for else None)
        if isinstance(found, CasePage):
            self._office.on_screen.add(found.number)
        return found

    def left(self, number: str) -> None:
        """The case is no longer open here: who asks for it may have it."""
        self._office.on_screen.discard(number)

    def enquiry(self, session: IntakeSession) -> EnquiryView | None:
        """What a person is told who asks before applying; nothing is stored."""
        return enquiring.enquiry_view(session)

    def decide(self, number: str, who: Person) -> DocumentView | Refusal:
        """Grant an instant item at the window: the decision on paper."""
        answer = deciding.approve(self._office, number, who.account)
        if isinstance(answer, Refusal):
            return answer
        return next(paper for paper in answer.documents if paper.kind == "approval")

    def form_file(self, session: IntakeSession, name: str) -> Path | None:
        """The file of a blank form or sample of the list in hand; None where none came with it."""
        return forms.find(self._office.home, session.around.catalogue.digest, name)

    def print_guide(self, session: IntakeSession) -> DocumentView | Refusal:
        """一次性告知书 of the situation in hand; nothing is stored. PaperError where it fails."""
        checklist = session.standing.checklist
        if checklist is None:
            return Refusal("no_item", "还没有选定事项。", "选定事项后再打印告知书。")
        return guiding.hand_over(self._office, session.around.catalogue, checklist)

    @cached_property
    def _used(self) -> dict[str, int]:
        since = to_text(self._office.now() - USUAL)
        with self._office.store.read() as unit:
            return dict(cases.uses(unit, since=since))

    def _scanned_case(self, typed: str) -> Scanned:
        try:
            number = str(parse_case_number(typed))
        except InputError as error:
            return Scanned(problem=error.message)
        with self._office.store.read() as unit:
            case = cases.by_number(unit, number)
        if case is None:
            return Scanned(problem="这里没有这个编号的办件。")
        return Scanned(case=number)
