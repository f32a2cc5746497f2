"""Everything the desk's screens ask for. Methods that touch the store are for thread workers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from data.clock import to_text
from data.errors import InputError, Refusal
from data.rules.check_digits import normalise
from data.rules.identity import check_credit_code, check_identity
from data.rules.item import Catalogue
from data.rules.numbers import LENGTH, parse_case_number
from data.rules.person import owner_key
from data.store import cases, catalogues, drafts, journal, people
from data.store.drafts import StoredDraft
from data.store.item_search import Filters, ItemIndex
from window_app.desk_views import (
    CaseLine,
    CasePage,
    Done,
    EnquiryView,
    HomeView,
    ItemLine,
    ItemPreview,
    KnownPerson,
    Scanned,
)
from window_app.services import (
    access,
    deciding,
    deeming,
    guiding,
    intake,
    late_concluding,
    reprinting,
    spooling,
)
from window_app.services.cases import find
from window_app.services.desk import enquiring, home, items, pages, taking_up
from window_app.services.desk.draft import Draft
from window_app.services.desk.finding import number_patterns
from window_app.services.desk.home import MOST
from window_app.services.desk.session import IntakeSession
from window_app.services.desk.standing import Surroundings
from window_app.services.desk.station import Person as Person
from window_app.services.desk.station import Station as Station
from window_app.services.desk.station import StationFact as StationFact
from window_app.services.forms import IntakeForm, check_form
from window_app.services.lists import USUAL
from window_app.services.office import Office
from window_app.views import DocumentView


class Desk:
    """The window's desk over one opened office."""

    def __init__(
        self,
        office: Office,
        *,
        facts: Sequence[StationFact] = (),
        settle: Callable[[], None] | None = None,
    ) -> None:
        """`settle` is called once the list is loaded, after somebody has logged in."""
        """`facts` stand on the login card below those of the station."""
        self._office = office
        self._settle = settle
        self._facts = tuple(facts)

    @cached_property
    def _list(self) -> Catalogue | Refusal:
        with self._office.store.read() as unit:
            return self._office.live_list(unit)

    @cached_property
    def _index(self) -> ItemIndex:
        assert not isinstance(self._list, Refusal)
        with self._office.store.read() as unit:
            return catalogues.load_index(unit, self._list)

    # The shell.

    def station(self) -> Station:
        """Where this terminal stands, and what should be known before work."""
        with self._office.store.read() as unit:
            unsent = journal.unsent(unit)
            clock = self._office.clock_refusal(unit)
            version = self._office.live_version(unit)
        facts: list[StationFact] = []
        if isinstance(version, Refusal):
            facts.append(StationFact("清单", "bad", version.message))
        else:
            facts.append(StationFact("清单", "ok", f"{version.name} {version.version} 版"))
        if clock is not None:
            facts.append(StationFact("时钟", "bad", clock.message))
        if self._office.terminal.is_demo:
            facts.append(StationFact("演示", "warn", "演示站，数据用完即弃。"))
        facts += self._facts
        terminal = self._office.terminal
        return Station(terminal.hall, f"{terminal.terminal}号窗口", False, unsent, tuple(facts))

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

    def wake(self) -> None:
        """Before the first act of a day: what counts as accepted by now, papers left behind.

        The list in force may be another from this day on.
        """
        for known in ("_list", "_index", "_used"):
            self.__dict__.pop(known, None)
        deeming.accept_overdue(self._office)
        spooling.resume(self._office)

    # Home and looking.

    def home(self, who: Person) -> HomeView:
        with self._office.store.read() as unit:
            return home.home_view(unit, self._office, who.account)

    def my_day(self, who: Person) -> HomeView:
        """What a person took in today, and today's figures of that."""
        with self._office.store.read() as unit:
            return home.day_view(unit, self._office, who.account)

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
        hits = self._index.search(text, first=first, used=self._used, filters=Filters())
        return [items.item_line(self._list, self._office.terminal, hit) for hit in hits]

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
        """A case; unmasked for a person, which is written down."""
        return pages.case_page(self._office, number, unmask_for.account if unmask_for else None)

    def reprint(self, number: str, paper: str, who: Person) -> DocumentView | Refusal:
        """Print a case's paper again; it is written down. PaperError where it fails."""
        printer = self._office.default_printer
        return reprinting.reprint(self._office, number, paper, who.account, printer=printer)

    def enquiry(self, session: IntakeSession) -> EnquiryView | None:
        """What a person is told who asks before applying; nothing is stored."""
        return enquiring.enquiry_view(session)

    def decide(self, number: str, who: Person) -> DocumentView | Refusal:
        """Grant an instant item at the window: the decision on paper."""
        answer = deciding.approve(self._office, number, who.account)
        if isinstance(answer, Refusal):
            return answer
        return next(paper for paper in answer.documents if paper.kind == "approval")

    def print_guide(self, session: IntakeSession) -> DocumentView | Refusal:
        """一次性告知书 of the situation in hand; nothing is stored. PaperError where it fails."""
        checklist = session.standing.checklist
        if checklist is None:
            return Refusal("no_item", "还没有选定事项。", "选定事项后再打印告知书。")
        return guiding.hand_over(self._office, session.around.catalogue, checklist)

    # An intake.

    def begin(self, who: Person, *, identity: str = "", item: str = "") -> IntakeSession | Refusal:
        """A new draft, with a person or an item where one was scanned."""
        if isinstance(self._list, Refusal):
            return self._list
        draft = Draft(id=journal.new_id(), owner=who.staff)
        session = IntakeSession(draft, self._around(self._list))
        if identity:
            is_body = check_credit_code(identity).valid
            session.set_subject("legal" if is_body else "natural")
            session.set_party("applicant", "id_number", identity)
        if item:
            session.choose_item(item)
        return session

    def take_up(self, number: str, who: Person) -> IntakeSession | Refusal:
        """A case taken in without a conclusion, to be concluded by the list of its receipt."""
        with self._office.store.read() as unit:
            case = find(unit, number)
            refusal = taking_up.refusal(unit, self._office, case, who.account)
            catalogue = self._office.list_of(unit, case)
        if refusal is not None:
            return refusal
        draft = taking_up.draft_of(case, journal.new_id(), who.staff)
        return IntakeSession(draft, self._around(catalogue))

    def known(self, session: IntakeSession) -> KnownPerson:
        """What this home knows of the draft's applicant; it fills the draft's empty fields."""
        given = session.draft.applicant
        owner = owner_key(given.get("id_type", ""), normalise(given.get("id_number", "")))
        with self._office.store.read() as unit:
            records = people.records_of(unit, owner)
            certificates = tuple(people.certificates_of(unit, owner))
            open_cases = [
                home.case_line(unit, self._office, case)
                for case in cases.open_of(unit, normalise(given.get("id_number", "")))
            ]
        session.know(records, certificates)
        kind = "person" if session.draft.subject == "natural" else "entity"
        return KnownPerson(
            name=records.get(f"{kind}.name"),
            phone=records.get(f"{kind}.phone"),
            address=records.get(f"{kind}.address"),
            legal_representative=records.get(f"{kind}.legal_representative"),
            certificates=tuple(one.name for one in certificates),
            open_cases=tuple(open_cases),
        )

    def save(self, session: IntakeSession, *, is_parked: bool = False) -> None:
        """Keep the draft as it is typed; a blank one leaves nothing."""
        draft = session.draft
        if draft.is_blank:
            return
        at = to_text(self._office.now())
        stored = StoredDraft(draft.id, draft.owner, is_parked, at, draft.model_dump_json())
        with self._office.store.write() as unit:
            drafts.save(unit, stored)

    def resume(self, draft_id: str, who: Person) -> IntakeSession | Refusal:
        """Take a draft up again; another clerk of this terminal takes it over."""
        if isinstance(self._list, Refusal):
            return self._list
        with self._office.store.read() as unit:
            stored = drafts.find(unit, draft_id)
        if stored is None:
            return Refusal("draft_gone", "这份草稿已经办结或者删除。")
        draft = Draft.model_validate_json(stored.content).model_copy(update={"owner": who.staff})
        return IntakeSession(draft, self._around(self._list))

    def unfinished(self, who: Person) -> str | None:
        """The draft this clerk was working on when the desk was cut off."""
        with self._office.store.read() as unit:
            mine = [d for d in drafts.everyone(unit) if d.owner == who.staff and not d.is_parked]
        return mine[0].id if mine else None

    def discard(self, draft_id: str) -> None:
        with self._office.store.write() as unit:
            drafts.remove(unit, draft_id)

    def conclude(self, session: IntakeSession, who: Person, *, conclude_it: bool) -> Done | Refusal:
        """Do the act: store the case, forget the draft with it, print the papers."""
        standing, draft = session.standing, session.draft
        form = draft.as_form(
            conclude=conclude_it,
            asked=standing.asked,
            fields={state.key for state in standing.fields},
        )
        office, account, root = self._office, who.account, Path("/")
        try:
            checked = check_form(form, IntakeForm)
            if draft.case is not None:
                answer = late_concluding.conclude(
                    office, draft.case, checked, account, root, draft=draft.id
                )
            else:
                answer = intake.submit(office, checked, account, root, draft=draft.id)
        except InputError as error:
            return Refusal(error.code, error.message, hint=error.hint, field=error.field)
        return answer if isinstance(answer, Refusal) else pages.done(answer)

    @cached_property
    def _used(self) -> dict[str, int]:
        since = to_text(self._office.now() - USUAL)
        with self._office.store.read() as unit:
            return dict(cases.uses(unit, since=since))

    def _around(self, catalogue: Catalogue) -> Surroundings:
        office = self._office
        return Surroundings(catalogue, office.terminal, office.calendar, office.today())

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
