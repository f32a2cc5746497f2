"""A process that ends with papers in print: none of them comes out twice unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from virtual_ipp import ABORTED, BUSY, COMPLETED, IDLE, PROCESSING, Moment, VirtualIpp
from virtual_roll import NO_PAPER, PAPER, RESTING, VirtualRoll

from data.errors import Refusal
from data.store.papers import Job
from data.store.staff import Account
from printing.printers import Interrupted
from window_app import bootstrap
from window_app.desk_views.prints import WaitingPrint
from window_app.services import cases, keeping, spooling
from window_app.services.office import Office
from window_app.settings import Settings

Jobs = Callable[[], list[Job]]
Only = Callable[[], WaitingPrint]
Settle = Callable[[Office], None]
CUT = "update print_job set state = ?, reference = ?"


def cut_off(office: Office, state: str, reference: str | None = None) -> None:
    """As a process leaves its jobs that dies in the middle of them."""
    with office.store.write() as unit:
        unit.connection.exec_driver_sql(CUT, (state, reference))


@pytest.mark.parametrize("printer", ["hall", "roll"])
def test_a_job_cut_off_while_it_left_is_not_printed_again(
    catering: Any,
    submit: Any,
    office: Office,
    reopen: Callable[[], Office],
    hall: VirtualIpp,
    slips: VirtualRoll,
    all_jobs: Jobs,
    printer: str,
    settle: Settle,
) -> None:
    submit(catering)
    cut_off(office, "sending")
    before = len(hall.jobs), len(slips.pictures)
    settle(reopen())
    assert (len(hall.jobs), len(slips.pictures)) == before
    assert [job.state for job in all_jobs()] == ["unconfirmed", "unconfirmed"]
    found = next(one for one in spooling.waiting_list(office) if one.printer == printer)
    assert (found.word, found.choices) == ("未确认", ("confirm", "retry"))
    assert "程序停了" in found.reason


def test_a_job_cut_off_before_it_left_is_printed(
    catering: Any,
    submit: Any,
    office: Office,
    reopen: Callable[[], Office],
    slips: VirtualRoll,
    all_jobs: Jobs,
    settle: Settle,
) -> None:
    slips.answers[PAPER] = NO_PAPER
    submit(catering)
    assert slips.pictures == []
    slips.answers[PAPER] = RESTING
    cut_off(office, "printing")
    settle(reopen())
    assert len(slips.pictures) == 1
    assert {job.state for job in all_jobs()} == {"done"}


@pytest.mark.parametrize(
    ("script", "state"),
    [
        ([Moment(PROCESSING, BUSY), Moment(COMPLETED)], "done"),
        ([Moment(ABORTED, IDLE, ("media-empty-error",))], "failed"),
        ([Moment(COMPLETED, IDLE, ("media-empty-error",))], "unconfirmed"),
    ],
)
def test_a_job_the_printer_has_is_asked_after_and_not_sent_again(
    catering: Any,
    submit: Any,
    office: Office,
    reopen: Callable[[], Office],
    hall: VirtualIpp,
    all_jobs: Jobs,
    script: list[Moment],
    state: str,
    settle: Settle,
) -> None:
    submit(catering)
    cut_off(office, "sent", f"{hall.address}#1")
    hall.script = script
    settle(reopen())
    assert len(hall.jobs) == 1
    assert [job.state for job in all_jobs()] == [state]


def test_a_job_whose_printer_is_another_by_now_is_in_doubt(
    catering: Any,
    submit: Any,
    office: Office,
    reopen: Callable[[], Office],
    slips: VirtualRoll,
    all_jobs: Jobs,
    settle: Settle,
) -> None:
    submit(catering)
    cut_off(office, "sent", "ipp://127.0.0.1/printers/old#7")
    settle(reopen())
    assert [job.state for job in all_jobs() if job.printer == "roll"] == ["unconfirmed"]
    assert len(slips.pictures) == 1


def test_an_unconfirmed_job_that_came_out_is_confirmed(
    catering: Any,
    submit: Any,
    office: Office,
    clerk: Account,
    reopen: Callable[[], Office],
    hall: VirtualIpp,
    all_jobs: Jobs,
    settle: Settle,
    only: Only,
) -> None:
    submit(catering)
    cut_off(office, "sending")
    settle(reopen())
    assert spooling.confirm(office, only().job, clerk) is None
    assert [(job.state, job.reason) for job in all_jobs()] == [("done", None)]
    assert len(hall.jobs) == 1


def test_an_unconfirmed_job_is_printed_again_as_a_reprint(
    catering: Any,
    submit: Any,
    office: Office,
    clerk: Account,
    reopen: Callable[[], Office],
    hall: VirtualIpp,
    all_jobs: Jobs,
    tmp_path: Path,
    pdf_text: Callable[[Path], str],
    settle: Settle,
    only: Only,
) -> None:
    number = submit(catering).case.number
    cut_off(office, "sending")
    settle(reopen())
    printed = spooling.retry(office, only().job, clerk)
    assert not isinstance(printed, Refusal) and printed.problem is None
    assert [(job.state, job.reprint) for job in all_jobs()] == [("set_aside", 0), ("done", 1)]
    assert [line.kind for line in cases.history(office, number)][-1] == "printed"
    (tmp_path / "again.pdf").write_bytes(hall.jobs[-1].content)
    assert "补打第1次" in pdf_text(tmp_path / "again.pdf")


def test_a_program_that_ends_leaves_its_job_to_the_next(
    catering: Any,
    submit: Any,
    office: Office,
    reopen: Callable[[], Office],
    hall: VirtualIpp,
    all_jobs: Jobs,
    settle: Settle,
) -> None:
    office.lanes.patience = 0.0
    hall.script = [Moment(PROCESSING, BUSY)]
    submit(catering)
    hall.asked.wait(5)
    office.lanes.end()
    with pytest.raises(Interrupted):
        office.lanes.pause(0.0)
    assert [job.state for job in all_jobs()] == ["sent"]
    hall.script = [Moment(COMPLETED)]
    settle(reopen())
    assert [job.state for job in all_jobs()] == ["done"]
    assert len(hall.jobs) == 1


@pytest.mark.parametrize("state", ["waiting", "printing", "sending", "sent"])
def test_what_was_in_print_when_a_backup_was_made_is_in_doubt(
    catering: Any,
    submit: Any,
    office: Office,
    staff: dict[str, Account],
    hall: VirtualIpp,
    tmp_path: Path,
    state: str,
) -> None:
    """The old terminal went on after the backup and may have printed it."""
    submit(catering)
    cut_off(office, state, f"{hall.address}#1")
    backup = tmp_path / "backup.db"
    keeping.back_up(office, backup, staff["管理员"])
    restored = bootstrap.restore(Settings(home=tmp_path / "new"), backup, "04", clock=office.clock)
    assert isinstance(restored, Office)
    spooling.resume(restored)
    (found,) = spooling.waiting_list(restored)
    assert (found.state, len(hall.jobs)) == ("unconfirmed", 1)
    assert "来自备份" in found.reason
    restored.store.close()
