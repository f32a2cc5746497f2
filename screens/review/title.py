"""The block over a task's own page: number, item, applicant; on the right whose it is, the step."""

from __future__ import annotations

from rich.text import Text
from textual.reactive import reactive

from screens.case_parts import days_left
from screens.review.panel import lease_text
from screens.widgets import ink
from screens.widgets.ink import join, plain, spread
from screens.widgets.line import Line, stacked
from window_app.desk_views import LeaseWords, TaskPage


class TaskTitle(Line):
    """Three lines; air around them at 120 columns."""

    DEFAULT_CSS = "TaskTitle { height: 3; background: $desk; padding: 0 1 0 2; }"

    page: reactive[TaskPage | None] = reactive(None)
    lease: reactive[LeaseWords | None] = reactive(None)

    def build(self, width: int) -> Text:
        page, lease = self.page, self.lease
        if page is None or lease is None:
            return plain("")
        situation = plain(f"   {page.situation}" if page.situation else "")
        applicant = page.applicant if self.wide else page.applicant[:2]
        until = f"，到 {page.step_until}" if page.step_until else ""
        step = join([plain("这一步 ", "muted"), plain(f"{page.line.step}{until}")])
        return stacked(
            [
                spread(plain(page.grouped, "strong"), lease_text(lease), width),
                spread(join([plain(page.line.item), situation]), step, width),
                spread(plain("   ".join(applicant), "muted"), self._clock(page), width),
            ]
        )

    def _clock(self, page: TaskPage) -> Text:
        dates = "".join(f"{label} {day}   " for label, day in page.dates)
        parts = [plain(dates, "muted"), ink.light(page.line.light)]
        if page.line.left is not None:
            parts += [plain("  "), days_left(page.line.left)]
        return join(parts)
