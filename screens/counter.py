"""What every screen of the window's desk can do: open a case, begin or resume an intake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from data.errors import Refusal
from screens import keys
from screens.base import DeskScreen
from screens.keys import Key
from screens.widgets.item_finder import ItemFinder

if TYPE_CHECKING:
    from textual.screen import Screen

    from window_app.desk_views import ItemLine, ItemPreview
    from window_app.services.desk.desk import Desk, Person
    from window_app.services.desk.returned import ReturnSession
    from window_app.services.desk.session import IntakeSession
    from window_app.views import DocumentView


MOST_ITEMS = 200


def here(key_id: str, label: str = "", *, short: str = "") -> Key:
    """A key that opens another screen, answered by this one: it knows what to open it with."""
    entry = keys.key(key_id)
    return replace(entry, door=False, action=key_id, label=label or entry.label, short=short)


def intake_screen(session: IntakeSession) -> Screen[None]:
    """The screen on which a draft is worked on."""
    if session.draft.brings_back:
        from screens.supplements.brought_back import BroughtBackScreen

        return BroughtBackScreen(cast("ReturnSession", session))
    from screens.intake.screen import IntakeScreen

    return IntakeScreen(session)


class Counter(DeskScreen):
    """A screen of the desk; its services are the desk's."""

    @property
    def office(self) -> Desk:
        """The desk's services. What touches the store is asked in a worker."""
        return cast("Desk", self.services)

    @property
    def person(self) -> Person:
        """Who is logged in."""
        return cast("Person", self.desk.person)

    def open_case(self, number: str, *, at_papers: bool = False) -> None:
        """Open a case; at its papers to print one again."""
        from screens.case import CaseScreen

        self.app.push_screen(CaseScreen(number, at_papers=at_papers))

    def begin_intake(self, *, identity: str = "", item: str = "") -> None:
        """A new intake, with the person or the item that was scanned or chosen."""
        office, person = self.office, self.person
        self._open_session(lambda: office.begin(person, identity=identity, item=item))

    def resume_intake(self, draft: str) -> None:
        """Go on with an intake that waits."""
        office, person = self.office, self.person
        self._open_session(lambda: office.resume(draft, person))

    def _open_session(self, work: Callable[[], IntakeSession | Refusal]) -> None:
        self.ask_first(work, self._session_opened, group="intake")

    def _session_opened(self, answer: IntakeSession | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.refuse(answer)
        elif self.is_current:
            self.app.push_screen(intake_screen(answer))

    def action_new_intake(self) -> None:
        self.begin_intake()

    def action_find(self) -> None:
        self.open_find()

    def open_find(self, text: str = "") -> None:
        """Find cases, by what is already typed."""
        from screens.find import FindScreen

        self.app.push_screen(FindScreen(text))

    def action_lists(self) -> None:
        self.open_enquiry()

    def open_enquiry(self, item: str = "") -> None:
        """Answer what an item asks for, before anything is handed in."""
        from screens.enquiry import EnquiryScreen

        self.app.push_screen(EnquiryScreen(item))

    def print_guide(self, session_of: Callable[[], IntakeSession | Refusal]) -> None:
        """Print the 一次性告知书 of a situation; nothing is stored."""
        office = self.office

        def work() -> DocumentView | Refusal:
            session = session_of()
            return session if isinstance(session, Refusal) else office.print_guide(session)

        self.tell("正在打印一次性告知书", word="打印")
        self.ask(work, self.printed, group="print")

    def printed(self, answer: DocumentView | Refusal) -> None:
        """Where a paper went, or why it was not printed."""
        if isinstance(answer, Refusal):
            self.refuse(answer)
        else:
            self.tell(f"已打印：{answer.path or answer.number}", "ok", word="打印")

    def refuse_elsewhere(self, words: str) -> None:
        """This window does not take the item: say who does."""
        self.tell(words, "warn", word="他处办")


class SearchesItems(Counter):
    """A desk screen with the list of items under its box."""

    searched = ""

    @property
    def finder(self) -> ItemFinder:
        return self.query_one(ItemFinder)

    def search_items(self, text: str) -> None:
        """Fill the list for what is typed so far."""
        office = self.office

        def show(found: Sequence[ItemLine]) -> None:
            self.searched = text
            self.finder.show_items(found)

        self.ask(lambda: office.items(text, first=MOST_ITEMS), show, group="items")

    def on_item_finder_looked(self, event: ItemFinder.Looked) -> None:
        line, office = event.line, self.office
        if line is None:
            self.finder.show_preview(None)
            return

        def show(preview: ItemPreview | None) -> None:
            self.finder.show_preview(preview)

        self.ask(lambda: office.preview(line.code), show, group="preview")
