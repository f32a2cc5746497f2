"""The day's backup: made once a day, kept for two weeks, told where it fails."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data.clock import FixedClock
from data.store import backup, replay
from data.store import home as homes
from data.store.engine import Store
from data.store.home_keys import Secret
from window_app import bootstrap
from window_app.services import daily_backup
from window_app.services.office import Office
from window_app.settings import Settings
from window_app.views import Trouble

TODAY, TOMORROW = "store-2026-11-23.backup", "store-2026-11-24.backup"
DAY = timedelta(days=1)


@pytest.fixture
def second(office: Office, tmp_path: Path) -> Path:
    """A folder beside the home: on the same disk, as a test has no other."""
    office.second_backup = tmp_path / "second"
    office.second_backup.mkdir()
    return office.second_backup


@pytest.fixture
def other_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every second folder stood on another disk."""
    monkeypatch.setattr(daily_backup, "is_same_disk", lambda *_: False)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def words(troubles: tuple[Trouble, ...]) -> list[str]:
    return [trouble.word for trouble in troubles]


def test_the_first_start_of_a_day_makes_one(
    office: Office, clock: FixedClock, reopen: Callable[[], Office], filled: Any, submit: Any
) -> None:
    assert names(office.home.backups) == [TODAY]
    made = (office.home.backups / TODAY).stat()
    submit(filled("L-MARKET-006"))
    assert daily_backup.back_up(office) == ()
    assert (office.home.backups / TODAY).stat().st_mtime_ns == made.st_mtime_ns
    clock.moment += DAY
    assert reopen().troubles == ()
    assert names(office.home.backups) == [TODAY, TOMORROW]
    assert stat.S_IMODE(office.home.backups.stat().st_mode) == 0o700
    assert stat.S_IMODE((office.home.backups / TOMORROW).stat().st_mode) == 0o600


def test_it_can_be_restored(
    office: Office,
    clock: FixedClock,
    secret: Secret | None,
    filled: Any,
    submit: Any,
    tmp_path: Path,
) -> None:
    number = submit(filled("L-MARKET-006")).case.number
    clock.moment += DAY
    bootstrap.wake(office)
    restored = bootstrap.restore(
        Settings(home=tmp_path / "new"),
        office.home.backups / TOMORROW,
        "04",
        secret=secret,
        clock=clock,
    )
    assert isinstance(restored, Office)
    assert restored.home.key_wrap.exists() == (secret is not None)
    with restored.store.read() as unit:
        report = replay.verify(unit, replay=True)
    assert (report.cases, report.problems) == (1, ())
    assert number
    restored.store.close()


def test_two_weeks_are_kept_and_nothing_else_is_touched(office: Office, clock: FixedClock) -> None:
    (office.home.backups / "mine.backup").write_text("mine")
    for _ in range(daily_backup.KEPT + 2):
        clock.moment += DAY
        assert daily_backup.back_up(office) == ()
    kept = names(office.home.backups)
    assert len(kept) == daily_backup.KEPT + 1
    assert kept[0] == "mine.backup"
    assert kept[1] == "store-2026-11-26.backup"


def test_a_clock_set_back_loses_no_backup(office: Office, clock: FixedClock) -> None:
    for _ in range(daily_backup.KEPT):
        clock.moment += DAY
        daily_backup.back_up(office)
    clock.moment -= timedelta(days=4000)
    assert daily_backup.back_up(office) == ()
    assert len(names(office.home.backups)) == daily_backup.KEPT + 1
    assert f"store-{office.today().isoformat()}.backup" in names(office.home.backups)


def test_the_second_folder_gets_it_too(
    office: Office, second: Path, other_disk: None, secret: Secret | None, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7 a scan")
    digest = office.blobs.take(scan, "scans.id").sha256
    assert daily_backup.back_up(office) == ()
    own = second / office.terminal.label
    assert names(own) == ["blobs", TODAY]
    assert (own / TODAY).read_bytes() == (office.home.backups / TODAY).read_bytes()
    copy = own / "blobs" / digest[:2] / digest
    assert (copy.read_bytes() == scan.read_bytes()) == (secret is None)
    assert copy.read_bytes() == office.blobs.path(digest).read_bytes()


def test_the_same_disk_is_told_and_filled_all_the_same(office: Office, second: Path) -> None:
    (trouble,) = daily_backup.back_up(office)
    assert (trouble.word, trouble.tone) == ("备份同盘", "warn")
    assert str(second) in trouble.sentence
    assert (second / office.terminal.label / TODAY).exists()


def test_a_disk_that_is_not_there_is_told(office: Office, tmp_path: Path) -> None:
    office.second_backup = tmp_path / "unplugged"
    (trouble,) = daily_backup.back_up(office)
    assert (trouble.word, trouble.tone) == ("备份盘不在", "bad")
    assert "WINDOW_BACKUP" in trouble.sentence
    assert not (tmp_path / "unplugged").exists()


def test_what_fails_on_the_second_disk_is_told_and_tried_again(
    office: Office, second: Path, other_disk: None
) -> None:
    own = second / office.terminal.label
    own.write_text("in the way")
    assert words(daily_backup.back_up(office)) == ["备份没做成"]
    own.unlink()
    assert daily_backup.back_up(office) == ()
    assert (own / TODAY).exists()


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What goes to the log."""
    logging.getLogger("window").addHandler(caplog.handler)
    yield caplog
    logging.getLogger("window").removeHandler(caplog.handler)


def test_a_backup_that_fails_stops_nothing(
    office: Office, clock: FixedClock, reopen: Callable[[], Office], said: Any, submit: Any,
    filled: Any,
) -> None:  # fmt: skip
    for path in office.home.backups.iterdir():
        path.unlink()
    office.home.backups.rmdir()
    office.home.backups.write_text("in the way")
    clock.moment += DAY
    woken = reopen()
    assert words(woken.troubles) == ["备份没做成"]
    assert {record.levelname for record in said.records} == {"ERROR"}
    submit(filled("L-MARKET-006"))


def test_a_full_disk_is_named(
    office: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store, target: Path) -> None:
        raise OSError(os.strerror(28))

    monkeypatch.setattr(backup, "_copy", full)
    clock.moment += DAY
    (trouble,) = daily_backup.back_up(office)
    assert trouble.word == "备份没做成"
    assert "备份没有写成" in trouble.sentence
    assert names(office.home.backups) == [TODAY]


def test_a_damaged_store_is_not_copied_over_good_backups(office: Office, clock: FixedClock) -> None:
    office.store.close()
    with office.home.store.open("r+b") as file:
        size = file.seek(0, 2)
        for place in range(40 * 4096, size, 4096):
            file.seek(place)
            file.write(os.urandom(100))
    clock.moment += DAY
    (trouble,) = daily_backup.back_up(office)
    assert (trouble.word, trouble.tone) == ("数据损坏", "bad")
    assert "window restore" in trouble.sentence
    assert names(office.home.backups) == [TODAY]


def test_what_killed_processes_left_half_written_goes(office: Office) -> None:
    left = office.home.backups / f"{TOMORROW}.123.new"
    left.write_text("half")
    (office.home.backups / f"{TOMORROW}.123.new-journal").write_text("half")
    homes.sweep(office.home, older_than=left.stat().st_mtime + 1)
    assert names(office.home.backups) == [TODAY]
