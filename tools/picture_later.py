"""The pictures of what comes after an intake: supplements, results, and the acts on a case."""

from __future__ import annotations

import picture_home as station
from picture_hands import Keep, press, type_in
from textual.pilot import Pilot

SCREENS = {
    "supplements": "补正：等着补的",
    "brought-back": "补正：逐项看补来的材料",
    "brought-back-reason": "补正：新提出的问题要写原因",
    "brought-back-card": "补正：出具前的卡片",
    "brought-back-done": "补正：办好了",
    "deferred": "补正：补交容缺的材料",
    "hand-out": "出件：待领取的",
    "hand-out-wrong": "出件：证件号码对不上",
    "hand-out-card": "出件：发出前的卡片",
    "hand-out-done": "出件：发好了",
    "case-acts": "办件：更多",
    "case-act-card": "办件：撤回申请的卡片",
}


async def walk(pilot: Pilot[None], keep: Keep) -> None:
    """From the home and back to it."""
    await _supplements(pilot, keep)
    await _results(pilot, keep)
    await _acts(pilot, keep)


async def _supplements(pilot: Pilot[None], keep: Keep) -> None:
    await press(pilot, "f3")
    await keep("supplements")
    await press(pilot, "down", "enter")
    await press(pilot, "space", "2", "1", "escape")
    await keep("brought-back")
    await press(pilot, "2")
    await type_in(pilot, "上次看的是复印件，原件今天才交来")
    await keep("brought-back-reason")
    await press(pilot, "escape", "f12")
    await keep("brought-back-card")
    await press(pilot, "f12")
    await keep("brought-back-done")
    await press(pilot, "f3", "up", "up", "up", "enter")
    await keep("deferred")
    await press(pilot, "escape", "escape")


async def _results(pilot: Pilot[None], keep: Keep) -> None:
    await press(pilot, "f4")
    await keep("hand-out")
    await press(pilot, "enter")
    await type_in(pilot, station.identity(2))
    await keep("hand-out-wrong")
    await press(pilot, *["backspace"] * len(station.identity(2)))
    await type_in(pilot, station.identity(station.READY))
    await press(pilot, "f12")
    await keep("hand-out-card")
    await press(pilot, "f12")
    await keep("hand-out-done")
    await press(pilot, "escape", "escape")


async def _acts(pilot: Pilot[None], keep: Keep) -> None:
    await press(pilot, "f3", "down", "f5", "a")
    await keep("case-acts")
    await press(pilot, "down", "down", "enter")
    await keep("case-act-card")
    await press(pilot, "escape", "escape", "escape")
