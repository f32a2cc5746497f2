"""The application: themes, keys that hold everywhere, the services' slot, login and lock.

It paints first and has the services built afterwards, in a thread: their libraries take longer
to load than a frame may take. It knows no service by name and builds no screen but the login.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import Binding
from textual.notifications import SeverityLevel
from textual.screen import Screen

from data.clock import Clock, SystemClock
from screens import keys, palette, remedies
from screens.base import DeskScreen, Keyed
from screens.doors import DESK as DESK  # what opens a terminal imports this module alone
from screens.doors import REVIEW as REVIEW
from screens.hub_line import HearsLine
from screens.keys import Key
from screens.login import PRODUCT, LoginScreen
from screens.too_small import TooSmall, too_small
from screens.type_ahead import TypeAhead
from screens.unlock import UnlockScreen
from screens.width import shown
from screens.work import Asks, Failure, log, trace_of

if TYPE_CHECKING:
    from screens.ports import Person, Services, Station

Door = Callable[[], Screen[Any]]
TICK_SECONDS = 5.0
HOME = "home"
SHEETS = Path(__file__).parent
CRASHED = (
    "程序遇到意外，已经关上。已经存下的都在，没有丢。\n请重新打开；如果又这样，请把日志交给管理员。"
)


class DeskApp(Keyed, HearsLine, App[None], Asks, inherit_bindings=False):
    """The terminal.

    `open_services` is called once, in a thread, after the first frame. `doors` are the screens
    that exist, by the id of the key that opens them, and `home`. `keep_theme` is told every
    choice of a theme. `true_colour` None asks the terminal. `card_folder` is where the card
    reader's program leaves what it read. `usual_staff` stands in the login from the start.
    `unlock`, given for an encrypted home, is told what was typed as its passphrase; only then
    `open_services` is called, and again while that was wrong.
    """

    TITLE = "一窗"
    CSS_PATH = [SHEETS / "app.tcss", SHEETS / "login.tcss"]  # noqa: RUF012
    ENABLE_COMMAND_PALETTE = False
    KEYS = ("help", "palette", "theme", "quit")

    def __init__(
        self,
        open_services: Callable[[], Services],
        *,
        doors: Mapping[str, Door] | None = None,
        clock: Clock | None = None,
        theme: str = palette.DEFAULT_THEME,
        keep_theme: Callable[[str], None] | None = None,
        true_colour: bool | None = None,
        card_folder: Path | None = None,
        usual_staff: str = "",
        unlock: Callable[[str], None] | None = None,
    ) -> None:
        remedies.apply()
        self.usual_staff = usual_staff
        self.card_folder = card_folder
        self._open_services = open_services
        self._unlock = unlock
        self._doors = dict(doors or {})
        self._keep_theme = keep_theme
        self._services: Services | None = None
        self.clock: Clock = clock or SystemClock()
        self.person: Person | None = None
        self.station: Station | None = None
        super().__init__()
        self.type_ahead = TypeAhead(self, super().on_event)
        self.animation_level = "none"
        if true_colour is None:
            true_colour = self.console.color_system in ("truecolor", "windows")
        self._true_colour = true_colour
        for name in palette.THEME_WORDS:
            self.register_theme(palette.textual_theme(self._look(name)))
        self._show_theme(theme if theme in palette.THEME_WORDS else palette.DEFAULT_THEME)

    # Start.

    def get_default_screen(self) -> Screen[Any]:
        return LoginScreen()

    def on_mount(self) -> None:
        self.set_interval(TICK_SECONDS, self.refresh_heads)
        if self._unlock is None:
            self.call_after_refresh(self.open_up)
        else:
            self.push_screen(UnlockScreen())

    def unlock(self, passphrase: str) -> None:
        """Have the services of an encrypted home built with this."""
        if self._unlock is not None:
            self._unlock(passphrase)
            self.open_up()

    def open_up(self) -> None:
        """Have the services built."""
        self.ask(self._built, self._opened, group="open", failed=self._not_opened)

    def _built(self) -> tuple[Services, Station]:
        services = self._open_services()
        return services, services.station()

    def _opened(self, opened: tuple[Services, Station]) -> None:
        self._services, self.station = opened
        self.begin_line(self._services.connection)
        for screen in self.screen_stack:
            if isinstance(screen, LoginScreen | UnlockScreen):
                screen.services_ready()

    def _not_opened(self, failure: Failure) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, LoginScreen | UnlockScreen):
                screen.show_failure(failure)

    @property
    def ready(self) -> bool:
        """Whether the services are there."""
        return self._services is not None

    @property
    def services(self) -> Services:
        """The services; only screens behind the login may ask for them."""
        if self._services is None:
            raise RuntimeError("the services are not open yet")
        return self._services

    def enter(self, person: Person) -> None:
        """Somebody has logged in."""
        self.person = person
        if self.has_door(HOME):
            self.push_screen(self._doors[HOME]())

    def change_person(self, person: Person) -> None:
        """Another person sits down; what the one before had open is put away and closed."""
        while len(self.screen_stack) > 1:
            if isinstance(self.screen, DeskScreen):
                self.screen.put_away()
            self.pop_screen()
        self.enter(person)

    # The head line.

    @property
    def place_words(self) -> tuple[str, str]:
        if self.station is None:
            return PRODUCT, PRODUCT
        return f"{self.station.place} {self.station.window}", self.station.window

    @property
    def who_words(self) -> tuple[str, str]:
        if self.person is None:
            return "", ""
        return f"{self.person.name}  {self.person.post}", self.person.name

    def show_station(self, station: Station) -> None:
        """What is to be known of the terminal has changed."""
        self.station = station
        self.refresh_heads()

    def refresh_heads(self) -> None:
        if isinstance(self.screen, DeskScreen):
            self.screen.refresh_head()

    # Keys.

    async def on_event(self, event: events.Event) -> None:
        """What is typed waits its turn; what rises back from the focus has had it."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.type_ahead.take(event)
        else:
            await super().on_event(event)

    def get_key_display(self, binding: Binding) -> str:
        return binding.key_display or remedies.key_word(binding.key)

    def has_door(self, door: str) -> bool:
        """Whether the screen behind a key exists."""
        return door in self._doors

    def action_open_door(self, door: str) -> None:
        if self.has_door(door) and self.person is not None:
            self.push_screen(self._doors[door]())

    def used_keys(self) -> tuple[Key, ...]:
        """The keys that work now: the screen's, then those that hold everywhere."""
        here = self.screen.used_keys() if isinstance(self.screen, DeskScreen) else ()
        known = {key.id for key in here}
        return (*here, *(key for key in keys.resolve(self.KEYS) if key.id not in known))

    def action_help(self) -> None:
        from screens.help import Help

        self.push_screen(Help(self.used_keys()))

    def action_palette(self) -> None:
        from screens.commands import Commands

        offered = [key for key in self.used_keys() if key.bound and key.id != "palette"]
        self.push_screen(Commands(offered), self.press)

    def press(self, key: str | None) -> None:
        """As if the person had pressed it: a click on a cap, a command chosen."""
        if key:
            event = events.Key(key, None)
            # Else it would be taken for one of the screen's own, which does not rise to it.
            event.set_sender(self)
            self.post_message(event)

    def action_lock(self) -> None:
        """The card of the login over everything; the screens below stay as they are."""
        if self.person is not None and not isinstance(self.screen, LoginScreen):
            self.push_screen(LoginScreen(self.person))

    def action_leave(self) -> None:
        self.exit()

    # Themes.

    def action_next_theme(self) -> None:
        name = palette.next_theme(self.theme)
        self._show_theme(name)
        if self._keep_theme is not None:
            self._keep_theme(name)

    def _look(self, name: str) -> palette.Look:
        return palette.look(name, true_colour=self._true_colour)

    def _show_theme(self, name: str) -> None:
        self.console.push_theme(palette.styles(self._look(name)))
        self.theme = name

    def refresh_css(self, animate: bool = True) -> None:
        """Before the first screen nothing is parsed yet, so nothing is parsed a second time."""
        if self._running and self.screen_stack:
            super().refresh_css(animate)
            return
        self.stylesheet.set_variables(self.get_css_variables())
        self.stylesheet.update(self, animate=False)

    # Sizes.

    def on_resize(self, event: events.Resize) -> None:
        if too_small(event.size.width, event.size.height) and not self._stands_small():
            self.push_screen(TooSmall())
        elif isinstance(self.screen, TooSmall) and not too_small(*event.size):
            self.screen.dismiss(None)

    def _stands_small(self) -> bool:
        return any(isinstance(screen, TooSmall) for screen in self.screen_stack)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """A short notice in the corner; for what belongs to no screen."""
        super().notify(
            shown(message), title=shown(title), severity=severity, timeout=timeout, markup=markup
        )

    # The last door: what nothing caught.

    def _fatal_error(self) -> None:
        """Words instead of Textual's traceback with local values, which may name applicants."""
        if self._exception is not None:
            log.critical("%s", trace_of(self._exception))
        self.bell()
        self._exit_renderables.append(Text(CRASHED))
        self._close_messages_no_wait()
