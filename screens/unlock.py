"""The card before the login of an encrypted home: asks for its passphrase."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from screens import keys
from screens.base import DeskScreen
from screens.login import PRODUCT, Plate
from screens.widgets.fields import Field, Secret
from screens.widgets.head_line import HeadLine
from screens.widgets.ink import join, plain
from screens.widgets.line import Prose, Words
from screens.work import Failure

HINT = "本机的资料是加密的，先输入加密口令，再登录"
ACTS = join([plain(" 回车 打开 ", "chip.main"), plain("   "), plain("Esc 清空", "muted")])


class UnlockScreen(DeskScreen):
    """One field. The services are built with what is typed; the login follows."""

    KEYS = ("help", keys.use("theme", "浅色 / 深色 / 高对比", short="换色"), "quit", "back")
    AUTO_FOCUS = "#passphrase"

    def __init__(self) -> None:
        super().__init__()
        self._is_opening = False

    @property
    def place(self) -> tuple[str, str]:
        return (PRODUCT, PRODUCT)

    def foot_keys(self) -> tuple[keys.Key, ...]:
        return tuple(key for key in self.used_keys() if key.id != "back")

    def last_line(self) -> Iterable[Widget]:
        return ()

    def content(self) -> Iterable[Widget]:
        yield Vertical(
            Vertical(Plate(), id="plate"),
            Vertical(
                Horizontal(Words(plain("口令", "muted")), Secret(id="passphrase"), classes="row"),
                Prose(HINT, style="muted", classes="under", id="hint"),
                Words(ACTS, classes="under"),
                id="form",
                classes="paper",
            ),
            id="login",
        )

    def refresh_head(self) -> None:
        super().refresh_head()
        for head in self.query(HeadLine):
            head.line = None

    def hint(self, sentence: str, style: str = "muted") -> None:
        """The line below the passphrase."""
        self.query_one("#hint", Prose).say(sentence, style=style)

    def on_input_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        if not event.value:
            self.hint("请输入加密口令。", "bad.ink")
            return
        self.hint("正在打开")
        self._is_opening = True
        self.desk.unlock(event.value)

    @property
    def takes_keys(self) -> bool:
        """What is typed behind the passphrase is meant for the login."""
        return super().takes_keys and not self._is_opening

    def wait_no_more(self) -> None:
        super().wait_no_more()
        self._is_opening = False

    def services_ready(self) -> None:
        """The home is open: on to the login, also from below a card."""
        if self.is_current and self.desk.ready:
            self.app.pop_screen()

    def on_screen_resume(self) -> None:
        self.services_ready()

    def show_failure(self, failure: Failure) -> None:
        self._is_opening = False
        self.forget_typed()
        self.hint(failure.sentence, "bad.ink")
        self.action_back()

    def action_back(self) -> None:
        """Esc empties the field."""
        field = self.query_one("#passphrase", Field)
        field.value = ""
        field.focus()
