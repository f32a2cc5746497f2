"""Whole intakes for any item and situation: every material in order, every field filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from data.rules import checklist as lists
from data.rules.checklist import Checklist
from data.rules.conclusion import Person, rows_of
from data.rules.item import Catalogue, FormField, Item
from data.rules.reach import every_situation
from data.rules.situation import Facts, resolve
from data.store import papers
from data.store.staff import Account
from window_app.services import intake
from window_app.services.forms import IntakeForm
from window_app.services.office import Office
from window_app.views import Submitted

Answers = Mapping[str, Sequence[str]]
PERSON = {
    "name": "龚䶮㛃",
    "id_type": "resident_id",
    "id_number": "441803199001011155",
    "phone": "13800138210",
    "address": "清远市清新区太和镇示例路1号",
}
BODY = {
    "name": "清远市清新区示例餐饮有限公司",
    "id_type": "credit_code",
    "id_number": "91441803MA59L01K99",
    "phone": "0763-5812345",
    "address": "清远市清新区太和镇示例路1号",
    "legal_representative": "龚䶮㛃",
}
HOUSEHOLD = [
    {"id": "p1", "name": "龚䶮㛃", "birth": "1990-01-01", "relation": "本人"},
    {"id": "p2", "name": "龚小", "birth": "2019-05-06", "relation": "子女"},
]
PEOPLE = (Person("p1", "龚䶮㛃", True), Person("p2", "龚小", False))
VALUES = {
    "text": "示例内容",
    "number": "12",
    "date": "2026-11-01",
    "money": "100.00",
    "phone": "13800138210",
    "address": "清远市清新区太和镇示例路1号",
    "id_number": PERSON["id_number"],
    "credit_code": BODY["id_number"],
}


def checklist_of(item: Item, subject: str, answers: Answers) -> Checklist:
    situation = resolve(item.questions, answers, subject=subject, facts=Facts(), region="441803")
    return lists.build(item, situation)


def field_value(asked: FormField) -> Any:
    value = asked.choices[0] if asked.type == "choice" else VALUES[asked.type]
    if asked.per is None:
        return value
    return {p.id: value for p in PEOPLE if asked.per == "member" or p.is_adult}


def whole(item: Item, subject: str, answers: Answers) -> dict[str, Any]:
    """An intake file in which nothing is left open."""
    checklist = checklist_of(item, subject, answers)
    return {
        "item": item.code,
        "subject": subject,
        "applicant": PERSON if subject == "natural" else BODY,
        "household": HOUSEHOLD,
        "answers": {key: list(value) for key, value in answers.items()},
        "materials": [
            {"id": row.material.id, "mark": "ok", "person": row.person and row.person.id}
            for row in rows_of(checklist.materials, PEOPLE)
        ],
        "fields": {f.id: field_value(f) for f in checklist.fields},
    }


@dataclass
class Intake:
    """An intake file that a test changes before it hands it in."""

    document: dict[str, Any] = field(default_factory=dict)

    def mark(self, material: str, mark: str, *faults: str) -> Intake:
        rows = [row for row in self.document["materials"] if row["id"] == material]
        assert rows, material
        for row in rows:
            row.update(mark=mark, faults=list(faults))
        return self

    def set(self, **values: Any) -> Intake:
        self.document.update(values)
        return self

    @property
    def form(self) -> IntakeForm:
        return IntakeForm.model_validate(self.document)


@pytest.fixture
def filled(shipped: Catalogue) -> Callable[..., Intake]:
    """A whole intake: of these answers, or of the item's first situation without an exit."""

    def fill(code: str, answers: Answers | None = None, subject: str | None = None) -> Intake:
        item = shipped.item(code)
        assert item is not None
        found: Iterable[tuple[str, Answers]] = every_situation(item)
        if answers is not None:
            found = [(subject or item.subjects[0], answers)]
        for each, given in found:
            if subject in (None, each) and (
                answers is not None or not checklist_of(item, each, given).exits
            ):
                return Intake(whole(item, each, given))
        raise AssertionError(code)

    return fill


@pytest.fixture
def three(shipped: Catalogue, filled: Callable[..., Intake]) -> Callable[[str], list[Intake]]:
    """Three situations of an item, spread over those that may be stored; one lacks a material."""

    def spread(code: str) -> list[Intake]:
        item = shipped.item(code)
        assert item is not None
        fit = [
            (subject, answers)
            for subject, answers in every_situation(item)
            if not (exits := checklist_of(item, subject, answers).exits)
            or exits[0].outcome in ("not_needed", "not_ours")
        ]
        chosen = [filled(code, fit[n][1], fit[n][0]) for n in (0, len(fit) // 2, -1)]
        required = [m.id for m in item.materials if m.need == "required" and not m.group]
        middle = next((m for m in chosen[1].document["materials"] if m["id"] in required), None)
        if middle is not None:
            middle.update(mark="missing")
        return chosen

    return spread


@pytest.fixture
def catering(filled: Callable[..., Intake]) -> Intake:
    """A food licence (行政许可, keeps materials): tolerable and committable ones are in it."""
    answers = {
        "matter": ["new"],
        "form": ["catering"],
        "special": ["none"],
        "area": ["micro"],
        "who": ["self"],
    }
    return filled("L-MARKET-006", answers, "legal")


@pytest.fixture
def submit(office: Office, clerk: Account, tmp_path: Path) -> Callable[..., Submitted]:
    """Hand an intake in as the clerk; it must be stored."""

    def hand_in(given: Intake | IntakeForm, who: Account = clerk) -> Submitted:
        form = given.form if isinstance(given, Intake) else given
        answer = intake.submit(office, form, who, tmp_path)
        assert isinstance(answer, Submitted), answer
        return answer

    return hand_in


@pytest.fixture
def pdf_text() -> Callable[[str | Path], str]:
    """The text of a PDF as a reader copies it, without line breaks."""

    def read(path: str | Path) -> str:
        document = pypdfium2.PdfDocument(path)
        try:
            pages = [page.get_textpage().get_text_bounded() for page in document]
        finally:
            document.close()
        return "".join("".join(pages).split())

    return read


@pytest.fixture
def jobs(office: Office) -> Callable[[str], list[papers.Job]]:
    """Every print of a paper, oldest first."""

    def of(number: str) -> list[papers.Job]:
        with office.store.read() as unit:
            return papers.jobs_of(unit, [number])

    return of


@pytest.fixture
def stored(office: Office) -> Callable[[], dict[str, int]]:
    """How many rows stand in each table."""

    def count() -> dict[str, int]:
        with office.store.read() as unit:
            names = unit.connection.exec_driver_sql(
                "select name from sqlite_master where type = 'table'"
            ).scalars()
            return {
                name: unit.connection.exec_driver_sql(f'select count(*) from "{name}"').scalar_one()
                for name in names
            }

    return count


@pytest.fixture
def exiting(shipped: Catalogue, filled: Callable[..., Intake]) -> Callable[[str, str], Intake]:
    """An intake in the first situation of an item that ends with this outcome."""

    def fill(code: str, outcome: str) -> Intake:
        item = shipped.item(code)
        assert item is not None
        for subject, answers in every_situation(item):
            exits = checklist_of(item, subject, answers).exits
            if exits and exits[0].outcome == outcome:
                return filled(code, answers, subject)
        raise AssertionError(outcome)

    return fill
