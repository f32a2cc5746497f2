"""An office printer, or a queue of CUPS, by IPP: a job is sent, then asked after until it ends.

"Completed" means that the device took the job, never that paper came out: the printer's own
reasons (缺纸, 卡纸 …) are read beside the job's state. A job that does not move on in time is
cancelled, so that it does not come out an hour later behind the clerk's back.
"""

from __future__ import annotations

import http.client
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from data.errors import PaperError, PaperUnconfirmed
from printing import reasons
from printing.ipp import Answer, Attribute, Attributes, Group, Tag, Unreadable, answer, request
from printing.printers import LOOK, TRY_AGAIN, Paper, Progress

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
STUCK_SECONDS = 25.0
"""A job that shows no progress for so long is cancelled."""
CANCEL_SECONDS = 3.0
ASK_AGAIN = (0.1, 0.2, 0.4, 0.8)
USER = "window"
"""Whose job it is: CUPS lets only the sender cancel it. Never a person's name."""
REFUSED = 0x0400
"""Status codes from here on are refusals."""

PRINT_JOB, CANCEL_JOB, GET_JOB, GET_PRINTER = 0x0002, 0x0008, 0x0009, 0x000B
STATUSES = {
    0x0401: "没有权限",
    0x0402: "要求登录",
    0x0403: "没有权限",
    0x0406: "没有这个队列",
    0x040A: "不认识 PDF",
    0x0503: "打印机出了故障",
    0x0506: "不接收新的任务",
    0x0507: "正忙",
}
HTTP = {401: "要求登录", 403: "没有权限", 404: "没有这个队列", 426: "要求加密"}
OF_PRINTER = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs")
OF_JOB = ("job-state", "job-state-message", "job-impressions-completed")


class PrinterState(IntEnum):
    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


class JobState(IntEnum):
    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


@dataclass(frozen=True, slots=True)
class Look:
    """Job and printer at one moment."""

    job: int
    message: str
    done: int
    printer: int
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        told = reasons.in_words(self.reasons)
        if not told and self.printer == PrinterState.STOPPED:
            return reasons.WORDS["stopped"]
        return told

    @property
    def place(self) -> tuple[int, int]:
        """Moves on while the job does."""
        return self.job, self.done


