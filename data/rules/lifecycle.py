"""The life of a case as ONE table: state x event -> next state, who may, who holds it then.

A missing key is the refusal. Side notes have a table of their own: they change no state.
Sources: 行政许可法 32, 38, 42, 44, 45; roles and hand-over as the one-window reform has them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from data.errors import Refusal
from data.rules.case import FINAL, OPEN, Status
from data.rules.event import MATTER_NOTES, Kind
from data.rules.words import EVENT_NAMES, ROLE_NAMES, STATUS_NAMES, Role

Side = Literal["window", "department"]


class After(StrEnum):
    """Who holds the case once the event is written."""

    SAME = "same"
    WRITER = "writer"  # the terminal that wrote it
    ADDRESS = "address"  # offered to the address in the body; the writer where it has none
    BEFORE = "before"  # who held it before it lapsed
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of the table: the states it may lead to, who may, and who holds it then.

    `window` and `department` are who may where a window or a department holds the case.
    Where `needs_holder` is false a supervisor's act goes over the holder's head.
    """

    to: tuple[Status, ...]
    window: frozenset[Role]
    department: frozenset[Role]
    after: After
    needs_holder: bool = True


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


NOBODY: frozenset[Role] = frozenset()
CLERK = _roles(Role.CLERK)
FIELD = _roles(Role.CLERK, Role.AGENT)
REVIEW = _roles(Role.REVIEWER, Role.HEAD)
HEAD = _roles(Role.HEAD)
SUPERVISOR = _roles(Role.SUPERVISOR)
WORKERS = _roles(Role.CLERK, Role.AGENT, Role.REVIEWER, Role.HEAD, Role.ISSUER)
VIEWERS = WORKERS | _roles(Role.CASHIER, Role.SUPERVISOR, Role.SYSTEM)

S, K = Status, Kind
DECIDING = (S.ACCEPTED, S.REVIEWING)
UNDECIDED = (S.ACCEPTED, S.REVIEWING, S.SUSPENDED)
SUSPENSION = (S.SUSPENDED, S.REVIEWING)


def _rows(
    states: Iterable[Status],
    kind: Kind,
    to: tuple[Status, ...] | None,
    window: frozenset[Role],
    department: frozenset[Role],
    after: After,
    *,
    needs_holder: bool = True,
) -> dict[tuple[Status, Kind], Row]:
    """The same row for several states; `to` None keeps the state."""
    return {
        (state, kind): Row(to or (state,), window, department, after, needs_holder)
        for state in states
    }


TABLE: dict[tuple[Status, Kind], Row] = {
    **_rows([S.DRAFT], K.RECEIVED, (S.RECEIVED,), FIELD, NOBODY, After.ADDRESS),
    **_rows([S.RECEIVED], K.ARRIVED, None, CLERK, NOBODY, After.WRITER),
    **_rows(
        OPEN,
        K.OFFERED,
        None,
        _roles(Role.CLERK, Role.AGENT, Role.ISSUER, Role.SYSTEM),
        NOBODY,
        After.ADDRESS,
    ),
    **_rows(
        [S.RECEIVED],
        K.SUPPLEMENT_REQUESTED,
        (S.SUPPLEMENTING, S.RETURNED),
        CLERK,
        NOBODY,
        After.SAME,
    ),
    **_rows(
        [S.SUPPLEMENTING],
        K.SUPPLEMENTED,
        (S.RECEIVED, S.REVIEWING),
        CLERK,
        NOBODY,
        After.ADDRESS,
    ),
    **_rows([S.RECEIVED], K.DECLINED, (S.DECLINED,), CLERK, NOBODY, After.NOBODY),
    **_rows(
        [S.RECEIVED],
        K.ACCEPTED,
        (S.ACCEPTED,),
        _roles(Role.CLERK, Role.SYSTEM),
        NOBODY,
        After.ADDRESS,
    ),
    **_rows(DECIDING, K.STEP_PASSED, (S.REVIEWING,), NOBODY, REVIEW, After.ADDRESS),
    **_rows(DECIDING, K.SENT_BACK, (S.SUPPLEMENTING,), NOBODY, HEAD, After.ADDRESS),
    **_rows(UNDECIDED, K.SUSPENDED, SUSPENSION, NOBODY, _roles(Role.REVIEWER), After.SAME),
    **_rows(UNDECIDED, K.RESUMED, SUSPENSION, NOBODY, _roles(Role.REVIEWER), After.SAME),
    **_rows(DECIDING, K.EXTENDED, (S.REVIEWING,), NOBODY, HEAD, After.SAME),
    **_rows(DECIDING, K.APPROVED, (S.APPROVED,), CLERK, HEAD, After.SAME),
    **_rows(DECIDING, K.REFUSED, (S.REFUSED,), NOBODY, HEAD, After.SAME),
    **_rows(
        [S.APPROVED, S.REFUSED],
        K.RESULT_REGISTERED,
        (S.READY,),
        CLERK,
        _roles(Role.REVIEWER),
        After.ADDRESS,
    ),
    **_rows(
        [S.READY],
        K.DELIVERED,
        (S.DELIVERED,),
        _roles(Role.ISSUER, Role.AGENT),
        NOBODY,
        After.NOBODY,
    ),
    **_rows(
        [S.RECEIVED, S.SUPPLEMENTING, *UNDECIDED],
        K.WITHDRAWN,
        (S.WITHDRAWN,),
        FIELD,
        REVIEW,
        After.NOBODY,
    ),
    **_rows([S.SUPPLEMENTING], K.LAPSED, (S.LAPSED,), CLERK, NOBODY, After.NOBODY),
    **_rows([*UNDECIDED, S.APPROVED], K.LAPSED, (S.LAPSED,), CLERK, HEAD, After.NOBODY),
    **_rows(
        [S.LAPSED],
        K.REOPENED,
        (S.SUPPLEMENTING, *UNDECIDED, S.APPROVED),
        SUPERVISOR,
        SUPERVISOR,
        After.BEFORE,
        needs_holder=False,
    ),
    **_rows(
        [S.RECEIVED, S.SUPPLEMENTING, S.ACCEPTED],
        K.VOIDED,
        (S.VOIDED,),
        SUPERVISOR,
        SUPERVISOR,
        After.NOBODY,
        needs_holder=False,
    ),
    **_rows(
        OPEN,
        K.TAKEN_OVER,
        None,
        _roles(Role.SUPERVISOR, Role.ADMINISTRATOR, Role.SYSTEM),
        _roles(Role.SUPERVISOR, Role.ADMINISTRATOR, Role.SYSTEM),
        After.ADDRESS,
        needs_holder=False,
    ),
}

