"""Settings come from the environment; what is given counts over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from window_app.settings import Settings


def test_variables_are_read_and_empty_ones_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINDOW_HOME", "/srv/window")
    monkeypatch.setenv("WINDOW_PRINTER", "")
    monkeypatch.setenv("WINDOW_EXTRA_FONT", "")
    found = Settings()
    assert found.home_folder == Path("/srv/window")
    assert (found.printer, found.extra_font) == ("", None)


def test_what_is_given_counts_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINDOW_HOME", "/srv/window")
    monkeypatch.setenv("WINDOW_PRINTER", "counter")
    found = Settings(home=Path("/srv/other"))
    assert (found.home, found.printer) == (Path("/srv/other"), "counter")


def test_without_any_the_home_is_the_users_own() -> None:
    assert Settings().home_folder.name == "window-app"
