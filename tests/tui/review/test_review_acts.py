"""The acts of reviewers and heads by keys: each asks on a card, counts once the hub has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from data.exchange.refusals import KEPT, HubUnreachable
from data.rules.case import Status
from screens.form_card import FormCard
from screens.review.cards import HistoryCard
from screens.review.case import TaskScreen
from window_app.services import reviewing
from window_app.services.review import acts
from window_app.views import CaseView

REVIEWER, HEAD = "承办人", "首席代表"
RESULT = {"licence_number": "JY24418030000001", "valid_until": "2031-11-22"}


def text(lines: Any, app: Any) -> str:
    return "\n".join(lines(app))


async def test_a_step_is_passed_and_the_next_one_is_ours(
    open_review: Any, sit_down: Any, press: Any, lines: Any, loop: Any, shown: Any
) -> None:
    first, other = loop.numbers()
    app = open_review()
    async with app.run_test(size=(120, 36)) as pilot:
        home = await sit_down(pilot)
        await press(pilot, "t")
        assert isinstance(app.screen, FormCard) and "通过：材料审查" in text(lines, app)
        app.screen.entries.entry("opinion").control.value = "材料属实"
        await press(pilot, "enter")
        assert shown("review", first).status == "accepted", "Enter does nothing on a card"
        await press(pilot, "f12")
        assert home.is_current and "通过了" in text(lines, app)
        assert home.table.current == other, "on to the next case"
        assert loop.at_hub(first).steps_passed == ("材料审查",)
        await press(pilot, "p")
        drawn = text(lines, app)
        assert "由我领取" in drawn and "现场核查" in drawn, "claimed at once for the next step"
        await press(pilot, "t", "f12", "p")
        assert loop.at_hub(first).steps_passed == ("材料审查", "现场核查和审核")
        assert "由首席代表办" in lines(app)[-2] and " t " not in lines(app)[-1]
        await press(pilot, "j")
        assert home.is_current and "由首席代表办理" in text(lines, app)
        assert loop.at_hub(first).decision is None


async def test_granted_registered_and_back_at_the_window(
    open_review: Any, sit_down: Any, press: Any, lines: Any, loop: Any, person: Any, shown: Any
) -> None:
    number = loop.numbers()[0]
    _pass_all(loop, person, number)
    app = open_review()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot, HEAD)
        assert "t 准予" in lines(app)[-1] and "j 不予" in lines(app)[-1]
        await press(pilot, "t")
        assert "准予决定书〔保存后生成〕" in text(lines, app)
        await press(pilot, "f12")
        assert loop.at_hub(number).status is Status.APPROVED
        assert "准予了。出了准予决定" in text(lines, app)
        app.change_person(person(REVIEWER))
        await press(pilot)
        await press(pilot, "n")
        drawn = text(lines, app)
        assert "登记结果" in drawn and "本机由首席代表领取" in drawn
        await press(pilot, "enter", "t")
        card = app.screen
        assert isinstance(card, FormCard)
        for key, value in RESULT.items():
            card.entries.entry(key).control.value = value
        await press(pilot, "f12")
        assert app.screen is not card, text(lines, app)
        assert isinstance(app.screen, TaskScreen) and "登记好了" in text(lines, app)
    assert loop.at_hub(number).status is Status.READY
    loop.sync("window")
    ready = shown("window", number)
    assert (ready.status, ready.holder.address) == ("ready", "station:0001")


def _pass_all(loop: Any, person: Any, number: str) -> None:
    office, who = loop.office("review"), person(REVIEWER).account
    assert acts.claim(office, number, who) is None
    for _step in ("材料审查", "现场核查和审核"):
        assert isinstance(reviewing.pass_step(office, number, who), CaseView)


async def test_a_refusal_needs_its_reason(
    open_review: Any, sit_down: Any, press: Any, lines: Any, loop: Any, person: Any
) -> None:
    number = loop.numbers()[0]
    _pass_all(loop, person, number)
    app = open_review()
    async with app.run_test(size=(120, 36)) as pilot:
        await sit_down(pilot, HEAD)
        await press(pilot, "j", "f12")
        assert isinstance(app.screen, FormCard) and "请填写" in text(lines, app)
        app.screen.entries.entry("reason1").control.value = "现场与平面图不一致"
        app.screen.entries.entry("reason2").control.value = "没有专用的消毒设备"
        await press(pilot, "f12")
        assert "作了不予的决定" in text(lines, app)
    case = loop.at_hub(number)
    assert case.status is Status.REFUSED and case.decision == "refused"


async def test_sent_back_for_listed_points_alone_all_at_once(
    open_review: Any, sit_down: Any, press: Any, lines: Any, loop: Any
) -> None:
    number, other = loop.numbers()
    app = open_review()
    async with app.run_test(size=(120, 36)) as pilot:
        await sit_down(pilot, HEAD)
        await press(pilot, "b")
        page = app.screen
        assert isinstance(page, TaskScreen) and "退回只能点清单里的" in text(lines, app)
        foot = lines(app)[-1].replace(" ", "")
        assert foot.startswith("上下选数字勾选F12退回Esc不退了")
        await press(pilot, "f12")
        assert app.screen is page and "还没有勾退回的各点" in text(lines, app)
        await press(pilot, "1", "2", "2", "down", "down", "1", "7", "9")
        drawn = text(lines, app)
        assert "退回 3 处" in drawn and "退回 2 处" in drawn, "one taken off again, no ninth point"
        await press(pilot, "n")
        assert page.number == number and "还在勾退回的各点" in text(lines, app)
        await press(pilot, "escape")
        assert "b  退回补正" in lines(app)[-1] and "t  通过" not in lines(app)[-1]
        await press(pilot, "b", "f12")
        drawn = text(lines, app)
        assert "退回补正 3 处" in drawn and "未标明面积" in drawn and "与现场一致" in drawn
        assert "为什么现在才提" not in drawn
        await press(pilot, "f12")
        assert page.number == other, "on to the next case"
        assert "退回补正了。出了补正告知书" in text(lines, app)
    case = loop.at_hub(number)
    assert case.status is Status.SUPPLEMENTING and case.holder.address == "station:0001"
    told = {(p["material"], fault) for p in case.supplements[-1].points for fault in p["faults"]}
    assert told == {("form", "未签名或盖章"), ("layout", "未标明面积"), ("layout", "与现场一致")}


async def test_given_back_it_waits_for_anybody(
    open_review: Any, sit_down: Any, press: Any, lines: Any, loop: Any, person: Any
) -> None:
    number = loop.numbers()[0]
    app = open_review()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot)
        await press(pilot, "space", "r")
        assert "放回待办" in text(lines, app)
        await press(pilot, "escape")
        assert "由我领取" in text(lines, app)
        await press(pilot, "r", "f12")
        assert "放回了" in text(lines, app)
    assert acts.claim(loop.office("second"), number, person(HEAD).account) is None


async def test_the_page_shows_form_and_history_and_goes_through_the_list(
    open_review: Any, sit_down: Any, press: Any, lines: Any, doubtful: Any, loop: Any
) -> None:
    first, other = loop.numbers()
    app = open_review()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot)
        await press(pilot, "enter")
        page = app.screen
        drawn = text(lines, app)
        assert "441803 261123 0001 03 00001" in drawn and "1. 法定代表人" in drawn
        assert "441803********1023" in drawn and "441803198806121023" not in drawn
        assert "由我领取" not in drawn, "looking takes nothing"
        assert doubtful(app) == []
        await press(pilot, "tab")
        assert "经营者名称" in text(lines, app) and "示例小吃店" in text(lines, app)
        await press(pilot, "tab")
        assert "受理" in text(lines, app) and "窗口员" in text(lines, app)
        await press(pilot, "n")
        assert page.number == other and "容" in text(lines, app)
        await press(pilot, "n")
        assert "这一列表里没有了" in text(lines, app)
        await press(pilot, "p", "p")
        assert page.number == first and "第一件" in text(lines, app)
        await press(pilot, "h")
        assert isinstance(app.screen, HistoryCard) and "收件" in text(lines, app)
        await press(pilot, "escape", "space")
        assert "由我领取" in text(lines, app)


class Deaf:
    """A line on which what is sent arrives, but no answer comes back."""

    def __init__(self, hub: Any) -> None:
        self._hub = hub

    def __getattr__(self, name: str) -> Callable[..., Any]:
        act: Callable[..., Any] = getattr(self._hub, name)
        return self._cut(act) if name == "push" else act

    def _cut(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            act(*given)
            raise HubUnreachable("hub_unreachable", "断了", hint=KEPT)

        return call


async def test_what_the_hub_has_not_confirmed_is_never_shown_as_done(
    open_review: Any, sit_down: Any, press: Any, lines: Any, loop: Any, person: Any
) -> None:
    number = loop.numbers()[0]
    office = loop.office("review")
    assert acts.claim(office, number, person(REVIEWER).account) is None
    whole, heard = office.reach, Deaf
    app = open_review()
    async with app.run_test(size=(120, 36)) as pilot:
        home = await sit_down(pilot)
        await press(pilot, "t")
        office.reach = lambda: heard(whole())
        await press(pilot, "f12")
        drawn = text(lines, app)
        assert home.is_current and "记下了，等中心确认" in drawn and "通过了" not in drawn
        await press(pilot, "p")
        row = next(line for line in lines(app) if "苏*例" in line)
        assert "等确认" in row and "现场核查" not in text(lines, app), "not the next step yet"
        assert "等中心确认" in lines(app)[-2] and "连上中心后自动再送" in lines(app)[-2]
        await press(pilot, "t")
        assert home.is_current, "nothing is done twice"
        office.reach = whole
        loop.sync("review")
        home.take_over()
        await press(pilot, "n", "p")
        assert "等中心确认" not in lines(app)[-2] and "现场核查" in text(lines, app)
    assert loop.at_hub(number).steps_passed == ("材料审查",)


async def test_every_key_of_the_pages_foot_line_does_something(
    open_review: Any, sit_down: Any, press: Any, lines: Any, loop: Any
) -> None:
    app = open_review()
    async with app.run_test(size=(120, 36)) as pilot:
        await sit_down(pilot, HEAD)
        await press(pilot, "enter")
        page = app.screen
        tried = set()
        while untried := [key for key in page.foot_keys() if key.id not in tried]:
            key = untried[0]
            tried.add(key.id)
            before = page.focused, page.number, lines(app)
            await press(pilot, key.key)
            after = page.focused, page.number, lines(app)
            assert app.screen is not page or after != before, key.id
            if key.id == "back":
                break
            while app.screen is not page:
                app.pop_screen()
            await press(pilot, *(["escape"] if page._points.is_picking else []))
    assert {"claim", "send_back", "give_back", "history", "next_case", "sync", "back"} <= tried
