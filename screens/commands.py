"""The command palette: type a few characters of a command, Enter runs it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.keys import Key
from screens.widgets.ink import join, plain, spread
from screens.widgets.search_box import SearchBox

ROOM = 68


class Commands(ModalScreen[str]):
    """Answers with the key of the chosen command, or None."""

    DEFAULT_CSS = """
    Commands #commands { width: 72; height: 18; background: $paper; }
    Commands SearchBox { height: 1; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]

    def __init__(self, used: Sequence[Key]) -> None:
        super().__init__()
        self._used = used

    def compose(self) -> ComposeResult:
        with Vertical(id="commands"):
            yield SearchBox("打几个字找命令，上下选，回车执行")
            yield OptionList(*self._options(""), classes="-led")

    def on_mount(self) -> None:
        self.query_one(SearchBox).field.focus()
        self.query_one(OptionList).can_focus = False
        self._first()

    def _options(self, wanted: str) -> Iterable[Option]:
        for key in self._used:
            if wanted.casefold() in f"{key.label}{key.help}{key.cap}".casefold():
                yield Option(_command(key), id=key.id)

    def _first(self) -> None:
        options = self.query_one(OptionList)
        options.highlighted = 0 if options.option_count else None

    def on_search_box_changed(self, event: SearchBox.Changed) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        found = list(self._options(event.text.strip()))
        options.add_options(found or [Option(plain("没有这样的命令", "muted"), disabled=True)])
        self._first()

    def on_search_box_arrow(self, event: SearchBox.Arrow) -> None:
        options = self.query_one(OptionList)
        getattr(options, f"action_{event.action}")()

    def on_search_box_sent(self) -> None:
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(next(key.key for key in self._used if key.id == event.option.id))

    def action_close(self) -> None:
        self.dismiss(None)


def _command(key: Key) -> Text:
    return spread(join([plain(key.label, "strong"), plain("  " + key.help)]), plain(key.cap), ROOM)
