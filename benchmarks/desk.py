"""A clerk at `window desk` for the terminal's figures: the way of one case, by keys alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from time import perf_counter

from benchmarks.driven import Driven
from data.rules.check_digits import identity_check
from window_app import demonstration

WINDOW = str(Path(sys.executable).with_name("window"))
LOGIN = ("登录", "退出")  # the card and the foot line: the frame is whole
OPENED = "口令 " + demonstration.PASSWORD  # the services are there and have told their facts
STILL = 0.1  # seconds without a byte: what was typed is taken, the next field has the focus


def open_desk(home: Path) -> Driven:
    return Driven([WINDOW, "--home", str(home), "--as", demonstration.CLERK, "desk"])


def log_in(program: Driven) -> None:
    """From the open card to the home screen."""
    program.type(demonstration.PASSWORD)
    program.press("enter")
    program.wait("查件", "锁屏")
    program.settle(0.5)


def numbers() -> Iterator[str]:
    """Identity numbers of people who were never here."""
    for number in count(1):
        born = date(1960, 1, 1) + timedelta(days=number)
        first = f"441803{born:%Y%m%d}{number % 1000:03d}"
        yield first + identity_check(first)


def take_in(program: Driven, number: str) -> None:
    """个体工商户设立登记 of a new person, from the key F2 to number and papers on screen."""
    program.press("f2")
    program.wait("进行中", "本人办理")
    fill(program, number, "张示例", "13800138210", "太和镇示例路1号")
    program.wait("常办的排在前面")
    program.type("gtgsh")
    program.press("enter")
    program.wait("数字选，回车往下")
    program.press(*"11111", "enter")
    program.wait("已看 0 / 5")
    program.press(*["space"] * 5, "enter")
    program.wait("自动填好的也可以改")
    fill(program, "清新区示例小店", "太和镇示例路1号", "日用百货销售", "", "1")
    program.wait("可以出结论")
    program.press("f12")
    program.wait("按 F12 后")
    program.press("f12")
    program.wait("查询码", "下一位")


def fill(program: Driven, *texts: str) -> None:
    """Fields one after another, each once what was typed before is drawn."""
    for number, text in enumerate(texts):
        if number:
            program.answered()
        program.settle(STILL)
        program.type(text)
        program.wait(text)
        program.settle(STILL)
        program.press("enter")


def open_item(program: Driven) -> float:
    """A small workshop's registration, found and chosen; milliseconds from Enter to its intake."""
    program.press("/")
    program.type("L-MARKET-008")
    program.wait("小作坊")
    program.settle(0.5)
    begun = perf_counter()
    program.press("enter")
    drawn = program.wait("进行中", "本人办理")
    program.settle(0.5)
    return (drawn - begun) * 1000


def to_materials(program: Driven) -> None:
    """From there to its list of eleven materials."""
    program.press("ctrl+right", "ctrl+right")
    program.wait("数字选，回车往下")
    program.press(*"1142", "enter")
    program.wait("已看 0 / 11")
    program.settle(0.5)
