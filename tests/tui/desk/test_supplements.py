"""F3: who is waited for, and what they bring: told again, taken in, sent back, kept as a draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual import events

from data.clock import FixedClock
from data.rules.event import Kind
from data.store import drafts
from screens.case import CaseScreen
from screens.form_card import ReasonCard
from screens.intake.conclusion import ConclusionCard, LackingCard
from screens.supplements.brought_back import BroughtBackScreen
from screens.supplements.waiting import SupplementsScreen
from window_app import demonstration
from window_app.desk_views import Done
from window_app.services import cases, intake
from window_app.services.desk.desk import Desk, Person
from window_app.services.desk.returned import ReturnSession
from window_app.services.forms import IntakeForm
from window_app.views import Submitted

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])
LATER = datetime(2026, 12, 23, 1, 30, tzinfo=UTC)  # two working days after the deadline
TOLD = ("layout", "rules")


@pytest.fixture
def number(desk: Desk) -> str:
    """The case that was told two points."""
    return desk.find("00002")[0].number


@pytest.fixture
def canteen(desk: Desk, clerk: Person) -> Callable[..., str]:
    """Takes in a canteen's application with these marks; gives its number."""

    def take_in(**marks: str) -> str:
        rows = [{**row, "faults": []} for row in demonstration.CANTEEN["materials"]]
        for row in rows:
            row["mark"] = marks.get(row["id"], "ok")
        person = {"name": "赵示例", "id_number": "441803197707150035"}
        form = IntakeForm.model_validate(
            {
                **demonstration.INTAKE,
                **demonstration.CANTEEN,
                "applicant": {**demonstration.APPLICANT, **person},
                "materials": rows,
            }
        )
        answer = intake.submit(desk._office, form, clerk.account, Path("/"))
        assert isinstance(answer, Submitted), answer
        return answer.case.number

    return take_in


@pytest.fixture
def send_back(desk: Desk) -> Callable[[str], None]:
    """The department sends an accepted case back: plan and rules."""

    def write(number: str) -> None:
        office = desk._office
        points = [
            {
                "material": material,
                "person": None,
                "mark": "defective",
                "faults": ["看不清"],
                "choice": "",
                "say": f"补正：“{material}”。看不清。",
            }
            for material in TOLD
        ]
        body: dict[str, object] = {
            "told_on": "2026-11-23",
            "deadline": "2026-12-21",
            "points": points,
            "offer_to": "station:0001",
        }
        with office.store.write() as unit:
            office.append(unit, Kind.SENT_BACK, body, "首席代表", cases.find(unit, number))

    return write


def drafts_of(desk: Desk) -> list[Any]:
    with desk._office.store.read() as unit:
        return drafts.everyone(unit)


async def open_list(pilot: Any, sit_down: Any, settle: Any) -> SupplementsScreen:
    await sit_down(pilot)
    await pilot.press("f3")
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, SupplementsScreen)
    return screen


async def open_case(pilot: Any, settle: Any, number: str) -> BroughtBackScreen:
    pilot.app.screen.open_row(number)
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, BroughtBackScreen)
    return screen


