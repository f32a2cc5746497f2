"""The terminals' screens by the key that opens them; each is loaded when it is opened first."""

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


def _sync() -> Screen[Any]:
    from screens.sync.screen import SyncScreen

    return SyncScreen()


def _my_day() -> Screen[Any]:
    from screens.my_day import MyDayScreen

    return MyDayScreen()


def _tasks() -> Screen[Any]:
    from screens.review.tasks import TasksScreen

    return TasksScreen()


def _find_task() -> Screen[Any]:
    from screens.review.find import FindTaskScreen

    return FindTaskScreen()


def _sync_tasks() -> Screen[Any]:
    from screens.review.sync import TaskSyncScreen

    return TaskSyncScreen()


REVIEW: Mapping[str, Callable[[], Screen[Any]]] = {
    "home": _tasks,
    "find": _find_task,
    "sync": _sync_tasks,
}
DESK: Mapping[str, Callable[[], Screen[Any]]] = {
    "home": _home,
    "supplements": _supplements,
    "hand_out": _hand_out,
    "find": _find,
    "lists": _lists,
    "sync": _sync,
    "my_day": _my_day,
}
