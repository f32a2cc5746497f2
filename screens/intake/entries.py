"""Labelled fields one below the other, moved through by Enter and the arrow keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Unpack

from rich.text import Text
from textual import events
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from data.rules.identity import mask_identity, mask_phone
from screens.intake.choices import Choices
from screens.widgets.fields import Field, FoldingField
from screens.widgets.ink import join, pad_text, plain
from screens.widgets.line import Named, Prose
from screens.width import shown_typed

Control = Field | Choices
NOTE_CELLS = 6


class HiddenField(FoldingField):
    """An identity number or a phone: whole only while it is being typed."""

    def __init__(
        self, value: str = "", *, mask: Callable[[str], str], limit: int, **named: Unpack[Named]
    ) -> None:
        super().__init__(value, limit=limit, **named)
        self._mask = mask

    @property
    def _value(self) -> Text:
        words = self.value if self.has_focus else self._mask(self.value)
        return Text(shown_typed(words), no_wrap=True, overflow="ignore", end="")


def number_field(limit: int = 60) -> HiddenField:
    return HiddenField(mask=mask_identity, limit=limit)


def phone_field(limit: int = 40) -> HiddenField:
    return HiddenField(mask=mask_phone, limit=limit)


class Entry(Vertical):
    """A label, its control, a word on the right, and below what the number tells or lacks.

    Enter passes an entry that is filled, unless it `halts`: then the person looks at it first.
    Label and word are drawn by the entry itself, beside the control's margins: a form has many
    entries, and every widget costs time when the screen opens.
    """

    DEFAULT_CSS = """
    Entry { height: auto; }
    Entry Field, Entry Choices { margin: 0 7 0 13; }
    Entry Prose { margin: 0 1 0 14; }
    """

    def __init__(self, key: str, label: str, control: Control, *, halts: bool = False) -> None:
        super().__init__(control)
        self.key = key
        self.control = control
        self._label = label
        self._aside = plain("")
        self._hint: Prose | None = None
        self.problem = False
        self.halts = halts

    def render(self) -> Text:
        left = self.control.styles.margin.left
        label = pad_text(plain(f"  {self._label}", "muted"), left - 1)
        room = max(0, self.size.width - left + 1)
        return join([label, pad_text(self._aside, room, right=True)])

    def name_it(self, label: str) -> None:
        if label != self._label:
            self._label = label
            self.refresh()

    @property
    def value(self) -> str:
        return self.control.value

    def put(self, value: str) -> None:
        """Show another value; what is being typed just now stays as it is typed."""
        if self.control.value != value and not self.control.has_focus:
            self.fill(value)

    def fill(self, value: str) -> None:
        """Another value, also where the focus is; the text cursor goes to its end."""
        self.control.value = value
        if isinstance(self.control, Field):
            self.control.cursor_position = len(self.control.value)

    def tell(self, words: str, *, problem: bool = False, quiet: bool = False) -> None:
        """The line below; a problem is red (not yet where `quiet`), and Enter comes back to it."""
        self.problem = problem
        if self._hint is None:
            if not words:
                return
            self._hint = Prose()
            self.mount(self._hint)
        self._hint.display = bool(words)
        self._hint.say(words, style="bad.ink" if problem and not quiet else "muted")

    def note(self, word: str, style: str = "muted") -> None:
        """The word on the right, where it has six cells."""
        if word != self._aside.plain.strip():
            self._aside = join([pad_text(plain(word, style), NOTE_CELLS)])
            self.refresh()

    @property
    def wants(self) -> bool:
        """Whether somebody has to type here yet."""
        return self.problem or not self.value.strip()


class Entries(VerticalScroll, can_focus=False):
    """A column of entries. Enter goes to the next that wants something, then asks to go on."""

    DEFAULT_CSS = "Entries { height: 1fr; background: $paper; }"

    def __init__(
        self,
        children: Iterable[Widget] = (),
        *,
        typed: Callable[[str, str], None],
        onward: Callable[[], None],
        **named: Unpack[Named],
    ) -> None:
        super().__init__(*children, **named)
        self.add_class("paper")
        self._typed = typed
        self._onward = onward

    @property
    def entries(self) -> Sequence[Entry]:
        """Those that are shown, top to bottom."""
        return [entry for entry in self.query(Entry) if entry.display]

    def entry(self, key: str) -> Entry | None:
        return next((entry for entry in self.query(Entry) if entry.key == key), None)

    def _of(self, control: Widget) -> Entry | None:
        return next((entry for entry in self.query(Entry) if entry.control is control), None)

    def on_input_changed(self, event: Field.Changed) -> None:
        event.stop()
        self._tell(event.input, event.value)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        event.stop()
        self._tell(event.choices, event.value)

    def _tell(self, control: Widget, value: str) -> None:
        entry = self._of(control)
        if entry is not None:
            self._typed(entry.key, value)

    def on_input_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        self.next_from(event.input)

    def on_choices_submitted(self, event: Choices.Submitted) -> None:
        event.stop()
        self.next_from(event.choices)

    def next_from(self, control: Widget, *, stay: bool = False) -> None:
        """Enter: the next entry that wants something, else on, or nowhere where `stay`."""
        below = self._below(control)
        wanting = next((entry for entry in below if entry.wants or entry.halts), None)
        if wanting is not None:
            wanting.control.focus()
        elif not stay:
            self._onward()

    def _below(self, control: Widget) -> Sequence[Entry]:
        entries = list(self.entries)
        places = [n for n, entry in enumerate(entries) if entry.control is control]
        return entries[places[0] + 1 :] if places else entries

    def on_key(self, event: events.Key) -> None:
        if event.key not in ("up", "down"):
            return
        event.stop()
        if event.key == "up":
            self.screen.focus_previous()
        else:
            self.screen.focus_next()
