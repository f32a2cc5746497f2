"""The line to the hub as the application has it: begun with the services, heard, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from screens.base import DeskScreen

if TYPE_CHECKING:
    from textual.app import App

    from screens.ports import Connection
    from window_app.views import ConnectionView

    Application = App[None]
else:
    Application = object


class LineChanged(Message, bubble=False):
    """The line is another now."""


class HearsLine(Application):
    """An application whose head lines say how the terminal stands to its hub."""

    _connection: Connection | None = None
    _exchanges = 0

    @property
    def line(self) -> ConnectionView | None:
        """How the terminal stands to its hub; None as long as nobody knows."""
        return None if self._connection is None else self._connection.state()

    def begin_line(self, connection: Connection) -> None:
        """Keep the line from now on."""

        def changed() -> None:
            self.post_message(LineChanged())

        self._connection = connection
        connection.told(changed)
        connection.start()

    def on_line_changed(self) -> None:
        """The message of the moment may be the last of several: only the state counts."""
        line = self.line
        screen = self.screen_stack[-1] if self.screen_stack else None  # none at the very end
        if line is None or not isinstance(screen, DeskScreen):
            return
        screen.refresh_head()
        if line.exchanges != self._exchanges:
            self._exchanges = line.exchanges
            screen.line_moved()

    def on_unmount(self) -> None:
        if self._connection is not None:
            self._connection.close()
