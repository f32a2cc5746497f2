"""`window desk`: the terminals on screen. The only commands that load Textual.

The first frame comes before the store: what opens it runs in a thread of the application.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from data.errors import InputError
from window_app.cli.asked import Asked, asked
from window_app.services import preferences

if TYPE_CHECKING:
    from window_app.services.desk.desk import Desk


def add_to(app: typer.Typer) -> None:
    app.command()(desk)


def desk(context: typer.Context) -> None:
    """打开收件窗口的画面。"""
    given = asked(context)
    show_desk(given.folder(), partial(_open, given), usual_staff=given.user or "")


def show_desk(folder: Path, open_services: Callable[[], Desk], *, usual_staff: str = "") -> None:
    """Show the desk until somebody leaves it; `open_services` is called in a thread."""
    if not is_terminal():
        raise InputError(
            "no_terminal",
            "画面要在终端窗口里打开。",
            hint="请直接在终端里输入 window desk，不要接管道或者重定向。",
        )
    from screens.app import DESK, DeskApp

    shown = DeskApp(
        open_services,
        doors=DESK,
        theme=preferences.theme_of(folder),
        keep_theme=partial(preferences.keep_theme, folder),
        card_folder=folder / "cards",
        usual_staff=usual_staff,
    )
    shown.run()
    if shown.return_code:
        raise typer.Exit(shown.return_code)


def is_terminal() -> bool:
    """Whether a person sits before it."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _open(given: Asked) -> Desk:
    from window_app import demonstration
    from window_app.services.desk.desk import Desk

    office = given.office()
    return Desk(office, facts=demonstration.facts(office), settle=settle)


def settle() -> None:
    """What is loaded by now stays for the day: the collector need not walk it at every key."""
    gc.collect()
    gc.freeze()
