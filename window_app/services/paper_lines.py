"""The papers of a case for a screen: what each is called, and what the spool says of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import get_args

from data.clock import SHANGHAI
from data.rules.case import Case
from data.store import papers
from data.store.engine import Unit
from data.store.papers import Job, StoredPaper
from window_app.desk_views import PaperLine, PrintChoice, Tone
from window_app.services import spooling

NAMES = {
    "receipt": "接收凭证",
    "acceptance": "受理通知书",
    "supplement": "补正告知书",
    "decline": "不予受理通知书",
    "return": "退回清单",
    "tolerance": "容缺受理通知书",
    "commitment": "承诺书",
    "transfer": "材料移交单",
    "special": "特别程序告知书",
    "extension": "延长期限通知书",
    "approval": "准予决定文书",
    "refusal": "不予决定书",
    "delivery": "送达回证",
    "payment": "缴款通知书",
    "proxy": "授权委托书",
    "errand": "代办受理单",
    "slip": "办件查询单",
}
NOT_NEEDED = "不受理通知书"  # the decline by its ground: 行政许可法 32 (1)(1)
TONES: dict[spooling.Shown, Tone] = {
    "waiting": "info",
    "printing": "info",
    "failed": "bad",
    "unconfirmed": "warn",
}


def paper_name(kind: str, *, ground: str | None = None) -> str:
    """How the counter calls a paper; `ground` is why the case was declined, where it was."""
    if kind == "decline" and ground == "not_needed":
        return NOT_NEEDED
    return NAMES.get(kind, kind)


def paper_lines(unit: Unit, case: Case) -> tuple[PaperLine, ...]:
    """The papers of a case in the order they were made, each with what became of its prints."""
    stored = papers.of_case(unit, case.case_id)
    jobs: dict[str, list[Job]] = {paper.number: [] for paper in stored}
    for job in papers.jobs_of(unit, list(jobs)):
        jobs[job.document].append(job)
    return tuple(_line(paper, jobs[paper.number], case) for paper in stored)


def _line(paper: StoredPaper, jobs: list[Job], case: Case) -> PaperLine:
    """A print that waits for a person is told before any other."""
    asking = next((job for job in jobs if job.state in papers.FOR_A_PERSON), None)
    told = asking or (jobs[-1] if jobs else None)
    said, tone = _said(told)
    made = datetime.fromisoformat(paper.made_at).astimezone(SHANGHAI)
    return PaperLine(
        name=paper_name(paper.kind, ground=case.decline_ground),
        number=paper.number,
        made=made.strftime("%m-%d %H:%M"),
        said=said,
        tone=tone,
        place=told.reference if told else None,
        job=asking.id if asking else None,
        choices=_choices(asking),
        todo=spooling.WORDS[_shown(asking)][1] if asking else "",
        is_voided=case.is_paper_void(paper.number),
        is_under_way=told is not None and told.state in papers.UNDER_WAY,
    )


def _said(job: Job | None) -> tuple[str, Tone]:
    if job is None:
        return "还没有打印", "idle"
    which = f"补打第{job.reprint}次，" if job.reprint else ""
    if job.state == "done":
        is_file = Path(job.reference or "").is_absolute()
        return f"{which}已存成文件" if is_file else f"{which}{job.printer}已打印", "ok"
    if job.state == "set_aside":
        return f"{which}搁下了，没有打印", "idle"
    shown = _shown(job)
    why = f"：{job.reason}" if job.reason else ""
    return f"{which}{spooling.WORDS[shown][0]}{why}", TONES[shown]


def _choices(job: Job | None) -> tuple[PrintChoice, ...]:
    return spooling.WORDS[_shown(job)][2] if job else ()


def _shown(job: Job) -> spooling.Shown:
    """The state of an open print as a screen has it."""
    for shown in get_args(spooling.Shown):
        if job.state == shown:
            return shown  # type: ignore[no-any-return]
    return "printing"
