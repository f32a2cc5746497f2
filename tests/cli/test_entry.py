"""The entry point reads the words that open a terminal exactly as the commands read them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from window_app.cli import opening
from window_app.cli.entry import terminal_in
from window_app.cli.main import app
from window_app.cli.place import Place

OPENING = (
    (["desk"], "desk", None, None),
    (["review"], "review", None, None),
    (["demo"], "demo", None, None),
    (["--home", "/srv/一窗", "desk"], "desk", "/srv/一窗", None),
    (["--as", "李 晓燕", "desk"], "desk", None, "李 晓燕"),
    (["--as", "desk", "--home", "demo", "demo"], "demo", "demo", "desk"),
)
LEFT_TO_COMMANDS = (
    [],
    ["--help"],
    ["desk", "--help"],
    ["demo", "--no-desk"],
    ["demo", "--json"],
    ["desk", "extra"],
    ["--home", "desk"],
    ["--home", "a", "--home", "b", "desk"],
    ["--home=a", "desk"],
    ["--as", "-x", "desk"],
    ["--", "desk"],
    ["--home", "~/a", "desk"],
    ["case", "list"],
)
WORDS = st.sampled_from(
    [
        *("--home", "--as", "--json", "--no-desk", "--help", "--", "--home=a", "-x", "case"),
        *("desk", "review", "demo", "", " ", "/srv/一窗", "a/../b", "李 晓燕", "~/a", "*", "$HOME"),
    ]
)


def read_by_commands(arguments: list[str]) -> tuple[str, Place, dict[str, Any]] | None:
    """Command, place and the command's own options, as typer reads them; runs nothing."""
    group: Any = typer.main.get_command(app)
    try:
        outer = group.make_context("window", list(arguments))
        outer.invoke(group.callback, **outer.params)
        words = [*outer._protected_args, *outer.args]
        name, command, rest = group.resolve_command(outer, words)
        inner = command.make_context(name, rest, parent=outer)
    except (typer.TyperException, typer.Exit):
        return None
    return name, outer.obj, inner.params


@pytest.mark.parametrize(("arguments", "word", "home", "user"), OPENING)
def test_the_words_that_open_a_terminal(
    arguments: list[str], word: str, home: str | None, user: str | None
) -> None:
    place = Place(Path(home) if home else None, user)
    assert terminal_in(arguments) == (word, place)
    read = read_by_commands(arguments)
    assert read is not None
    assert (read[0], read[1].home, read[1].user) == (word, place.home, place.user)


@pytest.mark.parametrize("arguments", LEFT_TO_COMMANDS)
def test_everything_else_is_left_to_the_commands(arguments: list[str]) -> None:
    assert terminal_in(arguments) is None


@given(st.lists(WORDS, max_size=7))
def test_what_is_read_here_the_commands_read_alike(arguments: list[str]) -> None:
    found = terminal_in(arguments)
    if found is None:
        return
    read = read_by_commands(arguments)
    assert read is not None
    word, place = found
    assert (word, place.home, place.user) == (read[0], read[1].home, read[1].user)
    assert not any(read[2].values()), "an option of the command itself"


def test_every_terminal_is_a_command() -> None:
    group: Any = typer.main.get_command(app)
    assert set(opening.TERMINALS) <= set(group.commands)


@pytest.mark.parametrize(
    "arguments",
    [["desk"], ["--as", "a", "desk"], ["desk", "extra"], ["--help"], ["desk", "--help"], ["no"]],
)
def test_both_ways_in_answer_alike_without_a_terminal(arguments: list[str]) -> None:
    def answer(module: str) -> tuple[int, str, str]:
        program = f"from window_app.cli.{module} import run; run()"
        command = [sys.executable, "-c", program, *arguments]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout, done.stderr

    assert answer("entry") == answer("main")


def test_the_installed_command_is_the_entry_point() -> None:
    window = Path(sys.executable).with_name("window")
    done = subprocess.run([window, "desk"], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2 and "终端" in done.stderr and done.stdout == ""
