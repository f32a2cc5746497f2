"""The entry point of `window`: a terminal on screen opens without what only commands need.

Reading a command line with typer and loading all commands takes as long as the rest of the first
frame. So the two words that open a terminal are read here, where nothing stands around them but
`--home` and `--as`; everything else, wrong use and help included, is left to typer.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from window_app.cli import opening, out
from window_app.cli.place import Place

HOME, USER = "--home", "--as"
# Opened up in values where the system's shell does not do it (Windows).
OPENED_UP = frozenset("~$%*?[")


def run() -> None:
    """Open the terminal that is asked for, or leave it all to the commands."""
    found = terminal_in(sys.argv[1:])
    if found is None or not opening.is_terminal():
        _run_command()
        return
    word, place = found
    out.speak_utf8()
    try:
        opening.TERMINALS[word](place)
    except (Exception, KeyboardInterrupt) as error:  # told as the commands tell it
        from window_app.cli import main

        main.end(error, as_json=False)


def terminal_in(arguments: Sequence[str]) -> tuple[str, Place] | None:
    """The terminal to open and its place; None where the commands must read the line."""
    *before, word = arguments or ("",)
    options, values = before[::2], before[1::2]
    given = dict(zip(options, values, strict=False))
    is_plain = len(given) * 2 == len(before) and all(map(_is_plain, values))
    if word not in opening.TERMINALS or not is_plain or not given.keys() <= {HOME, USER}:
        return None
    return word, Place(Path(given[HOME]) if HOME in given else None, given.get(USER))


def _is_plain(value: str) -> bool:
    return bool(value) and not value.startswith("-") and OPENED_UP.isdisjoint(value)


def _run_command() -> None:
    from window_app.cli import main

    main.run()
