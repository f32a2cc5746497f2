"""The way of a case from its first paper to the result, and how far its events have been sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from data.clock import SHANGHAI
from data.rules.case import FINAL, Case, Status
from data.rules.words import STATUS_NAMES
from data.store import hub_settings
from data.store.engine import Unit
from data.store.journal import SyncState
from window_app.desk_views import NoEffect, Sending, StepLine
from window_app.services.scenes import UNITS

REVIEW = "审核"  # where the list names no step of the department's own
DECIDED = (Status.APPROVED, Status.REFUSED, Status.READY, Status.DELIVERED)
SENDINGS: dict[SyncState, Sending] = {
    "queued": Sending("待传", "warn", "连上中心后自动传送，不影响办理。"),
    "sending": Sending("传送中", "info", "已经送出，等中心答复。"),
    "received": Sending("已达", "ok", "中心已经全部收到。"),
}


LONE = Sending("单机", "idle", "这台终端没有加入中心，办件都在本机。")


def steps_of(case: Case) -> tuple[StepLine, ...]:
    """收件, 受理, the department's own steps, 决定, 出件; what is over says so and ends there."""
    steps = list(_steps(case))
    if case.status in FINAL and case.status is not Status.DELIVERED:
        over = [step for step in steps if step.state == "done"]
        return (*over, StepLine(STATUS_NAMES[case.status], "done"))
    return tuple(steps)


def _steps(case: Case) -> Iterator[StepLine]:
    received = datetime.fromisoformat(case.received_at).astimezone(SHANGHAI)
    yield StepLine("收件", "done", received.strftime("%m-%d"))
    yield _acceptance(case)
    yield from _review(case)
    yield _decision(case)
    if case.handed_out is not None:
        yield StepLine("出件", "done", _short(case.handed_out["day"]))
    else:
        yield StepLine("出件", "current" if case.status in DECIDED else "ahead")


def _acceptance(case: Case) -> StepLine:
    if case.accepted_day is not None:
        return StepLine("受理", "done", _short(case.accepted_day))
    if case.status is Status.SUPPLEMENTING:
        return StepLine("受理", "current", f"{_short(case.supplements[-1].deadline)} 前补正")
    about = "送到以后" if case.is_errand else f"{_short(case.notice_deadline)} 前告知"
    return StepLine("受理", "current", about)


def _review(case: Case) -> Iterator[StepLine]:
    """The department's steps before the decision; none where the window decides at once."""
    if case.instant_at_window and case.holder.side == "window" and not case.steps_passed:
        return
    days = {step.name: step.days for step in case.steps if step.role != "approve"} or {REVIEW: 0}
    is_over = case.status in DECIDED
    waiting = [name for name in days if not is_over and name not in case.steps_passed]
    for name, limit in days.items():
        if name not in waiting:
            yield StepLine(name, "done")
        else:
            is_next = case.ever_accepted and name == waiting[0]
            about = f"{limit}{UNITS[case.limits.unit]}" if limit else ""
            yield StepLine(name, "current" if is_next else "ahead", about)


def _decision(case: Case) -> StepLine:
    if case.decision is not None and case.decided_day is not None:
        name = "准予" if case.decision == "approved" else "不予"
        return StepLine(name, "done", _short(case.decided_day))
    due = f"{_short(case.due.promised)} 前" if case.due else ""
    is_reviewed = all(step.state == "done" for step in _review(case))
    return StepLine("决定", "current" if case.ever_accepted and is_reviewed else "ahead", due)


def _short(day: str) -> str:
    """`2026-11-27` as `11-27`."""
    return day[5:]


def sending_of(unit: Unit, state: SyncState, without_effect: NoEffect | None) -> Sending:
    """单机, 待传, 传送中, 已达, or 未生效 with its reason and what to do."""
    if hub_settings.read_joined(unit) is None:
        return LONE
    if without_effect is not None:
        return Sending("未生效", "bad", without_effect.said, without_effect.todo)
    return SENDINGS.get(state, SENDINGS["received"])
