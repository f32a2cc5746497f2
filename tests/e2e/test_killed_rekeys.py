"""The change of a passphrase, killed in the middle of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REKEYS = Path(__file__).with_name("rekeys.py")


def test_the_old_passphrase_opens_the_home_or_the_new_one() -> None:
    done = subprocess.run(
        [sys.executable, str(REKEYS), "12"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 kills" in done.stdout
