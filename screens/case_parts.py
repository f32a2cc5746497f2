"""What stands on the page of a case: its title, its time limit, its materials, its papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
from screens.widgets.timeline import Moment
from screens.widgets.told import Lay, prose
from screens.width import pad
from window_app.desk_views import (
    CasePage,
    Deadline,
    MaterialLine,
    Sending,
    StepLine,
    TimelineLine,
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
ELSEWHERE = ("申请人", "证件号码", "电话", "事项", "收件", "受理", "承诺办结", "法定办结")
# The badge of a step, and its colour.
STEP_BADGES = {"done": ("完", "ok.soft"), "current": ("在", "info"), "ahead": ("-", "muted")}
STEP_CELLS = 22


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
            spread(join([plain(page.title), situation]), self._whose(page), width),
            spread(plain("   ".join(page.applicant), "muted"), plain(""), width),
        ]
        return stacked(lines)

    def _whose(self, page: CasePage) -> Text:
        """The department and the step it is at, where there is room."""
        step = next((step.name for step in page.steps if step.state == "current"), "")
        return plain("  ".join(filter(None, (page.department, step))) if self.wide else "", "muted")

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
    """How many are in order and how many need not come, then each that is open."""
    still = [line for line in materials if is_open(line)]
    tally: Counter[str | None] = Counter(
        line.mark for line in materials if line.mark and not is_open(line)
    )
    counts = [
        join([ink.mark(mark), plain(f" {tally[mark]}   ")]) for mark in ink.MARKS if tally[mark]
    ]
    spare = Counter(line.mark_word for line in materials if not line.mark and not is_open(line))
    counts += [plain(f"{word} {count}   ", "muted") for word, count in spare.items()]
    lines = [join(counts)] if counts else []
    return stacked([*lines, *map(material_line, still)])


def is_open(line: MaterialLine) -> bool:
    """Whether something is still to be done about a material."""
    return line.mark in OPEN_MARKS and not line.settled_by_group


def material_line(line: MaterialLine) -> Text:
    """Mark, word, name."""
    name = f"{line.name}（{line.person}）" if line.person else line.name
    return join([ink.mark(line.mark), plain(f" {pad(line.mark_word, WORD_CELLS)}  {name}")])


def steps_words(steps: Sequence[StepLine]) -> Text:
    """The way of the case, a line a step."""
    return stacked(_step(step) for step in steps)


def _step(step: StepLine) -> Text:
    word, style = STEP_BADGES[step.state]
    ahead = "muted" if step.state == "ahead" else ""
    name, about = pad(step.name, STEP_CELLS), f"  {step.about}"
    return join(
        [
            plain(pad(f" {word}", ink.MARK_CELLS), style),
            plain(f" {name}", ahead),
            plain(about, "muted"),
        ]
    )


def sending_lay(sending: Sending | None) -> Lay:
    """How far the case's events are on their way."""

    def lay(width: int) -> Iterator[Text]:
        if sending is not None:
            word = ink.soft_badge(sending.word, sending.tone)
            said = "原因和怎么办写在最上面。" if sending.todo else sending.words
            lines = prose(said, width - word.cell_len - 2)
            yield join([word, plain("  "), *lines[:1]])
            yield from (join([plain(" " * (word.cell_len + 2)), line]) for line in lines[1:])

    return lay


def astray_lay(sending: Sending | None) -> Lay:
    """What did not take effect, and what to do now."""

    def lay(width: int) -> Iterator[Text]:
        if sending is not None and sending.todo:
            yield from prose(sending.words, width, style="bad.ink")
            yield from prose(f"怎么办：{sending.todo}", width)

    return lay


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


def facts_of(page: CasePage) -> list[tuple[str, Text | str]]:
    return [(label, value) for label, value in page.facts if label not in ELSEWHERE]


def moments_of(lines: Iterable[TimelineLine]) -> list[Moment]:
    """The timeline as it is shown: newest first."""
    made = [
        Moment(day(one.day), one.time, one.family, one.event, one.who, one.note) for one in lines
    ]
    return made[::-1]
