"""How many tasks there are and of what kind; on the right which are shown, in what order."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text
from textual.reactive import reactive

from screens.widgets.ink import badge, cap, join, plain, soft_badge, spread
from screens.widgets.line import Line
from window_app.desk_views import TaskCounts


class TaskFigures(Line):
    """One line; what is not there is not counted."""

    DEFAULT_CSS = "TaskFigures { height: 1; background: $desk; padding: 0 1 0 2; }"

    counts: reactive[TaskCounts] = reactive(TaskCounts())
    shown: reactive[str] = reactive("")
    order: reactive[str] = reactive("")

    def build(self, width: int) -> Text:
        between = plain("   " if self.wide else "  ")
        left = join([join([piece, between]) for piece in self._counted()])
        return spread(left, self._chosen(), width)

    def _counted(self) -> Iterator[Text]:
        counts = self.counts
        for word, count in (("待办", counts.whole), ("我的", counts.mine)):
            yield join([plain(f"{word} ", "muted"), plain(str(count), "strong")])
        if counts.near:
            yield badge(f"临期 {counts.near}", "warn")
        if counts.late:
            yield badge(f"超期 {counts.late}", "bad")
        if counts.stopped:
            yield soft_badge(f"停表 {counts.stopped}", "idle")

    def _chosen(self) -> Text:
        if not self.wide:
            return join([cap("f"), plain(f"{self.shown} "), cap("o"), plain(self.order)])
        return join(
            [
                *(cap("f"), plain(" 筛选 ", "muted"), plain(f"{self.shown}   ")),
                *(cap("o"), plain(" 排序 ", "muted"), plain(self.order)),
            ]
        )
