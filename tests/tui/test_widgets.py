"""The widgets every screen stands on."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from textual import events
from textual.widgets import Checkbox, RadioButton, TextArea

from screens import keys, palette
from screens.app import DeskApp
from screens.modals import Confirm, Inform
from screens.widgets import ink
from screens.widgets.fields import Field
from screens.widgets.foot_line import FootLine
from screens.widgets.search_box import SearchBox
from screens.widgets.table import MOST_ROWS, Column, ListTable, Row, fit
from screens.work import Progress

Make = Callable[..., DeskApp]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])
THEMES = pytest.mark.parametrize("theme", ["light", "dark", "contrast"])


@SIZES
@THEMES
async def test_every_cell_is_of_certain_width(
    make_app: Make,
    log_in: Any,
    gallery: Any,
    doubtful: Any,
    size: tuple[int, int],
    theme: str,
) -> None:
    app = make_app(theme=theme)
    app._doors["new_intake"] = gallery
    async with app.run_test(size=size) as pilot:
        assert doubtful(app) == []
        await log_in(pilot)
        assert doubtful(app) == []
        for opened in ("f1", "ctrl+p", "f10"):
            await pilot.press(opened)
            await pilot.pause()
            assert doubtful(app) == [], opened
            await pilot.press("escape", *("right" if opened == "f10" else ""), "enter")
            await app.workers.wait_for_complete()
            await pilot.pause()
        await pilot.press("f2")
        app.notify("“三个字”…[", title="提示", severity="warning")
        await pilot.pause()
        assert doubtful(app) == []


async def test_stock_widgets_with_the_remedies(make_app: Make, log_in: Any, doubtful: Any) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        area = TextArea("一\n" * 60)
        await app.screen.query_one("#body").mount(
            Checkbox("核验原件", value=True), RadioButton("现场领取"), area
        )
        area.focus()
        await pilot.pause()
        assert doubtful(app) == []


@pytest.mark.parametrize("room", [24, 60, 79, 80, 119, 120, 200])
def test_columns_fill_a_table_of_any_width(room: int) -> None:
    columns = (
        Column("a", "甲", 10, 15),
        Column("b", "乙", 12, 20, grow=1),
        Column("c", "丙", 0, 5),
    )
    laid = fit(columns, room, wide=room >= 120)
    assert [column.id for column, _ in laid] == (["a", "b", "c"] if room >= 120 else ["a", "b"])
    assert all(width >= 4 for _, width in laid)


@SIZES
async def test_the_table_points_and_takes_colour_from_quiet_words(
    make_app: Make, log_in: Any, lines: Any, inks: Any, size: tuple[int, int]
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await log_in(pilot)
        waiting = f"{palette.look('light').colours['onwarnsoft'].lower()}"
        assert waiting not in inks(app, "00000")
        await pilot.press("down")
        await pilot.pause()
        pointed = [line for line in lines(app) if line.startswith(" >")]
        assert len(pointed) == 1 and "00001" in pointed[0]
        assert waiting in inks(app, "00000")
        await pilot.press("enter")
        assert app.screen.opened == ["case-1"]


async def test_a_table_holds_two_hundred_rows_and_says_what_is_left(
    make_app: Make, log_in: Any
) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await log_in(pilot)
        table = app.screen.query_one(ListTable)
        table.show_rows([Row(f"n{n}", {"item": f"事项{n}"}) for n in range(1000)])
        assert table.row_count == MOST_ROWS + 1
        assert "还有 800 条" in "".join(cell.plain for cell in table.get_row_at(MOST_ROWS))
        table.move_cursor(row=MOST_ROWS)
        await pilot.pause()
        assert table.current is None
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.more == [MOST_ROWS]


async def test_the_cursor_stays_on_its_row_when_rows_come_and_go(
    make_app: Make, log_in: Any
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        table = app.screen.query_one(ListTable)
        await pilot.press("down", "down")
        table.show_rows([Row(f"case-{n}") for n in (9, 8, 2, 1)])
        await pilot.pause()
        assert table.current == "case-2"
        table.show_rows([])
        await pilot.pause()
        assert table.current is None


async def _typing(pilot: Any) -> SearchBox:
    await pilot.press("slash")
    return pilot.app.screen.query_one(SearchBox)


async def test_the_box_takes_commits_of_several_characters(make_app: Make, log_in: Any) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        box = await _typing(pilot)
        box.field.post_message(events.Key("食品经营", "食品经营"))
        await pilot.press("许", "可", "home")
        box.field.post_message(events.Key("办", "办"))
        await pilot.pause()
        assert box.text == "办食品经营许可"
        box.field.post_message(events.Key("\U00031350", "\U00031350"))
        await pilot.pause()
        assert "\U00031350" in box.text


async def test_the_box_folds_full_width_digits(make_app: Make, log_in: Any) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        box = await _typing(pilot)
        await pilot.press(*"４４１８０３Ｘ", "enter")
        assert box.text == "441803X"
        assert app.screen.sent == ["441803X"]


async def test_a_paste_of_ten_thousand_characters_is_cut(make_app: Make, log_in: Any) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        box = await _typing(pilot)
        box.field.post_message(events.Paste("食\x1b品" * 5000 + "\n第二行"))
        await pilot.pause()
        assert box.text == "食品" * (Field.LIMIT // 2)
        assert box.field.cursor_position == Field.LIMIT
        await pilot.press("backspace")
        assert len(box.text) == Field.LIMIT - 1


async def test_a_scan_begins_wherever_the_focus_is(make_app: Make, log_in: Any) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        assert isinstance(app.focused, ListTable)
        await pilot.press(*"441803261123000103001275", "enter")
        await pilot.pause()
        assert app.screen.sent == ["441803261123000103001275"]


async def test_arrows_in_the_box_move_the_list_below(
    make_app: Make, log_in: Any, inks: Any
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        table = app.screen.query_one(ListTable)
        box = await _typing(pilot)
        await pilot.press("s", "down", "down")
        assert table.current == "case-2" and box.text == "s"
        assert table.has_class("-led")
        table.focus()
        await pilot.pause()
        assert not table.has_class("-led")


async def test_names_with_a_middle_dot_are_drawn_safely_while_typed(
    make_app: Make, log_in: Any, lines: Any, doubtful: Any
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        box = await _typing(pilot)
        for char in "买买提·艾力":
            box.field.post_message(events.Key(char, char))
        await pilot.pause()
        assert box.text == "买买提·艾力"
        assert "买买提・艾力" in "\n".join(lines(app)) and doubtful(app) == []


@SIZES
async def test_enter_does_nothing_on_a_card(
    make_app: Make, log_in: Any, lines: Any, size: tuple[int, int]
) -> None:
    app = make_app()
    answers: list[bool | None] = []
    async with app.run_test(size=size) as pilot:
        await log_in(pilot)
        card = Confirm("作废文书", "这份通知书将作废，申请人手里的一份要收回。", act="确认作废")
        app.push_screen(card, answers.append)
        await pilot.pause()
        await pilot.press("enter", "space", "tab", "enter")
        assert app.screen is card and answers == []
        text = "\n".join(lines(app))
        assert "F12  确认作废" in text and "回车在这里不起作用" in text
        await pilot.press("f12")
        await pilot.pause()
        app.push_screen(Confirm("作废", "作废？", act="确认"), answers.append)
        await pilot.press("escape")
        await pilot.pause()
        app.push_screen(Confirm("作废", "作废？", act="确认"), answers.append)
        await pilot.press("ctrl+e")
        await pilot.pause()
    assert answers == [True, None, True]


async def test_a_long_notice_scrolls_in_its_card(make_app: Make, log_in: Any, lines: Any) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        app.push_screen(Inform("告知", "\n".join(f"第{n}项" for n in range(40))))
        await pilot.pause()
        assert "第30项" not in "\n".join(lines(app))
        await pilot.press("end")
        await pilot.pause()
        text = "\n".join(lines(app))
        assert "第39项" in text and "Esc  知道了" in text


@pytest.mark.parametrize(
    ("width", "drawn"), [(120, " F8  打印  "), (60, " F8 打印 "), (44, "F8打印 ")]
)
async def test_the_foot_has_three_densities(make_app: Make, width: int, drawn: str) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)):
        used = ("help", "new_intake", "find", "lists", "print", "my_day")
        foot = FootLine(keys.resolve(used))
        await app.screen.mount(foot)
        assert drawn in foot.build(width).plain


def test_marks_and_lights_are_words_of_four_cells() -> None:
    for stored in ink.MARKS:
        assert ink.mark(stored).cell_len == ink.MARK_CELLS
    for stored in ink.LIGHTS:
        assert ink.light(stored).cell_len == ink.MARK_CELLS


def test_every_part_of_a_bar_that_is_not_zero_is_seen() -> None:
    bar = ink.bar([("ok", 996), ("warn", 1), ("bad", 3), ("idle", 0)], 10)
    sizes = {span.style: span.end - span.start for span in bar.spans}
    assert sizes["warn.area"] == sizes["bad.area"] == 1
    assert "idle.area" not in sizes and bar.cell_len == 10


def test_search_hits_keep_the_text() -> None:
    text = ink.hits("“食品”经营", [(1, 3)])
    assert text.plain == "＂食品＂经营"
    assert [(s.start, s.end) for s in text.spans if s.style == "hit"] == [(1, 3)]


async def test_long_work_shows_its_steps_and_stops(
    make_app: Make, log_in: Any, gallery: Any, lines: Any
) -> None:
    app = make_app()
    app._doors["new_intake"] = gallery
    done: list[int] = []

    def send(progress: Progress) -> int:
        for number in range(1, 10_000):
            progress.step(number, 10_000)
            time.sleep(0.002)
        return number

    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        await pilot.press("f2")
        app.screen.start_long("正在传送")
        app.screen.ask_long(send, done.append)
        await pilot.pause()
        assert "Esc 停止" in "\n".join(lines(app))
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, gallery), "the first Esc stops, it does not leave"
        assert "停下了" in "\n".join(lines(app))
    assert done == []


async def test_a_newer_question_voids_an_older_answer(make_app: Make, log_in: Any) -> None:
    app = make_app()
    answers: list[int] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        for number in range(20):
            app.screen.ask(lambda number=number: number, answers.append, group="search")
        await pilot.pause(0.2)
    assert answers[-1] == 19 and answers == sorted(answers)


async def test_a_failing_question_is_told_on_the_screen(
    make_app: Make, log_in: Any, lines: Any
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        app.screen.ask(lambda: 1 // 0, lambda _: None)
        await pilot.pause(0.1)
        text = "\n".join(lines(app))
    assert "出错" in text and "已经存下的都在" in text and "division" not in text


@SIZES
async def test_the_picture_shows_what_the_cells_hold(
    make_app: Make, log_in: Any, lines: Any, pictured: Any, size: tuple[int, int]
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await log_in(pilot)
        seen = pictured(app)
        assert "".join(seen.split()) == "".join("".join(lines(app)).split())
