"""A terminal without services, and eyes for what it draws."""

from __future__ import annotations

import asyncio
import inspect
import os
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from html import unescape
from pathlib import Path
from re import findall, sub
from typing import Any

import pytest
from textual import events
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget

from data.clock import FixedClock
from data.errors import Refusal
from screens import keys
from screens.app import DeskApp, Door
from screens.base import DeskScreen
from screens.widgets import ink
from screens.widgets.foot_line import KeyLine
from screens.widgets.line import Facts, Prose
from screens.widgets.next_line import ConclusionLine
from screens.widgets.panel import Panel
from screens.widgets.rail import Rail
from screens.widgets.search_box import SearchBox
from screens.widgets.table import Column, ListTable, Row
from screens.widgets.timeline import Moment, Timeline
from window_app.views import ConnectionView

NOW = datetime(2026, 11, 23, 1, 41, tzinfo=UTC)
SIZES = ((80, 24), (120, 36))
THEMES = ("light", "dark", "contrast")
SNAPSHOTS = Path(__file__).parent / "snapshots"
# Read before the settings of the machine are kept from the tests.
MAKES_SNAPSHOTS = os.environ.get("WINDOW_SNAPSHOTS") == "new"
RARE_NAME = "阿依古丽·买买提"


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Runs the coroutines among the tests of this folder."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = pyfuncitem._fixtureinfo.argnames
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in wanted}))
    return True


@dataclass
class Fact:
    badge: str
    family: str
    words: str


@dataclass
class Station:
    place: str = "清新区政务服务中心"
    window: str = "3号窗口"
    facts: Sequence[Fact] = (
        Fact("离线可用", "ok", "本机完整，上次备份 11-20 17:32"),
        Fact("待传 2", "warn", "连上中心后自动传送，不影响收件"),
        Fact("清单", "info", "2026.11 版，今日起用"),
    )

    @property
    def plate(self) -> str:
        return f"{self.window}   综合受理"


@dataclass
class Person:
    staff: str = "0317"
    name: str = "李晓燕"
    post: str = "综合收件"


