"""Who is waited for: cases to supplement, sent back by the department, or with something open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.errors import Refusal
from screens import keys
from screens.case_rows import COLUMNS
from screens.narrowing import CASE_PAGE, NarrowedCases
from screens.supplements.brought_back import BroughtBackScreen
from window_app.desk_views import CaseLine, FoundCases

if TYPE_CHECKING:
    from window_app.services.desk.returned import ReturnSession

TITLES = {"situation": "说明", "state": "要补", "due": "期限"}


class SupplementsScreen(NarrowedCases):
    """The least time left first. Enter, or a receipt's barcode, opens what was told."""

    HEAD = "等着补的"
    HOW = "扫凭证上的条码，或者打编号、姓名、证件号"
    COLUMNS = tuple(
        replace(column, title=TITLES.get(column.id, column.title)) for column in COLUMNS
    )
    NO_CASE = "先把光标放到一件上，再按 F8 补打它的文书。"
    KEYS = (
        "help",
        "choose",
        keys.use("open", "收补正", help="打开上次告知的各点，逐项看补来的材料"),
        CASE_PAGE,
        keys.use("print", "补打"),
        "box",
        "lock",
        "back",
    )

    @property
    def place(self) -> tuple[str, str]:
        return "补正", "补正"

    def look_up(self, text: str) -> FoundCases:
        return self.office.returning.waiting(text)

    def say_case(self, line: CaseLine) -> None:
        words = f"{line.applicant} {line.item}：{line.next}"
        self.say_next(words, "回车 收补正", short=line.next)

    def open_row(self, number: str) -> None:
        office, person = self.office, self.person
        self.ask_first(lambda: office.returning.open(number, person), self._opened, group="open")

    def _opened(self, answer: ReturnSession | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.refuse(answer)
        elif self.is_current:
            self.box.clear()
            self.app.push_screen(BroughtBackScreen(answer))
