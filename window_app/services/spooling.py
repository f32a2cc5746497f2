"""The spool: prints what is stored. A job survives a restart, and is never printed twice unasked.

The commit never waits for paper: files are written at once, devices work beside the caller, who
waits as long as the office has patience. What does not come out waits for a person, in
`waiting_list`, to be tried again, confirmed or set aside.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from threading import Thread
from typing import Literal

from data.clock import to_text
from data.errors import Refusal, WindowError
from data.store import cases, papers
from data.store.engine import Unit
from data.store.papers import Job, OpenJob, StoredPaper
from data.store.staff import Account
from printing.files import FilePrinter
from window_app.desk_views.prints import PrintChoice, WaitingPrint
from window_app.services.case_papers import void_refusal
from window_app.services.issuing_papers import order_again
from window_app.services.office import Office
from window_app.services.turns import Printed, take_turn, take_up

SETTLED = "print_settled"
Shown = Literal["waiting", "printing", "failed", "unconfirmed"]
WORDS: dict[Shown, tuple[str, str, tuple[PrintChoice, ...]]] = {
    "waiting": ("等待打印", "轮到以后自动打印。", ()),
    "printing": ("正在打印", "处理好打印机，就会接着打印。", ()),
    "failed": ("没有打印", "处理好打印机后重新打印；不要了就不再打印。", ("retry", "set_aside")),
    "unconfirmed": (
        "未确认",
        "请看打印机有没有出纸：出了就确认，没有出就补打。",
        ("confirm", "retry"),
    ),
}


def print_jobs(office: Office, jobs: Iterable[int]) -> list[Printed]:
    """Print these jobs, each printer its own after one another; what is known of them by then."""
    with office.store.read() as unit:
        wanted = [job for job_id in jobs if (job := papers.find_job(unit, job_id)) is not None]
    known = {job.id: Printed(job.id, job.document) for job in wanted}
    by_printer: dict[str, list[int]] = defaultdict(list)
    for job in wanted:
        by_printer[job.printer].append(job.id)

    def turn(printer: str, mine: list[int]) -> None:
        known.update({done.job: done for done in take_turn(office, printer, mine)})

    beside: list[Thread] = []
    for printer, mine in by_printer.items():
        if _is_quick(office, printer):
            turn(printer, mine)
        else:
            beside.append(office.lanes.begin(partial(turn, printer, mine), name=printer))
    office.lanes.wait(beside)
    return [known[job.id] for job in wanted]


def resume(office: Office) -> None:
    """Take up what a dead process left behind; no device is waited for."""
    with office.store.read() as unit:
        busy = papers.busy_printers(unit)
    for printer in busy:
        if _is_quick(office, printer):
            take_up(office, printer)
        else:
            office.lanes.begin(partial(take_up, office, printer), name=printer)


def waiting_list(office: Office) -> tuple[WaitingPrint, ...]:
    """Every print that is not through, oldest first; failed and unconfirmed ones ask the clerk."""
    with office.store.read() as unit:
        return tuple(_shown(each) for each in papers.open_jobs(unit))


def retry(office: Office, job: int, who: Account) -> Printed | Refusal:
    """Print again: a failed job as it was ordered, an unconfirmed one as a reprint (补打).

    A reprint is in the journal: two papers may be out. PaperError stands in the answer.
    """
    with office.store.write() as unit:
        found = _open(unit, job)
        if isinstance(found, Refusal):
            return found
        ordered = _print_again(unit, office, found, who)
    if isinstance(ordered, Refusal):
        return ordered
    (printed,) = print_jobs(office, [ordered])
    return printed


def confirm(office: Office, job: int, who: Account) -> Refusal | None:
    """已出纸: the clerk has seen the paper of an unconfirmed job."""
    with office.store.write() as unit:
        found = _open(unit, job)
        if isinstance(found, Refusal):
            return found
        at = to_text(office.now())
        papers.finish_job(unit, job, reference=found.reference, at=at)
        _note(unit, office, found, who, how="confirmed")
    return None


def set_aside(office: Office, job: int, who: Account) -> Refusal | None:
    """The print is wanted no more; the paper itself is kept and can be printed later."""
    with office.store.write() as unit:
        found = _open(unit, job)
        if isinstance(found, Refusal):
            return found
        papers.drop_job(unit, job)
        _note(unit, office, found, who, how="set_aside")
    return None


def _is_quick(office: Office, printer: str) -> bool:
    """Files are there before a thread would be; a printer that is none is told of at once."""
    try:
        return isinstance(office.printer(printer), FilePrinter)
    except WindowError:
        return True


def _open(unit: Unit, job_id: int) -> Job | Refusal:
    """A job that waits for a person."""
    found = papers.find_job(unit, job_id)
    if found is not None and found.state in papers.FOR_A_PERSON:
        return found
    return Refusal("print_settled", "这份打印已经处理过了。", hint="请刷新打印列表。", field="JOB")


def _print_again(unit: Unit, office: Office, job: Job, who: Account) -> int | Refusal:
    """The job to print in the place of one that waits for a person."""
    paper = papers.find(unit, job.document)
    case = cases.by_id(unit, paper.case_id) if paper else None
    assert paper is not None and case is not None  # the store's own foreign keys
    if job.state == "failed":
        refusal = void_refusal(case, paper)
        if refusal is None:
            papers.wait_again(unit, job.id)
        return refusal or job.id
    ordered = order_again(unit, office, case, paper, printer=job.printer, who=who)
    if not isinstance(ordered, Refusal):
        papers.drop_job(unit, job.id)
    return ordered


def _note(unit: Unit, office: Office, job: Job, who: Account, *, how: str) -> None:
    body: dict[str, object] = {"paper": job.document, "how": how, "why": job.reason or ""}
    office.note(unit, SETTLED, body, who.name)


def _shown(each: OpenJob) -> WaitingPrint:
    job = each.job
    state: Shown = "printing"
    if job.state in ("waiting", "failed", "unconfirmed"):
        state = job.state  # type: ignore[assignment]
    word, todo, choices = WORDS[state]
    return WaitingPrint(
        job=job.id,
        paper=job.document,
        title=_title(each.paper),
        case=each.case_number,
        printer=job.printer,
        state=state,
        word=word,
        reason=job.reason or "",
        todo=todo if state != "printing" or job.reason else "",
        choices=choices,
    )


def _title(paper: StoredPaper) -> str:
    """As it stands on the paper; its kind where what is kept can not be read."""
    try:
        return str(json.loads(paper.content)["title"])
    except (ValueError, KeyError, TypeError):
        return paper.kind
