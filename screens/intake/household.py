"""The household: who lives with the applicant, where the list asks for materials per person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from rich.text import Text
from textual import events
from textual.containers import Horizontal

from screens import keys
from screens.intake.rows import Block, Rows
from screens.widgets.ink import join, plain, spread
from screens.widgets.line import Words
from screens.width import pad
from window_app.desk_views import IntakeView, MemberView

ADD = "加一人"
NAME_CELLS = 14
RELATION_CELLS = 10


class Keeper(Protocol):
    """Who opens and drops members."""

    def edit_member(self, member_id: str | None) -> None: ...

    def drop_member(self, member_id: str) -> None: ...


class Household(Rows):
    """Members, and a last row that adds one."""

    DEFAULT_CSS = "Household { height: auto; width: 1fr; }"

    def __init__(self, keeper: Keeper) -> None:
        super().__init__()
        self._keeper = keeper
        self._members: tuple[MemberView, ...] = ()
        self._is_needed = False

    def show(self, view: IntakeView) -> None:
        self._members, self._is_needed = view.household, view.needs_household
        self.cursor = min(self.cursor, self.count - 1)
        self.refresh(layout=True)

    @property
    def count(self) -> int:
        return len(self._members) + 1

    @property
    def grows(self) -> bool:
        return True

    @property
    def rests(self) -> bool:
        return False

    def blocks(self, width: int) -> Iterable[Block]:
        for member in self._members:
            yield Block([_member_line(member, width)])
        add = keys.key("add_member")
        if self._members:
            words = "再加一人"
        else:
            words = "请列出，按人收材料" if self._is_needed else "没有列"
        yield Block(
            [
                join(
                    [
                        plain(f" {add.cap} ", "idlecap"),
                        plain(f" {ADD}   "),
                        plain(words, "warn.ink" if self._wants else "muted"),
                    ]
                )
            ]
        )

    @property
    def _wants(self) -> bool:
        return self._is_needed and not self._members

    def took(self, event: events.Key) -> bool:
        is_member = self.cursor < len(self._members)
        member = self._members[self.cursor].id if is_member else None
        if event.key == keys.key("add_member").key:
            self._keeper.edit_member(None)
        elif event.key == "enter":
            self._keeper.edit_member(member)
        elif event.key == keys.key("drop_member").key and member is not None:
            self._keeper.drop_member(member)
        elif event.key in ("up", "down"):
            return self._moved(event.key)
        else:
            return super().took(event)
        return True

    def _moved(self, key: str) -> bool:
        """Arrows leave the list at its ends, to the fields around it."""
        place = self.cursor + (1 if key == "down" else -1)
        if not 0 <= place < self.count:
            return False
        self.move(place)
        return True

    def clicked(self, place: int) -> None:
        if place == len(self._members):
            self._keeper.edit_member(None)


class HouseholdEntry(Horizontal):
    """The household under its label."""

    DEFAULT_CSS = """
    HouseholdEntry { height: auto; }
    HouseholdEntry Words { width: 12; padding: 0 0 0 2; }
    """

    def __init__(self, household: Household) -> None:
        super().__init__(Words(plain("家庭成员", "muted")), household)


def _member_line(member: MemberView, width: int) -> Text:
    values = member.values
    left = join(
        [
            plain(pad(values.get("name", "") or "未填姓名", NAME_CELLS)),
            plain(" " + pad(values.get("relation", ""), RELATION_CELLS)),
        ]
    )
    if member.problem:
        return spread(left, plain(member.problem, "bad.ink"), width)
    return spread(left, plain("成年" if member.is_adult else "未成年"), width)
