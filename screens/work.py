"""Work off the screen's thread: asked by a node, answered by a message, its errors put in words.

This is the worker boundary: the one place in the screens where any exception is caught. What the
person sees is a sentence; the log gets the kinds of the errors and the lines they came from, but
no message and no value, as these may name an applicant.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from textual.dom import DOMNode
from textual.message import Message
from textual.timer import Timer
from textual.worker import Worker, get_current_worker

from data.errors import WindowError

if TYPE_CHECKING:
    from screens.app import DeskApp

log = logging.getLogger("screens")
# Without a handler Python would print warnings over the screen.
log.addHandler(logging.NullHandler())

T = TypeVar("T")
SLOW_SECONDS = 1.5  # a person who waits longer than this is told what for


@dataclass(frozen=True, slots=True)
class Failure:
    """An error in words: what happened, and what to do."""

    message: str
    hint: str
    error: BaseException

    @property
    def sentence(self) -> str:
        stop = "" if not self.hint or self.message.endswith(("。", "！", "？")) else "。"
        return f"{self.message}{stop}{self.hint}"


class Stopped(Exception):
    """The person stopped the work; what is done stays done."""


class Progress:
    """Handed to long work: it reports every step here, and is stopped here."""

    def __init__(self, node: DOMNode, worker: Worker[None]) -> None:
        self._node = node
        self._worker = worker

    def step(self, done: int, whole: int) -> None:
        """So many of so many are done; raises Stopped when the person asked to stop."""
        if self._worker.is_cancelled:
            raise Stopped
        self._node.post_message(Stepped(done, whole))


@dataclass
class Stepped(Message, bubble=False):
    """Long work went on."""

    done: int
    whole: int


class Answered(Message, bubble=False):
    """Work is over; `give` hands its result to whoever asked."""

    def __init__(self, group: str, number: int, give: Callable[[], None]) -> None:
        super().__init__()
        self.group = group
        self.number = number
        self.give = give


def in_words(error: BaseException) -> Failure:
    """What to tell the person about an error."""
    if isinstance(error, WindowError):
        return Failure(error.message, error.hint or "", error)
    return Failure(
        "出了意外，这一步没有做成。", "已经存下的都在；请再试一次，还不行请告诉管理员。", error
    )


def trace_of(error: BaseException) -> str:
    """Kinds of errors and places in the code, without messages and values."""
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        lines.append(type(seen).__name__)
        frames = traceback.extract_tb(seen.__traceback__)
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines)


class Asks(DOMNode):
    """A node that has work done in threads. One group has one question open: the last one.

    Stands last among the bases: the sheet knows a widget by its first one.
    """

    def ask(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        *,
        group: str = "ask",
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Do `work` in a thread, then hand its result to `then` on the screen's own thread.

        A newer question of the same group makes an older answer void.
        """
        self._ask(lambda _: work(), then, group, failed)
        self._waits_over(group)
        self._waits()[group] = self.set_timer(SLOW_SECONDS, self.show_waiting)

    def ask_first(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        *,
        group: str = "ask",
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Like `ask` where the answer decides what the next keys mean: they wait for it."""

        def not_done(failure: Failure) -> None:
            self.forget_typed()
            (failed or self.show_failure)(failure)

        self._awaited().add(group)
        self.ask(work, then, group=group, failed=not_done)

    @property
    def takes_keys(self) -> bool:
        """Whether what is typed now goes where the person means it to; until then it waits."""
        return not self._awaited()

    def forget_typed(self) -> None:
        """What was typed ahead is not meant for what comes now."""
        cast("DeskApp", self.app).type_ahead.forget()

    def wait_no_more(self) -> None:
        """The person does not want to wait: keys work again, whatever the answers bring."""
        self._awaited().clear()

    def ask_long(
        self,
        work: Callable[[Progress], T],
        then: Callable[[T], None],
        *,
        group: str = "long",
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Like `ask` for work that reports its steps and can be stopped."""
        self._ask(work, then, group, failed)

    def stop_work(self, group: str = "long") -> None:
        """Ask the work of a group to stop; its answer is void."""
        numbers = self._numbers()
        numbers[group] = numbers.get(group, 0) + 1
        self._awaited().discard(group)
        self.workers.cancel_group(self, group)

    def _numbers(self) -> dict[str, int]:
        return self.__dict__.setdefault("_asked", {})  # type: ignore[no-any-return]

    def _waits(self) -> dict[str, Timer]:
        return self.__dict__.setdefault("_waiting_for", {})  # type: ignore[no-any-return]

    def _awaited(self) -> set[str]:
        return self.__dict__.setdefault("_awaited_groups", set())  # type: ignore[no-any-return]

    def _waits_over(self, group: str) -> None:
        timer = self._waits().pop(group, None)
        if timer is not None:
            timer.stop()

    def _ask(
        self,
        work: Callable[[Progress], T],
        then: Callable[[T], None],
        group: str,
        failed: Callable[[Failure], None] | None,
    ) -> None:
        numbers = self._numbers()
        number = numbers[group] = numbers.get(group, 0) + 1

        def answer(give: Callable[[], None]) -> None:
            self.post_message(Answered(group, number, give))

        def run() -> None:
            try:
                result = work(Progress(self, get_current_worker()))
            except Stopped:
                return
            except Exception as error:
                failure = in_words(error)
                log.error("%s: %s", group, trace_of(error))
                answer(lambda: (failed or self.show_failure)(failure))
            else:
                answer(lambda: then(result))

        self.run_worker(run, thread=True, exclusive=True, group=group, exit_on_error=False)

    def on_answered(self, message: Answered) -> None:
        if self._numbers().get(message.group) == message.number:
            self._waits_over(message.group)
            self.show_answered()
            self._awaited().discard(message.group)
            message.give()

    def show_waiting(self) -> None:
        """An answer is long in coming: another program may hold the store."""

    def show_answered(self) -> None:
        """An answer has come."""

    def show_failure(self, failure: Failure) -> None:
        """Tell the person; screens have a line for it."""
        self.app.notify(failure.sentence, severity="error")
