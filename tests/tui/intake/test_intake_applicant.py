"""The first step: numbers checked as they are typed, agents, households, records, cards."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from screens.intake.member_card import MemberCard
from screens.modals import Inform
from screens.widgets.next_line import NoticeLine
from window_app.services.desk.desk import Desk

NUMBER = "441803199001011155"
BODY = "91441803MA59L01K99"
OTHER = "110101198001010037"
WIDE = (120, 36)


def chip(parts: dict[int, str], kind: str = " ") -> bytes:
    text = [" "] * 128
    for offset, part in {**parts, 248: kind}.items():
        text[offset // 2 : offset // 2 + len(part)] = part
    return "".join(text).encode("utf-16-le")


CARD = {0: "龚䶮㛃", 30: "1", 52: "清新区示例路1号", 122: NUMBER, 204: "20200101"}


def control(hand: Any, key: str) -> Any:
    return hand.screen.panes["applicant"].entries.entry(key).control


async def test_a_number_is_read_while_it_is_typed(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.begin()
        await hand.press(*"44")
        assert "应为 18 位，现在是 2 位" in hand.text.replace("\n", "")
        await hand.commit("１８０３199001011155")
        assert "男，1990-01-01出生，36岁" in await hand.seen()
        await hand.press("backspace", "4", "enter")
        assert "校验码" in hand.text and "441803********1154" in hand.text
        assert NUMBER not in hand.text
        await hand.press("f12")
        assert "校验码" in hand.text
        await hand.press("escape")
        assert control(hand, "applicant.id_number").has_focus
        await hand.press("backspace", "5")
        assert "校验码" not in hand.text and NUMBER in hand.text
        await hand.commit("9" * 10_000)
        assert "最多 60 个字" in await hand.seen()
        assert len(hand.session.draft.applicant["id_number"]) == 60


async def test_the_kind_of_number_sets_subject_and_type(at_desk: Any) -> None:
    async with at_desk(WIDE) as hand:
        await hand.begin()
        await hand.commit(BODY)
        await hand.press("enter")
        given = hand.session.draft
        assert given.subject == "legal" and given.applicant["id_type"] == "credit_code"
        assert "法定代表人" in hand.text and "名称" in hand.text
        number = control(hand, "applicant.id_number")
        await hand.focus(number)
        number.value = ""
        await hand.commit(NUMBER)
        await hand.settle()
        assert given.subject == "natural" and given.applicant["id_type"] == "resident_id"
        assert "法定代表人" not in hand.text
        await hand.focus(control(hand, "subject"))
        await hand.press("2")
        assert given.subject == "legal"
        await hand.press("left", "down", "space", "right", "left", "5", "enter")
        assert given.applicant["id_type"] == "passport"


async def test_an_agent_is_switched_on_and_off(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.begin(identity=NUMBER)
        await hand.focus(control(hand, "has_agent"))
        await hand.press("2", "enter")
        assert control(hand, "agent.id_number").has_focus
        await hand.commit(OTHER)
        await hand.press("enter")
        await hand.commit("买买提·艾力")
        await hand.press("enter")
        await hand.commit("13900000126")
        await hand.press("enter")
        agent = hand.session.draft.agent
        assert agent["name"] == "买买提·艾力" and agent["phone"] == "13900000126"
        assert hand.step == "item"
        await hand.press("escape")
        await hand.focus(control(hand, "has_agent"))
        await hand.press("1")
        assert hand.session.draft.agent is None and "代办人号码" not in hand.text


async def test_a_household_is_listed_edited_and_shortened(at_desk: Any) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop(item="L-CIVIL-001", step="situation")
        await hand.press(*["1"] * 4, "ctrl+right")
        assert hand.step == "applicant" and "请先列出家庭成员" in hand.text
        await hand.press("n")
        assert isinstance(hand.app.screen, MemberCard) and "本人" in hand.text
        await hand.press("escape", "n")
        for text in ("小龚·买", "女儿"):
            await hand.commit(text)
            await hand.press("enter")
        await hand.commit("abc")
        assert "应为 18 位" in await hand.seen()
        await hand.press("backspace", "backspace", "backspace", "enter")
        await hand.commit("2019-02-30")
        assert "请填写出生日期" in await hand.seen()
        await hand.press("backspace", "backspace")
        await hand.commit("18")
        assert "未成年" in await hand.seen()
        await hand.press("enter")
        assert "女儿" in hand.text and "未成年" in hand.text and "再加一人" in hand.text
        await hand.press("up", "enter")
        assert isinstance(hand.app.screen, MemberCard)
        await hand.press("escape", "home", "end", "up", "delete")
        assert [member["relation"] for member in hand.session.draft.household] == ["本人"]
        await hand.press("down", "down", "down", "ctrl+right", "ctrl+right")
        assert hand.step == "situation"


async def test_a_known_person_fills_in_and_is_warned_about(at_desk: Any) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop()
        await hand.press("shift+f12", "f12")
        await hand.press("escape")
        await hand.begin()
        await hand.commit(NUMBER)
        await hand.press("enter")
        assert hand.session.draft.applicant["name"] == "龚䶮㛃"
        assert "龚䶮㛃" in hand.text and "138****8210" in hand.text and "请核对" in hand.text
        assert "还在办的 1 件" in hand.text
        await hand.press("enter")
        assert hand.step == "item", "one key confirms what was taken over"
        await hand.item("gtgsh")
        assert "同一事项已有在办" in hand.text
        await hand.press("escape", "escape")
        assert "同一事项在办" in hand.text
        number = control(hand, "applicant.id_number")
        await hand.press("backspace")
        assert "name" not in hand.session.draft.applicant, "not another person's name"
        assert control(hand, "applicant.name").value == "" and number.has_focus
        await hand.press("5")
        assert control(hand, "applicant.name").value == "龚䶮㛃"


async def test_what_was_typed_is_never_overwritten_by_records(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop()
        await hand.press("shift+f12", "f12")
        await hand.press("escape")
        await hand.begin()
        await hand.focus(control(hand, "applicant.name"))
        await hand.commit("龚新名")
        hand.screen.panes["applicant"].enter()
        await hand.settle()
        await hand.commit(NUMBER)
        await hand.settle()
        given = hand.session.draft.applicant
        assert given["name"] == "龚新名" and given["phone"] == "13800138210"


async def test_a_failing_look_up_is_told_and_nothing_is_lost(
    at_desk: Any, monkeypatch: Any
) -> None:
    def broken(*_: Any) -> Any:
        raise OSError(NUMBER)

    async with at_desk() as hand:
        monkeypatch.setattr(Desk, "known", broken)
        await hand.begin()
        await hand.commit(NUMBER)
        assert "出了意外" in await hand.seen()
        assert hand.session.draft.applicant["id_number"] == NUMBER


async def lay_on(hand: Any, folder: Path, content: bytes, moment: int) -> None:
    """A card on the reader, and the next look at it."""
    file = folder / "wz.txt"
    file.write_bytes(content)
    os.utime(file, (moment, moment))
    hand.screen._arrivals.cards.look()
    await hand.settle()


async def test_the_card_reader_fills_the_step(at_desk: Any, tmp_path: Path) -> None:
    (tmp_path / "wz.txt").write_bytes(chip({122: OTHER}))
    async with at_desk(WIDE, card_folder=tmp_path) as hand:
        await hand.begin()
        hand.screen._arrivals.cards.look()
        await hand.settle()
        assert "id_number" not in hand.session.draft.applicant, "a card of the one before"
        await lay_on(hand, tmp_path, b"short", 100)
        assert "id_number" not in hand.session.draft.applicant
        await lay_on(hand, tmp_path, chip(CARD), 200)
        given = hand.session.draft.applicant
        assert (given["name"], given["id_number"]) == ("龚䶮㛃", NUMBER)
        assert "已经过期" in hand.text and control(hand, "applicant.phone").has_focus
        assert control(hand, "applicant.id_number").value == NUMBER
        await lay_on(hand, tmp_path, chip(CARD, "Y"), 300)
        assert isinstance(hand.app.screen, Inform) and NUMBER in hand.text
        await hand.press("escape")
        await hand.focus(control(hand, "has_agent"))
        await hand.press("2")
        await lay_on(hand, tmp_path, chip({**CARD, 0: "代办人", 122: OTHER}), 400)
        assert hand.session.draft.agent["name"] == "代办人"
        assert hand.session.draft.applicant["name"] == "龚䶮㛃"
        hand.screen.go("item")
        await lay_on(hand, tmp_path, chip(CARD), 500)
        assert "回到申请人一步" in hand.screen.query_one(NoticeLine).sentence
        assert (tmp_path / "wz.txt").exists(), "the reader's file is left alone"


async def test_a_bodys_card_is_its_agents(at_desk: Any, tmp_path: Path) -> None:
    async with at_desk(card_folder=tmp_path) as hand:
        await hand.begin(identity=BODY)
        await lay_on(hand, tmp_path, chip({**CARD, 204: "长期"}), 200)
        assert hand.session.draft.agent["id_number"] == NUMBER
        assert hand.session.draft.applicant["id_number"] == BODY
        assert "代办人已按读卡填好" in hand.text


async def test_enter_and_arrows_go_through_the_fields(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.begin()
        await hand.press("enter", "enter", "enter", "enter")
        assert hand.step == "item"
        await hand.press("ctrl+left", "up", "up")
        assert control(hand, "subject").has_focus
        await hand.press("tab", "down", "down", "down")
        assert control(hand, "applicant.phone").has_focus
        await hand.press("escape")
        assert hand.app.screen is not hand.screen, "back home from the first step"
