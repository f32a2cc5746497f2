"""After the act: number, query code, papers, what comes next; printing again, and the rating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from screens import keys
from screens.base import DeskScreen, Keyed
from screens.intake.pane import Pane
from screens.intake.rows import Grown
from screens.papers import PapersCard
from screens.rating import RatingScreen
from screens.widgets.ink import badge, join, plain
from screens.widgets.line import stacked
from screens.widgets.panel import Panel
from screens.width import cells, wrap
from window_app.desk_views import Done, IntakeView, PaperLine

if TYPE_CHECKING:
    from window_app.services.desk.desk import Desk, Person

LABEL_CELLS = 10
AGAIN_SECONDS = 2.0
CASE_PAGE = replace(
    keys.use("find", "看办件", help="打开这一件的办件页，接着办"), door=False, action="case_page"
)
PRINT = keys.use("print", "文书", help="打印或补打这一件的文书")


class DonePane(Keyed, Pane):
    """Stands in the place of the work; it changes nothing, so it needs no hands."""

    STEP = "done"
    KEYS = (CASE_PAGE, "rate", PRINT)

    def __init__(self) -> None:
        super(Pane, self).__init__()
        self._words = DoneWords()
        self._scroll = VerticalScroll(self._words, classes="inset")
        self._panel = Panel("办好了", self._scroll)
        self._done: Done | None = None
        self._is_rated = False

    def compose(self) -> ComposeResult:
        yield self._panel

    def foot(self) -> tuple[keys.Used, ...]:
        """The keys of the pane that work now."""
        return (CASE_PAGE, PRINT) if self._is_rated else self.KEYS

    def show(self, view: IntakeView) -> None:
        """The draft itself is over."""

    def show_done(self, done: Done, applicant: str, item: str) -> None:
        self._done = done
        self._panel.head.say(done.title, f"{applicant}  {item}")
        self._words.say(done)
        self._look_again()

    def enter(self, key: str = "") -> None:
        self._scroll.focus()

    # Printing and rating. The screen asks: it has a line for what goes wrong.

    @property
    def _stage(self) -> DeskScreen:
        return cast("DeskScreen", self.screen)

    @property
    def _desk(self) -> Desk:
        return cast("Desk", self._stage.services)

    def action_print(self) -> None:
        """The papers of the case on a card; what they have come to is shown afterwards."""
        if self._done is None:
            return
        person = cast("Person", self._stage.desk.person)
        card = PapersCard(self._desk, person, self._done.number, aside=self._done.grouped)
        self.app.push_screen(card, lambda _: self._look_again())

    def _look_again(self) -> None:
        done, desk = self._done, self._desk
        if done is not None:
            self._stage.ask(lambda: desk.papers.of_case(done.number), self._know, group="papers")

    def _know(self, papers: Sequence[PaperLine]) -> None:
        """Papers come out while the clerk goes on: asked again until they are through."""
        self._words.know(papers)
        if any(paper.is_under_way for paper in papers):
            self.set_timer(AGAIN_SECONDS, self._look_again)

    def action_case_page(self) -> None:
        """On with this case, in the place of what is done."""
        if self._done is not None:
            from screens.case import CaseScreen

            self.app.switch_screen(CaseScreen(self._done.number))

    def action_rate(self) -> None:
        if self._done is not None and not self._is_rated:
            self.app.push_screen(RatingScreen(self._done.number, self._rated))

    def _rated(self) -> None:
        """Whether, never what."""
        self._is_rated = True
        self._words.is_rated = True
        self._words.redraw()


class DoneWords(Grown):
    """The panel's text."""

    def __init__(self) -> None:
        super().__init__()
        self._done: Done | None = None
        self._said: dict[str, PaperLine] = {}
        self.is_rated = False

    def say(self, done: Done) -> None:
        self._done = done
        self.redraw()

    def know(self, papers: Sequence[PaperLine]) -> None:
        """What has become of the papers since."""
        self._said = {paper.number: paper for paper in papers}
        self.redraw()

    def build(self, width: int) -> Text:
        done = self._done
        if done is None:
            return plain("")
        lines = [plain("")]
        lines += _fact("编号", done.grouped, width, "strong")
        lines += _fact("查询码", f"{done.query_code}  和编号一起查进度", width)
        lines += _fact("下一步", done.next, width)
        if self.is_rated:
            lines += _fact("评价", "申请人已经评价。", width)
        lines += [plain(""), plain("文书", "muted")]
        for name, number, path in done.papers:
            lines += _fact("", f"{name}  {number}", width)
            lines += self._what_became(number, path, width)
        problems = self._problems(done)
        if problems:
            lines += [plain(""), badge("请处理", "bad")]
            lines += [plain(part) for words in problems for part in wrap(words, width)]
        return stacked(lines)

    def _what_became(self, number: str, path: str, width: int) -> list[Text]:
        said = self._said.get(number)
        told = [(path, "muted")]
        if said is not None:
            todo = f"按 F8：{said.todo}" if said.todo else ""
            told = [(said.said, f"{said.tone}.ink"), (said.place or "", "muted"), (todo, "")]
        indent = " " * LABEL_CELLS
        return [
            plain(indent + part, style)
            for words, style in told
            if words
            for part in wrap(words, width - LABEL_CELLS)
        ]

    def _problems(self, done: Done) -> list[str]:
        """What is to be seen to; of a print its own line tells once that is known."""
        if not self._said:
            return list(done.problems)
        names = tuple(f"{name}没有打印" for name, *_ in done.papers)
        return [problem for problem in done.problems if not problem.startswith(names)]


def _fact(label: str, value: str, width: int, style: str = "") -> list[Text]:
    first, *rest = wrap(value, width - LABEL_CELLS)
    head = plain(label + " " * (LABEL_CELLS - cells(label)), "muted")
    return [
        join([head, plain(first, style)]),
        *(plain(" " * LABEL_CELLS + part, style) for part in rest),
    ]
