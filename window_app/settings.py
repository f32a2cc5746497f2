"""What the machine's owner sets by environment: where the home is, fonts, the printer."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from WINDOW_* variables; passwords are never kept here.

    official_font: a site's own 仿宋 (TrueType); extra_font: asked for glyphs that others lack
    printer: a queue of the print service (`lp`); empty: papers go to files in the home
    """

    model_config = SettingsConfigDict(env_prefix="WINDOW_", env_ignore_empty=True, extra="ignore")
    home: Path | None = None
    official_font: Path | None = None
    extra_font: Path | None = None
    printer: str = ""

    @property
    def home_folder(self) -> Path:
        return self.home or user_data_path("window-app", appauthor=False)
