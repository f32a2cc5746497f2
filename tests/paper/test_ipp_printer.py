"""The IPP client against a printer that speaks IPP: what it hears, and what it makes of it."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator

import pytest
import virtual_ipp
from virtual_ipp import (
    ABORTED,
    BUSY,
    CANCELED,
    COMPLETED,
    IDLE,
    NOT_POSSIBLE,
    PENDING,
    PROCESSING,
    STOPPED,
    Moment,
    VirtualIpp,
)

from data.errors import PaperError, PaperUnconfirmed
from printing.ipp_printer import IppPrinter
from printing.printers import Progress

PDF = b"%PDF-1.4 paper"
OUT = ("media-empty-error", "paused")


class Heard(Progress):
    """Keeps what a printer tells, and never sleeps for long."""

    def __init__(self) -> None:
        self.told: list[str | None] = []

    def leaving(self) -> None:
        self.told.append("leaving")

    def taken(self, reference: str) -> None:
        self.told.append(reference)

    def says(self, reason: str | None) -> None:
        if reason != self.told[-1]:
            self.told.append(reason)

    def pause(self, seconds: float) -> None:
        time.sleep(min(seconds, 0.01))


@pytest.fixture
def device() -> Iterator[VirtualIpp]:
    with virtual_ipp.running(VirtualIpp()) as found:
        yield found


def client(device: VirtualIpp, seconds: float = 0.2) -> IppPrinter:
    return IppPrinter("127.0.0.1", device.port, "/printers/hall", seconds=seconds)


def send(device: VirtualIpp) -> tuple[str, list[str | None]]:
    heard = Heard()
    reference = client(device).send(PDF, title="许受字〔2026〕1号", copies=2, progress=heard)
    return reference, heard.told


def failed(device: VirtualIpp) -> PaperError:
    with pytest.raises(PaperError) as failure:
        send(device)
    assert failure.value.hint
    return failure.value


def test_the_paper_arrives_byte_for_byte_with_its_wishes(device: VirtualIpp) -> None:
    reference, told = send(device)
    (job,) = device.jobs
    assert reference == f"{device.address}#1"
    assert told == ["leaving", reference]
    assert job.content == PDF
    assert job.operation["job-name"] == ["许受字〔2026〕1号".encode()]
    assert job.operation["requesting-user-name"] == [b"window"]
    assert job.operation["document-format"] == [b"application/pdf"]
    assert job.wishes["copies"] == [struct.pack(">i", 2)]
    assert job.wishes["media"] == [b"iso_a4_210x297mm"]
    assert job.wishes["print-scaling"] == [b"none"]


def test_trouble_on_the_way_is_told_in_words_and_then_not(device: VirtualIpp) -> None:
    device.script = [
        Moment(PENDING, IDLE),
        Moment(PROCESSING, BUSY),
        Moment(PROCESSING, STOPPED, ("media-jam-error",)),
        Moment(PROCESSING, BUSY, ("cover-open-error", "media-jam-error")),
        Moment(PROCESSING, STOPPED),
        Moment(PROCESSING, BUSY),
        Moment(COMPLETED, IDLE),
    ]
    reference, told = send(device)
    assert told == ["leaving", reference, None, "卡纸", "盖子开着、卡纸", "已暂停", None]


def test_an_aborted_job_says_why(device: VirtualIpp) -> None:
    device.script = [Moment(PROCESSING, BUSY), Moment(ABORTED, IDLE, ("media-empty-error",))]
    error = failed(device)
    assert (error.code, type(error)) == ("print_aborted", PaperError)
    assert "缺纸" in error.message and device.address in error.message


def test_an_aborted_job_without_a_reason_tells_the_printers_message(device: VirtualIpp) -> None:
    device.script = [Moment(ABORTED, message="Unsupported image")]
    assert "Unsupported image" in failed(device).message
    device.script = [Moment(ABORTED)]
    assert "没有说原因" in failed(device).message


def test_a_job_canceled_at_the_printer_is_told(device: VirtualIpp) -> None:
    device.script = [Moment(CANCELED)]
    assert failed(device).code == "print_canceled"


@pytest.mark.parametrize(("printer", "accepting"), [(STOPPED, True), (IDLE, False)])
def test_a_printer_that_stands_still_is_sent_nothing(
    device: VirtualIpp, printer: int, accepting: bool
) -> None:
    device.printer, device.accepting, device.reasons = printer, accepting, OUT
    heard = Heard()
    with pytest.raises(PaperError) as failure:
        client(device).send(PDF, title="x", copies=1, progress=heard)
    assert (failure.value.code, type(failure.value)) == ("printer_stopped", PaperError)
    assert "缺纸、已暂停" in failure.value.message
    assert (device.jobs, heard.told) == ([], [])


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (Moment(PROCESSING, BUSY, ("connecting-to-device",)), "离线"),
        (Moment(PROCESSING, STOPPED, ("media-empty-error",)), "缺纸"),
        (Moment(PENDING, STOPPED, ("paused",)), "已暂停"),
        (Moment(PROCESSING, BUSY), "没有动静"),
    ],
)
def test_a_job_that_stands_still_is_taken_back(
    device: VirtualIpp, moment: Moment, words: str
) -> None:
    device.script = [moment]
    error = failed(device)
    assert (error.code, type(error)) == ("print_stuck", PaperError)
    assert words in error.message and "任务已经取消" in error.message
    assert [job.state for job in device.jobs] == [CANCELED]


def test_a_job_that_moves_on_is_given_more_time(device: VirtualIpp) -> None:
    pages = [Moment(PROCESSING, BUSY, impressions=page) for page in range(40)]
    device.script = [*pages, Moment(COMPLETED)]
    reference, _told = send(device)
    assert reference.endswith("#1")


def test_a_job_that_cannot_be_taken_back_is_in_doubt(device: VirtualIpp) -> None:
    device.script, device.cancel_status = [Moment(PROCESSING, BUSY, OUT)], NOT_POSSIBLE
    error = failed(device)
    assert (error.code, type(error)) == ("print_not_canceled", PaperUnconfirmed)
    assert "缺纸" in error.message


def test_a_job_that_comes_out_while_it_is_taken_back_came_out(device: VirtualIpp) -> None:
    device.script, device.after_cancel = [Moment(PROCESSING, BUSY)], COMPLETED
    reference, _told = send(device)
    assert reference == f"{device.address}#1"


def test_completed_without_paper_is_in_doubt(device: VirtualIpp) -> None:
    device.script = [Moment(COMPLETED, IDLE, ("media-empty-error",))]
    error = failed(device)
    assert (error.code, type(error)) == ("printer_took_it", PaperUnconfirmed)
    assert "缺纸" in error.message


def test_completed_with_a_warning_came_out(device: VirtualIpp) -> None:
    device.script = [Moment(COMPLETED, IDLE, ("media-low-warning", "toner-low-report"))]
    assert send(device)[0].endswith("#1")


@pytest.mark.parametrize(
    ("status", "words"),
    [(0x0406, "没有这个队列"), (0x040A, "不认识 PDF"), (0x0506, "不接收"), (0x0411, "0x0411")],
)
def test_what_is_refused_did_not_come_out(device: VirtualIpp, status: int, words: str) -> None:
    device.print_status = status
    error = failed(device)
    assert (error.code, type(error)) == ("printer_refused", PaperError)
    assert words in error.message


def test_what_breaks_off_while_it_is_sent_is_in_doubt(device: VirtualIpp) -> None:
    device.hangs_up = True
    error = failed(device)
    assert (error.code, type(error)) == ("printer_broke_off", PaperUnconfirmed)


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, b"<html>hello</html>", "printer_not_ipp"),
        (404, b"", "printer_refused"),
        (503, b"", "printer_refused"),
    ],
)
def test_an_address_that_speaks_no_ipp_is_told(
    device: VirtualIpp, status: int, body: bytes, code: str
) -> None:
    device.http_status, device.body = status, body
    error = failed(device)
    assert (error.code, type(error)) == (code, PaperError)


def test_a_dead_host_is_sent_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    heard = Heard()
    with pytest.raises(PaperError) as failure:
        IppPrinter("127.0.0.1", port, "/").send(PDF, title="x", copies=1, progress=heard)
    assert (failure.value.code, type(failure.value)) == ("printer_unreachable", PaperError)
    assert "离线" in failure.value.message
    assert heard.told == []


def test_a_printer_that_dies_with_the_job_leaves_it_in_doubt(device: VirtualIpp) -> None:
    send(device)
    gone = VirtualIpp()
    with virtual_ipp.running(gone):
        pass
    heard = Heard()
    heard.told = ["sent"]
    with pytest.raises(PaperUnconfirmed) as failure:
        client(gone, seconds=0.05).follow(f"{gone.address}#1", heard)
    assert "离线" in failure.value.message
    assert heard.told == ["sent", "离线"]


def test_a_job_of_before_is_asked_after_and_not_sent_again(device: VirtualIpp) -> None:
    reference, _told = send(device)
    device.script = [Moment(PROCESSING, BUSY), Moment(COMPLETED)]
    heard = Heard()
    heard.told = ["sent"]
    client(device).follow(reference, heard)
    assert len(device.jobs) == 1


@pytest.mark.parametrize("reference", ["ipp://other/q#1", "hall-7", "{}#", "{}#7"])
def test_a_job_that_this_printer_does_not_know_is_in_doubt(
    device: VirtualIpp, reference: str
) -> None:
    with pytest.raises(PaperUnconfirmed):
        client(device).follow(reference.format(device.address), Heard())
