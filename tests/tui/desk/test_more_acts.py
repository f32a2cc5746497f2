"""更多: what the lifecycle permits here for this person, each on a card of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from textual import events

from data.clock import FixedClock
from data.rules.words import Role
from screens.case import CaseScreen
from screens.case_acts import ActsCard
from screens.form_card import FormCard
from window_app.services import access
from window_app.services.desk.desk import Desk, Person

LATER = datetime(2026, 12, 23, 1, 30, tzinfo=UTC)  # the supplement's deadline is past


@pytest.fixture
def number(desk: Desk) -> str:
    """The case that waits for its supplement."""
    return desk.find("00002")[0].number


@pytest.fixture
def accepted(desk: Desk) -> str:
    return desk.find("00001")[0].number


@pytest.fixture
def supervisor() -> Person:
    return Person(access.new_account("监督员", [Role.SUPERVISOR]))


def names(desk: Desk, number: str, who: Person) -> list[str]:
    return [act.id for act in desk.acts.offered(number, who)]


async def open_page(pilot: Any, sit_down: Any, settle: Any, number: str, who: Person) -> CaseScreen:
    home = await sit_down(pilot)
    pilot.app.person = who
    home.open_case(number)
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, CaseScreen)
    return screen


async def press(pilot: Any, settle: Any, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def choose(pilot: Any, settle: Any, act: str) -> FormCard[Any]:
    """From the menu to an act's card."""
    await press(pilot, settle, "a")
    menu = pilot.app.screen
    assert isinstance(menu, ActsCard)
    menu.dismiss(act)
    await settle(pilot)
    card = pilot.app.screen
    assert isinstance(card, FormCard)
    return card


async def write(pilot: Any, settle: Any, card: FormCard[Any], **values: str) -> None:
    for key, value in values.items():
        entry = card.entries.entry(key)
        assert entry is not None, key
        entry.fill(value)
    await settle(pilot)


def test_only_what_this_person_may_do_now_is_offered(
    desk: Desk, clerk: Person, supervisor: Person, number: str, accepted: str, clock: FixedClock
) -> None:
    issuer = Person(access.new_account("出件员", [Role.ISSUER]))
    assert names(desk, number, clerk) == ["bring_back", "correct", "withdraw", "void_paper"]
    assert names(desk, number, supervisor) == ["void_paper", "void_case"]
    assert "withdraw" not in names(desk, number, issuer)
    assert names(desk, accepted, clerk)[0] == "correct", "a department has it"
    assert "ask_withdrawal" in names(desk, accepted, clerk)
    assert "withdraw" not in names(desk, accepted, clerk)
    clock.moment = LATER
    assert "lapse" in names(desk, number, clerk), "once the deadline is past"


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])
async def test_an_application_is_withdrawn_in_writing(
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    doubtful: Any,
    clerk: Person,
    number: str,
    stored: Any,
    size: tuple[int, int],
) -> None:
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        page = await open_page(pilot, sit_down, settle, number, clerk)
        assert "更多" in lines(app)[-1]
        await press(pilot, settle, "a")
        menu = app.screen
        assert isinstance(menu, ActsCard) and doubtful(app) == []
        assert "撤回申请" in "\n".join(lines(app)) and "作废这一件" not in "\n".join(lines(app))
        await press(pilot, settle, "down", "down", "enter")
        card = app.screen
        assert isinstance(card, FormCard), "Enter chooses, and does nothing yet"
        text = "\n".join(lines(app))
        assert "陈*例" in text and "退回清单〔保存后生成〕" in text and doubtful(app) == []
        await press(pilot, settle, "enter")
        assert app.screen is card and str(stored(number).status) == "supplementing"
        await press(pilot, settle, "f12")
        assert app.screen is page
        text = "\n".join(lines(app))
        assert "撤回申请办好了，现在是已撤回" in text and "退回清单" in text
        assert str(stored(number).status) == "withdrawn"


async def test_a_case_lapses_and_is_opened_again(
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    clerk: Person,
    supervisor: Person,
    number: str,
    stored: Any,
    clock: FixedClock,
) -> None:
    clock.moment = LATER
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        page = await open_page(pilot, sit_down, settle, number, clerk)
        await choose(pilot, settle, "lapse")
        await press(pilot, settle, "f12")
        assert app.screen is page and str(stored(number).status) == "lapsed"
        app.person = supervisor
        card = await choose(pilot, settle, "reopen")
        await press(pilot, settle, "f12")
        assert app.screen is card and "请填写" in "\n".join(lines(app)), "never without a reason"
        await write(pilot, settle, card, why="申请人住院")
        await press(pilot, settle, "f12")
        assert app.screen is page and str(stored(number).status) == "supplementing"


async def test_a_refusal_keeps_the_card_and_what_was_typed(
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    supervisor: Person,
    number: str,
    stored: Any,
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        page = await open_page(pilot, sit_down, settle, number, supervisor)
        card = await choose(pilot, settle, "void_case")
        await write(pilot, settle, card, why="收错了", replaced_by=number)
        await press(pilot, settle, "f12")
        assert app.screen is card and "不能是这一件自己" in "\n".join(lines(app))
        await write(pilot, settle, card, replaced_by="")
        await press(pilot, settle, "f12")
        assert app.screen is page
        case = stored(number)
        assert (str(case.status), case.ended_why) == ("voided", "收错了")


async def test_a_paper_is_voided_and_made_anew(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, clerk: Person, number: str, stored: Any
) -> None:
    before = stored(number)
    notice = next(paper for paper in before.papers if paper.kind == "supplement")
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        page = await open_page(pilot, sit_down, settle, number, clerk)
        await choose(pilot, settle, "void_paper")
        await press(pilot, settle, "2", "enter")
        app.focused.post_message(events.Paste("写错了"))
        await press(pilot, settle, "enter", "tab", "2", "f12")
        assert app.screen is page
        case = stored(number)
        assert case.voided_papers == (notice.number,)
        assert "出了补正告知书" in "\n".join(lines(app))


async def test_contact_data_are_put_right(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, clerk: Person, number: str, stored: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        page = await open_page(pilot, sit_down, settle, number, clerk)
        card = await choose(pilot, settle, "correct")
        await write(pilot, settle, card, phone="12", why="写错")
        await press(pilot, settle, "f12")
        assert app.screen is card and "写法不对" in "\n".join(lines(app))
        await write(pilot, settle, card, phone="13800138299")
        await press(pilot, settle, "f12")
        assert app.screen is page
        contact = stored(number).contact
        assert {name: one.value for name, one in contact.items()} == {"phone": "13800138299"}


async def test_a_withdrawal_of_a_case_elsewhere_is_passed_on(
    open_desk: Any, sit_down: Any, settle: Any, clerk: Person, accepted: str, stored: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        page = await open_page(pilot, sit_down, settle, accepted, clerk)
        await choose(pilot, settle, "ask_withdrawal")
        await press(pilot, settle, "f12")
        assert app.screen is page and stored(accepted).is_withdrawal_asked
