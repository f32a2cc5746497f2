"""An item (事项) and its parts, as the catalogue's README describes them. Frozen, pure data.

A condition stays the mapping it was written as; `conditions.py` gives it meaning.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Condition = dict[str, Any]
Subject = Literal["natural", "legal"]
Level = Literal["city", "county", "town", "village"]
Unit = Literal["working", "calendar"]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Days = Annotated[int, Field(ge=0, le=3660)]
Count = Annotated[int, Field(ge=0, le=99)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
ResultRef = Annotated[str, Field(pattern=r"^[^.\s]+\.[a-z][a-z0-9_]*$")]


class Model(BaseModel):
    """Frozen, and closed: an unknown key is a fault.

    What checks a model is built when one is first read: a window logs in before it needs any.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Need(StrEnum):
    REQUIRED = "required"
    TOLERABLE = "tolerable"
    OPTIONAL = "optional"


class Handling(StrEnum):
    INSTANT = "instant"
    PROMISE = "promise"


class Limits(Model):
    """Days for the decision: 法定 and 承诺时限, and what the head may add once."""

    statutory: Days
    promised: Days
    unit: Unit = "working"
    extension: Days = 0


class Choice(Model):
    id: Identifier
    name: Text
    note: Text | None = None
    when: Condition | None = None
    alone: bool = False


class Question(Model):
    """What the clerk asks to find the situation (情形引导)."""

    id: Identifier
    ask: Text
    choices: tuple[Choice, ...] = Field(min_length=1)
    many: bool = False
    when: Condition | None = None
    auto: dict[str, Any] | None = None


class Exit(Model):
    when: Condition
    outcome: Literal["not_needed", "not_ours", "not_eligible", "use_item"]
    say: Text
    refer: Text | None = None


class Fee(Model):
    """Yuan as text with two decimals; `quantity` names number fields whose product multiplies."""

    name: Text
    amount: Annotated[str, Field(pattern=r"^\d{1,9}\.\d{2}$")]
    unit: Text
    basis: Text
    when: Condition | None = None
    quantity: tuple[Identifier, ...] = ()

    @property
    def yuan(self) -> Decimal:
        return Decimal(self.amount)


class Result(Model):
    name: Text
    kind: Literal["certificate", "decision", "record", "payment", "none"]
    valid: Text | None = None


class Group(Model):
    """Any `need` of the materials that name this group."""

    id: Identifier
    name: Text
    need: Annotated[int, Field(ge=1, le=99)]


class SharedMaterial(Model):
    id: Identifier
    name: Text
    source: Literal["applicant", "government", "intermediary"]
    criteria: tuple[Text, ...] = ()
    faults: tuple[Text, ...] = ()
    certificate: bool = False
    valid_days: Days | None = None


class Material(Model):
    """One line of the list. `use` is resolved on loading: what it names is filled in here."""

    id: Identifier
    use: Identifier | None = None
    name: Text
    source: Literal["applicant", "government", "intermediary"]
    criteria: tuple[Text, ...] = ()
    faults: tuple[Text, ...] = ()
    certificate: bool = False
    valid_days: Days | None = None
    originals: Count = 0
    copies: Count = 0
    check_original: bool = False
    surrender: bool = False
    electronic: bool = False
    per: Literal["member", "adult"] | None = None
    need: Need = Need.REQUIRED
    later_days: Days | None = None
    committable: bool = False
    group: Identifier | None = None
    when: Condition | None = None
    blank: Text | None = None
    sample: Text | None = None
    shared_data: Text | None = None
    result_of: Text | None = None
    note: Text | None = None


class FormField(Model):
    id: Identifier
    label: Text
    type: Literal[
        "text",
        "number",
        "date",
        "money",
        "phone",
        "address",
        "choice",
        "id_number",
        "credit_code",
    ]
    required: bool = False
    choices: tuple[Text, ...] = ()
    when: Condition | None = None
    shared: Annotated[str, Field(pattern=r"^(person|entity)\.[a-z][a-z0-9_]*$")] | None = None
    result_of: ResultRef | tuple[ResultRef, ...] | None = None
    result: bool = False
    per: Literal["member", "adult"] | None = None


class Step(Model):
    """A step of the department's own: 承办 审核 批准, with its own limit in the item's unit."""

    name: Text
    role: Literal["handle", "check", "approve"]
    days: Days


class Special(Model):
    """A special procedure (特别程序); `basis` is required where it stops the clock (XKF 45)."""

    name: Text
    days: Days
    unit: Unit = "working"
    stops_clock: bool = False
    basis: Text | None = None


class Variant(Model):
    """What differs in a situation; the first that holds replaces the named keys."""

    when: Condition
    name: Text
    limits: Limits | None = None
    handling: Handling | None = None
    instant_at_window: bool | None = None
    result: Result | None = None
    fees: tuple[Fee, ...] | None = None
    special: tuple[Special, ...] | None = None
    steps: tuple[Step, ...] | None = None


class Guide(Model):
    place: Text | None = None
    hours: Text | None = None
    phone: Text | None = None
    note: Text | None = None


class Item(Model):
    """One matter (事项) with its published list."""

    code: Annotated[str, Field(min_length=1, max_length=36, pattern=r"^\S+$")]
    name: Text
    aliases: tuple[Text, ...] = ()
    kind: Literal[
        "licence", "confirmation", "benefit", "registration", "filing", "public_service", "other"
    ]
    department: Identifier
    subjects: tuple[Subject, ...] = Field(min_length=1)
    theme: Identifier
    life_events: tuple[Identifier, ...] = ()
    levels: tuple[Level, ...] = Field(min_length=1)
    proxy: bool = False
    handling: Handling
    limits: Limits
    instant_at_window: bool = False
    supplement: Literal["keep", "return"] = "keep"
    supplement_days: Days | None = None
    fees: tuple[Fee, ...] = ()
    result: Result
    delivery: tuple[Literal["pickup", "post", "electronic"], ...] = Field(min_length=1)
    conditions: tuple[Text, ...] = ()
    legal_basis: tuple[Text, ...] = ()
    commitment: bool = False
    check_days: Days | None = None
    deferred_late: Literal["end", "warn"] = "warn"
    questions: tuple[Question, ...] = ()
    exits: tuple[Exit, ...] = ()
    variants: tuple[Variant, ...] = ()
    groups: tuple[Group, ...] = ()
    materials: tuple[Material, ...] = ()
    fields: tuple[FormField, ...] = ()
    steps: tuple[Step, ...] = ()
    special: tuple[Special, ...] = ()
    guide: Guide = Guide()

    @property
    def place(self) -> str | None:
        return self.guide.place

    @property
    def phone(self) -> str | None:
        return self.guide.phone

    def material(self, material_id: str) -> Material | None:
        return next((m for m in self.materials if m.id == material_id), None)

    def question(self, question_id: str) -> Question | None:
        return next((q for q in self.questions if q.id == question_id), None)
