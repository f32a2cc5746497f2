"""The sixth step: what the intake comes to, or everything that still hinders it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from data.rules.numbers import COPIES
from screens import keys
from screens.intake.notice_words import NoticeWords
from screens.intake.pane import STEP_NAMES, STEPS, Hands, Pane
from screens.intake.preview import PreviewCard
from screens.intake.rows import Block, Rows
from screens.widgets.card import Card
from screens.widgets.ink import join, plain
from screens.widgets.line import Facts, Line, stacked
from screens.widgets.panel import Panel
from screens.width import wrap
from window_app.desk_views import Card as CardView
from window_app.desk_views import IntakeView, Lacking

SEE = keys.use("print", "先看文书", help="看要打印哪些文书、写些什么")


class ConclusionPane(Pane):
    """Points to put right, each a row that leads to its step; else what F12 will do."""

    STEP = "conclusion"
    FOOT = ("choose",)

    def __init__(self, hands: Hands, *, to: Callable[[Lacking], None]) -> None:
        super().__init__(hands)
        self.points = Points(to)
        self._panel = Panel("结论", self.points)

    def compose(self) -> ComposeResult:
        yield self._panel

    def show(self, view: IntakeView) -> None:
        """The view's outlook; the points come by `show_points`."""
        self.points.outlook = view.outlook.follows
        self.points.papers = view.outlook.papers

    def show_points(self, points: Sequence[Lacking]) -> None:
        self.points.show(points)
        if points:
            self._panel.head.say(f"还差 {len(points)} 处", "回车到那一步")
        else:
            self._panel.head.say("可以出结论", "按 F12 看卡片，再按一次才出具")

    def enter(self, key: str = "") -> None:
        self.points.focus()


class Points(Rows):
    """What is still wanting, or, where nothing is, what follows."""

    def __init__(self, to: Callable[[Lacking], None]) -> None:
        super().__init__()
        self._to = to
        self._points: tuple[Lacking, ...] = ()
        self.outlook = ""
        self.papers: tuple[str, ...] = ()

    def show(self, points: Sequence[Lacking]) -> None:
        self._points = tuple(points)
        self.cursor = max(0, min(self.cursor, self.count - 1))
        self.refresh()

    @property
    def count(self) -> int:
        return len(self._points)

    def blocks(self, width: int) -> Iterable[Block]:
        if self.wide:
            yield Block([plain("")], is_row=False)
        for point in self._points:
            yield Block(point_lines(point, width))
        if not self._points:
            lines = [plain(line, "strong") for line in wrap(self.outlook, width - 1)]
            papers = "、".join(self.papers)
            if papers:
                lines += [plain(""), *map(plain, wrap(f"打印：{papers}", width - 1))]
            yield Block(lines, is_row=False)

    def took(self, event: events.Key) -> bool:
        if event.key == "enter" and self._points:
            self._to(self._points[self.cursor])
        elif event.key == "left":
            self._to(Lacking("", STEPS[-2]))
        else:
            return super().took(event)
        return True

    def clicked(self, place: int) -> None:
        self._to(self._points[place])


def point_lines(point: Lacking, width: int) -> list[Text]:
    """A point with the name of its step before it."""
    step = STEP_NAMES[STEPS.index(point.step)]
    head = join([plain(step, "muted"), plain(" " * (8 - 2 * len(step)))])
    first, *rest = wrap(point.say, width - 10)
    return [join([head, plain(first)]), *(plain(" " * 8 + line) for line in rest)]


class LackingCard(Card[bool]):
    """Everything that hinders, at once; closing it leads to the first."""

    KEYS = (keys.use("back", "知道了，到第一处"),)

    def __init__(self, points: Sequence[Lacking]) -> None:
        super().__init__(f"还不能办：差 {len(points)} 处", family="warn")
        self._points = points

    def body(self) -> Iterable[Widget]:
        yield PointLines(self._points)

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.action_back()


class PointLines(Line):
    DEFAULT_CSS = "PointLines { height: auto; }"

    def __init__(self, points: Sequence[Lacking]) -> None:
        super().__init__()
        self._points = points

    def build(self, width: int) -> Text:
        return stacked(line for point in self._points for line in point_lines(point, width))


class ConclusionCard(Card[bool]):
    """Names the act, the person and the notice in words. F12 does it, Enter nothing."""

    KEYS = ("confirm", "back", SEE)

    def __init__(self, card: CardView, *, aside: str, by: str) -> None:
        super().__init__(card.act, aside=aside, family=card.tone)
        self._card = card
        self._by = by

    def on_mount(self) -> None:
        """What was typed before the card could be read confirms nothing."""
        self.forget_typed()

    def body(self) -> Iterable[Widget]:
        yield NoticeWords(self._card.lines)

    def consequences(self) -> Iterable[Widget]:
        papers = "、".join(f"{paper} {COPIES} 份" for paper in self._card.papers)
        words = f"编号并存档，打印{papers}" if papers else "存档，不打印文书"
        yield Facts([("按 F12 后", words), ("经办人", self._by)])

    def acts(self) -> tuple[keys.Key, ...]:
        back = keys.use("back", "返回，什么都不变")
        return keys.use("confirm", self._card.confirm), back, SEE

    def action_confirm(self) -> None:
        self.dismiss(True)

    def action_print(self) -> None:
        """The papers one by one; back from there the card stands as it was."""
        self.app.push_screen(PreviewCard(self._card.papers, self._card.lines, aside=self._aside))
