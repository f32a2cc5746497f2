"""The login card, and the same card as the lock over everything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widget import Widget

from data.errors import Refusal
from screens import keys
from screens.base import DeskScreen
from screens.ports import Person, StationFact
from screens.widgets.fields import Field, FoldingField, Secret
from screens.widgets.head_line import HeadLine
from screens.widgets.ink import join, plain, soft_badge
from screens.widgets.line import Line, Prose, Words, stacked
from screens.work import Failure

PRODUCT = "一窗综合受理"
STAFF_HINT = "工号或登录名"
PASSWORD_HINT = "区分大小写，连错五次锁定"
OPENING = "正在打开本机资料，可以先输入口令"
FACT_COLUMN = 12


class Plate(Line):
    """Place and window on the dark plate."""

    place: reactive[str] = reactive(PRODUCT)
    window: reactive[str] = reactive("")

    def build(self, width: int) -> Text:
        return stacked([plain(self.place, "head.place"), plain(self.window, "head.who")])


class Facts(Line):
    """How this terminal is: badges with a sentence each."""

    facts: reactive[Sequence[StationFact]] = reactive((), layout=True)

    def build(self, width: int) -> Text:
        return stacked(map(_fact_line, self.facts))


def _fact_line(fact: StationFact) -> Text:
    badge = soft_badge(fact.badge, fact.family)
    gap = plain(" " * max(2, FACT_COLUMN - badge.cell_len))
    return join([badge, gap, plain(fact.words, "muted")])


class LoginScreen(DeskScreen):
    """Asks who sits down. The services may still be opening; the login then waits for them."""

    KEYS = (
        "help",
        "change_person",
        keys.use("theme", "浅色 / 深色 / 高对比", short="换色"),
        "quit",
        "back",
    )
    AUTO_FOCUS = "#staff"

    def __init__(self, locked_by: Person | None = None) -> None:
        super().__init__()
        self._locked_by = locked_by
        self._waiting = False
        self._not_opened: Failure | None = None

    # What is shown.

    @property
    def place(self) -> tuple[str, str]:
        return (PRODUCT, PRODUCT)

    @property
    def who(self) -> tuple[str, str]:
        return ("已锁屏", "已锁屏") if self._locked_by else ("", "")

    def used_keys(self) -> tuple[keys.Key, ...]:
        """Only a locked desk can change hands."""
        hidden = () if self._locked_by else ("change_person",)
        return tuple(key for key in super().used_keys() if key.id not in hidden)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "change_person" or self._locked_by is not None

    def foot_keys(self) -> tuple[keys.Key, ...]:
        return tuple(key for key in self.used_keys() if key.id != "back")

    def last_line(self) -> Iterable[Widget]:
        return ()

    def content(self) -> Iterable[Widget]:
        known = self._locked_by.staff if self._locked_by else self.desk.usual_staff
        staff = FoldingField(known, id="staff", limit=40)
        staff.disabled = self._locked_by is not None
        yield Vertical(
            Vertical(Plate(), id="plate"),
            Vertical(
                Horizontal(Words(plain("工号", "muted")), staff, classes="row"),
                Words(plain(self._staff_hint(), "muted"), classes="under", id="whose"),
                Horizontal(Words(plain("口令", "muted")), Secret(id="password"), classes="row"),
                Prose(PASSWORD_HINT, style="muted", classes="under", id="hint"),
                Words(_acts(), classes="under"),
                id="form",
                classes="paper",
            ),
            Facts(id="facts"),
            id="login",
        )

    def _staff_hint(self) -> str:
        return f"{self._locked_by.name}   锁着" if self._locked_by else STAFF_HINT

    def on_mount(self) -> None:
        if self._locked_by or self.desk.usual_staff:
            self.query_one("#password").focus()
        if not self.desk.ready:
            self.hint(OPENING)

    def refresh_head(self) -> None:
        super().refresh_head()
        head = self.query_one(HeadLine)
        head.line = None
        station = self.desk.station
        if station is not None:
            head.aside = station.window
            plate = self.query_one(Plate)
            plate.place, plate.window = station.place, station.plate
            self.query_one(Facts).facts = tuple(station.facts)

    def hint(self, sentence: str, style: str = "muted") -> None:
        """The line below the password."""
        line = self.query_one("#hint", Prose)
        line.say(sentence, style=style)

    # What is done.

    def services_ready(self) -> None:
        """The services are open now."""
        self._not_opened = None
        self.hint(PASSWORD_HINT)
        self.refresh_head()
        if self._waiting:
            self.sign_in()

    def on_input_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        if event.input.id == "staff":
            self.query_one("#password").focus()
        else:
            self.sign_in()

    def sign_in(self) -> None:
        """Ask for the person with what is typed."""
        staff = self.query_one("#staff", Field).value.strip()
        password = self.query_one("#password", Field).value
        if not staff or not password:
            self.hint("请输入工号。" if not staff else "请输入口令。", "bad.ink")
            return
        if self._not_opened is not None:
            self.hint(self._not_opened.sentence, "bad.ink")
            return
        self._waiting = not self.desk.ready
        if self._waiting:
            self.hint("正在打开本机资料，打开后自动登录")
            return
        self.hint("正在核对")
        services = self.desk.services
        self.ask_first(lambda: services.sign_in(staff, password), self._answered, group="sign_in")

    @property
    def takes_keys(self) -> bool:
        """What is typed behind the password is meant for the desk."""
        return super().takes_keys and not self._waiting

    def wait_no_more(self) -> None:
        super().wait_no_more()
        self._waiting = False

    def _answered(self, answer: Person | Refusal) -> None:
        password = self.query_one("#password", Field)
        password.value = ""
        if isinstance(answer, Refusal):
            self.forget_typed()
            self.hint(f"{answer.message}{answer.hint or ''}", "bad.ink")
            password.focus()
            return
        self.hint(PASSWORD_HINT)
        if self._locked_by is None:
            self.desk.enter(answer)
        elif answer.staff == self._locked_by.staff:
            self.dismiss()
        else:
            self.desk.change_person(answer)

    def show_failure(self, failure: Failure) -> None:
        self.forget_typed()
        self._waiting = False
        self._not_opened = None if self.desk.ready else failure
        self.hint(failure.sentence, "bad.ink")

    def action_change_person(self) -> None:
        """Another person may sit down at a locked desk; what is under the lock is kept."""
        staff = self.query_one("#staff", Field)
        staff.disabled = False
        staff.value = ""
        staff.focus()
        self.query_one("#whose", Words).say(plain("别人的工号；没办完的都留着", "muted"))

    def action_back(self) -> None:
        """Esc empties the card; it never leaves a lock."""
        self._waiting = False
        staff = self.query_one("#staff", Field)
        self.query_one("#password", Field).value = ""
        staff.disabled = self._locked_by is not None
        staff.value = self._locked_by.staff if self._locked_by else ""
        self.query_one("#whose", Words).say(plain(self._staff_hint(), "muted"))
        self.query_one("#password" if self._locked_by else "#staff").focus()


def _acts() -> Text:
    return join([plain(" 回车 登录 ", "chip.main"), plain("   "), plain("Esc 清空", "muted")])
