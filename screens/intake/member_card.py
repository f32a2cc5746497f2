"""One member of the household on a card; what is typed is taken over at once."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.widget import Widget

from data.rules.identity import ID_TYPES
from screens import keys
from screens.intake.choices import Choices
from screens.intake.entries import Entries, Entry, number_field
from screens.intake.pane import Hands
from screens.widgets.card import Card
from screens.widgets.fields import Field, FoldingField
from window_app.desk_views import IntakeView, MemberView

KINDS = tuple((kind, name) for kind, name in ID_TYPES.items() if kind != "credit_code")


class MemberCard(Card[None]):
    """Name, relation, number or day of birth. Enter goes through, Esc keeps and closes."""

    KEYS = (keys.use("back", "写好了，返回"),)
    AUTO_FOCUS = "Field"

    def __init__(self, member: MemberView, hands: Hands) -> None:
        super().__init__("家庭成员", aside="成年按办理当天满18周岁算")
        self._member = member
        self._hands = hands

    def body(self) -> Iterable[Widget]:
        self.entries = Entries(
            [
                Entry("name", "姓名", Field(limit=50)),
                Entry("relation", "与申请人关系", Field(limit=30)),
                Entry("id_type", "证件类型", Choices(KINDS)),
                Entry("id_number", "证件号码", number_field()),
                Entry("birth", "出生日期", FoldingField(limit=10)),
            ],
            typed=self.typed,
            onward=self.action_back,
        )
        yield self.entries

    def compose(self) -> ComposeResult:
        yield from super().compose()

    def on_mount(self) -> None:
        self.query_one("#card-body").can_focus = False
        self._show(self._member)

    def _show(self, member: MemberView) -> None:
        self._member = member
        for entry in self.entries.query(Entry):
            entry.put(member.values.get(entry.key, ""))
        birth = self.entries.entry("birth")
        assert birth is not None
        words = member.problem or ("成年" if member.is_adult else "未成年")
        birth.tell(words, problem=bool(member.problem))

    def typed(self, key: str, value: str) -> None:
        if self._member.values.get(key, "") == value:
            return
        member_id = self._member.id
        view = self._hands.act(lambda session: session.set_member(member_id, key, value))
        self._after(view)

    def _after(self, view: IntakeView) -> None:
        found = next((one for one in view.household if one.id == self._member.id), None)
        if found is not None:
            self._show(found)
