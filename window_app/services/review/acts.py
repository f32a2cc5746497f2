"""Doing a reviewer's or head's act: claimed first where it is free, then written and confirmed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from data.errors import InputError, Refusal
from data.rules.case import Case
from data.rules.event import Kind
from data.rules.identity import mask_name
from data.rules.words import ROLE_NAMES, STATUS_NAMES, Role
from data.store.staff import Account
from window_app.desk_views import CaseAct, ReviewDone
from window_app.desk_views.review import ReviewAct
from window_app.services import deciding, leasing, new_points, queueing, reviewing, showing, steps
from window_app.services.cases import find
from window_app.services.confirming import Unconfirmed
from window_app.services.desk.pages import paper_name
from window_app.services.office import Office
from window_app.services.review import standing, tasks
from window_app.services.review.cards import CARDS, REASONS
from window_app.services.reviewing import SendBack
from window_app.views import CaseView, LeaseView

Values = Mapping[str, str]
Do = Callable[[Office, str, Account, Values], CaseView | LeaseView | Refusal]
DONE: dict[ReviewAct, str] = {
    "pass_step": "通过了",
    "approve": "准予了",
    "refuse_case": "作了不予的决定",
    "register": "登记好了",
    "give_back": "放回了",
    "send_back": "退回补正了",
}


def claim(office: Office, number: str, who: Account) -> Refusal | None:
    """Lease the task for this person; why not, or None. HubUnreachable without a line."""

    def ask() -> Refusal | None:
        with leasing.hub_of(office) as hub:
            given = queueing.claim(office, hub, who, number=number, count=1)
        return given if isinstance(given, Refusal) else None

    return tasks.asked(ask)


def begin(office: Office, number: str, act: ReviewAct, who: Account) -> CaseAct | Refusal:
    """The card of an act, once the case is this person's; why it cannot be done, or not by them."""
    refusal = _ready(office, number, act, who)
    if refusal is not None:
        return refusal
    with office.store.read() as unit:
        case = find(unit, number)
        item = office.list_of(unit, case).item(case.item)
        assert item is not None  # the case keeps the version it was received under
        return CARDS[act](case, item, _who(case))


def _ready(office: Office, number: str, act: ReviewAct, who: Account) -> Refusal | None:
    """Claim what is free; refuse what is somebody else's, or not to be done now."""
    with office.store.read() as unit:
        case = find(unit, number)
        own = standing.own_lease(unit, office, case)
        waits = standing.is_unconfirmed(unit, office, case)
    if waits:
        return Refusal("waits_for_hub", standing.WAITING)
    if act not in standing.acts_of(case, who, "mine"):
        return _not_now(case, act, who)
    if own is not None or act == "give_back":
        return None
    return claim(office, number, who)


def _not_now(case: Case, act: ReviewAct, who: Account) -> Refusal:
    """In words: not by this role, or not at this step."""
    kinds = {"register": Kind.RESULT_REGISTERED, "send_back": Kind.SENT_BACK}
    kinds |= {"approve": Kind.APPROVED, "refuse_case": Kind.REFUSED}
    if act in ("approve", "refuse_case") and not standing.is_to_decide(case):
        return steps.not_yet(case) or _later(case)
    if act == "pass_step" and case.status in standing.DECIDING:
        allowed = reviewing.PASSERS.get(case.next_step or "", frozenset({Role.HEAD}))
    else:
        allowed = standing.allowed(case, kinds.get(act, Kind.STEP_PASSED))
    if not allowed:
        return _later(case)
    names = "、".join(ROLE_NAMES[role] for role in Role if role in allowed)
    return Refusal("step_of_others", "您的角色不能办这一步。", hint=f"由{names}办理。")


def _later(case: Case) -> Refusal:
    return Refusal(
        "not_in_this_state",
        f"这件事现在是“{STATUS_NAMES[case.status]}”，不能这样办。",
        hint=f"下一步是{standing.step_word(case)}。",
    )


