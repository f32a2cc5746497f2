"""What was brought, in words: the conclusion line after each key, the card, what still hinders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from data.rules.conclusion import IN_ORDER, Kind, Mark
from data.rules.identity import mask_name
from data.rules.numbers import group_number
from window_app.desk_views import Card, Lacking, Outlook, ReturnHead, RowKey, Tone
from window_app.services.desk import lacking as hindering
from window_app.services.desk import outlook as outlooks
from window_app.services.desk.days import days_to
from window_app.services.desk.draft import mark_key
from window_app.services.desk.standing import marks_of

if TYPE_CHECKING:
    from window_app.services.desk.returned import ReturnSession

RECEIPT = "接收凭证"
NOTHING_BROUGHT = "没有一处补来，不用登记；申请人不办了的，在办件上按“更多”。"
NOTHING_LATER = "还没有收到容缺的材料。"
NO_REASON = "这次新提出了上次没有告知的问题，请写明原因。"


def head(session: ReturnSession) -> ReturnHead:
    """Whose case it is, what is brought, by when it was due."""
    case, around = session.case, session.around
    until = until_of(session)
    return ReturnHead(
        number=case.number,
        grouped=group_number(case.number),
        applicant=mask_name(case.applicant.name)
        if case.subject == "natural"
        else case.applicant.name,
        item=case.item_name,
        about=_about(session),
        until=until,
        left=days_to(around.calendar, around.today, date.fromisoformat(until)),
        resumed=session.resumed,
    )


def until_of(session: ReturnSession) -> str:
    """The ISO day that comes first: the round's, or the first deferred material's."""
    if session.is_supplement:
        return session.case.supplements[-1].deadline
    return min(one.later_by for one in session.asked.values() if one.later_by)


def outlook(session: ReturnSession) -> Outlook:
    """The conclusion line: how many points are answered, what follows, by when."""
    known = _known(session)
    if not session.is_supplement:
        word, tone, follows, papers = _later_follows(session)
    elif session.case.ever_accepted:
        word, tone, follows, papers = _back_follows(session)
    else:
        found = outlooks.outlook(session.standing, session.around)
        return replace(found, known=known)
    return Outlook(word, tone, known, follows, papers, not lacking(session))


def lacking(session: ReturnSession) -> tuple[Lacking, ...]:
    """Every point that hinders the act."""
    if not session.is_supplement:
        return () if _brought(session) else (Lacking(NOTHING_LATER, "materials", _first(session)),)
    found = [
        point
        for point in hindering.lacking(session.standing, conclude_it=True)
        if point.step == "materials"
    ]
    if not found and not _brought(session):
        found.append(Lacking(NOTHING_BROUGHT, "materials", _first(session)))
    found += [
        Lacking(NO_REASON, "materials", mark_key(*key))
        for key in session.new_points
        if not session.has_reason(key)
    ]
    return tuple(found)


def card(session: ReturnSession) -> Card:
    """The card of the act."""
    if session.is_supplement and not session.case.ever_accepted:
        made = outlooks.card(session.standing, session.around, conclude_it=True)
        return replace(made, lines=(*made.lines, *_reason_lines(session)))
    word, tone, follows, papers = (
        _back_follows(session) if session.is_supplement else _later_follows(session)
    )
    person = mask_name(session.case.applicant.name)
    lines = [f"申请人：{person}", f"事项：{session.case.item_name}"]
    lines += [f"收到：{name}" for name in _brought(session)]
    lines += [f"还差：{say}" for say in _open_points(session)] if session.is_supplement else []
    acts = {"送回": "送回部门", "收下": "收下并打印", "补交": "登记补交"}
    return Card(word, tone, _act(session), person, (*lines, follows), papers, acts[word])


def _act(session: ReturnSession) -> str:
    if not session.is_supplement:
        return "登记补交容缺材料"
    return "收下补正材料，还差几处" if _open_points(session) else "补正齐全，送回部门"


def _about(session: ReturnSession) -> str:
    later = sum(1 for one in session.asked.values() if one.later_by)
    told = len(session.asked) - later
    parts = []
    if session.is_supplement:
        by = "部门退回，" if session.case.ever_accepted else ""
        parts.append(f"{by}第{session.case.supplements[-1].round}次补正 {told} 处")
    if later:
        parts.append(f"容缺 {later} 份")
    return "，".join(parts)


def _known(session: ReturnSession) -> str:
    """How many of the points are answered so far."""
    marks = marks_of(session.draft)
    told = [key for key, one in session.asked.items() if not one.later_by]
    later = [key for key, one in session.asked.items() if one.later_by]
    parts = []
    if told:
        fine = sum(key in marks and marks[key].mark in IN_ORDER for key in told)
        unseen = sum(key not in marks for key in told)
        parts.append(f"告知{len(told)}处，补好{fine}处")
        still = len(told) - fine - unseen
        parts += [f"{still}处还不行"] if still else []
        parts += [f"{unseen}处没看"] if unseen else []
    if later:
        came = sum(key in marks for key in later)
        parts.append(f"容缺{len(later)}份，收到{came}份")
    if session.new_points:
        parts.append(f"新提出{len(session.new_points)}处")
    return "，".join(parts) + "。"


Follows = tuple[str, Tone, str, tuple[str, ...]]


def _later_follows(session: ReturnSession) -> Follows:
    marks = marks_of(session.draft)
    left = [one.later_by for key, one in session.asked.items() if key not in marks and one.later_by]
    if left:
        return "补交", "warn", f"还有 {len(left)} 份，{min(left)} 前补交。", (RECEIPT,)
    return "补交", "ok", "容缺材料齐了，办理结果可以发给申请人。", (RECEIPT,)


def _back_follows(session: ReturnSession) -> Follows:
    """After acceptance: every point in order goes back to the department, less is only noted."""
    case = session.case
    open_points = _open_points(session)
    if not open_points:
        due = f"，{case.due.promised} 前办结" if case.due else ""
        return "送回", "ok", f"送回部门接着审核{due}；受理日期不变。", ()
    until = case.supplements[-1].deadline
    follows = f"先收下，还差 {len(open_points)} 处，{until} 前补齐；期限不变。"
    return "收下", "warn", follows, (RECEIPT,)


def _open_points(session: ReturnSession) -> list[str]:
    """What a sent-back case still lacks; rows that nobody looked at count as in order."""
    standing = session.standing
    assert standing.conclusion is not None
    found = standing.conclusion
    if found.kind is Kind.INCOMPLETE:
        found = outlooks.if_rest_is_in_order(standing)
    return [f.say for f in found.findings if (f.material or "", f.person) in session.asked]


def _brought(session: ReturnSession) -> list[str]:
    """Names of what came now: neither what is still missing, nor what was noted before."""
    marks, before = session.draft.marks, session.before
    return [
        row.name
        for row in session.case.materials
        if (one := marks.get(mark_key(*row.key))) is not None
        and one.mark != Mark.MISSING
        and one != before.get(mark_key(*row.key))
    ]


def _reason_lines(session: ReturnSession) -> list[str]:
    names = {row.key: row.name for row in session.case.materials}
    return [
        f"“{names[key]}”是新提出的：{session.draft.new_reasons[mark_key(*key)]}。会记入监督。"
        for key in session.new_points
        if session.has_reason(key)
    ]


def _first(session: ReturnSession) -> str:
    key: RowKey = next(iter(session.asked))
    return mark_key(*key)
