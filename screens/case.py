"""The page of a case: what happened to it, its time limit, materials, papers and facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.timer import Timer
from textual.widget import Widget

from data.errors import Refusal
from screens import keys
from screens.case_acts import DoesActs
from screens.case_parts import (
    CaseTitle,
    MaterialsCard,
    astray_lay,
    deadline_words,
    facts_of,
    materials_words,
    moments_of,
    sending_lay,
    steps_words,
)
from screens.keys import Key
from screens.modals import Confirm
from screens.papers import PAPER_COLUMNS, PapersCard, short_row
from screens.widgets.foot_line import FootLine
from screens.widgets.line import Facts, Words
from screens.widgets.panel import Panel, PanelHead
from screens.widgets.table import ListTable
from screens.widgets.timeline import Timeline
from screens.widgets.told import Told
from window_app.desk_views import CasePage, Done

if TYPE_CHECKING:
    from window_app.views import DocumentView

UNMASKED_SECONDS = 10.0
# What F12 does with the case; where it does nothing it is not offered.
ACT_WORDS = {
    "conclude": ("作结论", "核对收下的材料，作出结论"),
    "decide": ("当场准予", "窗口当场决定：先看卡片，再按一次才出具"),
    "bring_back": ("收补正", "逐项看补来的材料"),
    "register": ("登记结果", "登记证照编号、有效期，之后可以领取"),
    "hand_out": ("出件", "核对领取人，发出结果"),
}


class CaseScreen(DoesActs):
    """One case. Masked, but for ten seconds that are written down."""

    CSS_PATH = "case.tcss"
    AUTO_FOCUS = ""  # it says itself where: the first there is would be scrolled to
    KEYS = (
        "help",
        keys.use("conclude", "作结论，或者当场准予", short="办理"),
        "more_acts",
        keys.use("print", "文书", help="打印或补打这一件的文书"),
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

    def used_keys(self) -> tuple[Key, ...]:
        """Without F12 where there is nothing to do here."""
        act = self._page.act if self._page else None
        label, told = ACT_WORDS.get(act or "", ("", ""))
        made = [
            replace(key, label=label, short="", help=told) if key.id == "conclude" else key
            for key in super().used_keys()
        ]
        return tuple(key for key in made if key.label)

    def content(self) -> Iterable[Widget]:
        yield CaseTitle()
        with_facts = VerticalScroll(
            VerticalScroll(
                Vertical(PanelHead("未生效"), Told(id="astray"), id="without-effect"),
                Vertical(PanelHead("期限"), Words(id="deadline"), id="limits"),
                Vertical(PanelHead("材料"), Words(id="materials")),
                Vertical(PanelHead("文书"), ListTable(PAPER_COLUMNS, id="papers")),
                Vertical(PanelHead("步骤"), Words(id="steps")),
                Vertical(PanelHead("同步"), Told(id="sending")),
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
        if self._at_papers:
            self.query_one("#papers").focus()
        else:  # below 120 columns the facts come first, and the focus is below them
            self.query_one("#timeline").focus(scroll_visible=False)
        self._load()

    def on_unmount(self) -> None:
        if self._masked is not None:
            self.office.left(self._masked.number)

    def on_screen_resume(self) -> None:
        """The case may have gone on in the intake that was opened from here."""
        if self._masked is not None:
            self._load()

    def line_moved(self) -> None:
        """It may have been sent, or have gone on elsewhere."""
        office, number = self.office, self._number
        self.ask(lambda: office.case_page(number), self._moved, group="moved")

    def _moved(self, answer: CasePage | Refusal) -> None:
        if self._page is self._masked and answer != self._masked:
            self._loaded(answer)

    def on_screen_suspend(self) -> None:
        """Whole numbers never stay on a screen that is left."""
        self._mask()

    def _load(self) -> None:
        office, number = self.office, self._number
        self.ask_first(lambda: office.case_page(number), self._loaded, group="case")

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
        self._head_of("#materials").say(f"材料 {len(page.materials)} 项", "m 看全部")
        hint = "F8 打印" if page.papers else ""
        self._head_of("#papers").say(f"文书 {len(page.papers)} 份", hint)
        self.query_one("#materials", Words).say(materials_words(page.materials))
        self.query_one("#steps", Words).say(steps_words(page.steps))
        self.query_one("#without-effect").display = bool(page.sending and page.sending.todo)
        self.query_one("#astray", Told).say(astray_lay(page.sending))
        self.query_one("#sending", Told).say(sending_lay(page.sending))
        self.query_one("#register", Facts).say(facts_of(page))
        self.query_one(FootLine).show_keys(self.foot_keys())
        self._say_focused()

    def _head_of(self, content: str) -> PanelHead:
        """The head over a part of the facts."""
        parent = self.query_one(content).parent
        assert parent is not None
        return parent.query_one(PanelHead)

    def _show_papers(self, page: CasePage) -> None:
        table = self.query_one("#papers", ListTable)
        table.styles.height = max(1, len(page.papers))
        table.show_rows([*map(short_row, page.papers)])

    def on_list_table_moved(self, event: ListTable.Moved) -> None:
        self._say_focused()

    def on_descendant_focus(self) -> None:
        self._say_focused()

    def _say_focused(self) -> None:
        """The paper under the cursor while one is in the papers, else the case's next step."""
        if self._page is None:
            return
        papers = self.query_one("#papers", ListTable)
        here = {paper.number: paper for paper in self._page.papers}.get(papers.current or "")
        if self.focused is papers and here is not None:
            self.say_next(f"{here.name} {here.number}：{here.said}", "回车 打印")
        else:
            self.say_next(self._page.next)

    # Papers.

    def on_list_table_opened(self, event: ListTable.Opened) -> None:
        self._open_papers(event.key)

    def action_print(self) -> None:
        """The papers of the case on a card: print one again, or one that failed."""
        self._open_papers(self.query_one("#papers", ListTable).current)

    def _open_papers(self, at: str | None) -> None:
        if self._page is None or not self._page.papers:
            self.tell("这一件还没有文书。", "warn", word="打印")
            return
        card = PapersCard(self.office, self.person, self._number, aside=self._title, at=at)
        self.app.push_screen(card)

    # Going on with the case.

    def action_conclude(self) -> None:
        """Conclude what was taken in, or decide an instant item at once."""
        office, person, number = self.office, self.person, self._number
        act = self._page.act if self._page is not None else None
        if act == "conclude":
            self._open_session(lambda: office.take_up(number, person))
        elif act == "decide":
            self.app.push_screen(self._decision(), self._decide)
        elif act is not None:
            self.begin_act(number, act, self._title)
        else:
            self.tell("这一件现在不用在这里办。", word="办理")

    def action_more_acts(self) -> None:
        """Everything else that may be done with the case here."""
        self.offer_acts(self._number, self._title)

    @property
    def _title(self) -> str:
        return f"{self._page.title}  {self._page.grouped}" if self._page else ""

    def act_done(self, act: str, done: Done) -> None:
        papers = "、".join(name for name, *_ in done.papers)
        printed = f"出了{papers}，按 F8 看。" if papers else ""
        words = f"{act}办好了，现在是{done.title}。{printed}"
        self.tell(f"{words}{''.join(done.problems)}", "ok", word="办好")
        self._load()

    def _decision(self) -> Confirm:
        title = self._page.title if self._page else ""
        applicant = self._page.applicant[0] if self._page else ""
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
        self.ask(lambda: office.decide(number, person), self._decided, group="act")

    def _decided(self, answer: DocumentView | Refusal) -> None:
        self.printed(answer)
        self._load()

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
