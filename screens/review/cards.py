"""Cards that only show: what happened to a case, and the scans of a material."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens import keys
from screens.case_parts import moments_of
from screens.keys import Key
from screens.opener import open_file
from screens.review.materials import named
from screens.widgets.card import Card
from screens.widgets.ink import plain
from screens.widgets.line import Prose
from screens.widgets.timeline import Timeline
from window_app.desk_views import MaterialLine, TaskPage

WHERE = "这台机器打不开它，文件在："
OPENED = "已打开："
WRITTEN = "谁在什么时候看过，已经记下。"


class HistoryCard(Card[None]):
    """The timeline, newest first; arrows scroll."""

    DEFAULT_CSS = "HistoryCard Timeline { height: auto; background: transparent; }"
    KEYS = (keys.use("back", "返回"),)

    def __init__(self, page: TaskPage) -> None:
        super().__init__(f"经过 {len(page.timeline)} 条，最新在上", aside=page.grouped)
        self._page = page

    def body(self) -> Iterable[Widget]:
        timeline = Timeline(moments_of(self._page.timeline))
        timeline.can_focus = False
        yield timeline
        for note in self._page.notes:
            yield Prose(note, style="muted")


class ScansCard(Card[None]):
    """Files of one material; Enter opens one with the system's own program."""

    AUTO_FOCUS = "OptionList"

    def __init__(self, line: MaterialLine, files: tuple[Path, ...]) -> None:
        super().__init__(f"扫描件 {len(files)} 份", aside=named(line))
        self._files = files
        self._told = Prose(WRITTEN, style="muted")

    def body(self) -> Iterable[Widget]:
        options = OptionList(*(Option(plain(path.name)) for path in self._files))
        options.styles.height = len(self._files)
        yield options

    def consequences(self) -> Iterable[Widget]:
        yield self._told

    def acts(self) -> tuple[Key, ...]:
        return keys.use("open", "打开"), keys.use("back", "返回")

    def on_mount(self) -> None:
        self.query_one("#card-body").can_focus = False

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        path = self._files[event.option_index]
        self.ask(partial(open_file, path), partial(self._opened, path), group="open")

    def _opened(self, path: Path, was_opened: bool) -> None:
        if was_opened:
            self._told.say(f"{OPENED}{path.name}", style="ok.ink")
        else:
            self._told.say(f"{WHERE}{path}", style="warn.ink")
