"""The fifth step: the form's fields, filled in where the answer is known, and the delivery."""

from __future__ import annotations

from typing import Literal, cast

from textual.app import ComposeResult

from screens.intake.choices import Choices
from screens.intake.entries import Control, Entries, Entry, number_field, phone_field
from screens.intake.pane import Hands, Pane
from screens.widgets.fields import Field, FoldingField
from screens.widgets.panel import Panel
from window_app.desk_views import FieldLine, IntakeView

LONGEST = 500
DELIVERY = "delivery"
Way = Literal["pickup", "post", "electronic"]
HINTS = {"date": "如 2026-11-01", "money": "元，最多两位小数", "number": "数字"}


class FormPane(Pane):
    """One entry a field and person; made anew when the list asks for others."""

    STEP = "form"
    FOOT = ("step_on",)

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands)
        self.entries = Entries(typed=self.typed, onward=hands.onward)
        self._panel = Panel("表单", self.entries, remark="自动填好的也可以改")
        self._shape: object = None
        self._is_built = False
        self._view: IntakeView | None = None
        self._wanted: str | None = None

    def compose(self) -> ComposeResult:
        yield self._panel

    # Showing.

    def show(self, view: IntakeView) -> None:
        self._view = view
        shape = (
            [(one.key, one.label, one.type, one.choices) for one in view.fields],
            view.deliveries,
        )
        if shape != self._shape:
            self._shape, self._is_built = shape, False
            self.run_worker(self._build(view), group="build", exclusive=True)
        elif self._is_built:
            self._fill(view)
        filled = sum(bool(line.value.strip()) for line in view.fields)
        self._panel.head.say("表单", "自动填好的也可以改", f"已填 {filled} / {len(view.fields)}")

    async def _build(self, view: IntakeView) -> None:
        made = [field_entry(line) for line in view.fields]
        if view.deliveries:
            made.append(Entry(DELIVERY, "怎么拿结果", Choices(view.deliveries)))
        await self.entries.query(Entry).remove()
        await self.entries.mount_all(made)
        self._is_built = True
        self._fill(self._view or view)
        if self._wanted is not None:
            self.enter(self._wanted)

    def _fill(self, view: IntakeView) -> None:
        lines = {line.key: line for line in view.fields}
        for entry in self.entries.query(Entry):
            line = lines.get(entry.key)
            if line is not None:
                show_line(entry, line)
            elif entry.key == DELIVERY:
                entry.put(view.delivery or "")

    # Typing.

    def typed(self, key: str, value: str) -> None:
        view = self._view
        if view is None:
            return
        if key == DELIVERY:
            if value != view.delivery:
                self.hands.act(lambda session: session.set_delivery(cast("Way", value)))
            return
        line = next((one for one in view.fields if one.key == key), None)
        if line is not None and line.value != value:
            self.hands.act(lambda session: session.set_field(key, value))

    # Moving.

    @property
    def takes_keys(self) -> bool:
        return self._is_built

    def enter(self, key: str = "") -> None:
        """To the field named, else to the first that must be filled, else the first that can."""
        self._wanted = key
        entries = list(self.entries.entries)
        if not entries or not self._is_built:
            return
        self._wanted = None
        must = {line.key for line in self._view.fields if line.required} if self._view else set()
        ranked = (
            [entry for entry in entries if entry.key == key],
            [entry for entry in entries if entry.wants and entry.key in must],
            [entry for entry in entries if entry.wants],
            entries,
        )
        next(some for some in ranked if some)[0].control.focus()


def field_entry(line: FieldLine) -> Entry:
    """The entry of a form field, empty yet."""
    return Entry(line.key, label_of(line), _control(line))


def label_of(line: FieldLine) -> str:
    """The label, and whether the field may be left empty."""
    return f"{line.label}{'' if line.required else '(选填)'}"


def _control(line: FieldLine) -> Control:
    match line.type:
        case "choice":
            return Choices([(choice, choice) for choice in line.choices])
        case "id_number" | "credit_code":
            return number_field()
        case "phone":
            return phone_field()
        case "date" | "money" | "number":
            return FoldingField(placeholder=HINTS[line.type], limit=40)
    return Field(limit=LONGEST)


def show_line(entry: Entry, line: FieldLine) -> None:
    """A field's value, what is wrong with it, and whether it must be filled."""
    entry.put(line.value)
    entry.tell(line.problem or "", problem=bool(line.problem))
    if line.is_filled_in:
        entry.note("自动填", "info.ink")
    elif line.required and not line.value.strip():
        entry.note("必填", "warn.ink")
    else:
        entry.note("")
