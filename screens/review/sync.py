"""F7 at the review terminal: the same screen as the desk's; Enter opens a case's own page."""

from __future__ import annotations

from screens.review.case import TaskScreen
from screens.sync.screen import SyncScreen


class TaskSyncScreen(SyncScreen):
    """How far this department's acts have come on their way to the hub."""

    CSS_PATH = "../sync/sync.tcss"

    def open_case(self, number: str, *, at_papers: bool = False) -> None:
        self.app.push_screen(TaskScreen(number))
