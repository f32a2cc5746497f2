"""How a task stands for a person: its step in words, in whose hand it is, what may be done.

Whether an act may be written is the acts' own check; here is only what is offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from data.clock import SHANGHAI, from_text
from data.exchange.shapes import TaskFact
from data.rules.case import Case, Status
from data.rules.event import Kind
from data.rules.lifecycle import who_may
from data.rules.words import Role
from data.store import journal, leases, outbox
from data.store.engine import Unit
from data.store.leases import Lease
from data.store.staff import Account
from window_app.desk_views import LeaseWords
from window_app.desk_views.review import Hand, ReviewAct
from window_app.services import steps
from window_app.services.office import Office
from window_app.services.reviewing import PASSERS

REVIEW = "审核"  # where the list names no step of the department's own
REGISTER = "登记结果"
UNDER_WAY = ("queued", "sending")
DECIDED = (Status.APPROVED, Status.REFUSED)
DECIDING = (Status.ACCEPTED, Status.REVIEWING)
ONWARD: dict[ReviewAct, str] = {
    "pass_step": "通过{}",
    "approve": "准予，j 不予许可",
    "register": "{}",
}
UNCONFIRMED = "等确认"
WAITING = "这一步记下了，等中心确认；连上中心后自动再送，确认以前不算办成，请不要重办。"
LOST = LeaseWords("领取已经失效，别人可以领；写好的还在。", "bad", is_lost=True)


def step_word(case: Case) -> str:
    """What is to be done next, as the list calls it."""
    if case.status in DECIDED:
        return REGISTER
    if case.status is Status.SUSPENDED:
        return next((stop.name for stop in case.stops if stop.until is None), REVIEW)
    step = steps.following(case)
    return step.name if step else REVIEW


def onward(case: Case) -> tuple[str, ...]:
    """The steps behind this one."""
    if case.status in DECIDED:
        return ("出件",)
    left = case.steps[len(case.steps_passed) :]
    return (*(step.name for step in left[1:]), REGISTER)


def is_to_decide(case: Case) -> bool:
    """Whether all steps before the decision are passed."""
    return case.status in DECIDING and steps.not_yet(case) is None


def acts_of(case: Case, who: Account, hand: Hand) -> tuple[ReviewAct, ...]:
    """What this person may do with a case that is free or theirs, the way onward first."""
    return tuple(_acts(case, who, hand)) if hand != "taken" else ()


def _acts(case: Case, who: Account, hand: Hand) -> Iterator[ReviewAct]:
    if is_to_decide(case):
        if _may(case, Kind.APPROVED, who):
            yield "approve"
    elif case.status in DECIDING and not PASSERS[case.next_step or ""].isdisjoint(who.roles):
        yield "pass_step"
    if _may(case, Kind.RESULT_REGISTERED, who):
        yield "register"
    if _may(case, Kind.SENT_BACK, who):
        yield "send_back"
    if is_to_decide(case) and _may(case, Kind.REFUSED, who):
        yield "refuse_case"
    if hand == "mine":
        yield "give_back"


def _may(case: Case, kind: Kind, who: Account) -> bool:
    return not allowed(case, kind).isdisjoint(who.roles)


def allowed(case: Case, kind: Kind) -> frozenset[Role]:
    """Who writes this in a department now; nobody where the state does not know it."""
    return who_may(case.status, kind, "department") or frozenset()


def is_unconfirmed(unit: Unit, office: Office, case: Case) -> bool:
    """Whether the last act on a case is this terminal's, and the hub has not answered it."""
    if journal.sync_state(unit, case.case_id) not in UNDER_WAY:
        return False
    events = journal.events_of(unit, case.case_id)
    if not any(one.hash == case.head and one.feed == office.signer.feed for one in events):
        return False
    return outbox.state_of(unit, case.case_id, case.head)[1] in UNDER_WAY


# In whose hand.


def own_lease(unit: Unit, office: Office, case: Case) -> Lease | None:
    """This terminal's lease on a case, where it lives by this terminal's own clock."""
    lease = leases.find(unit, case.case_id)
    if lease is None or lease.address != case.holder.address:
        return None
    return lease if lease.until is None or office.now() < from_text(lease.until) else None


def hand_of(own: Lease | None, fact: TaskFact | None) -> tuple[Hand, str, str]:
    """Whose hand it is in, their name, and the time the lease runs to; `fact` the hub's word.

    What this terminal has leased is in the hand of whoever sits at it.
    """
    if own is not None and (fact is None or fact.leased_to == own.person):
        return "mine", own.person, clock(own.until)
    if fact is not None and fact.leased_to is not None:
        return "taken", fact.leased_to, clock(fact.until)
    return "waiting", "", ""


def lease_words(hand: Hand, by: str, until: str, who: Account) -> LeaseWords:
    """`由我领取，到 10:11 自动续`."""
    if hand == "mine":
        whose = "由我领取" if by == who.name else f"本机由{by}领取"
        return LeaseWords(f"{whose}，到 {until} 自动续" if until else whose, "ok", True)
    if hand == "taken":
        return LeaseWords(f"{by} 正在办" + (f"，到 {until}" if until else ""), "idle")
    return LeaseWords("还没有人领取", "info")


def gone_on(state: str) -> LeaseWords:
    """The case is no longer this department's task."""
    return LeaseWords(f"不在本部门待办里，现在是{state}", "idle")


def clock(moment: str | None) -> str:
    """UTC text as the local time of day."""
    if moment is None:
        return ""
    return datetime.fromisoformat(moment).astimezone(SHANGHAI).strftime("%H:%M")


def next_words(case: Case, acts: tuple[ReviewAct, ...], hand: Hand, by: str, until: str) -> str:
    """What happens next: what, by whom, till when."""
    if hand == "taken":
        return f"{by} 正在办{f'，到 {until}' if until else ''}；要接着办的，请他放回。"
    if case.status is Status.SUSPENDED:
        return f"{step_word(case)}没有结束，办理期限停表。"
    do = next((ONWARD[act] for act in acts if act in ONWARD), None)
    if do is None:
        return f"下一步是{step_word(case)}，由{'首席代表' if is_to_decide(case) else '承办人'}办。"
    claim = "" if hand == "mine" else "空格领取，"
    later = case.deferred_open
    open_words = f"；容缺 {len(later)} 项没有补来" if later else ""
    return f"{claim}按 t {do.format(step_word(case))}，转{onward(case)[0]}{open_words}。"
