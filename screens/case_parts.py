"""What stands on the page of a case: its title, its time limit, its materials, its papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from screens import keys
from screens.widgets import ink
from screens.widgets.card import Card
from screens.widgets.head_line import WEEKDAYS
from screens.widgets.ink import join, plain, spread
from screens.widgets.line import Line, Prose, Words, stacked
from screens.widgets.table import Column, Row
from screens.widgets.timeline import Moment
from screens.width import pad
from window_app.desk_views import CasePage, Deadline, MaterialLine, TimelineLine

PAPER_COLUMNS = (
    Column("name", "文书", 20, 20),
    Column("number", "编号", 14, 14, quiet=True),
)
BAR_CELLS = 26
WORD_CELLS = 6
STATE_FAMILIES = {
    "received": "warn",
    "supplementing": "warn",
    "suspended": "idle",
    "declined": "bad",
    "refused": "bad",
    "delivered": "ok",
    "returned": "idle",
    "withdrawn": "idle",
    "lapsed": "idle",
    "voided": "idle",
}
OPEN_MARKS = ("missing", "defective", "deferred", None)
# Said above the facts, so not once more among them.
ELSEWHERE = ("事项", "承诺办结", "法定办结")


class CaseTitle(Line):
    """Number, item and applicant; on the right the state, the light and the days left."""

    DEFAULT_CSS = "CaseTitle { height: 3; background: $desk; padding: 0 1 0 2; }"

    page: reactive[CasePage | None] = reactive(None)

    def build(self, width: int) -> Text:
        page = self.page
        if page is None:
            return plain("")
        situation = plain(f"   {page.situation}" if page.situation else "")
        lines = [
            spread(plain(page.grouped, "strong"), self._state(page), width),
            spread(join([plain(page.title), situation]), plain(""), width),
            spread(plain("   ".join(page.applicant), "muted"), plain(""), width),
        ]
        return stacked(lines)

    def _state(self, page: CasePage) -> Text:
        badge = ink.badge(page.status_word, STATE_FAMILIES.get(page.status, "info"))
        parts = [plain("状态 ", "muted"), badge, plain("  "), ink.light(page.light)]
        if page.left is not None:
            parts += [plain("  "), days_left(page.left)]
        return join(parts)


def days_left(left: int) -> Text:
    """`剩 4 天`, loud once it is too late."""
    if left < 0:
        return ink.remaining(f"超 {-left} 天", overdue=True)
    return plain(f"剩 {left} 天" if left else "今天到期", "strong")


def deadline_words(deadline: Deadline) -> Text:
    """The time limit in four lines, with a bar of what is used."""
    estimated = "（预计）" if deadline.estimated else ""
    whole = f"{deadline.whole}{deadline.unit}" if deadline.whole else "当场"
    lines = [
        _labelled(
            "承诺", join([plain(day(deadline.promised), "strong"), f"{estimated}   {whole}"])
        ),
        _labelled(
            "法定",
            plain(f"{day(deadline.statutory)}   {deadline.statutory_days}{deadline.unit}"),
        ),
        _labelled("停表", plain(deadline.stopped)),
    ]
    if deadline.left is not None and deadline.whole:
        used = min(deadline.whole, max(0, deadline.whole - deadline.left))
        family = "bad" if deadline.left < 0 else "bar"
        bar = ink.bar([(family, used)], BAR_CELLS, whole=deadline.whole)
        lines.insert(1, join([bar, plain("   "), days_left(deadline.left)]))
    return stacked(lines)


def _labelled(label: str, value: Text) -> Text:
    return join([plain(f"{label}  ", "muted"), value])


def day(text: str) -> str:
    """`2026-11-27` as `11-27 周五`."""
    found = date.fromisoformat(text)
    return f"{found:%m-%d} 周{WEEKDAYS[found.weekday()]}"


def materials_words(materials: Sequence[MaterialLine]) -> Text:
    """How many are in order, then each that is not."""
    tally = Counter(line.mark for line in materials)
    settled = [mark for mark in ink.MARKS if tally[mark] and mark not in OPEN_MARKS]
    counts = [join([ink.mark(mark), plain(f" {tally[mark]}   ")]) for mark in settled]
    lines = [join(counts)] if counts else []
    return stacked([*lines, *(material_line(one) for one in materials if one.mark in OPEN_MARKS)])


def material_line(line: MaterialLine) -> Text:
    """Mark, word, name."""
    word = line.mark_word if line.mark else "没看"
    name = f"{line.name}（{line.person}）" if line.person else line.name
    return join([ink.mark(line.mark), plain(f" {pad(word, WORD_CELLS)}  {name}")])


class MaterialsCard(Card[None]):
    """All materials of a case with their marks and faults."""

    KEYS = (keys.use("back", "返回"),)

    def __init__(self, page: CasePage) -> None:
        super().__init__(f"材料 {len(page.materials)} 项", aside=page.title)
        self._page = page

    def body(self) -> Iterable[Widget]:
        if not self._page.materials:
            yield Prose("这一件没有材料。")
        for line in self._page.materials:
            yield Words(material_line(line))
            for fault in line.chosen_faults:
                yield Prose(f"{' ' * (WORD_CELLS + 7)}{fault}", style="muted")


def paper_rows(papers: Sequence[tuple[str, str, str]]) -> list[Row]:
    """Papers by name and the tail of their number."""
    return [
        Row(number, {"name": name, "number": plain(number.rpartition("〕")[2], "muted")})
        for name, number, _ in papers
    ]


def facts_of(page: CasePage) -> list[tuple[str, Text | str]]:
    return [(label, value) for label, value in page.facts if label not in ELSEWHERE]


def moments_of(lines: Iterable[TimelineLine]) -> list[Moment]:
    """The timeline as it is shown: newest first."""
    made = [
        Moment(day(one.day), one.time, one.family, one.event, one.who, one.note) for one in lines
    ]
    return made[::-1]
