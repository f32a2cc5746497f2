"""What has run out on a case, and what follows from it by law or by the list.

Pure: the case and the legal day (Asia/Shanghai) in, findings out.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from data.errors import Refusal
from data.rules.case import FINAL, Case, MaterialRow, Status

LapseGround = Literal["supplement", "deferred"]


def counts_as_accepted(case: Case, today: date) -> bool:
    """Defects were not told in time: accepted from the day of receipt (XKF 32 (1)(4)).

    An errand is no receipt by the competent body.
    """
    is_waiting = case.status is Status.RECEIVED and not case.is_errand
    return is_waiting and today.isoformat() > case.notice_deadline


def late_deferred(case: Case, today: date) -> tuple[MaterialRow, ...]:
    """容缺 materials whose day is past."""
    if case.status in FINAL:
        return ()
    return tuple(row for row in case.deferred_open if (row.later_by or "") < today.isoformat())


def late_supplement(case: Case, today: date) -> bool:
    """Whether the last round was not answered by its day."""
    if case.status is not Status.SUPPLEMENTING or not case.supplements:
        return False
    return case.supplements[-1].deadline < today.isoformat()


def lapse_ground(case: Case, today: date) -> LapseGround | Refusal:
    """On what ground the holder may end the case now; else why not."""
    if late_supplement(case, today):
        return "supplement"
    if case.status is Status.SUPPLEMENTING and case.supplements:
        return Refusal(
            "supplement_in_time",
            f"补正期限到 {case.supplements[-1].deadline}，还没有过，不能终止办理。",
            hint="期限过后申请人仍没有补正的，再确认终止。",
        )
    if not late_deferred(case, today):
        return Refusal(
            "nothing_overdue",
            "这件没有逾期未补的材料，不能终止办理。",
            hint="申请人不办了的，请书面撤回申请。",
        )
    if case.deferred_late != "end":
        return Refusal(
            "late_only_warns",
            "清单没有规定容缺材料逾期可以终止办理。",
            hint="请继续催补；补齐以前不能登记结果。",
            rule=f"{case.item} 清单版本 {case.version}",
        )
    return "deferred"


def result_refusal(case: Case) -> Refusal | None:
    """The result waits for what was allowed to follow later."""
    if not case.deferred_open:
        return None
    names = "、".join(row.name for row in case.deferred_open)
    return Refusal(
        "deferred_open", f"容缺材料还没有补齐，不能登记结果：{names}。", hint="补齐以后再登记。"
    )


def deemed_refusal(case: Case) -> Refusal | None:
    """The time to tell defects is over and the case accepted by law."""
    if case.status is not Status.ACCEPTED or case.accepted_how != "deemed":
        return None
    return Refusal(
        "deemed_accepted",
        f"告知期限 {case.notice_deadline} 已过，这件从 {case.accepted_day} 起视为受理，"
        "不能再告知补正或者不予受理。",
        hint="审核中发现的问题，由首席代表按清单退回补正。",
        rule="行政许可法第三十二条第一款第(四)项",
    )