class IppPrinter:
    """seconds: how long a job may stand still."""

    paper = Paper.A4

    def __init__(self, host: str, port: int, path: str, *, seconds: float = STUCK_SECONDS) -> None:
        self._host, self._port, self._path = host, port, path
        self._uri = f"ipp://{f'[{host}]' if ':' in host else host}:{port}{path}"
        self._seconds = seconds
        self._ids = itertools.count(1)

    def send(
        self, content: bytes, *, title: str, copies: int, progress: Progress | None = None
    ) -> str:
        told = progress or Progress()
        self._check_open()
        told.leaving()
        reference = self._hand_over(content, title, copies)
        told.taken(reference)
        self.follow(reference, told)
        return reference

    def follow(self, reference: str, progress: Progress) -> None:
        uri, _, job = reference.rpartition("#")
        if uri != self._uri or not job.isdigit():
            raise PaperUnconfirmed(
                "print_elsewhere", f"这份文书送到了另一个地址：{reference}", hint=LOOK
            )
        self._watch(int(job), progress)

    def _check_open(self) -> None:
        """Nothing is sent to a printer that stands still: it would come out behind our back."""
        wanted = Attribute(Tag.KEYWORD, "requested-attributes", OF_PRINTER)
        found = self._ask(GET_PRINTER, [self._target(), wanted]).of(Group.PRINTER)
        is_open = _first(found, "printer-is-accepting-jobs", True)
        if is_open and _first(found, "printer-state", 0) != PrinterState.STOPPED:
            return
        told = reasons.in_words(_texts(found, "printer-state-reasons"))
        raise self._error("printer_stopped", told or reasons.WORDS["stopped"])

    def _hand_over(self, content: bytes, title: str, copies: int) -> str:
        """Print-Job; what breaks off here may have reached the printer."""
        head = request(
            PRINT_JOB,
            next(self._ids),
            [
                self._target(),
                Attribute(Tag.NAME, "requesting-user-name", (USER,)),
                Attribute(Tag.NAME, "job-name", (title,)),
                Attribute(Tag.MIME_TYPE, "document-format", ("application/pdf",)),
            ],
            [
                Attribute(Tag.INTEGER, "copies", (copies,)),
                Attribute(Tag.KEYWORD, "media", ("iso_a4_210x297mm",)),
                Attribute(Tag.KEYWORD, "print-scaling", ("none",)),
            ],
        )
        connection = self._connect()
        try:
            found = self._exchange(connection, head + content)
        except (OSError, http.client.HTTPException, Unreadable) as error:
            raise self._doubt("printer_broke_off", "送印途中断开了") from error
        finally:
            connection.close()
        if found.status >= REFUSED:
            raise self._refused(found)
        job = _first(found.of(Group.JOB), "job-id", 0)
        if not job:
            raise self._doubt("printer_broke_off", "没有给出任务号")
        return f"{self._uri}#{job}"

    def _watch(self, job: int, progress: Progress) -> None:
        """Until the job has ended, or stood still for too long."""
        waits = iter(ASK_AGAIN)
        place: tuple[int, int] | None = None
        said = reasons.OFFLINE
        until = time.monotonic() + self._seconds
        while True:
            look = self._look_or_none(job)
            if look is not None and self._has_ended(look):
                return
            said = reasons.OFFLINE if look is None else look.words
            progress.says(said or None)
            if look is not None and look.place != place:
                place, until = look.place, time.monotonic() + self._seconds
            if time.monotonic() >= until:
                return self._cancel(job, said, progress)
            progress.pause(min(next(waits, 1.0), self._seconds))

    def _has_ended(self, look: Look) -> bool:
        """True where the device took it; raises where it did not, or where no sheet can be out."""
        match look.job:
            case JobState.COMPLETED if reasons.hinders(look.reasons):
                raise self._doubt("printer_took_it", f"收下了文书，但是报告{look.words}")
            case JobState.COMPLETED:
                return True
            case JobState.CANCELED:
                raise self._error("print_canceled", "任务在打印机上被取消了")
            case JobState.ABORTED:
                told = look.words or look.message or "打印机没有说原因"
                raise self._error("print_aborted", told)
        return False

    def _cancel(self, job: int, said: str, progress: Progress) -> None:
        """Take the job back; returns where it came out at the last moment after all."""
        told = said or "打印机没有动静"
        mine = Attribute(Tag.NAME, "requesting-user-name", (USER,))
        try:
            self._ask(CANCEL_JOB, [self._target(), _job(job), mine])
        except PaperError as error:
            look = self._look_or_none(job)
            if look is not None and self._has_ended(look):
                return
            raise self._doubt("print_not_canceled", f"{told}，任务也取消不了") from error
        until = time.monotonic() + CANCEL_SECONDS
        while time.monotonic() < until:
            look = self._look_or_none(job)
            if look is not None and look.job == JobState.CANCELED:
                break
            if look is not None and self._has_ended(look):
                return
            progress.pause(ASK_AGAIN[0])
        raise self._error("print_stuck", f"{told}，任务已经取消")

    def _look_or_none(self, job: int) -> Look | None:
        """None while the printer can not be asked."""
        try:
            return self._look(job)
        except PaperError as error:
            if error.code == "printer_refused":
                raise self._doubt("printer_forgot", "已经不记得这个任务") from error
            return None

    def _look(self, job: int) -> Look:
        own = Attribute(Tag.KEYWORD, "requested-attributes", OF_JOB)
        printers = Attribute(Tag.KEYWORD, "requested-attributes", OF_PRINTER)
        of_job = self._ask(GET_JOB, [self._target(), _job(job), own]).of(Group.JOB)
        of_printer = self._ask(GET_PRINTER, [self._target(), printers]).of(Group.PRINTER)
        return Look(
            job=_first(of_job, "job-state", 0),
            message="".join(_texts(of_job, "job-state-message")),
            done=_first(of_job, "job-impressions-completed", 0),
            printer=_first(of_printer, "printer-state", 0),
            reasons=tuple(_texts(of_printer, "printer-state-reasons")),
        )

    def _ask(self, operation: int, attributes: Sequence[Attribute]) -> Answer:
        connection = self._connect()
        try:
            found = self._exchange(connection, request(operation, next(self._ids), attributes))
        except OSError as error:
            raise self._error("printer_unreachable", reasons.OFFLINE) from error
        except (http.client.HTTPException, Unreadable) as error:
            raise self._error("printer_not_ipp", "这个地址的回答不是打印服务的") from error
        finally:
            connection.close()
        if found.status >= REFUSED:
            raise self._refused(found)
        return found

    def _connect(self) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=CONNECT_SECONDS)
        try:
            connection.connect()
        except OSError as error:
            raise self._error("printer_unreachable", reasons.OFFLINE) from error
        connection.sock.settimeout(ANSWER_SECONDS)
        return connection

    def _exchange(self, connection: http.client.HTTPConnection, content: bytes) -> Answer:
        connection.request("POST", self._path, content, {"Content-Type": "application/ipp"})
        with connection.getresponse() as response:
            if response.status == http.client.OK:
                return answer(response.read())
        words = HTTP.get(response.status, f"HTTP {response.status}")
        raise self._error("printer_refused", words)

    def _target(self) -> Attribute:
        return Attribute(Tag.URI, "printer-uri", (self._uri,))

    def _refused(self, found: Answer) -> PaperError:
        told = "".join(_texts(found.of(Group.OPERATION), "status-message"))
        words = STATUSES.get(found.status) or told or f"0x{found.status:04x}"
        return self._error("printer_refused", words)

    def _error(self, code: str, why: str) -> PaperError:
        return PaperError(code, f"文书没有打印，打印机 {self._uri}：{why}。", hint=TRY_AGAIN)

    def _doubt(self, code: str, why: str) -> PaperUnconfirmed:
        words = f"不知道有没有出纸，打印机 {self._uri}：{why}。"
        return PaperUnconfirmed(code, words, hint=LOOK)


def _job(number: int) -> Attribute:
    return Attribute(Tag.INTEGER, "job-id", (number,))


def _first(found: Attributes, name: str, otherwise: int) -> int:
    value = found.get(name, (otherwise,))[0]
    return value if isinstance(value, int) else otherwise


def _texts(found: Attributes, name: str) -> list[str]:
    return [value for value in found.get(name, ()) if isinstance(value, str)]
