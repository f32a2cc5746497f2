"""The desk's screens by the key that opens them; each is loaded when it is opened first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from textual.screen import Screen


def _home() -> Screen[Any]:
    from screens.home import HomeScreen

    return HomeScreen()


def _find() -> Screen[Any]:
    from screens.find import FindScreen

    return FindScreen()


def _supplements() -> Screen[Any]:
    from screens.supplements.waiting import SupplementsScreen

    return SupplementsScreen()


def _hand_out() -> Screen[Any]:
    from screens.handing_out.ready import ReadyScreen

    return ReadyScreen()


def _lists() -> Screen[Any]:
    from screens.enquiry import EnquiryScreen

    return EnquiryScreen()


def _my_day() -> Screen[Any]:
    from screens.my_day import MyDayScreen

    return MyDayScreen()


DESK: Mapping[str, Callable[[], Screen[Any]]] = {
    "home": _home,
    "supplements": _supplements,
    "hand_out": _hand_out,
    "find": _find,
    "lists": _lists,
    "my_day": _my_day,
}