# Who may write a side note. It applies in every state that is not final and not a draft.
_WINDOW_NOTE = _roles(Role.CLERK, Role.AGENT, Role.ISSUER)
NOTES: dict[Kind, frozenset[Role]] = {
    K.CLAIMED: WORKERS,
    K.RELEASED: WORKERS,
    K.REASSIGNED: _roles(Role.HEAD, Role.SUPERVISOR),
    K.NUDGED: _roles(Role.HEAD, Role.SUPERVISOR),
    K.BROUGHT_IN: _WINDOW_NOTE,
    K.ASKED_FOR: _WINDOW_NOTE,
    K.WITHDRAWAL_ASKED: _WINDOW_NOTE,
    K.DEFERRED_HANDED_IN: _WINDOW_NOTE,
    K.MOVED: _WINDOW_NOTE | _roles(Role.REVIEWER),
    K.NOTIFIED: _WINDOW_NOTE | _roles(Role.REVIEWER),
    K.COMMITMENT_CHECKED: _roles(Role.REVIEWER),
    K.FEE_ASSESSED: _roles(Role.CLERK, Role.REVIEWER),
    K.FEE_PAID: _roles(Role.CASHIER),
    K.RATED: _roles(Role.SYSTEM),
    K.CORRECTED: _roles(Role.CLERK, Role.REVIEWER),
    K.PRINTED: VIEWERS,
    K.PAPER_VOIDED: VIEWERS,
    K.UNMASKED: VIEWERS,
    K.EXPORTED: _roles(Role.SUPERVISOR, Role.ADMINISTRATOR),
    K.VERDICT_RESOLVED: SUPERVISOR,
    K.JOINT_CALLED: REVIEW,
    K.JOINT_CLOSED: REVIEW,
    K.LEAD_DECIDED: REVIEW,
    K.JOINT_OPINION: REVIEW,
}
FINAL_NOTES = MATTER_NOTES | {
    K.PRINTED,
    K.PAPER_VOIDED,
    K.RATED,
    K.UNMASKED,
    K.EXPORTED,
    K.COMMITMENT_CHECKED,
    K.MOVED,
}


def who_may(status: Status, kind: Kind, side: Side) -> frozenset[Role] | None:
    """The roles that may write this here; None where the state does not know the event."""
    if kind in NOTES:
        known = status in OPEN or (status in FINAL and kind in FINAL_NOTES)
        return NOTES[kind] if known else None
    row = TABLE.get((status, kind))
    return None if row is None else row.window if side == "window" else row.department


def refusal(status: Status, kind: Kind, roles: Collection[Role], side: Side) -> Refusal | None:
    """Why somebody with these roles may not write this event in this state, or None."""
    allowed = who_may(status, kind, side)
    act = EVENT_NAMES[kind]
    if allowed is None:
        return Refusal(
            "not_in_this_state",
            f"这件事现在是“{STATUS_NAMES[status]}”，不能{act}。",
            hint="请先查看办件的最新状态。",
        )
    if allowed.isdisjoint(roles):
        mine = "、".join(ROLE_NAMES[role] for role in Role if role in roles) or "没有角色"
        wanted = "、".join(ROLE_NAMES[role] for role in Role if role in allowed)
        return Refusal(
            "role_may_not",
            f"您的角色是{mine}，不能{act}。",
            hint=f"由{wanted}办理。" if wanted else "这一步不由持有办件的一方办理。",
        )
    return None
