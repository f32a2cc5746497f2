"""The conclusion line and card: what is known, what follows if the rest is in order, by when."""

from __future__ import annotations

from datetime import date

from data.rules.calendar import DueDate
from data.rules.case import Due
from data.rules.conclusion import IN_ORDER, Conclusion, Kind, Mark, Marked, conclude
from data.rules.deadlines import deferred_deadline, notice_deadline, supplement_deadline
from data.rules.identity import mask_name
from window_app.desk_views import Card, ExitView, Outlook, Tone
from window_app.services.bodies import SUPPLEMENT_DAYS, due_of
from window_app.services.desk.standing import Standing, Surroundings

WORDS: dict[Kind, tuple[str, Tone]] = {
    Kind.ACCEPT: ("受理", "ok"),
    Kind.TOLERANT: ("容缺", "warn"),
    Kind.SUPPLEMENT: ("补正", "warn"),
    Kind.RETURN: ("退件", "warn"),
    Kind.INCOMPLETE: ("未完", "warn"),
    Kind.NOT_NEEDED: ("不受理", "bad"),
    Kind.NOT_OURS: ("不予", "bad"),
    Kind.NOT_ELIGIBLE: ("不符", "bad"),
    Kind.USE_ITEM: ("改办", "warn"),
}
PAPERS: dict[Kind, tuple[str, ...]] = {
    Kind.ACCEPT: ("受理通知书",),
    Kind.TOLERANT: ("受理通知书", "容缺受理通知书", "容缺受理承诺书"),
    Kind.SUPPLEMENT: ("补正告知书", "接收凭证"),
    Kind.RETURN: ("退回清单",),
    Kind.NOT_NEEDED: ("不受理通知书",),
    Kind.NOT_OURS: ("不予受理通知书",),
}
ACTS: dict[Kind, str] = {
    Kind.ACCEPT: "予以受理",
    Kind.TOLERANT: "容缺受理",
    Kind.SUPPLEMENT: "一次告知补正",
    Kind.RETURN: "退回材料并一次告知",
    Kind.NOT_NEEDED: "告知不受理",
    Kind.NOT_OURS: "决定不予受理",
}
LEGAL = frozenset(ACTS)


def outlook(standing: Standing, around: Surroundings) -> Outlook:
    """The conclusion line after a key."""
    if standing.checklist is None or standing.conclusion is None:
        return Outlook(
            "未完", "idle", "还没有选定事项。", "选定事项后，按清单核对材料。", (), False
        )
    now = standing.conclusion
    rest = now if now.kind in LEGAL else if_rest_is_in_order(standing)
    word, tone = WORDS[rest.kind]
    can = now.kind in LEGAL and is_applicant_ready(standing)
    known = _known(standing, now)
    follows = _follows(standing, around, rest)
    if now.kind not in LEGAL and rest.kind is not Kind.INCOMPLETE:
        follows = f"其余都合格的话：{follows}"
    return Outlook(word, tone, known, follows, papers_of(standing, rest.kind), can)


def papers_of(standing: Standing, kind: Kind) -> tuple[str, ...]:
    """The papers an outcome prints."""
    committed = any(one.mark is Mark.COMMITTED for one in standing.marks.values())
    promised = ("告知承诺书",) if committed and kind in (Kind.ACCEPT, Kind.TOLERANT) else ()
    return PAPERS.get(kind, ()) + promised


def is_applicant_ready(standing: Standing) -> bool:
    """A name and a number that is right."""
    found = standing.identity
    return bool(standing.draft.applicant.get("name")) and found is not None and found.valid


def exit_view(standing: Standing, around: Surroundings) -> ExitView | None:
    """The first exit that holds, in words."""
    checklist = standing.checklist
    if checklist is None or checklist.exit is None:
        return None
    way_out = checklist.exit
    word = WORDS[Kind(f"exit:{way_out.outcome}")][0]
    other = around.catalogue.item(way_out.refer) if way_out.refer else None
    return ExitView(
        way_out.outcome,
        word,
        way_out.say,
        way_out.refer,
        checklist.is_guessed(way_out),
        other.name if other else None,
    )


