"""What an applicant brings back: the points told first, the same keys, what follows in sight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.containers import Container
from textual.widget import Widget

from screens import keys
from screens.intake.done import DonePane
from screens.intake.files import pages
from screens.intake.lines import IntakeConclusion
from screens.intake.material_list import MARK_KEYS
from screens.intake.pane import Pane
from screens.intake.stage import Stage
from screens.keys import Key
from screens.supplements.head import head_of
from screens.supplements.pane import ReturnedPane
from screens.widgets.foot_line import KeyLine
from window_app.desk_views import Done, Outlook

if TYPE_CHECKING:
    from window_app.services.desk.returned import ReturnSession

FOOT = ("next_pane", "reason", "scan", "sample")
PARK = keys.use("park", "暂存", help="先放下，看过的都留着；首页和补正列表里接着办")
NEXT = replace(keys.use("supplements", "下一件"), door=False, action="next_one")
LOOKED = "看完了按 F12；先看卡片，再按一次才出具。"


class BroughtBackScreen(Stage):
    """One case; Esc keeps what was looked at as a draft."""

    CSS_PATH = "../intake/intake.tcss"
    KEYS = ("conclude", PARK, "back", "help", "lock", "next_pane", NEXT)

    def __init__(self, session: ReturnSession) -> None:
        super().__init__(session)
        self.session: ReturnSession = session
        self._head = session.head()

    @property
    def place(self) -> tuple[str, str]:
        return "补正", "补正"

    @property
    def who(self) -> tuple[str, str]:
        return f"{self._head.item}  {self._head.applicant}", self._head.item

    def content(self) -> Iterable[Widget]:
        self._materials = ReturnedPane(self, self.session, pages=self._count_pages)
        self._after = DonePane()
        self._marks = KeyLine(keys.resolve(MARK_KEYS), id="marks")
        yield head_of(self._head)
        yield Container(self._materials, self._after, id="steps")
        yield self._marks

    def last_line(self) -> Iterable[Widget]:
        self._comes_to = IntakeConclusion()
        yield self._comes_to

    def on_mount(self) -> None:
        self.start(self.office.returning)
        self._is_ready = True
        self._show_pane()
        self._materials.enter()
        if self._head.resumed:
            self.tell(self._head.resumed)

    # Showing.

    @property
    def pane(self) -> Pane:
        return self._after if self._done else self._materials

    def show_now(self) -> None:
        self._view = self.session.view()
        self.pane.show(self._view)
        self._comes_to.outlook = self._outlook
        self.refresh_head()

    @property
    def _outlook(self) -> Outlook:
        if self._done is None:
            return self._view.outlook
        known = f"{self._done.title}，编号 {self._done.grouped}。"
        return Outlook("办好", "ok", known, "F3 下一件，Esc 返回。", (), False)

    def _show_pane(self) -> None:
        for pane in (self._materials, self._after):
            pane.display = pane is self.pane
        self._marks.styles.display = "none" if self._done else "block"
        self.show_now()
        self._show_foot()

    def on_resize(self) -> None:
        self.call_after_refresh(self.show_now)

    def show_done(self, done: Done) -> None:
        self._done = done
        self._clear_notice()
        self._after.show_done(done, self._head.applicant, self._head.item)
        self._show_pane()
        self._after.enter()

    def _count_pages(self, path: Path) -> None:
        self.ask(lambda: pages(path), partial(self._materials.counted, path), group=f"pages {path}")

    # The hands of the panes.

    def focus_work(self) -> None:
        self.pane.enter()

    def go(self, step: str, key: str = "") -> None:
        self._materials.enter(key)

    def onward(self) -> None:
        """Every point is looked at on one page; what ends it is said, not done."""
        self.tell(LOOKED)

    def backward(self) -> None:
        """There is no step before this one."""

    # Keys.

    def used_keys(self) -> tuple[Key, ...]:
        if self._done is not None:
            back = keys.use("back", "返回")
            return keys.resolve((*self._after.foot(), NEXT, back, "help", "lock"))
        return keys.resolve((*FOOT, "conclude", PARK, "back", "help", *MARK_KEYS, "lock"))

    def foot_keys(self) -> tuple[Key, ...]:
        return tuple(key for key in super().foot_keys() if key.id not in MARK_KEYS)

    def action_next_one(self) -> None:
        """Back to who else is waited for, once this one is done."""
        if self._done is not None:
            self.leave()

    def action_back(self) -> None:
        """Nothing looked at is lost: it waits as a draft. Where nothing was, none is left."""
        if self._done is not None:
            self.leave()
        elif self.session.is_touched:
            self.action_park()
        else:
            self._saver.stop()
            draft, returning = self.session.draft, self.office.returning
            self.ask_first(lambda: returning.drop(draft), lambda _: self.leave(), group="save")
