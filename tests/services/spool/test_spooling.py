"""The spool with printers that fail: nothing is lost, and nothing is held up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import virtual_ipp
from virtual_ipp import ABORTED, COMPLETED, IDLE, PROCESSING, STOPPED, Moment, VirtualIpp
from virtual_roll import VirtualRoll

from data.errors import Refusal
from data.store.papers import Job
from data.store.staff import Account
from window_app.desk_views.prints import WaitingPrint
from window_app.services import cases, printers, spooling
from window_app.services.office import Office

Jobs = Callable[[], list[Job]]
Only = Callable[[], WaitingPrint]
Settle = Callable[[Office], None]


def test_papers_go_to_the_printer_of_their_kind(
    catering: Any, submit: Any, hall: VirtualIpp, slips: VirtualRoll, all_jobs: Jobs
) -> None:
    submit(catering)
    assert [(job.printer, job.state) for job in all_jobs()] == [("hall", "done"), ("roll", "done")]
    assert [job.reference for job in all_jobs()] == [f"{hall.address}#1", slips.address]
    assert hall.jobs[0].content.startswith(b"%PDF")
    assert len(slips.pictures) == 1


def test_one_printer_that_fails_holds_up_no_other(
    catering: Any,
    submit: Any,
    office: Office,
    hall: VirtualIpp,
    slips: VirtualRoll,
    all_jobs: Jobs,
    only: Only,
) -> None:
    hall.printer, hall.reasons = STOPPED, ("media-jam-error",)
    answer = submit(catering)
    assert answer.case.status == "accepted"
    assert [job.state for job in all_jobs()] == ["failed", "done"]
    assert "卡纸" in only().reason
    hall.printer = IDLE
    submit(catering)
    assert [job.state for job in all_jobs()] == ["failed", "done", "done", "done"]


def test_the_next_job_of_the_same_printer_goes_on(
    catering: Any,
    submit: Any,
    office: Office,
    hall: VirtualIpp,
    all_jobs: Jobs,
    only: Only,
) -> None:
    """Of two papers of one act the first is aborted."""
    hall.script = [Moment(ABORTED, IDLE, ("media-empty-error",)), Moment(COMPLETED, IDLE)]
    submit(catering.mark("layout", "missing"))
    assert [job.state for job in all_jobs()] == ["failed", "done"]
    found = only()
    assert (found.state, found.title, found.choices) == (
        "failed",
        "申请材料补正告知书",
        ("retry", "set_aside"),
    )
    assert "缺纸" in found.reason and found.printer == "hall"


def test_a_dead_printer_does_not_hold_up_the_act(
    catering: Any,
    submit: Any,
    office: Office,
    staff: dict[str, Account],
    all_jobs: Jobs,
    settle: Settle,
    only: Only,
) -> None:
    with virtual_ipp.running(VirtualIpp()) as gone:
        address = gone.address
    printers.add(office, "gone", address=address, paper="a4", by=staff["管理员"])
    printers.use(office, "default", "gone", by=staff["管理员"])
    office.lanes.patience = 0.0
    answer = submit(catering)
    assert answer.case.status == "accepted"
    settle(office)
    assert [job.state for job in all_jobs()] == ["failed"]
    assert "离线" in only().reason


def test_what_is_in_print_is_told_without_waiting(
    catering: Any,
    submit: Any,
    office: Office,
    hall: VirtualIpp,
    all_jobs: Jobs,
    settle: Settle,
    only: Only,
) -> None:
    office.lanes.patience = 0.0
    hall.script = [Moment(PROCESSING, STOPPED, ("cover-open-error",))]
    answer = submit(catering)
    hall.asked.wait(5)
    while not only().reason:  # the printer is asked again and again beside us
        office.lanes.pause(0.01)
    found = only()
    assert (found.state, found.reason, found.choices) == ("printing", "盖子开着", ())
    assert found.case == answer.case.number and found.todo
    hall.script = [Moment(COMPLETED, IDLE)]
    settle(office)
    assert spooling.waiting_list(office) == ()
    assert [job.reason for job in all_jobs()] == [None]


def test_a_failed_job_is_tried_again_as_it_was_ordered(
    catering: Any,
    submit: Any,
    office: Office,
    clerk: Account,
    hall: VirtualIpp,
    all_jobs: Jobs,
    only: Only,
) -> None:
    hall.printer = STOPPED
    number = submit(catering).case.number
    again = spooling.retry(office, only().job, clerk)
    assert not isinstance(again, Refusal) and again.problem is not None
    hall.printer = IDLE
    printed = spooling.retry(office, only().job, clerk)
    assert not isinstance(printed, Refusal) and printed.problem is None
    assert [(job.state, job.reprint, job.attempts) for job in all_jobs()] == [("done", 0, 3)]
    assert len(hall.jobs) == 1
    assert "printed" not in [line.kind for line in cases.history(office, number)]


def test_a_failed_job_is_set_aside_by_a_person(
    catering: Any,
    submit: Any,
    office: Office,
    clerk: Account,
    hall: VirtualIpp,
    all_jobs: Jobs,
    only: Only,
) -> None:
    hall.printer = STOPPED
    submit(catering)
    job = only().job
    assert spooling.set_aside(office, job, clerk) is None
    assert spooling.waiting_list(office) == ()
    assert [found.state for found in all_jobs()] == ["set_aside"]
    with office.store.read() as unit:
        (event,) = unit.connection.exec_driver_sql(
            "select actor, body from event join event_body on event_id = event.id"
            " where kind = 'print_settled'"
        )
    assert event.actor == clerk.name and "set_aside" in event.body
    for act in (spooling.set_aside, spooling.confirm, spooling.retry):
        refusal = act(office, job, clerk)
        assert isinstance(refusal, Refusal) and refusal.code == "print_settled"


def test_what_breaks_in_the_program_is_told_and_the_next_goes_on(
    catering: Any, submit: Any, office: Office, clerk: Account, all_jobs: Jobs
) -> None:
    faces, office.faces = office.faces, lambda: 1 / 0  # type: ignore[assignment, return-value]
    submit(catering)
    office.faces = faces
    submit(catering)
    first, second = all_jobs()
    assert "程序内部出错" in (first.reason or "")
    assert (first.state, second.state) == ("failed", "done")
    with office.store.write() as unit:
        unit.connection.exec_driver_sql("update document set content = '{}'")
    printed = spooling.retry(office, first.id, clerk)
    assert not isinstance(printed, Refusal) and printed.problem is not None
    assert printed.problem.code == "paper_unreadable"


def test_a_printer_setting_that_means_none_fails_the_paper_alone(
    catering: Any, submit: Any, office: Office, all_jobs: Jobs
) -> None:
    office.default_printer = "socket://10.0.0.9"
    assert submit(catering).case.status == "accepted"
    (job,) = all_jobs()
    assert job.state == "failed" and "socket://10.0.0.9" in (job.reason or "")
