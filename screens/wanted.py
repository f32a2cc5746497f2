"""The cases behind a reminder of the day."""

from __future__ import annotations

from screens import keys
from screens.narrowing import NarrowedCases
from window_app.desk_views import FoundCases


class WantedScreen(NarrowedCases):
    """The least time left first; Enter opens the case, where its next step is a key away."""

    HOW = "扫凭证上的条码，或者打编号、姓名、证件号"
    NO_CASE = "先把光标放到一件上，再按 F8 补打它的文书。"
    KEYS = ("help", "choose", "open", keys.use("print", "补打"), "box", "lock", "back")

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word

    @property
    def place(self) -> tuple[str, str]:
        return self._word, self._word

    @property
    def head(self) -> str:
        return self._word

    def look_up(self, text: str) -> FoundCases:
        return self.office.wanted(self._word, text)
