"""The papers of a case on a card: printed again, tried again, confirmed, set aside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.store import papers
from screens.case import CaseScreen
from screens.papers import PapersCard
from window_app import demonstration
from window_app.services import intake
from window_app.services.desk.desk import Desk, Person
from window_app.views import Submitted

# In no font that comes with the product: a paper with it cannot be set.
RARE = "\U00020bb7"


@pytest.fixture
def number(desk: Desk) -> str:
    """The case that waits for its supplement: two papers, both printed."""
    return desk.find("00002")[0].number


@pytest.fixture
def unprinted(desk: Desk, clerk: Person) -> str:
    """A case whose notice could not be set."""
    form = demonstration.intake()
    form = form.model_copy(
        update={"applicant": form.applicant.model_copy(update={"name": f"{RARE}示例"})}
    )
    answer = intake.submit(desk._office, form, clerk.account, desk._office.home.folder)
    assert isinstance(answer, Submitted) and answer.case.documents[0].problem
    return answer.case.number


async def with_card(pilot: Any, sit_down: Any, settle: Any, number: str, *keys: str) -> CaseScreen:
    home = await sit_down(pilot)
    home.open_case(number)
    await settle(pilot)
    page = pilot.app.screen
    assert isinstance(page, CaseScreen)
    for key in keys or ("f8",):
        await pilot.press(key)
        await settle(pilot)
    assert isinstance(pilot.app.screen, PapersCard)
    return page


async def test_a_paper_is_chosen_and_printed_again(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, number: str, busy_home: Path
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        page = await with_card(pilot, sit_down, settle, number, "tab", "enter")
        before = len(list((busy_home / "papers").iterdir()))
        assert "接收凭证" in "\n".join(lines(app)) and "已存成文件" in "\n".join(lines(app))
        await pilot.press("enter")
        await settle(pilot)
        assert len(list((busy_home / "papers").iterdir())) == before, "Enter prints nothing"
        await pilot.press("down", "f8")
        await settle(pilot)
        assert "补打第1次" in "\n".join(lines(app))
        assert len(list((busy_home / "papers").iterdir())) == before + 1
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen is page
        assert any(line.event == "打印" for line in page._page.timeline)  # type: ignore[union-attr]


async def test_a_print_that_failed_is_tried_again_or_set_aside(
    desk: Desk, open_desk: Any, sit_down: Any, settle: Any, lines: Any, unprinted: str
) -> None:
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await with_card(pilot, sit_down, settle, unprinted)
        text = "\n".join(lines(app))
        assert "没有打印" in text and "再试一次" in text and "搁下不打" in text
        assert "补打  " not in text
        for key in ("r", "f8"):
            await pilot.press(key)
            await settle(pilot)
            assert "没有打印" in "\n".join(lines(app))
        (failed,) = desk.papers.of_case(unprinted)
        assert failed.choices and failed.tone == "bad"
        await pilot.press("x")
        await settle(pilot)
        assert "搁下了" in "\n".join(lines(app))
    (line,) = desk.papers.of_case(unprinted)
    assert (line.job, line.choices) == (None, ())
    with desk._office.store.read() as unit:
        assert papers.failed_count(unit) == 0
        assert [job.attempts for job in papers.jobs_of(unit, [line.number])] == [3]


async def test_a_print_nobody_knows_of_is_confirmed(
    desk: Desk, open_desk: Any, sit_down: Any, settle: Any, lines: Any, number: str
) -> None:
    with desk._office.store.write() as unit:
        unit.connection.exec_driver_sql(
            "update print_job set state = 'unconfirmed' where document in "
            "(select number from document where kind = 'supplement')"
        )
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await with_card(pilot, sit_down, settle, number)
        await pilot.press("down")
        line = next(one for one in desk.papers.of_case(number) if one.job)
        if "未确认" not in "\n".join(lines(app)[10:]):
            await pilot.press("up")
        assert "已出纸" in "\n".join(lines(app))
        await pilot.press("x")
        await settle(pilot)
        assert any(one.job for one in desk.papers.of_case(number)), "not among its choices"
        await pilot.press("y")
        await settle(pilot)
    assert {one.number for one in desk.papers.of_case(number) if one.job} == set()
    assert line.choices == ("confirm", "retry")


async def test_every_print_that_waits_is_found_from_the_day(
    desk: Desk, open_desk: Any, sit_down: Any, settle: Any, lines: Any, unprinted: str
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot)
        for key in ("f9", "p"):
            await pilot.press(key)
            await settle(pilot)
        text = "\n".join(lines(app))
        assert "受理通知书" in text and "没有打印" in text and "1123-03-00004" in text
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, CaseScreen) and app.screen._number == unprinted
        for key in ("escape", "p", "x"):
            await pilot.press(key)
            await settle(pilot)
        assert "没有等着打印的文书" in "\n".join(lines(app))
    assert desk.papers.waiting() == ()


async def test_a_print_under_way_is_looked_at_again(
    desk: Desk,
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    number: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stands(state: str) -> None:
        with desk._office.store.write() as unit:
            unit.connection.exec_driver_sql("update print_job set state = ?", (state,))

    monkeypatch.setattr("screens.prints.AGAIN_SECONDS", 0.05)
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await with_card(pilot, sit_down, settle, number)
        await pilot.press("escape")
        stands("sending")
        await pilot.press("f8")
        await settle(pilot)
        assert "正在打印" in "\n".join(lines(app))
        stands("done")
        for _ in range(100):
            await pilot.pause(0.05)
            if "正在打印" not in "\n".join(lines(app)):
                break
        assert "已存成文件" in "\n".join(lines(app))
