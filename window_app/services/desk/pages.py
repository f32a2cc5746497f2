"""A case on one page: facts, materials, papers and timeline; and what stands after an act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from data.clock import SHANGHAI
from data.errors import Refusal
from data.rules.case import Case, Status
from data.rules.event import Event, Kind
from data.rules.identity import mask_name
from data.rules.numbers import group_number
from data.rules.words import EVENT_NAMES, STATUS_NAMES
from data.store import journal
from data.store.engine import Unit
from data.store.replay import based_on
from data.store.staff import Account
from window_app.desk_views import CasePage, CaseStep, Deadline, Done, TimelineLine
from window_app.services import holding, showing, telling
from window_app.services.cases import find
from window_app.services.desk import home, no_effect
from window_app.services.desk.handed import materials_of
from window_app.services.desk.way import sending_of, steps_of
from window_app.services.office import Office
from window_app.services.paper_lines import paper_lines
from window_app.services.paper_lines import paper_name as paper_name
from window_app.services.scenes import UNITS
from window_app.views import CaseView, Submitted

FAMILIES = {
    Kind.ACCEPTED: "ok",
    Kind.SUPPLEMENTED: "ok",
    Kind.STEP_PASSED: "ok",
    Kind.APPROVED: "ok",
    Kind.DELIVERED: "ok",
    Kind.RECEIVED: "info",
    Kind.ARRIVED: "info",
    Kind.SUPPLEMENT_REQUESTED: "warn",
    Kind.DECLINED: "fault",
    Kind.REFUSED: "fault",
    Kind.VOIDED: "fault",
    Kind.LAPSED: "fault",
    Kind.SUSPENDED: "vow",
    Kind.RESUMED: "vow",
}

STEPS: dict[Status, CaseStep] = {
    Status.RECEIVED: "conclude",
    Status.SUPPLEMENTING: "bring_back",
    Status.ACCEPTED: "decide",
    Status.APPROVED: "register",
    Status.READY: "hand_out",
}


def case_page(office: Office, number: str, unmask_for: Account | None) -> CasePage | Refusal:
    """A case; unmasking is an event of its own."""
    with office.store.read() as unit:
        case = find(unit, number)
    if unmask_for is not None:
        refusal = _write_unmasked(office, number, unmask_for)
        if refusal is not None:
            return refusal
    with office.store.read() as unit:
        return _page(unit, office, case, is_masked=unmask_for is None)


def done(answer: Submitted) -> Done:
    """After the act: number, papers, the next step."""
    view = answer.case
    not_needed = answer.conclusion is not None and answer.conclusion.kind == "exit:not_needed"
    ground = "not_needed" if not_needed else None
    papers = [(paper_name(d.kind, ground=ground), d) for d in view.documents]
    problems = [f"{name}没有打印：{d.problem}" for name, d in papers if d.problem]
    title = STATUS_NAMES.get(view.status, view.status)  # type: ignore[call-overload]
    return Done(
        number=view.number,
        grouped=group_number(view.number),
        query_code=view.query_code or "",
        title=title,
        papers=tuple((name, d.number, d.path or "") for name, d in papers),
        next=_next(answer),
        problems=(*answer.warnings, *problems),
    )


def _next(answer: Submitted) -> str:
    due = answer.case.due
    if due is not None:
        return f"请把受理通知书交给申请人；{due.promised} 前办结。"
    if answer.case.notice_deadline is not None:
        return f"请把接收凭证交给申请人；{answer.case.notice_deadline} 前作出结论。"
    return "请把文书交给申请人，并说明下一步。"


def _write_unmasked(office: Office, number: str, who: Account) -> Refusal | None:
    with office.store.write() as unit:
        case = find(unit, number)
        refusal = holding.act_refusal(unit, office, case, Kind.UNMASKED, who)
        if refusal is None:
            office.append(unit, Kind.UNMASKED, {}, who.name, case)
    return refusal


def _page(unit: Unit, office: Office, case: Case, *, is_masked: bool) -> CasePage:
    view = showing.case_view(unit, office, case)
    events = sorted(journal.events_of(unit, case.case_id), key=lambda e: e.order)
    catalogue = office.list_of(unit, case)
    department = catalogue.department(case.department)
    line = home.case_line(unit, office, case)
    without_effect = no_effect.of_case(unit, case)
    return CasePage(
        number=case.number,
        grouped=group_number(case.number),
        title=case.item_name,
        status_word=STATUS_NAMES[case.status],
        light=line.light,
        next=without_effect.said if without_effect else home.next_words(case),
        facts=tuple(_facts(case, view, is_masked=is_masked)),
        materials=materials_of(case, catalogue.item(case.item)),
        papers=paper_lines(unit, case),
        timeline=_timeline(unit, events),
        is_masked=is_masked,
        act=_act(unit, office, case),
        situation=line.situation,
        status=str(case.status),
        applicant=_applicant(case, view.applicant, is_masked=is_masked),
        left=line.left,
        deadline=_deadline(case, view),
        department=department.name if department else "",
        steps=steps_of(case),
        sending=sending_of(unit, view.sync, without_effect),
    )


def _applicant(case: Case, masked: dict[str, str | None], *, is_masked: bool) -> tuple[str, ...]:
    """Name, number, who stands for a body, phone: the line below the title."""
    shown = masked if is_masked else _unmasked(case)
    head = case.applicant.legal_representative
    speaks = f"法定代表人 {mask_name(head) if is_masked else head}" if head else ""
    parts = (shown["name"], shown["id_number"], speaks, shown["phone"])
    return tuple(part for part in parts if part)


def _unmasked(case: Case) -> dict[str, str | None]:
    """The applicant with the contact data as corrected last."""
    corrected = {name: contact.value for name, contact in case.contact.items()}
    return {**case.applicant.model_dump(), **corrected}


def _deadline(case: Case, view: CaseView) -> Deadline | None:
    if view.due is None:
        return None
    stops = [f"{s.name} {s.since} 起" for s in case.stops if s.stops_clock and not s.until]
    stops += [f"{s.name} {s.since} 至 {s.until}" for s in case.stops if s.stops_clock and s.until]
    return Deadline(
        promised=view.due.promised,
        statutory=view.due.statutory,
        estimated=view.due.estimated,
        whole=case.limits.promised + case.extended_days,
        left=view.days_left,
        unit=UNITS[case.limits.unit],
        statutory_days=case.limits.statutory + case.extended_days,
        stopped="；".join(stops) or "无",
    )


def _act(unit: Unit, office: Office, case: Case) -> CaseStep | None:
    """What is done next with a case that this terminal holds, or that is offered to its windows."""
    is_held = case.holder.kind == "terminal" and case.holder.feed == office.signer.feed
    is_own_task = case.holder.kind == "task" and case.holder.address == office.terminal.address
    if not (is_held or is_own_task):
        return None
    if case.status is Status.ACCEPTED and not (case.instant_at_window and is_held):
        return None
    return STEPS.get(case.status)


def _facts(case: Case, view: CaseView, *, is_masked: bool) -> list[tuple[str, str]]:
    shown = view.applicant if is_masked else _unmasked(case)
    facts = [
        ("申请人", shown["name"]),
        ("证件号码", shown["id_number"]),
        ("电话", shown["phone"]),
        ("地址", None if is_masked else shown.get("address")),
        ("代理人", case.agent and (mask_name(case.agent.name) if is_masked else case.agent.name)),
        ("事项", f"{case.item_name}({case.item})"),
        ("清单版本", case.version),
        ("收件", _local(case.received_at).strftime("%Y-%m-%d %H:%M")),
        ("受理", case.accepted_day),
        ("承诺办结", case.due and case.due.promised),
        ("法定办结", case.due and case.due.statutory),
        ("查询码", view.query_code),
    ]
    return [(label, value) for label, value in facts if value]


def _timeline(unit: Unit, events: Sequence[Event]) -> tuple[TimelineLine, ...]:
    """What did not take effect stays in the record, and says so."""
    reasons = journal.set_aside(unit)
    left_out = based_on(events, reasons)
    lines = []
    for event in events:
        line = timeline_line(event)
        if event.id in left_out:
            why = reasons.get(event.id) or "它接着的一步没有生效"
            line = replace(line, note=f"未生效：{why}", family="fault")
        lines.append(line)
    return tuple(lines)


def timeline_line(event: Event) -> TimelineLine:
    """An event of a case in its timeline."""
    at = _local(event.at)
    kind = Kind(event.kind)
    return TimelineLine(
        day=at.strftime("%Y-%m-%d"),
        time=at.strftime("%H:%M"),
        event=EVENT_NAMES[kind],
        who="系统" if event.actor == "system" else event.actor,
        note=telling.note(event),
        family=FAMILIES.get(kind, "idle"),
    )


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(SHANGHAI)
