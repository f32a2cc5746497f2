"""What a terminal remembers of its looks: a small file in the home, never more than that.

Read before the first frame, so it loads neither the store nor the settings.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = "desk.json"


def theme_of(home: Path) -> str:
    """The theme chosen last at this terminal; empty where none was."""
    found = _read(home).get("theme")
    return found if isinstance(found, str) else ""


def keep_theme(home: Path, name: str) -> None:
    """Remember a theme; a home that cannot be written to forgets it, which harms nobody."""
    from data.store.home import write_private

    if not home.is_dir():
        return
    try:
        write_private(home / FILE, json.dumps({**_read(home), "theme": name}).encode())
    except OSError:
        return


def _read(home: Path) -> dict[str, Any]:
    try:
        content = json.loads((home / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
