"""Twenty kills here; `make kills` does two hundred."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

KILLS = Path(__file__).with_name("kills.py")


def test_twenty_kills_leave_every_home_whole() -> None:
    done = subprocess.run(
        [sys.executable, str(KILLS), "20"], capture_output=True, encoding="utf-8", check=False
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    landed = [int(count) for count in re.findall(r"^ *(\d+)  ", done.stdout, re.MULTILINE)]
    assert sum(landed) == 20
    assert sum(landed[:3]) >= 10
    assert "20 kills (seed " in done.stdout
