"""The base of every full screen: head, body, the line that says what happens next, foot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from data.errors import Refusal
from screens import keys
from screens.keys import Key
from screens.widgets.fields import Field
from screens.widgets.foot_line import FootLine, KeyLine
from screens.widgets.ground import Ground, Stack
from screens.widgets.head_line import HeadLine
from screens.widgets.next_line import NextLine, NoticeLine, ProgressLine
from screens.work import Asks, Failure, Stepped

if TYPE_CHECKING:
    from screens.app import DeskApp
    from screens.ports import Services
    from screens.widgets.search_box import SearchBox
    from screens.widgets.table import ListTable


WAITING = "本机资料正被另一个程序占着，还在等，不会丢；按 Esc 可以先办别的。"


class Keyed:
    """Takes its bindings from the registry: `KEYS` names them, in the order of the foot line."""

    KEYS: ClassVar[tuple[keys.Used, ...]] = ()

    def __init_subclass__(cls, **kwargs: bool | str | None) -> None:
        if "KEYS" in cls.__dict__:
            cls.BINDINGS = keys.bindings(cls.KEYS)  # type: ignore[attr-defined]
        super().__init_subclass__(**kwargs)


class DeskScreen(Keyed, Screen[None], Ground, Asks):
    """A full screen. Subclasses give `KEYS`, `content` and, on a task, `place` and `who`.

    Handlers of a subclass (`on_mount` …) run beside those here, not instead of them.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    # Kept, as every key asks for them and a query walks the whole screen.
    _head_line: HeadLine | None = None
    _notice_line: NoticeLine | None = None

    def content(self) -> Iterable[Widget]:
        """What stands between head and foot."""
        return ()

    def last_line(self) -> Iterable[Widget]:
        """The line above the foot; an intake puts its conclusion here."""
        yield NextLine()

    @property
    def place(self) -> tuple[str, str]:
        """Bold words of the head line, long and short."""
        return self.desk.place_words

    @property
    def who(self) -> tuple[str, str]:
        """Quieter words behind them."""
        return self.desk.who_words

    def compose(self) -> ComposeResult:
        self._head_line, self._notice_line = HeadLine(), NoticeLine()
        yield self._head_line
        with Stack(id="body"):
            yield from self.content()
        yield self._notice_line
        yield ProgressLine()
        yield from self.last_line()
        yield FootLine(self.foot_keys())

    # The application and what it was given.

    @property
    def desk(self) -> DeskApp:
        """The application, with its own type."""
        return cast("DeskApp", self.app)

    @property
    def services(self) -> Services:
        """The services; a screen behind the login can rely on them."""
        return self.desk.services

    # Keys.

    def used_keys(self) -> tuple[Key, ...]:
        """The keys that work here now; those of screens that do not exist are left out."""
        return tuple(
            key for key in keys.resolve(self.KEYS) if not key.door or self.desk.has_door(key.id)
        )

    def foot_keys(self) -> tuple[Key, ...]:
        return tuple(key for key in self.used_keys() if key.on_foot)

    def on_key_line_pressed(self, event: KeyLine.Pressed) -> None:
        event.stop()
        self.desk.press(event.key.key)

    def on_key(self, event: events.Key) -> None:
        """A scan begins wherever the focus is: what no list took is typed into the box."""
        box = self.box
        if box is None or not event.is_printable or isinstance(self.focused, Field):
            return
        if event.key in self.active_bindings:
            return
        event.stop()
        box.type_in(event.character or "")

    def on_paste(self, event: events.Paste) -> None:
        """Some scanners and input methods give all at once."""
        if self.box is not None and not isinstance(self.focused, Field):
            event.stop()
            self.box.type_in(event.text)

    @property
    def box(self) -> SearchBox | None:
        """The one box, on screens that take scans anywhere."""
        return None

    @property
    def led(self) -> ListTable | None:
        """The list that the arrow keys move while the box has the focus."""
        return None

    def on_search_box_arrow(self, event: SearchBox.Arrow) -> None:
        if self.led is not None:
            getattr(self.led, f"action_{event.action}")()

    def on_descendant_focus(self) -> None:
        """A list led by the box shows the full cursor while somebody types."""
        if self.led is not None and self.box is not None:
            self.led.set_class(self.focused is self.box.field, "-led")

    def action_box(self) -> None:
        if self.box is not None:
            self.box.field.focus()

    def action_back(self) -> None:
        """One step back: running work stops first, else the screen closes."""
        if self.query_one(ProgressLine).has_class("-busy"):
            self.stop_long()
        elif len(self.app.screen_stack) > 1:
            self.app.pop_screen()

    # Head line.

    def on_mount(self) -> None:
        self.refresh_head()

    def on_screen_resume(self) -> None:
        self.refresh_head()
        self.query_one(FootLine).show_keys(self.foot_keys())

    def refresh_head(self) -> None:
        """Take over place, person, state and time from the application."""
        if (head := self._head_line) is not None:
            head.place, head.who = self.place, self.who
            head.line = self.desk.line
            # It shows minutes; finer, it would be drawn again at every key.
            head.moment = self.desk.clock.now().replace(second=0, microsecond=0)

    def line_moved(self) -> None:
        """There was an exchange with the hub: what came may belong on this screen."""

    # Words for the person.

    def say_next(self, sentence: str, key_hint: str = "", *, short: str = "") -> None:
        """What happens next for the row under the cursor."""
        self.query_one(NextLine).say(sentence, key_hint, short=short)

    def tell(self, sentence: str, family: str = "info", *, word: str = "提示") -> None:
        """What just happened."""
        self.query_one(NoticeLine).tell(sentence, family, word=word)

    def refuse(self, refusal: Refusal) -> None:
        """Why the rule says no, and what can be done."""
        self.forget_typed()
        rule = f"（{refusal.rule}）" if refusal.rule else ""
        self.tell(f"{refusal.message}{refusal.hint or ''}{rule}", "warn", word="不能办")

    def show_failure(self, failure: Failure) -> None:
        self.tell(failure.sentence, "bad", word="出错")

    def show_waiting(self) -> None:
        self.tell(WAITING, "warn", word="在等")

    def show_answered(self) -> None:
        notice = self.query_one(NoticeLine)
        if notice.sentence == WAITING:
            notice.clear()

    def put_away(self) -> None:
        """Somebody else sits down and this screen is closed: keep what is not kept yet."""

    # Long work.

    def start_long(self, what: str, whole: int | None = None) -> None:
        """Show that long work runs; follow with `ask_long`, end with `end_long`."""
        self.query_one(ProgressLine).start(what, whole)

    def on_stepped(self, message: Stepped) -> None:
        self.query_one(ProgressLine).advance(message.done, message.whole)

    def end_long(self) -> None:
        self.query_one(ProgressLine).finish()

    def stop_long(self) -> None:
        """The person stopped the work."""
        self.stop_work()
        self.end_long()
        self.tell("停下了；已经做完的都在。")
