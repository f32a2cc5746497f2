"""Cards with something to write: the act, whom it concerns, its fields; F12 does it.

What is typed is never lost: where the act is refused the card stays and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from textual.widget import Widget

from data.errors import Refusal
from screens import keys
from screens.intake.entries import Entries, Entry
from screens.intake.form import field_entry, label_of, show_line
from screens.keys import Key
from screens.widgets.card import Card
from screens.widgets.line import Facts, Prose
from screens.widgets.next_line import NoticeLine
from screens.width import cells
from screens.work import Failure
from window_app.desk_views import FieldLine

T = TypeVar("T")
Values = Mapping[str, str]
MOST_LABEL = 26  # cells
UNDER_WAY = "正在保存，请稍等。"


class FormCard(Card[T], Generic[T]):
    """Answers with what the act gave, or None where the person went back."""

    DEFAULT_CSS = """
    FormCard Entries { height: auto; background: transparent; }
    FormCard Prose { padding-bottom: 1; }
    FormCard Entry Prose { padding-bottom: 0; }
    """
    AUTO_FOCUS = "Entry Field, Entry Choices"

    def __init__(
        self,
        title: str,
        words: str,
        lines: Sequence[FieldLine],
        do: Callable[[Values], T | Refusal],
        *,
        act: str,
        effects: Iterable[tuple[str, str]] = (),
        aside: str = "",
        family: str = "warn",
    ) -> None:
        """`do` is the act, called in a thread with what was typed, by the fields' keys."""
        super().__init__(title, aside=aside, family=family)
        self._words, self._act, self._effects = words, act, tuple(effects)
        self._lines = {line.key: line for line in lines}
        self._do = do
        self._is_under_way = False

    def body(self) -> Iterable[Widget]:
        yield Prose(self._words)
        made = [field_entry(line) for line in self._lines.values()]
        self.entries = Entries(made, typed=self._typed, onward=self._at_the_end)
        yield self.entries

    def consequences(self) -> Iterable[Widget]:
        self._notice = NoticeLine()
        yield self._notice
        if self._effects:
            yield Facts(self._effects)

    def acts(self) -> tuple[Key, ...]:
        return keys.use("confirm", self._act), keys.use("back", "返回，什么都不变")

    def on_mount(self) -> None:
        self.forget_typed()
        self.query_one("#card-body").can_focus = False
        room = min(
            MOST_LABEL, max((cells(label_of(one)) for one in self._lines.values()), default=0)
        )
        for entry in self.entries.query(Entry):
            entry.control.styles.margin = (0, 7, 0, room + 4)
            entry.fill(self._lines[entry.key].value)
            show_line(entry, self._lines[entry.key])

    @property
    def values(self) -> dict[str, str]:
        return {key: line.value.strip() for key, line in self._lines.items()}

    def _typed(self, key: str, value: str) -> None:
        self._lines[key] = replace(self._lines[key], value=value, problem=None)
        entry = self.entries.entry(key)
        if entry is not None:
            show_line(entry, self._lines[key])

    def _at_the_end(self) -> None:
        """Enter behind the last field does nothing: the act is never an accident."""
        self._notice.tell("写好了按 F12。")

    def action_confirm(self) -> None:
        if self._is_under_way or self._points_out(self._empty()):
            return
        self._is_under_way = True
        self._notice.tell(UNDER_WAY)
        values = self.values
        self.ask_first(lambda: self._do(values), self._answered, group="act", failed=self._failed)

    def _empty(self) -> str | None:
        """The first field that must be filled and is not."""
        wanting = (
            key for key, one in self._lines.items() if one.required and not one.value.strip()
        )
        return next(wanting, None)

    def _points_out(self, key: str | None, say: str = "") -> bool:
        """Say what is wrong at a field and go there; False where there is no such field."""
        entry = self.entries.entry(key) if key else None
        if entry is None or key is None:
            return False
        entry.tell(say or f"请填写“{self._lines[key].label}”。", problem=True)
        entry.control.focus()
        return True

    def _answered(self, answer: T | Refusal) -> None:
        self._is_under_way = False
        if not isinstance(answer, Refusal):
            self.dismiss(answer)
            return
        self._notice.clear()
        words = f"{answer.message}{answer.hint or ''}"
        if not self._points_out(answer.field, words):
            rule = f"（{answer.rule}）" if answer.rule else ""
            self._notice.tell(f"{words}{rule}", "bad", word="不能办")

    def _failed(self, failure: Failure) -> None:
        self._is_under_way = False
        self._notice.tell(failure.sentence, "bad", word="出错")

    def action_back(self) -> None:
        if not self._is_under_way:
            super().action_back()


def words_field(key: str, label: str, *, required: bool = True, value: str = "") -> FieldLine:
    """A field of free text."""
    return FieldLine(key, label, "text", required, value, (), False, None)


class ReasonCard(FormCard[str]):
    """Asks for one reason in words; answers with it."""

    def __init__(self, title: str, words: str, *, act: str, aside: str = "") -> None:
        super().__init__(
            title,
            words,
            [words_field("why", "原因")],
            lambda values: values["why"],
            act=act,
            aside=aside,
        )
