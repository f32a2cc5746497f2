"""F4: what waits to be fetched, whose number it is, how it is given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from textual import events

from data.errors import Refusal
from data.rules.words import Role
from screens.case import CaseScreen
from screens.form_card import FormCard
from screens.handing_out.one import HandOutScreen
from screens.handing_out.ready import ReadyScreen
from screens.modals import Confirm
from window_app import demonstration
from window_app.services import access, deciding, intake
from window_app.services.desk.desk import Desk, Person
from window_app.services.forms import IntakeForm
from window_app.views import Submitted

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])
OWNER = demonstration.INTAKE["applicant"]["id_number"]
AGENT = "44180319850307002X"
RESULT = {"registered_name": "清新区示例小店", "licence_date": "2026-11-23"}


@pytest.fixture
def boss() -> Person:
    """Takes in, decides for the market department, hands out."""
    account = access.new_account("窗口员", [Role.CLERK, Role.ISSUER])
    return Person(replace(account, authorised=frozenset({"market"})))


@pytest.fixture
def decided(desk: Desk, boss: Person) -> str:
    """A case granted at the window, its result not registered yet."""
    answer = intake.submit(desk._office, demonstration.intake(), boss.account, Path("/"))
    assert isinstance(answer, Submitted)
    deciding.approve(desk._office, answer.case.number, boss.account)
    return answer.case.number


@pytest.fixture
def ready(desk: Desk, boss: Person, decided: str) -> str:
    deciding.register(desk._office, decided, boss.account, RESULT)
    return decided


@pytest.fixture
def ready_for_agent(desk: Desk, boss: Person) -> str:
    """Ready, and handed in by an agent."""
    agent = {"name": "李代办", "id_type": "resident_id", "id_number": AGENT}
    document = {**demonstration.INTAKE, "agent": agent}
    first = intake.submit(
        desk._office, IntakeForm.model_validate(document), boss.account, Path("/")
    )
    assert not isinstance(first, Submitted)
    more = [{"id": one.material, "mark": "ok"} for one in first.findings[0].findings]
    document["materials"] = [*document["materials"], *more]
    answer = intake.submit(
        desk._office, IntakeForm.model_validate(document), boss.account, Path("/")
    )
    assert isinstance(answer, Submitted)
    deciding.approve(desk._office, answer.case.number, boss.account)
    deciding.register(desk._office, answer.case.number, boss.account, RESULT)
    return answer.case.number


def test_the_result_stands_in_the_order_of_its_form(desk: Desk, boss: Person, ready: str) -> None:
    given = desk.issuing.open(ready, boss)
    assert not isinstance(given, Refusal)
    assert [label for label, _ in given.view().registered] == ["核准登记的名称", "核准日期"]


async def press(pilot: Any, settle: Any, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def type_in(pilot: Any, settle: Any, text: str) -> None:
    pilot.app.focused.post_message(events.Paste(text))
    await settle(pilot)


async def open_list(pilot: Any, sit_down: Any, settle: Any, boss: Person) -> ReadyScreen:
    await sit_down(pilot)
    pilot.app.person = boss
    await press(pilot, settle, "f4")
    screen = pilot.app.screen
    assert isinstance(screen, ReadyScreen)
    return screen


@SIZES
async def test_a_result_is_given_to_whom_it_belongs(
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    doubtful: Any,
    boss: Person,
    ready: str,
    stored: Any,
    size: tuple[int, int],
) -> None:
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        waiting = await open_list(pilot, sit_down, settle, boss)
        text = "\n".join(lines(app))
        assert "待领取 1 件" in text and "龚*" in text and doubtful(app) == []
        waiting.box.type_in(ready)
        await press(pilot, settle, "enter")
        screen = app.screen
        assert isinstance(screen, HandOutScreen)
        text = "\n".join(lines(app))
        assert "准予决定文书" in text and "营业执照" in text and "清新区示例小店" in text
        assert "窗口领取" in text and doubtful(app) == []
        await press(pilot, settle, "f12")
        assert "请核对领取人的证件号码" in "\n".join(lines(app))
        await type_in(pilot, settle, AGENT)
        assert "证件号码不一致，不能发给" in "\n".join(lines(app))
        await press(pilot, settle, "f12")
        assert app.screen is screen, "a wrong identity is refused in words"
        screen._entry("id_number").control.value = ""
        await type_in(pilot, settle, OWNER)
        assert "和登记的申请人证件号码一致" in "\n".join(lines(app))
        await press(pilot, settle, "enter")
        assert app.screen is screen
        await press(pilot, settle, "f12")
        assert isinstance(app.screen, Confirm)
        assert "送达回证" in "\n".join(lines(app)) and doubtful(app) == []
        await press(pilot, settle, "enter")
        assert isinstance(app.screen, Confirm), "Enter is never the legal act"
        await press(pilot, settle, "f12")
        assert app.screen is screen
        text = "\n".join(lines(app))
        assert "已领取" in text and "送达回证" in text and "签名" in text
        assert doubtful(app) == []
        case = stored(ready)
        assert case.handed_out == {
            "day": "2026-11-23",
            "to": demonstration.INTAKE["applicant"]["name"],
            "id_number": OWNER,
            "how": "pickup",
        }
        await press(pilot, settle, "f4")
        assert app.screen is waiting and "没有等着领取的结果" in lines(app)[-2]


async def test_an_agent_shows_the_power_of_attorney(
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    boss: Person,
    ready_for_agent: str,
    stored: Any,
    desk: Desk,
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, sit_down, settle, boss)
        await press(pilot, settle, "enter", "shift+tab", "2", "tab")
        await type_in(pilot, settle, AGENT)
        await press(pilot, settle, "f12")
        assert "请先核对授权委托书" in "\n".join(lines(app))
        await press(pilot, settle, "2", "f12")
        assert "请先核对授权委托书" in "\n".join(lines(app)), "there is none"
        await press(pilot, settle, "1", "f12", "f12")
        case = stored(ready_for_agent)
        assert case.handed_out is not None and case.handed_out["to"] == "李代办"
        page = desk.case_page(ready_for_agent)
        assert [line.event for line in page.timeline][-1] == "出件"  # type: ignore[union-attr]


async def test_by_post_the_courier_number_is_kept(
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    boss: Person,
    ready: str,
    stored: Any,
    busy_home: Path,
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, sit_down, settle, boss)
        await press(pilot, settle, "enter", "shift+tab", "shift+tab", "2")
        text = "\n".join(lines(app))
        assert "快递单号" in text and "证件号码" not in text
        await press(pilot, settle, "f12")
        assert "请填快递单号" in "\n".join(lines(app))
        await type_in(pilot, settle, "EMS1234567890CN")
        await press(pilot, settle, "f12")
        assert "邮寄" in "\n".join(lines(app))
        await press(pilot, settle, "f12")
        case = stored(ready)
        assert case.handed_out is not None
        assert (case.handed_out["how"], case.handed_out["courier"]) == ("post", "EMS1234567890CN")
        paper = next(one.number for one in case.papers if one.kind == "delivery")
        with pypdfium2.PdfDocument(busy_home / "papers" / f"{paper}.pdf") as document:
            text = document[0].get_textpage().get_text_bounded()
        assert "快递单号：EMS1234567890CN" in "".join(text.split())


async def test_a_card_on_the_reader_tells_who_it_is(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, boss: Person, ready: str, desk: Desk
) -> None:
    from data.rules.card import CardText
    from data.rules.identity import IdentityKind

    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, sit_down, settle, boss)
        await press(pilot, settle, "enter")
        screen = app.screen
        assert isinstance(screen, HandOutScreen)
        stranger = CardText(IdentityKind.RESIDENT_ID, "", name="李示例", id_number=AGENT)
        screen.card_read(stranger)
        await settle(pilot)
        assert "对不上" in "\n".join(lines(app))
        owner = CardText(IdentityKind.RESIDENT_ID, "", name="龚", id_number=OWNER)
        screen.card_read(owner)
        await settle(pilot)
        assert "和登记的一致" in "\n".join(lines(app)) and "按一次才发出" in lines(app)[-2]


async def test_what_was_typed_is_not_thrown_away_unasked(
    open_desk: Any, sit_down: Any, settle: Any, boss: Person, ready: str
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        waiting = await open_list(pilot, sit_down, settle, boss)
        await press(pilot, settle, "enter", "escape")
        assert app.screen is waiting
        await press(pilot, settle, "enter")
        screen = app.screen
        await type_in(pilot, settle, OWNER)
        await press(pilot, settle, "escape")
        assert isinstance(app.screen, Confirm)
        await press(pilot, settle, "escape")
        assert app.screen is screen
        await press(pilot, settle, "escape", "f12")
        assert app.screen is waiting


async def test_only_an_issuer_hands_out(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, clerk: Person, ready: str, desk: Desk
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        waiting = await open_list(pilot, sit_down, settle, clerk)
        await press(pilot, settle, "enter")
        assert app.screen is waiting
        assert "您的角色是窗口人员，不能出件" in "\n".join(lines(app))
        other = desk.find("00001")[0].number
        waiting.box.type_in(other)
        await press(pilot, settle, "enter")
        assert "现在是已受理，不能领取" in lines(app)[-2]


async def test_every_key_of_the_foot_lines_does_something(
    open_desk: Any, sit_down: Any, settle: Any, boss: Person, ready: str, try_keys: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        waiting = await open_list(pilot, sit_down, settle, boss)

        async def to_list() -> None:
            while app.screen is not waiting:
                if waiting in app.screen_stack:
                    app.pop_screen()
                else:
                    app.push_screen(waiting)
                await pilot.pause()
            await settle(pilot)

        assert await try_keys(pilot, to_list) == ["choose"], "there is one row only"

        async def to_one() -> None:
            await to_list()
            await press(pilot, settle, "enter")

        await to_one()
        assert await try_keys(pilot, to_one) == ["next_pane"], "which shows in colour only"


async def test_the_window_registers_what_it_decided(
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    doubtful: Any,
    boss: Person,
    decided: str,
    stored: Any,
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        app.person = boss
        home.open_case(decided)
        await settle(pilot)
        page = app.screen
        assert isinstance(page, CaseScreen) and "登记结果" in lines(app)[-1]
        await press(pilot, settle, "f12")
        card = app.screen
        assert isinstance(card, FormCard) and doubtful(app) == []
        keys = [entry.key for entry in card.entries.entries]
        assert set(RESULT) <= set(keys)
        for key, value in RESULT.items():
            entry = card.entries.entry(key)
            assert entry is not None
            entry.fill(value)
        await settle(pilot)
        await press(pilot, settle, "enter", "enter")
        assert app.screen is card, "Enter is never the act"
        await press(pilot, settle, "f12")
        assert app.screen is page and "待领取" in "\n".join(lines(app))
        assert stored(decided).result["fields"] == RESULT
        await press(pilot, settle, "f12")
        assert isinstance(app.screen, HandOutScreen), "and on to handing it out"
