"""The page of a case: what happened to it, its time limit, materials, papers and facts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.timer import Timer
from textual.widget import Widget

from data.errors import Refusal
from screens import keys
from screens.case_parts import (
    PAPER_COLUMNS,
    CaseTitle,
    MaterialsCard,
    deadline_words,
    facts_of,
    materials_words,
    moments_of,
    paper_rows,
)
from screens.counter import Counter
from screens.modals import Confirm
from screens.widgets.line import Facts, Words
from screens.widgets.panel import Panel, PanelHead
from screens.widgets.table import ListTable
from screens.widgets.timeline import Timeline
from window_app.desk_views import CasePage

if TYPE_CHECKING:
    from window_app.views import DocumentView

UNMASKED_SECONDS = 10.0


class CaseScreen(Counter):
    """One case. Masked, but for ten seconds that are written down."""

    CSS_PATH = "case.tcss"
    KEYS = (
        "help",
        keys.use("conclude", "作结论，或者当场准予", short="办理"),
        keys.use("print", "补打文书", short="补打"),
        "materials",
        "unmask",
        keys.use("next_pane", "经过 / 文书", short="换栏"),
        "lock",
        "back",
    )

    def __init__(self, number: str, *, at_papers: bool = False) -> None:
        super().__init__()
        self._number = number
        self._at_papers = at_papers
        self._page: CasePage | None = None
        self._masked: CasePage | None = None
        self._mask_again: Timer | None = None

    @property
    def place(self) -> tuple[str, str]:
        return "办件", "办件"

    def content(self) -> Iterable[Widget]:
        yield CaseTitle()
        with_facts = VerticalScroll(
            VerticalScroll(
                Vertical(PanelHead("期限"), Words(id="deadline"), id="limits"),
                Vertical(PanelHead("文书"), ListTable(PAPER_COLUMNS, id="papers")),
                Vertical(PanelHead("材料"), Words(id="materials")),
                Vertical(PanelHead("登记"), Facts(id="register")),
                id="aside",
                can_focus=False,
            ),
            Panel("经过", Timeline(id="timeline"), id="past"),
            id="case",
            can_focus=False,
        )
        yield with_facts

    def on_mount(self) -> None:
        self.query_one("#papers", ListTable).show_header = False
        self.query_one("#papers" if self._at_papers else "#timeline").focus()
        self._load()

    def on_screen_resume(self) -> None:
        """The case may have gone on in the intake that was opened from here."""
        if self._masked is not None:
            self._load()

    def on_screen_suspend(self) -> None:
        """Whole numbers never stay on a screen that is left."""
        self._mask()

    def _load(self) -> None:
        office, number = self.office, self._number
        self.ask(lambda: office.case_page(number), self._loaded, group="case")

    def _loaded(self, answer: CasePage | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.refuse(answer)
            return
        self._masked = answer
        self.show_page(answer)

    def show_page(self, page: CasePage) -> None:
        self._page = page
        self.query_one(CaseTitle).page = page
        moments = moments_of(page.timeline)
        self.query_one("#past", Panel).head.say("经过", f"{len(moments)} 条，最新在上")
        self.query_one(Timeline).show_moments(moments)
        self.query_one("#limits").display = page.deadline is not None
        if page.deadline is not None:
            self.query_one("#deadline", Words).say(deadline_words(page.deadline))
        self._show_papers(page)
        heads = self.query("#aside PanelHead").results(PanelHead)
        titles = ("期限", f"文书 {len(page.papers)} 份", f"材料 {len(page.materials)} 项", "登记")
        for head, title in zip(heads, titles, strict=True):
            head.say(title, "F8 补打" if title.startswith("文书") and page.papers else "")
        self.query_one("#materials", Words).say(materials_words(page.materials))
        self.query_one("#register", Facts).say(facts_of(page))
        self._say_focused()

    def _show_papers(self, page: CasePage) -> None:
        table = self.query_one("#papers", ListTable)
        table.styles.height = max(1, len(page.papers))
        table.show_rows(paper_rows(page.papers))

    def on_list_table_moved(self, event: ListTable.Moved) -> None:
        self._say_focused()

    def on_descendant_focus(self) -> None:
        self._say_focused()

    def _say_focused(self) -> None:
        """The paper under the cursor while one is in the papers, else the case's next step."""
        papers = self.query_one("#papers", ListTable)
        if self.focused is papers and papers.current is not None:
            self.say_next(f"{papers.current}，按 F8 补打；内容和当时一样", "F8 补打")
        elif self._page is not None:
            self.say_next(self._page.next)

    # Printing again.

    def on_list_table_opened(self, event: ListTable.Opened) -> None:
        self.action_print()

    def action_print(self) -> None:
        """Print the paper under the cursor again, after asking."""
        number = self.query_one("#papers", ListTable).current
        names = {paper: name for name, paper, _ in (self._page.papers if self._page else ())}
        if number not in names:
            self.tell("这一件没有文书可以补打。", "warn", word="打印")
            return
        card = Confirm(
            f"补打{names[number]}",
            f"{number}。内容和当时一样，印上补打的次数；补打会记入这一件的经过。",
            act="补打",
            aside=self._page.title if self._page else "",
            family="info",
        )
        self.app.push_screen(card, partial(self._reprint, number))

    def _reprint(self, paper: str, agreed: bool | None) -> None:
        if not agreed:
            return
        office, person, number = self.office, self.person, self._number
        self.tell("正在补打", word="打印")
        self.ask(lambda: office.reprint(number, paper, person), self._reprinted, group="print")

    def _reprinted(self, answer: DocumentView | Refusal) -> None:
        self.printed(answer)
        self._load()

    # Going on with the case.

    def action_conclude(self) -> None:
        """Conclude what was taken in, or decide an instant item at once."""
        office, person, number = self.office, self.person, self._number
        act = self._page.act if self._page is not None else None
        if act == "conclude":
            self._open_session(lambda: office.take_up(number, person))
        elif act == "decide":
            self.app.push_screen(self._decision(), self._decide)
        else:
            self.tell("这一件现在不用在这里办。", word="办理")

    def _decision(self) -> Confirm:
        title = self._page.title if self._page else ""
        applicant = "，".join(self._page.applicant) if self._page else ""
        return Confirm(
            "当场准予",
            f"{applicant}申请的“{title}”，材料齐全、符合法定形式，按清单授权由本窗口当场决定。",
            act="准予并打印",
            effects=(("出具", "准予决定文书〔保存后生成〕"), ("以后", "登记结果，再发给申请人")),
            family="ok",
        )

    def _decide(self, agreed: bool | None) -> None:
        if not agreed:
            return
        office, person, number = self.office, self.person, self._number
        self.tell("正在保存", word="办理")
        self.ask(lambda: office.decide(number, person), self._reprinted, group="act")

    # Materials, whole numbers.

    def action_materials(self) -> None:
        if self._page is not None:
            self.app.push_screen(MaterialsCard(self._page))

    def action_unmask(self) -> None:
        """Whole numbers for ten seconds; written down first."""
        office, person, number = self.office, self.person, self._number
        if self._page is not None and not self._page.is_masked:
            self.tell("已经在显示完整号码。")
            return
        self.ask(
            lambda: office.case_page(number, unmask_for=person), self._unmasked, group="unmask"
        )

    def _unmasked(self, answer: CasePage | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.refuse(answer)
        elif self.is_current:
            self.show_page(answer)
            self.tell("完整号码显示十秒；谁在什么时候看过，已经记下。", word="号码")
            self._mask_again = self.set_timer(UNMASKED_SECONDS, self._mask)

    def _mask(self) -> None:
        if self._mask_again is not None:
            self._mask_again.stop()
            self._mask_again = None
        if self._masked is not None and self._page is not self._masked:
            self.show_page(self._masked)
            self._load()
