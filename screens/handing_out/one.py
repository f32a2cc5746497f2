"""One result at the window: to whom, how, whether the number is theirs; then it is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget

from data.errors import Refusal
from data.rules.card import CardText
from screens import keys
from screens.counter import Counter
from screens.intake.choices import Choices
from screens.intake.done import DonePane
from screens.intake.entries import Entries, Entry, number_field
from screens.intake.reader import CardWatch
from screens.keys import Key
from screens.modals import Confirm
from screens.widgets.fields import FoldingField
from screens.widgets.foot_line import FootLine
from screens.widgets.ink import badge, join, plain
from screens.widgets.line import Prose, fact_lines
from screens.widgets.next_line import NoticeLine
from screens.widgets.panel import Panel
from screens.widgets.told import Told, prose
from screens.widgets.two_lines import Pair, TwoLines
from screens.work import Failure
from window_app.desk_views import Done, HandOutView

if TYPE_CHECKING:
    from window_app.services.desk.handed_over import HandOut

GIVE = keys.use("conclude", "发出", help="核对一致后发给领取人：先看卡片，再按一次才发出")
PROXY = (("yes", "已核对委托书"), ("no", "没有委托书"))
NEXT = replace(keys.use("hand_out", "下一件"), door=False, action="next_one")
UNDER_WAY = "正在存档、打印送达回证，请稍等。"
LONGEST_COURIER = 40


class HandOutScreen(Counter):
    """The form on the left, what is given on the right."""

    CSS_PATH = "handing_out.tcss"
    KEYS = (GIVE, "next_pane", "help", "lock", "back", NEXT)

    def __init__(self, given: HandOut) -> None:
        super().__init__()
        self._given = given
        self._view = given.view()
        self._done: Done | None = None
        self._is_under_way = False

    @property
    def place(self) -> tuple[str, str]:
        return "出件", "出件"

    @property
    def who(self) -> tuple[str, str]:
        return f"{self._view.item}  {self._view.applicant}", self._view.item

    def content(self) -> Iterable[Widget]:
        view = self._view
        self._head = TwoLines(*self._head_lines("待领取", "info"))
        yield self._head
        self.entries = Entries(
            [
                Entry("how", "领取方式", Choices(view.ways)),
                Entry("to", "谁来领", Choices(view.receivers)),
                Entry("id_number", "证件号码", number_field()),
                Entry("proxy", "授权委托书", Choices(PROXY)),
                Entry("courier", "快递单号", FoldingField(limit=LONGEST_COURIER)),
            ],
            typed=self.typed,
            onward=self.say_ready,
        )
        self._given_words = Told(classes="inset")
        left = Panel("发给谁", self.entries, remark="读身份证，或者输入号码", id="to-whom")
        right = Panel("发什么", VerticalScroll(self._given_words), id="what")
        yield Horizontal(left, Prose(classes="gap"), right, classes="panes", id="work")
        self._after = DonePane()
        yield self._after

    def on_mount(self) -> None:
        self._after.display = False
        for entry in self.entries.query(Entry):
            entry.fill(self._view.values[entry.key])
        self.show_now()
        CardWatch(self, lambda: self.is_current and not self._is_closed, self.card_read)
        self._focus("id_number" if self._view.asks_identity else "how")

    @property
    def _is_closed(self) -> bool:
        return self._is_under_way or self._done is not None

    # Showing.

    def _head_lines(self, word: str, family: str) -> tuple[Pair, Pair]:
        view = self._view
        who = join([plain(view.applicant), plain(f"   {view.item}", "muted")])
        return (plain(view.grouped, "strong"), badge(word, family)), (who, plain(""))

    def show_now(self) -> None:
        """What was typed so far, and what it comes to."""
        self._view = view = self._given.view()
        shown = {
            "id_number": view.asks_identity,
            "proxy": view.asks_proxy,
            "courier": view.asks_courier,
        }
        for entry in self.entries.query(Entry):
            entry.display = shown.get(entry.key, True)
            entry.put(view.values[entry.key])
        to = self._entry("to").control
        assert isinstance(to, Choices)
        to.options = view.receivers
        number = self._entry("id_number")
        number.tell(view.identity, problem=view.tone == "bad")
        number.note("一致" if view.tone == "ok" else "", "ok.ink")
        self._given_words.say(partial(_what_words, view))
        self.say_ready()

    def say_ready(self) -> None:
        """What F12 would do, or what it waits for."""
        view = self._view
        if view.lacking:
            self.say_next(view.lacking[0].say)
        else:
            self.say_next(f"发给{view.to}；先看卡片，再按一次才发出。", "F12 发出")

    def _entry(self, key: str) -> Entry:
        found = self.entries.entry(key)
        assert found is not None
        return found

    def _focus(self, key: str) -> None:
        self._entry(key).control.focus()

    # Typing.

    def typed(self, key: str, value: str) -> None:
        """A value of an entry."""
        if self._given.values[key] != value and not self._is_closed:
            self._given.set(key, value)
            self.query_one(NoticeLine).clear()
            self.show_now()

    def card_read(self, card: CardText) -> None:
        """A card on the reader: whoever it belongs to is who fetches."""
        is_theirs = self._given.read(card)
        self._entry("id_number").fill(self._given.values["id_number"])
        self.show_now()
        if is_theirs:
            self.tell(f"读到{self._view.to}的证件，和登记的一致。", "ok", word="读卡")
        else:
            self.tell(f"读到{card.name}的证件，和登记的领取人对不上。", "bad", word="读卡")

    # The act.

    def action_conclude(self) -> None:
        if self._is_closed:
            return
        view = self._view
        if view.lacking:
            self.tell(view.lacking[0].say, "warn", word="不能办")
            self._focus(view.lacking[0].key)
            return
        way = dict(view.ways)[view.values["how"]]
        card = Confirm(
            "发出办理结果",
            f"“{view.item}”的办理结果，{way}，发给{view.to}。",
            act="发出并打印",
            effects=(
                ("交付", "、".join(f"{name} {number}".rstrip() for name, number in view.pieces)),
                ("打印", "送达回证〔保存后生成〕 1 份"),
                ("经办人", "  ".join(self.desk.who_words[:1])),
            ),
            aside=view.grouped,
            family="ok",
        )
        self.app.push_screen(card, self._agreed)

    def _agreed(self, agreed: bool | None) -> None:
        if not agreed:
            return
        self._is_under_way = True
        self.tell(UNDER_WAY)
        self.query_one("#work").disabled = True
        office, person, given = self.office, self.person, self._given
        self.ask_first(
            lambda: office.issuing.hand_out(given, person),
            self._handed_out,
            group="act",
            failed=self._failed,
        )

    def _handed_out(self, answer: Done | Refusal) -> None:
        self._over()
        if isinstance(answer, Refusal):
            self.refuse(answer)
            return
        self._done = answer
        self.query_one(NoticeLine).clear()
        self.query_one("#work").display = False
        self._after.display = True
        self._head.say(*self._head_lines(answer.title, "ok"))
        self._after.show_done(answer, self._view.applicant, self._view.item)
        self._after.enter()
        self.say_next("发好了；按 F4 发下一件，Esc 返回。", "F4 下一件")
        self.query_one(FootLine).show_keys(self.foot_keys())

    def _failed(self, failure: Failure) -> None:
        self._over()
        self.show_failure(failure)

    def _over(self) -> None:
        self._is_under_way = False
        self.query_one("#work").disabled = False

    # Keys.

    def used_keys(self) -> tuple[Key, ...]:
        if self._done is None:
            return tuple(key for key in super().used_keys() if key is not NEXT)
        return keys.resolve((*self._after.foot(), NEXT, "back", "help", "lock"))

    def action_next_one(self) -> None:
        """Back to what else is ready, once this one is given."""
        if self._done is not None:
            self.app.pop_screen()

    def action_back(self) -> None:
        """What was typed is not thrown away unasked."""
        if self._is_under_way:
            return
        if self._done is not None or not self._given.is_typed:
            super().action_back()
            return
        card = Confirm(
            "还没有发出",
            "结果还没有发出。返回以后，刚输的号码不留，下次再核对。",
            act="不发了，返回",
            aside=self._view.grouped,
        )
        self.app.push_screen(card, self._leave)

    def _leave(self, sure: bool | None) -> None:
        if sure:
            self.app.pop_screen()


def _what_words(view: HandOutView, width: int) -> Iterable[Text]:
    """What goes over the counter, the result as registered, and what should be minded."""
    yield plain("交付", "muted")
    for name, number in view.pieces:
        yield from prose(name, width, style="strong")
        yield from prose(number, width, style="muted", indent=2) if number else ()
    if view.registered:
        yield plain("")
        yield plain("登记的结果", "muted")
        yield from fact_lines(view.registered, width)
    for note in view.notes:
        yield plain("")
        yield from prose(note, width, style="warn.ink")
