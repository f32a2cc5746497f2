"""Every screen of the desk, walked through by keys and kept as SVG: both sizes, three themes."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

import picture_home as station
import picture_later
import picture_sync
from picture_hands import Keep, fields, press, settled, type_in
from rich.cells import cell_len
from textual.pilot import Pilot

from data.clock import FixedClock
from screens.app import DESK, DeskApp
from window_app import bootstrap
from window_app.services.desk.desk import Desk
from window_app.services.office import Office
from window_app.settings import Settings

Walk = Callable[[Pilot[None], Keep], Awaitable[None]]
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
    "intake-preview": "收件：出具前看文书",
    "intake-card": "收件：出具前的卡片",
    "intake-done": "收件：办好了",
    "papers": "文书：补打",
    "rating": "请申请人评价",
    "home-parked": "首页，放下的收件在最上面",
    "supplement-card": "收件：一次告知补正的卡片",
    "household": "收件：家庭成员",
    "case": "办件",
    "case-materials": "办件：材料",
    **picture_later.SCREENS,
    **picture_sync.SCREENS,
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


async def draw(home: Path, folder: Path) -> None:
    """All pictures of all sizes and themes; each walk has a fresh copy of the home."""
    scans = _scans(home)
    joined = home.with_name("joined")
    picture_sync.prepare(home, joined)
    os.environ["HOME"] = str(scans)  # where the scans of an intake are looked for
    for theme in THEMES:
        for name, size in SIZES.items():
            copy = home.with_name(f"{home.name}-{theme}-{name}")
            shutil.copytree(home, copy)
            await _walk(copy, folder, name, size, theme, scans)
            shutil.rmtree(copy)
            shutil.copytree(joined, copy)
            await _walk_joined(copy, folder, name, size, theme)
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
    async def walk(pilot: Pilot[None], keep: Keep) -> None:
        await _around_the_intake(pilot, keep)
        await _intake(pilot, keep)
        await picture_later.walk(pilot, keep)
        await _other_screens(pilot, keep)
        await pilot.resize_terminal(60, 16)
        await keep("too-small")

    office = bootstrap.open_office(Settings(home=home), clock=FixedClock(station.MONDAY))
    places = {str(home): SHOWN_HOME, str(scans): SHOWN_SCANS}
    await _on_screen(office, size, theme, walk, Kept(folder, f"{name}-{theme}", places))


async def _walk_joined(
    copy: Path, folder: Path, name: str, size: tuple[int, int], theme: str
) -> None:
    clock = FixedClock(station.MONDAY)
    office = bootstrap.open_office(Settings(home=copy / picture_sync.HOME), clock=clock)
    hub = copy / picture_sync.HUB
    picture_sync.reach(office, hub, clock)

    async def walk(pilot: Pilot[None], keep: Keep) -> None:
        await picture_sync.walk(pilot, keep, hub)

    await _on_screen(office, size, theme, walk, Kept(folder, f"{name}-{theme}", {}))


@dataclass(frozen=True, slots=True)
class Kept:
    """Where pictures are kept, how their names end, and places of this machine in other words."""

    folder: Path
    ending: str
    places: Mapping[str, str]


async def _on_screen(
    office: Office, size: tuple[int, int], theme: str, walk: Walk, kept: Kept
) -> None:
    """Walk over the desk of this home."""
    clock = office.clock
    app = DeskApp(lambda: Desk(office), doors=DESK, clock=clock, theme=theme, true_colour=True)
    async with app.run_test(size=size) as pilot:

        async def keep(screen: str) -> None:
            await settled(pilot)
            picture = _small(app.export_screenshot(title=" "), kept.places)
            (kept.folder / f"{screen}-{kept.ending}.svg").write_text(picture, "utf-8")

        await walk(pilot, keep)
    office.store.close()


# The walk.


async def _around_the_intake(pilot: Pilot[None], keep: Keep) -> None:
    await settled(pilot)
    await type_in(pilot, station.CLERK)
    await press(pilot, "enter")
    await type_in(pilot, station.PASSWORD)
    await keep("login")
    await press(pilot, "enter")
    await keep("home")
    await press(pilot, "f1")
    await keep("help")
    await press(pilot, "escape", "ctrl+p")
    await keep("commands")
    await press(pilot, "escape", "slash")
    await type_in(pilot, "spjy")
    await keep("home-search")
    await press(pilot, "escape")


async def _intake(pilot: Pilot[None], keep: Keep) -> None:
    await press(pilot, "f2")
    await fields(pilot, station.identity(20), "苏示例", "13800138220", "太和镇示例路20号")
    await press(pilot, "ctrl+left")
    await keep("intake-applicant")
    await press(pilot, "ctrl+right")
    await type_in(pilot, "spjyxk")
    await keep("intake-item")
    await press(pilot, "enter", "1", "1", "1", "enter")
    await keep("intake-situation")
    await press(pilot, "1", "1", "enter")
    await press(pilot, "space", "space", "2", "1")
    await keep("intake-faults")
    await press(pilot, "escape", "v")
    await keep("intake-sample")
    await press(pilot, "escape", "a")
    await keep("intake-scan")
    await press(pilot, "escape", "1", "3")
    await keep("intake-materials")
    await press(pilot, "space", "f12")
    await keep("intake-lacking")
    await press(pilot, "escape")
    await fields(pilot, *CANTEEN)
    await press(pilot, "2", "f12")
    await keep("supplement-card")
    await press(pilot, "escape", "ctrl+s")
    await keep("home-parked")
    await press(pilot, "slash")
    await fields(pilot, "L-CIVIL-001", station.identity(22), "唐示例", "13800138222", "示例路22号")
    await press(pilot, "n")
    await keep("household")
    await press(pilot, "escape", "ctrl+s", "f2")
    await fields(pilot, station.identity(21), "罗示例", "13800138221", "太和镇示例路21号")
    await type_in(pilot, "gtgsh")
    await press(pilot, "enter", "1", "1", "2", "1", "1", "1", "enter")
    await press(pilot, "space", "space", "space", "space", "space", "enter")
    await keep("intake-form")
    for words in ("清新区示例小店", "shop.example.cn", "日用百货销售", "", "1"):
        await type_in(pilot, words)
        await press(pilot, "enter")
    await keep("intake-conclusion")
    await press(pilot, "f8")
    await keep("intake-preview")
    await press(pilot, "escape", "f12")
    await keep("intake-card")
    await press(pilot, "f12")
    await keep("intake-done")
    await press(pilot, "f8")
    await keep("papers")
    await press(pilot, "escape", "r")
    await keep("rating")
    await press(pilot, "escape", "escape")


async def _other_screens(pilot: Pilot[None], keep: Keep) -> None:
    await press(pilot, "f5")
    await type_in(pilot, "00001")
    await pilot.pause(FOUND)
    await keep("find")
    await press(pilot, "enter")
    await keep("case")
    await press(pilot, "m")
    await keep("case-materials")
    await press(pilot, "escape", "escape", "escape", "escape", "f6")
    await keep("enquiry")
    await type_in(pilot, "spjyxk")
    await press(pilot, "enter", "1")
    await keep("enquiry-list")
    await press(pilot, "escape", "escape", "escape", "f9")
    await keep("my-day")
    await press(pilot, "escape", "f10")
    await keep("lock")


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
