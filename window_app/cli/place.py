"""The home and who works in it, as both stand before a command. Loads nothing at import."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.exchange.shapes import Hub
    from data.store.home_keys import Secret, Wrap
    from window_app.services.office import Office
    from window_app.settings import Settings


PASSPHRASE = "WINDOW_PASSPHRASE"


@dataclass(frozen=True, slots=True)
class Place:
    """`--home` and `--as`, as given before the command."""

    home: Path | None
    user: str | None

    def settings(self) -> Settings:
        from window_app.settings import Settings

        settings = Settings()
        return settings if self.home is None else settings.model_copy(update={"home": self.home})

    def folder(self) -> Path:
        """Where the home is, without loading what reads the other settings."""
        if self.home is not None:
            return self.home
        given = os.environ.get("WINDOW_HOME")
        if given:
            return Path(given)
        from platformdirs import user_data_path

        return user_data_path("window-app", appauthor=False)

    def office(self, passphrase: str | None = None) -> Office:
        """The opened home; its log takes what goes wrong inside."""
        from data.store import home_keys
        from data.store.home import Home
        from window_app import bootstrap, logs

        settings = self.settings()
        logs.write_to(settings.home_folder)
        secret = self.secret(home_keys.wrap_of(Home(settings.home_folder)), passphrase)
        office = bootstrap.open_office(settings, secret=secret)
        office.reach = partial(_reach, office)
        return office

    def wants_passphrase(self) -> bool:
        """Whether a passphrase has to be typed before this home opens."""
        folder = self.folder()
        if PASSPHRASE in os.environ or not (folder / "key.json").exists():
            return False
        from data.errors import StorageError
        from data.store import home_keys
        from data.store.home import Home

        try:
            wrap = home_keys.wrap_of(Home(folder))
        except StorageError:  # told once the home is opened
            return False
        return wrap is not None and wrap.kind == "passphrase"

    def secret(self, wrap: Wrap | None, passphrase: str | None = None) -> Secret | None:
        """What opens an encrypted home or backup: as typed, or from the environment."""
        from data.store import home_keys

        if wrap is None:
            return None
        if wrap.kind == "key_file":
            path = self.settings().key_file
            return None if path is None else home_keys.key_file(path)
        text = os.environ.get(PASSPHRASE) if passphrase is None else passphrase
        return None if text is None else home_keys.passphrase(text)


def _reach(office: Office) -> Hub:
    from window_app import hub_bootstrap  # what a network needs is loaded with the first call

    return hub_bootstrap.reach(office)
