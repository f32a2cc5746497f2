"""Every screen of the desk, walked through by keys and kept as SVG: both sizes, three themes."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Awaitable, Callable, Mapping
from html import escape, unescape
from pathlib import Path

import picture_home as station
from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot

from data.clock import FixedClock
from screens.app import DESK, DeskApp
from window_app import bootstrap
from window_app.services.desk.desk import Desk
from window_app.settings import Settings

SIZES = {"80": (80, 24), "120": (120, 36)}
THEMES = ("light", "dark", "contrast")
SHOWN_HOME = "/var/lib/window"
SHOWN_SCANS = "/srv/scans"
# Monospaced fonts of the reader's own machine; nothing is fetched.
FONTS = "ui-monospace, 'Sarasa Mono SC', 'Noto Sans Mono CJK SC', 'DejaVu Sans Mono', monospace"
SCREENS = {
    "login": "登录",
    "home": "首页",
    "home-search": "首页，打字找事项",
    "help": "帮助",
    "commands": "命令",
    "intake-applicant": "收件：申请人",
    "intake-item": "收件：事项",
    "intake-situation": "收件：情形",
    "intake-materials": "收件：材料",
    "intake-faults": "收件：材料不符，勾选问题",
    "intake-sample": "收件：样表",
    "intake-scan": "收件：添加扫描件",
    "intake-form": "收件：表单",
    "intake-lacking": "收件：还差什么",
    "intake-conclusion": "收件：结论",
    "intake-card": "收件：出具前的卡片",
    "intake-done": "收件：办好了",
    "home-parked": "首页，放下的收件在最上面",
    "supplement-card": "收件：一次告知补正的卡片",
    "household": "收件：家庭成员",
    "case": "办件",
    "case-materials": "办件：材料",
    "find": "查件",
    "enquiry": "咨询清单",
    "enquiry-list": "咨询：情形和清单",
    "my-day": "今日",
    "lock": "锁屏",
    "too-small": "窗口太小",
}

CANTEEN = (
    "示例小吃店",
    "92441803MA59L01K96",
    "苏示例",
    "太和镇示例路20号",
    "热食类食品制售",
    "48",
    "苏示例",
    "13800138220",
)
CELL = 12.2  # units of the picture
FOUND = 0.3  # seconds until the list follows what was typed
Keep = Callable[[str], Awaitable[None]]


async def draw(home: Path, folder: Path) -> None:
    """All pictures of all sizes and themes; each walk has a fresh copy of the home."""
    scans = _scans(home)
    os.environ["HOME"] = str(scans)  # where the scans of an intake are looked for
    for theme in THEMES:
        for name, size in SIZES.items():
            copy = home.with_name(f"{home.name}-{theme}-{name}")
            shutil.copytree(home, copy)
            await _walk(copy, folder, name, size, theme, scans)
            shutil.rmtree(copy)


def _scans(home: Path) -> Path:
    """A clerk's own folder with a few scans."""
    folder = home.with_name("clerk")
    folder.mkdir()
    papers = sorted((home / "papers").glob("*.pdf"))
    for name, paper in zip(("平面图", "健康证明", "营业执照", "租赁合同"), papers, strict=False):
        shutil.copy(paper, folder / f"{name}.pdf")
    return folder


async def _walk(
    home: Path, folder: Path, name: str, size: tuple[int, int], theme: str, scans: Path
) -> None:
    clock = FixedClock(station.MONDAY)
    office = bootstrap.open_office(Settings(home=home), clock=clock)
    app = DeskApp(lambda: Desk(office), doors=DESK, clock=clock, theme=theme, true_colour=True)
    async with app.run_test(size=size) as pilot:

        async def keep(screen: str) -> None:
            await _settled(pilot)
            drawn = app.export_screenshot(title=" ")
            picture = _small(drawn, {str(home): SHOWN_HOME, str(scans): SHOWN_SCANS})
            (folder / f"{screen}-{name}-{theme}.svg").write_text(picture, "utf-8")

        await _around_the_intake(pilot, keep)
        await _intake(pilot, keep)
        await _other_screens(pilot, keep)
        await pilot.resize_terminal(60, 16)
        await keep("too-small")
    office.store.close()


# The walk.


async def _around_the_intake(pilot: Pilot[None], keep: Keep) -> None:
    await _settled(pilot)
    await _type(pilot, station.CLERK)
    await _press(pilot, "enter")
    await _type(pilot, station.PASSWORD)
    await keep("login")
    await _press(pilot, "enter")
    await keep("home")
    await _press(pilot, "f1")
    await keep("help")
    await _press(pilot, "escape", "ctrl+p")
    await keep("commands")
    await _press(pilot, "escape", "slash")
    await _type(pilot, "spjy")
    await keep("home-search")
    await _press(pilot, "escape")


