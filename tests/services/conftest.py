"""Whole intakes for any item and situation: every material in order, every field filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from data.clock import FixedClock
from data.rules import checklist as lists
from data.rules.case import Case
from data.rules.checklist import Checklist
from data.rules.conclusion import Person, rows_of
from data.rules.event import Kind
from data.rules.item import FormField, Item
from data.rules.listing import Catalogue
from data.rules.reach import every_situation
from data.rules.situation import Facts, resolve
from data.rules.words import Role
from data.store import catalogue_json, catalogues, home_keys, papers
from data.store.home_keys import Secret
from data.store.staff import Account
from window_app.services import access, intake
from window_app.services.cases import find
from window_app.services.forms import IntakeForm
from window_app.services.office import Office
from window_app.views import Submitted

# On an encrypted home too: what is taken in, decided and printed, and a clock that steps.
ON_BOTH = {
    "test_access",
    "test_base_records",
    "test_clock",
    "test_conclusions",
    "test_daily_backup",
    "test_deciding",
    "test_numbers_given",
    "test_papers",
    "test_supplements",
    "test_withdrawals",
}
SECRET = home_keys.passphrase("一句只用于测试的话")
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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Some files run on a plain home and on an encrypted one."""
    file = metafunc.definition.path.stem
    if file in ON_BOTH and "secret" in metafunc.fixturenames:
        metafunc.parametrize("secret", [None, SECRET], indirect=True, ids=["plain", "encrypted"])


@pytest.fixture
def secret(request: pytest.FixtureRequest) -> Secret | None:
    """What opens the home; None for a plain one."""
    return getattr(request, "param", None)


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


@pytest.fixture
def with_list(office: Office, shipped: Catalogue) -> Callable[..., None]:
    """Put a list in force in which one item is changed: `with_list("L-1", deferred_late="end")`."""

    def put(code: str, **changed: Any) -> None:
        items = tuple(
            item.model_copy(update=changed) if item.code == code else item for item in shipped.items
        )
        version = f"{shipped.version}.{len(changed) + 1}"
        found = shipped.model_copy(update={"items": items, "version": version})
        found = found.model_copy(update={"digest": catalogue_json.digest(found)})
        with office.store.write() as unit:
            refusal = catalogues.add(unit, found, is_draft=False, at="2026-11-23T00:00:00.000Z")
        assert refusal is None, refusal

    return put


@pytest.fixture
def authorised(office: Office, staff: dict[str, Account]) -> Callable[[str], Account]:
    """A clerk who may decide at the window for a department."""

    def add(department: str) -> Account:
        account = access.add_staff(
            office,
            f"授权{department}",
            "for-tests-only",
            roles=[Role.CLERK],
            authorised=[department],
            by=staff["管理员"],
        )
        assert isinstance(account, Account), account
        return account

    return add


@pytest.fixture
def write(office: Office) -> Callable[..., Case]:
    """Write an event of another hand on a case: a department's, as it would come by the hub."""

    def append(number: str, kind: Kind, body: dict[str, Any], actor: str = "首席代表") -> Case:
        with office.store.write() as unit:
            case = find(unit, number)
            return office.append(unit, kind, {"terminal": "0001-03", **body}, actor, case)[1]

    return append


@pytest.fixture
def on(clock: FixedClock) -> Callable[[str], None]:
    """Move the clock to half past nine (Asia/Shanghai) of a day."""

    def move(day: str) -> None:
        clock.moment = datetime.fromisoformat(f"{day}T01:30:00+00:00")

    return move
