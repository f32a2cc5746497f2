"""A step that the hub set aside, done anew on the case as it stands today.

What was set aside is never applied later: the same service does the step again, under today's
rules and with new papers, and the papers of the first time are voided. A step that needs more than
what was written then is done on its screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from data.errors import Refusal
from data.rules.event import Event, Kind
from data.rules.words import EVENT_NAMES
from data.store import journal, outbox
from data.store.staff import Account
from window_app.services import (
    correcting,
    deciding,
    handing,
    lapsing,
    reviewing,
    steps,
    voiding,
)
from window_app.services.cases import find, show
from window_app.services.office import Office
from window_app.views import CaseView

Body = Mapping[str, Any]
Again = Callable[[Office, str, Account, Body], CaseView | Refusal]
WHY_VOID = "这一步没有生效，已经重新办理"


def retry(office: Office, number: str, who: Account) -> CaseView | Refusal:
    """Do the first step again that was set aside on a case and not settled since."""
    with office.store.read() as unit:
        case = find(unit, number)
        aside = _first_aside(office, journal.events_of(unit, case.case_id), outbox.aside(unit))
        following = steps.following(case)
    if aside is None:
        return Refusal("nothing_set_aside", "这件没有未生效的事项，不用重办。")
    again = AGAIN.get(Kind(aside.kind))
    body = aside.body or {}
    if again is None:
        return _on_screen(aside)
    if aside.kind == Kind.STEP_PASSED and (following is None or following.name != body["step"]):
        return Refusal(
            "step_moved_on",
            f"这件现在不是“{body['step']}”这一步了，不用重办。",
            hint="请看办件的最新状态。",
        )
    done = again(office, case.number, who, body)
    if isinstance(done, Refusal):
        return done
    for paper in body.get("papers", ()):
        voiding.void_paper(office, case.number, paper["number"], who, why=WHY_VOID)
    with office.store.write() as unit:
        outbox.mark(unit, aside.id, "received")
    return show(office, case.number)


def _first_aside(office: Office, events: list[Event], aside: set[str]) -> Event | None:
    mine = (event for event in events if event.feed == office.signer.feed and event.id in aside)
    return min(mine, key=lambda event: event.number, default=None)


def _on_screen(event: Event) -> Refusal:
    name = EVENT_NAMES[Kind(event.kind)]
    papers = "、".join(paper["number"] for paper in (event.body or {}).get("papers", ()))
    return Refusal(
        "retry_on_screen",
        f"“{name}”要在画面上或者用原来的命令重新办。",
        hint=f"办好以后作废原来的文书：{papers}。" if papers else None,
    )


def _offer(office: Office, number: str, who: Account, body: Body) -> CaseView | Refusal:
    return handing.offer(office, number, body["offer_to"], who, why=body["why"])


def _arrive(office: Office, number: str, who: Account, body: Body) -> CaseView | Refusal:
    return handing.arrive(office, number, who)


def _withdraw(office: Office, number: str, who: Account, body: Body) -> CaseView | Refusal:
    return handing.withdraw(office, number, who, why=body["why"])


def _pass_step(office: Office, number: str, who: Account, body: Body) -> CaseView | Refusal:
    return reviewing.pass_step(office, number, who, opinion=body.get("opinion") or "")


def _approve(office: Office, number: str, who: Account, body: Body) -> CaseView | Refusal:
    return deciding.approve(office, number, who, opinion=body.get("opinion") or "")


def _lapse(office: Office, number: str, who: Account, body: Body) -> CaseView | Refusal:
    return lapsing.lapse(office, number, who, why=body["why"])


def _reopen(office: Office, number: str, who: Account, body: Body) -> CaseView | Refusal:
    return lapsing.reopen(office, number, who, why=body["why"])


def _void(office: Office, number: str, who: Account, body: Body) -> CaseView | Refusal:
    other = body.get("replaced_by")
    return voiding.void_case(office, number, who, why=body["why"], replaced_by=other)


def _correct(office: Office, number: str, who: Account, body: Body) -> CaseView | Refusal:
    told = body["contact"]
    phone, address = told.get("phone"), told.get("address")
    return correcting.correct(office, number, who, why=body["why"], phone=phone, address=address)


def _note(kind: Kind, office: Office, number: str, who: Account, body: Body) -> CaseView | Refusal:
    return correcting.note(office, number, kind, who, why=body["why"])


AGAIN: dict[Kind, Again] = {
    Kind.OFFERED: _offer,
    Kind.ARRIVED: _arrive,
    Kind.WITHDRAWN: _withdraw,
    Kind.STEP_PASSED: _pass_step,
    Kind.APPROVED: _approve,
    Kind.LAPSED: _lapse,
    Kind.REOPENED: _reopen,
    Kind.VOIDED: _void,
    Kind.CORRECTED: _correct,
    **{kind: partial(_note, kind) for kind in correcting.NOTES},
}
