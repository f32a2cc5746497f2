"""Finding cases: by number, its tail, a name or an identity number."""

from __future__ import annotations

from screens import keys
from screens.narrowing import NarrowedCases
from window_app.desk_views import FoundCases

NOTHING_TYPED = "打几个字或者扫码就查；证件号要打前几位或者全部。"


class FindScreen(NarrowedCases):
    """A box over the list of cases found."""

    HOW = "编号 1123-03-00127、尾号、姓名、证件号都认"
    NO_CASE = "先找到一件办件，再按 F8 补打它的文书。"
    KEYS = (
        "help",
        "choose",
        "open",
        keys.use("print", "补打"),
        "box",
        "lock",
        "back",
    )

    @property
    def place(self) -> tuple[str, str]:
        return "查件", "查件"

    def look_up(self, text: str) -> FoundCases:
        found = tuple(self.office.find(text))
        return FoundCases(found, f"没有找到“{text}”的办件。" if text else NOTHING_TYPED)
