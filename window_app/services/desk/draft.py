"""A draft: an intake as it is typed, complete or not. It becomes an intake form, nothing else."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from pydantic import BaseModel, Field

Step = Literal["applicant", "item", "situation", "materials", "form", "conclusion"]
STEPS: tuple[Step, ...] = (
    "applicant",
    "item",
    "situation",
    "materials",
    "form",
    "conclusion",
)


class DraftMark(BaseModel):
    """A mark as set by a key; `source` where a material is reused."""

    mark: str
    faults: list[str] = []
    source: str | None = None


class Draft(BaseModel):
    """What was typed. Marks are kept by `material` or `material@person`.

    `case` is the number of a case that was taken in without a conclusion and gets one now; with
    `brings_back` its applicant brings what was told: the marks are those set now, `new_reasons`
    say, by the same keys, why a point was not told before.
    """

    id: str
    owner: str
    step: Step = "applicant"
    case: str | None = None
    brings_back: bool = False
    new_reasons: dict[str, str] = {}
    subject: Literal["natural", "legal"] = "natural"
    applicant: dict[str, str] = Field(default_factory=lambda: {"id_type": "resident_id"})
    agent: dict[str, str] | None = None
    household: list[dict[str, str]] = []
    item: str | None = None
    version: str | None = None
    answers: dict[str, list[str]] = {}
    marks: dict[str, DraftMark] = {}
    fields: dict[str, str] = {}
    scans: dict[str, list[str]] = {}
    delivery: Literal["pickup", "post", "electronic"] | None = None
    insists: bool = False

    @property
    def is_blank(self) -> bool:
        """Nothing was typed yet."""
        return not self.item and set(self.applicant) <= {"id_type"}

    def as_form(self, *, conclude: bool, asked: set[str], fields: set[str]) -> dict[str, Any]:
        """The intake file's content; only marks of materials and fields that are asked for."""
        return {
            "item": self.item or "",
            "subject": self.subject,
            "conclude": conclude,
            "insists": self.insists,
            "applicant": _typed(self.applicant),
            "agent": _typed(self.agent) if self.agent else None,
            "household": [_typed(member) for member in self.household],
            "answers": self.answers,
            "materials": [
                {**_key(key), "mark": one.mark, "faults": one.faults, "from": one.source}
                for key, one in self.marks.items()
                if key in asked
            ],
            "fields": _nested({k: v for k, v in self.fields.items() if k in fields and v}),
            "scans": {name: paths for name, paths in self.scans.items() if paths},
            "delivery": self.delivery,
        }

    def as_supplement(self, keys: Collection[str], new: Collection[str]) -> dict[str, Any]:
        """A supplement file's content: these marks, with their scans, `new` ones with a reason."""
        marked = {_key(key)["id"] for key in keys}
        return {
            "materials": [
                {
                    **_key(key),
                    "mark": one.mark,
                    "faults": one.faults,
                    "from": one.source,
                    **({"new_reason": self.new_reasons.get(key)} if key in new else {}),
                }
                for key, one in self.marks.items()
                if key in keys
            ],
            "scans": {name: paths for name, paths in self.scans.items() if name in marked},
        }


def mark_key(material: str, person: str | None) -> str:
    return f"{material}@{person}" if person else material


def _key(key: str) -> dict[str, str | None]:
    material, _, person = key.partition("@")
    return {"id": material, "person": person or None}


def _typed(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _nested(fields: dict[str, str]) -> dict[str, Any]:
    """`income.p1` becomes {income: {p1: …}}."""
    nested: dict[str, Any] = {}
    for key, value in fields.items():
        name, _, person = key.partition(".")
        if person:
            nested.setdefault(name, {})[person] = value
        else:
            nested[name] = value
    return nested