@dataclass
class Line:
    """A line to a hub on which nothing happens but what a test says."""

    view: ConnectionView = field(default_factory=partial(ConnectionView, "示例中心", True))
    tells: list[Callable[[], None]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.said.append("start")

    def close(self) -> None:
        self.said.append("close")

    def state(self) -> ConnectionView:
        return self.view

    def told(self, tell: Callable[[], None]) -> None:
        self.tells.append(tell)

    def change(self, **changes: Any) -> None:
        self.view = replace(self.view, **changes)
        for tell in self.tells:
            tell()


@dataclass
class StubServices:
    """Knows one person and one password; counts the tries."""

    tried: list[tuple[str, str]] = field(default_factory=list)
    at: Station = field(default_factory=Station)
    connection: Line = field(default_factory=Line)

    def station(self) -> Station:
        return self.at

    def sign_in(self, staff: str, password: str) -> Person | Refusal:
        self.tried.append((staff, password))
        if password == "right":
            return Person()
        if password == "break":
            raise ValueError("441803199001010012")
        return Refusal("wrong_password", "工号或口令不对。", "还可以试 4 次。")


CASES = (
    Column("light", "灯", 4, 4),
    Column("number", "编号", 10, 15),
    Column("who", "申请人", 12, 20, grow=2),
    Column("item", "事项", 22, 24, grow=1, most=40),
    Column("about", "情形", 0, 10),
    Column("state", "状态", 8, 8, quiet=True),
    Column("left", "剩余", 6, 6, right=True),
    Column("due", "办结", 0, 5),
    Column("at", "时间", 0, 5),
)


def case_row(number: int) -> Row:
    """An invented case; every seventh is red, every fifth yellow."""
    red, yellow = number % 7 == 4, number % 5 == 0
    return Row(
        f"case-{number}",
        {
            "light": ink.light("red" if red else "yellow" if yellow else "green"),
            "number": (f"1123-03-{number:05}", f"1123-{number:05}"),
            "who": RARE_NAME if number == 7 else f"申请人{number}",
            "item": "居住证申领、签注、换领和补领手续" if number % 2 else "食品经营许可",
            "about": "新办 餐饮",
            "state": ink.status("补正中", "warn") if yellow else ink.status("审核中"),
            "left": ink.remaining("超1天", overdue=True) if red else ink.remaining("7天"),
            "due": "12-02",
            "at": "09:36",
        },
    )


class Home(DeskScreen):
    """A list under the one box: what the home screen will stand on."""

    KEYS = (
        "help",
        *("new_intake", "supplements", "hand_out", "find", "lists"),
        *("sync", "print", "my_day", "lock", "box"),
    )

    def content(self) -> Iterable[Widget]:
        yield SearchBox()
        yield ListTable(CASES, id="cases")

    def on_mount(self) -> None:
        self.sent: list[str] = []
        self.opened: list[str] = []
        self.more: list[int] = []
        self.query_one(ListTable).show_rows([case_row(number) for number in range(18)])
        self.query_one(ListTable).focus()

    @property
    def box(self) -> SearchBox:
        return self.query_one(SearchBox)

    @property
    def led(self) -> ListTable:
        return self.query_one(ListTable)

    def on_list_table_moved(self, event: ListTable.Moved) -> None:
        self.say_next(f"{event.key} 食品经营许可：等后台审核，12-02 前办结", "回车 打开")

    def on_list_table_opened(self, event: ListTable.Opened) -> None:
        self.opened.append(event.key)

    def on_list_table_more_wanted(self, event: ListTable.MoreWanted) -> None:
        self.more.append(event.start)

    def on_search_box_sent(self, event: SearchBox.Sent) -> None:
        self.sent.append(event.text)


class Gallery(DeskScreen):
    """Every widget of the foundation on one screen."""

    KEYS = (
        "next_pane",
        "reason",
        "scan",
        "sample",
        keys.use("print", "打印清单"),
        "conclude",
        keys.use("back", "上一步"),
    )

    @property
    def place(self) -> tuple[str, str]:
        return "收件", "收件"

    @property
    def who(self) -> tuple[str, str]:
        return "食品经营许可  新办 / 餐饮服务", "食品经营许可 新办"

    def content(self) -> Iterable[Widget]:
        yield Rail(("申请人", "事项", "情形", "材料", "表单", "结论"), 3)
        with_marks = ink.join((ink.mark(mark) for mark in ink.MARKS), " ")
        with_lights = ink.join(map(ink.light, ("green", "yellow", "red", "stopped")), " ")
        facts = Facts(
            [
                ("标记", with_marks),
                ("灯", with_lights),
                (
                    "标记加字",
                    ink.join([ink.badge("超期 1", "bad"), ink.soft_badge("待领 5", "info")]),
                ),
                ("条", ink.bar([("ok", 40), ("warn", 2), ("bad", 1), ("idle", 0)], 22, whole=60)),
                ("命中", ink.hits("食品经营许可", [(0, 2)])),
                ("依据", "《食品经营许可和备案管理办法》第十二条，“一次告知”…"),
            ]
        )
        moments = [
            Moment("11-23 周一", "09:20", "info", "领取办理", "周** 卫生健康局", "承办步骤 — 两天"),
            Moment(
                "11-20 周五", "16:41", "warn", "容缺材料补交", RARE_NAME, "从业人员健康证明 4 份"
            ),
        ]
        left = Panel("材料 9 项", Timeline(moments), remark="必要 7", right="已看 7 / 9")
        right = Panel(
            "经营场所平面图和主要设备设施布局、操作流程文件",
            VerticalScroll(facts, Prose("需要补正的，当场一次说清楚，不让人多跑一趟。" * 3)),
        )
        yield Horizontal(left, Prose(classes="gap"), right, classes="panes")
        yield KeyLine(keys.resolve(("ok", "missing", "defective", "deferred", "reused")))

    def last_line(self) -> Iterable[Widget]:
        yield ConclusionLine()

    def on_mount(self) -> None:
        self.query_one(ConclusionLine).say(
            "warn",
            ("还有 2 项没看，看完才能出结论", "已发现：第3项 2 处问题"),
            ("若其余合格：一次告知补正 2 项", "补齐后：受理，7 个工作日"),
        )
        self.tell("这份材料不能容缺：清单没有列。", "warn", word="不能办")
        self.start_long("正在传送", 12)


def drawn(app: DeskApp) -> list[str]:
    """What stands on the screen, line by line."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def inks_of(app: DeskApp, words: str) -> set[str]:
    """The colours of ink on the first line that holds these words."""
    for strip in app.screen._compositor.render_strips():
        if words in strip.text:
            return {segment.style.color.name for segment in strip if segment.style}
    return set()


def doubtful_cells(app: DeskApp) -> list[str]:
    """Characters that terminals draw in different widths, with their line."""
    return [
        f"{number}: {char!r} in {line.strip()!r}"
        for number, line in enumerate(drawn(app))
        for char in line
        if not char.isascii() and unicodedata.east_asian_width(char) not in "WF"
    ]


def picture_text(app: DeskApp) -> str:
    """The text of the exported picture, without its colours and identifiers."""
    lines = findall(r"<text[^>]*>(.*?)</text>", app.export_screenshot(title=" "))
    return "\n".join(unescape(sub(r"<[^>]*>", "", line)).replace("\xa0", " ") for line in lines)


@dataclass
class Seen:
    """What an application was told and asked for."""

    services: StubServices
    kept: list[str] = field(default_factory=list)


@pytest.fixture
def seen() -> Seen:
    return Seen(StubServices())


@pytest.fixture
def make_app(seen: Seen) -> Callable[..., DeskApp]:
    """An application with the stub services; `doors` and `theme` may be given."""

    def make(doors: dict[str, Door] | None = None, **more: Any) -> DeskApp:
        return DeskApp(
            lambda: seen.services,
            doors={"home": Home} if doors is None else doors,
            clock=FixedClock(NOW),
            keep_theme=seen.kept.append,
            true_colour=True,
            **more,
        )

    return make


@pytest.fixture
def lines() -> Callable[[DeskApp], list[str]]:
    return drawn


@pytest.fixture
def inks() -> Callable[[DeskApp, str], set[str]]:
    return inks_of


@pytest.fixture
def doubtful() -> Callable[[DeskApp], list[str]]:
    """The counter: an empty list is a screen that every terminal draws alike."""
    return doubtful_cells


@pytest.fixture
def pictured() -> Callable[[DeskApp], str]:
    return picture_text


def type_at_once(app: DeskApp, *keys: str) -> None:
    """All at once, as a scanner or a terminal's buffer gives them."""
    for key in keys:
        char = " " if key == "space" else key if len(key) == 1 else None
        event = events.Key(key, char)
        event.set_sender(app)
        app.post_message(event)


@pytest.fixture
def burst() -> Callable[..., None]:
    return type_at_once


@pytest.fixture
def gallery() -> type[DeskScreen]:
    return Gallery


@pytest.fixture
def log_in() -> Callable[[Any], Any]:
    """Logs the stub person in, through the card, without typing."""

    async def do(pilot: Any) -> None:
        await pilot.app.workers.wait_for_complete()
        pilot.app.query_one("#staff").value = "0317"
        pilot.app.query_one("#password").value = "right"
        pilot.app.screen.sign_in()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    return do


@pytest.fixture
def same_as_kept() -> Callable[[str, Iterable[str]], None]:
    """Holds the text of a screen against the one kept in `snapshots`.

    WINDOW_SNAPSHOTS=new keeps it anew: look at what changed before you commit it.
    """
    is_new = MAKES_SNAPSHOTS

    def compare(name: str, text: Iterable[str]) -> None:
        path = SNAPSHOTS / f"{name}.txt"
        drawn_now = "\n".join(line.rstrip() for line in text) + "\n"
        if is_new:
            path.write_text(drawn_now, "utf-8")
        assert drawn_now == path.read_text("utf-8")

    return compare
