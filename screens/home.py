"""The desk: the one box, today's figures, what waits, and the cases.

Typing turns the list of cases into the list of items; an emptied box turns it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from textual.widget import Widget

from data.clock import legal_day
from screens import keys
from screens.case_list import ListsCases
from screens.case_rows import COLUMNS, DRAFT, draft_row
from screens.counter import SearchesItems, here
from screens.keys import Key
from screens.parked import TakesDrafts
from screens.widgets.figures import Figures
from screens.widgets.foot_line import FootLine
from screens.widgets.item_finder import ItemFinder
from screens.widgets.search_box import SearchBox
from screens.widgets.table import ListTable
from window_app.desk_views import CaseLine, HomeView, ItemLine, ParkedDraft, Scanned
from window_app.views import Trouble

REFRESH_SECONDS = 30.0
# What cannot be an item's name: a case number or its tail, an identity number, a scan under way.
NUMBER = re.compile(r"[\d\s-]{3,}[Xx]?")
SCAN_HINT = "回车：查这个编号，或者用这个证件号开始收件"


class HomeScreen(TakesDrafts, ListsCases, SearchesItems):
    """Where the clerk is between two applicants."""

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#cases"
    KEYS = (
        "help",
        here("new_intake"),
        "supplements",
        "hand_out",
        here("find"),
        here("lists"),
        "sync",
        "print",
        "my_day",
        "lock",
        "box",
        replace(keys.key("choose"), on_foot=False),
        replace(keys.key("open"), on_foot=False),
        "drop_draft",
        replace(keys.use("back", "清空", help="清空输入框，回到办件列表"), on_foot=False),
    )
    SEARCH_FOOT = (
        "choose",
        keys.use("open", "开始办理"),
        here("lists", "看清单"),
        keys.use("print", "打印一次告知", short="告知书"),
        here("find", "查办件"),
        keys.use("back", "返回"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._day: date | None = None
        self._is_shown = False

    def content(self) -> Iterable[Widget]:
        yield SearchBox()
        yield Figures()
        yield ListTable(COLUMNS, id="cases")
        yield ItemFinder()

    # What is shown.

    @property
    def box(self) -> SearchBox:
        return self.query_one(SearchBox)

    @property
    def led(self) -> ListTable:
        return self.finder.table if self.searching else self.table

    @property
    def searching(self) -> bool:
        """Whether the items stand where the cases do otherwise."""
        return self.has_class("-searching")

    def foot_keys(self) -> tuple[Key, ...]:
        return keys.resolve(self.SEARCH_FOOT) if self.searching else super().foot_keys()

    def on_mount(self) -> None:
        self._day = legal_day(self.desk.clock.now())
        self.set_interval(REFRESH_SECONDS, self._tick)
        self.wake()
        self._take_up()

    def on_screen_resume(self) -> None:
        self.refresh_home()

    def _tick(self) -> None:
        """Every half minute; a new day begins with what must come before its first act."""
        today = legal_day(self.desk.clock.now())
        if today != self._day:
            self._day = today
            self.wake()
        self.refresh_home()

    def wake(self) -> None:
        """What must come before any act of a day; nothing waits for it, the backup least of all."""
        self.ask_long(lambda _: self.office.wake(), self._woken, group="wake")

    def _woken(self, troubles: Sequence[Trouble]) -> None:
        for trouble in troubles[:1]:
            self.tell(trouble.sentence, trouble.tone, word=trouble.word)
        self.refresh_home()

    def _take_up(self) -> None:
        """Straight back into the intake that was cut off."""
        office, person = self.office, self.person

        def go_on(draft: str | None) -> None:
            if draft is not None:
                self.forget_typed()
                self.tell("上次这一件没有办完，接着办。")
                self.resume_intake(draft)

        self.ask_first(lambda: office.unfinished(person), go_on, group="unfinished")

    def refresh_home(self) -> None:
        """Take over what stands in the store now."""
        office, person = self.office, self.person
        self.ask(office.station, self.desk.show_station, group="station")
        if self.is_current:
            asks = self.ask if self._is_shown else self.ask_first
            asks(lambda: office.home(person), self.show_home, group="home")

    def line_moved(self) -> None:
        """A case may have come, or come back decided; the cursor stays where it is."""
        self.refresh_home()

    def show_home(self, view: HomeView) -> None:
        self._is_shown = True
        self._drafts = {f"{DRAFT}{draft.id}": draft for draft in view.drafts}
        self.query_one(Figures).say(view.counts, view.reminders)
        self.show_cases(view.cases, more=view.more, before=map(draft_row, view.drafts))
        if not view.cases and not view.drafts:
            self.say_next("还没有办件：扫身份证，或者打事项的名称、拼音首字母就开始。", "F2 新办")

    def on_list_table_moved(self, event: ListTable.Moved) -> None:
        """The cases' own words are said beside this."""
        self._say_row(event.key)

    def say_case(self, line: CaseLine) -> None:
        """Not while the items stand over the cases: these are drawn anew every half minute."""
        if not self.searching:
            super().say_case(line)

    def _say_row(self, key: str | None) -> None:
        line, draft = self.line_of(key), self._drafts.get(key or "")
        if line is not None:
            self.say_case(line)
        elif draft is not None and not self.searching:
            who = "" if draft.owner == self.person.staff else f"{draft.owner}的，"
            words = f"{who}{draft.saved_at} 放下，停在{draft.step}这一步"
            self.say_next(f"{draft.applicant} {draft.item}：{words}", "回车 接着办", short=words)
        elif self.table.row_count and not self.searching:
            self.say_next("更早的办件按 F5 查。", "F5 查件")

    # The box.

    def on_search_box_changed(self, event: SearchBox.Changed) -> None:
        text = event.text.strip()
        self._turn(searching=bool(text))
        if not text:
            self._say_row(self.table.current)
        elif NUMBER.fullmatch(text):
            self.searched = ""
            self.finder.show_items([])
            self.say_next(SCAN_HINT, "回车 查")
        else:
            self.search_items(text)

    def _turn(self, *, searching: bool) -> None:
        if searching != self.searching:
            self.set_class(searching, "-searching")
            self.query_one(FootLine).show_keys(self.foot_keys())
            self.led.add_class("-led")

    def on_item_finder_looked(self, event: ItemFinder.Looked) -> None:
        # Runs beside the handler that asks for the preview.
        if self.searching and event.line is not None:
            self._say_item(event.line)
        elif self.searching and self.searched:
            self.say_next("没有这样的事项；按 F5 用这几个字查办件。", "F5 查办件")

    def _say_item(self, line: ItemLine) -> None:
        if line.elsewhere:
            self.say_next(line.elsewhere, "F6 看清单")
        else:
            self.say_next(f"回车开始办理{line.name}，先问情形，再出材料清单", "回车 办理")

    def on_search_box_sent(self, event: SearchBox.Sent) -> None:
        text = event.text
        if not text:
            self.table.action_select_cursor()
            return
        chosen = self.finder.current if text == self.searched else None
        if chosen is not None:
            self.start_item(chosen)
            return
        self.ask_first(lambda: self.office.scan(text), partial(self.scanned, text), group="scan")

    def scanned(self, text: str, found: Scanned) -> None:
        """What the box was given."""
        if found.case:
            self.clear_box()
            self.open_case(found.case)
        elif found.identity:
            self.clear_box()
            self.begin_intake(identity=found.identity)
        elif found.items:
            self.start_item(found.items[0])
        elif NUMBER.fullmatch(text) and len(text) < 15:
            self.clear_box()
            self.open_find(text)
        else:
            self.forget_typed()
            self.tell(found.problem or "", "warn", word="没找到")

    def on_item_finder_chosen(self, event: ItemFinder.Chosen) -> None:
        self.start_item(event.line)

    def start_item(self, line: ItemLine) -> None:
        """An intake with this item, where this window takes it."""
        if line.elsewhere:
            self.refuse_elsewhere(line.elsewhere)
            return
        self.clear_box()
        self.begin_intake(item=line.code)

    def clear_box(self) -> None:
        """Back to the cases; the next scan finds an empty box."""
        self.box.clear()
        self._turn(searching=False)
        self.table.focus()

    # Keys.

    def action_back(self) -> None:
        """Esc empties the box; it never leaves the desk."""
        if self.box.text or self.searching:
            self.clear_box()
        else:
            self.table.focus()
            self.tell("已经在首页。离开座位按 F10 锁屏，下班按 Ctrl+Q 退出。")

    def on_list_table_opened(self, event: ListTable.Opened) -> None:
        if event.key in self._drafts:
            self.take_draft(self._drafts[event.key])

    def on_list_table_more_wanted(self) -> None:
        self.open_find()

    def draft_here(self) -> ParkedDraft | None:
        return None if self.searching else self._drafts.get(self.table.current or "")

    def draft_dropped(self) -> None:
        self.refresh_home()

    def action_find(self) -> None:
        text = self.box.text.strip()
        self.clear_box()
        self.open_find(text)

    def action_lists(self) -> None:
        chosen = self.finder.current if self.searching else None
        self.open_enquiry(chosen.code if chosen else "")

    def action_print(self) -> None:
        """Of an item its 一次性告知书, of a case one of its papers again."""
        if self.searching:
            self._print_guide()
        else:
            super().action_print()

    def _print_guide(self) -> None:
        chosen, office, person = self.finder.current, self.office, self.person
        if chosen is None:
            self.tell("先找到一个事项，再打印它的一次性告知书。", "warn", word="打印")
            return
        self.print_guide(lambda: office.begin(person, item=chosen.code))
