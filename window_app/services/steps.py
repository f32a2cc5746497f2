"""The steps of a department (承办 审核 批准), in the order of the list the case was received by."""

from __future__ import annotations

from data.errors import InputError, Refusal
from data.rules.case import Case
from data.rules.item import Step

LONGEST_OPINION = 500


def following(case: Case) -> Step | None:
    """The step that comes next; None where all are passed or the list names none."""
    left = case.steps[len(case.steps_passed) :]
    return left[0] if left else None


def not_yet(case: Case) -> Refusal | None:
    """Why the department cannot decide yet: steps before the decision were not passed."""
    left = [step for step in case.steps[len(case.steps_passed) :] if step.role != "approve"]
    if not left:
        return None
    names = "、".join(step.name for step in left)
    return Refusal(
        "steps_left",
        f"前面的步骤还没有通过，不能作决定：{names}",
        hint="请先用 window queue step 通过这些步骤。",
        rule=f"{case.item} 清单版本 {case.version}",
    )


def said(opinion: str) -> dict[str, object]:
    """The opinion as an event keeps it; nothing where none was written."""
    text = opinion.strip()
    if len(text) > LONGEST_OPINION:
        raise InputError(
            "opinion_too_long",
            f"意见最多 {LONGEST_OPINION} 个字，现在是 {len(text)} 个。",
            field="--opinion",
        )
    return {"opinion": text} if text else {}
