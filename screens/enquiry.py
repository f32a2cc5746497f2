"""Enquiries: an item, the situation, the list that follows, its 一次性告知书. Stores nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import events
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import OptionList

from data.errors import Refusal
from screens import keys
from screens.counter import SearchesItems, here
from screens.enquiry_parts import (
    ANSWER,
    Answers,
    answer_of,
    first_open,
    list_of,
    question_of,
)
from screens.keys import Key
from screens.widgets.foot_line import FootLine
from screens.widgets.item_finder import ItemFinder
from screens.widgets.line import Prose
from screens.widgets.panel import Panel
from screens.widgets.search_box import SearchBox
from screens.widgets.table import ListTable
from screens.widgets.told import Told
from window_app.desk_views import EnquiryView, ItemLine

if TYPE_CHECKING:
    from window_app.services.desk.session import IntakeSession

PLACEHOLDER = "事项名称、俗称、拼音首字母或者代码"


class EnquiryScreen(SearchesItems):
    """First the item is chosen, then its questions are answered beside the list."""

    CSS_PATH = "enquiry.tcss"
    AUTO_FOCUS = "EnquiryScreen Field"
    KEYS = (
        "help",
        "choose",
        keys.use("open", "选定"),
        keys.use("print", "打印一次性告知书", short="告知书"),
        here("new_intake", "按这个事项收件", short="收件"),
        keys.use("next_pane", "情形 / 清单", short="换栏"),
        "lock",
        keys.use("box", "换事项"),
        "back",
    )

    def __init__(self, item: str = "") -> None:
        super().__init__()
        self._begun = item
        self._session: IntakeSession | None = None
        self._view: EnquiryView | None = None

    @property
    def place(self) -> tuple[str, str]:
        return "咨询清单", "咨询"

    @property
    def who(self) -> tuple[str, str]:
        return (self._view.name, self._view.name) if self._view else self.desk.who_words

    def content(self) -> Iterable[Widget]:
        yield SearchBox(PLACEHOLDER)
        yield ItemFinder()
        yield Horizontal(
            Panel("情形", Answers(id="choices"), id="asked"),
            Prose(classes="gap"),
            Panel("清单", VerticalScroll(Told(classes="told"), id="list"), id="told"),
            classes="panes",
            id="enquiry",
        )

    @property
    def box(self) -> SearchBox | None:
        return None if self._view else self.query_one(SearchBox)

    @property
    def led(self) -> ListTable | None:
        return None if self._view else self.finder.table

    @property
    def choices(self) -> Answers:
        return self.query_one("#choices", Answers)

    def foot_keys(self) -> tuple[Key, ...]:
        hidden = () if self._view else ("print", "new_intake", "next_pane", "box")
        return tuple(key for key in super().foot_keys() if key.id not in hidden)

    def on_mount(self) -> None:
        self.finder.table.add_class("-led")
        if self._begun:
            self.choose(self._begun)
        else:
            self.search_items("")

    # The item.

    def on_search_box_changed(self, event: SearchBox.Changed) -> None:
        self.search_items(event.text.strip())

    def on_search_box_sent(self, event: SearchBox.Sent) -> None:
        office, text = self.office, event.text
        if text == self.searched and self.finder.current is not None:
            self.choose(self.finder.current.code)
            return

        def first(found: Iterable[ItemLine]) -> None:
            line = next(iter(found), None)
            if line is None:
                self.tell(f"没有找到“{text}”。", "warn", word="没找到")
            else:
                self.choose(line.code)

        self.ask_first(lambda: office.items(text), first, group="items")

    def on_item_finder_looked(self, event: ItemFinder.Looked) -> None:
        if event.line is not None and self._view is None:
            self.say_next(f"回车看{event.line.name}的情形和清单", "回车 选定")

    def on_item_finder_chosen(self, event: ItemFinder.Chosen) -> None:
        self.choose(event.line.code)

    def choose(self, code: str) -> None:
        """Take an item to ask about."""
        office, person = self.office, self.person
        self.ask_first(lambda: office.begin(person, item=code), self._begun_with, group="begin")

    def _begun_with(self, answer: IntakeSession | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.refuse(answer)
            return
        self._session = answer
        self.add_class("-chosen")
        self.show_enquiry()
        self.choices.focus()
        self.choices.to(first_open(self._view) if self._view else None)

    # The situation.

    def show_enquiry(self) -> None:
        """Show the questions and the list as they stand."""
        view = self.office.enquiry(self._session) if self._session else None
        self._view = view
        if view is None:
            return
        self.choices.show(view)
        wanting = sum(question.is_open for question in view.questions)
        left, right = self.query_one("#asked", Panel).head, self.query_one("#told", Panel).head
        left.say("情形", "数字或者回车选", f"还有 {wanting} 问" if wanting else "都问了")
        sure = [line for line in view.materials if not line.is_possible]
        remark = "还会变" if wanting else ""
        right.say(f"材料 {len(sure)} 项", remark, view.code)
        self.query_one(".told", Told).say(lambda width: list_of(view, width))
        self.refresh_head()
        self.query_one(FootLine).show_keys(self.foot_keys())
        self._say_view(view)

    def _say_view(self, view: EnquiryView) -> None:
        wanting = sum(question.is_open for question in view.questions)
        if view.way_out is not None and not view.way_out.is_guessed:
            self.say_next(view.way_out.say, "F8 告知书")
        elif wanting:
            self.say_next(f"还有 {wanting} 个问题；问完清单就定了", "F8 告知书")
        else:
            self.say_next("清单定了，打印一次性告知书交给咨询的人；要办就按 F2 收件", "F8 告知书")

    def on_descendant_focus(self) -> None:
        if self._view is not None and self.focused is self.query_one("#list"):
            self.say_next("上下键看清单；Tab 回到情形", "Tab 情形")
        elif self._view is not None:
            self._say_view(self._view)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.answer(event.option_id or "")

    def on_key(self, event: events.Key) -> None:
        """Digits answer the question the cursor is in; space is Enter."""
        if self._view is None or self.focused is not self.choices:
            return
        here = self.choices.here
        if here is None:
            return
        if event.key == "space":
            event.stop()
            self.answer(here)
        elif event.key.isdigit() and event.key != "0":
            event.stop()
            self.answer(answer_of(self._view, question_of(here), int(event.key)))

    def answer(self, option: str) -> None:
        """Choose one answer; the list follows at once."""
        question, found, choice = option.partition(ANSWER)
        if self._session is None or not found:
            return
        if question == "":
            self._session.set_subject("legal" if choice == "legal" else "natural")
        else:
            self._session.answer(question, choice)
        self.show_enquiry()
        asked = self._view.questions if self._view else ()
        stays = any(one.id == question and one.many for one in asked)
        self.choices.to(option if stays or self._view is None else first_open(self._view) or option)

    # Keys.

    def action_box(self) -> None:
        """Another item."""
        self._session = self._view = None
        self.remove_class("-chosen")
        self.query_one(FootLine).show_keys(self.foot_keys())
        self.refresh_head()
        self.query_one(SearchBox).field.focus()
        self.search_items(self.query_one(SearchBox).text.strip())

    def action_print(self) -> None:
        session = self._session
        if session is None:
            self.tell("先选定一个事项，再打印它的一次性告知书。", "warn", word="打印")
        else:
            self.print_guide(lambda: session)

    def action_new_intake(self) -> None:
        """From the enquiry straight into the intake."""
        if self._view is None:
            self.tell("先选定一个事项。", "warn", word="收件")
        else:
            self.begin_intake(item=self._view.code)

    def action_back(self) -> None:
        """Esc goes back to the choice of the item, then to where one came from."""
        if self._view is not None and not self._begun:
            self.action_box()
        elif self.query_one(SearchBox).text and self._view is None:
            self.query_one(SearchBox).clear()
        else:
            super().action_back()
