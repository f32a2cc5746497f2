"""What the first frame waits for: these modules and no others."""

from __future__ import annotations

import json
import subprocess
import sys

OURS = {
    *("data", "data.clock", "data.errors"),
    *("screens", "screens.app", "screens.base", "screens.doors", "screens.hub_line"),
    *("screens.keys", "screens.login"),
    *("screens.palette", "screens.ports", "screens.remedies", "screens.too_small"),
    *("screens.type_ahead", "screens.unlock", "screens.width", "screens.work"),
    *("screens.widgets", "screens.widgets.fields", "screens.widgets.foot_line"),
    *(
        "screens.widgets.ground",
        "screens.widgets.head_line",
        "screens.widgets.ink",
        "screens.widgets.line",
    ),
    "screens.widgets.next_line",
    *("window_app", "window_app.cli", "window_app.cli.entry", "window_app.cli.opening"),
    *("window_app.cli.out", "window_app.cli.place"),
    *("window_app.services", "window_app.services.preferences"),
}
# Textual and what it brings; not the store, no paper, no parser of commands.
LIBRARIES = {"platformdirs", "rich", "textual", "typing_extensions"}
PYTHONS = sys.stdlib_module_names
# Begins like the installed command and ends once the login stands.
PROGRAM = """
import asyncio, json, sys
begun = set(sys.modules)
from window_app.cli import entry
from screens.app import DeskApp

def never():
    raise OSError

async def first_frame():
    async with DeskApp(never).run_test(size=(120, 36)):
        print(json.dumps(sorted(set(sys.modules) - begun)))

asyncio.run(first_frame())
"""


def test_what_is_loaded_at_the_first_frame() -> None:
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = {name for name in json.loads(done.stdout) if _top(name) not in PYTHONS}
    ours = {name for name in loaded if name.startswith(("data", "printing", "screens", "window_"))}
    assert ours == OURS
    assert {_top(name) for name in loaded - ours} == LIBRARIES


def _top(name: str) -> str:
    return name.partition(".")[0]