def card(standing: Standing, around: Surroundings, *, conclude_it: bool) -> Card:
    """The card of the legal act, or of taking the materials in without concluding."""
    person = mask_name(standing.draft.applicant.get("name", ""))
    item = standing.item.name if standing.item else ""
    lines = ["文书编号：〔保存后生成〕", f"申请人：{person}", f"事项：{item}"]
    if not conclude_it or standing.conclusion is None:
        days = around.catalogue.accept_days
        by = notice_deadline(around.today, days, around.calendar)
        lines.append(f"收下材料，{day_words(by)}前要作出结论；逾期没有告知补正的，视为受理。")
        return Card(
            "收下待核",
            "info",
            "收下材料，暂不作结论",
            person,
            tuple(lines),
            ("接收凭证",),
            "收下并打印",
        )
    kind = standing.conclusion.kind
    word, tone = WORDS[kind]
    lines += [finding.say for finding in standing.conclusion.findings]
    lines.append(_follows(standing, around, standing.conclusion))
    papers = papers_of(standing, kind)
    return Card(word, tone, ACTS[kind], person, tuple(lines), papers, "确认出具并打印")


def day_words(due: DueDate) -> str:
    """2026-12-01, with 预计 where it is estimated."""
    return f"{due.day.isoformat()}{'(预计)' if due.estimated else ''}"


def due_words(due: Due) -> str:
    mark = "(预计)" if due.estimated else ""
    return f"{due.promised}{mark}"


def if_rest_is_in_order(standing: Standing) -> Conclusion:
    """What follows if everything not looked at is in order and the form is filled."""
    assert standing.checklist is not None
    marks = dict(standing.marks)
    for row in standing.rows:
        marks.setdefault(row.key, Marked(Mark.OK))
    return conclude(
        standing.checklist, marks, people=standing.people, insists=standing.draft.insists
    )


def _known(standing: Standing, now: Conclusion) -> str:
    if now.exit is not None:
        return now.exit.say
    marks = standing.marks
    looked = [marks[row.key].mark for row in standing.rows if row.key in marks]
    parts = []
    if not is_applicant_ready(standing):
        parts.append("申请人没有填完")
    questions = sum(1 for f in now.findings if f.question)
    unseen = sum(1 for f in now.findings if f.material and f.mark is None)
    fields = sum(1 for f in now.findings if f.field)
    refused = (
        sum(1 for f in now.findings if f.material and f.mark) if now.kind is Kind.INCOMPLETE else 0
    )
    for count, words in (
        (questions, "{}个问题没有回答"),
        (unseen, "{}份没有核对"),
        (looked.count(Mark.MISSING), "缺{}份"),
        (looked.count(Mark.DEFECTIVE), "{}份不符"),
        (looked.count(Mark.DEFERRED), "容缺{}份"),
        (fields, "表单{}项没有填好"),
        (refused, "{}份的标记清单不允许"),
    ):
        if count:
            parts.append(words.format(count))
    fine = sum(1 for mark in looked if mark in IN_ORDER)
    return "，".join([f"已核对合格{fine}份", *parts]) + "。"


def _follows(standing: Standing, around: Surroundings, outcome: Conclusion) -> str:
    """What the outcome means, and by when."""
    assert standing.checklist is not None
    item, today = standing.checklist.item, around.today
    match outcome.kind:
        case Kind.ACCEPT | Kind.TOLERANT:
            due = due_of(item.limits, today, around.calendar)
            text = f"受理，{due_words(due)}前办结"
            if outcome.kind is Kind.TOLERANT:
                text += f"；后补材料最迟{_last_deferred(outcome, around, today)}"
            return text + "。"
        case Kind.SUPPLEMENT:
            days = item.supplement_days or SUPPLEMENT_DAYS
            by = supplement_deadline(today, days, around.calendar)
            return f"一次告知{len(outcome.findings)}处，{day_words(by)}前补正。"
        case Kind.RETURN:
            return f"退回材料，一次告知{len(outcome.findings)}处，补齐后重新申请。"
        case Kind.INCOMPLETE:
            return outcome.findings[0].say
    way_out = outcome.exit
    refer = f"，请到：{way_out.refer}" if way_out and way_out.refer else ""
    return f"{WORDS[outcome.kind][0]}{refer}。"


def _last_deferred(outcome: Conclusion, around: Surroundings, today: date) -> str:
    days = max((row.material.later_days or 0 for row in outcome.later), default=0)
    return day_words(deferred_deadline(today, days, around.calendar))
