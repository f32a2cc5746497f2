"""After the act: number, query code, papers, what comes next."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from screens.intake.pane import Hands, Pane
from screens.intake.rows import Grown
from screens.widgets.ink import badge, join, plain
from screens.widgets.line import stacked
from screens.widgets.panel import Panel
from screens.width import cells, wrap
from window_app.desk_views import Done, IntakeView

LABEL_CELLS = 10


class DonePane(Pane):
    """Stands in the place of the steps."""

    STEP = "done"

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands)
        self._words = DoneWords()
        self._scroll = VerticalScroll(self._words, classes="inset")
        self._panel = Panel("办好了", self._scroll)

    def compose(self) -> ComposeResult:
        yield self._panel

    def show(self, view: IntakeView) -> None:
        """The intake itself is over."""

    def show_done(self, done: Done, applicant: str, item: str) -> None:
        self._panel.head.say(done.title, f"{applicant}  {item}")
        self._words.say(done)

    def enter(self, key: str = "") -> None:
        self._scroll.focus()


class DoneWords(Grown):
    def __init__(self) -> None:
        super().__init__()
        self._done: Done | None = None

    def say(self, done: Done) -> None:
        self._done = done
        self.redraw()

    def build(self, width: int) -> Text:
        done = self._done
        if done is None:
            return plain("")
        lines = [plain("")]
        lines += _fact("编号", done.grouped, width, "strong")
        lines += _fact("查询码", f"{done.query_code}  和编号一起查进度", width)
        lines += _fact("下一步", done.next, width)
        lines += [plain(""), plain("文书", "muted")]
        for name, number, path in done.papers:
            lines += _fact("", f"{name}  {number}", width)
            if path:
                lines += [
                    plain(f"{' ' * LABEL_CELLS}{part}", "muted")
                    for part in wrap(path, width - LABEL_CELLS)
                ]
        if done.problems:
            lines += [plain(""), badge("请处理", "bad")]
            lines += [plain(part) for words in done.problems for part in wrap(words, width)]
        return stacked(lines)


def _fact(label: str, value: str, width: int, style: str = "") -> list[Text]:
    first, *rest = wrap(value, width - LABEL_CELLS)
    head = plain(label + " " * (LABEL_CELLS - cells(label)), "muted")
    return [
        join([head, plain(first, style)]),
        *(plain(" " * LABEL_CELLS + part, style) for part in rest),
    ]
