"""Going on with a case from its page: concluding what was taken in, deciding at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from screens.case import CaseScreen
from screens.intake.screen import IntakeScreen
from screens.modals import Confirm
from window_app import demonstration
from window_app.services import intake, spooling
from window_app.services.desk.desk import Desk, Person
from window_app.services.desk.session import IntakeSession
from window_app.views import Submitted


async def on_page(pilot: Any, sit_down: Any, settle: Any, number: str) -> CaseScreen:
    home = await sit_down(pilot)
    home.open_case(number)
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, CaseScreen)
    return screen


async def test_what_was_taken_in_is_opened_to_be_concluded(
    desk: Desk, open_desk: Any, sit_down: Any, settle: Any
) -> None:
    number = desk.find("00003")[0].number
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await on_page(pilot, sit_down, settle, number)
        await pilot.press("f12")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, IntakeScreen)
        assert screen.session.draft.case == number
        assert screen.session.draft.step == "materials"


async def test_a_case_of_the_department_is_not_done_here(
    desk: Desk, open_desk: Any, sit_down: Any, settle: Any, lines: Any
) -> None:
    number = desk.find("00001")[0].number
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        page = await on_page(pilot, sit_down, settle, number)
        await pilot.press("f12")
        await settle(pilot)
        assert app.screen is page
        assert "现在不用在这里办" in "\n".join(lines(app))


async def test_an_instant_item_is_decided_where_the_clerk_is_authorised(
    desk: Desk, clerk: Person, open_desk: Any, sit_down: Any, settle: Any, lines: Any
) -> None:
    trusted = replace(clerk.account, authorised=frozenset({"market"}))
    office = desk._office
    form = demonstration.intake()
    answer = intake.submit(office, form, trusted, office.home.folder)
    assert isinstance(answer, Submitted)
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        page = await on_page(pilot, sit_down, settle, answer.case.number)
        (act,) = [key for key in page.used_keys() if key.key == "f12"]
        assert act.label == "当场准予" and "当场决定" in act.help
        await pilot.press("f12")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        card = "\n".join(lines(app)).split("当场准予", 1)[1]
        assert "申请的" in card and "138****8210申请的" not in card, "whose it is, not their phone"
        await pilot.press("enter")
        assert isinstance(app.screen, Confirm), "Enter is never the legal act"
        await pilot.press("f12")
        await settle(pilot)
        assert app.screen is page
        assert "没有这个部门的授权" in "\n".join(lines(app)), "who sits here has no authority"
        app.person = Person(trusted)
        await pilot.press("f12")
        await settle(pilot)
        await pilot.press("f12")
        await settle(pilot)
        assert "已打印" in "\n".join(lines(app))
        assert "已准予" in "\n".join(lines(app))


async def test_a_draft_goes_in_the_moment_its_case_comes(
    desk: Desk, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk killed before its papers are printed finds the case, and no draft of it."""
    session = ready_session(desk, clerk)
    desk.save(session)
    before = len(desk.find("441803199001011155"))
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(spooling, "print_jobs", killed)
        desk.conclude(session, clerk, conclude_it=True)
    assert desk.unfinished(clerk) is None
    assert len(desk.find("441803199001011155")) == before + 1


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def ready_session(desk: Desk, clerk: Person) -> IntakeSession:
    """The demo intake, typed at the desk."""
    form = demonstration.intake()
    session = desk.begin(clerk, identity=form.applicant.id_number, item=form.item)
    assert isinstance(session, IntakeSession)
    for name in ("name", "phone", "address"):
        session.set_party("applicant", name, getattr(form.applicant, name))
    for question, chosen in form.answers.items():
        session.answer(question, chosen[0])
    for given in form.materials:
        assert session.mark((given.id, given.person), given.mark) is None
    for field, value in form.fields.items():
        session.set_field(field, value)
    return session
