"""F7: sends and fetches now, and shows how far each case has come on its way to the hub."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from data.errors import Refusal, WindowError
from screens import keys
from screens.counter import Counter, here
from screens.sync.rows import COLUMNS, about_lay, facts_lay, sync_row
from screens.widgets.next_line import ProgressLine
from screens.widgets.panel import PanelHead
from screens.widgets.table import ListTable
from screens.widgets.told import Told
from screens.work import Failure
from window_app.desk_views import SyncPage, SyncRow
from window_app.views import ConnectionView, SyncView

LOOK_SECONDS = 1.0  # between two looks while something is on its way
NOT_NOW = "原因写在上面“联系”一行。办件都在本机，没有丢，连上中心后自动传送。"
NOTHING = "还没有要传送的办件。"
ORDER = "没有生效的在最上面，其余最新的在上面"
NEXT = {
    "未生效": "打开这一件，看经过，再按上面写的办。",
    "待传": "连上中心后自动传送，不影响办理。",
    "传送中": "已经送出，等中心答复；答复以前不算传到。",
    "已达": "中心已经全部收到。",
}


class SyncScreen(Counter):
    """Leaving it stops nothing: what is on its way goes on."""

    CSS_PATH = "sync.tcss"
    AUTO_FOCUS = "#ways"
    KEYS = (
        "help",
        "choose",
        keys.use("open", "看办件", help="打开光标所在的办件，重新办或者作废文书"),
        here("sync", "再传一次", short="再传"),
        "lock",
        "back",
    )

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, SyncRow] = {}
        self._seen: ConnectionView | None = None
        self._whole = 0  # own events that were to be sent when the exchange began

    @property
    def place(self) -> tuple[str, str]:
        return "同步", "同步"

    def content(self) -> Iterable[Widget]:
        yield Told(id="line")
        yield PanelHead("传送的办件", ORDER)
        yield ListTable(COLUMNS, id="ways")
        yield Told(id="about")

    @property
    def table(self) -> ListTable:
        return self.query_one("#ways", ListTable)

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self._look_on)
        office = self.office
        self.ask_first(office.exchanges.page, self._begin, group="page")

    def on_screen_resume(self) -> None:
        """A case may have been put right on the page that was opened from here."""
        if self._rows:
            self.show_again()

    def line_moved(self) -> None:
        self.show_again()

    def show_again(self) -> None:
        """Take over how it stands now."""
        self.ask(self.office.exchanges.page, self.show_page, group="page")

    def _look_on(self) -> None:
        line = self.desk.line
        if self.is_current and line is not None and (line.is_exchanging or line != self._seen):
            self._seen = line
            self.show_again()

    # What is shown.

    def _begin(self, page: SyncPage) -> None:
        self.show_page(page)
        if not page.is_lone:
            self.action_sync()

    def show_page(self, page: SyncPage) -> None:
        """The line over the rows; the cursor stays on its row."""
        self._rows = {row.key: row for row in page.rows}
        self.query_one("#line", Told).say(facts_lay(page.facts))
        self.query_one(PanelHead).say(f"传送的办件 {len(page.rows)} 件", ORDER)
        self.table.show_rows([sync_row(row) for row in page.rows])
        if not page.rows:
            self.say_next(NOTHING)
        progress = self.query_one(ProgressLine)
        if progress.has_class("-busy") and self._whole:
            progress.advance(max(0, self._whole - page.unsent), self._whole)
        self._say_current()

    @property
    def current(self) -> SyncRow | None:
        """The row under the cursor."""
        return self._rows.get(self.table.current or "")

    def on_list_table_moved(self, event: ListTable.Moved) -> None:
        self._say_current()

    def _say_current(self) -> None:
        row = self.current
        self.query_one("#about", Told).say(about_lay(row))
        if row is None:
            return
        hint = "回车 打开" if row.number else ""
        name = f"{row.applicant} {row.item}" if row.applicant else row.item
        words = NEXT[row.state]
        self.say_next(f"{name}：{words}", hint, short=words)

    def on_list_table_opened(self, event: ListTable.Opened) -> None:
        row = self._rows.get(event.key)
        if row is None:
            return
        if row.number:
            self.open_case(row.number)
        else:
            self.tell("这是账号、清单、打印机这些登记，不是办件，不用打开。")

    # The exchange.

    def action_sync(self) -> None:
        """Send and fetch what waits; Esc goes on without waiting for it."""
        if self.query_one(ProgressLine).has_class("-busy"):
            return
        line = self.desk.line
        self._whole = line.unsent if line is not None else 0
        office = self.office
        self.start_long("正在传送", self._whole or None)
        self.ask_long(lambda _: office.exchanges.now(), self._exchanged, failed=self._not_exchanged)

    def _exchanged(self, answer: SyncView | Refusal) -> None:
        self.end_long()
        if isinstance(answer, Refusal):
            self.refuse(answer)
        elif answer.set_aside:
            words = f"{len(answer.set_aside)} 步没有生效，在最上面；原因和怎么办写在下面。"
            self.tell(words, "bad", word="未生效")
        else:
            both = f"送出 {answer.pushed} 条，取回 {answer.pulled} 条。"
            words = both if answer.pushed or answer.pulled else "都传到了，没有新的。"
            left = f"这期间又有 {answer.queued} 条待传。" if answer.queued else ""
            self.tell(f"{words}{left}", "ok", word="传好")
        self.show_again()

    def _not_exchanged(self, failure: Failure) -> None:
        """No line is no error: everything stays here and goes later."""
        self.end_long()
        if isinstance(failure.error, WindowError):
            self.tell(NOT_NOW, "warn", word="没传成")
        else:
            self.show_failure(failure)
        self.show_again()

    def stop_long(self) -> None:
        """What is on its way cannot be called back, and need not be."""
        self.stop_work()
        self.end_long()
        self.tell("不等了；传送在后面接着做，不影响办件。")