def do(
    office: Office, number: str, act: ReviewAct, values: Values, who: Account
) -> ReviewDone | Refusal:
    """Do an act with what was written on its card; `is_confirmed` tells whether it counts yet."""
    return _told(office, number, act, lambda: DO[act](office, number, who, values))


def send_back(
    office: Office, number: str, points: Sequence[SendBack], who: Account
) -> ReviewDone | Refusal:
    """退回补正, with every point at one time."""
    work = lambda: reviewing.send_back(office, number, who, points)  # noqa: E731
    return _told(office, number, "send_back", work)


def may_send_back(office: Office, number: str, who: Account) -> Refusal | None:
    """Claim the case for it; why it cannot be sent back by this person now, or None."""
    return _ready(office, number, "send_back", who)


def untold(office: Office, number: str) -> frozenset[tuple[str, str | None]]:
    """Materials for which a point needs a reason: an earlier round told others, not these."""
    with office.store.read() as unit:
        case = find(unit, number)
    told = new_points.told(case)
    rows = {row.key for row in case.materials}
    return frozenset(rows - told) if case.supplements else frozenset()


def _told(
    office: Office,
    number: str,
    act: ReviewAct,
    work: Callable[[], CaseView | LeaseView | Refusal],
) -> ReviewDone | Refusal:
    with office.store.read() as unit:
        case = find(unit, number)
    before = {paper.number for paper in case.papers}
    words = f"{_who(case)}{DONE[act]}"
    try:
        answer = tasks.asked(work)
    except InputError as error:
        return Refusal(error.code, error.message, hint=error.hint, field=_key(error.field))
    except Unconfirmed:
        return ReviewDone(number, f"{_who(case)}：{standing.WAITING}", is_confirmed=False)
    if isinstance(answer, Refusal):
        return replace(answer, field=_key(answer.field))
    printed, problems = _papers(office, number, before)
    return ReviewDone(number, f"{words}。{printed}", is_confirmed=True, problems=problems)


def _papers(office: Office, number: str, before: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """What was printed, in words, and what was not."""
    with office.store.read() as unit:
        papers = showing.documents(unit, find(unit, number))
    fresh = [(paper_name(one.kind), one) for one in papers if one.number not in before]
    names = "、".join(name for name, one in fresh if not one.problem)
    problems = tuple(f"{name}没有打印：{one.problem}" for name, one in fresh if one.problem)
    return (f"出了{names}。" if names else ""), problems


def _who(case: Case) -> str:
    name = case.applicant.name
    shown = name if case.subject == "legal" else mask_name(name)
    return f"{shown}的“{case.item_name}”"


def _key(field: str | None) -> str | None:
    """The card's field that a command's option names: `--reason` is the first reason."""
    return {"--reason": "reason1", "--why": "reason1"}.get(field or "", (field or "").lstrip("-"))


def _pass(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    return reviewing.pass_step(office, number, who, opinion=values["opinion"])


def _approve(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    return deciding.approve(office, number, who, opinion=values["opinion"])


def _refuse(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    reasons = [values[f"reason{place}"] for place in range(1, REASONS + 1)]
    given = [one for one in reasons if one.strip()]
    return deciding.refuse(office, number, who, reasons=given, opinion=values["opinion"])


def _register(office: Office, number: str, who: Account, values: Values) -> CaseView | Refusal:
    given = {name: value for name, value in values.items() if value}
    return deciding.register(office, number, who, given)


def _give_back(office: Office, number: str, who: Account, values: Values) -> LeaseView | Refusal:
    with leasing.hub_of(office) as hub:
        return queueing.release(office, hub, who, number)


DO: dict[ReviewAct, Do] = {
    "pass_step": _pass,
    "approve": _approve,
    "refuse_case": _refuse,
    "register": _register,
    "give_back": _give_back,
}
