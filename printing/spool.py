"""One process prints at a time: the lock that tells a job in print from one left behind.

The operating system lets go of it when a process dies, however it dies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import PaperError


@contextmanager
def printing_alone(lock: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the lock; False where it is taken and `wait` is not wanted."""
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise PaperError(
            "spool_not_writable",
            f"打印队列不能使用：{lock.parent}",
            hint="办件不受影响。请检查磁盘空间和目录权限后补打。",
        ) from error
    try:
        yield _take(descriptor, wait)
    finally:
        os.close(descriptor)


def _take(descriptor: int, wait: bool) -> bool:
    if os.name == "nt":
        return _take_on_windows(descriptor, wait)
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _take_on_windows(descriptor: int, wait: bool) -> bool:
    import msvcrt

    mode = msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK  # type: ignore[attr-defined]
    try:
        msvcrt.locking(descriptor, mode, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True
