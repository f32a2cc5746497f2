"""Help of every command runs, and starting the command loads neither the store nor the screens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer

from window_app.cli.main import app

HEAVY = ("sqlmodel", "sqlalchemy", "textual", "reportlab", "alembic", "yaml", "argon2", "pypinyin")


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and group there is."""
    yield path
    for name, below in sorted(getattr(command, "commands", {}).items()):
        yield from commands(below, (*path, name))


ALL = list(commands(typer.main.get_command(app)))


def test_the_commands_of_the_contract_are_there() -> None:
    named = {" ".join(path) for path in ALL}
    assert named >= {
        *("demo", "init", "verify", "backup", "restore", "print", "checklist", "clock confirm"),
        *("due", "id-check", "credit-check", "calendar import"),
        *("catalogue lint", "catalogue import", "catalogue list", "catalogue show"),
        *("catalogue search", "catalogue diff", "staff add", "staff list", "staff lock"),
        *("case submit", "case show", "case list", "case history", "case supplement"),
        "case withdraw",
    }


@pytest.mark.parametrize("path", ALL, ids=[" ".join(path) or "window" for path in ALL])
def test_every_command_has_help_in_chinese(window: Callable[..., Any], path: Any) -> None:
    done = window(*path, "--help", home=None)
    assert done.code == 0
    assert done.out.startswith("Usage: window")
    first = done.out.split("\n\n")[1].strip()
    assert any("\u4e00" <= char <= "\u9fff" for char in first), first
    assert done.err == ""


@pytest.mark.parametrize("args", [["--help"], ["case", "--help"], ["case", "submit", "--help"]])
def test_help_loads_nothing_heavy(args: list[str]) -> None:
    program = (
        "import sys\n"
        "from window_app.cli.main import run\n"
        "try:\n    run()\n"
        "except SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *args], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.startswith("Usage:")
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("args", [["due", "2026-11-20", "20"], ["id-check", "441803199001011155"]])
def test_small_commands_load_neither_store_nor_screens(args: list[str]) -> None:
    program = (
        "import sys\n"
        "from window_app.cli.main import run\n"
        "run()\n"
        "print([n for n in ('sqlmodel', 'textual', 'reportlab') if n in sys.modules],"
        " file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *args], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stderr.strip() == "[]"


def test_a_group_alone_tells_its_commands(window: Callable[..., Any]) -> None:
    done = window("case", home=None)
    assert done.code == 2
    assert "submit" in done.out
