"""Papers' frozen data and their print jobs: taken once, given back after a crash."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.errors import StorageError
from data.rules.case import Case
from data.store import journal, papers
from data.store.engine import Store
from data.store.papers import StoredPaper

AT = "2026-11-23T01:30:00.000Z"


@pytest.fixture
def paper(store: Store, receive: Callable[..., Case]) -> StoredPaper:
    case = receive()
    with store.write() as unit:
        (event,) = journal.events_of(unit, case.case_id)
        made = StoredPaper("清新市监收字〔2026〕1号", "receipt", case.case_id, event.id, "{}", AT)
        papers.add(unit, made)
    return made


def order(store: Store, paper: StoredPaper) -> int:
    with store.write() as unit:
        return papers.order_print(unit, paper.number, "file", copies=1, at=AT)


def take(store: Store, job: int) -> papers.Job | None:
    with store.write() as unit:
        return papers.take_job(unit, job)


def states(store: Store, paper: StoredPaper) -> list[tuple[str, int, int]]:
    with store.read() as unit:
        jobs = papers.jobs_of(unit, [paper.number])
    return [(job.state, job.reprint, job.attempts) for job in jobs]


def test_a_paper_reads_back(store: Store, paper: StoredPaper) -> None:
    with store.read() as unit:
        assert papers.find(unit, paper.number) == paper
        assert papers.of_case(unit, paper.case_id) == [paper]
        assert papers.find(unit, "1号") is None


def test_a_number_stands_once(store: Store, paper: StoredPaper) -> None:
    with pytest.raises(StorageError), store.write() as unit:
        papers.add(unit, paper)


def test_a_paper_needs_a_stored_case(store: Store, paper: StoredPaper) -> None:
    stray = StoredPaper("2号", "receipt", "no-case", paper.event_id, "{}", AT)
    with pytest.raises(StorageError), store.write() as unit:
        papers.add(unit, stray)
    with store.read() as unit:
        assert papers.find(unit, "2号") is None


def test_every_print_after_the_first_is_a_reprint(store: Store, paper: StoredPaper) -> None:
    for _ in range(3):
        order(store, paper)
    assert [reprint for _state, reprint, _attempts in states(store, paper)] == [0, 1, 2]


def test_a_job_is_taken_once(store: Store, paper: StoredPaper) -> None:
    job = order(store, paper)
    taken = take(store, job)
    assert taken is not None
    assert (taken.state, taken.attempts, taken.document) == ("printing", 1, paper.number)
    assert take(store, job) is None


def release(store: Store, printer: str = "file") -> list[tuple[int, str]]:
    with store.write() as unit:
        left = papers.release_jobs(unit, printer, doubt="断电")
    return [(job.id, job.state) for job in left]


def test_a_finished_job_is_not_taken_again(store: Store, paper: StoredPaper) -> None:
    job = order(store, paper)
    take(store, job)
    with store.write() as unit:
        papers.finish_job(unit, job, reference="/papers/1.pdf", at=AT)
        assert not papers.busy_printers(unit)
    assert release(store) == []
    assert take(store, job) is None
    assert states(store, paper) == [("done", 0, 1)]


def test_a_failed_job_waits_for_a_person(store: Store, paper: StoredPaper) -> None:
    job = order(store, paper)
    take(store, job)
    with store.write() as unit:
        papers.fail_job(unit, job, reason="缺字")
        assert papers.failed_count(unit) == 1
    assert release(store) == []
    assert take(store, job) is None
    with store.write() as unit:
        papers.wait_again(unit, job)
    again = take(store, job)
    assert again is not None
    assert (again.attempts, again.reason) == (2, None)


def test_what_a_dead_process_left_is_given_back(store: Store, paper: StoredPaper) -> None:
    waiting, printing = order(store, paper), order(store, paper)
    take(store, printing)
    with store.write() as unit:
        assert papers.busy_printers(unit)
    assert release(store) == [(waiting, "waiting"), (printing, "waiting")]
    assert take(store, waiting) is not None
    assert take(store, printing) is not None
    assert states(store, paper) == [("printing", 0, 1), ("printing", 1, 2)]


def test_a_job_whose_bytes_were_leaving_is_in_doubt(store: Store, paper: StoredPaper) -> None:
    job = order(store, paper)
    take(store, job)
    with store.write() as unit:
        papers.begin_sending(unit, job)
        assert papers.busy_printers(unit)
    assert release(store) == []
    with store.read() as unit:
        found = papers.find_job(unit, job)
        assert papers.failed_count(unit) == 1
    assert found is not None
    assert (found.state, found.reason) == ("unconfirmed", "断电")


def test_a_job_the_printer_has_is_asked_after(store: Store, paper: StoredPaper) -> None:
    job = order(store, paper)
    take(store, job)
    with store.write() as unit:
        papers.begin_sending(unit, job)
        papers.note_sent(unit, job, reference="hall#7")
        papers.note_reason(unit, job, "缺纸")
    assert release(store) == [(job, "sent")]
    with store.write() as unit:
        papers.finish_job(unit, job, reference="hall#7", at=AT)
        found = papers.find_job(unit, job)
    assert found is not None
    assert (found.state, found.reason, found.reference) == ("done", None, "hall#7")


def test_each_printers_jobs_are_its_own(store: Store, paper: StoredPaper) -> None:
    mine = order(store, paper)
    with store.write() as unit:
        other = papers.order_print(unit, paper.number, "hall", copies=1, at=AT)
        assert papers.busy_printers(unit) == ["file", "hall"]
    assert release(store, "hall") == [(other, "waiting")]
    assert release(store) == [(mine, "waiting")]


def test_open_jobs_name_their_paper_and_case(store: Store, paper: StoredPaper) -> None:
    done, failed, dropped = order(store, paper), order(store, paper), order(store, paper)
    with store.write() as unit:
        papers.finish_job(unit, done, reference="/papers/1.pdf", at=AT)
        papers.fail_job(unit, failed, reason="缺纸")
        papers.drop_job(unit, dropped)
        (left,) = papers.open_jobs(unit)
        number = unit.connection.exec_driver_sql('select number from "case"').scalar_one()
    assert (left.job.id, left.job.reason, left.case_number) == (failed, "缺纸", number)
    assert left.paper.number == paper.number


def test_only_what_did_not_come_out_goes_to_another_printer(
    store: Store, paper: StoredPaper
) -> None:
    waiting, failed, unsure, done = (order(store, paper) for _ in range(4))
    with store.write() as unit:
        papers.fail_job(unit, failed, reason="缺纸")
        papers.doubt_job(unit, unsure, reason="断电")
        papers.finish_job(unit, done, reference=None, at=AT)
        papers.redirect_jobs(unit, "acceptance", before="file", after="hall")
        papers.redirect_jobs(unit, "receipt", before="other", after="hall")
        assert {job.printer for job in papers.jobs_of(unit, [paper.number])} == {"file"}
        papers.redirect_jobs(unit, paper.kind, before="file", after="hall")
        moved = [job.id for job in papers.jobs_of(unit, [paper.number]) if job.printer == "hall"]
    assert moved == [waiting, failed]
