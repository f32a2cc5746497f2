"""好差评: the applicant's grade, once a visit, and never shown at the window."""

from __future__ import annotations

from typing import Any

import pytest

from data.errors import InputError, Refusal
from data.rules.event import Kind
from data.store import cases as stored_cases
from data.store import journal
from data.store.staff import Account
from window_app.cli.cases import case_json
from window_app.cli.out import to_json
from window_app.desk_views import CasePage
from window_app.services import cases, handing, keeping, rating, supplementing
from window_app.services.desk import pages
from window_app.services.forms import SupplementForm
from window_app.services.office import Office


@pytest.fixture
def number(catering: Any, submit: Any) -> str:
    """A case that waits for its supplement."""
    found: str = submit(catering.mark("layout", "missing")).case.number
    return found


def rated(office: Office, number: str) -> list[Any]:
    with office.store.read() as unit:
        case = stored_cases.by_number(unit, number)
        assert case is not None
        return [e for e in journal.events_of(unit, case.case_id) if e.kind == Kind.RATED]


def test_a_grade_is_written_by_the_system(number: str, office: Office) -> None:
    assert rating.rate(office, number, 2) is None
    (event,) = rated(office, number)
    assert event.body == {"grade": 2, "channel": "窗口", "day": "2026-11-23"}
    assert event.actor == "system"
    assert keeping.verify(office, replay=True).problems == ()


def test_one_visit_one_rating(number: str, office: Office, clerk: Account, tmp_path: Any) -> None:
    rating.rate(office, number, 5)
    again = rating.rate(office, number, 1)
    assert isinstance(again, Refusal) and again.code == "rated_already"
    form = SupplementForm.model_validate({"materials": [{"id": "layout", "mark": "ok"}]})
    supplementing.bring(office, number, form, clerk, tmp_path)
    assert rating.rate(office, number, 1) is None
    assert [event.body["grade"] for event in rated(office, number)] == [5, 1]


def test_what_is_over_can_still_be_rated(number: str, office: Office, clerk: Account) -> None:
    handing.withdraw(office, number, clerk, why="不办了")
    assert rating.rate(office, number, 3) is None


@pytest.mark.parametrize("grade", [0, 6, -1])
def test_there_are_five_grades(number: str, office: Office, grade: int) -> None:
    with pytest.raises(InputError) as told:
        rating.rate(office, number, grade)
    assert told.value.code == "grade_wrong" and rated(office, number) == []


@pytest.mark.parametrize("grade", [1, 5])
def test_nothing_at_the_window_tells_the_grade(number: str, office: Office, grade: int) -> None:
    """That there was a rating is seen, and by no word what it was."""
    rating.rate(office, number, grade)
    page = pages.case_page(office, number, None)
    assert isinstance(page, CasePage)
    line = next(line for line in page.timeline if line.event == "评价")
    assert (line.who, line.note) == ("系统", "")
    history = cases.history(office, number)
    assert [one.kind for one in history][-1] == "rated"
    seen = repr(page) + to_json(case_json(cases.show(office, number))) + to_json(history)
    assert "满意" not in seen and "grade" not in seen
