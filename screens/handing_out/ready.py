"""What waits to be fetched: scan the receipt, or pick a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import Refusal
from screens import keys
from screens.handing_out.one import HandOutScreen
from screens.narrowing import CASE_PAGE, NarrowedCases
from window_app.desk_views import CaseLine, FoundCases

if TYPE_CHECKING:
    from window_app.services.desk.handed_over import HandOut


class ReadyScreen(NarrowedCases):
    """Longest waiting first."""

    HEAD = "待领取"
    HOW = "扫凭证上的条码，或者打编号、姓名、证件号"
    NO_CASE = "先把光标放到一件上，再按 F8 补打它的文书。"
    KEYS = (
        "help",
        "choose",
        keys.use("open", "发出", help="核对领取人，发出结果"),
        CASE_PAGE,
        keys.use("print", "补打"),
        "box",
        "lock",
        "back",
    )

    @property
    def place(self) -> tuple[str, str]:
        return "出件", "出件"

    def look_up(self, text: str) -> FoundCases:
        return self.office.issuing.ready(text)

    def say_case(self, line: CaseLine) -> None:
        words = f"{line.applicant} {line.item}：核对领取人的证件，再发出"
        self.say_next(words, "回车 发出", short="核对领取人的证件，再发出")

    def open_row(self, number: str) -> None:
        office, person = self.office, self.person
        self.ask_first(lambda: office.issuing.open(number, person), self._opened, group="open")

    def _opened(self, answer: HandOut | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.refuse(answer)
        elif self.is_current:
            self.box.clear()
            self.app.push_screen(HandOutScreen(answer))
