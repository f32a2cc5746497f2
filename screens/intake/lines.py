"""The intake's own fixed lines: rail, whose intake it is, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Collection

from rich.text import Text
from textual import events
from textual.reactive import reactive

from data.rules.identity import mask_identity, mask_name, mask_phone
from screens.intake.pane import STEP_NAMES, STEPS
from screens.widgets.ink import badge, cut_text, join, plain, spread
from screens.widgets.line import Line, stacked
from screens.widgets.next_line import ConclusionLine
from screens.widgets.rail import Rail
from screens.width import cells
from window_app.desk_views import IntakeView, Outlook


class IntakeRail(Rail):
    """The six steps; one that was passed but is not done says so. A click goes there."""

    done: reactive[Collection[str]] = reactive(frozenset())

    def __init__(self, to: Callable[[str], None]) -> None:
        super().__init__(STEP_NAMES)
        self._to = to

    def _state(self, place: int, words: str) -> tuple[str, str]:
        said, style = self._said(place, words)
        fits = cells(said) <= self.size.width // len(STEPS)
        return (said if fits else said.strip()), style

    def _said(self, place: int, words: str) -> tuple[str, str]:
        if place == self.current:
            return super()._state(place, words)
        if STEPS[place] in self.done:
            return f"{words} 完", "ok.soft"
        if place < self.current:
            return f"{words} 未完", "warn.soft"
        return words, "idlecap"

    def on_click(self, event: events.Click) -> None:
        room = max(1, self.size.width // len(STEPS))
        self._to(STEPS[min(event.x // room, len(STEPS) - 1)])


class WhoLine(Line):
    """At 120 columns: applicant, agent, list; numbers masked."""

    DEFAULT_CSS = "WhoLine { display: none; padding: 0 2; }"

    def __init__(self) -> None:
        super().__init__()
        self._view: IntakeView | None = None
        self._told: object = None
        self._list = ""

    def show(self, view: IntakeView, version: str) -> None:
        told = view.applicant, view.agent, len(view.household), version
        if told != self._told:
            self._told, self._view = told, view
            self._list = f"清单 {version}" if version else ""
            self.redraw()

    def build(self, width: int) -> Text:
        view = self._view
        if view is None:
            return plain("")
        given = view.applicant.values
        parts = [plain(given.get("name", "") or "未填申请人", "strong")]
        quiet = [mask_identity(given.get("id_number", "")), mask_phone(given.get("phone", ""))]
        if view.agent is not None:
            quiet.append(f"代办人 {mask_name(view.agent.values.get('name', ''))}")
        if view.household:
            quiet.append(f"家庭 {len(view.household)} 人")
        parts += [plain(f"   {words}", "muted") for words in quiet if words]
        return spread(join(parts), plain(self._list, "muted"), width)


class IntakeConclusion(ConclusionLine):
    """Known and following in two rows; a long sentence takes the row below."""

    outlook: reactive[Outlook | None] = reactive(None)

    def build(self, width: int) -> Text:
        outlook = self.outlook
        if outlook is None:
            return plain("")
        air = " " if self.wide else ""
        label = join([plain(air), badge("结论", outlook.tone), plain(" " + air)])
        known = join([label, plain(outlook.known, "strong")])
        papers = f"出具：{'、'.join(outlook.papers)}" if outlook.papers else ""
        follows, indent = outlook.follows + air, " " * (label.cell_len if self.wide else 1)
        if self.wide and known.cell_len + cells(follows) + 2 <= width:
            second = plain(indent + papers, "muted")
            return stacked([spread(known, plain(follows), width), cut_text(second, width)])
        below = spread(plain(indent + follows), plain(papers + air, "muted"), width)
        if len(indent) + cells(follows) + cells(papers) + 2 > width:
            below = cut_text(plain(indent + follows), width)
        return stacked([cut_text(known, width), below])