async def _intake(pilot: Pilot[None], keep: Keep) -> None:
    await _press(pilot, "f2")
    await _fields(pilot, station.identity(20), "苏示例", "13800138220", "太和镇示例路20号")
    await _press(pilot, "ctrl+left")
    await keep("intake-applicant")
    await _press(pilot, "ctrl+right")
    await _type(pilot, "spjyxk")
    await keep("intake-item")
    await _press(pilot, "enter", "1", "1", "1", "enter")
    await keep("intake-situation")
    await _press(pilot, "1", "1", "enter")
    await _press(pilot, "space", "space", "2", "1")
    await keep("intake-faults")
    await _press(pilot, "escape", "v")
    await keep("intake-sample")
    await _press(pilot, "escape", "a")
    await keep("intake-scan")
    await _press(pilot, "escape", "1", "3")
    await keep("intake-materials")
    await _press(pilot, "space", "f12")
    await keep("intake-lacking")
    await _press(pilot, "escape")
    await _fields(pilot, *CANTEEN)
    await _press(pilot, "2", "f12")
    await keep("supplement-card")
    await _press(pilot, "escape", "ctrl+s")
    await keep("home-parked")
    await _press(pilot, "slash")
    await _fields(pilot, "L-CIVIL-001", station.identity(22), "唐示例", "13800138222", "示例路22号")
    await _press(pilot, "n")
    await keep("household")
    await _press(pilot, "escape", "ctrl+s", "f2")
    await _fields(pilot, station.identity(21), "罗示例", "13800138221", "太和镇示例路21号")
    await _type(pilot, "gtgsh")
    await _press(pilot, "enter", "1", "1", "2", "1", "1", "1", "enter")
    await _press(pilot, "space", "space", "space", "space", "space", "enter")
    await keep("intake-form")
    for words in ("清新区示例小店", "shop.example.cn", "日用百货销售", "", "1"):
        await _type(pilot, words)
        await _press(pilot, "enter")
    await keep("intake-conclusion")
    await _press(pilot, "f12")
    await keep("intake-card")
    await _press(pilot, "f12")
    await keep("intake-done")
    await _press(pilot, "escape")


async def _other_screens(pilot: Pilot[None], keep: Keep) -> None:
    await _press(pilot, "f5")
    await _type(pilot, "00001")
    await pilot.pause(FOUND)
    await keep("find")
    await _press(pilot, "enter")
    await keep("case")
    await _press(pilot, "m")
    await keep("case-materials")
    await _press(pilot, "escape", "escape", "escape", "escape", "f6")
    await keep("enquiry")
    await _type(pilot, "spjyxk")
    await _press(pilot, "enter", "1")
    await keep("enquiry-list")
    await _press(pilot, "escape", "escape", "escape", "f9")
    await keep("my-day")
    await _press(pilot, "escape", "f10")
    await keep("lock")


async def _fields(pilot: Pilot[None], *texts: str) -> None:
    for text in texts:
        await _type(pilot, text)
        await _press(pilot, "enter")


async def _type(pilot: Pilot[None], text: str) -> None:
    """In one piece, as a scanner or an input method gives it."""
    if text and pilot.app.focused is not None:
        pilot.app.focused.post_message(events.Paste(text))
    await _settled(pilot)


async def _press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await _settled(pilot)


async def _settled(pilot: Pilot[None]) -> None:
    """Until nothing is under way any more."""
    await pilot.pause()
    while any(not worker.is_finished for worker in pilot.app.workers):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    await pilot.pause()


# The picture.


def _small(svg: str, places: Mapping[str, str]) -> str:
    """Without addresses, long names and the place where it was made."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = re.sub(r"font-family:\s*Fira Code[^;]*;", f"font-family: {FONTS};", svg)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.S)
    prefix = re.search(r"(terminal-\d+)-", svg)
    if prefix:
        svg = svg.replace(f"{prefix[1]}-", "t-")
    for made, shown in places.items():
        svg = svg.replace(made, shown)
    svg = re.sub(r"\n\s*", "\n", svg)
    return re.sub(r"<text ([^>]*?)>([^<]*)</text>", _set_in_cells, svg)


def _set_in_cells(text: re.Match[str]) -> str:
    """Each run of words at its own cell and as wide as its cells: Han characters take two."""
    kept = re.sub(r' (?:x|textLength)="[^"]*"', "", f" {text[1]}").strip()
    left = re.search(r'\bx="([\d.]+)"', text[1])
    words = unescape(text[2]).replace("\xa0", " ")
    if left is None or not words.strip():
        return "" if left else text[0]
    made = []
    for run in re.finditer(r"\S+(?: \S+)*", words):
        x = float(left[1]) + CELL * cell_len(words[: run.start()])
        width = CELL * cell_len(run[0])
        shown = escape(run[0]).replace(" ", "&#160;")
        made.append(f'<text {kept} x="{x:.1f}" textLength="{width:.1f}">{shown}</text>')
    return "".join(made)
