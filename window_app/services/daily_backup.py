"""The day's backup: made at the first start of a day, in the home and on a second disk.

What goes wrong stops no work: it is told on the home page, and written to the log.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from data.errors import WindowError
from data.store import backup
from window_app.services.office import Office
from window_app.views import Trouble

KEPT = 14  # backups in each place
NAME = re.compile(r"store-\d{4}-\d\d-\d\d\.backup")
log = logging.getLogger("window")


def back_up(office: Office) -> tuple[Trouble, ...]:
    """Make what is missing of today's backups; what went wrong."""
    if not office.store.IS_FILE:  # a database server's backups are its administrator's
        return ()
    target = office.home.backups / f"store-{office.today().isoformat()}.backup"
    trouble = _try(lambda: _here(office, target), target.parent)
    if trouble is not None or office.second_backup is None:
        return (trouble,) if trouble else ()
    second = office.second_backup
    trouble = _try(lambda: _elsewhere(office, target, second), second)
    return (trouble,) if trouble else ()


def _try(act: Callable[[], Trouble | None], place: Path) -> Trouble | None:
    try:
        trouble = act()
    except (OSError, WindowError) as error:
        log.error("daily backup", exc_info=error)
        told = error if isinstance(error, WindowError) else backup.not_written(place)
        sentence = f"今天的备份没有做成。{told.message.rstrip('。')}。{told.hint or ''}"
        return Trouble("备份没做成", sentence, "bad")
    if trouble is not None:
        log.warning("daily backup: %s", trouble.word)
    return trouble


def _here(office: Office, target: Path) -> Trouble | None:
    """A damaged store is not copied: the good backups before it are worth more."""
    if target.exists():
        return None
    if not backup.quick_check(office.store):
        return Trouble(
            "数据损坏",
            "数据库有损坏的页，今天没有备份。请不要再收件，请管理员执行 window verify，"
            "再用 window restore 从 backups 里最近的备份恢复。",
            "bad",
        )
    target.parent.mkdir(mode=0o700, exist_ok=True)
    backup.write(office.store, target)
    _keep_last(target)
    return None


def _elsewhere(office: Office, made: Path, second: Path) -> Trouble | None:
    """The same file and the scans, in a folder of this terminal's own."""
    if not second.is_dir():
        return Trouble(
            "备份盘不在",
            f"第二份备份没有做：找不到 {second}。请接上备份盘，或者改 WINDOW_BACKUP。",
            "bad",
        )
    folder = second / office.terminal.label
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / made.name
    if not copy.exists():
        backup.mirror(office.home.blobs, folder / office.home.blobs.name)
        _copy_whole(made, copy)
        _keep_last(copy)
    if is_same_disk(second, office.home.folder):
        return Trouble(
            "备份同盘",
            f"第二份备份和数据在同一块硬盘上，硬盘坏了两份都没有：{second}。请换到另一块硬盘。",
            "warn",
        )
    return None


def is_same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def _copy_whole(source: Path, target: Path) -> None:
    temporary = target.with_name(f"{target.name}.new")
    try:
        shutil.copyfile(source, temporary)
        temporary.chmod(0o600)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _keep_last(newest: Path) -> None:
    """Remove what is older than the last days; what was made just now stays."""
    made = sorted(path for path in newest.parent.iterdir() if NAME.fullmatch(path.name))
    for path in made[:-KEPT]:
        if path != newest:
            with suppress(OSError):
                path.unlink()
