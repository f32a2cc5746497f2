"""The smallest Textual application, for what the library itself takes."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class Trivial(App[None]):
    """One line of text, which says the key pressed last."""

    def compose(self) -> ComposeResult:
        yield Static("trivial and ready")

    def on_key(self, event: events.Key) -> None:
        self.query_one(Static).update(f"{event.key} pressed")


if __name__ == "__main__":
    Trivial().run()
