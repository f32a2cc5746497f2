"""My day: what the clerk took in today, what has come of it, and what still wants an act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from textual import events
from textual.widget import Widget

from screens import keys
from screens.case_list import ListsCases
from screens.case_rows import COLUMNS
from screens.ports import Station
from screens.prints import WaitingPrints
from screens.wanted import WantedScreen
from screens.widgets.figures import Figures, Reminders
from screens.widgets.ink import plain
from screens.widgets.line import Words
from screens.widgets.panel import PanelHead
from screens.widgets.table import ListTable
from window_app.desk_views import HomeView, Reminder

NOTHING = "没有等着办的事。"
MOST_DIGITS = 9


class MyDayScreen(ListsCases):
    """Figures of one person and one day."""

    CSS_PATH = "my_day.tcss"
    AUTO_FOCUS = "#cases"
    NO_CASE = "今天还没有收件，没有文书可以补打。"
    KEYS = (
        "help",
        "choose",
        "open",
        keys.use("pick", "去办", help="去办这个数字的提醒"),
        keys.use("print", "补打"),
        "prints",
        "lock",
        "back",
    )

    def __init__(self) -> None:
        super().__init__()
        self._reminders: Sequence[Reminder] = ()

    @property
    def place(self) -> tuple[str, str]:
        return "我的今日", "今日"

    def content(self) -> Iterable[Widget]:
        yield Figures()
        yield PanelHead("还等着办的", "本窗口全部")
        yield Reminders(classes="paper")
        yield Words(plain(f"  {NOTHING}", "muted"), id="nothing")
        yield PanelHead("今天收的")
        yield ListTable(COLUMNS, id="cases")

    def on_screen_resume(self) -> None:
        office, person = self.office, self.person
        self.ask_first(lambda: office.my_day(person), self.show_day, group="day")

    def show_day(self, view: HomeView) -> None:
        self.query_one(Figures).say(view.counts, ())
        self._reminders = view.reminders[:MOST_DIGITS]
        self.query_one(Reminders).reminders = view.reminders
        self.query_one("#nothing").display = not view.reminders
        self.query_one(Reminders).display = bool(view.reminders)
        self.query(PanelHead).last().say("今天收的", f"{len(view.cases) + view.more} 件")
        self.show_cases(view.cases, more=view.more)
        if not view.cases:
            self.say_next("今天还没有收件；按 Esc 回首页，扫身份证就开始。", "Esc 返回")

    # Seeing to what is counted.

    def on_key(self, event: events.Key) -> None:
        """A digit sees to the reminder that bears it."""
        if event.key.isdecimal() and 0 < int(event.key) <= len(self._reminders):
            event.stop()
            self._see_to(self._reminders[int(event.key) - 1])

    def _see_to(self, reminder: Reminder) -> None:
        match reminder.opens:
            case "prints":
                self.action_prints()
            case "cases":
                self.app.push_screen(WantedScreen(reminder.word))
            case "":
                self.ask(self.office.station, partial(self._say_trouble, reminder.word))
            case door:
                self.desk.action_open_door(door)

    def _say_trouble(self, word: str, station: Station) -> None:
        for fact in station.facts:
            if fact.badge == word:
                self.tell(fact.words, fact.family, word=word)

    def action_prints(self) -> None:
        """What was not printed on this terminal, whoever ordered it."""
        self.app.push_screen(WaitingPrints(self.office, self.person), self._to_case)

    def _to_case(self, number: str | None) -> None:
        if number is not None:
            self.open_case(number, at_papers=True)

    def on_list_table_more_wanted(self) -> None:
        self.open_find()
