"""The IPP client and `lp` against a real cupsd: `pytest -m cups`, part of `make check`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import own_cups
import pytest
from own_cups import OwnCups, Queue

from data.errors import PaperError, PaperUnconfirmed
from printing.ipp_printer import IppPrinter
from printing.lp import LpPrinter
from printing.printers import Paper, Progress

pytestmark = pytest.mark.cups

QUEUES = {
    "good": Queue("take"),
    "empty": Queue("empty"),
    "stops": Queue("empty", policy="stop-printer"),
    "retries": Queue("empty", policy="retry-job"),
    "away": Queue("away"),
    "paused": Queue("take", is_paused=True),
}
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


@pytest.fixture(scope="module")
def cups() -> Iterator[OwnCups]:
    try:
        with own_cups.running(QUEUES) as found:
            yield found
    except FileNotFoundError as error:
        pytest.fail(str(error))


@pytest.fixture
def printer(cups: OwnCups) -> Callable[..., IppPrinter]:
    def reach(queue: str, *, seconds: float = 5.0) -> IppPrinter:
        return IppPrinter("127.0.0.1", cups.port, f"/printers/{queue}", seconds=seconds)

    return reach


def failed(printer: IppPrinter) -> PaperError:
    with pytest.raises(PaperError) as failure:
        printer.send(PDF, title="受理通知书", copies=1)
    return failure.value


def test_the_device_gets_the_paper_byte_for_byte(
    cups: OwnCups, printer: Callable[..., IppPrinter]
) -> None:
    reference = printer("good").send(PDF, title="清新市监许受字〔2026〕00010300012号", copies=1)
    assert reference.startswith(f"{cups.uri('good')}#")
    assert cups.taken("good") == PDF


def test_a_backend_without_paper_aborts_the_job(printer: Callable[..., IppPrinter]) -> None:
    error = failed(printer("empty"))
    assert (error.code, type(error)) == ("print_aborted", PaperError)
    assert "缺纸" in error.message


def test_a_queue_that_stops_keeps_no_job(printer: Callable[..., IppPrinter]) -> None:
    """The job waits in a stopped queue: it is taken back; the next is not even sent."""
    error = failed(printer("stops", seconds=1.5))
    assert (error.code, type(error)) == ("print_stuck", PaperError)
    assert "缺纸" in error.message and "任务已经取消" in error.message
    again = failed(printer("stops"))
    assert again.code == "printer_stopped"
    assert "缺纸" in again.message and "已暂停" in again.message


@pytest.mark.parametrize(("queue", "words"), [("away", "离线"), ("retries", "缺纸")])
def test_a_job_that_stands_still_is_taken_back(
    printer: Callable[..., IppPrinter], queue: str, words: str
) -> None:
    error = failed(printer(queue, seconds=1.5))
    assert (error.code, type(error)) == ("print_stuck", PaperError)
    assert words in error.message


def test_a_paused_queue_is_sent_nothing(cups: OwnCups, printer: Callable[..., IppPrinter]) -> None:
    error = failed(printer("paused"))
    assert error.code == "printer_stopped" and "已暂停" in error.message
    assert not Path(cups.root / "out" / "paused").exists()


def test_a_queue_that_is_not_there_is_told(printer: Callable[..., IppPrinter]) -> None:
    error = failed(printer("nowhere"))
    assert error.code == "printer_refused" and "没有这个队列" in error.message


def test_a_job_that_cups_forgot_is_in_doubt(
    cups: OwnCups, printer: Callable[..., IppPrinter]
) -> None:
    with pytest.raises(PaperUnconfirmed):
        printer("good").follow(f"{cups.uri('good')}#9999", Progress())


def test_lp_hands_over_to_a_real_queue(cups: OwnCups, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{cups.port}")
    (cups.root / "out" / "good").unlink(missing_ok=True)
    said = LpPrinter("good").send(PDF + b"%lp\n", title="受理通知书", copies=1)
    assert "good-" in said
    assert cups.has_taken("good")
    assert LpPrinter("good").paper is Paper.A4
    with pytest.raises(PaperError) as refused:
        LpPrinter("nowhere").send(PDF, title="x", copies=1)
    assert refused.value.code == "printer_refused"
