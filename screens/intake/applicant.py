"""The first step: who applies, who acts for them, who lives with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, cast

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget

from data.rules.identity import ID_TYPES
from screens.intake.beside import Beside
from screens.intake.choices import Choices
from screens.intake.entries import Entries, Entry, number_field, phone_field
from screens.intake.household import Household, HouseholdEntry
from screens.intake.member_card import MemberCard
from screens.intake.pane import Hands, Pane
from screens.widgets.fields import Field
from screens.widgets.line import Prose
from screens.widgets.panel import Panel
from window_app.desk_views import IntakeView, KnownPerson, PartyView

if TYPE_CHECKING:
    from window_app.services.desk.session import IntakeSession

SUBJECTS = (("natural", "个人"), ("legal", "单位"))
AGENTS = (("no", "本人办理"), ("yes", "委托代办"))
PERSONS = tuple((kind, name) for kind, name in ID_TYPES.items() if kind != "credit_code")
BODIES = (("credit_code", "统一社会信用代码"), ("other", "其他证件"))
PARTIES = ("applicant", "agent")
NAMES = ("姓名", "名称")
WHOLE_NUMBER = 18
Party = Literal["applicant", "agent"]
Subject = Literal["natural", "legal"]


def party_entries() -> Iterable[Entry]:
    yield Entry("subject", "申请主体", Choices(SUBJECTS))
    yield Entry("applicant.id_type", "证件类型", Choices(PERSONS))
    yield Entry("applicant.id_number", "证件号码", number_field())
    # What the records fill in is looked at before anything goes on.
    yield Entry("applicant.name", "姓名", Field(limit=50), halts=True)
    yield Entry("applicant.phone", "联系电话", phone_field())
    yield Entry("applicant.address", "地址", Field(limit=200))
    yield Entry("applicant.legal_representative", "法定代表人", Field(limit=50))
    yield Entry("has_agent", "谁来办", Choices(AGENTS))
    yield Entry("agent.id_type", "代办人证件", Choices(PERSONS))
    yield Entry("agent.id_number", "代办人号码", number_field())
    yield Entry("agent.name", "代办人姓名", Field(limit=50))
    yield Entry("agent.phone", "代办人电话", phone_field())


class ApplicantPane(Pane):
    """Fields on the left; on the right what the number and the records of this home tell."""

    STEP = "applicant"
    FOOT = ("next_pane", "step_on")

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands)
        self._view: IntakeView | None = None
        self.household = Household(self)
        self.entries = Entries(
            [*party_entries(), HouseholdEntry(self.household)],
            typed=self.typed,
            onward=self.through,
        )
        self._beside = Beside()

    def compose(self) -> ComposeResult:
        left = Panel("申请人", self.entries, remark="回车到下一栏，上下移动", classes="fields")
        right = Panel("核对", VerticalScroll(self._beside, classes="inset"), classes="beside")
        yield Horizontal(left, Prose(classes="gap"), right, classes="panes")

    # Showing.

    def show(self, view: IntakeView) -> None:
        self._view = view
        self._put("subject", view.subject)
        self._shape(view)
        self._party("applicant", view.applicant)
        self._put("has_agent", "yes" if view.agent is not None else "no")
        if view.agent is not None:
            self._party("agent", view.agent)
        self.household.show(view)
        self._beside.show(view)

    def know(self, known: KnownPerson | None) -> None:
        """What this home knows of the applicant."""
        self._beside.know(known)

    def _shape(self, view: IntakeView) -> None:
        is_body = view.subject == "legal"
        name, number = self._entry("applicant.name"), self._entry("applicant.id_number")
        name.name_it(NAMES[is_body])
        number.name_it(
            "信用代码" if view.applicant.values.get("id_type") == "credit_code" else "证件号码"
        )
        kind = self._entry("applicant.id_type").control
        assert isinstance(kind, Choices)
        kind.options = BODIES if is_body else PERSONS
        self._entry("applicant.legal_representative").display = is_body
        for entry in self.entries.query(Entry):
            if entry.key.startswith("agent."):
                entry.display = view.agent is not None

    def _party(self, party: Party, view: PartyView) -> None:
        for entry in self.entries.query(Entry):
            owner, _, name = entry.key.partition(".")
            if owner == party:
                self._put(entry.key, view.values.get(name, ""))
        number = self._entry(f"{party}.id_number")
        length = len(view.values.get("id_number", ""))
        is_under_way = number.control.has_focus and length < WHOLE_NUMBER
        number.tell(_number_words(view), problem=bool(view.problem), quiet=is_under_way)
        number.note(f"{length}位" if length else "")

    def _entry(self, key: str) -> Entry:
        found = self.entries.entry(key)
        assert found is not None
        return found

    def _put(self, key: str, value: str) -> None:
        self._entry(key).put(value)

    def fill(self, values: Mapping[str, str]) -> None:
        """Values that came from elsewhere (a card, the records), whatever has the focus."""
        for key, value in values.items():
            if (entry := self.entries.entry(key)) is not None:
                entry.fill(value)

    def refill(self, view: IntakeView, party: Party) -> None:
        """All values of one party, also where the focus is; then on to the first that wants."""
        found = view.applicant if party == "applicant" else view.agent
        if found is None:
            return
        self.fill({f"{party}.{name}": value for name, value in found.values.items()})
        self.entries.next_from(self._entry(f"{party}.name").control, stay=True)

    # Typing.

    def typed(self, key: str, value: str) -> None:
        """A value of an entry; `party.name`, or one of the switches."""
        party, _, name = key.partition(".")
        if party in PARTIES:
            self._typed_party(cast("Party", party), name, value)
        elif key == "subject" and self._view and self._view.subject != value:
            self.hands.act(lambda session: session.set_subject(cast("Subject", value)))
        elif (
            key == "has_agent" and self._view and (self._view.agent is not None) != (value == "yes")
        ):
            self.hands.act(lambda session: session.set_agent(has_agent=value == "yes"))

    def _typed_party(self, party: Party, name: str, value: str) -> None:
        now = self._view.applicant if self._view and party == "applicant" else None
        now = self._view.agent if self._view and party == "agent" else now
        if now is None or now.values.get(name, "") == value:
            return

        def do(session: IntakeSession) -> object:
            if name == "id_number":
                return session.type_number(party, value)
            return session.set_party(party, name, value)

        self.hands.act(do)

    # Household.

    def edit_member(self, member_id: str | None) -> None:
        """Open the card of a member; None adds one."""
        view = self._view
        if member_id is None:
            view = self.hands.act(lambda session: session.add_member())
            member_id = view.household[-1].id
        assert view is not None
        place = next(n for n, one in enumerate(view.household) if one.id == member_id)
        member = view.household[place]
        self.household.move(place)
        self.app.push_screen(MemberCard(member, self.hands))

    def drop_member(self, member_id: str) -> None:
        self.hands.act(lambda session: session.drop_member(member_id))

    # Moving.

    def enter(self, key: str = "") -> None:
        if key == "household":
            self.household.focus()
            return
        entry = self.entries.entry(key or "applicant.id_number")
        (entry or self._entry("applicant.id_number")).control.focus()

    @property
    def in_agent(self) -> bool:
        """Whether the focus is among the agent's fields."""
        focused: Widget | None = self.screen.focused
        return any(
            entry.control is focused and entry.key.startswith(("agent.", "has_agent"))
            for entry in self.entries.query(Entry)
        )

    def through(self) -> None:
        """Enter behind the last field."""
        view = self._view
        if view is not None and view.needs_household and not view.household:
            self.household.focus()
        else:
            self.hands.onward()


def _number_words(view: PartyView) -> str:
    if view.problem:
        return view.problem
    parts = [view.sex, view.birth and f"{view.birth}出生", _age(view.age)]
    words = "，".join(part for part in parts if part)
    return "；".join(filter(None, (words, *view.warnings)))


def _age(age: int | None) -> str:
    return "" if age is None else f"{age}岁"
