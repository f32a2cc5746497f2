"""What the first frame must not wait for."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("sqlmodel", "sqlalchemy", "reportlab", "pypinyin", "argon2", "pydantic", "yaml")


def test_the_application_loads_without_store_and_paper() -> None:
    code = f"import sys, screens.app; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
