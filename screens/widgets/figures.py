"""Today's counts, and beside them what wants the clerk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text
from textual.reactive import reactive

from screens.widgets.ink import badge, cap, join, pad_text, plain, soft_badge, spread
from screens.widgets.line import Line, stacked
from window_app.desk_views import Reminder

COUNT_CELLS = 9
REMINDERS_AT = 62
# Families that are filled: the clerk has to act now.
LOUD = ("bad", "warn")


class Figures(Line):
    """Two lines at 120 columns, one below: there only the two loudest reminders have room."""

    DEFAULT_CSS = "Figures { height: 1; background: $desk; }"

    counts: reactive[Sequence[tuple[str, int]]] = reactive(())
    reminders: reactive[Sequence[Reminder]] = reactive(())

    def say(self, counts: Sequence[tuple[str, int]], reminders: Sequence[Reminder]) -> None:
        """Show other figures; reminders come with the loudest first."""
        self.counts, self.reminders = counts, reminders

    def build(self, width: int) -> Text:
        return self._two_lines(width) if self.wide else self._one_line(width)

    def _two_lines(self, width: int) -> Text:
        labels = [pad_text(plain(word, "muted"), COUNT_CELLS) for word, _ in self.counts]
        figures = [pad_text(plain(str(n), "strong"), COUNT_CELLS) for _, n in self.counts]
        word = plain("提醒" if self.reminders else "", "muted")
        badges = fitting(map(reminder_badge, self.reminders), width - REMINDERS_AT - 1, "  ")
        return stacked(
            join([pad_text(join([plain("  "), *cells]), REMINDERS_AT), right])
            for cells, right in ((labels, word), (figures, badges))
        )

    def _one_line(self, width: int) -> Text:
        parts = [
            join([plain(f" {word} ", "muted"), plain(f"{n} ", "strong")]) for word, n in self.counts
        ]
        left = join(parts)
        loudest = map(reminder_badge, self.reminders[:2])
        return spread(left, fitting(loudest, width - left.cell_len - 2, " "), width)


class Reminders(Line):
    """All reminders with the digit that opens each, over as many lines as they need."""

    DEFAULT_CSS = "Reminders { height: auto; padding: 0 1 0 2; }"

    reminders: reactive[Sequence[Reminder]] = reactive((), layout=True)

    def build(self, width: int) -> Text:
        lines, line = [], plain("")
        for number, reminder in enumerate(self.reminders, start=1):
            one = join([cap(str(number)), reminder_badge(reminder)])
            if line.cell_len and line.cell_len + one.cell_len + 2 > width:
                lines.append(line)
                line = plain("")
            line = join([line, one, plain("  ")])
        return stacked([*lines, line])


def reminder_badge(reminder: Reminder) -> Text:
    """Filled where the clerk has to act, soft where it is good to know."""
    draw = badge if reminder.tone in LOUD else soft_badge
    by = f" {reminder.by}" if reminder.by else ""
    return draw(f"{reminder.word} {reminder.count}{by}", reminder.tone)


def fitting(badges: Iterable[Text], room: int, between: str) -> Text:
    """The badges that fit, the first ones first."""
    line = plain("")
    for one in badges:
        longer = join([line, plain(between if line.cell_len else ""), one])
        if longer.cell_len > room:
            break
        line = longer
    return line