async def press(pilot: Any, settle: Any, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


@SIZES
async def test_the_list_says_who_is_waited_for_and_till_when(
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    doubtful: Any,
    clock: FixedClock,
    inks: Any,
    size: tuple[int, int],
) -> None:
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        waiting = await open_list(pilot, sit_down, settle)
        text = "\n".join(lines(app))
        assert "等着补的 1 件" in text and "陈*例" in text and "补正2处" in text and "20天" in text
        assert "12-21 前" in lines(app)[-2]
        assert "龚" not in text, "what waits for nothing is not listed"
        assert doubtful(app) == []
        clock.moment = LATER
        waiting.find("")
        await settle(pilot)
        assert "超2天" in "\n".join(lines(app)) and "补来的照收" in lines(app)[-2]
        assert " 红 " in "\n".join(lines(app))


async def test_a_scan_narrows_and_opens_and_every_key_does_something(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, number: str, try_keys: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        waiting = await open_list(pilot, sit_down, settle)

        async def again() -> None:
            while app.screen is not waiting:
                if waiting in app.screen_stack:
                    app.pop_screen()
                else:
                    app.push_screen(waiting)
                await pilot.pause()
            await settle(pilot)

        idle = await try_keys(pilot, again)
        assert idle == ["choose"], "there is one row only"
        waiting.box.type_in("00001")
        await press(pilot, settle, "enter")
        assert app.screen is waiting
        assert "现在是已受理，不等补正" in lines(app)[-2]
        waiting.box.clear()
        waiting.find("")
        await settle(pilot)
        await press(pilot, settle, "f5")
        assert isinstance(app.screen, CaseScreen)
        await press(pilot, settle, "escape")
        waiting.box.type_in(number)
        await press(pilot, settle, "enter")
        assert isinstance(app.screen, BroughtBackScreen)


@SIZES
async def test_what_was_told_is_looked_at_again_and_concluded(
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    doubtful: Any,
    desk: Desk,
    number: str,
    stored: Any,
    size: tuple[int, int],
) -> None:
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        await open_list(pilot, sit_down, settle)
        back = await open_case(pilot, settle, number)
        rows = back.view.materials
        assert [row.key[0] for row in rows[:2]] == list(TOLD)
        assert [row.need for row in rows[:2]] == ["要补正", "要补齐"]
        assert rows[0].told == "11-23 第1次告知补正：未标明面积。"
        text = "\n".join(lines(app))
        assert "第1次补正 2 处" in text and "剩 20 天" in text and "上次已经核对" in text
        assert "2处没看" in text and "其余都合格的话：受理" in text
        assert doubtful(app) == []
        await press(pilot, settle, "f12")
        assert isinstance(app.screen, LackingCard)
        await press(pilot, settle, "escape", "space")
        assert "补好1处，1处没看" in "\n".join(lines(app))
        await press(pilot, settle, "1")
        assert "1处还不行" in "\n".join(lines(app)) and "一次告知1处" in "\n".join(lines(app))
        await press(pilot, settle, "up", "5", "f12")
        assert isinstance(app.screen, ConclusionCard)
        assert "受理通知书 2 份" in "\n".join(lines(app))
        assert doubtful(app) == []
        await press(pilot, settle, "enter")
        assert isinstance(app.screen, ConclusionCard), "Enter is never the legal act"
        await press(pilot, settle, "f12")
        assert app.screen is back
        text = "\n".join(lines(app))
        assert "已受理" in text and "清新市监许受字〔2026〕" in text and "F3 下一件" in text
        assert doubtful(app) == []
        case = stored(number)
        assert str(case.status) == "accepted"
        assert {row.id: str(row.mark) for row in case.materials}["rules"] == "fixed"
        assert drafts_of(desk) == []
        await press(pilot, settle, "f3")
        assert "没有等着补正" in "\n".join(lines(app))


async def test_less_than_told_is_told_again(
    open_desk: Any, sit_down: Any, settle: Any, number: str, stored: Any, desk: Desk
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, sit_down, settle)
        back = await open_case(pilot, settle, number)
        await press(pilot, settle, "1", "1", "f12")
        assert isinstance(app.screen, LackingCard), "nothing came, so nothing is written"
        await press(pilot, settle, "escape", "home", "2", "3", "escape", "f12", "f12")
        assert app.screen is back
        case = stored(number)
        assert str(case.status) == "supplementing"
        assert [len(told.points) for told in case.supplements] == [2, 2]
        assert case.supplements[1].points[0]["faults"] == ["粗加工和备餐流程交叉"]
        assert case.supplements[1].new_points == ()
        await press(pilot, settle, "escape")
        again = await open_case(pilot, settle, number)
        assert again.session.head().about == "第2次补正 2 处"


async def test_a_point_not_told_before_asks_for_its_reason(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, number: str, stored: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, sit_down, settle)
        back = await open_case(pilot, settle, number)
        await press(pilot, settle, "space", "space", "2")
        assert isinstance(app.screen, ReasonCard)
        await press(pilot, settle, "f12")
        assert "请填写＂原因＂" in "\n".join(lines(app))
        await press(pilot, settle, "escape")
        assert back.view.materials[2].mark == "ok", "without a reason nothing is marked"
        await press(pilot, settle, "2")
        app.focused.post_message(events.Paste("现场才看出来"))
        await press(pilot, settle, "f12", "1", "escape")
        assert back.view.materials[2].mark == "defective"
        assert "现场才看出来" in back.view.materials[2].told
        assert "新提出1处" in "\n".join(lines(app))
        await press(pilot, settle, "f12")
        assert "会记入监督" in "\n".join(lines(app))
        await press(pilot, settle, "f12")
        second = stored(number).supplements[1]
        assert [point["new_reason"] for point in second.new_points] == ["现场才看出来"]


async def test_esc_keeps_what_was_looked_at_and_leaves_nothing_behind_unasked(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, number: str, desk: Desk
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        waiting = await open_list(pilot, sit_down, settle)
        await open_case(pilot, settle, number)
        await press(pilot, settle, "escape")
        assert app.screen is waiting and drafts_of(desk) == []
        await open_case(pilot, settle, number)
        await press(pilot, settle, "space", "escape")
        assert app.screen is waiting and len(drafts_of(desk)) == 1
        assert "放下的接着办" in lines(app)[-2]
        again = await open_case(pilot, settle, number)
        assert again.session.seen == 1
        await press(pilot, settle, "ctrl+s", "escape", "pageup")
        assert "草稿" in "\n".join(lines(app)) and "停在补正" in lines(app)[-2]
        await press(pilot, settle, "enter")
        assert isinstance(app.screen, BroughtBackScreen), "the home leads back to it"
        await press(pilot, settle, "up", "0", "escape")
        assert drafts_of(desk) == [], "nothing is looked at any more"


async def test_a_draft_of_a_case_that_moved_on_is_refused(
    desk: Desk, clerk: Person, number: str, stored: Any
) -> None:
    session = desk.returning.open(number, clerk)
    assert isinstance(session, ReturnSession)
    for material in TOLD:
        assert session.mark((material, None), "ok") is None
    other = desk.returning.open(number, clerk)
    assert isinstance(other, ReturnSession)
    other.mark(("layout", None), "ok")
    desk.save(other, is_parked=True)
    assert isinstance(desk.returning.conclude(session, clerk, conclude_it=True), Done)
    assert str(stored(number).status) == "accepted"
    refused = desk.resume(other.draft.id, clerk)
    assert getattr(refused, "code", "") == "nothing_awaited"
    assert drafts_of(desk) == [], "it leads nowhere any more"


async def test_a_case_sent_back_gives_a_receipt_until_every_point_is_in_order(
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    canteen: Any,
    send_back: Any,
    stored: Any,
    desk: Desk,
) -> None:
    number = canteen()
    send_back(number)
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await open_list(pilot, sit_down, settle)
        assert "部门退回" in "\n".join(lines(app))
        back = await open_case(pilot, settle, number)
        assert "部门退回，第1次补正 2 处" in "\n".join(lines(app))
        assert "送回部门接着审核" in "\n".join(lines(app))
        await press(pilot, settle, "end", "2")
        assert "窗口不能另提" in "\n".join(lines(app))
        await press(pilot, settle, "home", "space", "1")
        assert "还差 1 处" in "\n".join(lines(app))
        await press(pilot, settle, "f12")
        assert "接收凭证 2 份" in "\n".join(lines(app)) and "还差：" in "\n".join(lines(app))
        await press(pilot, settle, "f12")
        assert app.screen is back and "接收凭证" in "\n".join(lines(app))
        case = stored(number)
        assert str(case.status) == "supplementing" and case.brought_in == ("2026-11-23",)
        assert case.accepted_day == "2026-11-23"
        await press(pilot, settle, "escape")
        again = await open_case(pilot, settle, number)
        assert again.session.seen == 1, "what came before is not asked for again"
        await press(pilot, settle, "escape")
        assert drafts_of(desk) == []
        await open_case(pilot, settle, number)
        await press(pilot, settle, "space", "f12")
        assert "送回部门" in "\n".join(lines(app)) and "不打印文书" in "\n".join(lines(app))
        await press(pilot, settle, "f12")
        case = stored(number)
        assert str(case.status) == "reviewing" and case.holder.address == "department:market"
        assert case.accepted_day == "2026-11-23", "acceptance happens once"


async def test_what_was_allowed_to_follow_is_handed_in_here(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, canteen: Any, stored: Any
) -> None:
    number = canteen(health_certificates="deferred")
    case = stored(number)
    assert str(case.status) == "accepted" and len(case.deferred_open) == 1
    by = (case.deferred_open[0].later_by or "")[5:]
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, sit_down, settle)
        assert "容缺1份" in "\n".join(lines(app))
        back = await open_case(pilot, settle, number)
        assert back.view.materials[0].key[0] == "health_certificates"
        assert f"容  {by}前" in "\n".join(lines(app))
        await press(pilot, settle, "f12")
        assert isinstance(app.screen, LackingCard)
        await press(pilot, settle, "escape", "1")
        assert "只登记补齐的" in "\n".join(lines(app))
        await press(pilot, settle, "down", "space")
        assert "现在只补交容缺" in "\n".join(lines(app))
        await press(pilot, settle, "home", "space", "f12")
        assert "登记补交" in "\n".join(lines(app))
        await press(pilot, settle, "f12")
        assert "接收凭证" in "\n".join(lines(app))
        case = stored(number)
        assert case.deferred_open == () and str(case.status) == "accepted"


async def test_every_key_of_the_foot_line_does_something(
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    number: str,
    desk: Desk,
    clerk: Person,
    try_keys: Any,
) -> None:
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        home = await sit_down(pilot)

        async def again() -> None:
            while app.screen is not home:
                app.pop_screen()
                await pilot.pause()
            for draft in drafts_of(desk):
                desk.discard(draft.id)
            session = desk.returning.open(number, clerk)
            assert isinstance(session, ReturnSession)
            app.push_screen(BroughtBackScreen(session))
            await settle(pilot)

        await again()
        assert await try_keys(pilot, again) == ["next_pane"], "which shows in colour only"
