"""A published list (事项清单): its head, departments and bundles around the items.

Frozen, and read from the catalogue's folder as its README describes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from data.rules.item import (
    Condition,
    Days,
    Identifier,
    Item,
    Limits,
    Model,
    Question,
    SharedMaterial,
    Subject,
    Text,
)


class Member(Model):
    """An item in a bundle; `answers` maps its questions to a choice or `{from: question}`."""

    item: Text
    after: tuple[Text, ...] = ()
    when: Condition | None = None
    answers: dict[str, Any] = Field(default_factory=dict)


class Joint(Model):
    name: Text
    members: tuple[Text, ...] = Field(min_length=1)
    days: Days
    kind: Literal["inspection", "meeting"]
    stops_clock: bool = False
    tacit: bool = False


class Bundle(Model):
    """Several items handled in parallel as one matter (并联审批 / 一件事)."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    name: Text
    lead: Identifier
    subjects: tuple[Subject, ...] = Field(min_length=1)
    limits: Limits
    questions: tuple[Question, ...] = ()
    members: tuple[Member, ...] = Field(min_length=1)
    joint: tuple[Joint, ...] = ()


class LightRule(Model):
    """A light rule as data; `when` is one of days_left, share_used, overdue."""

    light: Literal["yellow", "red"]
    base: Literal["promised", "statutory"]
    when: dict[str, Any]
    scope: Literal["case", "step"]


class BadRating(Model):
    call_back_days: Days
    fix_days: Days


class Department(Model):
    id: Identifier
    name: Text
    abbr: Text
    credit_code: Text | None = None
    phone: Text | None = None
    address: Text | None = None
    seal: Text
    review_body: Text | None = None
    court: Text | None = None
    rooms: tuple[Text, ...] = ()


class Named(Model):
    id: Identifier
    name: Text


class CalendarOverride(Model):
    """A day that differs here from the national calendar."""

    date: date
    workday: bool
    name: Text | None = None


class Head(Model):
    """Who publishes a list, for which region, from which day (catalog.yaml)."""

    region: Annotated[str, Field(pattern=r"^\d{6,12}$")]
    name: Text
    version: Annotated[str, Field(pattern=r"^\d{4}\.\d{2}(\.\d+)?$")]
    effective: date
    publisher: Text
    accept_days: Annotated[int, Field(ge=1, le=60)] = 5
    lights: tuple[LightRule, ...] = ()
    bad_rating: BadRating | None = None
    sample: bool = False


class Listing(Head, ABC):
    """A published list (事项清单) but for its items, which are asked for one at a time.

    `digest` is SHA-256 (hex) over the canonical form of the whole list.
    """

    departments: tuple[Department, ...]
    themes: tuple[Named, ...]
    life_events: tuple[Named, ...] = ()
    shared_materials: tuple[SharedMaterial, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    calendar: tuple[CalendarOverride, ...] = ()
    digest: str = ""

    @abstractmethod
    def item(self, code: str) -> Item | None:
        """The item with this code; None where the list has none."""

    def bundle(self, bundle_id: str) -> Bundle | None:
        return next((b for b in self.bundles if b.id == bundle_id), None)

    def department(self, department_id: str) -> Department | None:
        return next((d for d in self.departments if d.id == department_id), None)


class Catalogue(Listing):
    """A whole published list, immutable: what is checked, compared and imported."""

    items: tuple[Item, ...]

    def item(self, code: str) -> Item | None:
        return next((i for i in self.items if i.code == code), None)
