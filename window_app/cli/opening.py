"""Opens a terminal on screen: the only place that loads Textual.

The first frame comes before the store: what opens it runs in a thread of the application. So
nothing is imported here, or by what is imported here, that the frame does not need.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import InputError
from window_app.cli import out
from window_app.cli.place import Place
from window_app.services import preferences

if TYPE_CHECKING:
    from window_app.services.desk.desk import Desk
    from window_app.services.office import Office
    from window_app.services.review.desk import ReviewDesk

    Services = Desk | ReviewDesk

# Said on the login before the services are loaded; the demonstration has the same name.
DEMO_CLERK = "演示窗口员"


def desk(place: Place) -> None:
    """The desk of this home."""
    typed: list[str] = []  # the passphrase of an encrypted home
    _show(
        place.folder(),
        lambda: _desk_of(place.office(*typed[-1:])),
        usual_staff=place.user or "",
        unlock=typed.append if place.wants_passphrase() else None,
    )


def review(place: Place) -> None:
    """The review terminal of this home's department."""
    typed: list[str] = []
    _show(
        place.folder(),
        lambda: _review_of(place.office(*typed[-1:])),
        usual_staff=place.user or "",
        unlock=typed.append if place.wants_passphrase() else None,
        terminal="review",
    )


def demo(place: Place) -> None:
    """The desk of a throw-away station, made where there is none yet."""
    folder = place.home or throw_away_folder()
    _show(folder, partial(_demo_desk, folder), usual_staff=DEMO_CLERK)
    print(f"演示站：{folder}")


# By the word that opens it.
TERMINALS: dict[str, Callable[[Place], None]] = {"desk": desk, "review": review, "demo": demo}


def is_terminal() -> bool:
    """Whether a person sits before it."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def throw_away_folder() -> Path:
    import tempfile

    return Path(tempfile.mkdtemp(prefix="window-demo-"))


def _show(
    folder: Path,
    open_services: Callable[[], Services],
    *,
    usual_staff: str,
    unlock: Callable[[str], None] | None = None,
    terminal: str = "desk",
) -> None:
    """Show a terminal until somebody leaves it; `open_services` is called in a thread.

    `unlock` is told the passphrase that `open_services` needs, where the home is encrypted.
    """
    if not is_terminal():
        raise InputError(
            "no_terminal",
            "画面要在终端窗口里打开。",
            hint=f"请直接在终端里输入 window {terminal}，不要接管道或者重定向。",
        )
    gc.disable()  # what is loaded for the frame stays; looking for garbage in it delays it
    from screens.app import DESK, REVIEW, DeskApp

    shown = DeskApp(
        partial(_collecting, open_services),
        doors=REVIEW if terminal == "review" else DESK,
        theme=preferences.theme_of(folder),
        keep_theme=partial(preferences.keep_theme, folder),
        card_folder=folder / "cards",
        usual_staff=usual_staff,
        unlock=unlock,
    )
    shown.run()
    if shown.return_code:
        raise out.Ended(shown.return_code)


def _collecting(open_services: Callable[[], Services]) -> Services:
    """Behind the first frame the collector works again."""
    gc.enable()
    return open_services()


def _demo_desk(folder: Path) -> Desk:
    from window_app import demonstration, demonstration_loop, logs

    office = demonstration_loop.complete(demonstration.open_or_create(folder))
    logs.write_to(folder)
    return _desk_of(office)


def _desk_of(office: Office) -> Desk:
    from window_app import demonstration
    from window_app.services.desk.desk import Desk

    return Desk(office, facts=demonstration.facts(office), settle=_settle)


def _review_of(office: Office) -> ReviewDesk:
    from window_app import demonstration
    from window_app.services.review import desk

    desk.check(office)
    return desk.ReviewDesk(office, facts=demonstration.facts(office), settle=_settle)


def _settle() -> None:
    """What is loaded by now stays for the day: the collector need not walk it at every key."""
    gc.collect()
    gc.freeze()
