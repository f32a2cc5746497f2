"""One printer's turn: its jobs one after the other, outside of any unit of work.

The printer's lock tells a job in print from one that a dead process left: whoever holds it owns
every job of this printer. A job that fails stops neither the next nor another printer.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from data.clock import to_text
from data.errors import PaperError, PaperUnconfirmed, WindowError
from data.store import papers
from data.store.papers import Job, StoredPaper
from printing.papers import document_from_json
from printing.printers import LOOK, TRY_AGAIN, FollowedPrinter, Interrupted, Paper, Progress
from printing.spool import printing_alone
from window_app.services.office import Office

CUT_OFF = "送印途中程序停了，不知道有没有出纸。"


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of a job; both are None while it is in print.

    reference: the file, or the printer's job; problem: in words why it did not come out.
    """

    job: int
    document: str
    reference: str | None = None
    problem: WindowError | None = None


def take_turn(office: Office, printer: str, jobs: Iterable[int]) -> list[Printed]:
    """Print these jobs of one printer once it is free."""
    with printing_alone(office.home.spool_lock(printer)) as alone:
        return _print_all(office, printer, jobs) if alone else []


def take_up(office: Office, printer: str) -> None:
    """Take up what a dead process left at this printer; failed jobs wait for a person.

    Nothing is done where another process is at it.
    """
    with printing_alone(office.home.spool_lock(printer), wait=False) as alone:
        if not alone:
            return
        with office.store.write() as unit:
            left = papers.release_jobs(unit, printer, doubt=CUT_OFF)
        for job in left:
            if job.state == "sent":
                _ask_after(office, job)
        _print_all(office, printer, [job.id for job in left if job.state == "waiting"])


def make_pdf(paper: StoredPaper, office: Office, *, reprint: int = 0) -> bytes:
    """The bytes of a kept paper on A4; the same for the same paper and print."""
    from printing.page import render  # loads reportlab: only where a paper is made

    return render(document_from_json(paper.kind, paper.content, reprint=reprint), office.faces())


def _make_roll(paper: StoredPaper, office: Office, on: Paper, *, reprint: int) -> bytes:
    from printing.roll import render  # loads Pillow: only where a roll is printed

    document = document_from_json(paper.kind, paper.content, reprint=reprint)
    return render(document, on, office.faces())


def _print_all(office: Office, printer: str, jobs: Iterable[int]) -> list[Printed]:
    return [done for job in jobs if (done := _print_one(office, printer, job)) is not None]


def _print_one(office: Office, printer: str, job_id: int) -> Printed | None:
    with office.store.write() as unit:
        job = papers.take_job(unit, job_id)
        paper = papers.find(unit, job.document) if job else None
    if job is None or paper is None:
        return None
    told = _Told(office, job)
    return _through(office, job, told, lambda: _send(office, job, paper, told))


def _ask_after(office: Office, job: Job) -> None:
    """The printer had the job whole when its process died: it is asked, not sent again."""
    told = _Told(office, job)
    told.has_left = True

    def follow() -> str:
        printer, reference = office.printer(job.printer), job.reference
        if reference is None or not isinstance(printer, FollowedPrinter):
            raise PaperUnconfirmed("print_cut_off", CUT_OFF, hint=LOOK)
        printer.follow(reference, told)
        return reference

    _through(office, job, told, follow)


def _send(office: Office, job: Job, paper: StoredPaper, told: _Told) -> str:
    printer = office.printer(job.printer)
    if printer.paper is Paper.A4:
        content = make_pdf(paper, office, reprint=job.reprint)
    else:
        content = _make_roll(paper, office, printer.paper, reprint=job.reprint)
    title = paper.number if not job.reprint else f"{paper.number}-补打{job.reprint}"
    return printer.send(content, title=title, copies=job.copies, progress=told)


def _through(office: Office, job: Job, told: _Told, act: Callable[[], str]) -> Printed:
    """Store what came of it. A program that ends leaves the job as it stands."""
    try:
        reference = act()
    except Interrupted:
        raise
    except PaperUnconfirmed as problem:
        return _failed(office, job, problem, is_open=True)
    except PaperError as problem:
        return _failed(office, job, problem, is_open=False)
    except WindowError as problem:
        return _failed(office, job, problem, is_open=told.has_left)
    except Exception as error:  # the worker's door: the next job still has its turn
        logging.getLogger("window").error("printing", exc_info=error)
        broke = PaperError("print_broke", "程序内部出错，这份文书没有打印完。", hint=TRY_AGAIN)
        return _failed(office, job, broke, is_open=told.has_left)
    with office.store.write() as unit:
        papers.finish_job(unit, job.id, reference=reference, at=to_text(office.now()))
    return Printed(job.id, job.document, reference)


def _failed(office: Office, job: Job, problem: WindowError, *, is_open: bool) -> Printed:
    """`is_open`: nobody knows whether it came out."""
    with office.store.write() as unit:
        note = papers.doubt_job if is_open else papers.fail_job
        note(unit, job.id, reason=problem.message)
    return Printed(job.id, job.document, None, problem)


class _Told(Progress):
    """Stores how far a job is before the printer goes on."""

    def __init__(self, office: Office, job: Job) -> None:
        self._office = office
        self._job = job
        self._reason: str | None = job.reason
        self.has_left = False

    def leaving(self) -> None:
        with self._office.store.write() as unit:
            papers.begin_sending(unit, self._job.id)
        self.has_left = True

    def taken(self, reference: str) -> None:
        with self._office.store.write() as unit:
            papers.note_sent(unit, self._job.id, reference=reference)

    def says(self, reason: str | None) -> None:
        if reason == self._reason:
            return
        with self._office.store.write() as unit:
            papers.note_reason(unit, self._job.id, reason)
        self._reason = reason

    def pause(self, seconds: float) -> None:
        self._office.lanes.pause(seconds)
