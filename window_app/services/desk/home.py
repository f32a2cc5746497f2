"""The desk's home: today's counts, what wants the clerk, and the cases."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from data.clock import SHANGHAI, legal_day
from data.rules.case import FINAL, Case, Status
from data.rules.deadlines import Light
from data.rules.identity import mask_name
from data.rules.item import Item
from data.rules.numbers import parse_case_number
from data.rules.words import STATUS_NAMES
from data.store import cases, drafts, journal, papers
from data.store.engine import Unit
from data.store.staff import Account
from window_app.desk_views import CaseLine, HomeView, ParkedDraft, Reminder
from window_app.services.desk.draft import Draft
from window_app.services.office import Office
from window_app.services.showing import case_view

MOST = 200  # cases in a list
STEP_WORDS = {
    "applicant": "申请人",
    "item": "事项",
    "situation": "情形",
    "materials": "材料",
    "form": "表单",
    "conclusion": "结论",
}
WANTS = {
    Status.RECEIVED: "收下待核",
    Status.SUPPLEMENTING: "等补正",
    Status.READY: "待领取",
}


def home_view(unit: Unit, office: Office, who: Account) -> HomeView:
    """Everything the home shows."""
    found = cases.newest(unit, limit=MOST)
    lines = [case_line(unit, office, case) for case in found]
    lines.sort(key=lambda line: not line.wants_act)
    today = office.today()
    return HomeView(
        hall=office.terminal.hall,
        window=f"{office.terminal.terminal}号窗口",
        who=who.name,
        counts=_counts(found, today),
        reminders=_reminders(unit, lines, found),
        cases=tuple(lines),
        more=max(0, cases.count(unit) - len(found)),
        drafts=tuple(_parked(stored) for stored in drafts.everyone(unit)),
        unsent=journal.unsent(unit),
    )


def case_line(unit: Unit, office: Office, case: Case) -> CaseLine:
    """A case in a list, masked."""
    view = case_view(unit, office, case)
    item = office.list_of(unit, case).item(case.item)
    left = view.days_left
    deadline = _deadline(case)
    if left is None and deadline is not None:
        left = office.calendar.workdays_between(office.today(), deadline).days
        left = -1 if office.today() > deadline else left
    due = view.due.promised if view.due else deadline.isoformat() if deadline else ""
    received = datetime.fromisoformat(case.received_at).astimezone(SHANGHAI)
    return CaseLine(
        number=case.number,
        short=parse_case_number(case.number).short,
        light=view.light if view.light != Light.NONE else _waiting_light(case, left),
        applicant=view.applicant["name"] or "",
        item=case.item_name,
        situation=_situation(case, item),
        status=str(case.status),
        status_word=STATUS_NAMES[case.status],
        left=left if case.status not in FINAL else None,
        due=due[5:] if due and case.status not in FINAL else "",
        time=received.strftime("%H:%M"),
        next=next_words(case),
        wants_act=_wants_act(case, left),
    )


def next_words(case: Case) -> str:
    """What happens next: what, by whom, till when."""
    match case.status:
        case Status.RECEIVED if case.is_errand:
            return f"代办件，两个工作日内送到 {case.carries_to} 站点。"
        case Status.RECEIVED:
            return f"材料已收下，{case.notice_deadline} 前作出结论，逾期视为受理。"
        case Status.SUPPLEMENTING:
            told = case.supplements[-1]
            return f"等申请人补正 {len(told.points)} 处，{told.deadline} 前补来。"
        case Status.ACCEPTED | Status.REVIEWING if case.due is not None:
            who = "本窗口" if case.holder.kind == "terminal" else "部门"
            later = case.deferred_open
            more = f"；容缺材料 {len(later)} 份未到" if later else ""
            return f"已受理，由{who}办理，{case.due.promised} 前办结{more}。"
        case Status.READY:
            return "结果已出，等申请人领取。"
    why = f"：{case.ended_why}" if case.ended_why else ""
    return f"{STATUS_NAMES[case.status]}{why}"


def _counts(found: list[Case], today: date) -> tuple[tuple[str, int], ...]:
    """Today's figures of this window."""
    mine = [c for c in found if legal_day(datetime.fromisoformat(c.received_at)) == today]
    kinds = Counter(case.status for case in mine)
    declined = kinds[Status.DECLINED]
    return (
        ("收件", len(mine)),
        ("受理", sum(1 for case in mine if case.ever_accepted)),
        ("补正", sum(1 for case in mine if case.supplements)),
        ("不予", declined),
        ("即办", sum(1 for case in mine if case.limits.promised == 0 and case.ever_accepted)),
        ("出件", kinds[Status.DELIVERED]),
    )


def _reminders(unit: Unit, lines: list[CaseLine], found: list[Case]) -> tuple[Reminder, ...]:
    overdue = sum(1 for line in lines if line.left is not None and line.left < 0)
    supplements = sum(1 for line in lines if line.status == Status.SUPPLEMENTING)
    waiting = sum(1 for line in lines if line.status == Status.RECEIVED)
    deferred = sum(1 for case in found if case.deferred_open and case.status not in FINAL)
    ready = sum(1 for line in lines if line.status == Status.READY)
    failed = papers.failed_count(unit)
    all_of_them = (
        Reminder("超期", overdue, "bad"),
        Reminder("补正待来", supplements, "warn"),
        Reminder("收下待核", waiting, "warn"),
        Reminder("容缺待补", deferred, "warn"),
        Reminder("待领", ready, "info"),
        Reminder("打印失败", failed, "bad"),
    )
    return tuple(reminder for reminder in all_of_them if reminder.count)


def _parked(stored: drafts.StoredDraft) -> ParkedDraft:
    draft = Draft.model_validate_json(stored.content)
    saved = datetime.fromisoformat(stored.saved_at).astimezone(SHANGHAI)
    return ParkedDraft(
        id=stored.id,
        applicant=mask_name(draft.applicant.get("name", "")) or "未填申请人",
        item=draft.item or "未选事项",
        step=STEP_WORDS[draft.step],
        saved_at=saved.strftime("%m-%d %H:%M"),
        owner=stored.owner,
    )


def _deadline(case: Case) -> date | None:
    """The day that matters before acceptance: the five days, or the supplement's."""
    if case.status is Status.RECEIVED and not case.is_errand:
        return date.fromisoformat(case.notice_deadline)
    if case.status is Status.SUPPLEMENTING and case.supplements:
        return date.fromisoformat(case.supplements[-1].deadline)
    return None


def _waiting_light(case: Case, left: int | None) -> str:
    if left is None or case.status in FINAL:
        return str(Light.NONE)
    return str(Light.RED if left < 0 else Light.YELLOW if left <= 1 else Light.GREEN)


def _wants_act(case: Case, left: int | None) -> bool:
    if case.status in FINAL:
        return False
    return case.status in WANTS or (left is not None and left < 0)


def _situation(case: Case, item: Item | None) -> str:
    """The first answer in words: what tells two cases of an item apart."""
    if item is None:
        return ""
    for question in item.questions:
        chosen = case.answers.get(question.id, ())
        names = [choice.name for choice in question.choices if choice.id in chosen]
        if names:
            return "、".join(names)
    return ""
