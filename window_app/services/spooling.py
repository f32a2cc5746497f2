"""The spool: prints what is stored. A job survives a restart, and is printed once.

A job is taken in one unit of work, printed outside of any, and finished in another, all under
the spool's lock: a job found `printing` by whoever holds the lock was left by a dead process.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.clock import to_text
from data.errors import PaperError
from data.store import papers
from data.store.papers import Job, StoredPaper
from printing.papers import document_from_json
from printing.spool import printing_alone
from window_app.services.office import Office


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of a job; `problem` says in words why it was not printed."""

    job: int
    document: str
    reference: str | None
    problem: PaperError | None = None


def print_jobs(office: Office, jobs: Iterable[int]) -> list[Printed]:
    """Print these jobs, each after the other; one that fails does not stop the next."""
    with printing_alone(office.home.spool_lock) as alone:
        return _print_all(office, jobs) if alone else []


def resume(office: Office) -> list[Printed]:
    """Print what a dead process left behind; failed jobs wait for a person."""
    with office.store.read() as unit:
        if not papers.left_behind(unit):
            return []
    with printing_alone(office.home.spool_lock, wait=False) as alone:
        if not alone:
            return []
        with office.store.write() as unit:
            left = papers.release_jobs(unit)
        return _print_all(office, [job.id for job in left])


def make_pdf(paper: StoredPaper, office: Office, *, reprint: int = 0) -> bytes:
    """The bytes of a kept paper; the same for the same paper and print."""
    from printing.page import render  # loads reportlab: only where a paper is made

    return render(document_from_json(paper.kind, paper.content, reprint=reprint), office.faces())


def _print_all(office: Office, jobs: Iterable[int]) -> list[Printed]:
    return [printed for job in jobs if (printed := _print_one(office, job)) is not None]


def _print_one(office: Office, job_id: int) -> Printed | None:
    with office.store.write() as unit:
        job = papers.take_job(unit, job_id)
        paper = papers.find(unit, job.document) if job else None
    if job is None or paper is None:
        return None
    try:
        reference = _send(office, job, paper)
    except PaperError as problem:
        with office.store.write() as unit:
            papers.fail_job(unit, job.id, reason=problem.message)
        return Printed(job.id, job.document, None, problem)
    with office.store.write() as unit:
        papers.finish_job(unit, job.id, reference=reference, at=to_text(office.now()))
    return Printed(job.id, job.document, reference)


def _send(office: Office, job: Job, paper: StoredPaper) -> str:
    pdf = make_pdf(paper, office, reprint=job.reprint)
    title = paper.number if not job.reprint else f"{paper.number}-补打{job.reprint}"
    return office.printer(job.printer).send(pdf, title=title, copies=job.copies)
