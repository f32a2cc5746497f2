"""A short chaos on either kind of store; `make chaos` does it for an hour."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHAOS = Path(__file__).with_name("chaos.py")
SECONDS = "20"


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_after_quiet_returns_all_is_whole_and_equal(
    kind: str, request: pytest.FixtureRequest
) -> None:
    store = kind if kind == "sqlite" else request.getfixturevalue("empty_database")
    done = subprocess.run(
        [sys.executable, str(CHAOS), store, SECONDS],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "events" in done.stdout and "kills of the hub" in done.stdout
