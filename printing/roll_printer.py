"""A roll printer that speaks ESC/POS: asked for its state, written to, asked whether all came out.

A cheap one answers nothing: then what it took counts as printed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from data.errors import PaperError, PaperUnconfirmed
from printing import escpos, reasons
from printing.escpos import Ask
from printing.printers import LOOK, TRY_AGAIN, Paper, Progress
from printing.wires import Wire

STATUS_SECONDS = 1.0
WRITE_SECONDS = 20.0
END_SECONDS = 10.0


class RollPrinter:
    """name: how it is called in messages; `open_wire` reaches it anew for each paper.

    status, write, end: seconds a printer has to answer, to take a paper, to finish it.
    """

    def __init__(
        self,
        name: str,
        paper: Paper,
        open_wire: Callable[[], Wire],
        *,
        status: float = STATUS_SECONDS,
        write: float = WRITE_SECONDS,
        end: float = END_SECONDS,
    ) -> None:
        self.paper = paper
        self._name = name
        self._open_wire = open_wire
        self._status, self._write, self._end = status, write, end

    def send(
        self, content: bytes, *, title: str, copies: int, progress: Progress | None = None
    ) -> str:
        with self._reached() as wire:
            answers = self._check_ready(wire)
            (progress or Progress()).leaving()
            try:
                wire.write(content * copies, self._write)
                self._check_printed(wire, answers)
            except TimeoutError as error:
                raise self._stalled(wire) from error
            except OSError as error:
                raise self._doubt("printer_hung_up", "打印途中断开了") from error
        return self._name

    @contextmanager
    def _reached(self) -> Iterator[Wire]:
        try:
            wire = self._open_wire()
        except OSError as error:
            raise self._error("printer_unreachable", reasons.OFFLINE) from error
        try:
            yield wire
        finally:
            wire.close()

    def _check_ready(self, wire: Wire) -> bool:
        """Raises where it can not print now; gives whether this printer answers at all."""
        try:
            told = self._problems(wire)
        except OSError as error:
            raise self._error("printer_unreachable", reasons.OFFLINE) from error
        if told:
            raise self._error("printer_not_ready", told)
        return told is not None

    def _check_printed(self, wire: Wire, answers: bool) -> None:
        """The answer to the last question comes when everything before it was printed."""
        if not answers:
            return
        wire.write(escpos.ASK_AT_END, self._status)
        byte = self._answer(wire, escpos.is_paper_status, self._end)
        if byte is None:
            raise self._stalled(wire)
        if escpos.is_out_of_paper(byte):
            raise self._doubt("printer_out_at_end", reasons.OUT_OF_PAPER)

    def _problems(self, wire: Wire) -> str | None:
        """What it says is wrong, empty for nothing; None where it does not answer."""
        told: list[str] = []
        for what in Ask:
            wire.write(escpos.ask(what), self._status)
            byte = self._answer(wire, escpos.is_status, self._status)
            if byte is None:
                return "、".join(told) or None
            told += [words for words in escpos.problems(what, byte) if words not in told]
        return "、".join(told)

    def _answer(self, wire: Wire, is_it: Callable[[int], bool], seconds: float) -> int | None:
        """The next byte that is such an answer; others are passed over."""
        until = time.monotonic() + seconds
        while (byte := wire.read(max(0.0, until - time.monotonic()))) is not None:
            if is_it(byte):
                return byte
        return None

    def _stalled(self, wire: Wire) -> PaperUnconfirmed:
        try:
            told = self._problems(wire)
        except OSError:
            told = None
        return self._doubt("printer_stalled", told or "没有动静")

    def _error(self, code: str, why: str) -> PaperError:
        return PaperError(code, f"文书没有打印，小票机 {self._name}：{why}。", hint=TRY_AGAIN)

    def _doubt(self, code: str, why: str) -> PaperUnconfirmed:
        words = f"不知道有没有打印完，小票机 {self._name}：{why}。"
        return PaperUnconfirmed(code, words, hint=LOOK)
