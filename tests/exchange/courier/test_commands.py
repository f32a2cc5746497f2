"""The courier by command, each a process of its own: a village, its stick, and the hub."""

from __future__ import annotations

import io
import json
import logging
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from data.exchange import enrolling
from data.rules.words import Role
from data.store.catalogue_files import load_catalogue
from data.store.members import Place
from data.store.settings import Terminal
from window_app import bootstrap, demonstration, hub_bootstrap
from window_app.cli import main
from window_app.services import access, intake, joining, syncing
from window_app.settings import Settings

COMMAND = [sys.executable, "-c", "from window_app.cli.main import run; run()"]
ENVIRONMENT = {**os.environ, "WINDOW_PASSWORD": "secret"}
SYNC = {"pushed", "pulled", "queued", "set_aside", "hub_time", "clock_difference"}
TAKEN = {"writer", "scans", "lists", "calendars", "left_out"}


def run(home: Path, *words: object, most: int | None = None) -> subprocess.CompletedProcess[str]:
    """A command of its own; `most`: bytes that a file it writes may have."""
    limit = None if most is None else lambda: _limit(most)
    return subprocess.run(
        [*COMMAND, "--home", str(home), *map(str, words)],
        env=ENVIRONMENT,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        check=False,
        preexec_fn=limit,
    )


def _limit(most: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def answer(home: Path, *words: object, code: int = 0, most: int | None = None) -> Any:
    """The document that a command answers with."""
    done = run(home, *words, "--json", most=most)
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path]:
    """A hub, and a village that joined it, by the machine's clock."""
    lists = Path(shutil.copytree(bootstrap.shipped_catalogue(), tmp_path / "lists"))
    text = (lists / "catalog.yaml").read_text("utf-8")
    text = text.replace("effective: 2026-11-01", "effective: 2000-01-01")
    (lists / "catalog.yaml").write_text(text, "utf-8")
    found, hub, village = load_catalogue(lists), tmp_path / "hub", tmp_path / "village"
    hub_bootstrap.create_hub(Settings(home=hub), "清新区中心", found).store.close()
    admin = access.new_account("admin", [Role.ADMINISTRATOR])
    place = Terminal(region="441803", station="0001", terminal="03")
    office = bootstrap.create(Settings(home=village), place, found, admin, "secret")
    access.add_staff(office, "clerk", "secret", roles=[Role.CLERK], by=admin)
    counter = hub_bootstrap.open_hub(Settings(home=hub))
    code = enrolling.invite(counter, Place("0001", "county"))
    joining.join(office, str(hub), code, lambda wish: enrolling.enrol(counter, wish))
    for store in (office.store, counter.store):
        store.close()
    return hub, village


def test_a_stick_goes_to_the_hub_and_back(homes: tuple[Path, Path], tmp_path: Path) -> None:
    hub, village = homes
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7 " + os.urandom(400_000))
    form = demonstration.intake().model_copy(update={"scans": {"form": ("scan.pdf",)}})
    office = bootstrap.open_office(Settings(home=village))
    intake.submit(office, form, access.new_account("clerk", [Role.CLERK]), tmp_path)
    out, back = tmp_path / "村站.courier", tmp_path / "答复.courier"

    full = answer(village, "courier", "pack", out, code=3, most=300_000)["error"]
    assert full["code"] == "courier_disk_full" and "办件都在本机" in full["hint"]
    assert not out.exists() and not list(tmp_path.glob("*.new"))
    packed = answer(village, "courier", "pack", out)
    assert set(packed) == {"file", "lines", "scans", "bytes"}
    assert (packed["file"], packed["scans"]) == (str(out), 1)
    assert packed["bytes"] == out.stat().st_size

    brought = answer(hub, "courier", "unpack", out)
    assert set(brought) == SYNC | TAKEN
    assert (brought["pulled"], brought["scans"]) == (packed["lines"], 1)
    assert answer(hub, "courier", "pack", back, "--for", "0001-03")["file"] == str(back)
    taken = answer(village, "courier", "unpack", back)
    assert set(taken) == SYNC | TAKEN
    assert (taken["pushed"], taken["writer"]) == (packed["lines"], "清新区中心")
    assert syncing.unsent(office) == 1  # the note of the accounts that came
    office.store.close()


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[int, str]]]:
    """Run a command in this process: its exit code, and what a person reads."""

    def run_here(home: Path, *words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["window", "--home", str(home), *map(str, words)])
        out, code = io.StringIO(), 0
        with redirect_stdout(out), redirect_stderr(out):
            try:
                main.run()
            except SystemExit as end:
                code = int(end.code or 0)
        return code, out.getvalue()

    yield run_here
    logger = logging.getLogger("window")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


def test_what_a_clerk_reads(
    homes: tuple[Path, Path], tmp_path: Path, here: Callable[..., tuple[int, str]]
) -> None:
    hub, village = homes
    out, back = tmp_path / "out", tmp_path / "back"
    code, text = here(village, "courier", "pack", out)
    assert code == 0 and f"已打包：{out}" in text
    assert "请把它带到中心“清新区中心”。" in text and "打开以前，这些都算没有送到。" in text
    code, text = here(hub, "courier", "unpack", out)
    assert code == 0 and "终端 0001-03 的文件已收下" in text
    assert "window courier pack 文件 --for 0001-03" in text
    code, text = here(hub, "courier", "pack", back)
    assert code == 2 and "请说明给哪台终端打包" in text
    code, text = here(hub, "courier", "pack", back, "--for", "0001-03")
    assert code == 0 and "请把它带回终端 0001-03" in text
    code, text = here(village, "courier", "unpack", back)
    assert code == 0 and "中心“清新区中心”的答复：送到" in text

    assert here(village, "courier", "unpack", out)[0] == 1
    assert "这个文件是这里自己打包的" in here(village, "courier", "unpack", out)[1]
    out.write_bytes(out.read_bytes()[:-1])
    code, text = here(hub, "courier", "unpack", out)
    assert code == 2 and "后面缺了一段" in text
    code, text = here(village, "courier", "pack", out, "--for", "0001-03")
    assert code == 2 and "--for 只在中心用" in text
    code, text = here(village, "courier", "pack", tmp_path / "no" / "stick")
    assert code == 3 and "文件没有写成" in text and "办件都在本机" in text
