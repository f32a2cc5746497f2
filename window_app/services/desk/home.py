"""The desk's home: today's counts, what wants the clerk, and the cases."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from data.clock import SHANGHAI, to_text
from data.errors import Refusal
from data.rules.case import FINAL, Case, Status
from data.rules.deadlines import Light
from data.rules.identity import mask_name
from data.rules.item import Item
from data.rules.listing import Listing
from data.rules.numbers import parse_case_number
from data.rules.words import STATUS_NAMES
from data.store import cases, drafts
from data.store.cases import Tally
from data.store.engine import Unit
from data.store.staff import Account
from window_app.desk_views import CaseLine, HomeView, ParkedDraft
from window_app.services.desk import reminding
from window_app.services.desk.days import days_to, light_of
from window_app.services.desk.draft import Draft
from window_app.services.office import Office
from window_app.services.showing import case_clock, masked_applicant

MOST = 200  # cases in a list
MOST_WANTED = 100  # of them, those that want an act: the newest are always seen
NO_HURRY = 999
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
    """Everything the home shows; what wants an act first, then the newest."""
    wanted = wanted_lines(unit, office)
    known = {line.number for line in wanted}
    others = [case for case in cases.newest(unit, limit=MOST) if case.number not in known]
    room = MOST - min(len(wanted), MOST_WANTED)
    lines = [*wanted[:MOST_WANTED], *(case_line(unit, office, case) for case in others[:room])]
    lines.sort(key=_urgency)
    tally = cases.tally(unit, since=_midnight(office))
    return _view(unit, office, who, lines, cases.count(unit), tally, wanted)


def day_view(unit: Unit, office: Office, who: Account) -> HomeView:
    """The same for one person's day: what they took in today, and what has come of it."""
    since = _midnight(office)
    found = cases.taken_in(unit, since=since, by=who.name, limit=MOST)
    lines = [case_line(unit, office, case) for case in found]
    tally = cases.tally(unit, since=since, by=who.name)
    return _view(unit, office, who, lines, tally.received, tally, wanted_lines(unit, office))


def _view(
    unit: Unit,
    office: Office,
    who: Account,
    lines: list[CaseLine],
    whole: int,
    tally: Tally,
    wanted: list[CaseLine],
) -> HomeView:
    catalogue = office.live_list(unit)
    return HomeView(
        hall=office.terminal.hall,
        window=f"{office.terminal.terminal}号窗口",
        who=who.name,
        counts=_counts(tally),
        reminders=(
            *reminding.of_the_home(office, "bad"),
            *reminding.of_cases(unit, office, wanted),
            *reminding.of_the_home(office, "warn"),
        ),
        cases=tuple(lines),
        more=max(0, whole - len(lines)),
        drafts=tuple(_parked(stored, catalogue) for stored in drafts.everyone(unit)),
    )


def wanted_lines(unit: Unit, office: Office) -> list[CaseLine]:
    """What waits for an act, the least time left foremost."""
    found = cases.wanting(unit, today=office.today().isoformat(), limit=MOST)
    return sorted((case_line(unit, office, case) for case in found), key=_urgency)


def case_line(unit: Unit, office: Office, case: Case) -> CaseLine:
    """A case in a list, masked."""
    item = office.item_of(unit, case)
    clock = case_clock(unit, office, case)
    left, due = clock.days_left, clock.due.promised if clock.due else ""
    deadline = _deadline(case)
    if left is None and deadline is not None:
        left = days_to(office.calendar, office.today(), deadline)
        due = deadline.isoformat()
    received = datetime.fromisoformat(case.received_at).astimezone(SHANGHAI)
    is_final = case.status in FINAL
    return CaseLine(
        number=case.number,
        short=parse_case_number(case.number).short,
        light=clock.light if clock.light != Light.NONE else _waiting_light(case, left),
        applicant=_local_name(masked_applicant(case)["name"] or "", office.terminal.hall),
        item=case.item_name,
        situation=_situation(case, item),
        status=str(case.status),
        status_word=STATUS_NAMES[case.status],
        left=None if is_final else left,
        due="" if is_final else due[5:],
        time=received.strftime("%H:%M" if received.date() == office.today() else "%m-%d"),
        next=next_words(case),
        wants_act=_wants_act(case, left),
    )


def _midnight(office: Office) -> str:
    """The beginning of the legal day as stored text."""
    return to_text(datetime.combine(office.today(), time(), SHANGHAI))


def _urgency(line: CaseLine) -> tuple[bool, int]:
    """What wants an act first, the least time left foremost; the rest as it stands."""
    return (
        (False, line.left if line.left is not None else NO_HURRY) if line.wants_act else (True, 0)
    )


def _local_name(name: str, hall: str) -> str:
    """A name without the region that all names of the hall share."""
    found = re.match(r"(.+?市)?(.+?[区县])", hall)
    if found is None:
        return name
    for region in (found[0], found[2]):
        if len(name) > len(region) + 1 and name.startswith(region):
            return name.removeprefix(region)
    return name


def next_words(case: Case) -> str:
    """What happens next: what, by whom, till when."""
    match case.status:
        case Status.RECEIVED if case.is_errand:
            return f"代办件，两个工作日内送到 {case.carries_to} 站点。"
        case Status.RECEIVED:
            return f"材料已收下，{case.notice_deadline[5:]} 前作出结论，逾期视为受理。"
        case Status.SUPPLEMENTING:
            told = case.supplements[-1]
            return f"等申请人补正 {len(told.points)} 处，{told.deadline[5:]} 前补来。"
        case Status.ACCEPTED | Status.REVIEWING if case.due is not None:
            who = "本窗口" if case.holder.kind == "terminal" else "部门"
            later = case.deferred_open
            more = f"；容缺材料 {len(later)} 份未到" if later else ""
            return f"已受理，由{who}办理，{case.due.promised[5:]} 前办结{more}。"
        case Status.APPROVED if case.holder.kind == "terminal":
            return "已准予，登记结果以后申请人就能领取。"
        case Status.READY:
            return "结果已出，等申请人领取。"
    why = f"：{case.ended_why}" if case.ended_why else ""
    return f"{STATUS_NAMES[case.status]}{why}"


def _counts(tally: Tally) -> tuple[tuple[str, int], ...]:
    """Today's figures in words."""
    return (
        ("收件", tally.received),
        ("受理", tally.accepted),
        ("补正", tally.supplemented),
        ("不予", tally.declined),
        ("即办", tally.instant),
        ("出件", tally.delivered),
    )


def _parked(stored: drafts.StoredDraft, catalogue: Listing | Refusal) -> ParkedDraft:
    draft = Draft.model_validate_json(stored.content)
    saved = datetime.fromisoformat(stored.saved_at).astimezone(SHANGHAI)
    return ParkedDraft(
        id=stored.id,
        applicant=mask_name(draft.applicant.get("name", "")) or "未填申请人",
        item=_item_name(draft.item, catalogue),
        step="补正" if draft.brings_back else STEP_WORDS[draft.step],
        saved_at=saved.strftime("%m-%d %H:%M"),
        owner=stored.owner,
    )


def _item_name(code: str | None, catalogue: Listing | Refusal) -> str:
    if code is None:
        return "未选事项"
    item = None if isinstance(catalogue, Refusal) else catalogue.item(code)
    return item.name if item else code


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
    return str(light_of(left))


def _wants_act(case: Case, left: int | None) -> bool:
    if case.status in FINAL:
        return False
    is_ours = case.status in cases.OURS and case.holder.kind == "terminal"
    return is_ours or case.status in WANTS or (left is not None and left < 0)


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
