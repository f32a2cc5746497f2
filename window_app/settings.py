"""What the machine's owner sets by environment: where the home is, fonts, the printer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from pydantic import BaseModel

PREFIX = "WINDOW_"


class Settings(BaseModel):
    """Read from WINDOW_* variables, an empty one as none; passwords are never kept here.

    official_font: a site's own 仿宋 (TrueType); extra_font: asked for glyphs that others lack
    printer: a queue of the print service (`lp`); empty: papers go to files in the home
    backup: a folder on another disk that gets each day's backup too
    key_file: what opens an encrypted home that was made with one
    """

    home: Path | None = None
    official_font: Path | None = None
    extra_font: Path | None = None
    printer: str = ""
    backup: Path | None = None
    key_file: Path | None = None

    def __init__(self, **given: Any) -> None:
        """What is given counts over the environment."""
        found = {name: os.environ.get(PREFIX + name.upper()) for name in type(self).model_fields}
        super().__init__(**{name: text for name, text in found.items() if text} | given)

    @property
    def home_folder(self) -> Path:
        return self.home or user_data_path("window-app", appauthor=False)
